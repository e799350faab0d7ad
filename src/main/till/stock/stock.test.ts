import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { branded } from '#base/brand.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { HqLine } from '#main/sync/port.ts';
import { standalone } from '#main/sync/sync.ts';
import { CASHIER, CLERK, makeTill, MANAGER, type TestPage, type TestTill } from '../testing.ts';

const PEN = '3086126729848';
const MILK = '3017620422003';
/** As the import names them. */
const PEN_ID = `g${PEN}`;
const MILK_ID = `g${MILK}`;

let till: TestTill;
let page: TestPage;

beforeEach(async () => {
  till = makeTill();
  page = till.page();
  await page.signIn(CLERK);
});
afterEach(() => till.close());

function last(kind: 'stock-received' | 'stock-counted') {
  const entry = till
    .store()
    .entriesAfter(0, 1000)
    .findLast((row) => row.kind === kind);
  return entry ?? assert.fail(`no row ${kind}`);
}

function stockOf(productId: string): number | undefined {
  return page.query('search', { text: productId.slice(1), limit: 5 }).products.find(({ id }) => id === productId)
    ?.stockMilli;
}

/** What headquarters would have said. */
function hqSays(
  productId: string,
  quantityMilli: number,
  includes: Readonly<Record<string, number>>,
  isCounted = true,
): void {
  till.store().note(({ stock }) => stock.put(productId, { quantityMilli, includes, asOfMs: 5, isCounted }, 1));
}

test('what is scanned while receiving is received and not sold, and becomes one signed row', async () => {
  assert.equal((await page.command('openStock', { mode: 'receive' })).kind, 'done');
  await page.scan(PEN);
  await page.scan(PEN);
  await page.scan(MILK);
  const { lines } = page.view('stock');
  assert.deepEqual(
    lines.map(({ article, quantityMilli }) => [article.productId, quantityMilli]),
    [
      [PEN_ID, 2000],
      [MILK_ID, 1000],
    ],
  );
  assert.deepEqual(page.view('basket').lines, []);
  await page.command('setStockLine', { productId: PEN_ID, quantityMilli: 24_000 });
  await page.command('setStockLine', { productId: MILK_ID, quantityMilli: null });
  const sent = { reference: 'BL 2026-77', lines: [{ productId: PEN_ID, quantityMilli: 24_000 }] };
  assert.equal((await page.command('receiveStock', sent, 'one')).kind, 'done');
  assert.equal((await page.command('receiveStock', sent, 'one')).kind, 'done');
  assert.deepEqual(payloadOf(last('stock-received'), 'stock-received'), {
    station_id: 'till',
    reference: 'BL 2026-77',
    movements: [{ n: 1, product_id: PEN_ID, unit: 'piece', quantity_milli: 24_000 }],
  });
  assert.equal(stockOf(PEN_ID), 24_000, 'once, however often it is sent');
  assert.deepEqual(page.view('stock').lines, []);
  await page.command('openStock', { mode: null });
  await page.scan(PEN);
  assert.equal(page.view('basket').lines.length, 1);
});

test('a count says what it moves beyond what the till knew, and a mistake is put right by a further row', async () => {
  await page.command('receiveStock', { reference: '', lines: [{ productId: PEN_ID, quantityMilli: 10_000 }] });
  await page.scan(PEN);
  await page.pay();
  await page.command('countStock', { lines: [{ productId: PEN_ID, countedMilli: 7000 }] });
  assert.deepEqual(payloadOf(last('stock-counted'), 'stock-counted').counts[0], {
    n: 1,
    product_id: PEN_ID,
    unit: 'piece',
    counted_milli: 7000,
    known_milli: 9000,
    quantity_milli: -2000,
  });
  assert.equal(stockOf(PEN_ID), 7000);
  await page.command('receiveStock', { reference: '', lines: [{ productId: PEN_ID, quantityMilli: -4000 }] });
  assert.equal(stockOf(PEN_ID), 3000);
  till.store().rebuildProjections();
  assert.equal(stockOf(PEN_ID), 3000, 'the rows alone say the same');
  await till.restart();
  page = till.page();
  assert.equal(stockOf(PEN_ID), 3000);
});

test('the stock is the figure of headquarters and what this till moved after the row that it includes', async () => {
  const { chainId } = till.store().identity;
  await page.command('receiveStock', { reference: '', lines: [{ productId: PEN_ID, quantityMilli: 10_000 }] });
  const received = till.store().head().seq;
  hqSays(PEN_ID, 50_000, { other: 9 });
  assert.equal(stockOf(PEN_ID), 60_000, 'nothing of this till is in it');
  hqSays(PEN_ID, 50_000, { [chainId]: received, other: 9 });
  assert.equal(stockOf(PEN_ID), 50_000);
  till.store().checkpoint();
  await page.scan(PEN);
  await page.pay();
  assert.equal(stockOf(PEN_ID), 49_000, 'at once');
  till.store().checkpoint();
  assert.equal(stockOf(PEN_ID), 49_000, 'and after its movements were put away');
  hqSays(PEN_ID, 44_000, { [chainId]: till.store().head().seq, other: 12 });
  assert.equal(stockOf(PEN_ID), 44_000);
});

test('a count with a headquarters names the rows that it knew of, each chain', async () => {
  const { chainId } = till.store().identity;
  hqSays(PEN_ID, 8000, { [chainId]: 1, other: 9 });
  till.store().transact(({ hq }) =>
    hq.putLink({
      url: 'http://hq',
      organisationId: 'o',
      incarnation: 'i',
      storeId: 's',
      storeName: 'Boutique',
      tillName: 'Caisse',
      publicKey: 'k',
    }),
  );
  const before = till.store().head().seq;
  await page.command('countStock', { lines: [{ productId: PEN_ID, countedMilli: 6000 }] });
  const [count] = payloadOf(last('stock-counted'), 'stock-counted').counts;
  assert.deepEqual(count?.includes, { [chainId]: before, other: 9 });
  assert.deepEqual([count.known_milli, count.quantity_milli], [8000, -2000]);
  assert.equal(stockOf(PEN_ID), 6000);
});

test('what headquarters knows from sales alone is no stock: it is shown nowhere and warned of nowhere', async () => {
  hqSays(PEN_ID, -2000, {}, false);
  assert.equal(stockOf(PEN_ID), undefined);
  await page.scan(PEN);
  assert.equal(page.view('basket').lines[0]?.stockLeftMilli, undefined);
  assert.equal((await page.pay()).kind, 'done');
  await page.command('countStock', { lines: [{ productId: PEN_ID, countedMilli: 6000 }] });
  const [count] = payloadOf(last('stock-counted'), 'stock-counted').counts;
  assert.deepEqual(
    [count?.known_milli, count?.quantity_milli],
    [-3000, 9000],
    'a count is held against all that moved',
  );
  assert.equal(stockOf(PEN_ID), 6000);
});

test('a ticket that takes more than there is says so on its line, and is sold', async () => {
  await page.command('receiveStock', { reference: '', lines: [{ productId: PEN_ID, quantityMilli: 1000 }] });
  await page.scan(PEN);
  assert.equal(page.view('basket').lines[0]?.stockLeftMilli, undefined);
  await page.scan(PEN);
  assert.equal(page.view('basket').lines[0]?.stockLeftMilli, 1000);
  await page.scan(MILK);
  const milk = page.view('basket').lines.find(({ productId }) => productId === MILK_ID);
  assert.equal(milk?.stockLeftMilli, undefined, 'nobody ever counted it');
  assert.equal((await page.pay()).kind, 'done');
});

test('who may not change stock may look, and neither nonsense nor an article twice is signed', async () => {
  const line = { productId: PEN_ID, quantityMilli: 1000 };
  for (const lines of [
    [{ ...line, quantityMilli: 0 }],
    [{ ...line, quantityMilli: 1500 }],
    [line, line],
    [{ ...line, productId: 'nobody' }],
  ])
    assert.equal((await page.command('receiveStock', { reference: '', lines })).kind, 'refused');
  const negative = { lines: [{ productId: PEN_ID, countedMilli: -1000 }] };
  assert.equal((await page.command('countStock', negative)).kind, 'refused');
  await page.command('signOut', {});
  await page.signIn(CASHIER);
  for (const refused of [
    await page.command('receiveStock', { reference: '', lines: [line] }),
    await page.command('countStock', { lines: [{ productId: PEN_ID, countedMilli: 1000 }] }),
    await page.command('openStock', { mode: 'receive' }),
  ])
    assert.deepEqual(refused, { kind: 'refused', reason: 'no_right', params: { right: 'manage-stock' } });
  assert.equal((await page.command('openStock', { mode: 'look' })).kind, 'done');
  await page.scan(PEN);
  assert.equal(page.view('stock').article?.productId, PEN_ID);
  assert.equal((await page.scan('4006381333931')).kind, 'refused');
  assert.equal(page.view('stock').refusal?.reason, 'unknown_code');
});

test('what other stores have is asked of headquarters and comes later, or is said to be out of reach', async () => {
  await page.command('openStock', { mode: 'look' });
  await page.command('lookStock', { productId: PEN_ID });
  assert.deepEqual(page.view('stock').elsewhere, { productId: PEN_ID, state: 'standalone', stores: [] });

  const answers: ((reply: Awaited<ReturnType<HqLine['call']>>) => void)[] = [];
  const line = { call: () => new Promise((resolve) => answers.push(resolve)) } as unknown as HqLine;
  till.restart({
    openHq: () => {
      const alone = standalone(till.clock);
      return { ...alone, headquarters: { ...alone.headquarters, line } };
    },
  });
  page = till.page();
  await page.enter(MANAGER);
  await page.command('openStock', { mode: 'look' });
  await page.scan(PEN);
  await page.scan(MILK);
  assert.equal(page.view('stock').elsewhere?.state, 'asked');
  const stores = [
    { storeId: 'a', name: 'Nice', quantityMilli: 2000, asOfMs: 7 },
    { storeId: 'b', name: 'Lyon', quantityMilli: 9000, asOfMs: 8 },
    { storeId: 'c', name: 'Brest', quantityMilli: -4000, asOfMs: 8, isCounted: false },
  ];
  answers[0]?.({ kind: 'answered', answer: { stores } } as never);
  await till.settle();
  assert.equal(page.view('stock').elsewhere?.state, 'asked', 'an answer about another article is late');
  answers[1]?.({ kind: 'answered', answer: { stores } } as never);
  await till.settle();
  assert.deepEqual(
    page.view('stock').elsewhere?.stores.map(({ name, quantityMilli }) => [name, quantityMilli]),
    [
      ['Lyon', 9000],
      ['Nice', 2000],
      ['Brest', null],
    ],
  );
  await page.scan(PEN);
  answers[2]?.({ kind: 'away' });
  await till.settle();
  assert.deepEqual(page.view('stock').elsewhere, { productId: branded(PEN_ID), state: 'offline', stores: [] });
});
