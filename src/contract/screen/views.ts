/**
 * What the page paints. Every figure is worked out in the till; the page formats and adds nothing up.
 */
import { z } from 'zod';
import { memberSchema, presentedCardSchema, storedValueSchema, voucherLineSchema } from './members.ts';
import { tenderMethodSchema } from './settings.ts';

const minor = z.int();
const id = z.string().min(1).max(64);

export const currencySchema = z.strictObject({
  code: z.string().length(3),
  exponent: z.int().min(0).max(4),
  cashUnitMinor: minor,
});

export const operatorSchema = z.strictObject({
  id,
  name: z.string(),
  role: z.enum(['cashier', 'clerk', 'manager']),
  rights: z.array(z.string()),
});

export const productSchema = z.strictObject({
  id,
  name: z.string(),
  brand: z.string().optional(),
  gtin: z.string().optional(),
  plu: z.string().optional(),
  unit: z.enum(['piece', 'kg', 'l']),
  priceMinor: minor,
  vatRateBasisPoints: z.int(),
  category: z.string().optional(),
  stockMilli: z.int().optional(),
});

export const lineSchema = z.strictObject({
  lineId: id,
  productId: id,
  label: z.string(),
  brand: z.string().optional(),
  gtin: z.string().optional(),
  unit: z.enum(['piece', 'kg', 'l']),
  quantityMilli: z.int(),
  unitPriceMinor: minor,
  /** What is paid for the line, its discount and its share of the ticket's taken off. */
  grossMinor: minor,
  /** Unit price × quantity, where something was taken off. */
  listGrossMinor: minor.optional(),
  /** The price of the list, where somebody set another. */
  listUnitPriceMinor: minor.optional(),
  discount: z.strictObject({ kind: z.enum(['percent', 'amount']), value: z.int(), reason: z.string() }).optional(),
  vatRateBasisPoints: z.int(),
  /** `deposit` lines follow their product line and go with it; `voucher` is a single-purpose voucher. */
  kind: z.enum(['product', 'deposit', 'voucher']),
  ageLimitYears: z.int().optional(),
  /** What there is, where the ticket takes more of it. */
  stockLeftMilli: z.int().optional(),
});

export const vatRowSchema = z.strictObject({
  rateBasisPoints: z.int(),
  grossMinor: minor,
  netMinor: minor,
  vatMinor: minor,
});

export const jobSchema = z.strictObject({
  jobId: id,
  kind: z.enum(['receipt', 'duplicate', 'pulse', 'test', 'slip', 'report']),
  state: z.enum(['queued', 'sending', 'printed', 'handed-over', 'failed', 'unknown', 'discarded']),
  /** Why it failed or waits, a fault code. */
  fault: z.string().optional(),
  ticketNumber: z.string().optional(),
});

/** What the last scan or command of this station led to, for the line beside the field. */
export const basketNoticeSchema = z.strictObject({
  /** Grows by one each time, so that the same words shown twice are seen twice. */
  serial: z.int(),
  /** `card`: a card was read, and `reason` says what is known of it. `receipt`: one of ours, `params.ticketId` is its ticket. */
  kind: z.enum(['added', 'refused', 'card', 'receipt']),
  reason: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  lineId: id.optional(),
});

/** What goes back to the customer by one way, out of the drawer or by a device or an account. */
export const backSchema = z.strictObject({ method: tenderMethodSchema, amountMinor: minor });

export const lastTicketSchema = z.strictObject({
  ticketId: id,
  number: z.string(),
  totalMinor: minor,
  tenderedMinor: minor,
  changeMinor: minor,
  isRefund: z.boolean(),
  /** Change of a sale, or each way's part of a refund; empty where nothing goes back. */
  back: z.array(backSchema),
  receipt: jobSchema.nullable(),
});

/** A ticket that waits for its customer. */
export const heldTicketSchema = z.strictObject({
  ticketId: id,
  label: z.string(),
  totalMinor: minor,
  articleCount: z.int(),
  heldAtMs: z.int(),
  operatorName: z.string(),
});

/** One part of a payment. */
export const tenderSchema = z.strictObject({
  method: tenderMethodSchema,
  tenderedMinor: z.int().min(-1_000_000_000_000).max(1_000_000_000_000),
  /** Of gift card and purse. */
  accountId: id.optional(),
  /** Approval code, number of a cheque; never the number of a card. */
  reference: z.string().max(40).optional(),
});

export const basketViewSchema = z.strictObject({
  ticketId: id,
  version: z.int().min(0),
  lines: z.array(lineSchema),
  vouchers: z.array(voucherLineSchema),
  /** Lines and vouchers: what is to be paid. */
  totalMinor: minor,
  /** What cash can pay: the total rounded to the smallest coin of the currency. */
  cashTotalMinor: minor,
  /** What was taken off, lines and ticket together. */
  discountMinor: minor,
  discount: z.strictObject({ kind: z.enum(['percent', 'amount']), value: z.int(), reason: z.string() }).nullable(),
  member: memberSchema.nullable(),
  storedValue: z.array(storedValueSchema),
  presentedCard: presentedCardSchema.nullable(),
  /** What meal vouchers may pay of it. */
  mealVoucherMinorMax: minor,
  methods: z.array(tenderMethodSchema),
  /** What was received already of a payment in several parts. */
  tenders: z.array(tenderSchema),
  held: z.array(heldTicketSchema),
  articleCount: z.int(),
  vat: z.array(vatRowSchema),
  quickAmountsMinor: z.array(minor),
  /** `3 ×` typed and waiting for its article; null where the next one is taken once. */
  nextQuantityMilli: z.int().nullable(),
  /** Grows when headquarters has answered about a ticket of another till. */
  lookUps: z.int(),
  /** Tickets for whose refund headquarters is being asked: the refund goes on once it is no longer there. */
  refundsAsked: z.array(z.string()),
  notice: basketNoticeSchema.nullable(),
  /** The ticket validated just before on this station: change to give, receipt on its way. */
  lastTicket: lastTicketSchema.nullable(),
  /** Money that had been received for the ticket abandoned just before, until anything else is done; null where there was none. */
  abandoned: z.strictObject({ ticketId: id, back: z.array(backSchema).min(1) }).nullable(),
});

export const deviceViewSchema = z.strictObject({
  id,
  kind: z.enum(['printer', 'drawer', 'scanner', 'display', 'card']),
  name: z.string(),
  state: z.enum(['ready', 'connecting', 'trouble', 'absent', 'disabled']),
  fault: z.string().optional(),
});

export const noticeSchema = z.strictObject({
  id,
  level: z.enum(['info', 'warning', 'alarm']),
  /** A fault code, or the name of what happened: `till-restarted`, `devices-restarted`, `job-unknown`. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  atMs: z.int(),
  /** The print job it is about, where there is a choice to make. */
  job: jobSchema.optional(),
});

export const statusViewSchema = z.strictObject({
  tillId: id,
  businessDay: z.string().nullable(),
  sessionId: z.string().nullable(),
  /** `refused`: headquarters answers, and does not take what is sent. */
  network: z.enum(['standalone', 'online', 'offline', 'refused']),
  /** Entries that headquarters does not have, and the age of the oldest; null where there is none to have them. */
  unsentCount: z.int().nullable(),
  unsentOldestMs: z.int().nullable(),
  /** Why it is refused, a word of the till or a code of headquarters; null where nothing is. */
  hqRefusal: z.string().max(64).nullable(),
  copy: z.strictObject({
    state: z.enum(['none', 'current', 'behind', 'unreachable']),
    ageMs: z.int().nullable(),
    place: z.string().nullable(),
  }),
  devices: z.array(deviceViewSchema),
  notices: z.array(noticeSchema),
  demonstration: z.boolean(),
  keyStore: z.enum(['file', 'os']),
  catalogueProducts: z.int(),
  /** Age of the price list of headquarters, to the minute; null without one. */
  priceListMs: z.int().nullable(),
});

/** A device that the page itself hears. */
export const pageDeviceSchema = z.strictObject({
  id,
  kind: z.enum(['scanner', 'card']),
  via: z.enum(['wedge', 'camera']),
  layout: z.enum(['us', 'fr']).optional(),
  repeatMs: z.int().optional(),
});

export const stationViewSchema = z.strictObject({
  stationId: id,
  operator: operatorSchema.nullable(),
  /** Who can sign in here; names only. */
  operators: z.array(
    z.strictObject({
      id,
      name: z.string(),
      role: z.enum(['cashier', 'clerk', 'manager']),
      /** Whether they can let an action of somebody else pass. */
      mayApprove: z.boolean(),
    }),
  ),
  shop: z.strictObject({
    name: z.string(),
    currency: currencySchema,
    receiptLanguage: z.enum(['fr', 'en', 'ar']),
    /** Whether a receipt is printed unless the cashier says no (false: on request only, AGEC). */
    printByDefault: z.boolean(),
    /** IANA name; clock times on the screen and on paper are those of the shop. */
    timeZone: z.string(),
    demonstration: z.boolean(),
    version: z.string(),
  }),
  pageDevices: z.array(pageDeviceSchema),
});

export const ticketSummarySchema = z.strictObject({
  ticketId: id,
  number: z.string(),
  isRefund: z.boolean(),
  atMs: z.int(),
  totalMinor: minor,
  operatorName: z.string(),
  copies: z.int(),
  receipt: jobSchema.nullable(),
});

export type BasketView = z.infer<typeof basketViewSchema>;
export type LineView = z.infer<typeof lineSchema>;
export type StatusView = z.infer<typeof statusViewSchema>;
export type StationView = z.infer<typeof stationViewSchema>;
export type ProductView = z.infer<typeof productSchema>;
export type OperatorView = z.infer<typeof operatorSchema>;
export type JobView = z.infer<typeof jobSchema>;
export type NoticeView = z.infer<typeof noticeSchema>;
export type DeviceView = z.infer<typeof deviceViewSchema>;
export type PageDevice = z.infer<typeof pageDeviceSchema>;
export type TicketSummary = z.infer<typeof ticketSummarySchema>;

/** A line of a ticket with what of it can still be brought back. */
export const refundableLineSchema = z.strictObject({
  lineId: id,
  label: z.string(),
  unit: z.enum(['piece', 'kg', 'l']),
  quantityMilli: z.int(),
  refundedMilli: z.int(),
  /** What was paid for the whole line. */
  grossMinor: minor,
  /** What is left of it to give back. */
  refundableMinor: minor,
  /** `voucher`: stored value is not brought back here. */
  why: z.enum(['ok', 'all-refunded', 'voucher', 'deposit-with-product']),
});

export const refundableSchema = z.strictObject({
  ticketId: id,
  number: z.string(),
  atMs: z.int(),
  totalMinor: minor,
  lines: z.array(refundableLineSchema),
  /** How it was paid, and what of each method can still be given back by it. */
  methods: z.array(
    z.strictObject({ method: tenderMethodSchema, paidMinor: minor, refundableMinor: minor, accountId: id.optional() }),
  ),
  memberName: z.string().nullable(),
  /** The till of another chain that sold it; null for the own one. */
  soldAt: z.strictObject({ tillName: z.string(), storeName: z.string().nullable() }).nullable(),
});

export type Refundable = z.infer<typeof refundableSchema>;
export type HeldTicket = z.infer<typeof heldTicketSchema>;
