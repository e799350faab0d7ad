/**
 * Goods whose code says more than which product they are: their weight, their price, their date. Decides what is sold
 * and for how much; nothing that the code leaves open is filled in.
 *
 * The price on the label is the price. So what is labelled with one is sold as one piece at that price, also where the
 * product is sold by weight: its weight then is what left the stock, and the line says where both come from.
 */
import { type CodedFacts, exactly, gs1Day, rounded } from '#domain/barcode/barcode.ts';
import type { Product, Unit } from '#domain/catalogue/catalogue.ts';
import { divideRoundHalfAway } from '#domain/money/money.ts';
import type { Currency } from '#domain/money/money.ts';
import { CONTENTS_MILLI_MAX } from './limits.ts';

const MILLI_DIGITS = 3;
const PIECE_MILLI = 1000;

/** What the code of a line said; absent where it only named the product. */
export interface CodedLine {
  /** The code, kept where the price or the quantity comes from it. */
  readonly text?: string;
  readonly priceFromCode?: true;
  readonly quantityFromCode?: true;
  /** What one piece of the line takes out of the stock, in the unit of the product. */
  readonly contents?: CodedContents;
  readonly lot?: string;
  readonly serial?: string;
  /** Use by, as a date. */
  readonly useBy?: string;
  readonly bestBefore?: string;
}

export interface CodedContents {
  readonly unit: Unit;
  /** 0 where `from` is `unknown`. */
  readonly milli: number;
  /** `price`: worked out of the price on the label and the price of one unit. */
  readonly from: 'code' | 'price' | 'unknown';
}

export type CodedSale =
  | {
      readonly kind: 'sale';
      /** The product as this one is sold: at the price of its label, by the piece. */
      readonly product: Product;
      /** Null where the code says none and it is asked for as usual. */
      readonly quantityMilli: number | null;
      readonly coded?: CodedLine;
      /** The code is of this one thing, so that `3 ×` before it means nothing. */
      readonly single: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'expired' | 'unreadable_code';
      readonly params: Readonly<Record<string, string>>;
    };

/** How a product is sold by its code, seen on `today` (`2026-11-22`) in the shop. */
export function codedSale(
  product: Product,
  facts: CodedFacts,
  shop: { readonly today: string; readonly currency: Currency },
): CodedSale {
  const useBy = dayOf(facts.useBy, shop.today);
  const bestBefore = dayOf(facts.bestBefore, shop.today);
  if (useBy === null || bestBefore === null) return unreadable('gs1-value', facts);
  if (useBy !== undefined && useBy < shop.today)
    return { kind: 'refused', reason: 'expired', params: { label: product.name, useByDay: useBy } };
  const about: CodedLine = {
    ...(facts.lot === undefined ? {} : { lot: facts.lot }),
    ...(facts.serial === undefined ? {} : { serial: facts.serial }),
    ...(useBy === undefined ? {} : { useBy }),
    ...(bestBefore === undefined ? {} : { bestBefore }),
  };
  if (facts.price !== undefined) return soldAtLabel(product, facts, { ...shop, about });
  const measured = measuredMilli(product, facts);
  if (measured === 'impossible') return unreadable('code-quantity', facts);
  if (measured !== null)
    return sale(product, {
      quantityMilli: measured,
      coded: { ...about, text: facts.text, quantityFromCode: true },
      single: true,
    });
  return sale(product, { quantityMilli: null, coded: about, single: facts.serial !== undefined });
}

function soldAtLabel(
  product: Product,
  facts: CodedFacts,
  { currency, about }: { readonly currency: Currency; readonly about: CodedLine },
): CodedSale {
  const { price } = facts;
  if (price?.currencyNumber !== undefined && price.currencyNumber !== currency.number)
    return unreadable('code-currency', facts);
  const priceMinor = price && exactly(price, currency.exponent);
  if (priceMinor === undefined || priceMinor === 0) return unreadable('code-price', facts);
  const contents = contentsOf(product, facts, priceMinor);
  return sale(
    { ...product, unit: 'piece', priceMinor },
    {
      quantityMilli: contents === undefined ? null : PIECE_MILLI,
      coded: { ...about, text: facts.text, priceFromCode: true, ...(contents === undefined ? {} : { contents }) },
      single: contents !== undefined || facts.serial !== undefined,
    },
  );
}

/** What leaves the stock with a thing that has a price of its own; undefined where that is simply the piece. */
function contentsOf(product: Product, facts: CodedFacts, priceMinor: number): CodedContents | undefined {
  const { unit } = product;
  const said = measuredMilli(product, facts);
  if (typeof said === 'number') return { unit, milli: said, from: 'code' };
  if (unit === 'piece') return undefined;
  const milli =
    product.priceMinor === 0 ? 0 : divideRoundHalfAway(BigInt(priceMinor) * 1000n, BigInt(product.priceMinor));
  return milli === 0 || milli > CONTENTS_MILLI_MAX
    ? { unit, milli: 0, from: 'unknown' }
    : { unit, milli, from: 'price' };
}

/**
 * The quantity that the code says, null where it says none for this product: a weight on what is sold by the piece is
 * information where GS1 says which unit it is in, and a mistake of the set-up where an in-store code holds it.
 */
function measuredMilli(product: Product, { measure, count }: CodedFacts): number | 'impossible' | null {
  if (product.unit === 'piece') {
    if (measure?.unit === 'own' || count === 0) return 'impossible';
    return count === undefined ? null : count * PIECE_MILLI;
  }
  if (measure === undefined || (measure.unit !== 'own' && measure.unit !== product.unit)) return null;
  const milli = rounded(measure, MILLI_DIGITS);
  return milli === 0 ? 'impossible' : milli;
}

function sale(product: Product, how: Omit<Extract<CodedSale, { kind: 'sale' }>, 'kind' | 'product'>): CodedSale {
  const { coded = {}, ...rest } = how;
  return { kind: 'sale', product, ...rest, ...(Object.keys(coded).length === 0 ? {} : { coded }) };
}

/** Undefined where the code has no such date, null where it is none. */
function dayOf(yymmdd: string | undefined, today: string): string | undefined | null {
  return yymmdd === undefined ? undefined : (gs1Day(yymmdd, today) ?? null);
}

function unreadable(why: string, facts: CodedFacts): CodedSale {
  return { kind: 'refused', reason: 'unreadable_code', params: { why, code: facts.text } };
}
