/** What is under way outside of virtual time: calls of a database that answers in its own time. Time waits for them. */
import type { HqStore } from '#hq/store/port.ts';

export class Pending {
  #count = 0;
  #over = Promise.withResolvers<undefined>();

  /** Null where nothing is under way, else what resolves once nothing is. */
  get over(): Promise<undefined> | null {
    return this.#count === 0 ? null : this.#over.promise;
  }

  /** Waits for something while time stands still. */
  async track<T>(work: Promise<T>): Promise<T> {
    if (this.#count === 0) this.#over = Promise.withResolvers<undefined>();
    this.#count += 1;
    try {
      return await work;
    } finally {
      this.#count -= 1;
      if (this.#count === 0) this.#over.resolve(undefined);
    }
  }
}

/** A store whose calls `pending` knows of. */
export function trackedStore(store: HqStore, pending: Pending): HqStore {
  const { read } = store;
  return {
    read: {
      get: (table, key) => pending.track(read.get(table, key)),
      getMany: (table, keys) => pending.track(read.getMany(table, keys)),
      scan: (table, scan) => pending.track(read.scan(table, scan)),
    },
    transact: (work) => pending.track(store.transact(work)),
    close: () => store.close(),
  };
}
