import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { shopExists } from '#main/store/store.ts';
import { MIGRATIONS_DIR } from '#main/store/testing.ts';
import { runNewShop } from './new-shop.ts';
import { runRebuild } from './rebuild.ts';

const GOOD = {
  shop: {
    name: 'Épicerie du Lac',
    addressLines: ['1 rue du Lac', '1053 Tunis'],
    countryCode: 'TN',
    registrationId: '1234567A/M/000',
    vatId: '',
    currencyCode: 'TND',
    receiptLanguage: 'ar',
    timeZone: 'Africa/Tunis',
  },
  operators: [{ id: 'amel', name: 'Amel', role: 'manager', pin: '4321' }],
};

function inFolder(
  use: (run: (file: unknown, words?: readonly string[]) => { code: number; said: string }, folder: string) => void,
): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'new-shop-'));
  const run = (file: unknown, words: readonly string[] = []) => {
    const name = path.join(folder, 'shop.json');
    writeFileSync(name, typeof file === 'string' ? file : JSON.stringify(file));
    let said = '';
    const stream = { write: (text: string) => (said += text) };
    const program = {
      migrationsDir: MIGRATIONS_DIR,
      software: { name: 'Comptoir', version: '0.1.0', hash: '0'.repeat(64) },
    };
    const args = [name, '--data', path.join(folder, 'data'), '--keys', path.join(folder, 'keys'), ...words];
    return { code: runNewShop(args, { stdout: stream, stderr: stream }, program), said };
  };
  try {
    use(run, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a shop is made from its file once, and a second time refused without a change', () => {
  inFolder((run, folder) => {
    const first = run(GOOD);
    assert.equal(first.code, 0, first.said);
    assert.match(first.said, /Épicerie du Lac/);
    assert.ok(shopExists(path.join(folder, 'data')));
    assert.equal(run(GOOD).code, 1);
    let said = '';
    const stream = { write: (text: string) => (said += text) };
    assert.equal(
      runRebuild(['--data', path.join(folder, 'data')], { stdout: stream, stderr: stream }, MIGRATIONS_DIR),
      0,
      said,
    );
  });
});

test('a file that does not fit is refused with the place in it, and nothing is made', () => {
  inFolder((run, folder) => {
    const bad = [
      ['{', /JSON/],
      [{ ...GOOD, shop: { ...GOOD.shop, currencyCode: 'ZZZ' } }, /shop\.currencyCode/],
      [{ ...GOOD, shop: { ...GOOD.shop, timeZone: 'Mars/Base' } }, /shop\.timeZone/],
      [{ ...GOOD, shop: { ...GOOD.shop, name: ' \u0000 ' } }, /shop\.name/],
      [{ ...GOOD, operators: [{ id: 'a', name: 'A', role: 'cashier', pin: '1234' }] }, /no manager/],
      [{ ...GOOD, operators: [{ ...GOOD.operators[0], pin: '12' }] }, /operators\.0\.pin/],
    ] as const;
    for (const [file, why] of bad) {
      const { code, said } = run(file, ['--lang', 'en']);
      assert.equal(code, 1);
      assert.match(said, why);
    }
    const french = run({ ...GOOD, operators: [{ ...GOOD.operators[0], name: 3, pin: '12' }] }).said;
    assert.match(french, /operators\.0\.pin: de quatre à douze chiffres/);
    assert.match(french, /operators\.0\.name: .*attendu/);
    assert.equal(run(GOOD, ['--lang', 'xx']).code, 2);
    assert.ok(!shopExists(path.join(folder, 'data')));
  });
});
