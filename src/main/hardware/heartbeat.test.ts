/**
 * A devices process that hangs: ended, started again, and its last driver blamed. With a fake one on the test's own
 * clock, and with a real one that never reads its pipe.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { systemClock } from '#node/system-clock.ts';
import { launchDevicesProcess, startHardware } from './hardware.ts';
import { fakeRig, job, PRINTER, silentLog, watch } from './testing.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

test('a process that answers nothing is ended and started again, and what was on its way is unknown', () => {
  const rig = fakeRig();
  rig.say({ kind: 'health', deviceId: 'p', state: 'ready' });
  rig.hardware.send(job('a'));
  rig.listens = false;
  rig.clock.pass(40_000);
  assert.equal(rig.kills, 1);
  assert.deepEqual(rig.seen.jobs, [{ jobId: 'a', state: 'unknown', fault: 'devices.process-lost' }]);
  assert.deepEqual(rig.seen.restarts, [{ count: 1, driver: 'printer' }]);
});

test('a process that listens is left alone for hours, however quiet its devices are', () => {
  const rig = fakeRig();
  rig.clock.pass(3 * 3_600_000);
  assert.equal(rig.kills, 0);
  assert.deepEqual(rig.seen.restarts, []);
});

test('a till that was busy or asleep for a minute itself does not take that for the silence of its devices', () => {
  const rig = fakeRig();
  for (let time = 1; time <= 3; time++) {
    rig.clock.sleep(60_000);
    rig.clock.pass(5_000);
  }
  assert.equal(rig.kills, 0);
});

test('a driver that hangs the process three times is left out like one that crashes it', () => {
  const rig = fakeRig();
  rig.listens = false;
  for (let time = 1; time <= 3; time++) {
    rig.say({ kind: 'opening', deviceId: 's', driver: 'scanner' });
    rig.clock.pass(41_000);
  }
  assert.ok(rig.kills >= 3);
  assert.equal(rig.hardware.health().find(({ deviceId }) => deviceId === 's')?.state, 'disabled');
});

test('a job for a process that takes nothing any more fails, since not a byte of it left', () => {
  const rig = fakeRig();
  rig.say({ kind: 'health', deviceId: 'p', state: 'ready' });
  rig.takes = false;
  rig.hardware.send(job('a'));
  rig.clock.pass(0);
  assert.deepEqual(rig.seen.jobs, [{ jobId: 'a', state: 'failed', fault: 'devices.process-lost' }]);
});

test('what waits for a real process that never reads is bounded, and refused beyond it', async () => {
  const never = launchDevicesProcess({ exec: process.execPath, args: ['-e', 'setInterval(() => {}, 1e9)'] });
  const ended = new Promise<string>((resolve) => {
    const child = never({ onMessage: () => undefined, onEnd: resolve });
    cleanUp.push(() => child.kill());
    const document = { language: 'fr', blocks: [{ kind: 'text', text: 'x'.repeat(64 * 1024) }] } as const;
    let given = 0;
    while (given < 10_000 && child.send({ kind: 'print', deviceId: 'p', jobId: `j${given}`, document })) given += 1;
    assert.ok(given > 0 && given < 200, `${given} documents of 64 KiB were taken`);
    child.kill();
  });
  assert.equal(await ended, 'SIGKILL');
});

test('the end of a till does not wait for a process that hangs', async () => {
  const { events } = watch();
  const hardware = startHardware({
    devices: [PRINTER],
    launch: launchDevicesProcess({ exec: process.execPath, args: ['-e', 'setInterval(() => {}, 1e9)'] }),
    events,
    clock: systemClock,
    log: silentLog,
  });
  await hardware.close();
});
