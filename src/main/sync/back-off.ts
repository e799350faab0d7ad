/**
 * How long to wait before the next try: anything up to a bound that doubles, so that a thousand tills that lost their
 * headquarters together do not come back together ("full jitter", M. Brooker, Exponential Backoff And Jitter, 2015).
 */
import type { Random } from '#base/random.ts';

const FIRST_MS = 500;
const LAST_MS = 30_000;
/** A headquarters that has said no is asked again seldom: somebody has to do something there. */
const REFUSED_MS = 5 * 60_000;
const UINT32 = 2 ** 32;

/** The pause in milliseconds after `failures` tries in a row went wrong, at least one. */
export function backOffMs(failures: number, random: Random): number {
  const bound = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  return Math.floor(chance(random) * bound);
}

/** The pause in milliseconds after headquarters refused: two and a half to five minutes. */
export function refusedPauseMs(random: Random): number {
  return Math.floor((0.5 + chance(random) / 2) * REFUSED_MS);
}

/** Evenly between 0 and 1, 1 excluded. */
function chance(random: Random): number {
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / UINT32;
}
