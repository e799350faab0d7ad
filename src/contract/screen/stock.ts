/** Stock as the screen shows it: an article looked at, a delivery or a count that is being entered. Quantities are thousandths. */
import { z } from 'zod';
import { refusalSchema } from './refusal.ts';

const id = z.string().min(1).max(64);
const quantity = z.int().min(-1_000_000_000).max(1_000_000_000);

export const STOCK_LINES_MAX = 300;

export const stockArticleSchema = z.strictObject({
  productId: id,
  name: z.string(),
  brand: z.string().optional(),
  gtin: z.string().optional(),
  unit: z.enum(['piece', 'kg', 'l']),
  /** What this store has, as this till knows it; null where nobody ever said, or while the drawer is counted. */
  hereMilli: z.int().nullable(),
  /** Age of headquarters' figure that this begins with; null where it is this till's own. */
  ageMs: z.int().nullable(),
});

/** What the other stores have, asked when the article was looked at. */
const elsewhereSchema = z.strictObject({
  productId: id,
  /** `standalone`: there is no headquarters to ask. */
  state: z.enum(['asked', 'answered', 'offline', 'refused', 'standalone']),
  /** Null where nobody of that store ever said how much there is. */
  stores: z.array(z.strictObject({ storeId: id, name: z.string(), quantityMilli: z.int().nullable(), ageMs: z.int() })),
});

export const stockModeSchema = z.enum(['look', 'receive', 'count']);

/** While `mode` is set, what is scanned at this station is looked at or entered, and not sold. */
export const stockViewSchema = z.strictObject({
  mode: stockModeSchema.nullable(),
  article: stockArticleSchema.nullable(),
  elsewhere: elsewhereSchema.nullable(),
  /** The delivery or the count as it stands, in the order of the first scan; null: the quantity is still to be typed. */
  lines: z.array(z.strictObject({ article: stockArticleSchema, quantityMilli: quantity.nullable() })),
  /** Why the last scan led to nothing. */
  refusal: refusalSchema.nullable(),
  /** Grows with each scan, so that the same article twice is seen twice. */
  serial: z.int(),
});

/** What is received; negative takes back what was entered by mistake. */
export const receivedLineSchema = z.strictObject({ productId: id, quantityMilli: quantity });
export const countedLineSchema = z.strictObject({ productId: id, countedMilli: quantity });

export type StockView = z.infer<typeof stockViewSchema>;
export type StockArticleView = z.infer<typeof stockArticleSchema>;
export type StockMode = z.infer<typeof stockModeSchema>;
