/**
 * Whether the devices process still listens. A driver that hangs in native code takes nothing off the pipe and says
 * nothing; it would never end by itself, and every device with it.
 */
import type { Clock } from '#base/clock.ts';

const ASK_MS = 5_000;
/** Longer than drawing the longest receipt takes on the slowest till. */
const HANGS_MS = 30_000;

export class Heartbeat {
  readonly #clock: Clock;
  readonly #ask: () => void;
  readonly #hangs: () => void;
  #heardMs = 0;
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
    this.#heardMs = this.#clock.monotonicMs();
  }

  stop(): void {
    this.#cancel();
  }

  #wait(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(ASK_MS, () => {
      if (this.#clock.monotonicMs() - this.#heardMs >= HANGS_MS) return this.#hangs();
      this.#ask();
      this.#wait();
    });
  }
}
