/** Two tills and headquarters, each a process of its own as it ships, headquarters with its own PostgreSQL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CODES, type Counter, openCounter } from './counter.ts';
import { openHeadquarters, type RealHq } from './headquarters.ts';

const OFFLINE_SALES = 50;
const PATIENCE_MS = 60_000;

interface Figures {
  readonly total: { readonly saleCount: number; readonly grossMinor: number };
}

test('two tills are enrolled, sell, are cut off, sell fifty each while headquarters dies, and the totals are equal again', async () => {
  const hq = await openHeadquarters();
  const counters: Counter[] = [];
  try {
    for (const code of hq.codes) {
      const counter = await openCounter();
      counters.push(counter);
      await counter.signIn();
      await join(counter, hq, code);
    }
    const [one, two] = counters;
    assert.ok(one !== undefined && two !== undefined);
    let soldMinor = 0;
    let sold = 0;
    const sell = async (counter: Counter, code: string): Promise<void> => {
      await counter.scan([code]);
      soldMinor += counter.page().view('basket').totalMinor;
      sold += 1;
      await counter.pay('none');
    };

    await sell(one, CODES[0] ?? '');
    await sees(hq, { sold, soldMinor });

    // A rule of headquarters holds at both, and is changed at neither.
    await hq.ask('save-settings', {
      storeId: null,
      group: 'tenders',
      value: { methods: ['cash', 'card'], mealVoucherMinorMax: 1_900 },
    });
    for (const counter of counters) {
      await counter.page().until('basket', ({ methods }) => methods.length === 2);
      const settings = await counter.page().query('settings', {});
      assert.ok('fromHq' in settings && settings.fromHq.includes('tenders'));
    }

    hq.cut();
    await hq.kill();
    for (const counter of counters) {
      for (let sale = 0; sale < OFFLINE_SALES; sale++) await sell(counter, CODES[sale % 20] ?? '');
      await counter.page().until('status', ({ network }) => network === 'offline');
      const status = await counter.page().until('status', ({ unsentCount }) => (unsentCount ?? 0) >= 2 * OFFLINE_SALES);
      assert.equal(status.businessDay === null, false);
      const unsent = await counter.page().query('unsent', { limit: 200 });
      assert.ok('entries' in unsent && unsent.entries.length === Math.min(200, unsent.count));
    }

    await hq.startAgain();
    hq.mend();
    for (const counter of counters) {
      await patiently('everything sent', () => {
        const { network, unsentCount } = counter.page().view('status');
        return Promise.resolve(network === 'online' && unsentCount === 0);
      });
    }
    await sees(hq, { sold, soldMinor });
    // Nothing comes a second time.
    await sell(two, CODES[1] ?? '');
    await sees(hq, { sold, soldMinor });
  } finally {
    for (const counter of counters) await counter.close();
    await hq.close();
  }
});

/** Types address and code as a manager does. */
async function join(counter: Counter, hq: RealHq, code: string): Promise<void> {
  const page = counter.page();
  const wrong = await page.command('joinHq', { url: hq.address, code: 'AAAAAAAAAA' });
  assert.equal(wrong.kind, 'done');
  const refused = await page.until('headquarters', ({ joining }) => joining?.state === 'refused');
  assert.deepEqual(refused.joining, { state: 'refused', reason: 'code-unknown' });
  assert.equal((await page.command('joinHq', { url: hq.address, code })).kind, 'done');
  await page.until('status', ({ network, unsentCount }) => network === 'online' && unsentCount === 0);
}

/** Waits until headquarters' takings are these, and no others. */
async function sees(hq: RealHq, expected: { readonly sold: number; readonly soldMinor: number }): Promise<void> {
  const businessDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date());
  let seen: unknown;
  await patiently(`${expected.sold} sales at headquarters`, async () => {
    const { total } = (await hq.ask('today', { storeId: null, businessDay, known: null })) as Figures;
    seen = [total.saleCount, total.grossMinor];
    return total.saleCount === expected.sold;
  }).catch((error: unknown) => {
    throw new Error(`headquarters says ${JSON.stringify(seen)}`, { cause: error });
  });
  assert.deepEqual(seen, [expected.sold, expected.soldMinor]);
}

async function patiently(what: string, holds: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    assert.ok(Date.now() < endMs, `waited too long: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
