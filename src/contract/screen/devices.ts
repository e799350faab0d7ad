/**
 * The set-up of devices on the wire: the same schema for the file, for export and import, and for the Devices screen.
 */
import { z } from 'zod';

const id = z.string().min(1).max(64);
/** Base64 of a PNG; a logo of more is a photograph. */
const LOGO_CHARACTERS_MAX = 90_000;

/** One device of the set-up. What an address may be is told by its transport. */
export const deviceConfigSchema = z.strictObject({
  id,
  kind: z.enum(['printer', 'scanner', 'display', 'card']),
  name: z.string().min(1).max(80),
  address: z.string().min(1).max(400),
  profile: z.string().max(80).optional(),
  drawer: z.boolean().optional(),
  drawerPin: z.union([z.literal(2), z.literal(5)]).optional(),
  drawerSensor: z.enum(['open-is-high', 'open-is-low']).optional(),
  drawerAlarmSeconds: z.int().min(5).max(3_600).optional(),
  logoPng: z
    .string()
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .max(LOGO_CHARACTERS_MAX)
    .optional(),
  dialect: z.enum(['escpos', 'cd5220']).optional(),
  columns: z.int().min(8).max(40).optional(),
  codePage: z.enum(['CP858', 'CP437', 'CP850', 'CP1252', 'ASCII']).optional(),
  layout: z.enum(['us', 'fr']).optional(),
  repeatMs: z.int().min(0).max(5_000).optional(),
  cardNotation: z
    .enum(['hex', 'hex-reversed', 'decimal-10', 'decimal-10-reversed', 'decimal-8', 'decimal-3-5'])
    .optional(),
});

export const deviceStateSchema = z.enum(['ready', 'connecting', 'trouble', 'absent', 'disabled']);

export const deviceFactsSchema = z.strictObject({
  maker: z.string().optional(),
  model: z.string().optional(),
  firmware: z.string().optional(),
  serial: z.string().optional(),
});

export const foundDeviceSchema = z.strictObject({
  address: z.string(),
  kind: z.enum(['printer', 'scanner', 'display', 'card', 'unknown']),
  systemName: z.string(),
  /** What it answered, in its own words; null where it said nothing that tells, or cannot be asked. */
  answered: z.string().nullable(),
  profile: z.string().optional(),
  /** The device of the set-up that has this address already. */
  deviceId: id.nullable(),
});

export const trialSchema = z.strictObject({
  trialId: id,
  deviceId: id,
  test: z.enum(['page', 'drawer', 'display', 'identify']),
  state: z.enum(['running', 'passed', 'failed', 'unknown']),
  fault: z.string().optional(),
  answered: z.string().optional(),
});

export const lineFrameSchema = z.strictObject({
  /** Grows by one for each frame of this watch. */
  serial: z.int(),
  atMs: z.int(),
  direction: z.enum(['in', 'out', 'opened', 'closed']),
  hex: z.string(),
});

export const devicesViewSchema = z.strictObject({
  /** False: the operator has no right to the set-up, and the lists are empty. */
  mayManage: z.boolean(),
  devices: z.array(
    z.strictObject({
      config: deviceConfigSchema,
      state: deviceStateSchema,
      fault: z.string().optional(),
      /** What it answered when it was asked. */
      facts: deviceFactsSchema.nullable(),
      lastRead: z.strictObject({ text: z.string(), symbology: z.string().optional(), atMs: z.int() }).nullable(),
      lastCard: z
        .strictObject({
          uid: z.string().nullable(),
          mayBe: z.array(z.string()),
          why: z.string().nullable(),
          atMs: z.int(),
        })
        .nullable(),
      drawer: z.enum(['open', 'closed']).nullable(),
    }),
  ),
  /** Printer profiles that can be chosen. */
  profiles: z.array(z.string()),
  search: z.strictObject({ state: z.enum(['none', 'searching', 'done']), found: z.array(foundDeviceSchema) }),
  trials: z.array(trialSchema),
  watched: z.strictObject({ deviceId: id, frames: z.array(lineFrameSchema) }).nullable(),
  exported: z.strictObject({ deviceId: id, text: z.string() }).nullable(),
});

export type DeviceSetUp = z.infer<typeof deviceConfigSchema>;
export type DevicesView = z.infer<typeof devicesViewSchema>;
export type FoundDeviceView = z.infer<typeof foundDeviceSchema>;
export type TrialView = z.infer<typeof trialSchema>;
