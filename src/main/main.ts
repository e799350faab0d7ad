/**
 * Entry of the till process: `till --data DIR --keys DIR [--devices FILE] [--copy DIR] …`. A shell spawns it with a socket
 * pair on descriptor 3 and speaks frames there; when that pipe closes, the shell is gone and so is this process.
 *
 * It says `ready` once a scan would be accepted, or `refused` with the fault that keeps it from opening. It is crash-only:
 * what it cannot handle ends it, and the shell starts it again.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { type ShellToTill, type TillToShell, shellToTillSchema } from '#contract/screen/wire.ts';
import { systemClock } from '#node/system-clock.ts';
import { openInheritedPipe } from './pipe/pipe.ts';
import { softwareOf } from './software.ts';
import { standardErrorLog, systemRandom } from '#node/system.ts';
import type { TillConnection } from './till/till.ts';
import { type OpenTill, openTill } from './wiring.ts';

const beside = import.meta.dirname;
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    keys: { type: 'string' },
    devices: { type: 'string' },
    copy: { type: 'string' },
    migrations: { type: 'string', default: path.join(beside, 'migrations/till') },
    fonts: { type: 'string', default: path.join(beside, 'fonts') },
    'demo-shop': { type: 'string', default: path.join(beside, 'demo') },
    'devices-program': { type: 'string', default: path.join(beside, 'devices.mjs') },
    'catalogue-program': { type: 'string', default: path.join(beside, 'catalogue.mjs') },
    'shell-run': { type: 'string', default: '' },
    hq: { type: 'string' },
    'hq-code': { type: 'string', default: '' },
    restarts: { type: 'string', default: '0' },
  },
});

const START_AGAIN_MS = 200;

const log = standardErrorLog({ name: 'till' });
const connections = new Map<number, TillConnection>();
let open: OpenTill | undefined;
let ending = false;

const pipe = openInheritedPipe({
  onMessage(raw) {
    const parsed = shellToTillSchema.safeParse(raw);
    if (parsed.success) receive(parsed.data);
    else log.error('shell-message-malformed', { detail: parsed.error.message });
  },
  onClose: () => void end(),
});

function say(message: TillToShell): void {
  pipe.send(message);
}

function receive(message: ShellToTill): void {
  switch (message.kind) {
    case 'connected': {
      const { connection, stationId, role } = message;
      const made = open?.till.connect(stationId, (down) => say({ kind: 'down', connection, message: down }), role);
      if (made !== undefined) connections.set(connection, made);
      return;
    }
    case 'disconnected':
      connections.get(message.connection)?.close();
      connections.delete(message.connection);
      return;
    case 'up':
      connections.get(message.connection)?.receive(message.message);
      return;
    case 'stop':
      void end();
  }
}

async function start(): Promise<void> {
  if (values.data === undefined || values.keys === undefined)
    throw new Fault('till.bug', '--data and --keys are needed');
  open = await openTill({
    dataDir: path.resolve(values.data),
    keysDir: path.resolve(values.keys),
    devicesFile: values.devices ?? path.join(values.data, 'devices.json'),
    ...(values.copy === undefined ? {} : { copyDir: path.resolve(values.copy) }),
    migrationsDir: values.migrations,
    fontsDir: values.fonts,
    demoDir: values['demo-shop'],
    devicesProgram: values['devices-program'],
    catalogueProgram: values['catalogue-program'],
    software: softwareOf(import.meta.filename),
    shellRunId: values['shell-run'],
    restarts: Number(values.restarts),
    ...(values.hq === undefined ? {} : { hqOffered: { url: values.hq, code: values['hq-code'] } }),
    // What was answered must reach the page before the process is gone; the shell starts the next one.
    startAgain: () => void systemClock.after(START_AGAIN_MS, () => void end()),
    clock: systemClock,
    random: systemRandom,
    log,
  });
  say({ kind: 'ready' });
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await open?.close();
  process.exit(0);
}

process.on('SIGTERM', () => void end());
// A terminal sends this to the whole family; the shell says when to stop.
process.on('SIGINT', () => undefined);

try {
  await start();
} catch (error) {
  const fault =
    error instanceof Fault
      ? error
      : new Fault('till.bug', error instanceof Error ? (error.stack ?? error.message) : String(error));
  log.error('refused', { code: fault.code, detail: fault.detail });
  say({ kind: 'refused', code: fault.code, detail: fault.detail });
  pipe.close();
  // The word must reach the shell before the process is gone.
  systemClock.after(200, () => process.exit(1));
}
