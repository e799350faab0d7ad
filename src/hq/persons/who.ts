/** Whose something is by now: persons are merged and erased while rows that name them are still on their way. */
import { compareText } from '../store/order.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { PERSON } from './tables.ts';

export type PersonRow = RowOf<typeof PERSON>;

export interface Owner {
  /** The survivor, where this one was merged. */
  readonly personId: string;
  readonly isErased: boolean;
}

/**
 * Who these persons are by now. Their rows stay locked: nobody is erased or merged until what they are given is theirs. Call it
 * after accounts and cards are locked.
 */
export async function lockOwners(
  transaction: HqTransaction,
  personIds: Iterable<string>,
): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  for (const id of [...new Set(personIds)].sort(compareText)) {
    const row = await lockPerson(transaction, id);
    owners.set(id, { personId: row.merged_into ?? id, isErased: row.state === 'erased' });
  }
  return owners;
}

/** A person's row, locked; put there where nothing was known of them. */
export async function lockPerson(transaction: HqTransaction, personId: string): Promise<PersonRow> {
  const found = await transaction.lock(PERSON, [personId]);
  if (found !== undefined) return found;
  const fresh = { person_id: personId, state: 'known', merged_into: null, changed_at_ms: 0 };
  await transaction.insert(PERSON, [fresh]);
  return (await transaction.lock(PERSON, [personId])) ?? fresh;
}
