/**
 * A basket is plain data: it is stored as JSON in the draft file and comes back through `parseBasket`. A line keeps the
 * price, rate and words of the moment it was scanned, whatever happens to the catalogue afterwards.
 *
 * Invariants: a deposit line stands directly behind its product line and has its quantity; `grossMinor` is the rounded
 * product of unit price and quantity; points are given only by a member; `version` grows by one with each change.
 */
import type { AccountId, CardId, LineId, PersonId, ProductId, TicketId } from '#base/brand.ts';
import type { Unit } from '#domain/catalogue/catalogue.ts';
import { divideRoundHalfAway } from '#domain/money/money.ts';
import type { CodedLine } from './coded.ts';

export interface BasketLine {
  readonly lineId: LineId;
  /**
   * A `deposit` is the container of the product line `depositOf`; it is added and removed with it. A `voucher` is a
   * single-purpose voucher that is sold, taxed at its own rate.
   */
  readonly kind: 'product' | 'deposit' | 'voucher';
  /** Of a voucher. */
  readonly accountId?: AccountId;
  /** Of a voucher whose account is opened when the ticket is paid: the card that opens it. */
  readonly opens?: OpeningCard;
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
  /** Unit price × quantity, rounded; discounts are worked out from it by `basketTotals` and never stored in it. */
  readonly grossMinor: number;
  /** Somebody set another price than that of the list. */
  readonly override?: PriceOverride;
  readonly discount?: Discount;
  readonly vatRateBasisPoints: number;
  readonly ageLimitYears?: number;
  readonly mealVoucher: boolean;
  /** What the scanned code said of this one: product lines only. */
  readonly coded?: CodedLine;
}

/** Taken off a line or the ticket, with its reason and, beyond a role's limit, who let it pass. */
export interface Discount {
  readonly kind: 'percent' | 'amount';
  /** Basis points of `percent`, minor units of `amount`. */
  readonly value: number;
  readonly reason: string;
  readonly approvalId?: string;
  /**
   * Of an amount: the largest part that whoever gave it may take off, in basis points. Where goods go from under an amount,
   * it shrinks to that part of what is left: taking lines away is no way round a limit.
   */
  readonly basisPointsMax?: number;
}

export interface PriceOverride {
  readonly listUnitPriceMinor: number;
  readonly reason: string;
  readonly approvalId?: string;
}

/** Stored value that is sold with the ticket: owed and not turnover, so that it is no line of goods. */
export interface BasketVoucher {
  readonly lineId: LineId;
  readonly accountId: AccountId;
  readonly account: 'gift-card' | 'purse';
  readonly amountMinor: number;
  /** Whose purse is loaded; of a gift card nobody's. */
  readonly personId?: PersonId;
  /** The account is opened when the ticket is paid, with this card. */
  readonly opens?: OpeningCard;
}

/** A card that nobody has yet. `cardHash` is its keyed hash. */
export interface OpeningCard {
  readonly cardId: string;
  readonly cardHash: string;
  readonly medium: 'uid' | 'code';
}

export interface BasketMember {
  readonly personId: PersonId;
  /** The member's points. */
  readonly accountId: AccountId;
}

export interface Basket {
  readonly ticketId: TicketId;
  readonly version: number;
  readonly lines: readonly BasketLine[];
  readonly vouchers: readonly BasketVoucher[];
  readonly member?: BasketMember;
  /** On the whole ticket. */
  readonly discount?: Discount;
  /** Points given for a discount; 0 for none. */
  readonly redeemedPoints: number;
  /** Gift cards and purses that were held to the reader for this ticket, to pay with. */
  readonly storedValue: readonly StoredValueAtHand[];
  /** What was received before the rest is: a card slip, vouchers. The journal knows of it once the ticket is paid. */
  readonly tenders: readonly BasketTender[];
}

/** A part of a payment that was received already. Whether it may pay is judged when the ticket is paid. */
export interface BasketTender {
  readonly method: (typeof TENDERS)[number];
  readonly tenderedMinor: number;
  /** Of gift card and purse. */
  readonly accountId?: AccountId;
  readonly reference?: string;
}

/** Ways to pay, as they stand in a draft. */
export const TENDERS = ['cash', 'card', 'cheque', 'meal-voucher', 'gift-card', 'purse'] as const;

export interface StoredValueAtHand {
  readonly accountId: AccountId;
  readonly account: 'gift-card' | 'purse';
  /** How it was shown; a card that is only a number has a cap. */
  readonly medium: 'uid' | 'code' | 'none';
  /** The card that was shown: one reported lost meanwhile pays nothing. Absent where its owner was put on the ticket by name. */
  readonly cardId?: CardId;
}

/** A ticket that nothing has been scanned for yet. */
export function emptyBasket(ticketId: TicketId): Basket {
  return { ticketId, version: 0, lines: [], vouchers: [], redeemedPoints: 0, storedValue: [], tenders: [] };
}

/** Whether there is nothing to pay for; a customer may be on it all the same. */
export function isEmptyBasket(basket: Pick<Basket, 'lines' | 'vouchers'>): boolean {
  return basket.lines.length === 0 && basket.vouchers.length === 0;
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
 * The basket without the lines and vouchers that the journal says were voided, deposits gone with their product. A void is
 * in the journal before it is in the draft, so that a draft read back after a crash may still hold them. Version unchanged
 * when nothing had to go.
 */
export function withoutLines(basket: Basket, lineIds: readonly LineId[]): Basket {
  const gone = new Set(lineIds);
  const lines = basket.lines.filter(
    (line) => !gone.has(line.lineId) && (line.depositOf === undefined || !gone.has(line.depositOf)),
  );
  const vouchers = basket.vouchers.filter((voucher) => !gone.has(voucher.lineId));
  const isSame = lines.length === basket.lines.length && vouchers.length === basket.vouchers.length;
  return isSame ? basket : { ...basket, version: basket.version + 1, lines, vouchers };
}
