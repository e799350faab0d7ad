/**
 * Where the power is cut: at both sides of every sync and after every word that was said, with what was not synced
 * dropped, kept and torn; then at random places until there are enough.
 */
import { type Dice, diceOf } from '../rig/dice.ts';
import type { Loss } from './disk.ts';
import type { TraceEvent } from './trace.ts';

export interface Cut {
  /** Everything before this place of the trace has happened, nothing from it on. */
  readonly at: number;
  readonly loss: Loss;
  /** For the dice of a torn image. */
  readonly seed: number;
}

/** `count` cuts in the order of the trace. */
export function planCuts(
  events: readonly TraceEvent[],
  options: { readonly count: number; readonly seed: number },
): readonly Cut[] {
  const dice = diceOf(options.seed);
  const certain: Omit<Cut, 'seed'>[] = [];
  for (const [index, event] of events.entries()) {
    if (event.kind === 'sync') {
      for (const at of [index, index + 1])
        for (const loss of ['dropped', 'kept', 'torn'] as const) certain.push({ at, loss });
    } else if (event.kind === 'said') {
      for (const loss of ['dropped', 'torn'] as const) certain.push({ at: index + 1, loss });
    }
  }
  const chosen = certain.length > options.count ? shuffled(certain, dice).slice(0, options.count) : certain;
  while (chosen.length < options.count) {
    chosen.push({ at: dice.whole(0, events.length), loss: dice.pick(['torn', 'torn', 'dropped', 'kept']) });
  }
  return chosen.map((cut) => ({ ...cut, seed: dice.whole(0, 2 ** 32 - 1) })).sort((a, b) => a.at - b.at);
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const shuffle = items.map((item) => ({ item, order: dice.share() }));
  return shuffle.sort((a, b) => a.order - b.order).map(({ item }) => item);
}
