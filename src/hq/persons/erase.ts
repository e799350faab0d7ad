/**
 * Forgetting a person: the key of what is known of them is destroyed, their accounts close, tills are told. Whoever was merged
 * with them is the same customer and is forgotten with them. What they bought stays and names nobody.
 */
import { Ledger } from '../accounts/ledger.ts';
import { PERSON_ACCOUNT } from '../accounts/tables.ts';
import type { HqCore } from '../core.ts';
import type { Change } from '../feed/publish.ts';
import { compareText } from '../store/order.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { destroyRecords, noteChanges, personChange } from './records.ts';
import { PERSON, PERSON_MERGED } from './tables.ts';
import { lockPerson, type PersonRow } from './who.ts';

/** Nobody has so many accounts, and no customer so many selves. */
const MANY = 10_000;

/** Erases persons in this transaction; what tills are to be told is the answer. Erasing twice changes nothing. */
export async function erasePersons(
  core: HqCore,
  transaction: HqTransaction,
  personIds: readonly string[],
): Promise<readonly Change[]> {
  const ledger = new Ledger(transaction);
  // Accounts before persons, as everywhere; what came to these persons in between is looked for again with them locked.
  await ledger.lock(await accountsOf(transaction, await everySelf(transaction, personIds)));
  const rows = await lockEverySelf(transaction, personIds);
  const erased = [...rows.values()].filter(({ state }) => state !== 'erased');
  if (erased.length === 0) return [];
  const accounts = await accountsOf(transaction, [...rows.keys()]);
  await ledger.lock(accounts);
  for (const id of accounts) {
    const account = ledger.account(id);
    if (account.state !== 'closed') ledger.set({ ...account, state: 'closed' });
  }
  const ids = erased.map(({ person_id }) => person_id);
  await destroyRecords(transaction, ids);
  await transaction.put(
    PERSON,
    erased.map((row) => ({ ...row, state: 'erased', changed_at_ms: 0 })),
  );
  await noteChanges(core, transaction, ids);
  return [...(await ledger.settle(core.clock.wallMs())), ...ids.map((id) => personChange(id))];
}

/** All of them locked, those too who were merged with them until their locks were there. */
async function lockEverySelf(
  transaction: HqTransaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonRow>> {
  const rows = new Map<string, PersonRow>();
  let missing: readonly string[] = [...new Set(personIds)].sort(compareText);
  while (missing.length > 0) {
    for (const id of missing) rows.set(id, await lockPerson(transaction, id));
    missing = (await everySelf(transaction, personIds)).filter((id) => !rows.has(id));
  }
  return rows;
}

/** These persons, whoever they were merged into, and whoever else was: in order. */
export async function everySelf(reads: HqReads, personIds: readonly string[]): Promise<readonly string[]> {
  const rows = await reads.getMany(
    PERSON,
    [...new Set(personIds)].map((id) => [id]),
  );
  const survivors = new Set([...personIds, ...rows.flatMap(({ merged_into }) => merged_into ?? [])]);
  const selves = new Set(survivors);
  for (const survivor of survivors) {
    const merged = await reads.scan(PERSON_MERGED, { prefix: [survivor], limit: MANY });
    for (const { person_id } of merged) selves.add(person_id);
  }
  return [...selves].sort(compareText);
}

/** The accounts of persons. */
export async function accountsOf(reads: HqReads, personIds: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const personId of personIds) {
    const rows = await reads.scan(PERSON_ACCOUNT, { prefix: [personId], limit: MANY });
    ids.push(...rows.map(({ account_id }) => account_id));
  }
  return ids;
}
