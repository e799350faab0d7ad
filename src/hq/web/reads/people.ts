/** Customers and accounts as pages show them. */
import type { CallAnswer } from '#contract/pages/pages.ts';
import { readAccountsOfPerson, readCardsOfPerson, readDecisions, type AccountView } from '../../accounts/accounts.ts';
import { findPersons, listPersons, readMerged, readPersons, type PersonView } from '../../persons/persons.ts';
import type { HqCore } from '../../core.ts';
import type { HqReads, Key } from '../../store/port.ts';
import { cursorText } from './cursor.ts';

type PersonRow = CallAnswer<'customers'>['rows'][number];
type Customer = Extract<CallAnswer<'customer'>, { readonly kind: 'found' }>;
type Account = Customer['accounts'][number];

/** Found by what was typed, else all of them page by page. Whoever was merged or erased is left out. */
export async function customersPage(
  core: HqCore,
  asked: { readonly search: string; readonly after: string | null; readonly limit: number },
): Promise<CallAnswer<'customers'>> {
  const { read } = core.store;
  if (asked.search !== '') {
    const ids = await findPersons(core, { text: asked.search, limit: asked.limit });
    return { rows: (await readPersons(read, ids)).filter(isSomebody).map(personRow), next: null };
  }
  const after = asked.after === null ? {} : { after: asked.after };
  const persons = await listPersons(read, { ...after, limit: asked.limit });
  const last = persons.length < asked.limit ? null : (persons.at(-1)?.row.person_id ?? null);
  return { rows: persons.filter(isSomebody).map(personRow), next: last };
}

/** The file of one customer; null where there is none. */
export async function readCustomer(reads: HqReads, personId: string): Promise<Customer | null> {
  const [person] = await readPersons(reads, [personId]);
  if (person === undefined) return null;
  const merged = await readPersons(reads, await readMerged(reads, personId));
  const accounts = await readAccountsOfPerson(reads, personId);
  const cards = await readCardsOfPerson(reads, personId);
  const { fields, consents } = person.known ?? { fields: {}, consents: [] };
  return {
    kind: 'found',
    person: personRow(person),
    mergedInto: person.row.merged_into,
    merged: merged.map(personRow),
    address: fields.address ?? null,
    birthday: fields.birthday ?? null,
    language: fields.language ?? null,
    notes: fields.notes ?? null,
    consents: consents.map(({ channel, purpose, given, atMs }) => ({ channel, purpose, given, atMs })),
    accounts: accounts.map(accountOf),
    cards: cards.map(({ card, state }) => ({
      cardId: card.card_id,
      label: fields.cardLabels?.[card.card_id] ?? null,
      medium: card.medium,
      state,
      isBlockedHere: card.is_blocked_here,
      assignedMs: card.assigned_at_ms,
    })),
    decisions: await decisionsOf(reads, personId),
  };
}

export async function decisionsOf(reads: HqReads, subjectId: string): Promise<Customer['decisions']> {
  return (await readDecisions(reads, subjectId)).map((one) => ({
    atMs: one.at_ms,
    // Whom it was about stands after it, and beside it on the page.
    what: one.what.split(' ')[0] ?? '',
    by: one.user_id,
    reason: one.reason,
    amount: one.amount,
  }));
}

export function accountOf({ row, state, isHandedOver }: AccountView): Account {
  return {
    accountId: row.account_id,
    kind: row.kind ?? '',
    unit: row.unit ?? '',
    state,
    isBlockedHere: row.is_blocked_here,
    isHandedOver,
    openedByTill: row.opened_by_till,
    personId: row.person_id,
    balance: row.balance,
    reserved: row.reserved,
    expiresOn: row.expires_on,
    lastMs: Math.max(0, row.last_at_ms),
  };
}

/** A page of rows with where the next one begins. */
export function paged<Row, Shown>(
  rows: readonly Row[],
  limit: number,
  { keyOf, show }: { readonly keyOf: (row: Row) => Key; readonly show: (row: Row) => Shown },
): { readonly rows: Shown[]; readonly next: string | null } {
  const last = rows.at(-1);
  return { rows: rows.map(show), next: rows.length < limit || last === undefined ? null : cursorText(keyOf(last)) };
}

function isSomebody({ row }: PersonView): boolean {
  return row.state !== 'erased' && row.merged_into === null;
}

function personRow({ row, known }: PersonView): PersonRow {
  const { name, phone, email } = known?.fields ?? {};
  return {
    personId: row.person_id,
    state: row.state === 'erased' ? 'erased' : row.merged_into === null ? 'known' : 'merged',
    name: name ?? null,
    phone: phone ?? null,
    email: email ?? null,
    enrolledMs: known?.enrolledAtMs ?? null,
  };
}
