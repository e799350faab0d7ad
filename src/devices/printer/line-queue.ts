/**
 * One queue for each printer address: many printers take one connection at a time, and two jobs must never interleave.
 * Where the line stays open between jobs it is kept here, so that two devices of one address use the same.
 */
import type { PrinterLine } from './escpos/printer-line.ts';

export class LineQueue {
  readonly #waiting: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;
  #stopped = false;
  #kept: PrinterLine | null = null;

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

  /** The line that was kept, which is then kept no more; only for whoever has the queue's turn. */
  takeKept(): PrinterLine | null {
    const kept = this.#kept;
    this.#kept = null;
    return kept;
  }

  /** Keeps a line open for the next turn. */
  keep(line: PrinterLine): void {
    this.#kept = line;
  }

  /** What has the line may finish, and the promise says when; what waits for it never begins. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await this.takeKept()?.close();
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
