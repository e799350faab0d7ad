/**
 * Whether the devices process still listens. A driver that hangs in native code takes nothing off the pipe and says
 * nothing; it would never end by itself, and every device with it.
 */
import type { Clock } from '#base/clock.ts';

const ASK_MS = 5_000;
/**
 * Longer than drawing the longest receipt takes on the slowest till. Questions are counted and not time: after a till that
 * was busy itself, or a machine that slept, the answers of a process that listens are still in the pipe.
 */
const UNANSWERED_MAX = 30_000 / ASK_MS;

export class Heartbeat {
  readonly #clock: Clock;
  readonly #ask: () => void;
  readonly #hangs: () => void;
  #unanswered = 0;
  #cancel: () => void = () => undefined;

  /** `ask` sends a question that is answered at once; `hangs` is called once where nothing is heard any more. */
  constructor(clock: Clock, { ask, hangs }: { readonly ask: () => void; readonly hangs: () => void }) {
    this.#clock = clock;
    this.#ask = ask;
    this.#hangs = hangs;
  }

  start(): void {
    this.heard();
    this.#wait();
  }

  /** Any word at all proves that it listens. */
  heard(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    this.#cancel();
  }

  #wait(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(ASK_MS, () => {
      if (this.#unanswered >= UNANSWERED_MAX) return this.#hangs();
      this.#unanswered += 1;
      this.#ask();
      this.#wait();
    });
  }
}
