/**
 * A basket read back from the draft file. The file is local and unsigned, so nothing in it is believed: every field is
 * checked, every amount worked out again, and a basket that does not add up is no basket. Drafts of the first version know
 * nothing of vouchers, members and discounts, later ones nothing of parts of a payment.
 */
import type { AccountId, CardId, LineId, PersonId, ProductId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { lineGrossMinor } from '#domain/money/money.ts';
import type { CodedContents, CodedLine } from './coded.ts';
import {
  CONTENTS_MILLI_MAX,
  isQuantity,
  LINES_MAX,
  TENDERS_MAX,
  TOTAL_MINOR_MAX,
  WHOLE_BASIS_POINTS,
} from './limits.ts';
import type {
  Basket,
  BasketLine,
  BasketMember,
  BasketTender,
  BasketVoucher,
  Discount,
  OpeningCard,
  PriceOverride,
  StoredValueAtHand,
} from './lines.ts';
import { TENDERS } from './lines.ts';
import { isAbsentOr, isDigits, isId, isRecord, isText, isWhole, optional, parseList } from './parse-fields.ts';

const AGE_YEARS_MAX = 150;
const POINTS_MAX = 1_000_000_000;

/** The basket that `value` (parsed JSON) holds, or undefined when it is not one. Never throws. */
export function parseBasket(value: unknown): Basket | undefined {
  if (!isRecord(value) || !isId(value['ticketId']) || !isWhole(value['version'], Number.MAX_SAFE_INTEGER))
    return undefined;
  const lines = parseLines(value['lines']);
  const vouchers = parseList(value['vouchers'] ?? [], LINES_MAX, parseVoucher);
  const storedValue = parseList(value['storedValue'] ?? [], LINES_MAX, parseStoredValue);
  const tenders = parseList(value['tenders'] ?? [], TENDERS_MAX, parseTender);
  const member = optional(value['member'], parseMember);
  const discount = optional(value['discount'], parseDiscount);
  const redeemedPoints = value['redeemedPoints'] ?? 0;
  if (lines === undefined || vouchers === undefined || storedValue === undefined || tenders === undefined)
    return undefined;
  if (member === null || discount === null || !isWhole(redeemedPoints, POINTS_MAX)) return undefined;
  if (redeemedPoints > 0 && member === undefined) return undefined;
  const ids = [...lines, ...vouchers].map((item) => item.lineId);
  if (new Set(ids).size !== ids.length || ids.length > LINES_MAX) return undefined;
  const vouchersMinor = vouchers.reduce((sum, voucher) => sum + voucher.amountMinor, 0);
  if (lines.reduce((sum, line) => sum + line.grossMinor, vouchersMinor) > TOTAL_MINOR_MAX) return undefined;
  return {
    ticketId: branded<TicketId>(value['ticketId']),
    version: value['version'],
    lines,
    vouchers,
    ...(member === undefined ? {} : { member }),
    ...(discount === undefined ? {} : { discount }),
    redeemedPoints,
    storedValue,
    tenders,
  };
}

function parseLines(value: unknown): readonly BasketLine[] | undefined {
  const lines = parseList(value, LINES_MAX, parseLine);
  return lines?.every((line, index) => follows(line, lines[index - 1])) === true ? lines : undefined;
}

/** A deposit stands behind its product with the same quantity, and has nothing of its own. */
function follows(line: BasketLine, before: BasketLine | undefined): boolean {
  if (line.kind === 'product') return line.depositOf === undefined && line.accountId === undefined;
  if (line.coded !== undefined || line.discount !== undefined || line.override !== undefined) return false;
  if (line.kind === 'voucher')
    return line.accountId !== undefined && line.depositOf === undefined && line.quantityMilli === 1000;
  return (
    line.accountId === undefined &&
    before !== undefined &&
    before.kind === 'product' &&
    before.lineId === line.depositOf &&
    before.productId === line.productId &&
    before.quantityMilli === line.quantityMilli
  );
}

function parseLine(value: unknown): BasketLine | undefined {
  if (!isRecord(value)) return undefined;
  const figures = parseFigures(value);
  const article = parseArticle(value);
  const { lineId, kind, depositOf, accountId, ageLimitYears, mealVoucher } = value;
  const coded = optional(value['coded'], parseCoded);
  const discount = optional(value['discount'], parseDiscount);
  const override = optional(value['override'], parseOverride);
  const opens = optional(value['opens'], parseOpens);
  if (coded === null || discount === null || override === null || opens === null) return undefined;
  if (figures === undefined || article === undefined || !isId(lineId) || typeof mealVoucher !== 'boolean')
    return undefined;
  if (kind !== 'product' && kind !== 'deposit' && kind !== 'voucher') return undefined;
  if (!isAbsentOr(isId, depositOf) || !isAbsentOr(isId, accountId)) return undefined;
  if (opens !== undefined && kind !== 'voucher') return undefined;
  if (ageLimitYears !== undefined && !isWhole(ageLimitYears, AGE_YEARS_MAX)) return undefined;
  return {
    lineId: branded<LineId>(lineId),
    kind,
    ...(accountId === undefined ? {} : { accountId: branded<AccountId>(accountId) }),
    ...(opens === undefined ? {} : { opens }),
    ...(depositOf === undefined ? {} : { depositOf: branded<LineId>(depositOf) }),
    ...article,
    ...figures,
    ...(override === undefined ? {} : { override }),
    ...(discount === undefined ? {} : { discount }),
    ...(ageLimitYears === undefined ? {} : { ageLimitYears }),
    mealVoucher,
    ...(coded === undefined ? {} : { coded }),
  };
}

function parseDiscount(value: unknown): Discount | undefined {
  if (!isRecord(value) || !isReason(value['reason']) || !isAbsentOr(isId, value['approvalId'])) return undefined;
  const { kind, value: taken, reason, approvalId, basisPointsMax } = value;
  if (kind !== 'percent' && kind !== 'amount') return undefined;
  if (!isWhole(taken, kind === 'percent' ? WHOLE_BASIS_POINTS : TOTAL_MINOR_MAX) || taken === 0) return undefined;
  if (basisPointsMax !== undefined && !isWhole(basisPointsMax, WHOLE_BASIS_POINTS)) return undefined;
  return {
    kind,
    value: taken,
    reason,
    ...(approvalId === undefined ? {} : { approvalId }),
    ...(basisPointsMax === undefined ? {} : { basisPointsMax }),
  };
}

function parseOverride(value: unknown): PriceOverride | undefined {
  if (!isRecord(value) || !isReason(value['reason']) || !isAbsentOr(isId, value['approvalId'])) return undefined;
  const { listUnitPriceMinor, reason, approvalId } = value;
  if (!isWhole(listUnitPriceMinor, TOTAL_MINOR_MAX)) return undefined;
  return { listUnitPriceMinor, reason, ...(approvalId === undefined ? {} : { approvalId }) };
}

function parseOpens(value: unknown): OpeningCard | undefined {
  if (!isRecord(value) || !isId(value['cardId']) || !isId(value['cardHash'])) return undefined;
  const { cardId, cardHash, medium } = value;
  return medium === 'uid' || medium === 'code' ? { cardId, cardHash, medium } : undefined;
}

function parseVoucher(value: unknown): BasketVoucher | undefined {
  if (!isRecord(value) || !isId(value['lineId']) || !isId(value['accountId'])) return undefined;
  const { lineId, accountId, account, amountMinor, personId } = value;
  const opens = optional(value['opens'], parseOpens);
  if ((account !== 'gift-card' && account !== 'purse') || opens === null) return undefined;
  if (!isWhole(amountMinor, TOTAL_MINOR_MAX) || amountMinor === 0) return undefined;
  // Drafts of earlier versions do not say whose purse it is: paying asks whether the account does.
  if (!isAbsentOr(isId, personId)) return undefined;
  return {
    lineId: branded<LineId>(lineId),
    accountId: branded<AccountId>(accountId),
    account,
    amountMinor,
    ...(personId === undefined ? {} : { personId: branded<PersonId>(personId) }),
    ...(opens === undefined ? {} : { opens }),
  };
}

function parseStoredValue(value: unknown): StoredValueAtHand | undefined {
  if (!isRecord(value) || !isId(value['accountId'])) return undefined;
  const { accountId, account, medium, cardId } = value;
  if (account !== 'gift-card' && account !== 'purse') return undefined;
  if (medium !== 'uid' && medium !== 'code' && medium !== 'none') return undefined;
  if (!isAbsentOr(isId, cardId)) return undefined;
  const card = cardId === undefined ? {} : { cardId: branded<CardId>(cardId) };
  return { accountId: branded<AccountId>(accountId), account, medium, ...card };
}

function parseTender(value: unknown): BasketTender | undefined {
  if (!isRecord(value) || !isAbsentOr(isId, value['accountId']) || !isAbsentOr(isText, value['reference']))
    return undefined;
  const { tenderedMinor, accountId, reference } = value;
  const method = TENDERS.find((known) => known === value['method']);
  if (method === undefined || !isWhole(tenderedMinor, TOTAL_MINOR_MAX) || tenderedMinor === 0) return undefined;
  return {
    method,
    tenderedMinor,
    ...(accountId === undefined ? {} : { accountId: branded<AccountId>(accountId) }),
    ...(reference === undefined ? {} : { reference }),
  };
}

function parseMember(value: unknown): BasketMember | undefined {
  if (!isRecord(value) || !isId(value['personId']) || !isId(value['accountId'])) return undefined;
  return {
    personId: branded<PersonId>(value['personId']),
    accountId: branded<AccountId>(value['accountId']),
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
  const contents = optional(said, parseContents);
  if (contents === null) return undefined;
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
  if (!isWhole(unitPriceMinor, TOTAL_MINOR_MAX) || !isWhole(vatRateBasisPoints, WHOLE_BASIS_POINTS)) return undefined;
  const exactMinor = BigInt(unitPriceMinor) * BigInt(quantityMilli);
  if (exactMinor > BigInt(TOTAL_MINOR_MAX) * 1000n) return undefined;
  if (grossMinor !== lineGrossMinor({ unitPriceMinor, quantityMilli })) return undefined;
  return { unit, quantityMilli, unitPriceMinor, grossMinor, vatRateBasisPoints };
}

function isReason(value: unknown): value is string {
  return isText(value) && value.length > 0;
}
