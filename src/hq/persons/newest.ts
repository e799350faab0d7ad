/**
 * Two tills changed the same person. What is kept is the same whatever the order in which they tell: of the fields the
 * whole of the later change, of two of the same instant the one whose text is greater; of consents all of both, because each
 * is a statement of its day.
 */
import type { KnownPerson } from './cipher.ts';

/** As the contract lets a person have. */
const CONSENTS_MAX = 100;

type Consent = KnownPerson['consents'][number];

/** What is known after both. */
export function newest(one: KnownPerson, other: KnownPerson): KnownPerson {
  const later = isLater(one, other) ? one : other;
  return {
    fields: later.fields,
    consents: united(one.consents, other.consents),
    enrolledAtMs: Math.min(one.enrolledAtMs, other.enrolledAtMs),
    changedAtMs: later.changedAtMs,
  };
}

/** Whether two say the same, so that nobody needs to be told. */
export function isSame(one: KnownPerson, other: KnownPerson): boolean {
  return ordered(one) === ordered(other);
}

function isLater(one: KnownPerson, other: KnownPerson): boolean {
  if (one.changedAtMs !== other.changedAtMs) return one.changedAtMs > other.changedAtMs;
  return ordered(one.fields) > ordered(other.fields);
}

/** The latest, where both together are more than fit. */
function united(one: readonly Consent[], other: readonly Consent[]): Consent[] {
  const all = new Map([...one, ...other].map((consent) => [ordered(consent), consent]));
  return [...all]
    .sort(([left, { atMs: from }], [right, { atMs: to }]) => from - to || (left < right ? -1 : 1))
    .map(([, consent]) => consent)
    .slice(-CONSENTS_MAX);
}

/** JSON with names in order: equal for equal values. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([left], [right]) => (left < right ? -1 : 1)))
      : each,
  );
}
