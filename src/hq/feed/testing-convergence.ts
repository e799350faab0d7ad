/**
 * Whatever writers, tills and the dropping of old changes do at the same time: at every checkpoint a till holds a state
 * that was once committed, whole, over all its streams; and in the end the last one.
 */
import assert from 'node:assert/strict';
import { diceOf } from '#base/testing.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { HqStore } from '../store/port.ts';
import { compactStream, lockStream, publish, type Change, type Stream } from './feed.ts';
import { STREAM_ITEM } from './tables.ts';
import { feedNode, setting, type FeedNode } from './testing.ts';

const STREAMS: readonly Stream[] = ['catalogue', 'people', 'shop', 'store:lyon'];
const TRANSACTIONS = 24;

/** Numbers from 0 to below `end`, from a seed. */
export function numbers(seed: number): (end: number) => number {
  const dice = diceOf(seed);
  return (end) => dice.whole(0, end - 1);
}

type State = Map<string, string>;

function put(state: State, items: readonly FeedItem[] | readonly Change['item'][]): void {
  for (const { key, value } of items) {
    if (value === null) state.delete(key);
    else state.set(key, JSON.stringify(value));
  }
}

interface Run {
  readonly node: FeedNode;
  readonly draw: (end: number) => number;
  /** What each transaction changed, by its number. */
  readonly history: Map<number, readonly Change['item'][]>;
  running: number;
}

/** Changes some things of some streams, and with them the number of the transaction, which is a thing of `shop`. */
async function writer(run: Run, turns: number): Promise<void> {
  const { node, draw, history } = run;
  for (let turn = 0; turn < turns; turn += 1) {
    const changes = Array.from({ length: draw(7) }, () => {
      const stream = STREAMS[draw(4)] ?? 'shop';
      return setting(`${stream} ${draw(6)}`, draw(4) === 0 ? null : { n: draw(1_000) }, stream);
    });
    await node.core.store.transact(async (transaction) => {
      for (const stream of STREAMS) await lockStream(transaction, stream);
      const last = await transaction.get(STREAM_ITEM, ['shop', 'settings', 'number']);
      const number = 1 + (last === undefined ? 0 : (JSON.parse(last.value) as { n: number }).n);
      const all = [...changes, setting('number', { n: number })];
      history.set(
        number,
        all.map(({ item }) => item),
      );
      await publish(transaction, all);
    });
  }
  run.running -= 1;
}

/** Reads as a till does, beginning anew where it is told to and now and then unasked; every state that it makes visible is checked. */
async function till(run: Run): Promise<State> {
  const { node, draw } = run;
  let [seen, cursor]: [State, string | null] = [new Map(), null];
  const building: FeedItem[] = [];
  for (;;) {
    if (cursor === null) {
      building.length = 0;
      seen = new Map();
      let next: string | null = null;
      do {
        const page = await node.snapshot(next, 1 + draw(5));
        if (page.kind === 'start-over') {
          next = null;
          building.length = 0;
          continue;
        }
        building.push(...page.items);
        [next, cursor] = [page.next, page.cursor];
      } while (next !== null);
      put(seen, building.splice(0));
      check(run, seen);
    }
    const isLast = run.running === 0;
    if (!isLast && draw(12) === 0) {
      cursor = null;
      continue;
    }
    const answer = await node.feed(cursor, { limit: 1 + draw(9) });
    if (answer.kind === 'start-over') {
      assert.equal(answer.reason, 'too-old');
      cursor = null;
      continue;
    }
    cursor = answer.cursor;
    building.push(...answer.items);
    if (answer.isCheckpoint) {
      put(seen, building.splice(0));
      check(run, seen);
      if (isLast && answer.items.length === 0) return seen;
    }
  }
}

function check({ history }: Run, seen: State): void {
  const { n } = JSON.parse(seen.get('number') ?? '{"n":0}') as { n: number };
  const expected: State = new Map();
  for (let number = 1; number <= n; number += 1) put(expected, history.get(number) ?? []);
  assert.deepEqual(new Map([...seen].sort()), new Map([...expected].sort()), `the state after transaction ${n}`);
}

async function dropping(run: Run): Promise<void> {
  while (run.running > 0) {
    await compactStream(run.node.core.store, { stream: STREAMS[run.draw(4)] ?? 'shop', keepChanges: run.draw(30) });
    for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
  }
}

/** Two writers, two tills and, with `drops`, somebody who drops old changes, on an empty store. */
export async function converge(store: HqStore, draw: (end: number) => number, drops: boolean): Promise<void> {
  const run: Run = { node: feedNode(store), draw, history: new Map(), running: 2 };
  const writers = [writer(run, TRANSACTIONS / 2), writer(run, TRANSACTIONS / 2)];
  const [first, second] = await Promise.all([till(run), till(run), drops ? dropping(run) : null, ...writers]);
  assert.equal(run.history.size, TRANSACTIONS);
  assert.deepEqual(new Map([...first].sort()), new Map([...second].sort()));
}
