/**
 * What the page paints. Every figure is worked out in the till; the page formats and adds nothing up.
 */
import { z } from 'zod';

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
  grossMinor: minor,
  vatRateBasisPoints: z.int(),
  /** `deposit` lines follow their product line and go with it. */
  kind: z.enum(['product', 'deposit']),
  ageLimitYears: z.int().optional(),
});

export const vatRowSchema = z.strictObject({
  rateBasisPoints: z.int(),
  grossMinor: minor,
  netMinor: minor,
  vatMinor: minor,
});

export const jobSchema = z.strictObject({
  jobId: id,
  kind: z.enum(['receipt', 'duplicate', 'pulse', 'test']),
  state: z.enum(['queued', 'sending', 'printed', 'handed-over', 'failed', 'unknown', 'discarded']),
  /** Why it failed or waits, a fault code. */
  fault: z.string().optional(),
  ticketNumber: z.string().optional(),
});

/** What the last scan or command of this station led to, for the line beside the field. */
export const basketNoticeSchema = z.strictObject({
  /** Grows by one each time, so that the same words shown twice are seen twice. */
  serial: z.int(),
  /** `card`: a card was read, and `reason` says what is known of it. */
  kind: z.enum(['added', 'refused', 'card']),
  reason: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  lineId: id.optional(),
});

export const lastTicketSchema = z.strictObject({
  ticketId: id,
  number: z.string(),
  totalMinor: minor,
  tenderedMinor: minor,
  changeMinor: minor,
  receipt: jobSchema.nullable(),
});

export const basketViewSchema = z.strictObject({
  ticketId: id,
  version: z.int().min(0),
  lines: z.array(lineSchema),
  totalMinor: minor,
  /** What cash can pay: the total rounded to the smallest coin of the currency. */
  cashTotalMinor: minor,
  articleCount: z.int(),
  vat: z.array(vatRowSchema),
  quickAmountsMinor: z.array(minor),
  /** `3 ×` typed and waiting for its article; null where the next one is taken once. */
  nextQuantityMilli: z.int().nullable(),
  notice: basketNoticeSchema.nullable(),
  /** The ticket validated just before on this station: change to give, receipt on its way. */
  lastTicket: lastTicketSchema.nullable(),
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
  /** No headquarters in this version: every entry is local. */
  network: z.enum(['standalone', 'online', 'offline']),
  unsentCount: z.int().nullable(),
  unsentOldestMs: z.int().nullable(),
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
  operators: z.array(z.strictObject({ id, name: z.string(), role: z.enum(['cashier', 'clerk', 'manager']) })),
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
