/** The id that a product gets when it is first known: made from its first code, it says nothing afterwards. */
import type { ProductRecord } from './product.ts';

/**
 * The id for the `turn`th product of this first code, counted from 1: a code that one product gave up may be another's.
 * The till and headquarters make the same, so that a shop that joins means the same products.
 */
export function productIdFor({ gtins: [gtin], plu }: Pick<ProductRecord, 'gtins' | 'plu'>, turn: number): string {
  const base = gtin === undefined ? `p${plu ?? ''}` : `g${gtin.replace(/^0+/, '')}`;
  return turn === 1 ? base : `${base}-${turn}`;
}
