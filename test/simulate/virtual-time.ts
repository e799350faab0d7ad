/**
 * Time that passes only when nothing is left to do at the present instant: hours of a shop in a moment, and the same seed
 * in the same order. Every till and every node of headquarters has a clock of its own on it, wrong by its own skew.
 */
import { assert } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { Pending } from './pending.ts';

interface Alarm {
  readonly atMs: number;
  /** Alarms of one instant ring in the order in which they were set. */
  readonly order: number;
  readonly ring: () => void;
}

/** A clock that can be stopped for good, as that of a process which was killed. */
export interface NodeClock extends Clock {
  /** Wall clock minus true time; may change while the process runs. */
  skewMs: number;
  kill(): void;
}

/** What is under way and not a timer (promises, immediates) is over after so many turns of the event loop. */
const TURNS = 3;

/** More alarms than any run needs: whoever sets so many waits in a circle. */
const ALARMS_MAX = 500_000;

export class VirtualTime {
  #nowMs: number;
  #order = 0;
  #rung = 0;
  readonly #alarms: Alarm[] = [];

  readonly #pending: Pending;

  constructor(startMs: number, pending: Pending) {
    this.#nowMs = startMs;
    this.#pending = pending;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Rings `ring` after so much true time; the returned function takes it back. */
  after(delayMs: number, ring: () => void): () => void {
    const alarm: Alarm = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, ring };
    const at = this.#alarms.findIndex((other) => other.atMs > alarm.atMs);
    this.#alarms.splice(at === -1 ? this.#alarms.length : at, 0, alarm);
    return () => {
      const index = this.#alarms.indexOf(alarm);
      if (index !== -1) this.#alarms.splice(index, 1);
    };
  }

  /** Lets so much time pass, alarm by alarm. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await this.#settled();
    for (let next = this.#alarms[0]; next !== undefined && next.atMs <= endMs; next = this.#alarms[0]) {
      this.#alarms.shift();
      assert(next.atMs >= this.#nowMs, 'time goes forward');
      if (++this.#rung > ALARMS_MAX) throw new Error('does not end: half a million alarms rang');
      this.#nowMs = next.atMs;
      next.ring();
      await this.#settled();
    }
    this.#nowMs = endMs;
  }

  /** A clock for one process. */
  clock(skewMs: number): NodeClock {
    const startMs = this.#nowMs;
    let isDead = false;
    const clock: NodeClock = {
      skewMs,
      wallMs: () => this.#nowMs + clock.skewMs,
      monotonicMs: () => this.#nowMs - startMs,
      after: (delayMs, then) => this.after(delayMs, () => (isDead ? undefined : then())),
      kill: () => {
        isDead = true;
      },
    };
    return clock;
  }

  /** Everything that has to be done at this instant is done, what somebody outside has to do too. */
  async #settled(): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
      const { over } = this.#pending;
      if (over === null) return;
      await over;
    }
  }
}
