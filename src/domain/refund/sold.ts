/**
 * What a sale was, for whoever brings something of it back: its row, how it was paid, and what came back before. Each
 * part of a refund is the difference of two cumulative shares of the sale, so that refunding everything in any number of
 * steps gives back exactly what was sold and never more.
 */
import type { PayloadByKind, TenderMethod, TicketLinePayload, TicketPayload } from '#domain/journal/journal.ts';
import type { RefundedPoints } from '#domain/loyalty/loyalty.ts';
import { divideRoundHalfAway } from '#domain/money/money.ts';

/** A sale as its rows say. */
export interface SoldTicket {
  /** Of a sale, never of a refund. */
  readonly ticket: TicketPayload;
  readonly payments: readonly PayloadByKind['payment-received'][];
  /** What rounding to the smallest coin paid of it; 0 for nothing. */
  readonly roundingMinor: number;
}

/** What came back of it so far. Quantities and amounts are positive. */
export interface RefundedBefore {
  /** Thousandths by line of the sale; a line that is not there had nothing brought back. */
  readonly milliByLine: ReadonlyMap<string, number>;
  readonly payments: readonly {
    readonly method: TenderMethod;
    readonly accountId?: string;
    readonly amountMinor: number;
  }[];
  /** Points that were taken back and given back. */
  readonly points: RefundedPoints;
}

export const NOTHING_REFUNDED: RefundedBefore = {
  milliByLine: new Map(),
  payments: [],
  points: { takenBack: 0, givenBack: 0 },
};

/** Whether a line can be brought back by itself: goods, and nothing else. */
export function isReturnable(line: Pick<TicketLinePayload, 'kind'>): boolean {
  return line.kind === 'product';
}

/** The part of `amount` that `part` of `whole` stands for, rounded half away from zero; the whole of it where all is. */
export function shareOf(amount: number, part: number, whole: number): number {
  if (whole === 0) return part === 0 ? 0 : amount;
  return divideRoundHalfAway(BigInt(amount) * BigInt(part), BigInt(whole));
}

/** How much of each product line has come back: before a refund, or after it. */
export type ReturnedMilli = ReadonlyMap<string, number>;

/** Gross, VAT and discount of a line that `milli` of it stand for. */
export function lineShare(
  line: TicketLinePayload,
  milli: number,
): { readonly grossMinor: number; readonly vatMinor: number; readonly netMinor: number } {
  const grossMinor = shareOf(line.gross_minor, milli, line.quantity_milli);
  const vatMinor = shareOf(line.vat_minor, milli, line.quantity_milli);
  return { grossMinor, vatMinor, netMinor: grossMinor - vatMinor };
}

/**
 * Gross and VAT of every line that has come back when so much of the goods has: goods by their quantity, deposits with their goods, and
 * of a single-purpose voucher that paid goods of its rate the share of those goods. A voucher that was sold never comes back.
 */
export function sharesAt(
  ticket: TicketPayload,
  returned: ReturnedMilli,
): ReadonlyMap<string, { readonly milli: number; readonly grossMinor: number; readonly vatMinor: number }> {
  const milliOf = (lineId: string | undefined): number => returned.get(lineId ?? '') ?? 0;
  return new Map(
    ticket.lines.map((line) => {
      if (line.kind === 'product' || line.kind === 'deposit') {
        const milli = milliOf(line.kind === 'product' ? line.line_id : line.deposit_of_line_id);
        return [line.line_id, { milli, ...lineShare(line, milli) }];
      }
      if (line.gross_minor >= 0) return [line.line_id, { milli: 0, grossMinor: 0, vatMinor: 0 }];
      const goods = goodsOfRate(ticket, line.vat_rate_basis_points);
      const whole = goods.reduce((sum, one) => sum + one.gross_minor, 0);
      const part = goods.reduce((sum, one) => sum + lineShare(one, milliOf(one.line_id)).grossMinor, 0);
      return [
        line.line_id,
        {
          milli: shareOf(line.quantity_milli, part, whole),
          grossMinor: shareOf(line.gross_minor, part, whole),
          vatMinor: shareOf(line.vat_minor, part, whole),
        },
      ];
    }),
  );
}

function goodsOfRate(ticket: TicketPayload, rateBasisPoints: number): readonly TicketLinePayload[] {
  return ticket.lines.filter((line) => line.kind === 'product' && line.vat_rate_basis_points === rateBasisPoints);
}

/** What all that came back was worth. */
export function grossAt(ticket: TicketPayload, returned: ReturnedMilli): number {
  let grossMinor = 0;
  for (const share of sharesAt(ticket, returned).values()) grossMinor += share.grossMinor;
  return grossMinor;
}

/** Thousandths of the product's own unit that `milli` of a line put back on the shelf. */
export function stockMilli(line: TicketLinePayload, milli: number): number {
  if (line.contents === undefined) return milli;
  return divideRoundHalfAway(BigInt(line.contents.quantity_milli) * BigInt(milli), 1000n);
}
