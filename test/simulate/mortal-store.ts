/** A store as one node of headquarters sees it, until the node is killed: from then on nothing it does is carried out. */
import type { HqReads, HqStore, HqTransaction } from '#hq/store/port.ts';

export interface MortalStore extends HqStore {
  /** Transactions under way are rolled back; whoever waits for them is never told. */
  kill(): void;
}

class Killed extends Error {
  override readonly name = 'Killed';
}

/** Wraps `store` for one life of one node. */
export function mortal(store: HqStore): MortalStore {
  let isDead = false;
  const never = new Promise<never>(() => undefined);

  async function alive<T>(work: () => Promise<T>): Promise<T> {
    if (isDead) throw new Killed();
    const result = await work();
    if (isDead) throw new Killed();
    return result;
  }

  const readsOf = (reads: HqReads): HqReads => ({
    get: (table, key) => alive(() => reads.get(table, key)),
    getMany: (table, keys) => alive(() => reads.getMany(table, keys)),
    scan: (table, scan) => alive(() => reads.scan(table, scan)),
  });
  const transactionOf = (transaction: HqTransaction): HqTransaction => ({
    ...readsOf(transaction),
    lock: (table, key) => alive(() => transaction.lock(table, key)),
    lockMany: (table, keys) => alive(() => transaction.lockMany(table, keys)),
    insert: (table, rows) => alive(() => transaction.insert(table, rows)),
    put: (table, rows) => alive(() => transaction.put(table, rows)),
    remove: (table, keys) => alive(() => transaction.remove(table, keys)),
  });

  /** What a dead process awaits never comes; its own code does not run on to see an error. */
  async function orNever<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      return isDead ? await never : result;
    } catch (error) {
      if (isDead) return never;
      throw error;
    }
  }

  const reads = readsOf(store.read);
  return {
    read: {
      get: (table, key) => orNever(() => reads.get(table, key)),
      getMany: (table, keys) => orNever(() => reads.getMany(table, keys)),
      scan: (table, scan) => orNever(() => reads.scan(table, scan)),
    },
    transact: (work) => orNever(() => store.transact((transaction) => work(transactionOf(transaction)))),
    close: () => Promise.resolve(),
    kill: () => {
      isDead = true;
    },
  };
}
