/**
 * A basket is plain data: it is stored as JSON in the draft file and comes back through `parseBasket`. A line keeps the
 * price, rate and words of the moment it was scanned, whatever happens to the catalogue afterwards.
 *
 * Invariants: a deposit line stands directly behind its product line and has its quantity; `grossMinor` is the rounded
 * product of unit price and quantity; `version` grows by one with each change.
 */
import type { LineId, ProductId, TicketId } from '#base/brand.ts';
import type { Unit } from '#domain/catalogue/catalogue.ts';
import { divideRoundHalfAway } from '#domain/money/money.ts';
import type { CodedLine } from './coded.ts';

export interface BasketLine {
  readonly lineId: LineId;
  /** A `deposit` is the container of the product line `depositOf`; it is added and removed with it. */
  readonly kind: 'product' | 'deposit';
  readonly depositOf?: LineId;
  readonly productId: ProductId;
  /** The product's name; screen and receipt put their own word for a deposit before it. */
  readonly label: string;
  readonly brand?: string;
  /** Canonical GTIN-14 that was scanned, else the first of the product. */
  readonly gtin?: string;
  readonly plu?: string;
  readonly category?: string;
  readonly unit: Unit;
  readonly quantityMilli: number;
  /** Price of one unit, VAT included. */
  readonly unitPriceMinor: number;
  readonly grossMinor: number;
  readonly vatRateBasisPoints: number;
  readonly ageLimitYears?: number;
  readonly mealVoucher: boolean;
  /** What the scanned code said of this one: product lines only. */
  readonly coded?: CodedLine;
}

export interface Basket {
  readonly ticketId: TicketId;
  readonly version: number;
  readonly lines: readonly BasketLine[];
}

/** A ticket that nothing has been scanned for yet. */
export function emptyBasket(ticketId: TicketId): Basket {
  return { ticketId, version: 0, lines: [] };
}

/** What a customer would count: pieces one by one, each weighed line once, deposits not at all. */
export function articleCount(lines: readonly Pick<BasketLine, 'kind' | 'unit' | 'quantityMilli'>[]): number {
  return lines
    .filter((line) => line.kind === 'product')
    .reduce(
      (count, line) => count + (line.unit === 'piece' ? divideRoundHalfAway(BigInt(line.quantityMilli), 1000n) : 1),
      0,
    );
}

/**
 * The basket without the lines that the journal says were voided, deposits gone with their product. A void is in the
 * journal before it is in the draft, so that a draft read back after a crash may still hold them. Version unchanged
 * when nothing had to go.
 */
export function withoutLines(basket: Basket, lineIds: readonly LineId[]): Basket {
  const gone = new Set(lineIds);
  const lines = basket.lines.filter(
    (line) => !gone.has(line.lineId) && (line.depositOf === undefined || !gone.has(line.depositOf)),
  );
  return lines.length === basket.lines.length ? basket : { ...basket, version: basket.version + 1, lines };
}
