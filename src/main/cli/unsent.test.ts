import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseRow } from '#domain/journal/journal.ts';
import { makeShop, MIGRATIONS_DIR, sell, type TestShop } from '#main/store/testing.ts';
import { runUnsent } from './unsent.ts';

const shops: TestShop[] = [];
after(() => {
  for (const shop of shops) shop.remove();
});

function run(
  shop: TestShop,
  ...more: readonly string[]
): { readonly code: number; readonly out: string; readonly err: string } {
  const said = { out: '', err: '' };
  const output = {
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
  };
  const args = [...more, '--data', shop.dataDir, '--keys', shop.keysDir];
  return { code: runUnsent(args, output, { migrationsDir: MIGRATIONS_DIR }), ...said };
}

test('whoever removes a till is told what exists nowhere else, and gets it as a file', () => {
  const shop = makeShop();
  shops.push(shop);
  const rows = shop.withStore((store) => {
    sell(store);
    sell(store);
    const { chainId } = store.identity;
    const [, , third] = store.rowsAfter(chainId, 0, 3);
    assert.ok(third);
    const ack = { chainId, seq: third.seq, hash: third.hash, signature: 'AA' };
    store.note(({ hq }) => hq.putAck(ack));
    return store.rowsAfter(chainId, 3, 1_000);
  });
  assert.equal(run(shop).code, 1);
  const file = join(shop.root, 'unsent.jsonl');
  assert.equal(run(shop, file).code, 0);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  assert.deepEqual(lines.map(parseRow), rows);
  // A file that is there is never written over.
  assert.equal(run(shop, file).code, 1);
});

test('a till of which headquarters has everything may go', () => {
  const shop = makeShop();
  shops.push(shop);
  shop.withStore((store) => {
    const { chainId } = store.identity;
    const { seq, hash } = store.head();
    store.note(({ hq }) => hq.putAck({ chainId, seq, hash, signature: 'AA' }));
  });
  const { code, out } = run(shop, '--lang', 'en');
  assert.deepEqual([code, out], [0, 'Headquarters has everything.\n']);
});
