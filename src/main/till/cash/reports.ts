/** An X and a Z as the page paints them: the figures as they were summed, with the names that the shop has today. */
import type { ClosingSummary, ClosingView, XReport } from '#contract/screen/cash.ts';
import { drawerPayload } from '#domain/cash-session/cash-session.ts';
import { type PeriodFigures, reportFigures } from '#domain/closing/closing.ts';
import {
  type CountedMethodPayload,
  type DrawerPayload,
  type Entry,
  payloadOf,
  type SumPayload,
  type SumWithRefundsPayload,
  wallMsOf,
} from '#domain/journal/journal.ts';
import type { SessionRecord } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { operatorName } from '../receipt.ts';
import { bookOf } from './book.ts';
import { isAnythingHidden } from './hidden.ts';
import { outstandingNow } from './outstanding.ts';

type Figures = Omit<XReport, 'sessionId' | 'atMs' | 'drawer'>;
type Sum = XReport['hours'][number];
type SumWithRefunds = XReport['methods'][number];

/** The X of a session as it stands now; whether it may be seen is the caller's to know. */
export function xReportOf(core: TillCore, session: SessionRecord): XReport {
  return {
    ...figuresView(core, xFigures(core, session)),
    sessionId: session.sessionId,
    atMs: core.ports.clock.wallMs(),
    drawer: drawerView(drawerPayload(bookOf(core).session(session).drawer)),
  };
}

/**
 * The figures of a session so far. What is owed to holders of accounts is the shop's and not the session's; while another
 * session waits for its count it would tell what was loaded there, and is then what this session alone changed.
 */
export function xFigures(core: TillCore, session: SessionRecord): PeriodFigures {
  const { store } = core.ports;
  const state = bookOf(core).session(session);
  const { storedValue, points } = state;
  const ofSession = {
    storedValueMinor: storedValue.loadedMinor - storedValue.spentMinor + storedValue.returnedMinor,
    points: points.earned - points.redeemed - points.takenBack + points.givenBack,
  };
  return reportFigures(state, {
    businessDay: session.businessDay,
    currency: core.currency.code,
    outstanding: isAnythingHidden(store) ? ofSession : outstandingNow(core, store),
  });
}

/** A Z as it was signed, with the closings of its sessions. */
export function closingView(core: TillCore, closing: Entry): ClosingView {
  const row = payloadOf(closing, 'day-closed');
  return {
    ...figuresView(core, row),
    zNumber: row.z_number,
    closedAtMs: wallMsOf(closing.at) ?? 0,
    closedByName: operatorName(core.ports.store, closing.operator),
    perpetualNetMinor: row.perpetual_net_minor,
    perpetualAbsoluteMinor: row.perpetual_absolute_minor,
    sessions: core.ports.store
      .sessionsOfDay(row.business_day)
      .flatMap((session) => (session.closing === null ? [] : [closedSession(core, session, session.closing)])),
    demonstration: row.demonstration,
  };
}

/** A Z in the list of them. */
export function closingSummary(closing: Entry): ClosingSummary {
  const row = payloadOf(closing, 'day-closed');
  const found = row.sessions.flatMap((session) => session.differences);
  const differences = [...Map.groupBy(found, ({ method }) => method)].map(([method, own]) => ({
    method,
    differenceMinor: own.reduce((sum, { difference_minor: minor }) => sum + minor, 0),
  }));
  return {
    businessDay: row.business_day,
    zNumber: row.z_number,
    ticketCount: row.sales.count,
    refundCount: row.refunds.count,
    grossMinor: row.gross_minor,
    differenceMinor: differences.find(({ method }) => method === 'cash')?.differenceMinor ?? 0,
    differences: differences.filter(({ differenceMinor }) => differenceMinor !== 0),
  };
}

function closedSession(core: TillCore, session: SessionRecord, closing: Entry): ClosingView['sessions'][number] {
  const { store } = core.ports;
  const row = payloadOf(closing, 'session-closed');
  const common = {
    sessionId: session.sessionId,
    openedByName: operatorName(store, session.openedBy),
    countedByName: session.count === null ? null : operatorName(store, session.count.operator),
    closedByName: operatorName(store, closing.operator),
    openedAtMs: session.openedAtMs,
    closedAtMs: wallMsOf(closing.at) ?? 0,
  };
  if (!row.counted)
    return {
      ...common,
      isCounted: false,
      methods: [],
      drawer: null,
      reason: null,
      depositMinor: 0,
      nextFloatMinor: 0,
    };
  return {
    ...common,
    isCounted: true,
    methods: row.methods.map(countedView),
    drawer: drawerView(row.drawer),
    reason: row.reason ?? null,
    depositMinor: row.deposit_minor,
    nextFloatMinor: row.next_float_minor,
  };
}

/** What one method was found to be. */
export function countedView(row: CountedMethodPayload): ClosingView['sessions'][number]['methods'][number] {
  return {
    method: row.method,
    expectedMinor: row.expected_minor,
    countedMinor: row.counted_minor,
    differenceMinor: row.difference_minor,
    ...(row.pieces === undefined ? {} : { pieces: row.pieces }),
  };
}

function drawerView(drawer: DrawerPayload): XReport['drawer'] {
  return {
    floatMinor: drawer.float_minor,
    receivedMinor: drawer.received_minor,
    changeMinor: drawer.change_minor,
    refundedMinor: drawer.refunded_minor,
    payInMinor: drawer.pay_in_minor,
    payOutMinor: drawer.pay_out_minor,
    safeDropMinor: drawer.safe_drop_minor,
    expectedMinor: drawer.expected_minor,
  };
}

function figuresView(core: TillCore, figures: PeriodFigures): Figures {
  const { store } = core.ports;
  const { stored_value: stored, points } = figures;
  return {
    businessDay: figures.business_day,
    ticketCount: figures.sales.count,
    refundCount: figures.refunds.count,
    articleCount: figures.article_count,
    grossMinor: figures.gross_minor,
    netMinor: figures.net_minor,
    vatMinor: figures.vat_minor,
    refundsMinor: figures.refunds.amount_minor,
    discountsMinor: figures.discounts.amount_minor,
    vat: figures.vat.map((row) => ({
      rateBasisPoints: row.rate_basis_points,
      grossMinor: row.gross_minor,
      netMinor: row.net_minor,
      vatMinor: row.vat_minor,
    })),
    methods: figures.methods.map((row) => sumWithRefundsView(row.method, row)),
    cashRoundingMinor: figures.cash_rounding_minor,
    categories: figures.categories.map((row) => sumView(row.category, row)),
    operators: figures.operators.map((row) => sumWithRefundsView(operatorName(store, row.operator), row)),
    hours: figures.hours.map((row) => sumView(String(row.hour), row)),
    counts: {
      discounts: figures.discounts.count,
      overrides: figures.price_overrides.count,
      voidedLines: figures.voided_lines.count,
      cancelledTickets: figures.cancelled_tickets.count,
      drawerOpenings: figures.drawer_openings,
      duplicates: figures.duplicates,
      approvals: figures.approvals,
    },
    storedValue: {
      loadedMinor: stored.loaded_minor,
      besideTurnoverMinor: stored.beside_turnover_minor,
      spentMinor: stored.spent_minor,
      returnedMinor: stored.returned_minor,
      outstandingMinor: stored.outstanding_minor,
    },
    points: {
      earned: points.earned,
      redeemed: points.redeemed,
      takenBack: points.taken_back,
      expired: points.expired,
      outstanding: points.outstanding,
    },
  };
}

function sumView(key: string, sum: SumPayload): Sum {
  return { key, count: sum.count, amountMinor: sum.amount_minor };
}

/** Methods and operators say beside what refunds gave back of it. */
function sumWithRefundsView(key: string, sum: SumWithRefundsPayload): SumWithRefunds {
  return { ...sumView(key, sum), refundCount: sum.refund_count, refundedMinor: sum.refunded_minor };
}
