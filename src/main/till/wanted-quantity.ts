/**
 * How much of a product is meant: what was said, else what was typed before it (`3 ×`), else one piece. What is sold by
 * weight or volume has no "one": the till asks, because a silent kilogram is a wrong price.
 */
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { shown } from './core.ts';
import type { Station } from './station.ts';

const PIECE_MILLI = 1000;

/** The quantity in thousandths of the unit, or why it has to be typed first. */
export function wantedQuantity(station: Station, product: Product, saidMilli?: number): number | Refusal {
  const known = saidMilli ?? station.nextQuantityMilli;
  if (known !== null) return known;
  if (product.unit === 'piece') return PIECE_MILLI;
  return refuse('quantity_needed', { productId: product.id, label: shown(product.name), unit: product.unit });
}
