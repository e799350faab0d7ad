/**
 * How far a ticket may go. Beyond lies an accident (a barcode scanned into a quantity field), not a sale.
 */
import type { Unit } from '#domain/catalogue/catalogue.ts';

/** Lines of a ticket, deposits included: a receipt of four metres. */
export const LINES_MAX = 500;
/** Largest quantity of a line, in thousandths of its unit: 9,999 pieces, 9,999.999 kg. */
export const QUANTITY_MILLI_MAX = 9_999_999;
/** The most that one labelled piece may hold, in thousandths: the eight digits of a GS1 count. */
export const CONTENTS_MILLI_MAX = 99_999_999_000;
/** Parts of one payment. */
export const TENDERS_MAX = 16;
/** Largest total of a ticket in minor units: eleven digits fit on every display and receipt. */
export const TOTAL_MINOR_MAX = 99_999_999_999;

/** Whether a line may have this quantity: more than nothing, whole for pieces, thousandths for kg and l. */
export function isQuantity(quantityMilli: number, unit: Unit): boolean {
  if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0 || quantityMilli > QUANTITY_MILLI_MAX) return false;
  return unit !== 'piece' || quantityMilli % 1000 === 0;
}

/** All of it: basis points. */
export const WHOLE_BASIS_POINTS = 10_000;
