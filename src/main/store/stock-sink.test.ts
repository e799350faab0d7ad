import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { FeedItem } from '#contract/sync/feed.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { systemClock } from '#node/system-clock.ts';
import { stockSink } from './stock-sink.ts';
import { makeShop, sell, type TestShop } from './testing.ts';
import type { TillStore } from './till-store.ts';

let shop: TestShop;
let store: TillStore;

beforeEach(() => {
  shop = makeShop();
  store = shop.open();
});
afterEach(() => {
  store.close();
  shop.remove();
});

const AT = { hqTimeMs: 1 };

function item(product: number, quantityMilli: number | null): FeedItem {
  const value = quantityMilli === null ? null : { quantityMilli, includes: {}, asOfMs: 7 };
  return { kind: 'stock', key: `p${product}`, value };
}

test('figures come in any number, the newest counts, and one that is taken back is gone', async () => {
  const sink = stockSink({ store, clock: systemClock });
  await sink.apply(
    Array.from({ length: 450 }, (_, at) => item(at, at * 1000)),
    AT,
  );
  await sink.apply([item(1, 5000), item(2, null), item(1, 6000)], AT);
  assert.deepEqual(store.stock.atHq('p1'), {
    quantityMilli: 6000,
    laterMilli: 0,
    includes: {},
    asOfMs: 7,
    isCounted: true,
  });
  assert.equal(store.stock.atHq('p2'), undefined);
  assert.equal(store.stock.atHq('p449')?.quantityMilli, 449_000);
  const uncounted = { quantityMilli: -2000, includes: {}, asOfMs: 8, isCounted: false };
  await sink.apply([{ kind: 'stock', key: 'p449', value: uncounted }], AT);
  assert.deepEqual(store.stock.atHq('p449'), { ...uncounted, laterMilli: 0 });
});

test('a snapshot forgets what it does not name, and one that was broken off forgets nothing', async () => {
  const sink = stockSink({ store, clock: systemClock });
  const first = sink.beginSnapshot();
  await first.add([item(1, 1000), item(2, 2000)]);
  await first.finish(AT);
  const broken = sink.beginSnapshot();
  await broken.add([item(1, 1500)]);
  broken.abandon();
  assert.equal(store.stock.atHq('p2')?.quantityMilli, 2000);
  const second = sink.beginSnapshot();
  await second.add([item(3, 3000)]);
  await second.finish(AT);
  assert.deepEqual(
    ['p1', 'p2', 'p3'].map((id) => store.stock.atHq(id)?.quantityMilli),
    [undefined, undefined, 3000],
  );
});

test('what a sale moved after the row that a figure includes comes on top, before and after it is put away', () => {
  sell(store);
  const sold = store.entriesAfter(0, 1000).findLast(({ kind }) => kind === 'ticket-validated') ?? assert.fail();
  const [movement] = payloadOf(sold, 'ticket-validated').movements;
  const productId = movement?.product_id ?? assert.fail();
  const moved = store.stock.ownMilli(productId) ?? assert.fail('it moved');
  const { chainId } = store.identity;
  const say = (seq: number): void =>
    store.note(({ stock }) =>
      stock.put(productId, { quantityMilli: 9000, includes: { [chainId]: seq }, asOfMs: 1 }, 1),
    );
  for (const settle of [(): void => undefined, (): void => store.checkpoint()]) {
    settle();
    say(sold.seq - 1);
    assert.equal(store.stock.atHq(productId)?.laterMilli, moved);
    say(sold.seq);
    assert.equal(store.stock.atHq(productId)?.laterMilli, 0);
  }
});

test('where a chain parted, the rows since count against the name that headquarters gave this branch', () => {
  sell(store);
  const partedAt = store.head().seq;
  sell(store);
  const { chainId } = store.identity;
  const { seq } = store.head();
  const since = store.entriesAfter(partedAt, 1000).find(({ kind }) => kind === 'ticket-validated') ?? assert.fail();
  const [movement] = payloadOf(since, 'ticket-validated').movements;
  const { product_id: productId, quantity_milli: once } = movement ?? assert.fail();
  const later = (includes: Readonly<Record<string, number>>): number | undefined => {
    store.note(({ stock }) => stock.put(productId, { quantityMilli: 0, includes, asOfMs: 1 }, 1));
    return store.stock.atHq(productId)?.laterMilli;
  };
  assert.equal(later({ [chainId]: seq }), 0);
  store.transact(({ hq }) => hq.putPartings(chainId, [{ afterSeq: partedAt, branchId: 'branch-1' }]));
  assert.equal(later({ [chainId]: seq + 50 }), once, 'rows of the other continuation are none of this till');
  assert.equal(later({ [chainId]: partedAt, 'branch-1': seq }), 0);
});
