/**
 * What the rows of cash sessions and closings say (docs/spec/cash-session.md), as signed. Amounts `*_minor` are minor
 * units of `currency`; what leaves the drawer is negative.
 */
import type { VatRowPayload } from './payloads.ts';

/** How something is paid: words of the wire, of the rows and of the settings. */
export type TenderMethod = 'cash' | 'card' | 'cheque' | 'meal-voucher' | 'gift-card' | 'purse';

/** So many coins or notes of one denomination. */
export type DenominationPayload = { readonly denomination_minor: number; readonly count: number };

/** Family L, kind `day-opened`. */
export type DayOpenedPayload = { readonly business_day: string; readonly utc_offset_minutes: number };

/** Family L, kind `session-opened`. Rows of the first version say nothing of the float. */
export type SessionOpenedPayload = {
  readonly session_id: string;
  readonly business_day: string;
  readonly station_id: string;
  readonly currency?: string;
  /** What was in the drawer at the start, as counted. */
  readonly float_minor?: number;
  /** Empty where the amount was taken over as the last close left it. */
  readonly float?: readonly DenominationPayload[];
  /** What the last close left for it; absent where no session of this till left anything yet. */
  readonly left_minor?: number;
  /** `float_minor` − `left_minor`. */
  readonly difference_minor?: number;
  readonly reason?: string;
  readonly approval_id?: string;
};

/** Family L, kinds `session-suspended`, `session-resumed`, `session-blind-closed`, `count-begun`, `count-abandoned`. */
export type SessionStepPayload = {
  readonly session_id: string;
  readonly business_day: string;
  readonly station_id: string;
};

/** What one method was found to be. */
export type CountedMethodPayload = {
  readonly method: TenderMethod;
  readonly expected_minor: number;
  readonly counted_minor: number;
  /** `counted_minor` − `expected_minor`: short is negative. */
  readonly difference_minor: number;
  /** Cheques or vouchers found, where somebody counted them. */
  readonly pieces?: number;
};

/** Family L, kind `cash-counted`: a confirmed count. A recount is the next number, and both stay. */
export type CashCountedPayload = {
  readonly session_id: string;
  readonly business_day: string;
  readonly station_id: string;
  readonly count_number: number;
  readonly currency: string;
  readonly methods: readonly CountedMethodPayload[];
  readonly cash: readonly DenominationPayload[];
};

/** Family G, kind `session-closed`. The first version closed sessions without counting them. */
export type SessionClosedPayload =
  | {
      readonly session_id: string;
      readonly business_day: string;
      readonly counted: false;
      /** `left-open`: a power cut or the like kept the last operator from signing out, and another day has begun. */
      readonly reason: 'last-operator-signed-out' | 'left-open';
    }
  | {
      readonly session_id: string;
      readonly business_day: string;
      readonly counted: true;
      readonly station_id: string;
      /** Who had opened it; the row's operator is who closed it. */
      readonly opened_by: string;
      readonly currency: string;
      readonly count_number: number;
      readonly methods: readonly CountedMethodPayload[];
      readonly drawer: DrawerPayload;
      readonly reason?: string;
      readonly approval_id?: string;
      /** What stays in the drawer for the next session, and what is taken out for the bank. Together: the counted cash. */
      readonly next_float_minor: number;
      readonly next_float: readonly DenominationPayload[];
      readonly deposit_minor: number;
    };

/** The ledger of a drawer: its lines add up to what is expected in it. */
export type DrawerPayload = {
  readonly float_minor: number;
  readonly received_minor: number;
  /** Change given back: negative. */
  readonly change_minor: number;
  /** Cash refunds: negative. */
  readonly refunded_minor: number;
  readonly pay_in_minor: number;
  readonly pay_out_minor: number;
  readonly safe_drop_minor: number;
  readonly expected_minor: number;
};

/** Family P, kind `cash-moved`: cash that came in or went out beside a sale. */
export type CashMovedPayload = {
  readonly movement_id: string;
  readonly movement: 'pay-in' | 'pay-out' | 'safe-drop';
  /** Number of the slip, of its own kind of movement and till. */
  readonly slip_number: string;
  readonly station_id: string;
  readonly currency: string;
  /** Negative for what leaves the drawer. */
  readonly amount_minor: number;
  readonly reason: string;
  readonly counted?: readonly DenominationPayload[];
  readonly approval_id?: string;
  readonly utc_offset_minutes: number;
  readonly demonstration: boolean;
};

/** Family L, kind `approval-given`: somebody with the right let one action of somebody else pass. */
export type ApprovalGivenPayload = {
  readonly approval_id: string;
  readonly station_id: string;
  /** Who gave it; the row's operator is who asked. */
  readonly approver: string;
  readonly action: ApprovedAction;
  readonly reason: string;
  /** What it was about: ids, amounts in minor units, basis points. */
  readonly about: Readonly<Record<string, string | number>>;
};

export type ApprovedAction =
  | 'discount'
  | 'price-override'
  | 'refund'
  | 'pay-out'
  | 'opening-difference'
  | 'closing-difference'
  | 'session-of-another'
  | 'clock-set-back'
  | 'gift-card-cap'
  | 'erase-person'
  | 'new-chain';

/** Family L, kind `settings-changed`: a group of settings as it stands from now on, whole. */
export type SettingsChangedPayload = {
  readonly station_id: string;
  readonly group: string;
  /** Canonical JSON of the group. */
  readonly value: string;
};

/** A sum with the number of what it sums. */
export type SumPayload = { readonly count: number; readonly amount_minor: number };

/** A sum of sales less refunds that says beside how often (`refund_count`) and how much (negative) of it went back. */
export type SumWithRefundsPayload = SumPayload & { readonly refund_count: number; readonly refunded_minor: number };

/**
 * Family G, kind `day-closed`: the Z of one business day of this till. Sums of its rows, never worked out again.
 *
 * Each breakdown (rate, category, operator, hour) adds up to `gross_minor`: what was sold less what was brought back. Methods
 * add up to it with `cash_rounding_minor`, and less `stored_value.beside_turnover_minor`. A `count` is of sales alone;
 * refunds are counted apart.
 */
export type DayClosedPayload = {
  readonly business_day: string;
  /** 1 for the first Z of the till; no gap. */
  readonly z_number: number;
  readonly currency: string;
  readonly station_id: string;
  readonly utc_offset_minutes: number;
  /** First and last row of the day in the journal of the chain that closes it. */
  readonly first_seq?: number;
  readonly last_seq: number;
  readonly first_ticket_number?: string;
  readonly last_ticket_number?: string;
  readonly sales: SumPayload;
  /** Negative. */
  readonly refunds: SumPayload;
  /** Sales less refunds: the total of the day. */
  readonly gross_minor: number;
  readonly net_minor: number;
  readonly vat_minor: number;
  readonly vat: readonly VatRowPayload[];
  readonly article_count: number;
  /** What came in less what went back. */
  readonly methods: readonly (SumWithRefundsPayload & { readonly method: TenderMethod })[];
  readonly cash_rounding_minor: number;
  readonly categories: readonly (SumPayload & { readonly category: string })[];
  readonly operators: readonly (SumWithRefundsPayload & { readonly operator: string })[];
  /** By the local hour of the row, 0 to 23, those in which something was sold. */
  readonly hours: readonly (SumPayload & { readonly hour: number })[];
  /** What was taken off prices: positive. */
  readonly discounts: SumPayload;
  readonly price_overrides: SumPayload;
  readonly voided_lines: SumPayload;
  readonly cancelled_tickets: SumPayload;
  readonly drawer_openings: number;
  readonly duplicates: number;
  readonly approvals: number;
  /** Stored value: sold or loaded, spent, given back on refunds; and what is owed to all its holders at the end. */
  readonly stored_value: {
    readonly loaded_minor: number;
    readonly spent_minor: number;
    readonly returned_minor: number;
    /** Of what was loaded, what is paid for and no turnover yet: VAT is due when it is spent. */
    readonly beside_turnover_minor: number;
    readonly outstanding_minor: number;
  };
  readonly points: {
    readonly earned: number;
    readonly redeemed: number;
    readonly taken_back: number;
    readonly given_back: number;
    readonly expired: number;
    readonly outstanding: number;
  };
  readonly cash_moved: { readonly pay_in: SumPayload; readonly pay_out: SumPayload; readonly safe_drop: SumPayload };
  readonly sessions: readonly {
    readonly session_id: string;
    readonly opened_by: string;
    /** Who confirmed the count that stands, and had the drawer last; absent where nobody counted. */
    readonly counted_by?: string;
    readonly counted: boolean;
    readonly differences: readonly { readonly method: TenderMethod; readonly difference_minor: number }[];
    readonly deposit_minor: number;
  }[];
  /** Sales less refunds since the first chain of this till, this day included; never reset. */
  readonly perpetual_net_minor: number;
  /** Sales plus refunds, each without its sign. */
  readonly perpetual_absolute_minor: number;
  readonly perpetual_ticket_count: number;
  readonly demonstration: boolean;
};
