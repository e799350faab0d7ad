/**
 * What each kind of row says, exactly as it is signed: snake_case, integers, absent fields left out. Payloads are
 * self-contained (a projector reads rows and nothing else) and name nobody: operators, stations and shops by id, buyers
 * not at all. The store adds `previous_signature` to the rows of fiscal families; it is not part of these types. The
 * genesis (`chain-opened`) has a module of its own.
 *
 * Amounts `*_minor` are minor units of `currency`, rates basis points, quantities thousandths of their unit.
 */

import type { TenderMethod } from './cash-payloads.ts';
import type { BalanceMovementPayload } from './loyalty-payloads.ts';

/** A rate of the ticket. The rows add up to the ticket's totals. */
export type VatRowPayload = {
  readonly rate_basis_points: number;
  readonly gross_minor: number;
  readonly net_minor: number;
  readonly vat_minor: number;
};

/** What was taken off a line, and why. The parts add up to `list_gross_minor` − `gross_minor` of the line. */
export type LineDiscountPayload = {
  /** `ticket`, `points`: the line's share of what was taken off the whole ticket. */
  readonly kind: 'line' | 'ticket' | 'points';
  readonly amount_minor: number;
  readonly reason?: string;
  readonly approval_id?: string;
};

/** An article, a deposit or a single-purpose voucher as it stood on the ticket. */
export type LinePayload = {
  readonly line_id: string;
  /** `voucher`: a single-purpose voucher, taxed now; negative where one is spent, because it was taxed before. */
  readonly kind: 'product' | 'deposit' | 'voucher';
  /** Of a voucher line. */
  readonly account_id?: string;
  /** The product line whose container this is; deposits only. */
  readonly deposit_of_line_id?: string;
  readonly product_id: string;
  readonly label: string;
  readonly brand?: string;
  readonly gtin?: string;
  readonly plu?: string;
  readonly category?: string;
  readonly unit: 'piece' | 'kg' | 'l';
  readonly quantity_milli: number;
  /** Price of one unit, VAT included. */
  readonly unit_price_minor: number;
  /** The price of the list or label, where somebody set another. */
  readonly list_unit_price_minor?: number;
  readonly override?: { readonly reason: string; readonly approval_id?: string };
  /** Unit price × quantity, where something was taken off. */
  readonly list_gross_minor?: number;
  readonly discounts?: readonly LineDiscountPayload[];
  /** What is paid for the line: discounts taken off. */
  readonly gross_minor: number;
  readonly vat_rate_basis_points: number;
  readonly age_limit_years?: number;
  readonly meal_voucher: boolean;
  /** The unit price is that of the label (in-store code or GS1 392n, 393n), not that of the price list. */
  readonly price_from_code?: true;
  /** The quantity is that of the label (in-store code or GS1 310n, 315n, 30, 37), and nobody changed it. */
  readonly quantity_from_code?: true;
  /** The code, where price or quantity came from it; GS1 element strings as printed, `(01)…(3103)…`. */
  readonly code?: string;
  /** What one piece at the price of its label takes out of the stock, where that is not the piece. */
  readonly contents?: {
    readonly unit: 'piece' | 'kg' | 'l';
    /** 0 where `from` is `unknown`. */
    readonly quantity_milli: number;
    /** `price`: the price of the label divided by that of one unit. */
    readonly from: 'code' | 'price' | 'unknown';
  };
  readonly lot?: string;
  readonly serial?: string;
  /** Dates as `2026-11-22`. */
  readonly use_by?: string;
  readonly best_before?: string;
};

/** A validated line, with the share of net and VAT that falls on it. */
export type TicketLinePayload = LinePayload & {
  readonly position: number;
  readonly net_minor: number;
  readonly vat_minor: number;
  /** Of a refund: the line of the ticket that is brought back. Quantity and amounts are then negative. */
  readonly refund_of_line_id?: string;
};

/** Stored value sold or loaded: owed to its holder, neither turnover nor taxed yet. */
export type VoucherPayload = {
  readonly line_id: string;
  readonly account_id: string;
  readonly account: 'gift-card' | 'purse';
  readonly amount_minor: number;
};

/** A change of stock. Its own id is `entry_id/n`. */
export type StockMovementPayload = {
  readonly n: number;
  readonly product_id: string;
  readonly unit: 'piece' | 'kg' | 'l';
  /** Negative for what leaves the shop. */
  readonly quantity_milli: number;
};

/** Family T, kind `ticket-validated`. One sale or refund: lines, VAT, totals and movements in one row. */
export type TicketPayload = {
  readonly ticket_id: string;
  readonly ticket_number: string;
  readonly transaction: 'sale' | 'refund';
  /** Of a refund: the ticket whose lines come back. */
  readonly refund?: {
    readonly ticket_id: string;
    readonly ticket_number: string;
    readonly ticket_entry_id: string;
    readonly reason: string;
    readonly approval_id?: string;
    /** The chain that sold it, where that is another: then its lines were reserved at headquarters, or a limit was used. */
    readonly chain_id?: string;
    /** How people call the till of that chain. */
    readonly sold_at?: string;
    readonly reservation_id?: string;
  };
  readonly station_id: string;
  readonly till_number: string;
  readonly software: { readonly name: string; readonly version: string };
  /** Local time minus UTC when it was validated: with `at` of the row, the date and hour on the receipt. */
  readonly utc_offset_minutes: number;
  readonly currency: string;
  readonly lines: readonly TicketLinePayload[];
  readonly line_count: number;
  /** Pieces one by one, weighed lines once, deposits not at all. */
  readonly article_count: number;
  readonly vat: readonly VatRowPayload[];
  readonly gross_minor: number;
  readonly net_minor: number;
  readonly vat_minor: number;
  /** Discounts of all lines together, positive; left out where there is none. */
  readonly discount_minor?: number;
  readonly vouchers?: readonly VoucherPayload[];
  /** Gross and vouchers together: what the P rows add up to. Left out where it is the gross. */
  readonly due_minor?: number;
  readonly movements: readonly StockMovementPayload[];
  readonly balance_movements?: readonly BalanceMovementPayload[];
  /** The member's points as the receipt says them: this ticket's, and the balance after it. */
  readonly loyalty?: {
    readonly person_id: string;
    readonly account_id: string;
    readonly points_earned: number;
    readonly points_redeemed: number;
    readonly points_balance: number;
  };
  /** Chosen before validation; what is printed after `none` is copy number 1. */
  readonly print: 'paper' | 'none';
  /** Sold before the closings that the law asks for exist. */
  readonly demonstration: boolean;
};

/**
 * Family P, kind `payment-received`. `amount_minor` pays the ticket, the rest of what was tendered goes back. Of a refund
 * amount and tendered are negative and nothing goes back.
 */
export type PaymentPayload = {
  readonly ticket_id: string;
  readonly ticket_number: string;
  readonly n: number;
  readonly method: TenderMethod;
  readonly currency: string;
  readonly amount_minor: number;
  readonly tendered_minor: number;
  readonly change_minor: number;
  /** Of gift card and purse. */
  readonly account_id?: string;
  /** Approval code of a card terminal, number of a cheque: never the number of a card. */
  readonly reference?: string;
};

/**
 * Family P, kind `cash-rounded`. The part of the total that rounding to the smallest coin pays; negative when cash pays
 * more than the total. All P rows of a ticket add up to what is due. Touches no VAT.
 */
export type CashRoundedPayload = {
  readonly ticket_id: string;
  readonly ticket_number: string;
  readonly n: number;
  readonly currency: string;
  readonly amount_minor: number;
  readonly cash_unit_minor: number;
};

/** Family L, kind `operator-signed-in`; the row's operator is who. */
export type OperatorSignedInPayload = { readonly station_id: string };

/** Family L, kind `operator-signed-out`. */
export type OperatorSignedOutPayload = { readonly station_id: string };

/** Family L, kind `operator-locked-out`: too many wrong PINs. The row has no operator: nobody proved to be one. */
export type OperatorLockedOutPayload = {
  readonly station_id: string;
  readonly operator_id: string;
  readonly failures: number;
  readonly locked_until: string;
};

/** Family L, kind `line-voided`: a line that was removed before validation, with its deposit. */
export type LineVoidedPayload = {
  readonly ticket_id: string;
  readonly station_id: string;
  readonly currency: string;
  readonly lines: readonly LinePayload[];
  /** Stored value that was to be sold; left out where none was. Not in the gross. */
  readonly vouchers?: readonly VoucherPayload[];
  /** What was to be paid for the lines, their part of the discounts taken off. */
  readonly gross_minor: number;
};

/** Family L, kind `ticket-cancelled`: abandoned before payment, with what was on it. */
export type TicketCancelledPayload = {
  readonly ticket_id: string;
  readonly station_id: string;
  readonly currency: string;
  readonly lines: readonly LinePayload[];
  readonly vouchers?: readonly VoucherPayload[];
  readonly line_count: number;
  readonly gross_minor: number;
};

/** Family L, kind `drawer-opened`: opened without a sale, for a reason that the operator gave. */
export type DrawerOpenedPayload = {
  readonly station_id: string;
  readonly device_id: string;
  readonly job_id: string;
  readonly reason: string;
};

/** Family L, kind `devices-changed`: the set-up of devices as it stands from now on. */
export type DevicesChangedPayload = {
  readonly station_id: string;
  readonly change: 'added' | 'changed' | 'removed' | 'imported';
  readonly devices: readonly {
    readonly device_id: string;
    readonly kind: 'printer' | 'scanner' | 'display' | 'card';
    readonly address: string;
    /** Whether a cash drawer hangs on it; absent where none does. */
    readonly drawer?: boolean;
  }[];
};

/** Family L, kind `print-resolved`: an operator said what became of a job whose outcome nobody knew. */
export type PrintResolvedPayload = {
  readonly job_id: string;
  readonly job_kind: 'receipt' | 'duplicate' | 'pulse' | 'test' | 'slip' | 'report';
  readonly ticket_id?: string;
  readonly ticket_number?: string;
  readonly state_before: string;
  readonly choice: 'it-printed' | 'print-again' | 'discard';
};

/**
 * Why a copy is made: asked for by the buyer, asked for after a sale without print, or the first may not have come
 * out.
 */
export type DuplicateReason = 'customer-request' | 'first-print-after-sale' | 'print-doubtful';

/** Family C, kind `duplicate-printed`: a numbered copy of a ticket. */
export type DuplicatePayload = {
  readonly ticket_id: string;
  readonly ticket_number: string;
  readonly ticket_entry_id: string;
  /** Lower-case hex; ties the copy to the exact row. */
  readonly ticket_hash: string;
  readonly copy_number: number;
  readonly reason: DuplicateReason;
  readonly station_id: string;
  readonly job_id: string;
  readonly utc_offset_minutes: number;
  readonly demonstration: boolean;
};

/** Family C, kind `closing-duplicate-printed`: a numbered copy of a Z. */
export type ClosingDuplicatePayload = {
  readonly business_day: string;
  readonly z_number: number;
  readonly closing_entry_id: string;
  /** Lower-case hex; ties the copy to the exact row. */
  readonly closing_hash: string;
  readonly copy_number: number;
  readonly reason: 'asked-for' | 'first-print-after-closing' | 'print-doubtful';
  readonly station_id: string;
  readonly job_id: string;
  readonly utc_offset_minutes: number;
  readonly demonstration: boolean;
};

/** Family L, kind `clock-stepped`: the wall clock moved against the monotonic one by more than two minutes. */
export type ClockSteppedPayload = { readonly expected_at: string; readonly read_at: string; readonly step_ms: number };

/** Family L, kind `clock-accepted`: a manager vouched for a clock that looked implausible. */
export type ClockAcceptedPayload = { readonly last_at: string; readonly read_at: string; readonly gap_ms: number };

/** Family L, kind `till-started`: with which software, so that an update shows. */
export type TillStartedPayload = {
  readonly software: { readonly name: string; readonly version: string; readonly hash: string };
  readonly after: 'clean-stop' | 'crash' | 'first-start';
};
