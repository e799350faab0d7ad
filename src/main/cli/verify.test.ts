import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import Database from 'better-sqlite3';
import { proofText } from '#domain/receipt/receipt.ts';
import { copyNow, makeShop, MIGRATIONS_DIR, sell } from '#main/store/testing.ts';
import { runRestore } from './restore.ts';
import { runSetPin } from './set-pin.ts';
import { runVerify } from './verify.ts';

describe('the command line on a shop that sold', () => {
  const shop = makeShop();
  const place = join(shop.root, 'place');
  const folders = ['--data', shop.dataDir, '--keys', shop.keysDir];
  after(() => shop.remove());

  function run(command: (output: { stdout: Sink; stderr: Sink }) => number): {
    code: number;
    out: string;
    err: string;
  } {
    const [stdout, stderr] = [new Sink(), new Sink()];
    const code = command({ stdout, stderr });
    return { code, out: stdout.text, err: stderr.text };
  }

  test('verify says that all is well, exits 0, and knows a receipt by its characters', async () => {
    const store = shop.open();
    const ticketId = sell(store);
    mkdirSync(place);
    await copyNow(store, shop, place);
    const ticket = store.ticket(ticketId);
    assert.ok(ticket !== undefined);
    const { number, entry } = ticket;
    store.close();
    const receipt = `${number} ${proofText(entry)}`;
    const good = run((output) =>
      runVerify([...folders, '--copy', place, '--receipt', receipt], output, MIGRATIONS_DIR),
    );
    assert.equal(good.code, 0, good.out + good.err);
    assert.match(good.out, /Tout est en ordre/);
    assert.match(good.out, /ticket imprimé/);
    const forged = `${number} ${entry.seq} AAAA AAAA AAAA AAAA`;
    const bad = run((output) => runVerify([...folders, '--receipt', forged, '--lang', 'en'], output, MIGRATIONS_DIR));
    assert.equal(bad.code, 1);
    assert.match(bad.out, /printed receipt bears witness/);
  });

  test('restore brings the till back, and set-pin gives an operator a PIN again', () => {
    const program = {
      migrationsDir: MIGRATIONS_DIR,
      software: { name: 'Comptoir', version: '0.1.0', hash: '0'.repeat(64) },
    };
    const words = [place, '--data', join(shop.root, 'back'), '--keys', shop.keysDir];
    const restored = run((output) => runRestore(words, output, program));
    assert.equal(restored.code, 0, restored.err);
    assert.match(restored.out, /2-000001/);
    assert.equal(run((output) => runRestore(words, output, program)).code, 1);
    const pin = { migrationsDir: MIGRATIONS_DIR, readPin: () => '2468\n' };
    assert.equal(run((output) => runSetPin(['Camille', ...words.slice(1)], output, pin)).code, 0);
    assert.equal(run((output) => runSetPin(['Nobody', ...words.slice(1)], output, pin)).code, 1);
    for (const [code, line] of [
      [0, '123456789012'],
      [1, '1234567890123'],
      [1, '123'],
    ] as const) {
      const set = { migrationsDir: MIGRATIONS_DIR, readPin: () => line };
      assert.equal(run((output) => runSetPin(['Camille', ...words.slice(1)], output, set)).code, code, line);
    }
    assert.equal(run((output) => runVerify(words.slice(1), output, MIGRATIONS_DIR)).code, 0);
  });

  test('a keys folder that is not there is named, and nobody is told that everything is in order', () => {
    const keys = join(shop.root, 'mistyped');
    const { code, out, err } = run((output) =>
      runVerify(['--data', shop.dataDir, '--keys', keys], output, MIGRATIONS_DIR),
    );
    assert.equal(code, 0);
    assert.ok(err.includes(`Le dossier des clés n’existe pas : ${keys}`), err);
    assert.match(out, /Aucun témoin extérieur/);
    assert.doesNotMatch(out, /Tout est en ordre/);
  });

  test('verify names the bad row and exits 1; without a till it says so', () => {
    const sqlite = new Database(join(shop.dataDir, 'till.db'));
    sqlite.exec(`DROP TRIGGER journal_is_never_updated; UPDATE journal SET kind = 'nothing-happened' WHERE seq = 3`);
    sqlite.close();
    const bad = run((output) => runVerify(folders, output, MIGRATIONS_DIR));
    assert.equal(bad.code, 1);
    assert.match(bad.out, /ligne 3,/);
    const empty = run((output) => runVerify(['--data', shop.root, '--keys', shop.keysDir], output, MIGRATIONS_DIR));
    assert.equal(empty.code, 1);
    assert.equal(empty.err, `Il n’y a pas de caisse dans ${shop.root} (voir --data).\n`);
    assert.equal(run((output) => runVerify(['--what'], output, MIGRATIONS_DIR)).code, 2);
    assert.ok(readFileSync(join(shop.dataDir, 'till.db')).length > 0);
  });
});

class Sink {
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
