import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CustomerView } from '#contract/screen/customer.ts';
import { customerViewSchema } from '#contract/screen/customer.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import type { DisplayContent } from '#devices/display/display.ts';
import { displayContent } from './customer-lines.ts';
import { type TestTill, makeTill } from './testing.ts';

const MILK = '3017620422003';
const WATER = '3274080005003';
const DISPLAY = { id: 'pole', kind: 'display', name: 'Afficheur', address: 'tcp://127.0.0.1:1' } as const;

/** A customer before a second screen: what the shell connects as one. */
function customerOf(till: TestTill): {
  readonly messages: DownMessage[];
  receive(message: unknown): void;
  view(): CustomerView;
} {
  const messages: DownMessage[] = [];
  const connection = till.connect('till', (message) => void messages.push(message), 'customer');
  connection.receive({ kind: 'subscribe', topic: 'customer' });
  return {
    messages,
    receive: (message) => connection.receive(message),
    view() {
      const last = messages.findLast((message) => message.kind === 'view' && message.topic === 'customer');
      assert.ok(last?.kind === 'view');
      return customerViewSchema.parse(last.view);
    },
  };
}

test('a customer sees the article, the total, the change, and after a minute the greeting again', async () => {
  const till = makeTill();
  const customer = customerOf(till);
  const page = till.page();
  await page.signIn();
  assert.equal(customer.view().state, 'idle');
  await page.scan(MILK);
  await page.scan(WATER);
  const selling = customer.view();
  assert.equal(selling.state, 'selling');
  assert.deepEqual(
    selling.lines.map(({ label }) => label),
    ['milk', 'water', 'Consigne water'],
  );
  assert.equal(selling.lastLineId, selling.lines[1]?.lineId);
  assert.equal(selling.totalMinor, 510);
  await page.pay({ tenderedMinor: 1_000 });
  const { state, totalMinor, tenderedMinor, changeMinor, lines } = customer.view();
  assert.deepEqual(
    { state, totalMinor, tenderedMinor, changeMinor, lines },
    { state: 'paid', totalMinor: 510, tenderedMinor: 1_000, changeMinor: 490, lines: [] },
  );
  till.restart();
  const again = customerOf(till);
  assert.equal(again.view().state, 'paid');
  till.clock.wall += 61_000;
  assert.equal(customerOf(till).view().state, 'idle');
  await till.close();
});

test('an article that was changed is the last one; a ticket that was cancelled brings back no earlier change', async () => {
  const till = makeTill();
  const customer = customerOf(till);
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  await page.pay();
  await page.scan(MILK);
  await page.scan(WATER);
  const [milk] = customer.view().lines;
  assert.ok(milk !== undefined);
  await page.command('setQuantity', { ...page.ticket(), lineId: milk.lineId, quantityMilli: 3_000 });
  assert.equal(customer.view().lastLineId, milk.lineId);
  await page.command('cancelTicket', page.ticket());
  assert.equal(customer.view().state, 'idle');
  await till.close();
});

test('a customer’s screen can order nothing, ask nothing and see nothing else, whatever it sends', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  const customer = customerOf(till);
  const before = customer.messages.length;
  for (const topic of ['station', 'basket', 'status', 'devices', 'nonsense'])
    customer.receive({ kind: 'subscribe', topic });
  customer.receive({ kind: 'query', id: 'q', name: 'tickets', input: { limit: 10 } });
  customer.receive({ kind: 'query', id: 'p', name: 'ping', input: {} });
  customer.receive({ kind: 'command', id: 'c', name: 'cancelTicket', input: page.ticket() });
  customer.receive({ kind: 'command', id: 's', name: 'scan', input: { text: MILK, source: 'x' } });
  const answers = customer.messages.slice(before);
  assert.equal(answers.length, 9);
  assert.ok(answers.every((answer) => answer.kind === 'failed' && answer.code === 'wire.malformed'));
  assert.equal(page.view('basket').articleCount, 1);
  const seen = JSON.stringify(customer.messages);
  for (const secret of ['Bernard', 'Camille', 'operator', 'productId', 'vatRate'])
    assert.equal(seen.includes(secret), false, secret);
  await till.close();
});

test('displays are told after the page, and only what changed', async () => {
  const till = makeTill();
  const shown: DisplayContent[] = [];
  till.hardware.show = (content) => void shown.push(content);
  till.hardware.devices = () => [DISPLAY];
  const page = till.page();
  await page.signIn();
  await till.settle();
  shown.length = 0;
  await page.scan(MILK);
  assert.equal(shown.length, 0, 'the scan was answered before');
  await till.settle();
  await page.scan('0000000000000');
  await till.settle();
  assert.deepEqual(shown, [
    { top: { left: 'milk', right: '4,35\u00a0€' }, bottom: { left: 'TOTAL', right: '4,35\u00a0€' } },
  ]);
  await page.pay({ tenderedMinor: 500 });
  await till.settle();
  assert.deepEqual(shown.at(-1)?.bottom, { left: 'RENDU', right: '0,65\u00a0€' });
  await till.close();
});

const VIEW: CustomerView = {
  shopName: 'Épicerie du Pont',
  language: 'fr',
  currency: { code: 'EUR', exponent: 2, cashUnitMinor: 1 },
  state: 'idle',
  lines: [],
  lastLineId: null,
  totalMinor: 0,
  tenderedMinor: null,
  changeMinor: null,
  member: null,
  demonstration: false,
};
const LINE = {
  lineId: 'a',
  label: 'Pommes',
  unit: 'kg',
  quantityMilli: 350,
  unitPriceMinor: 269,
  grossMinor: 94,
} as const;

test('two lines say the greeting, what is weighed and counted, and thanks where there is no change', () => {
  assert.deepEqual(displayContent(VIEW), {
    top: { left: 'Épicerie du Pont', right: '' },
    bottom: { left: 'Bonjour', right: '' },
  });
  const selling: CustomerView = { ...VIEW, state: 'selling', lines: [LINE], lastLineId: 'a', totalMinor: 94 };
  assert.equal(displayContent(selling).top.left, '0,350kg Pommes');
  const three = { ...LINE, unit: 'piece', quantityMilli: 3_000 } as const;
  assert.equal(displayContent({ ...selling, lines: [three] }).top.left, '3x Pommes');
  assert.equal(displayContent({ ...VIEW, state: 'paid', totalMinor: 94, changeMinor: 0 }).bottom.left, 'Merci');
});

test('a member is greeted by the first name with the points, before anything is scanned and once it is paid', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  const customer = (): CustomerView => {
    const views: CustomerView[] = [];
    const { close, receive } = till.connect(
      'till',
      (message) => {
        if (message.kind === 'view') views.push(message.view as CustomerView);
      },
      'customer',
    );
    receive({ kind: 'subscribe', topic: 'customer' });
    close();
    const [view] = views;
    assert.ok(view !== undefined);
    return view;
  };
  const fields = { name: 'Zoé DURAND', phone: '0612345678', notes: 'Aime les cerises' };
  const enrolled = await page.command('enrol', { fields, evenIfAlike: false });
  assert.ok(enrolled.kind === 'done');
  const { personId } = enrolled;
  await page.command('attachCustomer', { ...page.ticket(), personId });
  const member = { greeting: 'Bonjour Zoé', points: 0, pointsToEarn: 0, redeemedMinor: 0 };
  assert.deepEqual(customer().member, { ...member, missing: 'Encore 100 points : Remise fidélité' });
  assert.deepEqual(displayContent(customer()), {
    top: { left: 'Bonjour Zoé', right: '' },
    bottom: { left: 'Points', right: '0' },
  });
  await page.scan(MILK);
  assert.equal(customer().member?.pointsToEarn, 4);
  await page.pay({ tenderedMinor: 500 });
  assert.equal(customer().state, 'paid');
  assert.deepEqual(customer().member, {
    ...member,
    points: 4,
    pointsToEarn: 4,
    missing: 'Encore 96 points : Remise fidélité',
  });
  for (const secret of ['DURAND', '612345678', 'cerises', personId])
    assert.equal(JSON.stringify(customer()).includes(secret), false, secret);
  await page.command('attachCustomer', { ...page.ticket(), personId });
  assert.equal(customer().state, 'idle', 'the next customer is there');
  await till.close();
});

test('an Arabic shop speaks French on two lines of Latin letters, with its own currency in them', () => {
  const view: CustomerView = {
    ...VIEW,
    language: 'ar',
    currency: { code: 'MAD', exponent: 2, cashUnitMinor: 10 },
    state: 'selling',
    lines: [LINE],
    lastLineId: 'a',
    totalMinor: 94,
  };
  assert.deepEqual(displayContent(view).bottom, { left: 'TOTAL', right: '0,94\u00a0DH' });
});
