/**
 * Random shops (testing-shop.ts): with the floor at nothing, nothing is overspent in whatever order things happen, and what
 * headquarters says is the sum of what tills did. The same shops on PostgreSQL, where others really come at the same time.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../store/memory-store.ts';
import { HQ_TABLES } from '../store/tables.ts';
import { openTestPostgres } from '../store/testing-postgres.ts';
import { testHq, write } from './testing.ts';
import { randomShop } from './testing-shop.ts';

const SEEDS = 60;
const POSTGRES_SEEDS = 3;

test(`${SEEDS} random shops: balances are sums, nothing is promised twice, nothing is overspent`, async () => {
  let spends = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      spends += await randomShop(seed, (roll) =>
        memoryStore({
          pause: async () => {
            for (let turns = roll(4); turns > 0; turns--) await Promise.resolve();
          },
        }),
      );
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  assert.ok(spends > 3 * SEEDS, `tills did spend what they were granted: ${spends} times`);
});

test('the same on PostgreSQL; and of forty tills that ask for one balance at once, as many get it as it is enough for', async () => {
  const postgres = await openTestPostgres();
  try {
    for (let seed = 1; seed <= POSTGRES_SEEDS; seed++) {
      const store = await postgres.database(HQ_TABLES);
      await randomShop(seed, () => store);
    }
    const hq = await testHq(await postgres.database(HQ_TABLES));
    const chain = await hq.chain('a');
    const movement = { n: 1, account_id: 'card', unit: 'EUR', amount: 1_000, reason: 'loaded' };
    const ticket = { ticket_id: 't', ticket_number: '1', transaction: 'sale', currency: 'EUR', lines: [] };
    write(chain, 'account-opened', { account_id: 'card', account: 'gift-card', unit: 'EUR' });
    write(chain, 'ticket-validated', { ...ticket, movements: [], balance_movements: [movement] });
    write(chain, 'authority-handed-over', { organisation_id: 'org', account_ids: ['card'] });
    await hq.deliver(chain);
    const asked = Array.from({ length: 40 }, (_, index) =>
      hq.ask(chain, 'hold', { holdId: `h${index}`, chainId: 'a', accountId: 'card', amount: 90 }),
    );
    const granted = (await Promise.all(asked)).filter(({ kind }) => kind === 'granted');
    assert.equal(granted.length, 11);
    const row = await hq.account('card');
    assert.deepEqual([row.balance, row.reserved], [1_000, 990]);
  } finally {
    await postgres.end();
  }
});
