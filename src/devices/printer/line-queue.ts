/**
 * One queue for each printer address: many printers take one connection at a time, and two jobs must never interleave.
 */
export class LineQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether somebody has the line or waits for it. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Runs `work` after everything that was queued before it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const mine = this.#last.then(work).finally(() => {
      this.#waiting--;
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
