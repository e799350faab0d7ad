/**
 * Receipt printers on real lines that go wrong in every way that was seen in shops: the paper, the drawer and what is said of
 * the job agree, and nothing ever comes out twice by itself.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { identifyPrinter, lineTraits } from '#devices/printer/printer.ts';
import { openAddress } from '#devices/transport/transport.ts';
import type { DeviceFacts } from '#devices/wire.ts';
import { paperText, type SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { systemClock } from '../rig/quiet.ts';
import { openPrinterDesk, type PrinterDesk, receiptOf } from './printer-desk.ts';

let desk: PrinterDesk;
beforeEach(() => {
  desk = openPrinterDesk();
});
afterEach(() => desk.close());

const count = (text: string, words: string): number => text.split(words).length - 1;
const onPaper = (printer: SimulatedPrinter, words: string): number => count(paperText(printer.paper), words);
const sent = (printer: SimulatedPrinter, words: string): number =>
  count(Buffer.from(printer.received).toString('latin1'), words);

const LINES = [
  { name: 'TCP', serial: false, addressOf: (printer: SimulatedPrinter) => printer.address },
  {
    name: 'a serial line',
    serial: true,
    addressOf: (printer: SimulatedPrinter) => `${printer.serialAddress}?baud=38400`,
  },
] as const;

for (const { name, serial, addressOf } of LINES) {
  test(`no. 1: over ${name}, paper that ends in the middle of a sale's receipt: one copy, one kick, nothing sent again`, async () => {
    // The buffer is as small as a cheap printer's: without paper it soon takes nothing more, and hears no question.
    const printer = await desk.printer({ serial, bufferBytes: 45 });
    desk.open({ address: addressOf(printer), profile: 'TM-T88V', drawer: true });
    await desk.health('ready');
    printer.setScenario('paper-out-mid-receipt');
    assert.equal((await desk.pulse()).state, 'handed-over');
    const job = desk.print(receiptOf('ticket 1', 40));
    await desk.health('trouble', 'printer.paper-out');
    assert.equal((await desk.pulse()).state, 'failed');
    printer.insertPaper();
    assert.equal((await job).state, 'printed');
    assert.equal(onPaper(printer, 'ticket 1'), 1);
    assert.equal(onPaper(printer, '[cut]'), 1);
    assert.equal(sent(printer, 'TOTAL'), 1);
    assert.equal(printer.drawer.kicks, 1);
  });

  test(`no. 3: over ${name}, after the power went in the middle nothing is sent again by itself, and no second pulse`, async () => {
    const printer = await desk.printer({ serial });
    desk.open({ address: addressOf(printer), drawer: true });
    await desk.health('ready');
    assert.equal((await desk.pulse()).state, 'handed-over');
    printer.setScenario('powered-off-mid-job');
    const job = await desk.print(receiptOf('ticket 1'));
    assert.deepEqual([job.state, job.fault], ['unknown', 'printer.outcome-unknown']);
    await desk.health('absent', 'device.lost');
    const from = desk.said.length;
    await printer.plug();
    await desk.health('ready', undefined, from);
    assert.equal(onPaper(printer, '[cut]'), 0);
    assert.equal(sent(printer, 'ticket 1'), 1);
    // The operator chose the numbered duplicate: a job of its own, and no drawer with it.
    assert.equal((await desk.print(receiptOf('DUPLICATA n° 1 ticket 1'))).state, 'printed');
    assert.equal(onPaper(printer, 'DUPLICATA'), 1);
    assert.equal(printer.drawer.kicks, 1);
  });

  for (const polarity of ['open-is-high', 'open-is-low'] as const) {
    test(`no. 4: over ${name}, the drawer opens once for one pulse and its sensor says so (${polarity})`, async () => {
      const printer = await desk.printer({ serial, drawerOpenIsHigh: polarity === 'open-is-high' });
      desk.open({ address: addressOf(printer), drawer: true, drawerPin: 5, drawerSensor: polarity });
      await desk.drawer('closed');
      const from = desk.said.length;
      assert.equal((await desk.pulse()).state, 'handed-over');
      await desk.drawer('open', from);
      assert.equal(sent(printer, '\x1bp\x01\x32\x64'), 1);
      assert.equal(printer.drawer.kicks, 1);
      const shut = desk.said.length;
      printer.closeDrawer();
      await desk.drawer('closed', shut);
      assert.equal(printer.paper.length, 0);
    });
  }

  test(`no. 4: over ${name}, how the drawer stands is said again when the printer is back, also where it is as before`, async () => {
    const printer = await desk.printer({ serial, drawerOpenIsHigh: true });
    desk.open({ address: addressOf(printer), drawer: true, drawerSensor: 'open-is-high' });
    await desk.drawer('closed');
    await printer.unplug();
    await desk.seen(() => desk.said.some((message) => message.kind === 'health' && message.state === 'absent'));
    const from = desk.said.length;
    await printer.plug();
    await desk.drawer('closed', from);
  });

  test(`no. 4: over ${name}, a drawer that is jammed is said to be closed after its kick, and is kicked once`, async () => {
    const printer = await desk.printer({ serial, scenario: 'drawer-jammed' });
    desk.open({ address: addressOf(printer), drawer: true, drawerSensor: 'open-is-high' });
    await desk.drawer('closed');
    const from = desk.said.length;
    await desk.pulse();
    await desk.drawer('closed', from);
    assert.equal(printer.drawer.kicks, 1);
    assert.equal(
      desk.said.some((message) => message.kind === 'drawer' && message.state === 'open'),
      false,
    );
  });

  test(`over ${name}, the roll that is nearly used up is said while it still prints`, async () => {
    const printer = await desk.printer({ serial, scenario: 'paper-near-end' });
    desk.open({ address: addressOf(printer), profile: 'TM-T88V' });
    await desk.health('ready', 'printer.paper-near-end');
    assert.equal((await desk.print(receiptOf('ticket 1'))).state, 'printed');
  });

  test(`over ${name}, a jammed cutter keeps the job away, and it prints once when the error is cleared`, async () => {
    const printer = await desk.printer({ serial, scenario: 'cutter-jammed' });
    desk.open({ address: addressOf(printer), profile: 'TM-T88V' });
    const refused = await desk.print(receiptOf('ticket 1'));
    assert.deepEqual([refused.state, refused.fault], ['failed', 'printer.error']);
    const from = desk.said.length;
    printer.setScenario('healthy');
    printer.clearError();
    await desk.health('ready', undefined, from);
    assert.equal((await desk.print(receiptOf('ticket 1'))).state, 'printed');
    assert.equal(onPaper(printer, 'ticket 1'), 1);
  });

  test(`over ${name}, rubbish for answers proves nothing: the receipt is handed over, once`, async () => {
    const printer = await desk.printer({ serial, scenario: 'answers-rubbish' });
    desk.open({ address: addressOf(printer), profile: 'TM-T88V', drawer: true });
    assert.equal((await desk.print(receiptOf('ticket 1'))).state, 'handed-over');
    assert.equal((await desk.pulse()).state, 'handed-over');
    await desk.seen(() => onPaper(printer, '[cut]') === 1 && printer.drawer.kicks === 1);
    assert.equal(onPaper(printer, 'ticket 1'), 1);
  });

  test(`over ${name}, one byte a second is never called printed and holds up nobody else`, async () => {
    const slow = await desk.printer({ serial, scenario: 'one-byte-a-second' });
    const well = await desk.printer();
    desk.open({ id: 'slow', address: addressOf(slow) });
    desk.open({ id: 'well', address: well.address, profile: 'TM-T88V' });
    const dragging = desk.print(receiptOf('ticket 1', 40), 'slow');
    assert.equal((await desk.print(receiptOf('ticket 2'), 'well')).state, 'printed');
    assert.ok(['handed-over', 'unknown'].includes((await dragging).state));
  });

  test(`over ${name}, a printer says who it is, and who does not answer is no printer`, async () => {
    const printer = await desk.printer({ serial, names: { model: 'TM-m30III' } });
    const address = addressOf(printer);
    const asked = async (): Promise<DeviceFacts | null> => {
      const line = await openAddress(address);
      try {
        const identity = await identifyPrinter({
          line,
          clock: systemClock,
          traits: lineTraits(address),
          waitMs: 1_000,
        });
        assert.notEqual(identity, 'stranger');
        return identity === null || identity === 'stranger' ? null : identity.facts;
      } finally {
        await line.close();
      }
    };
    assert.deepEqual(await asked(), {
      maker: 'EPSON',
      model: 'TM-m30III',
      firmware: '30.61 ESC/POS',
      serial: 'SIM0000042',
    });
    printer.setScenario('real-time-only');
    assert.deepEqual(await asked(), {});
    printer.setScenario('never-answers');
    assert.equal(await asked(), null);
    assert.equal(printer.paper.length, 0);
    assert.equal(printer.unknownCommands.length, 0);
  });

  test(`over ${name}, a printer's own facts are told when it is found`, async () => {
    const printer = await desk.printer({ serial });
    desk.open({ address: addressOf(printer) });
    const { facts } = await desk.until((message) => message.kind === 'facts');
    assert.equal(facts.model, 'TM-T88V');
  });

  test(`no. 5: over ${name}, two devices of one address, written differently, wait for each other`, async () => {
    const printer = await desk.printer({ serial, scenario: 'slow', model: 'TM-T88V' });
    const again = serial ? printer.serialAddress : printer.address.replace('127.0.0.1', 'LOCALHOST');
    const first = serial ? addressOf(printer) : printer.address.replace('127.0.0.1', 'localhost');
    desk.open({ id: 'a', address: first, profile: 'TM-T88V' });
    desk.open({ id: 'b', address: again, profile: 'TM-T88V' });
    const jobs = ['a', 'b', 'a', 'b'].map((id, index) => desk.print(receiptOf(`ticket ${index}`, 1), id));
    for (const job of jobs) assert.equal((await job).state, 'printed');
    assert.deepEqual(
      [...paperText(printer.paper).matchAll(/ticket (\d)\n.*\nTOTAL.*\n\[cut\]/g)].map(([, number]) => number),
      ['0', '1', '2', '3'],
    );
  });
}

test('no. 2: what came out is printed where the printer proves it, and handed over everywhere else', async () => {
  const proved = await desk.printer();
  const reached = await desk.printer({ model: 'NT-80-V-UL', columns: 48 });
  const silent = await desk.printer({ scenario: 'never-answers' });
  desk.open({ id: 'proved', address: proved.address, profile: 'TM-T88V' });
  desk.open({ id: 'reached', address: reached.address, profile: 'NT-80-V-UL' });
  desk.open({ id: 'silent', address: silent.address, profile: 'TM-T88V' });
  assert.equal((await desk.print(receiptOf('ticket 1'), 'proved')).state, 'printed');
  assert.equal((await desk.print(receiptOf('ticket 1'), 'reached')).state, 'handed-over');
  assert.equal((await desk.print(receiptOf('ticket 1'), 'silent')).state, 'handed-over');
  assert.equal(sent(reached, '\x1dr\x01'), 1);
  for (const printer of [proved, reached, silent]) assert.equal(onPaper(printer, '[cut]'), 1);
});

test('no. 2: where the paper ends in the middle, a printer without process id is waited for too', async () => {
  const printer = await desk.printer({ model: 'NT-80-V-UL', columns: 48 });
  desk.open({ address: printer.address, profile: 'NT-80-V-UL' });
  await desk.health('ready');
  printer.setScenario('paper-out-mid-receipt');
  const job = desk.print(receiptOf('ticket 1'));
  await desk.health('trouble', 'printer.paper-out');
  assert.equal(
    desk.said.some((message) => message.kind === 'job'),
    false,
  );
  printer.insertPaper();
  assert.equal((await job).state, 'handed-over');
  assert.equal(onPaper(printer, 'ticket 1'), 1);
});

test('a receipt of four kilobytes has the four seconds that 9600 baud need', async () => {
  const printer = await desk.printer({ serial: true, ptyBytesPerSecond: 960 });
  desk.open({ address: `${printer.serialAddress}?baud=9600`, profile: 'TM-T88V' });
  await desk.health('ready');
  assert.equal((await desk.print(receiptOf('ticket 1', 100))).state, 'printed');
  assert.equal(onPaper(printer, 'Crème brûlée'), 100);
});

test('a printer that half-closes its connection is never said to have printed what it did not', async () => {
  const printer = await desk.printer({ scenario: 'half-closes' });
  desk.open({ address: printer.address, profile: 'TM-T88V' });
  const job = await desk.print(receiptOf('ticket 1'));
  assert.notEqual(job.state, 'printed');
  if (job.state === 'failed') assert.equal(onPaper(printer, 'ticket 1'), 0);
  assert.ok(onPaper(printer, 'ticket 1') <= 1);
});

test('no. 6: a job that was refused while the cable was out prints once when it is in again', async () => {
  const printer = await desk.printer({ serial: true });
  desk.open({ address: `${printer.serialAddress}?baud=38400`, profile: 'TM-T88V', drawer: true });
  await desk.health('ready');
  await printer.unplug();
  const refused = await desk.print(receiptOf('ticket 1'));
  assert.equal(refused.state, 'failed');
  const from = desk.said.length;
  await printer.plug();
  await desk.health('ready', undefined, from);
  assert.equal((await desk.print(receiptOf('ticket 1'))).state, 'printed');
  assert.equal(onPaper(printer, 'ticket 1'), 1);
  assert.equal(printer.drawer.kicks, 0);
});

test('no. 5: a printer that takes no connection fails the job, holds up no other printer, and keeps its own queue moving', async () => {
  const wedged = await wedgedPrinter();
  try {
    const well = await desk.printer();
    desk.open({ id: 'wedged', address: `tcp://127.0.0.1:${wedged.port}` });
    desk.open({ id: 'well', address: well.address, profile: 'TM-T88V' });
    const jobs = [desk.print(receiptOf('ticket 1'), 'wedged'), desk.print(receiptOf('ticket 2'), 'wedged')];
    assert.equal((await desk.print(receiptOf('ticket 3'), 'well')).state, 'printed');
    for (const job of jobs) {
      const { state, fault } = await job;
      assert.deepEqual([state, fault], ['failed', 'device.unreachable']);
    }
  } finally {
    await wedged.close();
  }
});

test('no. 5: a printer that takes the connection and never reads delays nobody, and is never said to have printed', async () => {
  const deaf = createServer((socket) => {
    socket.pause();
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const well = await desk.printer();
  desk.open({ id: 'deaf', address: `tcp://127.0.0.1:${(deaf.address() as AddressInfo).port}` });
  desk.open({ id: 'well', address: well.address, profile: 'TM-T88V' });
  const stuck = desk.print(receiptOf('ticket 1'), 'deaf');
  assert.equal((await desk.print(receiptOf('ticket 2'), 'well')).state, 'printed');
  assert.ok(['handed-over', 'unknown'].includes((await stuck).state));
  deaf.close();
});

test('the simulator as a program, on the network and on a serial line, obeys what is typed to it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-printer-'));
  const program = fileURLToPath(new URL('../../src/sim/printer/main.ts', import.meta.url));
  const words = ['--port', '0', '--pty', path.join(folder, 'ttyPrinter'), '--baud', '115200', '--model', 'TM-T88V'];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    let out = '';
    const said = (words: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (out.includes(words)) resolve();
        };
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString();
    });
    await said('\n');
    const { printer, serial } = JSON.parse(out.split('\n')[0] ?? '') as { printer: string; serial: string };
    desk.open({ id: 'net', address: printer, profile: 'TM-T88V' });
    assert.equal((await desk.print(receiptOf('ticket 1'), 'net')).state, 'printed');
    desk.devices.handle({ kind: 'close', deviceId: 'net' });
    desk.open({ id: 'serial', address: `${serial}?baud=115200`, profile: 'TM-T88V', drawer: true });
    assert.equal((await desk.print(receiptOf('ticket 2'), 'serial')).state, 'printed');
    await said('ticket 2');
    const from = desk.said.length;
    child.stdin.write('remove-paper\n');
    await desk.health('trouble', 'printer.paper-out', from);
    await desk.pulse('serial');
    await said('[drawer opens]');
  } finally {
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A process that listens and was stopped before it took a connection: the system's queue for it is full. */
async function wedgedPrinter(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const script = `const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => process.stdout.write(server.address().port + '\\n'));`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const port = await new Promise<number>((resolve) => {
    child.stdout.once('data', (bytes: Buffer) => {
      resolve(Number(bytes.toString().trim()));
    });
  });
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  // The system has taken as many as it takes: two of them, with a queue of one.
  await Promise.all(fillers.slice(0, 2).map((filler) => new Promise((resolve) => filler.once('connect', resolve))));
  return {
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

test('a web server at the address is named as no printer: no byte of a job, no pulse, and it says the same each time', async () => {
  const heard: Buffer[] = [];
  const server = createHttpServer().listen(0, '127.0.0.1');
  server.on('connection', (socket) => socket.on('data', (bytes) => heard.push(bytes)));
  await once(server, 'listening');
  try {
    desk.open({ address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, drawer: true });
    await desk.health('trouble', 'printer.not-a-printer');
    const job = await desk.print(receiptOf('ticket 1'));
    assert.deepEqual([job.state, job.fault], ['failed', 'printer.not-a-printer']);
    const pulse = await desk.pulse();
    assert.deepEqual([pulse.state, pulse.fault], ['failed', 'printer.not-a-printer']);
    const healths = desk.said.flatMap((message) => (message.kind === 'health' ? [message.fault] : []));
    assert.deepEqual(new Set(healths), new Set([undefined, 'printer.not-a-printer']));
    assert.match(Buffer.concat(heard).toString('hex'), /^(?:100401100402100404)+$/);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
