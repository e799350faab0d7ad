/** Records of persons: read and deciphered, written and enciphered, destroyed. */
import type { FeedItem } from '#contract/sync/feed.ts';
import { monthOf } from '../accounts/ledger.ts';
import type { HqCore } from '../core.ts';
import type { Change } from '../feed/publish.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { PERSON_KEY_BYTES, sealPerson, unsealPerson, type KnownPerson } from './cipher.ts';
import { PERSON, PERSON_CHANGE, PERSON_KEY, PERSON_RECORD } from './tables.ts';

export type PersonValue = NonNullable<Extract<FeedItem, { readonly kind: 'person' }>['value']>;

/** What is known of these persons; those of whom nothing is known, or nothing any more, are left out. */
export async function readRecords(
  reads: HqReads,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, KnownPerson>> {
  const keys = personIds.map((id) => [id]);
  if (keys.length === 0) return new Map();
  const [records, secrets] = [await reads.getMany(PERSON_RECORD, keys), await reads.getMany(PERSON_KEY, keys)];
  const keyOf = new Map(secrets.map(({ person_id, key }) => [person_id, key]));
  return new Map(
    records.flatMap(({ person_id, sealed }): [string, KnownPerson][] => {
      const key = keyOf.get(person_id);
      const known = key === undefined ? undefined : unsealPerson(person_id, sealed, key);
      return known === undefined ? [] : [[person_id, known]];
    }),
  );
}

/**
 * What tills are told of persons, as it is now: streams hold nothing but the fact that somebody changed. Null: erased. What becomes
 * of somebody is read last, so that no record is handed out that was destroyed before it was read.
 */
export async function openPersons(
  core: HqCore,
  sealed: readonly { readonly personId: string }[],
): Promise<ReadonlyMap<string, PersonValue | null>> {
  const ids = [...new Set(sealed.map(({ personId }) => personId))];
  const records = await readRecords(core.store.read, ids);
  const rows =
    ids.length === 0
      ? []
      : await core.store.read.getMany(
          PERSON,
          ids.map((id) => [id]),
        );
  const fates = new Map(rows.map((row) => [row.person_id, row]));
  return new Map(
    ids.map((id) => {
      const fate = fates.get(id);
      if (fate?.state === 'erased') return [id, null];
      const { fields = {}, consents = [], enrolledAtMs = 0, changedAtMs = 0 } = records.get(id) ?? {};
      const value = { fields, consents: [...consents], enrolledAtMs, changedAtMs };
      return [id, { ...value, mergedInto: fate?.merged_into ?? null }];
    }),
  );
}

/** Writes a record under the person's key, which is made where there is none. The person's row is locked. */
export async function writeRecord(
  core: HqCore,
  transaction: HqTransaction,
  personId: string,
  known: KnownPerson,
): Promise<void> {
  const found = await transaction.get(PERSON_KEY, [personId]);
  const key = found?.key ?? core.random.bytes(PERSON_KEY_BYTES);
  if (found === undefined) await transaction.insert(PERSON_KEY, [{ person_id: personId, key }]);
  const sealed = sealPerson(core.random, personId, known, key);
  await transaction.put(PERSON_RECORD, [{ person_id: personId, sealed }]);
}

/** Destroys what is known of persons: the key first in meaning, the record with it. Their rows are locked. */
export async function destroyRecords(transaction: HqTransaction, personIds: readonly string[]): Promise<void> {
  const keys = personIds.map((id) => [id]);
  await transaction.remove(PERSON_KEY, keys);
  await transaction.remove(PERSON_RECORD, keys);
}

/** Notes that records changed, for the search of every node. */
export async function noteChanges(
  core: HqCore,
  transaction: HqTransaction,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  const atMs = core.clock.wallMs();
  const month = monthOf(atMs);
  await transaction.put(
    PERSON_CHANGE,
    personIds.map((person_id) => ({ month, at_ms: atMs, person_id })),
  );
}

/**
 * The change of a person as streams keep it. Of somebody erased the id stays there: a till that starts over and has them from
 * its own enrolment is to hear of it too.
 */
export function personChange(personId: string): Change {
  return { stream: 'people', item: { kind: 'person', key: personId, value: { sealed: 'persons' } } };
}
