/**
 * The till as its own process, on its pipe, as a shell has it: pages connect, it is killed, it is started again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { tillToShellSchema } from '#contract/screen/wire.ts';
import { PIPE_DESCRIPTOR, type Pipe, openPipe } from '#main/pipe/pipe.ts';
import type { Page } from './page.ts';
import type { ShopFolders } from './shop.ts';

export const TILL_PROGRAM = fileURLToPath(new URL('../../dist/till.mjs', import.meta.url));
/** The counter: what a scanner reads goes there. */
const STATION = 'till';

export interface TillProcessOptions extends ShopFolders {
  readonly program?: string;
  readonly nodeFlags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** How often it was started before: operators stay signed in over a restart. */
  readonly restarts: number;
  readonly shellRunId: string;
  /** Where what it says on its standard error goes; nowhere unless given. */
  readonly logFile?: string;
}

export type TillStart =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | { readonly kind: 'ended'; readonly why: string };

export interface TillProcess {
  readonly pid: number;
  readonly started: Promise<TillStart>;
  /** Resolves with what it ended by. */
  readonly ended: Promise<string>;
  /** Shows the page to the till; once it is ready. */
  connect(page: Page): void;
  disconnect(page: Page): void;
  kill(signal?: NodeJS.Signals): void;
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the till process. */
export function startTill(options: TillProcessOptions): TillProcess {
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, 'a');
  const child = spawn(
    process.execPath,
    [...(options.nodeFlags ?? []), options.program ?? TILL_PROGRAM, ...argumentsOf(options), ...(options.args ?? [])],
    {
      stdio: ['ignore', log ?? 'ignore', log ?? 'ignore', 'pipe'],
      env: { ...process.env, ...options.env },
    },
  );
  if (log !== undefined) closeSync(log);
  const pages = new Map<number, Page>();
  let lastConnection = 0;
  const start = Promise.withResolvers<TillStart>();
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  void ended.then((why) => start.resolve({ kind: 'ended', why }));
  const pipe = openPipe(child.stdio[PIPE_DESCRIPTOR] as Duplex, {
    onMessage(raw) {
      const message = tillToShellSchema.parse(raw);
      if (message.kind === 'down') pages.get(message.connection)?.receive(message.message);
      else start.resolve(message);
    },
    onClose: () => undefined,
  });
  return {
    pid: child.pid ?? 0,
    started: start.promise,
    ended,
    connect(page) {
      lastConnection += 1;
      const connection = lastConnection;
      pages.set(connection, page);
      pipe.send({ kind: 'connected', connection, stationId: STATION, role: 'operator' });
      page.connect((message) => pipe.send({ kind: 'up', connection, message }));
    },
    disconnect(page) {
      for (const [connection, known] of pages) {
        if (known !== page) continue;
        pages.delete(connection);
        pipe.send({ kind: 'disconnected', connection });
      }
      page.disconnect();
    },
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    stop: () => stop(child, pipe, ended),
  };
}

async function stop(child: ChildProcess, pipe: Pipe, ended: Promise<string>): Promise<void> {
  pipe.send({ kind: 'stop' });
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}

function argumentsOf(options: TillProcessOptions): readonly string[] {
  const { dataDir, keysDir, devicesFile, restarts, shellRunId } = options;
  return [
    '--data',
    dataDir,
    '--keys',
    keysDir,
    '--devices',
    devicesFile,
    '--restarts',
    String(restarts),
    '--shell-run',
    shellRunId,
  ];
}
