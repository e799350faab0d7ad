/** A pause that can be cut short: how the loops of sync wait, by the till's clock. */
import type { Clock } from '#base/clock.ts';

export class Pause {
  readonly #clock: Clock;
  #end: (() => void) | null = null;
  #woken = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after `delayMs`, or as soon as somebody wakes it; at once where that happened since the last pause. */
  wait(delayMs: number): Promise<void> {
    if (this.#woken) {
      this.#woken = false;
      return this.yield();
    }
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#end = null;
        resolve();
      };
      const cancel = this.#clock.after(delayMs, end);
      this.#end = () => {
        this.#woken = false;
        end();
      };
    });
  }

  wake(): void {
    this.#woken = true;
    this.#end?.();
  }

  /** Lets everybody else have their turn. */
  yield(): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(0, resolve);
    });
  }
}
