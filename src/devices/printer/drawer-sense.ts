/**
 * What the sensor of a drawer says, through the printer that it hangs on. Pure but for the clock.
 *
 * A drawer that was just kicked has not moved yet, and its contact bounces: for half a second "closed" says nothing. After a
 * kick the state is told again even where it is the same, so that a drawer that stayed shut is seen.
 */
import type { Clock } from '#base/clock.ts';

export type DrawerState = 'open' | 'closed';

const UNSETTLED_MS = 500;
/** When a drawer that was kicked can be asked how it stands. */
export const DRAWER_SETTLED_MS = UNSETTLED_MS + 100;

export class DrawerSense {
  readonly #clock: Clock;
  readonly #openIsHigh: boolean;
  readonly #tell: (state: DrawerState) => void;
  #told: DrawerState | null = null;
  #unsettledUntilMs = -Infinity;

  constructor(options: {
    readonly clock: Clock;
    readonly polarity: 'open-is-high' | 'open-is-low';
    readonly tell: (state: DrawerState) => void;
  }) {
    this.#clock = options.clock;
    this.#openIsHigh = options.polarity === 'open-is-high';
    this.#tell = options.tell;
  }

  kicked(): void {
    this.#unsettledUntilMs = this.#clock.monotonicMs() + UNSETTLED_MS;
    this.#told = null;
  }

  /** The printer cannot be reached: what it says when it is back is told even where it is the same. */
  lost(): void {
    this.#told = null;
  }

  heard(pinHigh: boolean): void {
    const state = pinHigh === this.#openIsHigh ? 'open' : 'closed';
    if (state === 'closed' && this.#clock.monotonicMs() < this.#unsettledUntilMs) return;
    if (state === this.#told) return;
    this.#told = state;
    this.#tell(state);
  }
}
