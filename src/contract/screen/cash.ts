/**
 * The cash session on the wire (docs/spec/cash-session.md). From counting until the count is confirmed nothing here, and
 * nothing that any query answers, says or lets anybody work out what is expected in the drawer.
 */
import { z } from 'zod';
import { tenderMethodSchema } from './settings.ts';

const minor = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
const id = z.string().min(1).max(64);
const date = z.iso.date();

/** Coins and notes as somebody counted them. A negative number or a denomination of another currency is refused in words. */
export const countsSchema = z.array(z.strictObject({ denominationMinor: z.int(), count: z.int() })).max(40);

/** Somebody with the right `approve` lets this one action pass, with the PIN that only they know. */
export const approvalSchema = z.strictObject({ operatorId: id, pin: z.string().max(32) });

const countedMethod = z.strictObject({
  method: tenderMethodSchema,
  expectedMinor: minor,
  countedMinor: minor,
  differenceMinor: minor,
  pieces: z.int().optional(),
});

/** A session that is being counted, or waits for it. */
export const sessionToCountSchema = z.strictObject({
  sessionId: id,
  businessDay: date,
  state: z.enum(['counting', 'blind-closed']),
  openedByName: z.string(),
  openedAtMs: z.int(),
  /** The confirmed count that stands; null while nothing is confirmed, and then nothing of it is known here. */
  count: z
    .strictObject({
      countNumber: z.int(),
      methods: z.array(countedMethod),
      /** What closing it needs beside: a reason above one limit, an approval above another. */
      needs: z.enum(['nothing', 'reason', 'approval']),
      countedCashMinor: minor,
    })
    .nullable(),
});

export const cashViewSchema = z.strictObject({
  state: z.enum(['none', 'open', 'suspended', 'counting']),
  sessionId: id.nullable(),
  businessDay: date.nullable(),
  /** The business day that opening begins where that is not today, because a day as late is closed already; else null. */
  nextBusinessDay: z.strictObject({ businessDay: date, lastClosedDay: date }).nullable(),
  openedAtMs: z.int().nullable(),
  openedByName: z.string().nullable(),
  /** What the last close left for the next session; null where there was none, and while anything is uncounted. */
  leftMinor: minor.nullable(),
  /** How the open day stands against the calendar and the shop's longest day. */
  dayAge: z.enum(['today', 'ahead', 'past-midnight', 'too-long']),
  /** Tickets in progress on any station, which a count puts on hold first. */
  openTickets: z.int(),
  heldTickets: z.int(),
  toCount: z.array(sessionToCountSchema),
  /** Business days without a Z, the oldest first. `ready`: all its sessions are closed. */
  unclosedDays: z.array(z.strictObject({ businessDay: date, isReady: z.boolean() })),
  /** Coins and notes of the currency, the largest first, and the smallest that is a note. */
  denominationsMinor: z.array(minor),
  smallestNoteMinor: minor,
  methods: z.array(tenderMethodSchema),
  payInReasons: z.array(z.string()),
  payOutReasons: z.array(z.string()),
  nextFloatMinor: minor,
  isDropAdvised: z.boolean(),
});

/**
 * One line of a report: a name from the shop (category, operator, method, hour) with what it sums. The amount is after
 * refunds; of it, methods and people say how often and how much went back.
 */
const sum = z.strictObject({ key: z.string(), count: z.int(), amountMinor: minor });
const sumWithRefunds = sum.extend({ refundCount: z.int(), refundedMinor: minor });

const vatRow = z.strictObject({ rateBasisPoints: z.int(), grossMinor: minor, netMinor: minor, vatMinor: minor });

/** The drawer line by line: the lines add up to what is expected. */
export const drawerSchema = z.strictObject({
  floatMinor: minor,
  receivedMinor: minor,
  changeMinor: minor,
  refundedMinor: minor,
  payInMinor: minor,
  payOutMinor: minor,
  safeDropMinor: minor,
  expectedMinor: minor,
});

const figures = {
  businessDay: date,
  ticketCount: z.int(),
  refundCount: z.int(),
  articleCount: z.int(),
  grossMinor: minor,
  netMinor: minor,
  vatMinor: minor,
  refundsMinor: minor,
  discountsMinor: minor,
  vat: z.array(vatRow),
  /** With the rounding of cash, and less what is beside the turnover, they add up to the total. */
  methods: z.array(sumWithRefunds),
  cashRoundingMinor: minor,
  categories: z.array(sum),
  operators: z.array(sumWithRefunds),
  hours: z.array(sum),
  counts: z.strictObject({
    discounts: z.int(),
    overrides: z.int(),
    voidedLines: z.int(),
    cancelledTickets: z.int(),
    drawerOpenings: z.int(),
    duplicates: z.int(),
    approvals: z.int(),
  }),
  storedValue: z.strictObject({
    loadedMinor: minor,
    besideTurnoverMinor: minor,
    spentMinor: minor,
    returnedMinor: minor,
    outstandingMinor: minor,
  }),
  points: z.strictObject({
    earned: z.int(),
    redeemed: z.int(),
    takenBack: z.int(),
    expired: z.int(),
    outstanding: z.int(),
  }),
};

/** An X: the session that is open, as it stands now. */
export const xReportSchema = z.strictObject({ ...figures, sessionId: id, atMs: z.int(), drawer: drawerSchema });

const closedSession = z.strictObject({
  sessionId: id,
  openedByName: z.string(),
  /** Who confirmed the count that stands; null where nobody counted. */
  countedByName: z.string().nullable(),
  closedByName: z.string(),
  openedAtMs: z.int(),
  closedAtMs: z.int(),
  isCounted: z.boolean(),
  methods: z.array(countedMethod),
  drawer: drawerSchema.nullable(),
  reason: z.string().nullable(),
  depositMinor: minor,
  nextFloatMinor: minor,
});

/** A Z as it was signed. */
export const closingSchema = z.strictObject({
  ...figures,
  zNumber: z.int(),
  closedAtMs: z.int(),
  closedByName: z.string(),
  perpetualNetMinor: minor,
  perpetualAbsoluteMinor: minor,
  sessions: z.array(closedSession),
  demonstration: z.boolean(),
});

export const closingSummarySchema = z.strictObject({
  businessDay: date,
  zNumber: z.int(),
  /** Sales; refunds are counted apart, as in the Z itself. */
  ticketCount: z.int(),
  refundCount: z.int(),
  grossMinor: minor,
  /** Of cash. */
  differenceMinor: minor,
  /** Of each method that differs, all sessions of the day: one method never makes up for another. */
  differences: z.array(z.strictObject({ method: tenderMethodSchema, differenceMinor: minor })),
});

export type CashView = z.infer<typeof cashViewSchema>;
export type SessionToCount = z.infer<typeof sessionToCountSchema>;
export type XReport = z.infer<typeof xReportSchema>;
export type ClosingView = z.infer<typeof closingSchema>;
export type ClosingSummary = z.infer<typeof closingSummarySchema>;
export type Counts = z.infer<typeof countsSchema>;
