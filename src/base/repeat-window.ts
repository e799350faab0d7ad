/**
 * Tells a code that is still in sight from one that is shown again. A camera, or a scanner that reads by itself, sees one
 * article many times a second; whoever pulls a trigger means every read. So with a window of zero every read counts, and
 * with any other the same code counts again once it was out of sight for that long. Another code never waits.
 *
 * Field: peers counted one article five to seven times by camera, and others lost the second of two equal articles by
 * waiting after every read.
 */

export interface Sighting {
  readonly text: string;
  readonly atMs: number;
}

/** The codes seen lately, the longest unseen first. */
export type RepeatState = readonly Sighting[];

export const NOTHING_SEEN: RepeatState = [];

/** More codes than this are never before one eye within a window; what was seen longest ago is forgotten first. */
const SEEN_MAX = 64;

/** One read: whether it counts, and what to remember. `atMs` is of a clock that never goes back. */
export function countRead(
  state: RepeatState,
  read: { readonly text: string; readonly atMs: number; readonly windowMs: number },
): { readonly state: RepeatState; readonly counts: boolean } {
  const { text, atMs, windowMs } = read;
  if (windowMs <= 0) return { state: NOTHING_SEEN, counts: true };
  const lately = state.filter((seen) => atMs - seen.atMs < windowMs);
  const others = lately.filter((seen) => seen.text !== text);
  return {
    state: [...others, { text, atMs }].slice(-SEEN_MAX),
    counts: others.length === lately.length,
  };
}
