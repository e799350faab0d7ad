/**
 * The screen contract: everything a page can ask of the till and everything the till tells it. Types are inferred
 * from the schemas; both shells carry it, and both validate at the edge.
 */
import { z } from 'zod';
import {
  approvalSchema,
  cashViewSchema,
  closingSchema,
  closingSummarySchema,
  countsSchema,
  xReportSchema,
} from './cash.ts';
import { customerViewSchema } from './customer.ts';
import { deviceConfigSchema, devicesViewSchema } from './devices.ts';
import { accountSchema, customerFileSchema, customerSummarySchema, personFieldsSchema } from './members.ts';
import { headquartersViewSchema, unsentEntrySchema } from './headquarters.ts';
import { refusalSchema } from './refusal.ts';
import { settingsChangeSchema, settingsSchema, settingsSchemas, tenderMethodSchema } from './settings.ts';
import { countedLineSchema, receivedLineSchema, STOCK_LINES_MAX, stockModeSchema, stockViewSchema } from './stock.ts';
import {
  basketViewSchema,
  jobSchema,
  productSchema,
  refundableSchema,
  stationViewSchema,
  statusViewSchema,
  tenderSchema,
  ticketSummarySchema,
} from './views.ts';

/** Raised with every change of the schemas below; a test holds it to their hash. */
export const SCREEN_VERSION = 7;
/** The longest scan that is looked at; a longer one is refused as unreadable. */
export const SCAN_CHARACTERS_MAX = 512;

const id = z.string().min(1).max(64);
const minor = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
const reason = z.string().max(200);
/** Beyond the operator's own limit: who lets this one action pass. Without it the answer is `approval_needed`. */
const approvable = { approval: approvalSchema.optional() };
const discount = z.strictObject({ kind: z.enum(['percent', 'amount']), value: z.int() });
const onTicket = { ticketId: id, basketVersion: z.int().min(0) };
const done = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.union([z.strictObject({ kind: z.literal('done'), ...shape }), refusalSchema]);

/** Commands change something. Each carries an id made by the page; the same id returns the first outcome. */
export const commands = {
  signIn: { input: z.strictObject({ operatorId: id, pin: z.string().max(32) }), outcome: done({}) },
  signOut: { input: z.strictObject({}), outcome: done({}) },
  /** An append, made once by its id and never refused for staleness. No line where what was read was a card. */
  scan: {
    input: z.strictObject({
      text: z.string().max(SCAN_CHARACTERS_MAX * 8),
      symbology: z.string().max(32).optional(),
      source: z.string().max(64),
    }),
    outcome: done({ lineId: id.optional() }),
  },
  /** Without a quantity: the one typed before it, else one piece; what is weighed is refused as `quantity_needed`. */
  addProduct: {
    input: z.strictObject({ ...onTicket, productId: id, quantityMilli: z.int().optional() }),
    outcome: done({ lineId: id }),
  },
  /** The quantity of the next article of this station, from whatever scanner it comes; null takes it back. */
  multiply: { input: z.strictObject({ quantityMilli: z.int().nullable() }), outcome: done({}) },
  setQuantity: { input: z.strictObject({ ...onTicket, lineId: id, quantityMilli: z.int() }), outcome: done({}) },
  voidLine: { input: z.strictObject({ ...onTicket, lineId: id }), outcome: done({}) },
  cancelTicket: { input: z.strictObject({ ...onTicket }), outcome: done({}) },
  /**
   * What was received so far of a payment in several parts, whole each time: it stays with the ticket until that is paid or
   * cancelled. Whether it may pay is judged by `pay`, which is sent all parts.
   */
  setTenders: {
    input: z.strictObject({ ...onTicket, payments: z.array(tenderSchema).max(16) }),
    outcome: done({}),
  },
  pay: {
    input: z.strictObject({
      ...onTicket,
      payments: z.array(tenderSchema).min(1).max(16),
      print: z.enum(['paper', 'none']),
      /** Of a card beyond what it may spend in a day; without it the answer is `spending_cap`. */
      ...approvable,
    }),
    outcome: done({ ticketNumber: z.string(), changeMinor: minor, totalMinor: minor, receiptJobId: id.nullable() }),
  },
  /** Null takes the discount back. */
  discountLine: {
    input: z.strictObject({ ...onTicket, lineId: id, discount: discount.nullable(), reason, ...approvable }),
    outcome: done({}),
  },
  discountTicket: {
    input: z.strictObject({ ...onTicket, discount: discount.nullable(), reason, ...approvable }),
    outcome: done({}),
  },
  overridePrice: {
    input: z.strictObject({ ...onTicket, lineId: id, unitPriceMinor: minor, reason, ...approvable }),
    outcome: done({}),
  },
  /** Puts the ticket aside for later, and begins an empty one. */
  holdTicket: { input: z.strictObject({ ...onTicket, label: z.string().max(40) }), outcome: done({}) },
  /** Takes a held ticket up on this station, whose own is empty. */
  recallTicket: { input: z.strictObject({ heldTicketId: id }), outcome: done({}) },
  /** Brings lines of a ticket back at the price that was paid, as a ticket of its own. */
  refund: {
    input: z.strictObject({
      ticketId: id,
      lines: z.array(z.strictObject({ lineId: id, quantityMilli: z.int() })).max(500),
      payments: z
        .array(z.strictObject({ method: tenderMethodSchema, amountMinor: minor, accountId: id.optional() }))
        .min(1)
        .max(16),
      reason,
      print: z.enum(['paper', 'none']),
      ...approvable,
    }),
    outcome: done({ ticketId: id, ticketNumber: z.string(), totalMinor: minor, receiptJobId: id.nullable() }),
  },
  /** The page leaves a refund: lines that headquarters keeps for it are given back. */
  leaveRefund: { input: z.strictObject({}), outcome: done({}) },

  /** A new customer from one field or one card, or both. `evenIfAlike`: it was seen that somebody alike is here already. */
  enrol: {
    input: z.strictObject({ fields: personFieldsSchema, cardRef: id.optional(), evenIfAlike: z.boolean() }),
    outcome: done({ personId: id }),
  },
  savePerson: { input: z.strictObject({ personId: id, fields: personFieldsSchema }), outcome: done({}) },
  setConsent: {
    input: z.strictObject({
      personId: id,
      channel: z.enum(['email', 'sms']),
      purpose: z.enum(['receipt', 'marketing']),
      given: z.boolean(),
    }),
    outcome: done({}),
  },
  addCard: { input: z.strictObject({ personId: id, cardRef: id }), outcome: done({ cardId: id }) },
  setCardState: {
    input: z.strictObject({ cardId: id, state: z.enum(['active', 'lost', 'blocked']) }),
    outcome: done({}),
  },
  /** The new card takes over what the old one opened; the old one is found and says so. */
  replaceCard: { input: z.strictObject({ cardId: id, cardRef: id }), outcome: done({ cardId: id }) },
  setAccountState: {
    input: z.strictObject({ accountId: id, state: z.enum(['active', 'blocked', 'closed']), reason }),
    outcome: done({}),
  },
  erasePerson: { input: z.strictObject({ personId: id, reason, ...approvable }), outcome: done({}) },
  /** Puts a customer on the ticket; also on one that is empty still. */
  attachCustomer: { input: z.strictObject({ ...onTicket, personId: id }), outcome: done({}) },
  detachCustomer: { input: z.strictObject({ ...onTicket }), outcome: done({}) },
  /** Points given for a discount on this ticket; 0 takes them back. */
  redeemPoints: { input: z.strictObject({ ...onTicket, points: z.int() }), outcome: done({}) },
  /**
   * Sells a gift card or loads an account: an unknown card opens one, `accountId` loads that one, neither makes a card with a
   * printed code of its own. `purse`: the member's.
   */
  addVoucher: {
    input: z.strictObject({
      ...onTicket,
      account: z.enum(['gift-card', 'purse']),
      amountMinor: minor,
      cardRef: id.optional(),
      accountId: id.optional(),
    }),
    outcome: done({ lineId: id }),
  },
  /** Forgets the card that was held to the reader. */
  forgetCard: { input: z.strictObject({}), outcome: done({}) },

  /** Opens the session with what is in the drawer. `asLeft`: what the last close left, without counting it again. */
  openSession: {
    input: z.strictObject({ float: countsSchema, asLeft: z.boolean(), reason, ...approvable }),
    outcome: done({ sessionId: id }),
  },
  suspendSession: { input: z.strictObject({}), outcome: done({}) },
  resumeSession: { input: z.strictObject({ ...approvable }), outcome: done({}) },
  /** Either counted or as an amount. */
  moveCash: {
    input: z.strictObject({
      movement: z.enum(['pay-in', 'pay-out', 'safe-drop']),
      amountMinor: minor,
      counts: countsSchema,
      reason,
      ...approvable,
    }),
    outcome: done({ slipNumber: z.string(), jobId: id.nullable() }),
  },
  /** `holdTickets`: what is in progress is put on hold first. */
  beginCount: { input: z.strictObject({ holdTickets: z.boolean() }), outcome: done({}) },
  abandonCount: { input: z.strictObject({ ...approvable }), outcome: done({}) },
  /** Ends the session uncounted: another may begin, and the count comes later. */
  blindClose: { input: z.strictObject({ holdTickets: z.boolean() }), outcome: done({}) },
  /** A record that stays. Again for the same session it is a recount: the next number. */
  confirmCount: {
    input: z.strictObject({
      sessionId: id,
      cash: countsSchema,
      methods: z
        .array(z.strictObject({ method: tenderMethodSchema, amountMinor: minor, pieces: z.int().optional() }))
        .max(6),
    }),
    outcome: done({ countNumber: z.int() }),
  },
  closeSession: {
    input: z.strictObject({
      sessionId: id,
      /** The count that was looked at; another one meanwhile is refused as `count_stale`. */
      countNumber: z.int(),
      reason,
      nextFloatMinor: minor,
      nextFloat: countsSchema,
      print: z.boolean(),
      ...approvable,
    }),
    outcome: done({ depositMinor: minor, jobId: id.nullable() }),
  },
  closeDay: {
    input: z.strictObject({ businessDay: z.iso.date(), print: z.boolean() }),
    outcome: done({ zNumber: z.int(), jobId: id.nullable() }),
  },
  /** Prints the X of the open session, or a Z once more. */
  printReport: {
    input: z.strictObject({ businessDay: z.iso.date().nullable() }),
    outcome: done({ jobId: id }),
  },
  /** A Z as a PDF; it comes on the topic `file`. */
  exportClosing: { input: z.strictObject({ businessDay: z.iso.date() }), outcome: done({ fileId: id }) },
  saveSettings: { input: settingsChangeSchema, outcome: done({}) },

  /** Enrols this till; how it went comes on the topic `headquarters`. The code may be the whole text of the QR. */
  joinHq: { input: z.strictObject({ url: z.string().max(300), code: z.string().max(600) }), outcome: done({}) },
  /** Ends a chain that headquarters has another continuation of, and goes on in a new one. The till starts again. */
  beginNewChain: { input: z.strictObject({}), outcome: done({}) },

  /** From now on what is scanned here is looked at, received or counted, and not sold; null: sold again. */
  openStock: { input: z.strictObject({ mode: stockModeSchema.nullable() }), outcome: done({}) },
  /** An article chosen on the screen instead of scanned; what other stores have of it is asked. */
  lookStock: { input: z.strictObject({ productId: id }), outcome: done({}) },
  /** Types the quantity of an entered article; null takes it off the list. */
  setStockLine: { input: z.strictObject({ productId: id, quantityMilli: z.int().nullable() }), outcome: done({}) },
  receiveStock: {
    input: z.strictObject({
      reference: z.string().max(200),
      lines: z.array(receivedLineSchema).min(1).max(STOCK_LINES_MAX),
    }),
    outcome: done({}),
  },
  countStock: {
    input: z.strictObject({ lines: z.array(countedLineSchema).min(1).max(STOCK_LINES_MAX) }),
    outcome: done({}),
  },

  /** A numbered, signed duplicate; asked for after validation even the first print is one. */
  reprint: { input: z.strictObject({ ticketId: id }), outcome: done({ copyNumber: z.int(), jobId: id }) },
  openDrawer: { input: z.strictObject({ reason: z.string().max(200) }), outcome: done({}) },
  /** What to do with a print job whose outcome nobody knows, or that waits behind a fault. */
  resolveJob: {
    input: z.strictObject({ jobId: id, choice: z.enum(['it-printed', 'print-again', 'discard']) }),
    outcome: done({}),
  },
  /** A card was held to a reader. An append as a scan is; who it belongs to is looked up in the till. */
  presentCard: {
    input: z.strictObject({
      uid: z.string().regex(/^([0-9a-f]{2}){1,32}$/),
      medium: z.enum(['contactless', 'contact', 'text']),
      memoryText: z.string().max(4096).optional(),
      mayBe: z.array(z.string().max(64)).max(8).optional(),
      source: z.string().max(64),
    }),
    outcome: done({}),
  },
  /** Sets a device up, or changes the one that has its id. */
  saveDevice: { input: z.strictObject({ device: deviceConfigSchema }), outcome: done({}) },
  removeDevice: { input: z.strictObject({ deviceId: id }), outcome: done({}) },
  /** Replaces the whole set-up by an exported one. */
  importDevices: { input: z.strictObject({ text: z.string().max(1_000_000) }), outcome: done({ devices: z.int() }) },
  /** Looks for devices; what is found comes on the topic `devices`. `hosts` are asked on the port of receipt printers. */
  findDevices: { input: z.strictObject({ hosts: z.array(z.string().max(255)).max(16) }), outcome: done({}) },
  /** One test of a device, set up or only found; how it went comes on the topic `devices` under `trialId`. */
  tryDevice: {
    input: z.strictObject({
      trialId: id,
      device: deviceConfigSchema,
      test: z.enum(['page', 'drawer', 'display', 'identify']),
    }),
    outcome: done({}),
  },
  /** Whose line this station watches byte by byte on the topic `devices`; null for none. */
  watchDevice: { input: z.strictObject({ deviceId: id.nullable() }), outcome: done({}) },
  /** The recent traffic of a device, as a text for `replay`; it comes on the topic `devices`. */
  exportFrames: { input: z.strictObject({ deviceId: id }), outcome: done({}) },
  /** How a device stands that the page itself hears (keyboard scanner, camera). */
  reportPageDevice: {
    input: z.strictObject({
      deviceId: id,
      state: z.enum(['ready', 'connecting', 'trouble', 'absent']),
      fault: z.string().max(64).optional(),
    }),
    outcome: done({}),
  },
  dismissNotice: { input: z.strictObject({ noticeId: id }), outcome: done({}) },
} as const;

/** Queries read and change nothing. */
export const queries = {
  search: {
    input: z.strictObject({ text: z.string().max(100), limit: z.int().min(1).max(100) }),
    answer: z.strictObject({ products: z.array(productSchema) }),
  },
  tickets: {
    input: z.strictObject({ limit: z.int().min(1).max(200) }),
    answer: z.strictObject({ tickets: z.array(ticketSummarySchema) }),
  },
  /** The receipt of a validated ticket as the neutral document of domain/receipt, for the preview. */
  receipt: { input: z.strictObject({ ticketId: id }), answer: z.strictObject({ document: z.json().nullable() }) },
  jobs: { input: z.strictObject({}), answer: z.strictObject({ jobs: z.array(jobSchema) }) },
  /** The whole set-up of devices as a text that `importDevices` takes; null without the right. */
  deviceSetUp: { input: z.strictObject({}), answer: z.strictObject({ text: z.string().nullable() }) },
  /** What of a ticket can be brought back, by its number or id; and what `lines` of it bring back together. */
  refundable: {
    input: z.strictObject({
      ticketId: id.optional(),
      number: z.string().max(40).optional(),
      /** This number at another till, whatever it is here: each till counts its own. */
      elsewhere: z.literal(true).optional(),
      lines: z
        .array(z.strictObject({ lineId: id, quantityMilli: z.int() }))
        .max(500)
        .optional(),
    }),
    answer: z.strictObject({
      ticket: refundableSchema.nullable(),
      /** Absent or null without lines, and where they cannot come back as asked. */
      wantedMinor: minor.nullable().optional(),
      /** Of a ticket that is unknown here: what headquarters says. The answer to `asking` is told by `basket.lookUps`. */
      elsewhere: z.enum(['asking', 'found', 'unknown', 'away']).optional(),
    }),
  },
  customers: {
    input: z.strictObject({ text: z.string().max(100), limit: z.int().min(1).max(100) }),
    answer: z.strictObject({ customers: z.array(customerSummarySchema) }),
  },
  customerFile: {
    input: z.strictObject({ personId: id }),
    answer: z.strictObject({ customer: customerFileSchema.nullable() }),
  },
  /** Balance and movements of one account: a gift card that belongs to nobody, say. */
  account: { input: z.strictObject({ accountId: id }), answer: z.strictObject({ account: accountSchema.nullable() }) },
  /** Everything that is known of a person, as a text for them to take away. */
  personExport: { input: z.strictObject({ personId: id }), answer: z.strictObject({ text: z.string().nullable() }) },
  /** The X; null without the right `see-expected`, without a session, and from counting until the count is confirmed. */
  xReport: { input: z.strictObject({}), answer: z.strictObject({ report: xReportSchema.nullable() }) },
  closings: {
    input: z.strictObject({ limit: z.int().min(1).max(400) }),
    answer: z.strictObject({ closings: z.array(closingSummarySchema) }),
  },
  closing: {
    input: z.strictObject({ businessDay: z.iso.date() }),
    answer: z.strictObject({ closing: closingSchema.nullable() }),
  },
  /** A Z as CSV (UTF-8 with a byte order mark, semicolons, decimal commas: what a French spreadsheet opens). */
  closingCsv: {
    input: z.strictObject({ businessDay: z.iso.date() }),
    answer: z.strictObject({ text: z.string().nullable() }),
  },
  /** Over and short of the closed sessions of the last days, by operator. */
  overShort: {
    input: z.strictObject({ days: z.int().min(1).max(400) }),
    answer: z.strictObject({
      sessions: z.array(
        z.strictObject({
          businessDay: z.iso.date(),
          /** Who had the drawer last: confirmed the count that stands. It may have been in several hands. */
          operatorName: z.string(),
          openedByName: z.string(),
          method: tenderMethodSchema,
          differenceMinor: minor,
        }),
      ),
    }),
  },
  /** All settings; null without the right. What headquarters says (`fromHq`) is changed there alone. */
  settings: {
    input: z.strictObject({}),
    answer: z.strictObject({
      settings: settingsSchema.nullable(),
      fromHq: z.array(z.enum(Object.keys(settingsSchemas) as [keyof typeof settingsSchemas])),
    }),
  },
  /** What headquarters does not have yet, the oldest first. */
  unsent: {
    input: z.strictObject({ limit: z.int().min(1).max(200) }),
    answer: z.strictObject({ count: z.int(), entries: z.array(unsentEntrySchema) }),
  },
  /** Answers at once and touches nothing: the measure of the wire itself. */
  ping: { input: z.strictObject({}), answer: z.strictObject({}) },
} as const;

/** Topics are views that are sent whole, at subscription and at each change. */
export const topics = {
  station: stationViewSchema,
  basket: basketViewSchema,
  status: statusViewSchema,
  devices: devicesViewSchema,
  /** The cash session, and what waits to be counted or closed. */
  cash: cashViewSchema,
  /** The file that this station asked for last; null for none. */
  file: z.strictObject({
    file: z
      .strictObject({
        fileId: id,
        name: z.string(),
        mime: z.string(),
        base64: z.string().nullable(),
        fault: z.string().nullable(),
      })
      .nullable(),
  }),
  /** What the customer of this station sees. */
  customer: customerViewSchema,
  headquarters: headquartersViewSchema,
  stock: stockViewSchema,
} as const;

export type CommandName = keyof typeof commands;
export type QueryName = keyof typeof queries;
export type TopicName = keyof typeof topics;
export type CommandInput<Name extends CommandName> = z.infer<(typeof commands)[Name]['input']>;
export type Outcome<Name extends CommandName> = z.infer<(typeof commands)[Name]['outcome']>;
export type QueryInput<Name extends QueryName> = z.infer<(typeof queries)[Name]['input']>;
export type QueryAnswer<Name extends QueryName> = z.infer<(typeof queries)[Name]['answer']>;
export type TopicView<Name extends TopicName> = z.infer<(typeof topics)[Name]>;
