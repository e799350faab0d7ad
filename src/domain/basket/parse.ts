/**
 * A basket read back from the draft file. The file is local and unsigned, so nothing in it is believed: every field is
 * checked, every amount worked out again, and a basket that does not add up is no basket.
 */
import type { LineId, ProductId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { isBorderText } from '#base/text.ts';
import { lineGrossMinor } from '#domain/money/money.ts';
import type { CodedContents, CodedLine } from './coded.ts';
import { CONTENTS_MILLI_MAX, isQuantity, LINES_MAX, TOTAL_MINOR_MAX } from './limits.ts';
import type { Basket, BasketLine } from './lines.ts';

const TEXT_CHARACTERS_MAX = 1000;
const BASIS_POINTS_MAX = 10_000;
const AGE_YEARS_MAX = 150;

/** The basket that `value` (parsed JSON) holds, or undefined when it is not one. Never throws. */
export function parseBasket(value: unknown): Basket | undefined {
  if (!isRecord(value) || !isId(value['ticketId']) || !isWhole(value['version'], Number.MAX_SAFE_INTEGER))
    return undefined;
  const found = value['lines'];
  if (!Array.isArray(found) || found.length > LINES_MAX) return undefined;
  const lines: BasketLine[] = [];
  for (const item of found) {
    const line = parseLine(item);
    if (line === undefined || !follows(line, lines)) return undefined;
    lines.push(line);
  }
  if (lines.reduce((sum, line) => sum + line.grossMinor, 0) > TOTAL_MINOR_MAX) return undefined;
  return { ticketId: branded<TicketId>(value['ticketId']), version: value['version'], lines };
}

/** Ids are used once, and a deposit stands behind its product with the same quantity. */
function follows(line: BasketLine, before: readonly BasketLine[]): boolean {
  if (before.some((other) => other.lineId === line.lineId)) return false;
  if (line.kind === 'product') return line.depositOf === undefined;
  if (line.coded !== undefined) return false;
  const owner = before.at(-1);
  return (
    owner !== undefined &&
    owner.kind === 'product' &&
    owner.lineId === line.depositOf &&
    owner.productId === line.productId &&
    owner.quantityMilli === line.quantityMilli
  );
}

function parseLine(value: unknown): BasketLine | undefined {
  if (!isRecord(value)) return undefined;
  const figures = parseFigures(value);
  const article = parseArticle(value);
  const { lineId, kind, depositOf, ageLimitYears, mealVoucher, coded: said } = value;
  const coded = said === undefined ? undefined : parseCoded(said);
  if (said !== undefined && coded === undefined) return undefined;
  if (figures === undefined || article === undefined || !isId(lineId) || typeof mealVoucher !== 'boolean')
    return undefined;
  if ((kind !== 'product' && kind !== 'deposit') || !isAbsentOr(isId, depositOf)) return undefined;
  if (ageLimitYears !== undefined && !isWhole(ageLimitYears, AGE_YEARS_MAX)) return undefined;
  return {
    lineId: branded<LineId>(lineId),
    kind,
    ...(depositOf === undefined ? {} : { depositOf: branded<LineId>(depositOf) }),
    ...article,
    ...figures,
    ...(ageLimitYears === undefined ? {} : { ageLimitYears }),
    mealVoucher,
    ...(coded === undefined ? {} : { coded }),
  };
}

const DAY = /^\d{4}-\d\d-\d\d$/;

function parseCoded(value: unknown): CodedLine | undefined {
  if (!isRecord(value)) return undefined;
  const { text, priceFromCode, quantityFromCode, contents: said, lot, serial, useBy, bestBefore } = value;
  if (![text, lot, serial].every((field) => isAbsentOr(isText, field))) return undefined;
  if (![useBy, bestBefore].every((day) => day === undefined || (typeof day === 'string' && DAY.test(day))))
    return undefined;
  if (![priceFromCode, quantityFromCode].every((flag) => flag === undefined || flag === true)) return undefined;
  const contents = said === undefined ? undefined : parseContents(said);
  if (said !== undefined && contents === undefined) return undefined;
  // Each field was looked at above, and no other is taken over.
  const known = { text, priceFromCode, quantityFromCode, contents, lot, serial, useBy, bestBefore };
  return Object.fromEntries(Object.entries(known).filter(([, field]) => field !== undefined)) as CodedLine;
}

function parseContents(value: unknown): CodedContents | undefined {
  if (!isRecord(value)) return undefined;
  const { unit, milli, from } = value;
  if (unit !== 'piece' && unit !== 'kg' && unit !== 'l') return undefined;
  if (from !== 'code' && from !== 'price' && from !== 'unknown') return undefined;
  return isWhole(milli, CONTENTS_MILLI_MAX) && (from === 'unknown') === (milli === 0)
    ? { unit, milli, from }
    : undefined;
}

type Article = Pick<BasketLine, 'productId' | 'label' | 'brand' | 'gtin' | 'plu' | 'category'>;

function parseArticle(value: Readonly<Record<string, unknown>>): Article | undefined {
  const { productId, label, brand, gtin, plu, category } = value;
  if (!isId(productId) || !isText(label) || !isAbsentOr(isText, brand) || !isAbsentOr(isText, category))
    return undefined;
  if (!isAbsentOr(isDigits, gtin) || !isAbsentOr(isDigits, plu)) return undefined;
  return {
    productId: branded<ProductId>(productId),
    label,
    ...(brand === undefined ? {} : { brand }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(plu === undefined ? {} : { plu }),
    ...(category === undefined ? {} : { category }),
  };
}

type Figures = Pick<BasketLine, 'unit' | 'quantityMilli' | 'unitPriceMinor' | 'grossMinor' | 'vatRateBasisPoints'>;

function parseFigures(value: Readonly<Record<string, unknown>>): Figures | undefined {
  const { unit, quantityMilli, unitPriceMinor, grossMinor, vatRateBasisPoints } = value;
  if (unit !== 'piece' && unit !== 'kg' && unit !== 'l') return undefined;
  if (typeof quantityMilli !== 'number' || !isQuantity(quantityMilli, unit)) return undefined;
  if (!isWhole(unitPriceMinor, TOTAL_MINOR_MAX) || !isWhole(vatRateBasisPoints, BASIS_POINTS_MAX)) return undefined;
  const exactMinor = BigInt(unitPriceMinor) * BigInt(quantityMilli);
  if (exactMinor > BigInt(TOTAL_MINOR_MAX) * 1000n) return undefined;
  if (grossMinor !== lineGrossMinor({ unitPriceMinor, quantityMilli })) return undefined;
  return { unit, quantityMilli, unitPriceMinor, grossMinor, vatRateBasisPoints };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TEXT_CHARACTERS_MAX && isBorderText(value);
}

function isId(value: unknown): value is string {
  return isText(value) && value.length > 0;
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,14}$/.test(value);
}

function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;
}

function isAbsentOr<T>(is: (value: unknown) => value is T, value: unknown): value is T | undefined {
  return value === undefined || is(value);
}
