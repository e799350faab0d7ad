/**
 * What a read becomes at the till: GS1 codes, the shop's own codes, dates, multipliers, and cards that type.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { branded, type ProductId } from '#base/brand.ts';
import { checkDigit } from '#domain/barcode/barcode.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { Catalogue } from '#main/store/catalogue-port.ts';
import { IN_STORE_PATTERNS_SETTING } from '#main/store/port.ts';
import { makeTill, PRODUCTS, type TestPage, type TestTill } from './testing.ts';

const MILK = '03017620422003';
const GS = '\u001d';

const withCheck = (body: string): string => `${body}${checkDigit(body)}`;

function setPatterns(till: TestTill, patterns: string): void {
  till.store().transact((transaction) => transaction.setSetting(IN_STORE_PATTERNS_SETTING, patterns));
}

/** A catalogue of these products and nothing else. */
function catalogueOf(products: readonly Product[]): Catalogue {
  return {
    byGtin: (gtin14) => products.find(({ gtins }) => gtins.includes(gtin14)),
    byPlu: (plu) => products.find((product) => product.plu === plu),
    byId: (id) => products.find((product) => product.id === id),
    search: () => [],
    importedStockMilli: () => undefined,
    priceListMs: () => null,
    count: () => products.length,
    refresh: () => false,
    close: () => undefined,
  };
}

function cheese(fields: Partial<Product>): Product {
  return {
    id: branded<ProductId>('cheese'),
    name: 'cheese',
    gtins: [],
    unit: 'kg',
    priceMinor: 1990,
    vatRateBasisPoints: 550,
    mealVoucher: false,
    ...fields,
  };
}

function figures(page: TestPage): readonly (readonly [string, number, number, number])[] {
  return page
    .view('basket')
    .lines.map(({ unit, quantityMilli, unitPriceMinor, grossMinor }) => [
      unit,
      quantityMilli,
      unitPriceMinor,
      grossMinor,
    ]);
}

async function open(patterns = '', ports: Parameters<typeof makeTill>[0] = {}) {
  const till = makeTill(ports);
  if (patterns !== '') setPatterns(till, patterns);
  const page = till.page();
  await page.signIn();
  return { till, page };
}

test('the lot, the date and the count of a GS1 code are on the line and in the row of the sale', async () => {
  const { till, page } = await open();
  assert.equal((await page.scan(`]C101${MILK}17270131${GS}10L7-B`)).kind, 'done');
  assert.equal((await page.scan(`(01)${MILK}(30)6`)).kind, 'done');
  assert.equal((await page.scan(MILK)).kind, 'done');
  assert.deepEqual(figures(page), [
    ['piece', 1000, 435, 435],
    ['piece', 6000, 435, 2610],
    ['piece', 1000, 435, 435],
  ]);
  await page.pay();
  const [ticket] = till.store().tickets(1);
  assert.ok(ticket);
  const { lines } = payloadOf(ticket.entry, 'ticket-validated');
  assert.deepEqual([lines[0]?.lot, lines[0]?.use_by, lines[0]?.gtin], ['L7-B', '2027-01-31', MILK]);
  assert.deepEqual([lines[1]?.code, lines[1]?.quantity_from_code], [`(01)${MILK}(30)6`, true]);
  assert.deepEqual([lines[2]?.lot, lines[2]?.code], [undefined, undefined]);
  await till.close();
});

test('weights and prices of the shop’s own labels are taken, by the PLU in them with or without its zeros', async () => {
  const { till, page } = await open('21PPPPPWWWWWC:3 22PPPPPEEEEEC:2');
  assert.equal((await page.scan(withCheck('210010301500'))).kind, 'done');
  assert.equal((await page.scan(withCheck('220010300538'))).kind, 'done');
  assert.deepEqual(figures(page), [
    ['kg', 1500, 269, 404],
    ['piece', 1000, 538, 538],
  ]);
  await page.pay();
  const [ticket] = till.store().tickets(1);
  assert.ok(ticket);
  const { lines, movements } = payloadOf(ticket.entry, 'ticket-validated');
  assert.deepEqual([lines[1]?.price_from_code, lines[1]?.contents?.quantity_milli], [true, 2000]);
  assert.deepEqual(
    movements.map((movement) => [movement.unit, movement.quantity_milli]),
    [['kg', -3500]],
  );
  await till.close();
});

test('a shop may keep the product under the code with zeros, or the whole code; two products under one code are none', async () => {
  const zero = `0${withCheck('210010300000')}`;
  const byZero = await open('21PPPPPWWWWWC:3', { ports: { catalogue: catalogueOf([cheese({ gtins: [zero] })]) } });
  assert.equal((await byZero.page.scan(withCheck('210010300250'))).kind, 'done');
  assert.deepEqual(figures(byZero.page), [['kg', 250, 1990, 498]]);
  await byZero.till.close();

  const whole = `0${withCheck('210010300250')}`;
  const byWhole = await open('21PPPPPWWWWWC:3', {
    ports: { catalogue: catalogueOf([cheese({ gtins: [whole], unit: 'piece', priceMinor: 700 })]) },
  });
  assert.equal((await byWhole.page.scan(whole)).kind, 'done');
  assert.deepEqual(figures(byWhole.page), [['piece', 1000, 700, 700]]);
  await byWhole.till.close();

  const other = cheese({ id: branded<ProductId>('other'), plu: '103' });
  const two = await open('21PPPPPWWWWWC:3', { ports: { catalogue: catalogueOf([cheese({ gtins: [zero] }), other]) } });
  assert.deepEqual(await two.page.scan(withCheck('210010300250')), {
    kind: 'refused',
    reason: 'unknown_code',
    params: { code: withCheck('210010300250'), kind: 'gtin', why: 'in-store-two' },
  });
  await two.till.close();
});

test('an in-store code without a pattern, without a product or damaged gets its own word, and sells nothing', async () => {
  const { till, page } = await open();
  const why = async (text: string) => {
    const outcome = await page.scan(text);
    assert.ok(outcome.kind === 'refused');
    return [outcome.reason, outcome.params?.['why']];
  };
  assert.deepEqual(await why(withCheck('210010301500')), ['unknown_code', 'in-store-pattern']);
  setPatterns(till, '21PPPPPWWWWWC:3 20PPPPPVWWWWC:3');
  assert.deepEqual(await why(withCheck('210099901500')), ['unknown_code', undefined]);
  assert.deepEqual(await why(withCheck('210010300000')), ['unreadable_code', 'code-quantity']);
  assert.deepEqual(await why(withCheck('200010382875')), ['unreadable_code', 'check-digit']);
  assert.deepEqual(await why(withCheck('210010301500').replace(/.$/, (digit) => String((Number(digit) + 1) % 10))), [
    'unreadable_code',
    'check-digit',
  ]);
  assert.equal(page.view('basket').lines.length, 0);
  await till.close();
});

test('an expired article is stopped with its date, on the shop’s calendar: the day itself is still good', async () => {
  const { till, page } = await open();
  const label = `01${MILK}17261122`;
  // Begun before: a day that is open for too long takes no new ticket.
  await page.scan('3086126729848');
  // 22 November 2026, one minute before midnight in Paris.
  till.clock.wall = Date.UTC(2026, 10, 22, 22, 59);
  assert.equal((await page.scan(label)).kind, 'done');
  till.clock.wall += 60_000;
  const expired = { kind: 'refused', reason: 'expired', params: { label: 'milk', useByDay: '2026-11-22' } };
  assert.deepEqual(await page.scan(label), expired);
  assert.equal(page.view('basket').lines.length, 2);
  assert.deepEqual(page.view('basket').notice?.params, expired.params);
  await till.close();
});

test('three typed before a label of one thing is refused with its word, and stays for the next article', async () => {
  const { till, page } = await open('21PPPPPWWWWWC:3');
  await page.command('multiply', { quantityMilli: 3000 });
  assert.deepEqual(await page.scan(withCheck('210010301500')), {
    kind: 'refused',
    reason: 'quantity_invalid',
    params: { why: 'code-single', label: 'apples' },
  });
  assert.equal((await page.scan(`(01)${MILK}(10)A`)).kind, 'done');
  assert.deepEqual(figures(page), [['piece', 3000, 435, 1305]]);
  assert.equal((await page.scan(withCheck('210010301500'))).kind, 'done', 'the multiplier went with the milk');
  await till.close();
});

test('separators are believed of a line that carries bytes, and doubted of what was typed', async () => {
  const { till, page } = await open();
  till.hardware.configured = [
    { id: 'serial', kind: 'scanner', name: 'Serial', address: 'serial:///dev/ttyS0' },
    { id: 'keys', kind: 'scanner', name: 'Keys', address: 'wedge:' },
  ];
  const text = `01${MILK}10ABC17261231`;
  const scan = (source: string) => page.command('scan', { text, source, symbology: ']C1' });
  for (const source of ['keys', 'wedge']) {
    const outcome = await scan(source);
    assert.ok(outcome.kind === 'refused' && outcome.params?.['why'] === 'gs1-separators', source);
  }
  for (const source of ['serial', 'camera']) assert.equal((await scan(source)).kind, 'done', source);
  await till.close();
});

test('no. 19: what a reader types is a card where its set-up says so, a product of the same digits where there is one', async () => {
  const { till, page } = await open('', { ports: { catalogue: catalogueOf([...PRODUCTS, cheese({ plu: '37466' })]) } });
  const type = (text: string, source = 'wedge') => page.command('scan', { text, source });
  const reason = async (text: string, source?: string) => {
    const outcome = await type(text, source);
    return outcome.kind === 'refused' ? outcome.reason : outcome.kind;
  };
  assert.equal(await reason('1374066209'), 'unreadable_code', 'no card reader is set up');
  till.hardware.configured = [
    { id: 'badge', kind: 'card', name: 'Badges', address: 'wedge:', cardNotation: 'decimal-10' },
    { id: 'serial', kind: 'scanner', name: 'Serial', address: 'serial:///dev/ttyS0' },
  ];
  assert.equal(await reason('1374066209'), 'card_unknown');
  assert.deepEqual([page.view('basket').notice?.kind, page.view('basket').notice?.reason], ['card', 'card_unknown']);
  assert.ok(!JSON.stringify(page.view('basket').notice).includes('51e69621'), 'the number itself is not shown');
  assert.equal(await reason('0001234567'), 'card_unknown', 'zeros in front');
  assert.equal(await reason('96385074'), 'card_unknown', 'an EAN-8 that nobody sells');
  assert.equal(await reason('37466'), 'quantity_needed', 'a product of the same digits wins');
  assert.equal(await reason('3017620422003'), 'done');
  assert.equal(await reason('3017620422010'), 'unknown_code', 'a whole product code is no card');
  assert.equal(await reason('3017620422004'), 'unreadable_code', 'nor is a damaged one');
  assert.equal(await reason('99999'), 'card_unknown');
  assert.equal(await reason('99999', 'keyboard'), 'unknown_code', 'what a person types is a PLU');
  assert.equal(await reason('1374066209', 'serial'), 'unreadable_code', 'a scanner on a line reads no cards');
  assert.equal(await reason('TK-000001'), 'unknown_code');
  till.hardware.configured = [{ id: 'badge', kind: 'card', name: 'Badges', address: 'wedge:', cardNotation: 'hex' }];
  assert.equal(await reason('51e69621'), 'card_unknown');
  assert.equal(await reason('08e69621'), 'card_random', 'a phone has another number each time');
  assert.equal(page.view('basket').notice?.reason, 'card_random');
  assert.equal(await reason('0103017620422010'), 'unknown_code', 'a GS1 code of another product is no card');
  assert.equal(page.view('basket').lines.length, 1);
  await till.close();
});

test('the code of our own receipt is told as the receipt that it is', async () => {
  const { till, page } = await open('');
  const outcome = await page.scan('TK-2-000137');
  assert.ok(outcome.kind === 'refused');
  assert.deepEqual(outcome.params, { code: 'TK-2-000137', kind: 'receipt', why: 'own-receipt', number: '2-000137' });
  await till.close();
});

test('a price of another currency is not taken, one of the shop’s is', async () => {
  const { till, page } = await open('', {
    ports: { catalogue: catalogueOf([...PRODUCTS, cheese({ gtins: ['09520123456788'] })]) },
  });
  const label = (currency: string) => `(01)09520123456788(3103)000500(3932)${currency}01050`;
  const dollars = await page.scan(label('840'));
  assert.ok(dollars.kind === 'refused' && dollars.params?.['why'] === 'code-currency');
  assert.equal((await page.scan(label('978'))).kind, 'done');
  assert.deepEqual(figures(page), [['piece', 1000, 1050, 1050]]);
  await till.close();
});

test('a killed till comes back with what the codes said', async () => {
  const { till, page } = await open('22PPPPPEEEEEC:2');
  await page.scan(withCheck('220010300538'));
  await page.scan(`(01)${MILK}(10)A1`);
  till.restart();
  const after = till.page();
  assert.deepEqual(figures(after), figures(page));
  await after.pay();
  const [ticket] = till.store().tickets(1);
  assert.ok(ticket);
  const { lines } = payloadOf(ticket.entry, 'ticket-validated');
  assert.deepEqual([lines[0]?.price_from_code, lines[1]?.lot], [true, 'A1']);
  await till.close();
});
