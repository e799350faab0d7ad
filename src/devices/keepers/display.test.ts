/** What a customer's display shows of a trial, and what it shows when the trial is over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisplayReader } from '#sim/display/display-reader.ts';
import { HandClock } from '../card/testing.ts';
import { tryDevice } from '../discovery/try.ts';
import { type DisplayContent, TRIAL_MS } from '../display/display.ts';
import { LineQueue } from '../printer/printer.ts';
import { memoryLine } from '../transport/transport.ts';
import type { DeviceConfig } from '../wire.ts';
import { keepDisplay } from './display.ts';
import type { KeeperContext } from './keeper.ts';

const DEVICE: DeviceConfig = { id: 'd', kind: 'display', name: 'Afficheur', address: 'memory:', dialect: 'escpos' };
const BLANK = ['', ''];

const saying = (left: string, right: string): DisplayContent => ({
  top: { left, right: '' },
  bottom: { left: '', right },
});

function displayAlone() {
  const clock = new HandClock();
  const { near, far } = memoryLine();
  const reader = new DisplayReader({ dialect: 'escpos', columns: 20 });
  far.onBytes((bytes) => reader.push(bytes));
  const unused = (): never => assert.fail('a display needs nothing of it');
  const queue = new LineQueue();
  const context: KeeperContext = {
    tell: () => undefined,
    clock,
    random: { bytes: unused, uuid: unused },
    open: () => Promise.resolve(near),
    recorderOf: unused,
    announced: (_device, _driver, enter) => enter(),
    queueOf: () => queue,
    drawingRoom: { draw: unused, close: unused } as unknown as KeeperContext['drawingRoom'],
    nextProcessId: unused,
  };
  return { clock, context, lines: () => reader.lines.map((line) => line.trim()) };
}

test('the text of a trial goes by itself, and what stood there before stands there again', async () => {
  const { clock, context, lines } = displayAlone();
  const kept = keepDisplay(DEVICE, context);
  await clock.pass(1_000);
  kept.showForTrial?.(saying('Bonjour', '1 234,56'));
  await clock.pass(TRIAL_MS - 1);
  assert.deepEqual(lines(), ['Bonjour', '1 234,56']);
  await clock.pass(1_000);
  assert.deepEqual(lines(), BLANK, 'nothing had been shown');
  kept.show?.(saying('Pain complet', '3,10'));
  await clock.pass(1_000);
  kept.showForTrial?.(saying('Bonjour', '1 234,56'));
  await clock.pass(1_000);
  assert.deepEqual(lines(), ['Bonjour', '1 234,56']);
  await clock.pass(TRIAL_MS);
  assert.deepEqual(lines(), ['Pain complet', '3,10']);
  kept.close();
});

test('a sale that goes on does not wait for the end of a trial, which does not come back over it', async () => {
  const { clock, context, lines } = displayAlone();
  const kept = keepDisplay(DEVICE, context);
  kept.showForTrial?.(saying('Bonjour', '1 234,56'));
  await clock.pass(1_000);
  kept.show?.(saying('Œufs', '2,50'));
  await clock.pass(1_000);
  assert.deepEqual(lines()[1], '2,50');
  await clock.pass(2 * TRIAL_MS);
  assert.deepEqual(lines()[1], '2,50');
  kept.close();
});

test('a display that is only found is left empty after its trial', async () => {
  const { clock, context, lines } = displayAlone();
  const trial = {
    kind: 'try',
    trialId: 't',
    device: { ...DEVICE, address: 'tcp://127.0.0.1:9' },
    test: 'display',
    content: saying('Bonjour', '1 234,56'),
  } as const;
  const machine = { cardReaders: () => assert.fail(), hidDevices: () => assert.fail() } as never;
  const ended = tryDevice(trial, { machine, context, keeper: keepDisplay, inUse: null });
  await clock.pass(TRIAL_MS - 1);
  assert.deepEqual(await ended, { state: 'unknown' });
  assert.deepEqual(lines(), ['Bonjour', '1 234,56'], 'whoever is told to look still sees it');
  await clock.pass(TRIAL_MS);
  assert.deepEqual(lines(), BLANK);
});
