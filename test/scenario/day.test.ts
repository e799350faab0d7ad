/**
 * A day of selling with the simulated printer, and what goes wrong on such a day.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paperText } from '#sim/printer/simulated-printer.ts';
import { CODES, type Counter, eventually, openCounter } from './counter.ts';

const occurrences = (text: string, word: string): number => text.split(word).length - 1;
const ticketsOnPaper = (counter: Counter, number: string): number =>
  occurrences(paperText(counter.printer.paper), `Ticket n° ${number}`);

async function withCounter(
  use: (counter: Counter) => Promise<void>,
  options: Parameters<typeof openCounter>[0] = {},
): Promise<void> {
  const counter = await openCounter(options);
  try {
    await use(counter);
  } finally {
    await counter.close();
  }
}

test('a day: every sale is numbered, printed once where asked, and there the next morning', async () => {
  await withCounter(async (counter) => {
    await counter.signIn('cashier');
    await counter
      .page()
      .until('status', (status) =>
        status.devices.some((device) => device.kind === 'printer' && device.state === 'ready'),
      );
    const numbers: string[] = [];
    for (let sale = 0; sale < 8; sale += 1) {
      await counter.scan(CODES.slice(sale * 3, sale * 3 + 3));
      numbers.push(await counter.pay(sale % 2 === 0 ? 'paper' : 'none'));
    }
    assert.deepEqual(
      numbers,
      Array.from({ length: 8 }, (_, index) => String(index + 1).padStart(6, '0')),
    );
    await eventually(() => ticketsOnPaper(counter, '000007') === 1, 'the last receipt is on paper');
    for (const [index, number] of numbers.entries())
      assert.equal(ticketsOnPaper(counter, number), index % 2 === 0 ? 1 : 0, number);
    await eventually(() => counter.printer.drawer.kicks === 8, 'the drawer opened for each sale');
    assert.deepEqual(await counter.page().command('signOut', {}), { kind: 'done' });
    await counter.startAgain();
    await counter.signIn('cashier');
    const list = await counter.page().query('tickets', { limit: 20 });
    assert.ok('tickets' in list);
    assert.deepEqual(
      list.tickets.map((ticket) => ticket.number),
      [...numbers].reverse(),
    );
    assert.ok(
      !counter
        .page()
        .view('status')
        .notices.some((notice) => notice.level === 'alarm'),
    );
  });
});

test('a printer that is unplugged holds nothing up: sales go on, and its receipts come out once when it is back', async () => {
  await withCounter(async (counter) => {
    await counter.printer.unplug();
    await counter.signIn();
    await counter
      .page()
      .until('status', (status) =>
        status.devices.some((device) => device.kind === 'printer' && device.state === 'absent'),
      );
    await counter.scan(CODES.slice(0, 2));
    await counter.pay('paper');
    await counter.scan(CODES.slice(2, 4));
    await counter.pay('paper');
    // Until then its pulse is on its way, and may still arrive.
    await counter
      .page()
      .until('status', ({ notices }) =>
        notices.some(({ code, params }) => code === 'drawer-not-opened' && params?.['ticket'] === '000002'),
      );
    await counter.printer.plug();
    await eventually(() => ticketsOnPaper(counter, '000002') === 1, 'both receipts came out');
    assert.equal(ticketsOnPaper(counter, '000001'), 1);
    assert.equal(counter.printer.drawer.kicks, 0, 'a pulse that could not go is not sent later');
  });
});

test('paper that runs out is said, and the receipt is on paper once when there is a new roll', async () => {
  await withCounter(async (counter) => {
    await counter.signIn();
    counter.printer.removePaper();
    await counter
      .page()
      .until('status', (status) => status.devices.some((device) => device.fault === 'printer.paper-out'));
    await counter.scan(CODES.slice(0, 2));
    await counter.pay('paper');
    counter.printer.insertPaper();
    await eventually(() => ticketsOnPaper(counter, '000001') === 1, 'the receipt came out');
    await counter
      .page()
      .until('basket', (basket) => ['printed', 'handed-over'].includes(basket.lastTicket?.receipt?.state ?? ''));
    assert.equal(ticketsOnPaper(counter, '000001'), 1);
  });
});

test('a devices process killed in the middle of a receipt leaves it unknown, and the copy asked for says that it is one', async () => {
  await withCounter(
    async (counter) => {
      const page = counter.page();
      await counter.signIn();
      await page.until('status', (status) =>
        status.devices.some((device) => device.kind === 'printer' && device.state === 'ready'),
      );
      await counter.scan(CODES.slice(0, 6));
      const { ticketId } = page.view('basket');
      await counter.pay('paper');
      await page.until(
        'basket',
        (basket) => basket.lastTicket?.ticketId === ticketId && basket.lastTicket.receipt?.state === 'sending',
      );
      counter.kill('devices.mjs');
      const codes = ['job-unknown', 'devices-restarted'];
      const status = await page.until('status', (view) =>
        codes.every((code) => view.notices.some((notice) => notice.code === code)),
      );
      const job = status.notices.find((notice) => notice.job?.kind === 'receipt')?.job;
      counter.printer.setScenario('healthy');
      assert.deepEqual(await page.command('resolveJob', { jobId: job?.jobId ?? '', choice: 'print-again' }), {
        kind: 'done',
      });
      await eventually(() => paperText(counter.printer.paper).includes('DUPLICATA n° 1'), 'the duplicate came out');
      const summary = await page.query('tickets', { limit: 1 });
      assert.ok('tickets' in summary && summary.tickets[0]?.copies === 1);
    },
    { scenario: 'slow' },
  );
});
