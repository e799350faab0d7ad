/**
 * Takings by store and day, in the second step: copies of what the chains say, and their sum. Written whole each time and
 * never added to, so that doing it twice, or in another order, changes nothing.
 */
import type { Projector } from '../project/projector.ts';
import type { HqTransaction } from '../store/port.ts';
import { SALES_KINDS } from './facts.ts';
import { addedSums, NOTHING_SOLD, type DaySums } from './sums.ts';
import { TAKINGS_CHAIN_OF_STORE, TAKINGS_DAY, TAKINGS_STORE_DAY } from './tables.ts';
import { salesFactOf } from './facts.ts';

/** Chains of one store on one day. */
const CHAINS_MAX = 2_000;

export const SALES_PROJECTOR: Projector = {
  name: 'takings-1',
  kinds: SALES_KINDS,
  apply: async (_core, transaction, rows, chain) => {
    const days = new Set<string>();
    for (const row of rows) {
      const fact = salesFactOf(row);
      if (fact !== undefined) days.add(fact.businessDay);
    }
    for (const day of [...days].sort()) await rollUp(transaction, chain, day);
    return [];
  },
};

async function rollUp(
  transaction: HqTransaction,
  chain: { readonly chainId: string; readonly tillId: string; readonly storeId: string },
  businessDay: string,
): Promise<void> {
  const { chainId, tillId, storeId } = chain;
  const key = { business_day: businessDay, store_id: storeId };
  await transaction.insert(TAKINGS_STORE_DAY, [{ ...key, ...NOTHING_SOLD }]);
  await transaction.lock(TAKINGS_STORE_DAY, [businessDay, storeId]);
  const own = await transaction.get(TAKINGS_DAY, [chainId, businessDay]);
  if (own === undefined) return;
  const { chain_id, business_day, ...sums } = own;
  await transaction.put(TAKINGS_CHAIN_OF_STORE, [
    { store_id: storeId, chain_id, business_day, till_id: tillId, ...sums },
  ]);
  const all = await transaction.scan(TAKINGS_CHAIN_OF_STORE, { prefix: [storeId, businessDay], limit: CHAINS_MAX });
  const total = all.reduce<DaySums>((sum, each) => addedSums(sum, each), NOTHING_SOLD);
  await transaction.put(TAKINGS_STORE_DAY, [{ ...key, ...total }]);
}
