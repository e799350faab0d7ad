/**
 * For tests: a devices process that only remembers what it was given and says what it is told to say, and a clock that
 * moves when it is told to.
 */
import assert from 'node:assert/strict';
import { branded } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { CardEvent } from '#devices/card/card.ts';
import type { DeviceConfig, DeviceFacts, DevicesToTill, TillToDevices } from '#devices/wire.ts';
import type { Job } from '#main/store/port.ts';
import { type LaunchDevices, startHardware } from './hardware.ts';
import type { DeviceHealth, Hardware, HardwareEvents } from './port.ts';
import type { DevicesProcessEvents } from './process.ts';

export const PRINTER: DeviceConfig = {
  id: 'p',
  kind: 'printer',
  name: 'Imprimante',
  address: 'tcp://127.0.0.1:9',
  drawer: true,
};
export const SCANNER: DeviceConfig = { id: 's', kind: 'scanner', name: 'Douchette', address: 'tcp://127.0.0.1:10' };
export const DISPLAY: DeviceConfig = { id: 'd', kind: 'display', name: 'Afficheur', address: 'serial:///dev/ttyS0' };
export const WEDGE: DeviceConfig = { id: 'w', kind: 'scanner', name: 'Clavier', address: 'wedge:' };
export const CAMERA: DeviceConfig = { id: 'c', kind: 'scanner', name: 'Caméra', address: 'camera:' };

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock that moves when it is told to. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #timers: { atMs: number; then: () => void }[] = [];
  wallMs = (): number => this.#nowMs;
  monotonicMs = (): number => this.#nowMs;
  after(delayMs: number, then: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, then };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  /** Time that goes by while nobody here can do anything: a busy till, a machine that sleeps. */
  sleep(ms: number): void {
    this.#nowMs += ms;
  }
  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.then();
    }
    this.#nowMs = untilMs;
  }
}

export interface Seen {
  readonly health: DeviceHealth[];
  readonly jobs: Parameters<HardwareEvents['onJob']>[0][];
  readonly restarts: Parameters<HardwareEvents['onRestart']>[0][];
  readonly reads: string[];
  readonly cards: CardEvent[];
  readonly drawers: string[];
  readonly facts: DeviceFacts[];
  readonly searches: Parameters<HardwareEvents['onFound']>[0][];
  readonly trials: Parameters<HardwareEvents['onTried']>[0][];
  readonly frames: Parameters<HardwareEvents['onFrames']>[0][];
  readonly drawings: Parameters<HardwareEvents['onDrawn']>[0][];
}

export function watch(wake: () => void = () => undefined): { readonly seen: Seen; readonly events: HardwareEvents } {
  const seen: Seen = {
    health: [],
    jobs: [],
    restarts: [],
    reads: [],
    cards: [],
    drawers: [],
    facts: [],
    searches: [],
    trials: [],
    frames: [],
    drawings: [],
  };
  const events: HardwareEvents = {
    onRead: (read) => void seen.reads.push(read.text),
    onCard: ({ event }) => void seen.cards.push(event),
    onDrawer: ({ state }) => void seen.drawers.push(state),
    onFacts: ({ facts }) => void seen.facts.push(facts),
    onFound: (search) => void seen.searches.push(search),
    onTried: (trial) => void seen.trials.push(trial),
    onFrames: (line) => void seen.frames.push(line),
    onDrawn: (drawn) => void seen.drawings.push(drawn),
    onHealth: (health) => void seen.health.push(health),
    onJob: (job) => {
      seen.jobs.push(job);
      wake();
    },
    onRestart: (restart) => void seen.restarts.push(restart),
  };
  return { seen, events };
}

export interface FakeRig {
  readonly hardware: Hardware;
  readonly seen: Seen;
  readonly clock: FakeClock;
  /** What the process was given, but for the questions whether it listens. */
  readonly sent: TillToDevices[];
  /** How often the till ended it. */
  readonly kills: number;
  /** Whether it answers when it is asked whether it listens. */
  listens: boolean;
  /** Whether it takes what it is given. */
  takes: boolean;
  process(): DevicesProcessEvents;
  say(message: DevicesToTill): void;
  /** What was given since the last time this was asked: `open p`, `close s`, … */
  given(): readonly string[];
}

/** Hardware on a process that never does anything by itself. */
export function fakeRig(devices: readonly DeviceConfig[] = [PRINTER, SCANNER]): FakeRig {
  const clock = new FakeClock();
  const sent: TillToDevices[] = [];
  let latest: DevicesProcessEvents | null = null;
  const rig = { kills: 0, listens: true, takes: true };
  const launch: LaunchDevices = (events) => {
    latest = events;
    return {
      send(message) {
        if (!rig.takes) return false;
        if (message.kind !== 'ping') sent.push(message);
        else if (rig.listens) events.onMessage({ kind: 'pong' });
        return true;
      },
      kill() {
        rig.kills += 1;
        events.onEnd('SIGKILL');
      },
    };
  };
  const { seen, events } = watch();
  const hardware = startHardware({ devices, launch, events, clock, log: silentLog });
  const process = (): DevicesProcessEvents => {
    assert(latest !== null);
    return latest;
  };
  return Object.assign(rig, {
    hardware,
    seen,
    clock,
    sent,
    process,
    say: (message: DevicesToTill) => process().onMessage(message),
    given: () => sent.splice(0).map(nameOf),
  });
}

function nameOf(message: TillToDevices): string {
  if (message.kind === 'open') return `open ${message.device.id}`;
  return 'deviceId' in message ? `${message.kind} ${message.deviceId}` : message.kind;
}

/** A job that is durably on its way. */
export function job(jobId: string, kind: Job['kind'] = 'receipt'): Job {
  return {
    jobId: branded(jobId),
    kind,
    state: 'sending',
    deviceId: 'p',
    position: 1,
    ...(kind === 'pulse' ? {} : { document: { language: 'fr', blocks: [{ kind: 'text', text: `ticket ${jobId}` }] } }),
  };
}
