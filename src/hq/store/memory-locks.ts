/**
 * Locks of rows in memory: one holder, the others in a queue, first come first served. Whoever would wait for itself in
 * the end is refused, as PostgreSQL refuses it (40P01), and its transaction begins anew.
 */

import { present } from '#base/assert.ts';

/** Whoever holds and waits; one for each run of a transaction. */
export interface Holder {
  readonly number: number;
}

/** What PostgreSQL says as 40P01: the transaction has to begin anew. */
export class Deadlock extends Error {
  override readonly name = 'Deadlock';
}

interface Waiting {
  readonly holder: Holder;
  readonly goOn: () => void;
  readonly giveUp: (error: Error) => void;
}

interface Lock {
  holder: Holder;
  readonly queue: Waiting[];
}

export class MemoryLocks {
  private readonly locks = new Map<string, Lock>();
  private readonly heldBy = new Map<Holder, Set<string>>();
  private readonly waitsFor = new Map<Holder, string>();
  /** Whose transactions are over: what they still ask for was asked before and comes to nothing. */
  private readonly gone = new WeakSet<Holder>();

  /** Takes a row that is free or one's own: whether it was free; undefined where one has to wait for it (`wait`). */
  take(holder: Holder, row: string): boolean | undefined {
    if (this.gone.has(holder)) throw new Error('this transaction is over');
    const lock = this.locks.get(row);
    if (lock !== undefined) return lock.holder === holder ? false : undefined;
    this.locks.set(row, { holder, queue: [] });
    this.held(holder).add(row);
    return true;
  }

  /** Resolves when it is one's turn for a row that somebody else holds. */
  async wait(holder: Holder, row: string): Promise<void> {
    const lock = present(this.locks.get(row), 'a row that is held');
    if (this.wouldWaitForItself(holder, lock)) throw new Deadlock('transactions wait for each other');
    this.waitsFor.set(holder, row);
    await new Promise<void>((goOn, giveUp) => lock.queue.push({ holder, goOn, giveUp }));
  }

  /** Gives back one row that turned out not to be needed. */
  giveBack(holder: Holder, row: string): void {
    this.held(holder).delete(row);
    this.passOn(row);
  }

  /** Gives back all rows of one holder, in the order in which it took them; it waits for none any more. */
  release(holder: Holder): void {
    this.gone.add(holder);
    this.stopWaiting(holder);
    const rows = this.heldBy.get(holder);
    this.heldBy.delete(holder);
    for (const row of rows ?? []) this.passOn(row);
  }

  /** Ends all waiting with an error and forgets every lock: the engine went away. */
  clear(error: Error): void {
    const waiting = [...this.locks.values()].flatMap(({ queue }) => queue);
    this.locks.clear();
    this.heldBy.clear();
    this.waitsFor.clear();
    for (const { giveUp } of waiting) giveUp(error);
  }

  private stopWaiting(holder: Holder): void {
    const row = this.waitsFor.get(holder);
    const queue = row === undefined ? undefined : this.locks.get(row)?.queue;
    this.waitsFor.delete(holder);
    const place = queue?.findIndex((waiting) => waiting.holder === holder) ?? -1;
    const [waiting] = place < 0 ? [] : (queue?.splice(place, 1) ?? []);
    waiting?.giveUp(new Error('this transaction is over'));
  }

  private passOn(row: string): void {
    const lock = this.locks.get(row);
    if (lock === undefined) return;
    const next = lock.queue.shift();
    if (next === undefined) {
      this.locks.delete(row);
      return;
    }
    lock.holder = next.holder;
    this.held(next.holder).add(row);
    this.waitsFor.delete(next.holder);
    next.goOn();
  }

  private held(holder: Holder): Set<string> {
    const known = this.heldBy.get(holder);
    if (known !== undefined) return known;
    const fresh = new Set<string>();
    this.heldBy.set(holder, fresh);
    return fresh;
  }

  /** Follows who waits for whom: a circle is always closed by the one who begins to wait last. */
  private wouldWaitForItself(holder: Holder, lock: Lock): boolean {
    let at: Lock | undefined = lock;
    while (at !== undefined) {
      if (at.holder === holder) return true;
      const row = this.waitsFor.get(at.holder);
      at = row === undefined ? undefined : this.locks.get(row);
    }
    return false;
  }
}
