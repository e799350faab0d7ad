/**
 * The screen contract: everything a page can ask of the till and everything the till tells it. Types are inferred
 * from the schemas; both shells carry it, and both validate at the edge.
 */
import { z } from 'zod';
import { customerViewSchema } from './customer.ts';
import { deviceConfigSchema, devicesViewSchema } from './devices.ts';
import { refusalSchema } from './refusal.ts';
import {
  basketViewSchema,
  jobSchema,
  productSchema,
  stationViewSchema,
  statusViewSchema,
  ticketSummarySchema,
} from './views.ts';

/** Raised with every change of the schemas below; a test holds it to their hash. */
export const SCREEN_VERSION = 3;
/** The longest scan that is looked at; a longer one is refused as unreadable. */
export const SCAN_CHARACTERS_MAX = 512;

const id = z.string().min(1).max(64);
const minor = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
const onTicket = { ticketId: id, basketVersion: z.int().min(0) };
const done = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.union([z.strictObject({ kind: z.literal('done'), ...shape }), refusalSchema]);

/** Commands change something. Each carries an id made by the page; the same id returns the first outcome. */
export const commands = {
  signIn: { input: z.strictObject({ operatorId: id, pin: z.string().max(32) }), outcome: done({}) },
  signOut: { input: z.strictObject({}), outcome: done({}) },
  /** An append, made once by its id and never refused for staleness. */
  scan: {
    input: z.strictObject({
      text: z.string().max(SCAN_CHARACTERS_MAX * 8),
      symbology: z.string().max(32).optional(),
      source: z.string().max(64),
    }),
    outcome: done({ lineId: id }),
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
  pay: {
    input: z.strictObject({
      ...onTicket,
      payments: z
        .array(z.strictObject({ method: z.literal('cash'), tenderedMinor: minor }))
        .min(1)
        .max(16),
      print: z.enum(['paper', 'none']),
    }),
    outcome: done({ ticketNumber: z.string(), changeMinor: minor, totalMinor: minor, receiptJobId: id.nullable() }),
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
    input: z.strictObject({ trialId: id, device: deviceConfigSchema, test: z.enum(['page', 'drawer', 'display', 'identify']) }),
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
  /** Answers at once and touches nothing: the measure of the wire itself. */
  ping: { input: z.strictObject({}), answer: z.strictObject({}) },
} as const;

/** Topics are views that are sent whole, at subscription and at each change. */
export const topics = {
  station: stationViewSchema,
  basket: basketViewSchema,
  status: statusViewSchema,
  devices: devicesViewSchema,
  /** What the customer of this station sees. */
  customer: customerViewSchema,
} as const;

export type CommandName = keyof typeof commands;
export type QueryName = keyof typeof queries;
export type TopicName = keyof typeof topics;
export type CommandInput<Name extends CommandName> = z.infer<(typeof commands)[Name]['input']>;
export type Outcome<Name extends CommandName> = z.infer<(typeof commands)[Name]['outcome']>;
export type QueryInput<Name extends QueryName> = z.infer<(typeof queries)[Name]['input']>;
export type QueryAnswer<Name extends QueryName> = z.infer<(typeof queries)[Name]['answer']>;
export type TopicView<Name extends TopicName> = z.infer<(typeof topics)[Name]>;
