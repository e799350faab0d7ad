/**
 * Reading what a row says, strictly. A row is authentic when it gets here, which does not make it sensible: a till of another
 * version, or a bug of it, may say anything. What cannot be understood throws, and that row is listed as unprojected.
 */
import { FEED_ID_MAX } from '#contract/sync/feed.ts';
import type { Payload } from '#domain/journal/journal.ts';

/** A row that says what no projector can take for something. */
export class RowNotUnderstood extends Error {
  override readonly name = 'RowNotUnderstood';
}

type Part = Readonly<Record<string, unknown>>;

/** Longer is no number of a ticket, no reason and no word of ours. */
const TEXT_MAX = 4_000;

/** A text that is there, not empty, and that a store can hold. */
export function textOf(part: Payload | Part, name: string, max = TEXT_MAX): string {
  const value = (part as Part)[name];
  const isText = typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\u0000');
  if (!isText) throw new RowNotUnderstood(`${name} is no text`);
  return value;
}

/** As {@link textOf}; null where the field is left out. */
export function textOrNull(part: Payload | Part, name: string): string | null {
  return (part as Part)[name] === undefined ? null : textOf(part, name);
}

/** An id that tills are told of: no longer than they read. */
export function idOf(part: Payload | Part, name: string): string {
  return textOf(part, name, FEED_ID_MAX);
}

/** As {@link idOf}; null where the field is left out. */
export function idOrNull(part: Payload | Part, name: string): string | null {
  return (part as Part)[name] === undefined ? null : idOf(part, name);
}

/** One of the words given. */
export function wordOf<Word extends string>(part: Payload | Part, name: string, words: readonly Word[]): Word {
  const value = textOf(part, name);
  const word = words.find((each) => each === value);
  if (word === undefined) throw new RowNotUnderstood(`${name} is none of ${words.join(', ')}`);
  return word;
}

/** As {@link wordOf}; null where the field is left out. */
export function wordOrNull<Word extends string>(
  part: Payload | Part,
  name: string,
  words: readonly Word[],
): Word | null {
  return (part as Part)[name] === undefined ? null : wordOf(part, name, words);
}

/** A whole number within ±(2^53 − 1). */
export function integerOf(part: Payload | Part, name: string): number {
  const value = (part as Part)[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new RowNotUnderstood(`${name} is no integer`);
  return value;
}

/** As {@link integerOf}; null where the field is left out. */
export function integerOrNull(part: Payload | Part, name: string): number | null {
  return (part as Part)[name] === undefined ? null : integerOf(part, name);
}

/** The parts of a list; none where the field is left out. */
export function partsOf(part: Payload | Part, name: string): readonly Part[] {
  const value = (part as Part)[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new RowNotUnderstood(`${name} is no list`);
  return value.map((each) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each))
      throw new RowNotUnderstood(`${name} lists something else`);
    return each as Part;
  });
}

/** The ids of a list. */
export function idsOf(part: Payload | Part, name: string): readonly string[] {
  const value = (part as Part)[name];
  if (!Array.isArray(value)) throw new RowNotUnderstood(`${name} is no list`);
  return value.map((_, index) => idOf(value as unknown as Part, String(index)));
}

/** A part within; null where it is left out. */
export function partOrNull(part: Payload | Part, name: string): Part | null {
  const value = (part as Part)[name];
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RowNotUnderstood(`${name} is no part`);
  return value as Part;
}

/** The sum, where a store can still hold it. */
export function addedTo(sum: number, amount: number): number {
  const next = sum + amount;
  if (!Number.isSafeInteger(next)) throw new RowNotUnderstood('a sum that no account and no shelf can hold');
  return next;
}
