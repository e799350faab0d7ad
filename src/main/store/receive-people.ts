/**
 * Customers, cards and accounts as they come from headquarters. Whoever was erased anywhere is erased here too; a change that was
 * made here and is not there yet stays, where it is the later one.
 */
import type { PersonId } from '#base/brand.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { Live } from './live.ts';
import type { PersonConsent, PersonFields, PersonRecord } from './port.ts';

export type PeopleItem = Extract<FeedItem, { readonly kind: 'person' | 'card' | 'account' }>;
type PersonValue = NonNullable<Extract<FeedItem, { readonly kind: 'person' }>['value']>;

/** What is received, inside one transaction. */
export interface PeopleWrites {
  /** The generation that everybody sees. */
  visible(): number;
  /** Takes an item into a later generation. Fields of persons count at once: nobody is found by them before `show`. */
  receive(item: PeopleItem, at: { readonly generation: number; readonly hqTimeMs: number }): void;
  /** Destroys a person, whom no feed named, and takes nothing into any generation. */
  erase(personId: PersonId): void;
  /** Makes a generation visible; what a snapshot did not name is gone with it. */
  show(generation: number, isSnapshot: boolean): void;
  /** Forgets what a visible item has replaced. */
  forgetOlder(item: PeopleItem): void;
  /** Forgets up to so many rows a kind that the last snapshot did not name; true while there are more. */
  forgetUnnamed(limit: number): boolean;
  /** Forgets what was being received when something ended it. */
  forgetUnseen(): void;
}

/** Over the connection of a transaction; `touched` is told of what happens to persons. */
export function peopleWrites(live: Live, touched: (how: 'changed' | 'erased') => void): PeopleWrites {
  const { persons, hq, replica } = live;

  function receivePerson(personId: PersonId, value: PersonValue | null): void {
    const fate = persons.fate(personId);
    if (value === null) {
      if (fate !== 'known') return;
      persons.erase(personId);
      touched('erased');
      return;
    }
    if (fate === 'erased' || live.members.personFate(personId) === 'erased') return;
    const known = hq.person(personId);
    const revision = persons.revision(personId);
    const isUnsent = revision !== undefined && revision > (known?.knownRevision ?? 0);
    if (isUnsent && (known?.changedAtMs ?? 0) > value.changedAtMs) return;
    const person = personOf(personId, value);
    const before = persons.get(personId);
    if (before === undefined || !isSame(before, person)) {
      persons.put(person);
      touched('changed');
    }
    hq.personCame(personId, value.changedAtMs);
  }

  return {
    visible: () => replica.visible(),
    receive(item, { generation, hqTimeMs }) {
      if (item.kind === 'person') receivePerson(item.key as PersonId, item.value);
      replica.put(item, generation, hqTimeMs);
    },
    erase: (personId) => receivePerson(personId, null),
    show: (generation, isSnapshot) => replica.show(generation, isSnapshot),
    forgetOlder: (item) => replica.forgetOlder(item),
    forgetUnnamed: (limit) => replica.forgetUnnamed(limit),
    forgetUnseen: () => replica.forgetUnseen(),
  };
}

function personOf(personId: PersonId, { fields, consents, enrolledAtMs }: PersonValue): PersonRecord {
  return { personId, fields: fieldsOf(fields), consents: consents.flatMap(consentOf), enrolledAtMs };
}

const TEXT_FIELDS = ['name', 'phone', 'email', 'address', 'birthday', 'notes'] as const;
const TEXT_CHARACTERS_MAX = 4_000;

/** What is not as this version knows it is left out: another till may be newer. */
function fieldsOf(fields: Readonly<Record<string, unknown>>): PersonFields {
  const texts = TEXT_FIELDS.flatMap((name) => {
    const value = fields[name];
    return isText(value) ? [[name, value] as const] : [];
  });
  const { language, cardLabels } = fields;
  const labels = isRecord(cardLabels) ? Object.entries(cardLabels).filter(([, label]) => isText(label)) : [];
  return {
    ...Object.fromEntries(texts),
    ...(language === 'fr' || language === 'en' || language === 'ar' ? { language } : {}),
    ...(labels.length === 0 ? {} : { cardLabels: Object.fromEntries(labels) as Record<string, string> }),
  };
}

function consentOf(value: unknown): readonly PersonConsent[] {
  if (!isRecord(value)) return [];
  const { channel, purpose, given, atMs, text } = value;
  if (channel !== 'email' && channel !== 'sms') return [];
  if (purpose !== 'receipt' && purpose !== 'marketing') return [];
  if (typeof given !== 'boolean' || typeof atMs !== 'number' || !isText(text)) return [];
  return [{ channel, purpose, given, atMs, text }];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TEXT_CHARACTERS_MAX;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(one: PersonRecord, other: PersonRecord): boolean {
  return spelled(one) === spelled(other);
}

/** With the fields in one order. */
function spelled({ fields, consents, enrolledAtMs }: PersonRecord): string {
  const { cardLabels, ...rest } = fields;
  const inOrder = (record: object): unknown[] => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([inOrder(rest), inOrder(cardLabels ?? {}), consents.map(inOrder), enrolledAtMs]);
}
