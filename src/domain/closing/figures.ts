/** The figures of a period as rows and reports say them, each list in its order. */
import { expectedInDrawer } from '#domain/cash-session/cash-session.ts';
import type { DayClosedPayload, TenderMethod } from '#domain/journal/journal.ts';
import type { ClosingState, StoredValueMethod } from './fold.ts';

/** What an X of a session and a Z of a day say alike. */
export type PeriodFigures = Omit<
  DayClosedPayload,
  | 'z_number'
  | 'station_id'
  | 'utc_offset_minutes'
  | 'first_seq'
  | 'last_seq'
  | 'sessions'
  | 'perpetual_net_minor'
  | 'perpetual_absolute_minor'
  | 'perpetual_ticket_count'
  | 'demonstration'
>;

/** What the holders of all accounts are owed now: no sum of a period, but of all movements there ever were. */
export interface Outstanding {
  readonly storedValueMinor: number;
  readonly points: number;
}

/** The order in which methods are listed. */
const METHODS: readonly TenderMethod[] = ['cash', 'card', 'cheque', 'meal-voucher', 'gift-card', 'purse'];

export function reportFigures(
  state: ClosingState,
  period: { readonly businessDay: string; readonly currency: string; readonly outstanding: Outstanding },
): PeriodFigures {
  const { storedValue, points, cashMoved } = state;
  return {
    business_day: period.businessDay,
    currency: period.currency,
    ...(state.firstTicketNumber === null ? {} : { first_ticket_number: state.firstTicketNumber }),
    ...(state.lastTicketNumber === null ? {} : { last_ticket_number: state.lastTicketNumber }),
    sales: state.sales,
    refunds: state.refunds,
    gross_minor: state.sales.amount_minor + state.refunds.amount_minor,
    net_minor: state.netMinor,
    vat_minor: state.vatMinor,
    vat: [...state.vat.values()].toSorted((left, right) => left.rate_basis_points - right.rate_basis_points),
    article_count: state.articleCount,
    methods: METHODS.flatMap((method) => {
      const sum = state.methods.get(method);
      return sum === undefined ? [] : [{ method, ...sum }];
    }),
    cash_rounding_minor: state.cashRoundingMinor,
    categories: byName(state.categories).map(([category, sum]) => ({ category, ...sum })),
    operators: byName(state.operators).map(([operator, sum]) => ({ operator, ...sum })),
    hours: [...state.hours].toSorted(([left], [right]) => left - right).map(([hour, sum]) => ({ hour, ...sum })),
    discounts: state.discounts,
    price_overrides: state.priceOverrides,
    voided_lines: state.voidedLines,
    cancelled_tickets: state.cancelledTickets,
    drawer_openings: state.drawerOpenings,
    duplicates: state.duplicates,
    approvals: state.approvals,
    stored_value: {
      loaded_minor: storedValue.loadedMinor,
      spent_minor: storedValue.spentMinor,
      returned_minor: storedValue.returnedMinor,
      beside_turnover_minor: state.besideTurnoverMinor,
      outstanding_minor: period.outstanding.storedValueMinor,
    },
    points: {
      earned: points.earned,
      redeemed: points.redeemed,
      taken_back: points.takenBack,
      given_back: points.givenBack,
      expired: points.expired,
      outstanding: period.outstanding.points,
    },
    cash_moved: { pay_in: cashMoved.payIn, pay_out: cashMoved.payOut, safe_drop: cashMoved.safeDrop },
  };
}

/** What each method should have brought: the drawer's ledger for cash, the payments for the others. */
export function expectedByMethod(state: ClosingState): ReadonlyMap<TenderMethod, number> {
  const expected = new Map<TenderMethod, number>([['cash', expectedInDrawer(state.drawer)]]);
  for (const [method, { amount_minor: amountMinor }] of state.methods)
    if (method !== 'cash') expected.set(method, amountMinor);
  return expected;
}

/**
 * What the movements of accounts say was paid with stored value: the counterpart of its payments, as the total of a
 * terminal is that of the cards. Nobody can count it, and nobody has to.
 */
export function storedValueByMethod(state: ClosingState): ReadonlyMap<StoredValueMethod, number> {
  return state.ledger;
}

function byName<Sum>(sums: ReadonlyMap<string, Sum>): readonly (readonly [string, Sum])[] {
  return [...sums].toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}
