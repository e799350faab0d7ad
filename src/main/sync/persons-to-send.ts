/** Which persons headquarters is told of: those that were changed here since it last was. */
import type { CallInput } from '#contract/sync/sync.ts';
import type { Store } from '#main/store/port.ts';

/** Deciphering so many takes a few milliseconds. */
const PERSONS_MAX = 50;
/** As the contract lets a person have. */
const CONSENTS_MAX = 100;

export type SentPerson = CallInput<'persons'>['persons'][number];

/** Persons whose last change lies after one revision and up to another; `through` is the revision to go on from. */
export function personsToSend(
  store: Pick<Store, 'personsChangedAfter' | 'person' | 'hq'>,
  range: { readonly after: number; readonly until: number },
): { readonly persons: SentPerson[]; readonly through: number } {
  const found = store.personsChangedAfter(range.after, PERSONS_MAX);
  const changed = found.filter(({ revision }) => revision <= range.until);
  const isWhole = found.length < PERSONS_MAX || changed.length < found.length;
  const persons = changed.flatMap(({ personId, revision }) => {
    // Of somebody erased the row says so; nothing is left to tell.
    const person = store.person(personId);
    const known = store.hq.person(personId);
    if (person === undefined || known?.knownRevision === revision) return [];
    const { fields, consents, enrolledAtMs } = person;
    const changedAtMs = known?.changedAtMs ?? enrolledAtMs;
    // The latest, as headquarters keeps them; all of them stay here.
    const latest = consents.toSorted((left, right) => left.atMs - right.atMs).slice(-CONSENTS_MAX);
    return [
      { personId, fields: { ...fields }, consents: latest.map((each) => ({ ...each })), enrolledAtMs, changedAtMs },
    ];
  });
  return { persons, through: isWhole ? range.until : (changed.at(-1)?.revision ?? range.until) };
}
