/** Looking at an article, and entering a delivery or a count: nothing of it is a fact before it is signed. */
import { branded, type ProductId } from '#base/brand.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { Unit } from '#domain/catalogue/catalogue.ts';
import { type Command, type Handled, type TillCore, mayDo, refused } from '../core.ts';
import { scannedArticle } from '../scanned-article.ts';

/** Largest quantity of one article in a delivery or a count, in thousandths of its unit. */
const QUANTITY_MILLI_MAX = 999_999_999;

/** From now on what is scanned at this station is looked at, received or counted; null: it is sold again. */
export function openStock(
  core: TillCore,
  { station }: Command,
  { mode }: CommandInput<'openStock'>,
): Handled<Outcome<'openStock'>> {
  const { operator } = station;
  if (mode !== null && mode !== 'look' && (operator === null || !mayDo(core, operator, 'manage-stock')))
    return refused('no_right', { right: 'manage-stock' });
  core.stock.open(station.id, mode);
  return { outcome: { kind: 'done' }, kept: false };
}

/** An article chosen on the screen: as if it had been scanned here. */
export function lookStock(
  core: TillCore,
  { station }: Command,
  { productId }: CommandInput<'lookStock'>,
): Handled<Outcome<'lookStock'>> {
  const product = core.ports.catalogue.byId(branded<ProductId>(productId));
  if (product === undefined) return refused('unknown_product');
  if (!core.stock.isOpen(station.id)) core.stock.open(station.id, 'look');
  if (core.stock.take(station.id, product, null) === 'too-many') return refused('basket_full');
  return { outcome: { kind: 'done' }, kept: false };
}

/** What was scanned while the station is at its stock. */
export function scanStock(core: TillCore, { station }: Command, input: CommandInput<'scan'>): Handled<Outcome<'scan'>> {
  const article = scannedArticle(core, input);
  const typedMilli = station.nextQuantityMilli;
  if (article.kind === 'refused') {
    core.stock.refuse(station.id, article);
    return { outcome: article, kept: false };
  }
  const { product } = article;
  if (core.stock.take(station.id, product, article.quantityMilli ?? typedMilli) === 'too-many') {
    const full = refuse('basket_full');
    core.stock.refuse(station.id, full);
    return { outcome: full, kept: false };
  }
  if (typedMilli !== null) {
    station.nextQuantityMilli = null;
    core.changed('basket', station.id);
  }
  return { outcome: { kind: 'done' }, kept: false };
}

/** Types the quantity of an entered article, or takes it off the list. */
export function setStockLine(
  core: TillCore,
  { station }: Command,
  { productId, quantityMilli }: CommandInput<'setStockLine'>,
): Handled<Outcome<'setStockLine'>> {
  const product = core.ports.catalogue.byId(branded<ProductId>(productId));
  const isFlawed = quantityMilli !== null && product !== undefined && !isStockQuantity(quantityMilli, product.unit);
  if (isFlawed) return refused('quantity_invalid');
  if (!core.stock.setLine(station.id, productId, quantityMilli)) return refused('unknown_product');
  return { outcome: { kind: 'done' }, kept: false };
}

/** Whether a shelf can have it or a delivery bring it: whole for pieces; a delivery may also take back. */
export function isStockQuantity(quantityMilli: number, unit: Unit): boolean {
  return Math.abs(quantityMilli) <= QUANTITY_MILLI_MAX && (unit !== 'piece' || quantityMilli % 1000 === 0);
}
