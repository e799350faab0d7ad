/**
 * The supervisor of the devices process: with a fake process that dies when it is told to, and with the real one
 * killed while a receipt is on its way.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { branded } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import { systemClock } from '#devices/system-clock.ts';
import type { CardEvent } from '#devices/card/card.ts';
import type { DeviceConfig, DeviceFacts, TillToDevices } from '#devices/wire.ts';
import type { Job } from '#main/store/port.ts';
import { paperText, SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { type HardwareOptions, launchDevicesProcess, type LaunchDevices, startHardware } from './hardware.ts';
import type { DeviceHealth, Hardware, HardwareEvents } from './port.ts';
import type { DevicesProcessEvents } from './process.ts';

const PRINTER: DeviceConfig = {
  id: 'p',
  kind: 'printer',
  name: 'Imprimante',
  address: 'tcp://127.0.0.1:9',
  drawer: true,
};
const SCANNER: DeviceConfig = { id: 's', kind: 'scanner', name: 'Douchette', address: 'tcp://127.0.0.1:10' };
const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

/** A clock that moves when it is told to. */
class FakeClock implements Clock {
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
  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = next.atMs;
      next.then();
    }
    this.#nowMs = untilMs;
  }
}

interface Seen {
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
}

function watch(wake: () => void = () => undefined): { readonly seen: Seen; readonly events: HardwareEvents } {
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
  };
  const events: HardwareEvents = {
    onRead: (read) => void seen.reads.push(read.text),
    onCard: ({ event }) => void seen.cards.push(event),
    onDrawer: ({ state }) => void seen.drawers.push(state),
    onFacts: ({ facts }) => void seen.facts.push(facts),
    onFound: (search) => void seen.searches.push(search),
    onTried: (trial) => void seen.trials.push(trial),
    onFrames: (line) => void seen.frames.push(line),
    onHealth: (health) => void seen.health.push(health),
    onJob: (job) => {
      seen.jobs.push(job);
      wake();
    },
    onRestart: (restart) => void seen.restarts.push(restart),
  };
  return { seen, events };
}

function fakeRig(devices: readonly DeviceConfig[] = [PRINTER, SCANNER]): {
  readonly hardware: Hardware;
  readonly seen: Seen;
  readonly clock: FakeClock;
  readonly sent: TillToDevices[];
  process(): DevicesProcessEvents;
} {
  const clock = new FakeClock();
  const sent: TillToDevices[] = [];
  let latest: DevicesProcessEvents | null = null;
  const launch: LaunchDevices = (events) => {
    latest = events;
    return { send: (message) => sent.push(message) > 0, kill: () => undefined };
  };
  const { seen, events } = watch();
  const options: HardwareOptions = { devices, launch, events, clock, log: silentLog };
  const hardware = startHardware(options);
  return {
    hardware,
    seen,
    clock,
    sent,
    process() {
      assert(latest !== null);
      return latest;
    },
  };
}

function job(jobId: string, kind: Job['kind'] = 'receipt'): Job {
  return {
    jobId: branded(jobId),
    kind,
    state: 'sending',
    deviceId: 'p',
    position: 1,
    ...(kind === 'pulse' ? {} : { document: { language: 'fr', blocks: [{ kind: 'text', text: `ticket ${jobId}` }] } }),
  };
}

test('a job is accepted when its printer is ready, and its outcome comes once', () => {
  const { hardware, seen, process } = fakeRig();
  assert.deepEqual(hardware.receiptPrinter(), { deviceId: 'p', drawer: true });
  assert.equal(hardware.readyFor(job('a')), false);
  process().onMessage({ kind: 'health', deviceId: 'p', state: 'ready' });
  assert.equal(hardware.readyFor(job('a')), true);
  hardware.send(job('a'));
  process().onMessage({ kind: 'job', jobId: 'a', state: 'printed' });
  process().onMessage({ kind: 'job', jobId: 'a', state: 'printed' });
  assert.deepEqual(seen.jobs, [{ jobId: 'a', state: 'printed' }]);
});

test('the drawer has its own row of health: without paper it still opens, with the printer gone it does not', () => {
  const { hardware, process } = fakeRig();
  process().onMessage({ kind: 'health', deviceId: 'p', state: 'trouble', fault: 'printer.paper-out' });
  assert.deepEqual(hardware.health()[1], { deviceId: 'p:drawer', kind: 'drawer', name: 'Imprimante', state: 'ready' });
  process().onMessage({ kind: 'health', deviceId: 'p', state: 'trouble', fault: 'printer.error' });
  assert.deepEqual(
    hardware.health().map(({ deviceId, kind, state }) => [deviceId, kind, state]),
    [
      ['p', 'printer', 'trouble'],
      ['p:drawer', 'drawer', 'trouble'],
      ['s', 'scanner', 'connecting'],
    ],
  );
});

test('when the process dies every job on its way is unknown, and all devices are opened again', () => {
  const { hardware, seen, clock, sent, process } = fakeRig();
  process().onMessage({ kind: 'health', deviceId: 'p', state: 'ready' });
  hardware.send(job('a'));
  hardware.send(job('k', 'pulse'));
  process().onEnd('SIGKILL');
  assert.deepEqual(
    seen.jobs.map(({ jobId, state }) => [jobId, state]),
    [
      ['a', 'unknown'],
      ['k', 'unknown'],
    ],
  );
  assert.equal(hardware.readyFor(job('b')), false);
  sent.length = 0;
  clock.pass(1_000);
  assert.deepEqual(
    sent.map((message) => (message.kind === 'open' ? message.device.id : message.kind)),
    ['p', 's'],
  );
  assert.equal(seen.restarts.length, 1);
});

test('a driver that takes the process down three times in a minute is left out, the others go on', () => {
  const { hardware, seen, clock, sent, process } = fakeRig();
  for (let crash = 1; crash <= 3; crash++) {
    process().onMessage({ kind: 'opening', deviceId: 'p', driver: 'escpos' });
    process().onMessage({ kind: 'health', deviceId: 'p', state: 'ready' });
    process().onMessage({ kind: 'opening', deviceId: 's', driver: 'scanner' });
    process().onEnd('SIGSEGV');
    sent.length = 0;
    clock.pass(6_000);
  }
  assert.deepEqual(
    seen.restarts.map((restart) => restart.driver),
    ['scanner', 'scanner', 'scanner'],
  );
  assert.deepEqual(
    sent.map((message) => (message.kind === 'open' ? message.device.id : message.kind)),
    ['p'],
  );
  const scanner = hardware.health().find((health) => health.deviceId === 's');
  assert.deepEqual([scanner?.state, scanner?.fault], ['disabled', 'device.driver-disabled']);
});

test("a process that was killed from outside is nobody's crash, however often", () => {
  const { hardware, seen, clock, process } = fakeRig();
  for (let kill = 1; kill <= 5; kill++) {
    process().onMessage({ kind: 'opening', deviceId: 's', driver: 'scanner' });
    process().onEnd('SIGKILL');
    clock.pass(6_000);
  }
  assert.equal(seen.restarts.length, 5);
  assert.equal(
    hardware.health().some((health) => health.state === 'disabled'),
    false,
  );
});

test('a driver whose open ended is not blamed for a crash that comes later', () => {
  const { seen, process } = fakeRig();
  process().onMessage({ kind: 'opening', deviceId: 'p', driver: 'escpos' });
  process().onMessage({ kind: 'opened', deviceId: 'p' });
  process().onEnd('SIGSEGV');
  assert.deepEqual(seen.restarts, [{ count: 1 }]);
});

test('crashes that are spread over a day disable nothing', () => {
  const { hardware, clock, process } = fakeRig();
  for (let crash = 1; crash <= 5; crash++) {
    process().onMessage({ kind: 'opening', deviceId: 's', driver: 'scanner' });
    process().onEnd('SIGSEGV');
    clock.pass(90_000);
  }
  assert.equal(
    hardware.health().some((health) => health.state === 'disabled'),
    false,
  );
});

test('a job sent while the process is away fails, since not a byte of it left', () => {
  const { hardware, seen, clock, process } = fakeRig();
  process().onEnd('SIGKILL');
  hardware.send(job('a'));
  clock.pass(0);
  assert.deepEqual(seen.jobs, [{ jobId: 'a', state: 'failed', fault: 'devices.process-lost' }]);
});

test('the real devices process, killed while a receipt is on its way: unknown, and nothing is printed twice', async () => {
  const printer = new SimulatedPrinter({ port: 0, scenario: 'paper-out-mid-receipt' });
  await printer.plug();
  cleanUp.push(() => printer.unplug());
  const woken: (() => void)[] = [];
  const { seen, events } = watch(() => {
    for (const wake of woken) wake();
  });
  const main = fileURLToPath(new URL('../../devices/main.ts', import.meta.url));
  let kill: () => void = () => undefined;
  const real = launchDevicesProcess({ exec: process.execPath, args: [main] });
  const hardware = startHardware({
    devices: [{ ...PRINTER, address: printer.address }],
    launch: (processEvents) => {
      const child = real(processEvents);
      kill = () => {
        child.kill();
      };
      return child;
    },
    events: {
      ...events,
      onHealth: (health) => {
        events.onHealth(health);
        for (const wake of woken) wake();
      },
    },
    clock: systemClock,
    log: silentLog,
  });
  cleanUp.push(() => hardware.close());
  const until = (done: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (done()) resolve();
      };
      woken.push(look);
      look();
    });
  const lines = Array.from({ length: 12 }, (_, line) => ({ kind: 'text' as const, text: `ligne ${line}` }));
  await until(() => hardware.readyFor(job('a')));
  hardware.send({ ...job('a'), document: { language: 'fr', blocks: lines } });
  await until(() => seen.health.some((health) => health.fault === 'printer.paper-out'));
  kill();
  await until(() => seen.jobs.length > 0);
  assert.deepEqual(seen.jobs, [{ jobId: 'a', state: 'unknown', fault: 'devices.process-lost' }]);
  seen.health.length = 0;
  printer.insertPaper();
  await until(() => hardware.readyFor(job('b')));
  hardware.send(job('b'));
  await until(() => seen.jobs.length > 1);
  assert.deepEqual(seen.jobs[1], { jobId: 'b', state: 'printed' });
  const paper = paperText(printer.paper);
  assert.equal(paper.match(/ligne 0/g)?.length, 1);
  assert.equal(paper.match(/ligne 11/g)?.length, 1);
  assert.equal(paper.match(/ticket b/g)?.length, 1);
});
