/** Products as headquarters reads them: by id, by code, a page at a time. */
import { canonicalGtin } from '#domain/barcode/barcode.ts';
import { indexedWords } from '#domain/catalogue/catalogue.ts';
import type { ProductValue } from '#contract/sync/feed.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import type { HqReads } from '../store/port.ts';
import { PRODUCT_CODE } from './tables.ts';

/** The stream of products, and of prices of all stores. */
export const CATALOGUE = 'catalogue';
/** Keys in one statement. */
const SLICE = 2_000;

/** One product; undefined where there is none. */
export async function productOf(reads: HqReads, productId: string): Promise<ProductValue | undefined> {
  return (await productsOf(reads, [productId])).get(productId);
}

/** Those of the products that are there, by id. */
export async function productsOf(
  reads: HqReads,
  productIds: readonly string[],
): Promise<ReadonlyMap<string, ProductValue>> {
  const found = new Map<string, ProductValue>();
  for (let at = 0; at < productIds.length; at += SLICE) {
    const keys = productIds.slice(at, at + SLICE).map((productId) => [CATALOGUE, 'product', productId]);
    for (const { item_key, value } of await reads.getMany(STREAM_ITEM, keys))
      found.set(item_key, JSON.parse(value) as ProductValue);
  }
  return found;
}

export interface ProductPage {
  readonly products: readonly ProductValue[];
  /** Ask for the next page with it; null at the end. */
  readonly next: string | null;
}

/** All products in the order of their ids. */
export async function listProducts(
  reads: HqReads,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ProductPage> {
  const items = await reads.scan(STREAM_ITEM, {
    prefix: [CATALOGUE, 'product'],
    limit,
    ...(after === undefined ? {} : { after: [CATALOGUE, 'product', after] }),
  });
  const products = items.map(({ value }) => JSON.parse(value) as ProductValue);
  return { products, next: items.length < limit ? null : (items.at(-1)?.item_key ?? null) };
}

/** Products of some codes, by code. */
export async function productIdsOf(reads: HqReads, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < codes.length; at += SLICE) {
    const keys = codes.slice(at, at + SLICE).map((code) => [code]);
    for (const { code, product_id } of await reads.getMany(PRODUCT_CODE, keys)) found.set(code, product_id);
  }
  return found;
}

/** The codes that a typed or scanned number may be. */
export function codesOf(typed: string): readonly string[] {
  const digits = typed.replace(/\s/g, '');
  if (!/^\d{1,14}$/.test(digits)) return [];
  const gtin = canonicalGtin(digits);
  return [...(digits.length <= 6 ? [pluCode(digits)] : []), ...(gtin === undefined ? [] : [gtinCode(gtin)])];
}

/** The key of a GTIN-14 among codes. */
export function gtinCode(gtin: string): string {
  return `g:${gtin}`;
}

/** The key of a PLU among codes. */
export function pluCode(plu: string): string {
  return `p:${plu}`;
}

/** All codes of a product. */
export function codesOfProduct({ gtins, plu }: Pick<ProductValue, 'gtins' | 'plu'>): readonly string[] {
  return [...gtins.map(gtinCode), ...(plu === undefined ? [] : [pluCode(plu)])];
}

/** The folded words under which a product is found, each once. */
export function wordsOfProduct({ name, brand }: Pick<ProductValue, 'name' | 'brand'>): readonly string[] {
  return [...new Set(indexedWords(brand === undefined ? name : `${name} ${brand}`))];
}

/** Words of different first letters lie apart. */
export function lettersOf(word: string): string {
  return [...word].slice(0, 2).join('');
}
