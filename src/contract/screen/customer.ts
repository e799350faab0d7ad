/**
 * What the customer sees on a second screen. Every figure is worked out in the till.
 */
import { z } from 'zod';
import { currencySchema } from './views.ts';

const minor = z.int();

export const customerLineSchema = z.strictObject({
  lineId: z.string().min(1).max(64),
  label: z.string(),
  unit: z.enum(['piece', 'kg', 'l']),
  quantityMilli: z.int(),
  unitPriceMinor: minor,
  grossMinor: minor,
});

export const customerViewSchema = z.strictObject({
  shopName: z.string(),
  language: z.enum(['fr', 'en', 'ar']),
  currency: currencySchema,
  /** `paid` lasts until the next ticket has its first line. */
  state: z.enum(['idle', 'selling', 'paid']),
  lines: z.array(customerLineSchema),
  /** The line that was added or changed last. */
  lastLineId: z.string().nullable(),
  totalMinor: minor,
  tenderedMinor: minor.nullable(),
  changeMinor: minor.nullable(),
  /** The member's own part; never more than what the member may see over somebody's shoulder. */
  member: z
    .strictObject({
      greeting: z.string(),
      points: z.int(),
      pointsToEarn: z.int(),
      redeemedMinor: minor,
      missing: z.string().nullable(),
    })
    .nullable(),
  demonstration: z.boolean(),
});

export type CustomerView = z.infer<typeof customerViewSchema>;
