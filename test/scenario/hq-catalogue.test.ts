/** Products, prices and people set at headquarters, as they are at a till that joined: both as they ship, in one process. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { changePrices, importProducts, saveProduct } from '#hq/catalogue/catalogue.ts';
import { fileOf, gtin13 } from '#hq/catalogue/testing.ts';
import { createEnrolmentCode } from '#hq/fleet/codes.ts';
import { saveStore } from '#hq/fleet/stores.ts';
import { openHq, type Hq } from '#hq/hq.ts';
import { memoryStore } from '#hq/store/memory-store.ts';
import { silentLog } from '#main/store/testing.ts';
import type { HqTransport } from '#main/sync/sync.ts';
import { makeTill, type TestTill } from '#main/till/testing.ts';

const WAIT_MS = 30_000;
const COUNT = 1_200;

let hq: Hq;
let isCut = false;
const tills: TestTill[] = [];

before(async () => {
  hq = await openHq({ store: memoryStore(), clock: systemClock, random: systemRandom, log: silentLog });
  for (const storeId of ['lyon', 'brest'])
    await saveStore(hq.core, { storeId, name: storeId, timeZone: 'Europe/Paris' });
  const lines = Array.from({ length: COUNT }, (_, at) => `${gtin13(at)};;Article ${at};;1;20`);
  const report = await importProducts(hq.core, {
    importId: 'first',
    fileName: 'articles.csv',
    by: 'somebody',
    bytes: fileOf(...lines),
  });
  assert.equal(report.added, COUNT);
});

after(async () => {
  for (const till of tills) await till.close();
  hq.close();
});

const transport: HqTransport = {
  async send(call) {
    const answer = isCut ? null : await hq.answerCall(call);
    return answer === null || isCut ? null : { status: answer.status, body: JSON.stringify(answer.body) };
  },
};

async function tillOf(storeId: string): Promise<TestTill> {
  const made = await createEnrolmentCode(hq.core, { storeId, tillName: 'Caisse' });
  assert.ok(made.kind === 'done');
  const till = makeTill({
    tillId: `till-${storeId}-${tills.length}`,
    hq: { transport: () => transport },
    clock: systemClock,
    random: systemRandom,
  });
  tills.push(till);
  assert.equal((await till.enrol({ code: made.code })).kind, 'enrolled');
  await till.page().signIn();
  return till;
}

/** What a till asks for a code; null where it does not know it. */
async function asks(till: TestTill, code: string): Promise<number | null> {
  const page = till.page();
  if ((await page.scan(code)).kind !== 'done') return null;
  const price = page.view('basket').lines.at(-1)?.unitPriceMinor ?? null;
  await page.command('cancelTicket', page.ticket());
  return price;
}

async function until(what: string, isDone: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  while (!(await isDone())) {
    assert.ok(Date.now() < endMs, `in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const idOf = (at: number): string => `g${gtin13(at)}`;

test('a new till sells what headquarters imported, and a price changed there for one store is the other store’s business', async () => {
  const [lyon, brest] = [await tillOf('lyon'), await tillOf('brest')];
  for (const till of [lyon, brest])
    await until('the catalogue', async () => (await asks(till, gtin13(COUNT - 1))) === 100);
  const change = { storeId: 'lyon', fromMs: null, prices: [{ productId: idOf(1), priceMinor: 77 }] };
  assert.equal((await changePrices(hq.core, change)).kind, 'done');
  await until('the price in lyon', async () => (await asks(lyon, gtin13(1))) === 77);
  const all = { storeId: null, fromMs: null, prices: [{ productId: idOf(1), priceMinor: 88 }] };
  await changePrices(hq.core, all);
  await until('the price of all stores', async () => (await asks(brest, gtin13(1))) === 88);
  assert.equal(await asks(lyon, gtin13(1)), 77, 'lyon keeps its own');
  await changePrices(hq.core, { ...change, prices: [{ productId: idOf(1), priceMinor: null }] });
  await until('the price that lyon gave up', async () => (await asks(lyon, gtin13(1))) === 88);
});

test('all prices change at once: no till ever asks an old one after a new one', async () => {
  const [till] = tills;
  assert.ok(till !== undefined);
  const prices = Array.from({ length: COUNT }, (_, at) => ({ productId: idOf(at), priceMinor: 300 }));
  const changed = changePrices(hq.core, { storeId: 'lyon', fromMs: null, prices });
  for (let isNew = false; !isNew;) {
    // The last in the order of the keys first: were a part visible, the first would be newer.
    const last: number | null = await asks(till, gtin13(COUNT - 1));
    const first: number | null = await asks(till, gtin13(2));
    if (last === 300) assert.equal(first, 300);
    isNew = last === 300;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await changed;
});

test('a dated price that a till has takes effect at its instant without a connection', async () => {
  const [, till] = tills;
  assert.ok(till !== undefined);
  const fromMs = Date.now() + 3_000;
  const priced = await changePrices(hq.core, {
    storeId: null,
    fromMs,
    prices: [{ productId: idOf(5), priceMinor: 55 }],
  });
  assert.equal(priced.kind, 'done');
  const product = {
    name: 'Témoin',
    gtins: [],
    plu: '99',
    unit: 'piece',
    priceMinor: 1,
    vatRateBasisPoints: 0,
    mealVoucher: false,
  };
  await saveProduct(hq.core, { productId: null, product });
  // What was made after the price has come, so that the price has too.
  const words = () => till.page().query('search', { text: 'temoin', limit: 3 }).products;
  await until('the change', () => Promise.resolve(words().length === 1));
  isCut = true;
  const before_ = await asks(till, gtin13(5));
  assert.ok(before_ === 100 || Date.now() >= fromMs);
  await until('its instant', async () => (await asks(till, gtin13(5))) === 55);
  assert.ok(Date.now() >= fromMs);
  isCut = false;
});
