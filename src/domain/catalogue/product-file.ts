/**
 * A product as a line of the file that we write: one form for each value, so that a file written, imported into an
 * empty shop and written again has the same bytes.
 */
import { COLUMNS, EXPORT_HEADERS } from './columns.ts';
import type { Column } from './columns.ts';
import type { ProductRecord, Unit } from './product.ts';

const UNIT_NAMES: Readonly<Record<Unit, string>> = { piece: 'pièce', kg: 'kg', l: 'l' };

export function productFileHeader(): readonly string[] {
  return COLUMNS.map((column) => EXPORT_HEADERS[column]);
}

/** The fields of `record`, in the order of the header. `exponent` is that of the shop's currency. */
export function productFileLine(record: ProductRecord, exponent: number): readonly string[] {
  const values: Readonly<Record<Column, string>> = {
    gtin: record.gtins.map(shownGtin).join(' '),
    plu: record.plu ?? '',
    name: harmless(record.name),
    brand: harmless(record.brand ?? ''),
    price: decimal(record.priceMinor, exponent, exponent),
    vatRate: rate(record.vatRateBasisPoints),
    unit: UNIT_NAMES[record.unit],
    category: harmless(record.category ?? ''),
    ageLimit: record.ageLimitYears === undefined ? '' : String(record.ageLimitYears),
    deposit: record.depositMinor === undefined ? '' : decimal(record.depositMinor, exponent, exponent),
    mealVoucher: record.mealVoucher ? 'oui' : 'non',
    stock: record.stockMilli === undefined ? '' : decimal(record.stockMilli, 3, 0),
  };
  return COLUMNS.map((column) => values[column]);
}

/** The digits under the bars: GTIN-8 or GTIN-13 where the first of the fourteen say nothing. */
function shownGtin(gtin14: string): string {
  return gtin14.startsWith('000000') ? gtin14.slice(6) : gtin14.startsWith('0') ? gtin14.slice(1) : gtin14;
}

/** Percent; below one with its sign, because a bare `0,9` could be a fraction. */
function rate(basisPoints: number): string {
  const percent = decimal(basisPoints, 2, 0);
  return basisPoints > 0 && basisPoints < 100 ? `${percent}%` : percent;
}

/** An integer with `exponent` decimals and a comma, of which at least `decimalsMin` are written. */
function decimal(value: number, exponent: number, decimalsMin: number): string {
  const digits = String(Math.abs(value)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : digits.slice(-exponent).replace(/0+$/, '').padEnd(decimalsMin, '0');
  return `${value < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `,${fraction}`}`;
}

/** Text that a spreadsheet does not run as a formula. The import takes the apostrophe away again. */
function harmless(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}
