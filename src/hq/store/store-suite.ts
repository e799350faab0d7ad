/**
 * What every store of headquarters promises, run on the one in memory and on each PostgreSQL: what holds on one engine
 * and not on another would make the simulation lie. Rows of one test have keys that begin with its own id, so that many
 * tests share a database.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Bug } from '#base/assert.ts';
import { publish } from '../feed/publish.ts';
import { STREAM_CHANGE, STREAM_HEAD, STREAM_ITEM } from '../feed/tables.ts';
import { flag, int, nullableInt, nullableText, bytes, table, text, type HqStore, type Table } from './port.ts';

const LINE = table({
  name: 'suite_line',
  about: "A table of the suite's own: it's there for no use case.",
  key: ['shard', 'at'],
  columns: { shard: text, at: int, words: nullableText, amount: nullableInt, blob: bytes, is_set: flag },
});

const WORD = table({
  name: 'suite_word',
  about: 'Words in their order.',
  key: ['shard', 'word', 'side'],
  columns: { shard: text, word: text, side: text },
});

/** What a database of the suite has to have. */
export const SUITE_TABLES: readonly Table[] = [LINE, WORD, STREAM_HEAD, STREAM_CHANGE, STREAM_ITEM];

const line = (shard: string, at: number, words: string | null = null) => ({
  shard,
  at,
  words,
  amount: null,
  blob: Uint8Array.of(),
  is_set: false,
});

/** A moment that somebody waits for. */
function moment(): { readonly come: Promise<void>; readonly now: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { come: promise, now: resolve };
}

/** Long enough for a statement that does not wait to be answered, on a busy machine too. */
const ANSWER_MS = 150;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ANSWER_MS));

/** Declares the tests of one engine; `store` is there once they run. */
export function storeSuite(name: string, store: () => HqStore): void {
  const promise = (title: string, body: (store: HqStore, id: string) => Promise<void>): void => {
    test(`${name}: ${title}`, () => body(store(), randomUUID()));
  };

  promise('what is stored comes back as it was, at the borders of every type too', async (hq, id) => {
    const rows = [
      {
        shard: id,
        at: 2 ** 53 - 1,
        words: '',
        amount: -(2 ** 53 - 1),
        blob: Uint8Array.of(0, 255, 92, 39),
        is_set: true,
      },
      { shard: id, at: -(2 ** 53 - 1), words: null, amount: null, blob: Uint8Array.of(), is_set: false },
      ...[
        `'; DROP TABLE suite_line; --`,
        '{"a":"\\"b\\""}, NULL, {}',
        'NULL',
        '\\N \\\\ \t\n\r\u0001\u007f',
        '<script>alert(1)</script> $1 %s ${x}',
        'é e\u0301 \u200f\u202e العربية 🧾 \u{10ffff}\uffff',
        'x'.repeat(200_000),
      ].map((words, at) => ({
        shard: id,
        at,
        words,
        amount: at,
        blob: new TextEncoder().encode(words),
        is_set: at % 2 === 0,
      })),
    ];
    await hq.transact((transaction) => transaction.put(LINE, rows));
    for (const row of rows) assert.deepEqual(await hq.read.get(LINE, [id, row.at]), row);
    const scanned = await hq.read.scan(LINE, { prefix: [id], limit: 100 });
    assert.deepEqual(
      scanned,
      rows.toSorted((a, b) => a.at - b.at),
    );
    const many = await hq.read.getMany(LINE, [
      [id, 3],
      [id, 0],
      [id, 77],
      [id, 3],
    ]);
    assert.deepEqual(many.map(({ at }) => at).toSorted(), [0, 3]);
    assert.equal(await hq.read.get(LINE, [`${id}'`, 0]), undefined);
  });

  promise('text that an engine cannot hold is refused as a bug, and nothing is stored', async (hq, id) => {
    const wrong: readonly Record<string, unknown>[] = [
      line(id, 1, 'a\u0000b'),
      line(`${id}\u0000`, 1),
      line(id, 1, '\ud800'),
      { ...line(id, 1), amount: 2 ** 53 },
      { ...line(id, 1), amount: 0.5 },
      { ...line(id, 1), at: null },
      { ...line(id, 1), strange: 1 },
      { ...line(id, 1), is_set: 1 },
    ];
    for (const row of wrong) {
      const asLine = row as ReturnType<typeof line>;
      await assert.rejects(
        hq.transact((transaction) => transaction.put(LINE, [line(id, 2), asLine])),
        Bug,
      );
      await assert.rejects(
        hq.transact((transaction) => transaction.insert(LINE, [line(id, 2), asLine])),
        Bug,
      );
    }
    await assert.rejects(
      hq.transact((transaction) => transaction.put(LINE, [line(id, 2), line(id, 2)])),
      Bug,
    );
    await assert.rejects(hq.read.get(LINE, ['a\u0000', 1]), Bug);
    await assert.rejects(hq.read.get(LINE, [id]), Bug);
    await assert.rejects(hq.read.scan(LINE, { prefix: [id], limit: 0 }), Bug);
    assert.deepEqual(await hq.read.scan(LINE, { prefix: [id], limit: 9 }), []);
  });

  promise('a scan goes by the UTF-8 bytes of text, from and to where it is asked, either way', async (hq, id) => {
    const words = [
      '',
      'A',
      'Z',
      'a',
      'aa',
      'z',
      'é',
      '\u07ff',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '\u{1f9fe}',
      '\u{10ffff}',
    ];
    const rows = words.flatMap((word) => ['b', 'a'].map((side) => ({ shard: id, word, side })));
    await hq.transact((transaction) => transaction.insert(WORD, rows));
    const all = await hq.read.scan(WORD, { prefix: [id], limit: 100 });
    assert.deepEqual(
      all.map(({ word }) => word),
      words.flatMap((word) => [word, word]),
    );
    assert.deepEqual(
      all.map(({ word }) => Buffer.from(word)),
      all.map(({ word }) => Buffer.from(word)).toSorted((a, b) => Buffer.compare(a, b)),
    );
    const said = (list: readonly { readonly word: string; readonly side: string }[]) =>
      list.map(({ word, side }) => word + side);
    const scan = async (more: object) => said(await hq.read.scan(WORD, { prefix: [id], limit: 100, ...more }));
    assert.deepEqual(await scan({ reverse: true }), said(all).toReversed());
    assert.deepEqual(await scan({ from: 'aa', until: 'é' }), ['aaa', 'aab', 'za', 'zb', 'éa', 'éb']);
    assert.deepEqual(await scan({ from: 'a', until: 'é', reverse: true, limit: 2 }), ['éb', 'éa']);
    assert.deepEqual(await scan({ after: [id, 'a', 'b'], limit: 2 }), ['aaa', 'aab']);
    assert.deepEqual(await scan({ after: [id, 'a', 'b'], reverse: true, limit: 2 }), ['aa', 'Zb']);
    assert.deepEqual(await scan({ prefix: [id, 'é'] }), ['éa', 'éb']);
    assert.deepEqual(await scan({ prefix: [id, 'é'], after: [id, 'é', 'a'] }), ['éb']);
    const pages: string[] = [];
    let after: readonly [string, string, string] | undefined;
    for (;;) {
      const page = await hq.read.scan(WORD, { prefix: [id], ...(after && { after }), limit: 5 });
      pages.push(...said(page));
      const last = page.at(-1);
      if (last === undefined) break;
      after = [last.shard, last.word, last.side];
    }
    assert.deepEqual(pages, said(all));
  });

  promise('a scan of all shards goes by the whole key', async (hq, id) => {
    const shards = ['a', 'b', 'c'].map((letter) => `${id}-${letter}`);
    await hq.transact((transaction) =>
      transaction.insert(
        LINE,
        shards.toReversed().flatMap((shard) => [line(shard, 2), line(shard, 1)]),
      ),
    );
    const seen = await hq.read.scan(LINE, { prefix: [], from: `${id}-a`, until: `${id}-b`, limit: 100 });
    assert.deepEqual(
      seen.map(({ shard, at }) => [shard.slice(-1), at]),
      [
        ['a', 1],
        ['a', 2],
        ['b', 1],
        ['b', 2],
      ],
    );
    const later = await hq.read.scan(LINE, { prefix: [], after: [`${id}-a`, 1], until: `${id}-z`, limit: 2 });
    assert.deepEqual(
      later.map(({ shard, at }) => [shard.slice(-1), at]),
      [
        ['a', 2],
        ['b', 1],
      ],
    );
  });

  promise('a transaction sees its own rows, others see them once it has committed', async (hq, id) => {
    await hq.transact((transaction) =>
      transaction.put(LINE, [line(id, 1, 'before'), line(id, 2, 'before'), line(id, 3, 'before')]),
    );
    await hq.transact(async (transaction) => {
      await transaction.put(LINE, [line(id, 2, 'mine'), line(id, 4, 'mine')]);
      await transaction.remove(LINE, [
        [id, 3],
        [id, 99],
      ]);
      const seen = await transaction.scan(LINE, { prefix: [id], limit: 9 });
      assert.deepEqual(
        seen.map(({ at, words }) => [at, words]),
        [
          [1, 'before'],
          [2, 'mine'],
          [4, 'mine'],
        ],
      );
      assert.deepEqual(
        (await transaction.scan(LINE, { prefix: [id], limit: 2, reverse: true })).map(({ at }) => at),
        [4, 2],
      );
      assert.equal((await transaction.get(LINE, [id, 4]))?.words, 'mine');
      assert.equal(await transaction.get(LINE, [id, 3]), undefined);
      assert.equal(
        (
          await transaction.getMany(LINE, [
            [id, 3],
            [id, 4],
            [id, 1],
          ])
        ).length,
        2,
      );
      assert.deepEqual(await transaction.insert(LINE, [line(id, 3, 'again'), line(id, 4, 'no')]), [[id, 3]]);
      const outside = await hq.read.scan(LINE, { prefix: [id], limit: 9 });
      assert.deepEqual(
        outside.map(({ at, words }) => [at, words]),
        [
          [1, 'before'],
          [2, 'before'],
          [3, 'before'],
        ],
      );
    });
    const after = await hq.read.scan(LINE, { prefix: [id], limit: 9 });
    assert.deepEqual(
      after.map(({ at, words }) => [at, words]),
      [
        [1, 'before'],
        [2, 'mine'],
        [3, 'again'],
        [4, 'mine'],
      ],
    );
  });

  promise('a transaction that fails leaves nothing behind and holds nothing', async (hq, id) => {
    await hq.transact((transaction) => transaction.put(LINE, [line(id, 1, 'before')]));
    await assert.rejects(
      hq.transact(async (transaction) => {
        await transaction.lock(LINE, [id, 1]);
        await transaction.put(LINE, [line(id, 1, 'mine'), line(id, 2)]);
        throw new Error('refused');
      }),
      /refused/,
    );
    await hq.transact((transaction) => transaction.lock(LINE, [id, 1]));
    assert.deepEqual(
      (await hq.read.scan(LINE, { prefix: [id], limit: 9 })).map(({ words }) => words),
      ['before'],
    );
  });

  promise('an insert leaves what is there as it is and says which keys were free', async (hq, id) => {
    const insert = (rows: readonly ReturnType<typeof line>[]) =>
      hq.transact((transaction) => transaction.insert(LINE, rows));
    assert.deepEqual(await insert([line(id, 2, 'first'), line(id, 1, 'first')]), [
      [id, 1],
      [id, 2],
    ]);
    assert.deepEqual(await insert([line(id, 1, 'second'), line(id, 3, 'second')]), [[id, 3]]);
    assert.deepEqual(await insert([line(id, 1, 'third')]), []);
    assert.deepEqual(await insert([]), []);
    assert.equal((await hq.read.get(LINE, [id, 1]))?.words, 'first');
  });

  promise('who inserts a key that another is inserting waits for what becomes of it', async (hq, id) => {
    for (const commits of [true, false]) {
      const [inserted, goOn] = [moment(), moment()];
      const first = hq.transact(async (transaction) => {
        await transaction.insert(LINE, [line(`${id}${commits}`, 1, 'first')]);
        inserted.now();
        await goOn.come;
        if (!commits) throw new Error('given up');
      });
      const outcome = first.catch(() => 'given up');
      await inserted.come;
      const second = hq.transact((transaction) => transaction.insert(LINE, [line(`${id}${commits}`, 1, 'second')]));
      assert.equal(await Promise.race([second, pause()]), undefined, 'it waits');
      goOn.now();
      await outcome;
      assert.equal((await second).length, commits ? 0 : 1);
      assert.equal((await hq.read.get(LINE, [`${id}${commits}`, 1]))?.words, commits ? 'first' : 'second');
    }
  });

  promise('a row that is locked is waited for, and then read as it is', async (hq, id) => {
    await hq.transact((transaction) => transaction.put(LINE, [line(id, 1, 'before'), line(id, 2, 'before')]));
    const [locked, goOn] = [moment(), moment()];
    const first = hq.transact(async (transaction) => {
      await transaction.lock(LINE, [id, 1]);
      await transaction.put(LINE, [line(id, 1, 'first')]);
      locked.now();
      await goOn.come;
    });
    await locked.come;
    const order: string[] = [];
    const second = hq.transact(async (transaction) => {
      const row = await transaction.lock(LINE, [id, 1]);
      order.push(`locked ${row?.words}`);
    });
    await hq.transact((transaction) => transaction.lock(LINE, [id, 2]));
    order.push(`read ${(await hq.read.get(LINE, [id, 1]))?.words}`);
    await pause();
    goOn.now();
    await Promise.all([first, second]);
    assert.deepEqual(order, ['read before', 'locked first']);
    assert.equal(await hq.transact((transaction) => transaction.lock(LINE, [id, 77])), undefined);
  });

  promise('no update is lost where the row is locked first', async (hq, id) => {
    await hq.transact((transaction) => transaction.put(LINE, [{ ...line(id, 1), amount: 0 }]));
    const add = () =>
      hq.transact(async (transaction) => {
        const row = await transaction.lock(LINE, [id, 1]);
        await transaction.put(LINE, [{ ...line(id, 1), amount: (row?.amount ?? 0) + 1 }]);
      });
    await Promise.all(Array.from({ length: 40 }, add));
    assert.equal((await hq.read.get(LINE, [id, 1]))?.amount, 40);
  });

  promise('many rows are locked at once, in the order of their keys, whoever names them how', async (hq, id) => {
    const places = [...Array.from({ length: 20 }, (_, at) => [id, at] as const), [`${id}-b`, 1] as const];
    await hq.transact((transaction) =>
      transaction.put(
        LINE,
        places.map(([shard, at]) => ({ ...line(shard, at), amount: 0 })),
      ),
    );
    const add = (keys: readonly (readonly [string, number])[]) =>
      hq.transact(async (transaction) => {
        const rows = await transaction.lockMany(LINE, keys);
        await transaction.put(
          LINE,
          rows.map((row) => ({ ...row, amount: (row.amount ?? 0) + 1 })),
        );
        return rows;
      });
    const ways = [places, places.toReversed(), places.slice(3), places.slice(0, 4).toReversed()];
    await Promise.all(ways.flatMap((keys) => [add(keys), add(keys)]));
    const amounts = (await hq.read.scan(LINE, { prefix: [id], limit: 99 })).map(({ amount }) => amount);
    assert.deepEqual(
      amounts,
      Array.from({ length: 20 }, (_, at) => (at < 3 ? 6 : at === 3 ? 8 : 6)),
    );
    const there = await add([
      [id, 5],
      [id, 77],
      [id, 2],
      [id, 5],
    ]);
    assert.deepEqual(
      there.map(({ at }) => at),
      [2, 5],
    );
    assert.deepEqual(await hq.transact((transaction) => transaction.lockMany(LINE, [])), []);
  });

  promise('transactions that would wait for each other are run again until each is done', async (hq, id) => {
    await hq.transact((transaction) =>
      transaction.put(
        LINE,
        [1, 2].map((at) => ({ ...line(id, at), amount: 0 })),
      ),
    );
    const met = [moment(), moment()] as const;
    let runs = 0;
    const crossing = (mine: 1 | 2) =>
      hq.transact(async (transaction) => {
        runs += 1;
        for (const at of [mine, 3 - mine]) {
          const row = await transaction.lock(LINE, [id, at]);
          await transaction.put(LINE, [{ ...line(id, at), amount: (row?.amount ?? 0) + 1 }]);
          met[mine - 1]?.now();
          await met[2 - mine]?.come;
        }
      });
    await Promise.all([crossing(1), crossing(2)]);
    assert.ok(runs > 2, `one of them began anew: ${runs} runs`);
    const amounts = (await hq.read.scan(LINE, { prefix: [id], limit: 9 })).map(({ amount }) => amount);
    assert.deepEqual(amounts, [2, 2]);
  });

  promise('a transaction that swallows the engine’s word does not commit the half of itself', async (hq, id) => {
    await hq.transact((transaction) => transaction.put(LINE, [line(id, 1), line(id, 2)]));
    const met = [moment(), moment()] as const;
    const crossing = (mine: 1 | 2) =>
      hq.transact(async (transaction) => {
        await transaction.lock(LINE, [id, mine]);
        met[mine - 1]?.now();
        await met[2 - mine]?.come;
        let other = 'got it';
        await transaction.lock(LINE, [id, 3 - mine]).catch(() => (other = 'swallowed'));
        await transaction.put(LINE, [line(`${id}-${mine}`, 1, other)]).catch(() => undefined);
      });
    await Promise.all([crossing(1), crossing(2)]);
    for (const mine of [1, 2]) assert.equal((await hq.read.get(LINE, [`${id}-${mine}`, 1]))?.words, 'got it');
  });

  promise('two writers of a stream commit in the order of its positions, whoever began first', async (hq, id) => {
    const stream = `store:${id}` as const;
    const write = (key: string) => ({ stream, item: { kind: 'operator', key, value: null } as const });
    const positions = async () =>
      (await hq.read.scan(STREAM_CHANGE, { prefix: [stream], limit: 99 })).map((row) => [row.position, row.item_key]);
    const [begun, published, goOn] = [moment(), moment(), moment()];
    // The first one has begun, and read; the second one publishes before it and commits after it has begun to.
    const first = hq.transact(async (transaction) => {
      await transaction.get(STREAM_HEAD, [stream]);
      begun.now();
      await published.come;
      await publish(transaction, [write('first')]);
    });
    await begun.come;
    const second = hq.transact(async (transaction) => {
      await publish(transaction, [write('second'), write('second too')]);
      published.now();
      await goOn.come;
    });
    await published.come;
    await pause();
    assert.deepEqual(await positions(), [], 'a reader between sees nothing, and so skips nothing');
    assert.equal(await hq.read.get(STREAM_HEAD, [stream]), undefined);
    goOn.now();
    await Promise.all([first, second]);
    assert.deepEqual(await positions(), [
      [1, 'second'],
      [2, 'second too'],
      [3, 'first'],
    ]);
    assert.equal((await hq.read.get(STREAM_HEAD, [stream]))?.position, 3);
  });

  promise('many writers of a stream leave no gap and no position twice', async (hq, id) => {
    const stream = `store:${id}` as const;
    const write = (key: string) =>
      hq.transact((transaction) => publish(transaction, [{ stream, item: { kind: 'operator', key, value: null } }]));
    const seen: number[][] = [];
    let isOver = false;
    const reader = (async () => {
      while (!isOver) {
        seen.push((await hq.read.scan(STREAM_CHANGE, { prefix: [stream], limit: 99 })).map(({ position }) => position));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await Promise.all(Array.from({ length: 25 }, (_, at) => write(`o${at}`)));
    isOver = true;
    await reader;
    const gapless = (positions: readonly number[]) =>
      assert.deepEqual(
        positions,
        positions.map((_, at) => at + 1),
      );
    seen.forEach(gapless);
    assert.equal((await hq.read.scan(STREAM_CHANGE, { prefix: [stream], limit: 99 })).length, 25);
  });

  promise('a transaction is not used after its end, nor for two things at a time', async (hq, id) => {
    const leaked = await hq.transact((transaction) => Promise.resolve({ transaction }));
    await assert.rejects(leaked.transaction.get(LINE, [id, 1]), Bug);
    const twice = hq.transact((transaction) =>
      Promise.all([transaction.get(LINE, [id, 1]), transaction.get(LINE, [id, 2])]),
    );
    await assert.rejects(twice, Bug);
  });
}
