/** Takings, cash sessions and closings. Amounts are minor units of the organisation's currency. */
import { z } from 'zod';
import { amount, businessDay, id, ms, operator, page, refused } from './field.ts';

const takings = {
  saleCount: z.int(),
  refundCount: z.int(),
  grossMinor: amount,
  /** Of the gross, what was brought back: negative. */
  refundMinor: amount,
  netMinor: amount,
  vatMinor: amount,
  discountMinor: amount,
  articleCount: z.int(),
  /** Sales of something: those of a gift card alone are left out. */
  basketCount: z.int(),
  /** Taken and no turnover: gift cards and purses that were sold or loaded. Methods add up to the gross and this. */
  storedValueMinor: amount,
  lastSaleMs: ms.nullable(),
};

const period = { storeId: id.nullable(), fromDay: businessDay, untilDay: businessDay, ...page };

const difference = z.strictObject({ method: z.string(), differenceMinor: amount });

const session = z.strictObject({
  sessionId: z.string(),
  chainId: z.string(),
  storeId: z.string(),
  storeName: z.string(),
  tillName: z.string(),
  businessDay: z.string(),
  state: z.string(),
  openedMs: ms.nullable(),
  openedBy: operator.nullable(),
  closedMs: ms.nullable(),
  closedBy: operator.nullable(),
  /** Who confirmed the count that stands, and had the drawer last. */
  countedBy: operator.nullable(),
  isCounted: z.boolean(),
  methods: z.array(
    z.strictObject({ method: z.string(), expectedMinor: amount, countedMinor: amount, differenceMinor: amount }),
  ),
  differenceMinor: amount,
  reason: z.string().nullable(),
});

const closing = z.strictObject({
  chainId: z.string(),
  seq: z.int(),
  zNumber: z.int(),
  businessDay: z.string(),
  atMs: ms,
  storeName: z.string(),
  tillName: z.string(),
  grossMinor: amount,
  netMinor: amount,
  vatMinor: amount,
  perpetualNetMinor: amount,
  perpetualTicketCount: z.int(),
});

const summed = { count: z.int(), amountMinor: amount };

const summedWithRefunds = { ...summed, refundCount: z.int(), refundedMinor: amount };

/** What the row of a Z says, as it was signed. */
const report = z.strictObject({
  closedBy: operator.nullable(),
  firstTicketNumber: z.string().nullable(),
  lastTicketNumber: z.string().nullable(),
  saleCount: z.int(),
  saleMinor: amount,
  refundCount: z.int(),
  /** Negative. */
  refundMinor: amount,
  articleCount: z.int(),
  discountMinor: amount,
  vat: z.array(z.strictObject({ rateBasisPoints: z.int(), netMinor: amount, vatMinor: amount, grossMinor: amount })),
  /** After refunds; of it, what was given back is negative. With rounding, and less what is no turnover, they make the total. */
  methods: z.array(z.strictObject({ method: z.string(), ...summedWithRefunds })),
  cashRoundingMinor: amount,
  /** The empty one: articles without any. */
  categories: z.array(z.strictObject({ category: z.string(), ...summed })),
  operators: z.array(z.strictObject({ operator, ...summedWithRefunds })),
  storedValue: z.strictObject({
    loadedMinor: amount,
    besideTurnoverMinor: amount,
    spentMinor: amount,
    returnedMinor: amount,
    outstandingMinor: amount,
  }),
  sessions: z.array(
    z.strictObject({
      sessionId: z.string(),
      openedBy: operator,
      countedBy: operator.nullable(),
      isCounted: z.boolean(),
      differences: z.array(difference),
      depositMinor: amount,
    }),
  ),
  perpetualAbsoluteMinor: amount,
});

export const salesCalls = {
  /** The whole organisation, or one store. Asked again and again: `known` is the stamp of what the page shows already. */
  today: {
    right: 'see-sales',
    input: z.strictObject({
      storeId: id.nullable(),
      /** Null: today, by the organisation's clock. */
      businessDay: businessDay.nullable(),
      known: z.string().max(100).nullable(),
    }),
    answer: z.union([
      z.strictObject({ kind: z.literal('unchanged'), stamp: z.string() }),
      z.strictObject({
        kind: z.literal('figures'),
        stamp: z.string(),
        businessDay: z.string(),
        total: z.strictObject(takings),
        hours: z.array(z.strictObject({ hour: z.int(), count: z.int(), grossMinor: amount })),
        methods: z.array(z.strictObject({ method: z.string(), count: z.int(), amountMinor: amount })),
        /** Those with the highest takings. */
        stores: z.array(z.strictObject({ storeId: z.string(), name: z.string(), ...takings })),
        /** How many sold anything, shown or not. */
        storeCount: z.int(),
        /** Of the one store that was asked for. */
        tills: z.array(z.strictObject({ tillId: z.string(), name: z.string(), ...takings })),
      }),
    ]),
  },
  /** Store by store; `after` is the last store that was looked at. */
  sessions: {
    right: 'see-sales',
    input: z.strictObject(period),
    answer: z.strictObject({ rows: z.array(session), next: z.string().nullable() }),
  },
  closings: {
    right: 'see-sales',
    input: z.strictObject(period),
    answer: z.strictObject({ rows: z.array(closing), next: z.string().nullable() }),
  },
  /** One Z, whole, out of its row. */
  closing: {
    right: 'see-sales',
    input: z.strictObject({ chainId: id, seq: z.int().min(1) }),
    answer: z.union([
      z.strictObject({ kind: z.literal('found'), closing, report }),
      refused('unknown', 'not-understood'),
    ]),
  },
} as const;
