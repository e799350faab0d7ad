/** One product added, changed or removed by somebody at a page. */
import { z } from 'zod';
import { cleanText } from '#base/text.ts';
import { canonicalGtin } from '#domain/barcode/barcode.ts';
import { productIdFor } from '#domain/catalogue/catalogue.ts';
import type { ProductValue } from '#contract/sync/feed.ts';
import type { HqCore } from '../core.ts';
import { lockStream } from '../feed/feed.ts';
import type { HqReads } from '../store/port.ts';
import { ChangeSet } from './change-set.ts';
import { overrule, pricesIn, pricesOf } from './prices.ts';
import { CATALOGUE, codesOfProduct, productIdsOf, productOf } from './products.ts';

const text = (most: number) => z.string().max(2_000).transform(cleanText).pipe(z.string().max(most));

/** A product as a page gives it; empty brand, category and PLU are none. */
export const productInputSchema = z.strictObject({
  name: text(200).pipe(z.string().min(1)),
  brand: text(200).optional(),
  gtins: z.array(z.string().max(20)).max(50),
  plu: z
    .string()
    .regex(/^\d{0,6}$/)
    .optional(),
  unit: z.enum(['piece', 'kg', 'l']),
  priceMinor: z.int().min(0).max(100_000_000_000),
  vatRateBasisPoints: z.int().min(0).max(5_000),
  category: text(200).optional(),
  ageLimitYears: z.int().min(1).max(99).optional(),
  depositMinor: z.int().min(0).max(100_000_000).optional(),
  mealVoucher: z.boolean(),
});

export type ProductInput = z.input<typeof productInputSchema>;

export type SaveProductOutcome =
  | { readonly kind: 'done'; readonly productId: string }
  /** `field` is the one that is wrong. */
  | { readonly kind: 'refused'; readonly reason: 'invalid'; readonly field: string }
  | { readonly kind: 'refused'; readonly reason: 'unknown' | 'code-missing' }
  | { readonly kind: 'refused'; readonly reason: 'gtin-invalid'; readonly gtin: string }
  | { readonly kind: 'refused'; readonly reason: 'code-taken'; readonly by: ProductValue };

/**
 * Adds a product (`productId` null), or changes one. Its price is from now on that of all stores which set none of their
 * own. Adding what is there already, with all its values, is done without adding it twice.
 */
export async function saveProduct(
  core: HqCore,
  { productId, product }: { readonly productId: string | null; readonly product: unknown },
): Promise<SaveProductOutcome> {
  const parsed = productInputSchema.safeParse(product);
  if (!parsed.success)
    return { kind: 'refused', reason: 'invalid', field: parsed.error.issues[0]?.path.join('.') ?? '' };
  const { gtins: typed, ...rest } = parsed.data;
  const gtins: string[] = [];
  for (const each of typed) {
    const gtin = canonicalGtin(each.replace(/\s/g, ''));
    if (gtin === undefined) return { kind: 'refused', reason: 'gtin-invalid', gtin: each };
    if (!gtins.includes(gtin)) gtins.push(gtin);
  }
  const value = withoutEmpty({ ...rest, gtins });
  if (codesOfProduct(value).length === 0) return { kind: 'refused', reason: 'code-missing' };
  const nowMs = core.clock.wallMs();
  const outcome = await core.store.transact(async (transaction) => {
    await lockStream(transaction, CATALOGUE);
    const before = productId === null ? undefined : await productOf(transaction, productId);
    if (productId !== null && before === undefined) return { kind: 'refused' as const, reason: 'unknown' as const };
    const owners = new Set((await productIdsOf(transaction, codesOfProduct(value))).values());
    owners.delete(productId ?? '');
    const [owner] = owners;
    const other = owner === undefined ? undefined : await productOf(transaction, owner);
    if (other !== undefined) {
      const isSame = productId === null && JSON.stringify({ ...value, id: other.id }) === JSON.stringify(other);
      return isSame
        ? { kind: 'done' as const, productId: other.id, streams: [] }
        : { kind: 'refused' as const, reason: 'code-taken' as const, by: other };
    }
    const id = productId ?? (await freshId(transaction, value));
    const after: ProductValue = { ...value, id };
    if (JSON.stringify(before) === JSON.stringify(after)) return { kind: 'done' as const, productId: id, streams: [] };
    const set = new ChangeSet();
    set.product(id, before, after);
    if (before !== undefined && before.priceMinor !== after.priceMinor) {
      const known = await pricesIn(transaction, { storeId: null, productIds: new Map([[id, after]]) });
      overrule(set, known.get(id) ?? [], { nowMs });
    }
    return { kind: 'done' as const, productId: id, streams: await set.write(transaction) };
  });
  if (outcome.kind === 'refused') return outcome;
  outcome.streams.forEach((stream) => core.streamChanged(stream));
  return { kind: 'done', productId: outcome.productId };
}

/** Takes a product, and every price of it, from all tills. What was sold of it stays as it is. */
export async function removeProduct(
  core: HqCore,
  { productId }: { readonly productId: string },
): Promise<{ readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: 'unknown' }> {
  const streams = await core.store.transact(async (transaction) => {
    await lockStream(transaction, CATALOGUE);
    const before = await productOf(transaction, productId);
    if (before === undefined) return null;
    const set = new ChangeSet();
    set.product(productId, before, null);
    for (const price of await pricesOf(transaction, { productId })) set.price({ ...price, priceMinor: null });
    return set.write(transaction);
  });
  if (streams === null) return { kind: 'refused', reason: 'unknown' };
  streams.forEach((stream) => core.streamChanged(stream));
  return { kind: 'done' };
}

/** An id that no product has. */
export async function freshId(reads: HqReads, codes: Pick<ProductValue, 'gtins' | 'plu'>): Promise<string> {
  const { gtins, plu } = codes;
  for (let turn = 1; ; turn += 1) {
    const id = productIdFor({ gtins, ...(plu === undefined ? {} : { plu }) }, turn);
    if ((await productOf(reads, id)) === undefined) return id;
  }
}

/** The values that say something, in the order in which products are kept. */
export function withoutEmpty(product: Omit<ProductValue, 'id'>): Omit<ProductValue, 'id'> & { id: string } {
  const { name, brand, gtins, plu, unit, priceMinor, vatRateBasisPoints, category } = product;
  const { ageLimitYears, depositMinor, mealVoucher } = product;
  return {
    id: '',
    name,
    ...(brand === undefined || brand === '' ? {} : { brand }),
    gtins: [...gtins],
    ...(plu === undefined || plu === '' ? {} : { plu }),
    unit,
    priceMinor,
    vatRateBasisPoints,
    ...(category === undefined || category === '' ? {} : { category }),
    ...(ageLimitYears === undefined ? {} : { ageLimitYears }),
    ...(depositMinor === undefined || depositMinor === 0 ? {} : { depositMinor }),
    mealVoucher,
  };
}
