/**
 * The supervisor of the devices process: with a fake process that dies when it is told to, and with the real one
 * killed while a receipt is on its way.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#node/system-clock.ts';
import { paperText, SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { launchDevicesProcess, startHardware } from './hardware.ts';
import { fakeRig, job, PRINTER, silentLog, watch } from './testing.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

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
