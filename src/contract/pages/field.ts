/** What the calls of the pages are made of. Text from a person is cleaned where it comes in: no control character reaches a store. */
import { z } from 'zod';
import { cleanText, isStorableText } from '#base/text.ts';

export const id = z.string().regex(/^[\w:.-]{1,64}$/);
export const amount = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
export const ms = z.int().min(0).max(8_640_000_000_000_000);
export const businessDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Something a person typed and that must be there. */
export function words(charactersMax: number) {
  return z.string().max(charactersMax).overwrite(cleanText).min(1);
}

/** Something a person typed, or nothing. */
export function anyWords(charactersMax: number) {
  return z.string().max(charactersMax).overwrite(cleanText);
}

/** A text that headquarters made, and is given back as it was: it may be a key of the store. */
export function token(charactersMax: number) {
  return z.string().max(charactersMax).refine(isStorableText);
}

/** Where a list goes on: what the page before it gave as `next`. */
export const page = {
  after: token(400).nullable(),
  limit: z.int().min(1).max(200),
};

/** By the id that a row has, and (null: headquarters knows nobody by it) the name. */
export const operator = z.strictObject({ operatorId: z.string(), name: z.string().nullable() });

export const done = z.strictObject({ kind: z.literal('done') });

export function refused<Reason extends string>(...reasons: readonly [Reason, ...Reason[]]) {
  return z.strictObject({ kind: z.literal('refused'), reason: z.enum(reasons) });
}
