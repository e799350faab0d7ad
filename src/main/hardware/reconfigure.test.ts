/**
 * A set-up that changes while the till sells.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DisplayContent } from '#devices/display/display.ts';
import { CAMERA, DISPLAY, fakeRig, job, PRINTER, SCANNER, WEDGE } from './testing.ts';

const HELLO: DisplayContent = { top: { left: 'Bonjour', right: '' }, bottom: { left: '', right: '' } };

test('what is unchanged stays open, what is gone is closed, what is new or changed is opened', () => {
  const { hardware, given } = fakeRig([PRINTER, SCANNER]);
  assert.deepEqual(given(), ['open p', 'open s']);
  hardware.configure([{ ...PRINTER, name: 'Imprimante', drawerPin: undefined as never }, DISPLAY]);
  assert.deepEqual(given(), ['close s', 'open d']);
  hardware.configure([{ ...PRINTER, address: 'tcp://127.0.0.1:99' }, DISPLAY]);
  assert.deepEqual(given(), ['close p', 'open p']);
  assert.deepEqual(
    hardware.devices().map(({ id, address }) => [id, address]),
    [
      ['p', 'tcp://127.0.0.1:99'],
      ['d', 'serial:///dev/ttyS0'],
    ],
  );
});

test('a receipt on its way to a printer that is taken out is unknown, and a late word about it is not heard', () => {
  const { hardware, seen, say } = fakeRig();
  say({ kind: 'health', deviceId: 'p', state: 'ready' });
  hardware.send(job('a'));
  hardware.configure([SCANNER]);
  say({ kind: 'job', jobId: 'a', state: 'printed' });
  assert.deepEqual(seen.jobs, [{ jobId: 'a', state: 'unknown', fault: 'printer.outcome-unknown' }]);
  assert.equal(hardware.receiptPrinter(), null);
});

test('a device that was taken out is not heard any more', () => {
  const { hardware, seen, say } = fakeRig();
  hardware.configure([PRINTER]);
  say({ kind: 'read', deviceId: 's', readId: 'r', text: '3017620422003' });
  say({ kind: 'card', deviceId: 's', readId: 'k', event: { kind: 'gone' } });
  assert.deepEqual([seen.reads, seen.cards], [[], []]);
});

test('devices of the page are never given to the devices process, and stand as the page says', () => {
  const { hardware, sent, seen, given } = fakeRig([WEDGE, CAMERA]);
  assert.deepEqual(
    hardware.health().map(({ deviceId, state }) => [deviceId, state]),
    [
      ['w', 'ready'],
      ['c', 'connecting'],
    ],
  );
  hardware.noteHealth({ deviceId: 'c', state: 'absent', fault: 'camera.denied' });
  assert.deepEqual(seen.health, [
    { deviceId: 'c', kind: 'scanner', name: 'Caméra', state: 'absent', fault: 'camera.denied' },
  ]);
  hardware.configure([CAMERA, PRINTER]);
  hardware.configure([PRINTER]);
  assert.deepEqual(given(), ['open p']);
  assert.equal(sent.length, 0);
});

test('the page says nothing about devices that it does not hear itself', () => {
  const { hardware, seen } = fakeRig();
  hardware.noteHealth({ deviceId: 'p', state: 'ready' });
  assert.deepEqual(seen.health, []);
  assert.equal(hardware.readyFor(job('a')), false);
});

test('a crash of the devices process leaves the devices of the page as they are', () => {
  const { hardware, process } = fakeRig([WEDGE, SCANNER]);
  process().onEnd('SIGSEGV');
  assert.deepEqual(
    hardware.health().map(({ deviceId, state }) => [deviceId, state]),
    [
      ['w', 'ready'],
      ['s', 'connecting'],
    ],
  );
});

test('a display is told again what it shows: when the process is new, and when the display is', () => {
  const { hardware, clock, process, given } = fakeRig([DISPLAY, PRINTER]);
  hardware.show(HELLO);
  assert.deepEqual(given(), ['open d', 'open p', 'show d']);
  process().onEnd('SIGKILL');
  clock.pass(1_000);
  assert.deepEqual(given(), ['open d', 'show d', 'open p']);
  hardware.configure([DISPLAY, PRINTER, { ...DISPLAY, id: 'd2', address: 'serial:///dev/ttyS1' }]);
  assert.deepEqual(given(), ['open d2', 'show d2']);
});

test('a watched line is watched again after a restart and after a change, and no more once it is gone', () => {
  const { hardware, clock, process, given } = fakeRig([SCANNER]);
  hardware.watch('s', true);
  process().onEnd('SIGKILL');
  clock.pass(1_000);
  assert.deepEqual(given(), ['open s', 'watch s', 'open s', 'watch s']);
  hardware.configure([{ ...SCANNER, address: 'tcp://127.0.0.1:11' }]);
  assert.deepEqual(given(), ['close s', 'open s', 'watch s']);
  hardware.configure([]);
  hardware.configure([SCANNER]);
  assert.deepEqual(given(), ['close s', 'open s']);
});

test('a device whose driver was left out stays out through changes of others, and is tried again when it is saved', () => {
  const { hardware, clock, process, given, seen } = fakeRig();
  const crash = (): void => {
    process().onMessage({ kind: 'opening', deviceId: 's', driver: 'scanner' });
    process().onEnd('SIGSEGV');
    clock.pass(6_000);
  };
  for (let time = 1; time <= 3; time++) crash();
  given();
  hardware.configure([PRINTER, SCANNER, DISPLAY], { enable: 'd' });
  assert.deepEqual(given(), ['open d']);
  assert.equal(hardware.health().find(({ deviceId }) => deviceId === 's')?.state, 'disabled');
  hardware.configure([PRINTER, SCANNER, DISPLAY], { enable: 's' });
  assert.deepEqual(given(), ['open s']);
  assert.equal(seen.health.at(-1)?.state, 'connecting');
  crash();
  assert.equal(hardware.health().find(({ deviceId }) => deviceId === 's')?.state, 'connecting', 'one crash is one');
});
