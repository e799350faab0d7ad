/**
 * Keeps one till process alive and relays the pages' messages to it.
 *
 *   page ⇄ shell ⇄ [frames on descriptor 3] ⇄ till process
 *
 * The till is crash-only: when it goes away it is spawned again, with a growing pause, for as long as the shell lives.
 * Pages are told `down`, `refused` or `up`; after a restart every page is announced again before it hears `up`. What a
 * page sends while the till is away is dropped, because pages send their unanswered commands again at `up`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { present } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import { type ConnectionRole, type DownMessage, tillToShellSchema } from '#contract/screen/wire.ts';
import { PIPE_DESCRIPTOR, type Pipe, openPipe } from '#main/pipe/pipe.ts';

const STANDARD_ERROR = 2;
const PAUSE_MS_MIN = 100;
const PAUSE_MS_MAX = 5_000;
/** A till that ran this long was well: the next restart is a first one again. */
const WELL_AFTER_MS = 30_000;
const LOOP_WINDOW_MS = 60_000;
const LOOP_RESTARTS = 5;
const STOP_GRACE_MS = 3_000;

export interface SupervisorOptions {
  /** The Node 24 that the till runs on, and the till's own program. */
  readonly nodePath: string;
  readonly tillPath: string;
  readonly args: readonly string[];
  /** Flags for Node itself. */
  readonly nodeFlags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
}

export type TillState =
  | { readonly state: 'up' }
  | { readonly state: 'down'; readonly code?: string; readonly detail?: string }
  | { readonly state: 'refused'; readonly code: string; readonly detail: string };

export interface RelayedPage {
  /** Hands on one message of the page. False when the till is away and the message was dropped. */
  receive(message: unknown): boolean;
  close(): void;
}

export interface TillSupervisor {
  /** Announces a page of `stationId`; `send` hears at once how the till is. */
  connect(stationId: string, send: (message: DownMessage) => void, role?: ConnectionRole): RelayedPage;
  state(): TillState;
  /** Process id of the present till, for tests that kill it. */
  pid(): number | undefined;
  /** Resolves when the till is up for the first time, or has refused. */
  settled(): Promise<TillState>;
  stop(): Promise<void>;
}

interface Page {
  readonly stationId: string;
  readonly role: ConnectionRole;
  readonly send: (message: DownMessage) => void;
}

/** Starts the till process and keeps it running until `stop`. */
export function superviseTill(options: SupervisorOptions): TillSupervisor {
  const { clock, log } = options;
  const pages = new Map<number, Page>();
  const waiting: ((state: TillState) => void)[] = [];
  let lastConnection = 0;
  let state: TillState = { state: 'down' };
  let child: ChildProcess | undefined;
  let pipe: Pipe | undefined;
  let stopping = false;
  let spawned = 0;
  let upSinceMs = 0;
  let pauseMs = PAUSE_MS_MIN;
  let endsMs: number[] = [];
  let cancelRestart = (): void => {};

  function start(): void {
    const started = spawn(
      options.nodePath,
      [...(options.nodeFlags ?? []), options.tillPath, ...options.args, '--restarts', String(spawned)],
      // The standard output of a shell belongs to its address line: what the till says goes to standard error.
      { stdio: ['ignore', STANDARD_ERROR, STANDARD_ERROR, 'pipe'], env: options.env ?? process.env, windowsHide: true },
    );
    spawned += 1;
    child = started;
    let ended = false;
    const end = (reason: string): void => {
      if (ended) return;
      ended = true;
      onEnd(reason);
    };
    started.once('error', (error) => end(`cannot start: ${error.message}`));
    started.once('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
    const stream = started.stdio[PIPE_DESCRIPTOR];
    if (stream === null || stream === undefined) return;
    const own = openPipe(stream as Duplex, {
      onMessage: (message) => onTillMessage(message),
      onClose: () => started.kill('SIGKILL'),
    });
    pipe = own;
  }

  function onTillMessage(raw: unknown): void {
    const parsed = tillToShellSchema.safeParse(raw);
    if (!parsed.success) {
      log.error('till-message-malformed', { detail: parsed.error.message });
      return;
    }
    const message = parsed.data;
    if (message.kind === 'down') pages.get(message.connection)?.send(message.message);
    else if (message.kind === 'ready') onReady();
    else settle({ state: 'refused', code: message.code, detail: message.detail });
  }

  function onReady(): void {
    upSinceMs = clock.monotonicMs();
    for (const [connection, page] of pages) announce(connection, page);
    settle({ state: 'up' });
  }

  function announce(connection: number, { stationId, role }: Page): void {
    pipe?.send({ kind: 'connected', connection, stationId, role });
  }

  function onEnd(reason: string): void {
    const now = clock.monotonicMs();
    pipe?.close();
    pipe = undefined;
    child = undefined;
    if (stopping) return;
    log.warn('till-process-ended', { reason });
    endsMs = [...endsMs.filter((at) => now - at < LOOP_WINDOW_MS), now];
    const looping = endsMs.length >= LOOP_RESTARTS;
    if (state.state === 'up' && now - upSinceMs > WELL_AFTER_MS) pauseMs = PAUSE_MS_MIN;
    if (state.state !== 'refused') {
      const detail = looping ? `${endsMs.length} restarts within a minute, last: ${reason}` : reason;
      settle({ state: 'down', code: 'till.process-lost', detail }, looping);
    }
    cancelRestart = clock.after(pauseMs, start);
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX);
  }

  function settle(next: TillState, isFinal = true): void {
    state = next;
    const message: DownMessage = { kind: 'till', ...next };
    for (const page of pages.values()) page.send(message);
    if (isFinal) for (const tell of waiting.splice(0)) tell(next);
  }

  start();
  return {
    connect(stationId, send, role = 'operator') {
      lastConnection += 1;
      const connection = lastConnection;
      const page = { stationId, role, send };
      pages.set(connection, page);
      if (state.state === 'up') announce(connection, page);
      send({ kind: 'till', ...state });
      return {
        receive(message) {
          if (state.state !== 'up' || pipe === undefined || !pages.has(connection)) return false;
          pipe.send({ kind: 'up', connection, message });
          return true;
        },
        close() {
          if (pages.delete(connection) && state.state === 'up') pipe?.send({ kind: 'disconnected', connection });
        },
      };
    },
    state: () => state,
    pid: () => child?.pid,
    settled: () => (state.state === 'down' ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(state)),
    async stop() {
      stopping = true;
      cancelRestart();
      const last = child;
      if (last === undefined || last.exitCode !== null || last.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => last.once('exit', () => resolve()));
      present(pipe, 'the pipe of a running till').send({ kind: 'stop' });
      const cancel = clock.after(STOP_GRACE_MS, () => last.kill('SIGKILL'));
      await gone;
      cancel();
    },
  };
}
