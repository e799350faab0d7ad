/**
 * The devices process, started again whenever it ends: quickly at first, then with a growing pause. One that hangs is
 * ended, since it would never end by itself.
 */
import type { Clock } from '#base/clock.ts';
import type { DevicesToTill, TillToDevices } from '#devices/wire.ts';
import { Heartbeat } from './heartbeat.ts';
import type { DevicesProcess, LaunchDevices } from './process.ts';

const RESTART_MS_MIN = 50;
const RESTART_MS_MAX = 5_000;
/** A process that lived this long has recovered: the next restart is quick again. */
const RECOVERED_MS = 20_000;
/** What a devices process that was told to stop may take. */
const STOP_MS_MAX = 2_000;
/** Signals that a driver's own mistake never raises. */
const KILLED_FROM_OUTSIDE = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

export interface ProcessEnd {
  readonly why: string;
  /** Whose doing it was: somebody's from outside, or that of whatever the process was doing last. */
  readonly how: 'killed' | 'crashed' | 'hung';
}

export interface KeptProcessOptions {
  readonly launch: LaunchDevices;
  readonly clock: Clock;
  /** It runs, and knows of no device yet. */
  readonly onStarted: () => void;
  readonly onMessage: (message: DevicesToTill) => void;
  readonly onLost: (end: ProcessEnd) => void;
}

export class KeptProcess {
  readonly #options: KeptProcessOptions;
  readonly #heartbeat: Heartbeat;
  #running: DevicesProcess | null = null;
  #restartMs = RESTART_MS_MIN;
  #startedMs = 0;
  #hangs = false;
  #closing = false;
  #ended: (() => void) | null = null;
  #cancelRestart: () => void = () => undefined;

  constructor(options: KeptProcessOptions) {
    this.#options = options;
    this.#heartbeat = new Heartbeat(options.clock, {
      ask: () => this.give({ kind: 'ping' }),
      hangs: () => {
        this.#hangs = true;
        this.#running?.kill();
      },
    });
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** False where nobody takes it: the process is away, going, or reads nothing any more. */
  give(message: TillToDevices): boolean {
    return this.#running?.send(message) ?? false;
  }

  start(): void {
    const { launch, clock, onMessage, onStarted } = this.#options;
    this.#startedMs = clock.monotonicMs();
    this.#hangs = false;
    this.#running = launch({
      onMessage: (message) => {
        this.#heartbeat.heard();
        if (message.kind !== 'ready' && message.kind !== 'pong') onMessage(message);
      },
      onEnd: (why) => this.#lost(why),
    });
    this.#heartbeat.start();
    onStarted();
  }

  /** Lets it finish what it does, for as long as that may take. */
  close(): Promise<void> {
    this.#closing = true;
    this.#cancelRestart();
    this.#heartbeat.stop();
    const stopping = this.#running;
    if (stopping === null) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(STOP_MS_MAX, () => stopping.kill());
      this.#ended = () => {
        cancel();
        resolve();
      };
      if (!stopping.send({ kind: 'stop' })) stopping.kill();
    });
  }

  #lost(why: string): void {
    const { clock, onLost } = this.#options;
    this.#running = null;
    this.#heartbeat.stop();
    if (this.#closing) {
      this.#ended?.();
      return;
    }
    // One that hung was killed by us; it is to blame all the same.
    onLost({ why, how: this.#hangs ? 'hung' : KILLED_FROM_OUTSIDE.includes(why) ? 'killed' : 'crashed' });
    if (clock.monotonicMs() - this.#startedMs > RECOVERED_MS) this.#restartMs = RESTART_MS_MIN;
    this.#cancelRestart = clock.after(this.#restartMs, () => this.start());
    this.#restartMs = Math.min(this.#restartMs * 2, RESTART_MS_MAX);
  }
}
