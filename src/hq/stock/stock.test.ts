/** Stock at headquarters: sums by store, counts, what every store has, and what was sold that was not there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { START_MS, testHq, write, type TestChain, type TestHq } from '../accounts/testing.ts';
import { STORE, TILL, TILL_OF_STORE, TILL_REPORT } from '../fleet/tables.ts';
import { storeStream } from '../feed/feed.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import { organisation } from '../identity/identity.ts';
import { UNPROJECTED } from '../project/tables.ts';
import { memoryStore } from '../store/memory-store.ts';
import { readOversold, readStock, readStockMovements } from './stock.ts';

function sell(chain: TestChain, productId: string, quantityMilli: number): number {
  const movement = { n: 1, product_id: productId, unit: 'piece', quantity_milli: -quantityMilli };
  const id = `${chain.chainId}-${chain.rows.length + 1}`;
  const ticket = { ticket_id: id, ticket_number: id, transaction: 'sale', currency: 'EUR', lines: [] };
  return write(chain, 'ticket-validated', { ...ticket, movements: [movement] });
}

function receive(chain: TestChain, productId: string, quantityMilli: number): number {
  const movement = { n: 1, product_id: productId, unit: 'piece', quantity_milli: quantityMilli };
  return write(chain, 'stock-received', { station_id: 's', reference: 'BL 12', movements: [movement] });
}

interface Known {
  readonly quantityMilli: number;
  readonly includes: Readonly<Record<string, number>>;
}

/** A count as a till makes it: of headquarters' figure, and its own rows after it. */
function count(chain: TestChain, productId: string, countedMilli: number, known: Known): number {
  const from = known.includes[chain.chainId] ?? 0;
  const own = chain.rows.slice(from).reduce((sum, row) => sum + movedBy(row.payload, productId), 0);
  const knownMilli = known.quantityMilli + own;
  const each = { n: 1, product_id: productId, unit: 'piece', counted_milli: countedMilli, known_milli: knownMilli };
  const counted = { ...each, includes: known.includes, quantity_milli: countedMilli - knownMilli };
  return write(chain, 'stock-counted', { station_id: 's', counts: [counted] });
}

function movedBy(payload: object, productId: string): number {
  const { movements = [], counts = [] } = payload as Readonly<Record<string, readonly Record<string, unknown>[]>>;
  return [...movements, ...counts]
    .filter((each) => each['product_id'] === productId)
    .reduce((sum, each) => sum + Number(each['quantity_milli']), 0);
}

async function figure(hq: TestHq, storeId: string, productId: string): Promise<Known> {
  const rows = await readStock(hq.core.store.read, { storeId, limit: 100 });
  const row = rows.find(({ product_id }) => product_id === productId);
  return row === undefined
    ? { quantityMilli: 0, includes: {} }
    : { quantityMilli: row.quantity_milli, includes: JSON.parse(row.includes) as Record<string, number> };
}

test('what a store has is the sum of what its tills moved, whatever the order, however often', async () => {
  const outcomes = new Set<string>();
  const orders = [
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['b', 'a', 'c', 'a', 'b'],
  ];
  for (const order of orders) {
    const hq = await testHq(memoryStore());
    const chains = new Map<string, TestChain>();
    for (const id of ['a', 'b', 'c']) chains.set(id, await hq.chain(id, { storeId: id === 'c' ? 'paris' : 'lyon' }));
    for (const [id, chain] of chains) {
      receive(chain, 'tea', 10_000);
      sell(chain, 'tea', id === 'a' ? 4_000 : 1_000);
      sell(chain, 'coffee', 500);
    }
    const seen = new Map<string, number>();
    for (const id of order) {
      const chain = chains.get(id);
      assert.ok(chain);
      const seq = Math.min(chain.rows.length, (seen.get(id) ?? 0) + 2);
      seen.set(id, seq);
      await hq.deliver(chain, seq);
    }
    for (const chain of chains.values()) {
      await hq.deliver(chain);
      await hq.repeat(chain, [1, 2, 3]);
    }
    const all = [await figure(hq, 'lyon', 'tea'), await figure(hq, 'lyon', 'coffee'), await figure(hq, 'paris', 'tea')];
    outcomes.add(JSON.stringify(all));
  }
  assert.deepEqual(
    [...outcomes],
    [
      JSON.stringify([
        { quantityMilli: 15_000, includes: { a: 2, b: 2 } },
        { quantityMilli: -1_000, includes: { a: 3, b: 3 } },
        { quantityMilli: 9_000, includes: { c: 2 } },
      ]),
    ],
  );
});

test('a count moves what was found against what was known, also while other tills sell on', async () => {
  for (const isCountFirst of [true, false]) {
    const hq = await testHq(memoryStore());
    const [first, second] = [await hq.chain('a'), await hq.chain('b')];
    receive(first, 'tea', 10_000);
    sell(second, 'tea', 1_000);
    await hq.deliver(first);
    await hq.deliver(second);
    const known = await figure(hq, 'lyon', 'tea');
    sell(first, 'tea', 2_000);
    // Known to this till: 9 − 2 = 7; found are 6. The other one meanwhile sells 3, cut off.
    count(first, 'tea', 6_000, known);
    sell(second, 'tea', 3_000);
    for (const chain of isCountFirst ? [first, second] : [second, first]) await hq.deliver(chain);
    assert.equal((await figure(hq, 'lyon', 'tea')).quantityMilli, 3_000);
    const [latest] = await readStockMovements(hq.core.store.read, { storeId: 'lyon', productId: 'tea', limit: 1 });
    assert.deepEqual(latest && [latest.kind, latest.counted_milli, latest.quantity_milli], ['counted', 6_000, -1_000]);
  }
});

/** Whether the store's tills are told that somebody said how much tea there is. */
async function toldCounted(hq: TestHq): Promise<unknown> {
  const item = await hq.core.store.read.get(STREAM_ITEM, [storeStream('lyon'), 'stock', 'tea']);
  return (JSON.parse(present(item, 'the item').value) as { readonly isCounted?: boolean }).isCounted;
}

test('a store that sold what it does not have is on the list until it is there again', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  const oversold = () => readOversold(hq.core.store.read, { storeId: 'lyon', limit: 10 });
  sell(chain, 'tea', 1_000);
  await hq.deliver(chain);
  hq.nowMs += 5_000;
  sell(chain, 'tea', 1_000);
  await hq.deliver(chain);
  assert.deepEqual(await oversold(), [
    { store_id: 'lyon', product_id: 'tea', quantity_milli: -2_000, was_counted: false, since_ms: START_MS },
  ]);
  assert.equal(await toldCounted(hq), false, 'tills are told that nobody counted it');
  receive(chain, 'tea', 500);
  await hq.deliver(chain);
  assert.equal(await toldCounted(hq), true);
  const [left] = await oversold();
  assert.deepEqual([left?.quantity_milli, left?.was_counted], [-1_500, true], 'what came in says what there was');
  receive(chain, 'tea', 1_500);
  await hq.deliver(chain);
  assert.deepEqual(await oversold(), []);
  sell(chain, 'tea', 1_000);
  await hq.deliver(chain);
  assert.equal((await oversold())[0]?.was_counted, true, 'and is not forgotten');
});

test('training moves no stock, and a row that makes no sense is listed and moves none', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  const movement = { n: 1, product_id: 'tea', unit: 'piece', quantity_milli: -1_000 };
  const ticket = { ticket_id: 't', ticket_number: '1', transaction: 'sale', movements: [movement] };
  write(chain, 'ticket-validated', ticket, { family: 'X' });
  write(chain, 'stock-received', { station_id: 's', movements: [movement, movement] });
  write(chain, 'stock-received', { station_id: 's', movements: [{ ...movement, quantity_milli: 0.5 }] });
  const counted = { n: 1, product_id: 'tea', unit: 'piece', counted_milli: 5, known_milli: 1, quantity_milli: 5 };
  write(chain, 'stock-counted', { station_id: 's', counts: [counted] });
  receive(chain, 'tea', 3_000);
  await hq.deliver(chain);
  assert.equal((await figure(hq, 'lyon', 'tea')).quantityMilli, 3_000);
  const listed = await hq.core.store.read.scan(UNPROJECTED, { prefix: ['a', 'stock'], limit: 10 });
  assert.deepEqual(
    listed.map(({ seq }) => seq),
    [2, 3, 4],
  );
});

test('a till is told what every store has, with the age of its most silent till', async () => {
  const hq = await testHq(memoryStore());
  const { organisationId } = await organisation(hq.core.store.read);
  const chain = await hq.chain('a');
  const other = await hq.chain('b', { storeId: 'tunis' });
  receive(chain, 'tea', 5_000);
  receive(other, 'tea', 7_000);
  await hq.deliver(chain);
  await hq.deliver(other);
  await hq.core.store.transact(async (transaction) => {
    for (const [storeId, name] of [
      ['lyon', 'Lyon'],
      ['tunis', 'تونس'],
      ['empty', 'Vide'],
    ] as const) {
      const place = { organisation_id: organisationId, store_id: storeId };
      await transaction.put(STORE, [{ ...place, name, time_zone: 'Europe/Paris', created_at_ms: 0 }]);
      for (const [number, state] of [
        [1, 'active'],
        [2, 'active'],
        [3, 'retired'],
      ] as const) {
        const till = { till_id: `${storeId}-${number}`, state, request_key: new Uint8Array(), software_version: '1' };
        const rest = { name: 'Caisse', state_reason: null, state_changed_at_ms: 0, enrolled_at_ms: 0, chain_id: null };
        await transaction.put(TILL_OF_STORE, [{ ...place, till_id: till.till_id }]);
        await transaction.put(TILL, [{ ...place, ...till, ...rest }]);
        const said = { version: '1', chain_id: 'a', seq: 1, acked_seq: 1, unsent: 0, oldest_unsent_ms: null, price_list_ms: null };
        const seen = { ...said, till_id: till.till_id, last_seen_ms: START_MS - number * 1_000 };
        const row = { ...seen, copy_state: 'fresh', devices: '[]', clock_ahead_ms: 0 };
        await transaction.put(TILL_REPORT, [row]);
      }
    }
  });
  assert.deepEqual(await hq.ask(chain, 'stock', { productId: 'tea' }), {
    stores: [
      { storeId: 'lyon', name: 'Lyon', quantityMilli: 5_000, asOfMs: START_MS - 2_000, isCounted: true },
      { storeId: 'tunis', name: 'تونس', quantityMilli: 7_000, asOfMs: START_MS - 2_000, isCounted: true },
    ],
  });
  assert.deepEqual(await hq.ask(chain, 'stock', { productId: 'nothing' }), { stores: [] });
});

test('tills that arrive at the very same moment lose no movement', async () => {
  let turn = 0;
  const pause = async (): Promise<void> => {
    turn += 1;
    for (let turns = (turn * 7) % 5; turns > 0; turns--) await Promise.resolve();
  };
  const hq = await testHq(memoryStore({ pause }));
  const chains: TestChain[] = [];
  for (const id of ['a', 'b', 'c', 'd']) chains.push(await hq.chain(id));
  for (let round = 0; round < 10; round++) {
    for (const chain of chains) for (const product of ['tea', 'coffee', 'milk']) receive(chain, product, 1_000);
    await Promise.all(chains.map((chain) => hq.deliver(chain)));
  }
  for (const product of ['tea', 'coffee', 'milk'])
    assert.equal((await figure(hq, 'lyon', product)).quantityMilli, 40_000, product);
});
