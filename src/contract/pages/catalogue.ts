/** Products and prices. */
import { z } from 'zod';
import { amount, anyWords, done, id, ms, page, refused, words } from './field.ts';

const product = z.strictObject({
  productId: z.string(),
  name: z.string(),
  brand: z.string().nullable(),
  gtins: z.array(z.string()),
  plu: z.string().nullable(),
  unit: z.enum(['piece', 'kg', 'l']),
  priceMinor: amount,
  vatRateBasisPoints: z.int(),
  category: z.string().nullable(),
  ageLimitYears: z.int().nullable(),
  depositMinor: amount.nullable(),
  mealVoucher: z.boolean(),
});

const importReport = z.strictObject({
  importId: z.string(),
  fileName: z.string(),
  by: z.string(),
  state: z.enum(['running', 'stalled', 'done', 'unreadable', 'no-codes', 'empty']),
  startedMs: ms,
  lines: z.int(),
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  unknownColumns: z.array(z.string()),
});

const price = z.int().min(0).max(100_000_000_000);

export const catalogueCalls = {
  products: {
    right: 'see-catalogue',
    /** With a store, each price is the one that its tills ask now. */
    input: z.strictObject({ search: anyWords(100), storeId: id.nullable(), ...page }),
    answer: z.strictObject({
      rows: z.array(z.strictObject({ ...product.shape, priceHereMinor: amount })),
      next: z.string().nullable(),
    }),
  },
  /** One product with every price that is told of it. */
  product: {
    right: 'see-catalogue',
    input: z.strictObject({ productId: id }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        product,
        prices: z.array(
          z.strictObject({
            storeId: z.string().nullable(),
            storeName: z.string().nullable(),
            priceMinor: amount,
            /** Null: at once, and since. */
            fromMs: ms.nullable(),
          }),
        ),
      }),
      refused('unknown'),
    ]),
  },
  /** Of one store, or (null) of all that have no price of their own; now, or from an instant on. A null price takes one back. */
  'change-price': {
    right: 'change-own-prices',
    input: z.strictObject({
      productId: id,
      storeId: id.nullable(),
      priceMinor: price.nullable(),
      fromMs: ms.nullable(),
    }),
    answer: z.union([
      done,
      refused('invalid', 'unknown-store', 'unknown-products', 'nothing-to-take-back', 'not-your-store'),
    ]),
  },
  'save-product': {
    right: 'manage-catalogue',
    input: z.strictObject({
      productId: id.nullable(),
      product: z.strictObject({
        name: words(200),
        brand: anyWords(200),
        gtins: z.array(z.string().max(20)).max(50),
        plu: z.string().max(6),
        unit: z.enum(['piece', 'kg', 'l']),
        priceMinor: price,
        vatRateBasisPoints: z.int().min(0).max(5_000),
        category: anyWords(200),
        ageLimitYears: z.int().min(1).max(99).nullable(),
        depositMinor: price.nullable(),
        mealVoucher: z.boolean(),
      }),
    }),
    answer: z.union([
      z.strictObject({ kind: z.literal('done'), productId: z.string() }),
      refused('invalid', 'unknown', 'code-missing', 'gtin-invalid', 'code-taken'),
    ]),
  },
  'remove-product': {
    right: 'manage-catalogue',
    input: z.strictObject({ productId: id }),
    answer: z.union([done, refused('unknown')]),
  },
  /** A file of products. It goes on by itself where it takes long; the same id is the same import. */
  'import-products': {
    right: 'manage-catalogue',
    input: z.strictObject({ importId: id, fileName: anyWords(200), base64: z.base64().max(15_000_000) }),
    answer: importReport,
  },
  imports: {
    right: 'see-catalogue',
    input: z.strictObject({}),
    answer: z.strictObject({ imports: z.array(importReport) }),
  },
  'import-lines': {
    right: 'see-catalogue',
    input: z.strictObject({ importId: id }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        report: importReport,
        lines: z.array(
          z.strictObject({
            lineNumber: z.int(),
            problems: z.array(z.strictObject({ reason: z.string(), value: z.string() })),
          }),
        ),
      }),
      refused('unknown'),
    ]),
  },
} as const;
