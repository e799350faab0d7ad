/**
 * A receipt printer behind a real spooler, which says "completed" of what never came out and sends a job anew when the line
 * broke. What may happen only once is kept out of a receipt's job.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { paperText } from '#sim/printer/simulated-printer.ts';
import { type Cupsd, startCupsd } from '../rig/cupsd.ts';
import { openPrinterDesk, type PrinterDesk, receiptOf } from './printer-desk.ts';

let cupsd: Cupsd;
before(async () => {
  cupsd = await startCupsd();
});
after(() => cupsd.stop());

let desk: PrinterDesk;
beforeEach(() => {
  desk = openPrinterDesk();
});
afterEach(() => desk.close());

test('no. 2: behind a spooler nothing is ever called printed, whether there is paper or not', async () => {
  const printer = await desk.printer({ scenario: 'paper-out' });
  cupsd.addQueue('Empty', printer.port);
  desk.open({ address: `cups://${cupsd.server}/Empty`, profile: 'TM-T88V' });
  await desk.health('ready');
  assert.equal((await desk.print(receiptOf('ticket 1'))).state, 'handed-over');
  assert.equal(paperText(printer.paper), '');
  printer.insertPaper();
  await desk.seen(() => paperText(printer.paper).includes('[cut]'));
  assert.equal(paperText(printer.paper).split('ticket 1').length - 1, 1);
});

test('no. 4: a spooler that sends a receipt anew opens no drawer: the pulse was a job of its own', async () => {
  const printer = await desk.printer();
  cupsd.addQueue('Twice', printer.port);
  desk.open({ address: `cups://${cupsd.server}/Twice`, profile: 'TM-T88V', drawer: true });
  assert.equal((await desk.pulse()).state, 'handed-over');
  await desk.seen(() => printer.drawer.kicks === 1);
  printer.setScenario('powered-off-mid-job');
  assert.equal((await desk.print(receiptOf('ticket 1'))).state, 'handed-over');
  await desk.seen(() => !printer.state.plugged);
  await printer.plug();
  // The spooler may call the torn job done, or send it anew; what follows it comes out after it.
  assert.equal((await desk.print(receiptOf('ticket 2'))).state, 'handed-over');
  await desk.seen(() => /ticket 2[^]*\[cut\]/.test(paperText(printer.paper)));
  assert.equal(printer.drawer.kicks, 1);
});

test('a queue that is not there fails the job with its name, and nothing of it waits anywhere', async () => {
  desk.open({ address: `cups://${cupsd.server}/Nowhere`, profile: 'TM-T88V', drawer: true });
  await desk.health('absent', 'printer.queue-missing');
  const job = await desk.print(receiptOf('ticket 1'));
  assert.deepEqual([job.state, job.fault], ['failed', 'printer.queue-missing']);
  assert.equal((await desk.pulse()).state, 'failed');
});

test('to a spooler goes no question: what it is given is the receipt and nothing else', async () => {
  const printer = await desk.printer();
  cupsd.addQueue('Plain', printer.port);
  desk.open({ address: `cups://${cupsd.server}/Plain`, profile: 'TM-T88V' });
  await desk.health('ready');
  await desk.print(receiptOf('ticket 1'));
  await desk.seen(() => paperText(printer.paper).includes('[cut]'));
  const text = Buffer.from(printer.received).toString('latin1');
  assert.equal(text.startsWith('\x1b@\x1c.\x1bR\x00'), true);
  for (const question of ['\x10\x04', '\x1da', '\x1dr', '\x1dI', '\x1d(H'])
    assert.equal(text.includes(question), false);
});
