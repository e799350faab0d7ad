/**
 * The time that prices, leases and holds go by. A till's clock may be behind, and must not bring back what is over; it may be
 * ahead, and must not end a hold of two minutes before it begins.
 */
import type { Clock } from '#base/clock.ts';

export class TrustedTime {
  readonly #clock: Clock;
  #isHeard = false;
  #last: { readonly hqTimeMs: number; readonly monotonicMs: number } | null;

  /** `hqTimeMs` is the latest time of headquarters that an earlier process kept. */
  constructor(clock: Clock, hqTimeMs: number | null) {
    this.#clock = clock;
    this.#last = hqTimeMs === null ? null : { hqTimeMs, monotonicMs: clock.monotonicMs() };
  }

  /** Headquarters said what time it is. */
  heard(hqTimeMs: number): void {
    this.#isHeard = true;
    this.#last = { hqTimeMs, monotonicMs: this.#clock.monotonicMs() };
  }

  /** The time of headquarters by now; null where it never said one. */
  #hqMs(): number | null {
    if (this.#last === null) return null;
    return Math.floor(this.#last.hqTimeMs + this.#clock.monotonicMs() - this.#last.monotonicMs);
  }

  /** The later of the wall clock and the time of headquarters: for prices. */
  nowMs(): number {
    return Math.max(Math.floor(this.#clock.wallMs()), this.#hqMs() ?? 0);
  }

  /**
   * For what headquarters grants and ends: its own time, once it said it in this process. Before that the later of the two, because
   * how long the till was off only the wall clock says.
   */
  grantsMs(): number {
    const hqMs = this.#hqMs();
    return this.#isHeard && hqMs !== null ? hqMs : this.nowMs();
  }
}
