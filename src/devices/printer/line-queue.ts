/**
 * One queue for each printer address: many printers take one connection at a time, and two jobs must never interleave.
 */
export class LineQueue {
  readonly #waiting: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;
  #stopped = false;

  /** Whether somebody has the line. */
  get busy(): boolean {
    return this.#running !== null;
  }

  /** Runs `work` after everything that was queued before it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => work().then(resolve, reject));
      if (this.#running === null) this.#next();
    });
  }

  /** What has the line may finish, and the promise says when; what waits for it never begins. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  #next(): void {
    const work = this.#stopped ? undefined : this.#waiting.shift();
    this.#running =
      work === undefined
        ? null
        : work().then(() => {
            this.#next();
          });
  }
}
