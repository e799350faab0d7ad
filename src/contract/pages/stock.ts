/** What a store has. */
import { z } from 'zod';
import { amount, anyWords, id, ms, page } from './field.ts';

export const stockCalls = {
  stock: {
    right: 'see-stock',
    input: z.strictObject({ storeId: id, search: anyWords(100), only: z.enum(['all', 'below-zero']), ...page }),
    answer: z.strictObject({
      rows: z.array(
        z.strictObject({
          productId: z.string(),
          /** Null where the catalogue has no such product any more. */
          name: z.string().nullable(),
          unit: z.enum(['piece', 'kg', 'l']),
          quantityMilli: amount,
          /** Below zero, and neither counted nor received lately: nobody knows what there is. */
          isUncounted: z.boolean(),
          asOfMs: ms,
        }),
      ),
      next: z.string().nullable(),
    }),
  },
  'stock-movements': {
    right: 'see-stock',
    input: z.strictObject({ storeId: id, productId: id, ...page }),
    answer: z.strictObject({
      rows: z.array(
        z.strictObject({
          key: z.string(),
          atMs: ms,
          kind: z.string(),
          quantityMilli: amount,
          countedMilli: amount.nullable(),
          reference: z.string().nullable(),
          tillName: z.string(),
          chainId: z.string(),
          seq: z.int(),
        }),
      ),
      next: z.string().nullable(),
    }),
  },
} as const;
