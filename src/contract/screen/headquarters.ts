/** How the till stands with headquarters, as the page shows it. */
import { z } from 'zod';

const id = z.string().min(1).max(64);

/** An entry that headquarters does not have yet. */
export const unsentEntrySchema = z.strictObject({
  seq: z.int(),
  kind: z.string(),
  atMs: z.int(),
  ticketNumber: z.string().nullable(),
});

export const headquartersViewSchema = z.strictObject({
  link: z.enum(['standalone', 'online', 'offline', 'refused']),
  refusal: z.string().nullable(),
  url: z.string().nullable(),
  storeName: z.string().nullable(),
  tillName: z.string().nullable(),
  /** Age of the last answer; null where there was none since the till started. */
  lastContactMs: z.int().nullable(),
  unsent: z.int(),
  oldestUnsentMs: z.int().nullable(),
  /** The enrolment that was asked for last, until the next one. */
  joining: z
    .union([
      z.strictObject({ state: z.literal('asking') }),
      z.strictObject({ state: z.literal('refused'), reason: z.string().max(64) }),
    ])
    .nullable(),
  /** What the till was started with, for the fields of the form. */
  offered: z.strictObject({ url: z.string(), code: z.string() }).nullable(),
  /** Whether only a new chain leads out: headquarters has another continuation of this one. */
  needsNewChain: z.boolean(),
  /** Whether a code enrols it: it works alone, or headquarters does not know it any more. */
  mayJoin: z.boolean(),
  chainOrdinal: z.int(),
  tillId: id,
});

export type HeadquartersView = z.infer<typeof headquartersViewSchema>;
export type UnsentEntryView = z.infer<typeof unsentEntrySchema>;
