/**
 * Movements of an account as people read them: in the order of the tills' clocks, each with what the account came to. Clocks of two
 * tills are never quite the same, so that a spend may say that it was before the load which it was paid from: rows of one
 * chain keep their order, and of several chains the one goes first after which nothing is below zero. What is below zero
 * then was so, or its till loaded it again after it had spent, with a clock that was off.
 */
import { present } from '#base/assert.ts';
import { readAccount, readMovements } from '../../accounts/accounts.ts';
import type { HqReads } from '../../store/port.ts';

type Movement = Awaited<ReturnType<typeof readMovements>>[number];

export interface Balanced {
  readonly row: Movement;
  readonly balance: number;
}

/** Read at once; what is older is in the journals. */
const MOVEMENTS_MAX = 5_000;

/** Movements of an account, the latest first. */
export async function balancedMovements(reads: HqReads, accountId: string): Promise<readonly Balanced[]> {
  const rows = await readMovements(reads, { accountId, limit: MOVEMENTS_MAX });
  const isAll = rows.length < MOVEMENTS_MAX;
  const account = isAll ? undefined : await readAccount(reads, accountId);
  const sum = rows.reduce((total, { amount }) => total + amount, 0);
  return inOrder(rows, (account?.row.balance ?? sum) - sum).toReversed();
}

/** The oldest first, `before` being what the account came to until then. */
export function inOrder(rows: readonly Movement[], before: number): readonly Balanced[] {
  const chains = [...Map.groupBy(rows, ({ chain_id }) => chain_id).values()].map((own) => own.toSorted(byRow));
  const ordered: Balanced[] = [];
  let balance = before;
  while (chains.length > 0) {
    chains.sort(([a], [b]) => byTime(present(a, 'a movement'), present(b, 'a movement')));
    const next = chains.find(([row]) => balance + present(row, 'a movement').amount >= 0) ?? gainOf(chains);
    const row = present(next?.shift(), 'a movement');
    balance += row.amount;
    ordered.push({ row, balance });
    if (next?.length === 0) chains.splice(chains.indexOf(next), 1);
  }
  return ordered;
}

/** Where whatever comes next is below zero: something that makes it more, else the earliest. */
function gainOf(chains: readonly Movement[][]): Movement[] | undefined {
  return chains.find(([row]) => (row?.amount ?? 0) > 0) ?? chains[0];
}

function byRow(a: Movement, b: Movement): number {
  return a.entry_seq - b.entry_seq || a.n - b.n;
}

function byTime(a: Movement, b: Movement): number {
  return a.at_ms - b.at_ms || (a.chain_id < b.chain_id ? -1 : 1);
}
