/**
 * The devices of a till against the simulated printer and scanner, over real sockets: what arrives on paper, and what
 * is said of each job when something goes wrong.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { closingSheet } from '#domain/closing-file/closing-file.ts';
import { closingFileOf } from '#domain/closing-file/testing.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import { paperText, type Scenario, SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { createDevices, type Devices, type DevicesOptions } from './devices.ts';
import { systemClock } from '#node/system-clock.ts';
import { openAddress } from './transport/transport.ts';
import type { DeviceConfig, DevicesToTill } from './wire.ts';

const RECEIPT: ReceiptDocument = {
  language: 'fr',
  blocks: [
    { kind: 'text', text: 'Épicerie du Cœur', align: 'center', bold: true, size: 'double' },
    { kind: 'rule' },
    { kind: 'pair', start: 'Œufs de plein air ×6', end: '2,50 €' },
    { kind: 'pair', start: 'Crème fraîche', end: '1,20 €' },
    { kind: 'pair', start: 'Pain complet', end: '3,10 €' },
    { kind: 'pair', start: 'TOTAL', end: '6,80 €', bold: true },
    { kind: 'text', text: 'Merci et à bientôt', align: 'center' },
  ],
};

interface Rig {
  readonly printer: SimulatedPrinter;
  readonly devices: Devices;
  readonly said: DevicesToTill[];
  until<T extends DevicesToTill>(wanted: (message: DevicesToTill) => message is T): Promise<T>;
}

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function rig(
  scenario: Scenario = 'healthy',
  config: Partial<DeviceConfig> = {},
  parts: Partial<DevicesOptions> = {},
): Promise<Rig> {
  const printer = new SimulatedPrinter({ port: 0, scenario });
  await printer.plug();
  cleanUp.push(() => printer.unplug());
  const { devices, said, until } = devicesAlone(parts);
  const device: DeviceConfig = {
    id: 'p',
    kind: 'printer',
    name: 'Imprimante',
    address: printer.address,
    drawer: true,
    ...config,
  };
  devices.handle({ kind: 'open', device });
  return { printer, devices, said, until };
}

function devicesAlone(parts: Partial<DevicesOptions> = {}): Omit<Rig, 'printer'> {
  const said: DevicesToTill[] = [];
  const waiting = new Set<() => void>();
  const devices = createDevices({
    tell: (message) => {
      said.push(message);
      for (const wake of waiting) wake();
    },
    openAddress,
    clock: systemClock,
    random: { bytes: (count) => new Uint8Array(randomBytes(count)), uuid: randomUUID },
    fontFiles: [],
    loadCanvas: () => import('@napi-rs/canvas'),
    ...parts,
  });
  cleanUp.push(() => devices.close());
  function until<T extends DevicesToTill>(wanted: (message: DevicesToTill) => message is T): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = said.find(wanted);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  }
  return { devices, said, until };
}

const jobDone =
  (jobId: string) =>
  (message: DevicesToTill): message is Extract<DevicesToTill, { kind: 'job' }> =>
    message.kind === 'job' && message.jobId === jobId;

const health =
  (state: string, fault?: string) =>
  (message: DevicesToTill): message is Extract<DevicesToTill, { kind: 'health' }> =>
    message.kind === 'health' && message.state === state && message.fault === fault;

test('a receipt is on paper, accents, œ and € right, before it is called printed', async () => {
  const { printer, devices, until } = await rig();
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: RECEIPT });
  const done = await until(jobDone('j1'));
  assert.deepEqual(done, { kind: 'job', jobId: 'j1', state: 'printed' });
  const text = paperText(printer.paper);
  assert.match(text, /Épicerie du Cœur/);
  assert.match(text, /Œufs de plein air ×6 +2,50 €\n/);
  assert.match(text, /\[cut\]\n$/);
  assert.equal(printer.drawer.kicks, 0);
  assert.equal(printer.unknownCommands.length, 0);
});

test('the drawer opens once for one pulse, with a job of its own and no paper', async () => {
  const { printer, devices, until } = await rig();
  devices.handle({ kind: 'pulse', deviceId: 'p', jobId: 'k1' });
  assert.equal((await until(jobDone('k1'))).state, 'handed-over');
  assert.deepEqual(printer.drawer, { open: true, kicks: 1 });
  assert.equal(printer.paper.length, 0);
});

test('a printer that never answers is handed the receipt, and nothing more is claimed', async () => {
  const { printer, devices, until } = await rig('never-answers');
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: RECEIPT });
  assert.equal((await until(jobDone('j1'))).state, 'handed-over');
  assert.match(paperText(printer.paper), /TOTAL/);
});

for (const [scenario, fault] of [
  ['paper-out', 'printer.paper-out'],
  ['cover-open', 'printer.cover-open'],
] as const) {
  test(`with ${scenario} the job fails before its first byte, and the paper stays empty`, async () => {
    const { printer, devices, until } = await rig(scenario);
    devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: RECEIPT });
    assert.deepEqual(await until(jobDone('j1')), { kind: 'job', jobId: 'j1', state: 'failed', fault });
    await until(health('trouble', fault));
    printer.insertPaper();
    printer.closeCover();
    assert.equal(printer.paper.length, 0);
  });
}

for (const [scenario, fault] of [
  ['paper-out', 'printer.paper-out'],
  ['cover-open', 'printer.cover-open'],
] as const) {
  test(`with ${scenario} the drawer opens all the same, once, so that change can be given`, async () => {
    const { printer, devices, until } = await rig(scenario);
    devices.handle({ kind: 'pulse', deviceId: 'p', jobId: 'k1' });
    assert.equal((await until(jobDone('k1'))).state, 'handed-over');
    await until(health('trouble', fault));
    assert.equal(printer.drawer.kicks, 1);
    printer.insertPaper();
    printer.closeCover();
    await until(health('ready'));
    assert.equal(printer.drawer.kicks, 1);
  });
}

test('paper that ends in the middle of a receipt is waited for, and one whole receipt comes out', async () => {
  const { printer, devices, said, until } = await rig('paper-out-mid-receipt');
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: RECEIPT });
  await until(health('trouble', 'printer.paper-out'));
  assert.equal(said.some(jobDone('j1')), false);
  devices.handle({ kind: 'pulse', deviceId: 'p', jobId: 'k1' });
  assert.equal((await until(jobDone('k1'))).state, 'failed');
  printer.insertPaper();
  assert.equal((await until(jobDone('j1'))).state, 'printed');
  assert.equal(paperText(printer.paper).match(/TOTAL/g)?.length, 1);
  assert.equal(printer.drawer.kicks, 0);
});

for (const scenario of ['powered-off-mid-job', 'reset-after-first-byte'] as const) {
  test(`after ${scenario} the outcome is unknown, never a guess`, async () => {
    const { devices, until } = await rig(scenario);
    devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: RECEIPT });
    assert.deepEqual(await until(jobDone('j1')), {
      kind: 'job',
      jobId: 'j1',
      state: 'unknown',
      fault: 'printer.outcome-unknown',
    });
  });
}

test('a printer that is not there fails the job at once, is seen again when it comes back, and prints', async () => {
  const { printer, devices, said, until } = await rig();
  await until(health('ready'));
  await printer.unplug();
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: RECEIPT });
  assert.deepEqual(await until(jobDone('j1')), {
    kind: 'job',
    jobId: 'j1',
    state: 'failed',
    fault: 'device.unreachable',
  });
  await until(health('absent', 'device.unreachable'));
  said.length = 0;
  await printer.plug();
  await until(health('ready'));
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j2', document: RECEIPT });
  assert.equal((await until(jobDone('j2'))).state, 'printed');
  assert.equal(paperText(printer.paper).match(/TOTAL/g)?.length, 1);
});

test('jobs for one printer come out one after the other, whole', async () => {
  const { printer, devices, until } = await rig('slow');
  devices.handle({ kind: 'pulse', deviceId: 'p', jobId: 'k1' });
  for (const jobId of ['j1', 'j2']) {
    const document: ReceiptDocument = { language: 'fr', blocks: [{ kind: 'text', text: `ticket ${jobId}` }] };
    devices.handle({ kind: 'print', deviceId: 'p', jobId, document });
  }
  await Promise.all(['k1', 'j1', 'j2'].map((jobId) => until(jobDone(jobId))));
  assert.equal(paperText(printer.paper), 'ticket j1\n[cut]\nticket j2\n[cut]\n');
  assert.equal(printer.drawer.kicks, 1);
});

test('every code of a scanner becomes one read, in order, and the line comes back after it was pulled', async () => {
  const scanner = new SimulatedScanner({ port: 0 });
  await scanner.plug();
  cleanUp.push(() => scanner.unplug());
  const { devices, said, until } = devicesAlone();
  devices.handle({ kind: 'open', device: { id: 's', kind: 'scanner', name: 'Douchette', address: scanner.address } });
  await until(health('ready'));
  const reads = (): string[] => said.flatMap((message) => (message.kind === 'read' ? [message.text] : []));
  const readOf =
    (text: string) =>
    (message: DevicesToTill): message is Extract<DevicesToTill, { kind: 'read' }> =>
      message.kind === 'read' && message.text === text;
  scanner.scan('3017620422003');
  scanner.scan('3017620422003', 'crlf');
  scanner.scan('96385074', 'none');
  await until(readOf('96385074'));
  assert.deepEqual(reads(), ['3017620422003', '3017620422003', '96385074']);
  assert.equal(new Set(said.flatMap((message) => (message.kind === 'read' ? [message.readId] : []))).size, 3);

  scanner.send(new TextEncoder().encode('30176'));
  await scanner.unplug();
  await until(health('absent', 'device.lost'));
  said.length = 0;
  await scanner.plug();
  await until(health('ready'));
  scanner.scan('4006381333931', 'tab');
  await until(readOf('4006381333931'));
  assert.deepEqual(reads(), ['4006381333931']);
});

test('when the till ends, the receipt that has the line comes out whole, and what waited behind it never begins', async () => {
  const { printer, devices, until } = await rig('slow');
  await until(health('ready'));
  const document = (text: string): ReceiptDocument => ({ language: 'fr', blocks: [{ kind: 'text', text }] });
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: document('premier') });
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j2', document: document('second') });
  devices.handle({ kind: 'pulse', deviceId: 'p', jobId: 'k1' });
  await devices.close();
  assert.equal(paperText(printer.paper), 'premier\n[cut]\n');
  assert.equal(printer.drawer.kicks, 0);
});

test('where the canvas does not load, an Arabic receipt fails with a reason and a French one prints', async () => {
  const { printer, devices, until } = await rig(
    'healthy',
    {},
    { loadCanvas: () => Promise.reject(new Error('no such file')) },
  );
  devices.handle({
    kind: 'print',
    deviceId: 'p',
    jobId: 'ar',
    document: { language: 'ar', blocks: [{ kind: 'text', text: 'شكرا' }] },
  });
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'fr', document: RECEIPT });
  assert.deepEqual(await until(jobDone('ar')), {
    kind: 'job',
    jobId: 'ar',
    state: 'failed',
    fault: 'printer.cannot-draw',
  });
  assert.equal((await until(jobDone('fr'))).state, 'printed');
  assert.match(paperText(printer.paper), /TOTAL/);
});

test('an Arabic receipt comes out as drawings, in the order in which it was asked for', async () => {
  const { printer, devices, until } = await rig();
  const arabic: ReceiptDocument = { language: 'ar', blocks: [{ kind: 'pair', start: 'حليب', end: '12,50' }] };
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'ar', document: arabic });
  devices.handle({
    kind: 'print',
    deviceId: 'p',
    jobId: 'fr',
    document: { language: 'fr', blocks: [{ kind: 'text', text: 'après' }] },
  });
  assert.equal((await until(jobDone('fr'))).state, 'printed');
  assert.match(paperText(printer.paper), /^\[image 504×36\]\n\[cut\]\naprès\n\[cut\]\n$/);
});

test('who begins to watch a printer sees what was said last, and nothing of what a scanner read before', async () => {
  const { devices, said, until } = await rig();
  const scanner = new SimulatedScanner({ port: 0 });
  await scanner.plug();
  cleanUp.push(() => scanner.unplug());
  devices.handle({ kind: 'open', device: { id: 's', kind: 'scanner', name: 'Douchette', address: scanner.address } });
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j1', document: RECEIPT });
  await until(jobDone('j1'));
  await until(
    (message): message is DevicesToTill =>
      message.kind === 'health' && message.deviceId === 's' && message.state === 'ready',
  );
  scanner.scan('3017620422003');
  await until((message): message is DevicesToTill => message.kind === 'read');
  const watched = (deviceId: string): readonly DevicesToTill[] =>
    said.filter((message) => message.kind === 'watched' && message.deviceId === deviceId);
  devices.handle({ kind: 'watch', deviceId: 's', on: true });
  devices.handle({ kind: 'watch', deviceId: 'p', on: true });
  assert.equal(watched('s').length, 0);
  const [first] = watched('p');
  assert.ok(first?.kind === 'watched' && first.frames.length > 2 && first.frames.length <= 50);
  assert.ok(first.frames.some(({ direction, hex }) => direction === 'out' && hex.includes('100401')));
  // A set-up that is opened again is watched again, and tells nothing twice.
  devices.handle({ kind: 'watch', deviceId: 'p', on: true });
  assert.equal(watched('p').length, 1);
});

test('a sheet that the canvas cannot draw is a fault, and the printer prints on', async () => {
  const { devices, until, printer } = await rig(
    'healthy',
    {},
    { loadCanvas: () => Promise.reject(new Error('no canvas')) },
  );
  devices.handle({ kind: 'draw', drawingId: 'z', sheet: closingSheet(closingFileOf('fr')) });
  const drawn = await until(
    (message): message is Extract<DevicesToTill, { kind: 'drawn' }> => message.kind === 'drawn',
  );
  assert.deepEqual(drawn, { kind: 'drawn', drawingId: 'z', base64: null, fault: 'file.not-drawn' });
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'after', document: RECEIPT });
  const job = await until((message): message is Extract<DevicesToTill, { kind: 'job' }> => message.kind === 'job');
  assert.equal(job.state, 'printed');
  assert.match(paperText(printer.paper), /TOTAL/);
});
