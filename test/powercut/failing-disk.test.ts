/**
 * A disk that refuses: from some call on, and for a few calls, every write ends with "no space left" or every sync
 * with "input/output error". The till sells into it. What it confirmed must be there afterwards, whole and once; what
 * it refused must have a reason; and when the disk takes writes again, the same ticket is paid.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Cashier } from '../rig/cashier.ts';
import { type Dice, diceOf, seedFrom } from '../rig/dice.ts';
import { readLedger } from '../rig/ledger.ts';
import { makeShop } from '../rig/shop.ts';
import { startTill } from '../rig/till-process.ts';
import { type Recording, recorderEnvironment } from './recorder.ts';

const RUNS = 8;
const SALES = 4;
const TRIES_MAX = 60;
/** Calls in the life of a till that makes as many sales, with room to spare; the first ones are those of its start. */
const CALLS = { write: [100, 340], sync: [5, 10] } as const;

for (const calls of ['write', 'sync'] as const) {
  test(`a disk that refuses a ${calls} at a random moment costs no sale, halves none, and is said`, async (t) => {
    const seed = seedFrom(undefined);
    t.diagnostic(`seed ${seed}`);
    const dice = diceOf(seed);
    let refusals = 0;
    for (let run = 0; run < RUNS; run++) refusals += await sellInto(calls, dice);
    assert.ok(refusals > 0, 'in no run did the disk refuse anything that mattered');
  });
}

/** One run; how many times the till refused to sell. */
async function sellInto(calls: 'write' | 'sync', dice: Dice): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'failing-disk-'));
  const shop = makeShop(folder, { products: 100, devices: [] });
  const [from, to] = CALLS[calls];
  const fail: Recording['fail'] = {
    calls,
    from: dice.whole(from, to),
    count: dice.whole(1, 6),
    as: calls === 'write' ? 'ENOSPC' : 'EIO',
  };
  const env = recorderEnvironment({
    traceFile: path.join(folder, 'trace'),
    roots: [shop.dataDir, shop.keysDir],
    bytes: false,
    fail,
  });
  const till = startTill({ ...shop, env, restarts: 0, shellRunId: 'failing-disk' });
  try {
    assert.deepEqual(await till.started, { kind: 'ready' });
    const cashier = new Cashier({ dice, products: 100, linesMax: 3 });
    till.connect(cashier.page);
    let refusals = 0;
    for (let tries = 0; cashier.confirmed.length < SALES; tries++) {
      assert.ok(tries < TRIES_MAX, `the till does not sell again after ${JSON.stringify(fail)}`);
      const refused = await triedSale(cashier);
      if (refused === undefined) continue;
      assert.match(refused, /store_unavailable/, JSON.stringify(fail));
      refusals += 1;
    }
    till.kill();
    await till.ended;
    const ledger = readLedger(path.join(shop.dataDir, 'till.db'));
    assert.deepEqual(ledger.flaws, [], JSON.stringify(fail));
    assert.deepEqual(
      cashier.confirmed.filter((sale) => !ledger.sales.has(sale.ticketId)),
      [],
      `lost after ${JSON.stringify(fail)}`,
    );
    assert.equal(
      ledger.sales.size,
      cashier.confirmed.length,
      `a sale that nobody was told of, after ${JSON.stringify(fail)}`,
    );
    return refusals;
  } finally {
    till.kill();
    await till.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why the till refused, if it did. */
async function triedSale(cashier: Cashier): Promise<string | undefined> {
  try {
    await cashier.signIn();
    if ((cashier.page.views.basket?.lines.length ?? 0) === 0) await cashier.scan();
    await cashier.pay('none', 1);
    return undefined;
  } catch (error) {
    if (error instanceof Error && /refused/.test(error.message)) return error.message;
    throw error;
  }
}
