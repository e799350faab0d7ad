/** What a row says of sales that can come back, and of those that do. */
import type { Entry } from '#domain/journal/journal.ts';
import type { Source } from '../accounts/facts.ts';
import {
  addedTo,
  integerOf,
  partOrNull,
  partsOf,
  RowNotUnderstood,
  textOf,
  textOrNull,
} from '../project/row-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

interface BackLine {
  readonly n: number;
  readonly lineId: string;
  /** Positive. */
  readonly quantityMilli: number;
  /** With the deposit that follows it. */
  readonly grossMinor: number;
}

export type RefundFact = { readonly ticketId: string; readonly from: Source } & (
  | { readonly kind: 'sold'; readonly number: string; readonly lines: Readonly<Record<string, number>> }
  | {
      readonly kind: 'refunded';
      readonly lines: readonly BackLine[];
      readonly currency: string;
      /** Whether another chain sold it, as this one says. */
      readonly isForeign: boolean;
      readonly reservationId: string | null;
      readonly grossMinor: number;
    }
  | {
      readonly kind: 'reserved';
      readonly reservationId: string;
      /** Thousandths by line. */
      readonly lines: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'released'; readonly reservationId: string }
);

/** What the row says, or null where that is nothing. Throws RowNotUnderstood. */
export function refundFactOf({ kind, family, payload }: Entry, from: Source): RefundFact | null {
  if (family === 'X') return null;
  if (kind === 'refund-reserved') {
    const reservationId = textOf(payload, 'reservation_id');
    return {
      kind: 'reserved',
      ticketId: textOf(payload, 'ticket_id'),
      from,
      reservationId,
      lines: reservedLines(payload),
    };
  }
  if (kind === 'refund-released') {
    const reservationId = textOf(payload, 'reservation_id');
    return { kind: 'released', ticketId: textOf(payload, 'ticket_id'), from, reservationId };
  }
  if (kind !== 'ticket-validated') return null;
  const refund = partOrNull(payload, 'refund');
  if (textOf(payload, 'transaction') === 'sale')
    return {
      kind: 'sold',
      ticketId: textOf(payload, 'ticket_id'),
      from,
      number: textOf(payload, 'ticket_number'),
      lines: soldLines(payload),
    };
  if (refund === null) throw new RowNotUnderstood('a refund of nothing');
  return {
    kind: 'refunded',
    ticketId: textOf(refund, 'ticket_id'),
    from,
    lines: backLines(partsOf(payload, 'lines')),
    currency: textOf(payload, 'currency'),
    isForeign: textOrNull(refund, 'chain_id') !== null,
    reservationId: textOrNull(refund, 'reservation_id'),
    grossMinor: -integerOf(payload, 'gross_minor'),
  };
}

/** Goods alone can be brought back by themselves; deposits and vouchers follow them. */
function soldLines(payload: Entry['payload']): Readonly<Record<string, number>> {
  const goods = partsOf(payload, 'lines').filter((line) => line['kind'] === 'product');
  return Object.fromEntries(goods.map((line) => [textOf(line, 'line_id'), integerOf(line, 'quantity_milli')]));
}

function reservedLines(payload: Entry['payload']): Readonly<Record<string, number>> {
  const lines = new Map<string, number>();
  for (const line of partsOf(payload, 'lines')) {
    const lineId = textOf(line, 'line_id');
    const quantityMilli = integerOf(line, 'quantity_milli');
    if (quantityMilli <= 0) throw new RowNotUnderstood('a reservation of nothing');
    lines.set(lineId, addedTo(lines.get(lineId) ?? 0, quantityMilli));
  }
  return Object.fromEntries(lines);
}

/**
 * Goods that came back, each with its deposit: what went out for them. A single-purpose voucher that had paid a part of them does not
 * make it less: it has its part back on its account.
 */
function backLines(lines: readonly Fields[]): readonly BackLine[] {
  const deposits = new Map<string, number>();
  for (const line of lines) {
    const of = line['kind'] === 'deposit' ? textOrNull(line, 'deposit_of_line_id') : null;
    if (of !== null) deposits.set(of, addedTo(deposits.get(of) ?? 0, -integerOf(line, 'gross_minor')));
  }
  return lines.flatMap((line, index): readonly BackLine[] => {
    if (line['kind'] !== 'product') return [];
    const lineId = textOf(line, 'refund_of_line_id');
    const quantityMilli = -integerOf(line, 'quantity_milli');
    if (quantityMilli < 0) throw new RowNotUnderstood('a refund that sells');
    const depositMinor = deposits.get(textOf(line, 'line_id')) ?? 0;
    return [
      { n: index + 1, lineId, quantityMilli, grossMinor: addedTo(-integerOf(line, 'gross_minor'), depositMinor) },
    ];
  });
}
