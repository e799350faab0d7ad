import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MANAGER, CASHIER, makeTill, type TestPage } from './testing.ts';

const MILK = '3017620422003';
const WATER = '3274080005003';

test('a sale is journal rows, jobs and outcome before the drawer opens, and the receipt is sent after the page was told', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  const { hardware } = till;
  const order: string[] = [];
  const send = hardware.send.bind(hardware);
  hardware.send = (job) => {
    order.push(job.kind);
    assert.equal(till.store().tickets(1)[0]?.ticketId, ticketId, 'a device hears of a paid ticket only');
    send(job);
  };
  const { ticketId } = page.ticket();
  const outcome = await page.pay({ print: 'paper', tenderedMinor: 500 });
  order.push('outcome');
  assert.ok(outcome.kind === 'done');
  assert.deepEqual(
    { total: outcome.totalMinor, change: outcome.changeMinor, number: outcome.ticketNumber },
    { total: 435, change: 65, number: '000001' },
  );
  await till.settle();
  assert.deepEqual(order, ['pulse', 'outcome', 'receipt']);
  assert.deepEqual(
    hardware.sent.map((job) => job.state),
    ['sending', 'sending'],
  );
  await till.close();
});

test('a ticket is paid once: again with the same id, with another id and after a restart gives the first outcome', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  const payment = {
    ...page.ticket(),
    payments: [{ method: 'cash' as const, tenderedMinor: 500 }],
    print: 'paper' as const,
  };
  const first = await page.command('pay', payment, 'pay-1');
  assert.equal(first.kind, 'done');
  assert.deepEqual(await page.command('pay', payment, 'pay-1'), first);
  assert.deepEqual(await page.command('pay', payment, 'pay-2'), first);
  till.restart();
  const again = till.page();
  assert.deepEqual(await again.command('pay', payment, 'pay-1'), first);
  assert.deepEqual(await again.command('pay', payment, 'pay-3'), first);
  assert.equal(again.query('tickets', { limit: 10 }).tickets.length, 1);
  await till.close();
});

test('the same id with another body is refused', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  assert.equal((await page.scan(MILK, 'scan-1')).kind, 'done');
  assert.deepEqual(await page.scan(WATER, 'scan-1'), { kind: 'refused', reason: 'id_reused' });
  assert.equal(page.view('basket').lines.length, 1);
  await till.close();
});

test('a scan is made once by its id, and is never stale', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  const first = await page.scan(MILK, 'scan-1');
  assert.deepEqual(await page.scan(MILK, 'scan-1'), first);
  assert.equal(page.view('basket').articleCount, 1);
  await page.pay();
  assert.equal((await page.scan(MILK, 'scan-2')).kind, 'done');
  assert.equal(page.view('basket').articleCount, 1);
  assert.equal(page.view('basket').lastTicket?.number, '000001');
  await till.close();
});

test('a command on an older version of the ticket is refused, and the page is sent the present one', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  const old = page.ticket();
  await page.scan(WATER);
  const sent = page.messages.length;
  const lineId = page.view('basket').lines[0]?.lineId ?? '';
  assert.deepEqual(await page.command('setQuantity', { ...old, lineId, quantityMilli: 2000 }), {
    kind: 'refused',
    reason: 'basket_stale',
  });
  assert.ok(page.messages.slice(sent).some((message) => message.kind === 'view' && message.topic === 'basket'));
  const payment = { payments: [{ method: 'cash' as const, tenderedMinor: 500 }], print: 'none' as const };
  assert.deepEqual(await page.command('pay', { ...old, ...payment }), { kind: 'refused', reason: 'basket_stale' });
  await till.close();
});

test('what was paid or cancelled cannot be changed any more, and says so', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  const paid = page.ticket();
  const lineId = page.view('basket').lines[0]?.lineId ?? '';
  await page.pay();
  assert.deepEqual(await page.command('voidLine', { ...paid, lineId }), {
    kind: 'refused',
    reason: 'ticket_validated',
  });
  await page.scan(MILK);
  const cancelled = page.ticket();
  assert.equal((await page.command('cancelTicket', cancelled)).kind, 'done');
  const payment = { payments: [{ method: 'cash' as const, tenderedMinor: 500 }], print: 'none' as const };
  assert.deepEqual(await page.command('pay', { ...cancelled, ...payment }), {
    kind: 'refused',
    reason: 'ticket_cancelled',
  });
  assert.equal(page.view('basket').lines.length, 0);
  await till.close();
});

test('a killed till comes back with every line, its operator and the same ticket, and says that it was away', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  await page.scan(MILK);
  await page.scan(WATER);
  const before = page.view('basket');
  till.restart();
  const after = till.page();
  assert.deepEqual(after.view('basket').lines, before.lines);
  assert.equal(after.view('basket').ticketId, before.ticketId);
  assert.equal(after.view('station').operator?.id, CASHIER);
  assert.equal(after.view('status').notices[0]?.code, 'till-restarted');
  assert.equal((await after.pay()).kind, 'done');
  assert.ok(after.view('status').notices.every(({ code }) => code !== 'till-restarted'));
  await till.close();
});

test('a new shell finds nobody signed in, and the ticket still there', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  await page.scan(MILK);
  till.restart({ shellRunId: 'shell-2' });
  const after = till.page();
  assert.equal(after.view('station').operator, null);
  assert.equal(after.view('basket').lines.length, 1);
  assert.deepEqual(await after.pay(), { kind: 'refused', reason: 'not_signed_in' });
  await till.close();
});

test('a voided line stays gone after a restart, whatever the draft still says', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(MANAGER);
  await page.scan(WATER);
  await page.scan(MILK);
  const lineId = page.view('basket').lines[0]?.lineId ?? '';
  assert.equal((await page.command('voidLine', { ...page.ticket(), lineId })).kind, 'done');
  assert.deepEqual(
    page.view('basket').lines.map((line) => line.label),
    ['milk'],
  );
  till.restart();
  assert.deepEqual(
    till
      .page()
      .view('basket')
      .lines.map((line) => line.label),
    ['milk'],
  );
  await till.close();
});

test('a deposit comes and goes with its product', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(WATER);
  assert.deepEqual(
    page.view('basket').lines.map((line) => line.kind),
    ['product', 'deposit'],
  );
  assert.equal(page.view('basket').totalMinor, 75);
  const lineId = page.view('basket').lines[0]?.lineId ?? '';
  await page.command('setQuantity', { ...page.ticket(), lineId, quantityMilli: 3000 });
  assert.equal(page.view('basket').totalMinor, 225);
  await page.command('voidLine', { ...page.ticket(), lineId });
  assert.equal(page.view('basket').lines.length, 0);
  await till.close();
});

test('unknown, damaged and overlong codes get a word each, on the screen too', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  const cases: readonly (readonly [string, string])[] = [
    ['3017620422010', 'unknown_code'],
    ['3017620422004', 'unreadable_code'],
    ['9'.repeat(500), 'unreadable_code'],
    ['9'.repeat(2000), 'unreadable_code'],
    ['30176\u00002042\u001b', 'unreadable_code'],
    ['', 'unreadable_code'],
  ];
  let serial = -1;
  for (const [code, reason] of cases) {
    const outcome = await page.scan(code);
    assert.ok(
      outcome.kind === 'refused' && outcome.reason === reason,
      `${code.slice(0, 20)}: ${JSON.stringify(outcome)}`,
    );
    const notice = page.view('basket').notice;
    assert.equal(notice?.reason, reason);
    assert.ok((notice?.serial ?? -1) > serial, 'each word is a new one');
    serial = notice?.serial ?? -1;
  }
  assert.equal(page.view('basket').lines.length, 0);
  await till.close();
});

test('three typed before an article are three of it, from any scanner and also when it joins the last line', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  assert.equal((await page.command('multiply', { quantityMilli: 3000 })).kind, 'done');
  assert.equal(page.view('basket').nextQuantityMilli, 3000);
  assert.equal((await page.scan('3017620422010')).kind, 'refused');
  assert.equal(page.view('basket').nextQuantityMilli, 3000, 'an unknown code leaves it to the next article');
  till.hardware.events?.onRead({ readId: 'read-1', text: MILK, deviceId: 'scanner-1' });
  assert.deepEqual(quantities(page), [4000]);
  assert.equal(page.view('basket').nextQuantityMilli, null);
  await page.scan(MILK);
  assert.deepEqual(quantities(page), [5000], 'only the next article takes it');
  await till.close();
});

test('a fraction is refused for pieces, a multiplier out of bounds at once, and either can be taken back', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  for (const quantityMilli of [0, -1000, 10_000_000]) {
    const outcome = await page.command('multiply', { quantityMilli });
    assert.ok(outcome.kind === 'refused' && outcome.reason === 'quantity_invalid');
  }
  await page.command('multiply', { quantityMilli: 450 });
  const refusal = await page.scan(MILK);
  assert.ok(refusal.kind === 'refused' && refusal.reason === 'quantity_invalid');
  await page.command('multiply', { quantityMilli: null });
  assert.equal((await page.scan(MILK)).kind, 'done');
  assert.deepEqual(quantities(page), [1000]);
  await till.close();
});

test('what is sold by weight is never sold without one: the till asks, and takes it typed before or after', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  assert.deepEqual(await page.scan('103'), {
    kind: 'refused',
    reason: 'quantity_needed',
    params: { productId: 'p103', label: 'apples', unit: 'kg' },
  });
  const picked = await page.command('addProduct', { ...page.ticket(), productId: 'p103' });
  assert.ok(picked.kind === 'refused' && picked.reason === 'quantity_needed');
  assert.deepEqual(quantities(page), []);
  await page.command('addProduct', { ...page.ticket(), productId: 'p103', quantityMilli: 450 });
  await page.command('multiply', { quantityMilli: 1200 });
  await page.scan('103');
  assert.deepEqual(quantities(page), [450, 1200]);
  await till.close();
});

function quantities(page: TestPage): readonly number[] {
  return page.view('basket').lines.map((line) => line.quantityMilli);
}

test('paper is refused where there is no printer, and the sale goes on without', async () => {
  const till = makeTill();
  till.hardware.printer = null;
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  assert.deepEqual(await page.pay({ print: 'paper' }), { kind: 'refused', reason: 'no_printer' });
  const outcome = await page.pay({ print: 'none' });
  assert.ok(outcome.kind === 'done' && outcome.receiptJobId === null);
  assert.equal(till.hardware.sent.length, 0);
  await till.close();
});

test('money that is too little, no money and an empty ticket are refused with what is missing', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  assert.deepEqual(await page.pay(), { kind: 'refused', reason: 'basket_empty' });
  await page.scan(MILK);
  assert.deepEqual(await page.pay({ tenderedMinor: 400 }), {
    kind: 'refused',
    reason: 'tendered_short',
    params: { missingMinor: 35 },
  });
  const negative = await page.pay({ tenderedMinor: -1 });
  assert.ok(negative.kind === 'refused' && negative.reason === 'amount_invalid');
  await till.close();
});

test('two stations have a ticket and an operator each, and one row of numbers', async () => {
  const till = makeTill();
  const one = till.page('till');
  const two = till.page('station-2');
  await one.signIn(CASHIER);
  await two.signIn(MANAGER);
  await one.scan(MILK);
  await two.scan(WATER);
  assert.deepEqual([one.view('basket').lines.length, two.view('basket').lines.length], [1, 2]);
  const [first, second] = [await one.pay(), await two.pay()];
  assert.ok(first.kind === 'done' && second.kind === 'done');
  assert.deepEqual([first.ticketNumber, second.ticketNumber], ['000001', '000002']);
  await till.close();
});

test('a device read goes to the counter, and elsewhere only when nobody is signed in there', async () => {
  const till = makeTill();
  const counter = till.page('till');
  const other = till.page('station-2');
  const read = (readId: string): void => till.hardware.events?.onRead({ deviceId: 'scanner', readId, text: MILK });
  read('r-0');
  assert.equal(counter.view('basket').notice?.reason, 'not_signed_in');
  await other.signIn(MANAGER);
  read('r-1');
  assert.equal(other.view('basket').articleCount, 1);
  await counter.signIn(CASHIER);
  read('r-2');
  read('r-2');
  assert.equal(counter.view('basket').articleCount, 1);
  await till.close();
});
