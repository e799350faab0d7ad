/**
 * The messages of the screen contract on a wire, the same over a MessagePort, a WebSocket and the pipe between shell
 * and till. On that pipe each is wrapped with the connection it belongs to.
 */
import { z } from 'zod';

const id = z.string().min(1).max(64);

/** Page to till. `input` is checked against the schema of its name in the till process. */
export const upMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), id, name: z.string().max(64), input: z.unknown() }),
  z.strictObject({ kind: z.literal('query'), id, name: z.string().max(64), input: z.unknown() }),
  z.strictObject({ kind: z.literal('subscribe'), topic: z.string().max(64) }),
]);

/** Till to page. */
export const downMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outcome'), id, outcome: z.unknown() }),
  z.strictObject({ kind: z.literal('answer'), id, answer: z.unknown() }),
  z.strictObject({ kind: z.literal('view'), topic: z.string(), view: z.unknown() }),
  /** The message could not be understood or its handler had a bug; nothing was changed. */
  z.strictObject({ kind: z.literal('failed'), id: id.nullable(), code: z.string(), detail: z.string() }),
  /** From the shell: the till process went away or is back. Pages resubscribe and resend when it is `up`. */
  z.strictObject({
    kind: z.literal('till'),
    state: z.enum(['up', 'down', 'refused']),
    code: z.string().optional(),
    detail: z.string().optional(),
  }),
]);

/** Who sits before a page. The shell knows it and says it; no page can say it of itself. */
export const connectionRoleSchema = z.enum(['operator', 'customer']);

/** Shell to till, on the inherited pipe. */
export const shellToTillSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('connected'), connection: z.int(), stationId: id, role: connectionRoleSchema }),
  z.strictObject({ kind: z.literal('disconnected'), connection: z.int() }),
  z.strictObject({ kind: z.literal('up'), connection: z.int(), message: z.unknown() }),
  z.strictObject({ kind: z.literal('stop') }),
]);

/** Till to shell, on the inherited pipe. `ready` comes first; `refused` says why the till cannot open (a fault code). */
export const tillToShellSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('refused'), code: z.string(), detail: z.string() }),
  z.strictObject({ kind: z.literal('down'), connection: z.int(), message: downMessageSchema }),
]);

export type ConnectionRole = z.infer<typeof connectionRoleSchema>;
export type UpMessage = z.infer<typeof upMessageSchema>;
export type DownMessage = z.infer<typeof downMessageSchema>;
export type ShellToTill = z.infer<typeof shellToTillSchema>;
export type TillToShell = z.infer<typeof tillToShellSchema>;
