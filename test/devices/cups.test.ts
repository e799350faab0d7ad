/** Printing through the operating system's spooler: a real CUPS with raw queues, before printers on TCP ports. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import { oneWayConformance } from '#devices/transport/transport.conformance.ts';
import { openAddress } from '#devices/transport/transport.ts';
import type { TillToDevices } from '#devices/wire.ts';
import { paperText, SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { type Cupsd, startCupsd } from '../rig/cupsd.ts';
import { devicesAlone, type Said } from '../rig/devices-alone.ts';
import { Reports } from '../rig/reports.ts';

const PULSE = '\u001bp';
const PULSES = [PULSE, '\u0010\u0014'];

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

/** A printer that takes everything, one job a connection. */
interface PortPrinter {
  readonly port: number;
  /** What each connection that ended brought. */
  readonly jobs: readonly Uint8Array[];
  until(done: () => boolean): Promise<void>;
  /** The next connection loses its power at its first bytes. */
  losePower(): void;
  close(): Promise<void>;
}

async function portPrinter(): Promise<PortPrinter> {
  const jobs: Uint8Array[] = [];
  const reports = new Reports();
  const sockets = new Set<Socket>();
  let dying = false;
  const server = createServer((socket) => {
    const pieces: Uint8Array[] = [];
    const dies = dying;
    dying = false;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      pieces.push(bytes);
      if (dies) socket.resetAndDestroy();
    });
    socket.on('close', () => {
      sockets.delete(socket);
      jobs.push(Buffer.concat(pieces));
      reports.wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return {
    port: address.port,
    jobs,
    until: (done) => reports.until(done),
    losePower() {
      dying = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function spooler(): Promise<Cupsd> {
  const cupsd = await startCupsd();
  cleanUp.push(() => cupsd.stop());
  return cupsd;
}

async function printerOnPort(): Promise<PortPrinter> {
  const printer = await portPrinter();
  cleanUp.push(() => printer.close());
  return printer;
}

/** The devices of a till with a printer behind the queue; `job` gives it something to do and says what became of it. */
function till(
  address: string,
): (message: { readonly kind: 'pulse' } | { readonly document: ReceiptDocument }) => Promise<Said<'job'>> {
  const { devices, until } = devicesAlone();
  cleanUp.push(() => devices.close());
  devices.handle({ kind: 'open', device: { id: 'p', kind: 'printer', name: 'Imprimante', address, drawer: true } });
  return (message) => {
    const jobId = randomUUID();
    const order: TillToDevices =
      'document' in message
        ? { kind: 'print', deviceId: 'p', jobId, document: message.document }
        : { kind: 'pulse', deviceId: 'p', jobId };
    devices.handle(order);
    return until((one): one is Said<'job'> => one.kind === 'job' && one.jobId === jobId);
  };
}

oneWayConformance('cups', async () => {
  const cupsd = await startCupsd();
  const printer = await portPrinter();
  cupsd.addQueue('Recus', printer.port);
  const open = () => openAddress(`cups://${cupsd.server}/Recus`);
  return {
    near: await open(),
    async arrived(count) {
      await printer.until(() => printer.jobs.length >= count);
      return printer.jobs;
    },
    reopen: open,
    async dispose() {
      await cupsd.stop();
      await printer.close();
    },
  };
});

test('a queue that is not there, one that takes no jobs and a spooler that does not run are told apart', async () => {
  const cupsd = await spooler();
  cupsd.addQueue('Recus', 9);
  const code = async (address: string): Promise<unknown> =>
    openAddress(address).then(
      () => 'open',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
  assert.equal(await code(`cups://${cupsd.server}/Recus`), 'open');
  assert.equal(await code(`cups://${cupsd.server}/Rien`), 'printer.queue-missing');
  assert.equal(await code('cups://127.0.0.1:1/Recus'), 'device.unreachable');
  cupsd.reject('Recus');
  assert.equal(await code(`cups://${cupsd.server}/Recus`), 'printer.offline');
});

test('a machine without a spooler has no printer there, and says so', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    await assert.rejects(openAddress('cups://Recus'), { name: 'Fault', code: 'device.unreachable' });
  } finally {
    process.env['PATH'] = path;
  }
});

test('without paper the spooler says "completed" and nothing is on paper: the receipt is called handed over', async () => {
  const cupsd = await spooler();
  const printer = new SimulatedPrinter({ port: 0, scenario: 'paper-out' });
  await printer.plug();
  cleanUp.push(() => printer.unplug());
  cupsd.addQueue('Recus', printer.port);
  const job = till(`cups://${cupsd.server}/Recus`);
  const outcome = await job({ document: { language: 'fr', blocks: [{ kind: 'text', text: 'TOTAL 12,50' }] } });
  assert.deepEqual([outcome.state, outcome.fault], ['handed-over', undefined]);
  while (cupsd.jobs('Recus', 'completed').length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(paperText(printer.paper), '');
  assert.ok(printer.received.length > 0);
});

test('a job that broke on its way is sent anew from its beginning, and no pulse is in either copy of a receipt', async () => {
  const cupsd = await spooler();
  const printer = await printerOnPort();
  cupsd.addQueue('Recus', printer.port);
  const job = till(`cups://${cupsd.server}/Recus`);
  printer.losePower();
  // More than the buffers of a connection take (4 MB on the way out): else the spooler has sent all of it before the power is gone.
  const text = 'Pain de campagne tranché            2,50';
  const document: ReceiptDocument = {
    language: 'fr',
    blocks: Array.from({ length: 250_000 }, () => ({ kind: 'text', text })),
  };
  assert.equal((await job({ document })).state, 'handed-over');
  await printer.until(() => printer.jobs.length >= 2);
  const [torn, whole] = printer.jobs.map((bytes) => Buffer.from(bytes).toString('latin1'));
  assert.ok(torn !== undefined && whole !== undefined && torn.length > 0);
  assert.ok(whole.length > torn.length && whole.startsWith(torn.slice(0, 1_000)), 'the job begins anew');
  for (const pulse of PULSES) {
    assert.ok(!torn.includes(pulse) && !whole.includes(pulse));
  }
  assert.equal((await job({ kind: 'pulse' })).state, 'handed-over');
  await printer.until(() => printer.jobs.length >= 3);
  assert.equal(
    Buffer.from(printer.jobs[2] ?? [])
      .toString('latin1')
      .split(PULSE).length,
    2,
  );
});
