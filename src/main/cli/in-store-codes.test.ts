import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MIGRATIONS_DIR, makeShop } from '#main/store/testing.ts';
import { runInStoreCodes } from './in-store-codes.ts';

function run(folders: { readonly dataDir: string; readonly keysDir: string }, ...words: readonly string[]) {
  const said = { out: '', err: '' };
  const output = {
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
  };
  const args = [...words, '--data', folders.dataDir, '--keys', folders.keysDir];
  return { code: runInStoreCodes(args, output, { migrationsDir: MIGRATIONS_DIR }), ...said };
}

test('patterns are set, shown and taken away, and a bad one changes nothing', () => {
  const shop = makeShop();
  assert.match(run(shop).out, /^Aucun modèle/);
  const set = run(shop, '21PPPPPWWWWWC:3', '22PPPPPEEEEEC:2');
  assert.deepEqual([set.code, set.err], [0, '']);
  assert.match(set.out, /\n {2}21PPPPPWWWWWC:3\n {2}22PPPPPEEEEEC:2\n$/);
  const bad = run(shop, '21PPPPPWWWWWC:3', '2PPPPPPEEEEEC:2');
  assert.deepEqual([bad.code, bad.out], [1, '']);
  assert.match(bad.err, /^Un même code irait avec deux modèles : 2PPPPPPEEEEEC:2\n$/);
  assert.equal(run(shop, '--lang', 'en').out, 'In-store codes are read so:\n  21PPPPPWWWWWC:3\n  22PPPPPEEEEEC:2\n');
  const both = run(shop, '--none', '21PPPPPWWWWWC:3');
  assert.deepEqual([both.code, both.out], [2, '']);
  assert.match(run(shop, '--none').out, /^Aucun modèle/);
  assert.match(run(shop, '--lang', 'ar').out, /^لا نموذج/);
  shop.remove();
});
