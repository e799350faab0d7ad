/**
 * One test for each kind of tampering, with the witness that finds it. The tampering is done as somebody would who has
 * the database file and knows SQLite: triggers dropped, rows changed, triggers put back.
 */
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import Database from 'better-sqlite3';
import fc from 'fast-check';

import { Fault } from '#base/fault.ts';
import { proofText } from '#domain/receipt/receipt.ts';

import { journalTable } from './journal-table.ts';
import { PROJECTION_TABLES } from './tables.ts';
import { signAnew as signChainAnew } from './testing-forgery.ts';
import { copyNow, makeShop, MIGRATIONS_DIR, sell, type TestShop } from './testing.ts';
import { verifyTill, type VerifyReport } from './verify.ts';

const SALES = 40;
const ROWS = 1 + 3 * SALES;

describe('verify', () => {
  let shop: TestShop;
  let pristine: string;
  let place: string;

  before(async () => {
    shop = makeShop();
    pristine = join(shop.root, 'pristine');
    place = join(shop.root, 'place');
    const store = shop.open();
    for (let count = 0; count < SALES; count++) sell(store);
    await copyNow(store, shop, place);
    store.checkpoint();
    store.close();
    cpSync(shop.dataDir, pristine, { recursive: true });
    cpSync(shop.keysDir, `${pristine}-keys`, { recursive: true });
  });

  after(() => shop.remove());

  function verify(options?: {
    readonly keysDir?: string;
    readonly copy?: boolean;
    readonly receipt?: string;
  }): VerifyReport {
    return verifyTill({
      dataDir: shop.dataDir,
      keysDir: options?.keysDir ?? shop.keysDir,
      migrationsDir: MIGRATIONS_DIR,
      copyPlace: options?.copy === true ? place : null,
      receipts: options?.receipt === undefined ? [] : [{ number: '000007', code: options.receipt }],
    });
  }

  /** Puts the till back as it was and changes its database behind its back. */
  function tamper(change: (sqlite: Database.Database) => void): void {
    rmSync(shop.dataDir, { recursive: true, force: true });
    cpSync(pristine, shop.dataDir, { recursive: true });
    cpSync(`${pristine}-keys`, shop.keysDir, { recursive: true });
    const sqlite = new Database(join(shop.dataDir, 'till.db'));
    const triggers = sqlite
      .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
      .all();
    for (const { name } of triggers) sqlite.exec(`DROP TRIGGER ${name}`);
    // A hand that changes bytes in the file meets no index either.
    sqlite.exec('DROP INDEX journal_by_ticket');
    change(sqlite);
    for (const { sql } of triggers) sqlite.exec(sql);
    sqlite.close();
  }

  function first(report: VerifyReport): { readonly witness: string; readonly seq: number | null } | null {
    const [finding] = report.findings;
    return finding === undefined ? null : { witness: finding.witness, seq: finding.seq };
  }

  function witnesses(report: VerifyReport): readonly string[] {
    return [...new Set(report.findings.map(({ witness }) => witness))];
  }

  test('a till as it was left is good, and every witness that was there was asked', () => {
    tamper(() => undefined);
    const report = verify({ copy: true, receipt: proofOf('000007') });
    assert.deepEqual(report.findings, []);
    assert.deepEqual(
      report.chains.map(({ rows }) => rows),
      [ROWS],
    );
    assert.deepEqual([...report.witnesses].sort(), ['head-file', 'key', 'receipt', 'second-copy']);
  });

  test('with the database alone it says that no outside witness was found', () => {
    tamper(() => undefined);
    const report = verify({ keysDir: join(shop.root, 'elsewhere') });
    assert.equal(report.ok, true);
    assert.deepEqual(report.witnesses, []);
  });

  test('a good till that is running is good', () => {
    tamper(() => undefined);
    const store = shop.open();
    sell(store);
    assert.equal(verify({ copy: true }).ok, true);
    store.close();
  });

  const columns = [
    'position',
    'v',
    'chain_id',
    'seq',
    'entry_id',
    'till_id',
    'taxpayer_id',
    'key_id',
    'business_day',
    'session_id',
    'family',
    'family_seq',
    'kind',
    'at',
    'payload',
    'operator',
    'prev_hash',
    'hash',
    'signature',
  ];
  for (const column of columns) {
    test(`a flipped byte in ${column} is found by the chain, in its row`, () => {
      for (const position of [2, 60, ROWS]) {
        tamper((sqlite) => flip(sqlite, column, position));
        assert.deepEqual(first(verify()), { witness: 'chain', seq: position });
      }
    });
  }

  test('a flipped byte anywhere in a payload is found by the chain', () => {
    for (let at = 0; at < 700; at += 70) {
      tamper((sqlite) => flip(sqlite, 'payload', 50, at));
      assert.deepEqual(first(verify()), { witness: 'chain', seq: 50 });
    }
  });

  test('a byte of the payload that reads the same and is not the same is found by the chain', () => {
    tamper((sqlite) => {
      const row = sqlite.prepare<[], { payload: string }>('SELECT payload FROM journal WHERE position = 2').get();
      const damaged = Buffer.concat([Buffer.from(row?.payload ?? ''), Buffer.from([0xff])]);
      sqlite.prepare('UPDATE journal SET payload = CAST(? AS TEXT) WHERE position = 2').run(damaged);
    });
    assert.deepEqual(first(verify()), { witness: 'chain', seq: 2 });
  });

  test('a row removed in the middle is found by the chain', () => {
    tamper((sqlite) => sqlite.exec('DELETE FROM journal WHERE position = 30'));
    assert.deepEqual(first(verify()), { witness: 'chain', seq: 30 });
  });

  test('a row removed in the middle, with all later ones moved up, is found by the chain', () => {
    tamper((sqlite) => {
      sqlite.exec('DELETE FROM journal WHERE position = 30');
      for (let position = 31; position <= ROWS; position++) {
        sqlite.exec(
          `UPDATE journal SET position = ${position - 1}, seq = ${position - 1} WHERE position = ${position}`,
        );
      }
    });
    assert.deepEqual(first(verify()), { witness: 'chain', seq: 30 });
  });

  test('two swapped rows are found by the chain', () => {
    tamper((sqlite) => {
      for (const [from, to] of [
        [40, -1],
        [41, 40],
        [-1, 41],
      ]) {
        sqlite.exec(`UPDATE journal SET position = ${to} WHERE position = ${from}`);
      }
    });
    assert.deepEqual(first(verify()), { witness: 'chain', seq: 40 });
  });

  test('the last row gone is found by the head file, and by the second copy', () => {
    tamper((sqlite) => cutAfter(sqlite, ROWS - 1));
    assert.deepEqual(first(verify()), { witness: 'head-file', seq: ROWS });
    assert.deepEqual(witnesses(verify({ copy: true, keysDir: join(shop.root, 'elsewhere') })), ['second-copy']);
  });

  test('the last hundred rows gone are found by the head file, the second copy, and a receipt', () => {
    const proof = proofOf('000007');
    tamper((sqlite) => cutAfter(sqlite, ROWS - 105));
    const report = verify({ copy: true, receipt: proof });
    assert.deepEqual(first(report), { witness: 'head-file', seq: ROWS - 104 });
    assert.deepEqual(witnesses(report), ['head-file', 'second-copy', 'receipt']);
  });

  test('a cut tail is found by no witness inside the database', () => {
    tamper((sqlite) => cutAfter(sqlite, ROWS - 3));
    assert.equal(verify({ keysDir: join(shop.root, 'elsewhere') }).ok, true);
  });

  test('everything signed anew with the stolen key is found by head file, second copy and receipt', () => {
    const proof = proofOf('000007');
    tamper((sqlite) =>
      signAnew(sqlite, createPrivateKey(readFileSync(join(shop.keysDir, chainId(sqlite), 'journal.key')))),
    );
    const report = verify({ copy: true, receipt: proof });
    assert.deepEqual(witnesses(report), ['second-copy', 'receipt', 'head-file']);
    assert.deepEqual(first(report), { witness: 'second-copy', seq: 1 });
    assert.deepEqual(witnesses(verify()), ['head-file']);
  });

  test('everything signed anew with another key is found by the key beside the till, too', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    tamper((sqlite) => signAnew(sqlite, privateKey));
    const report = verify({ copy: true });
    assert.deepEqual(witnesses(report), ['key', 'second-copy', 'head-file']);
  });

  test('a projection that disagrees is found by projecting the journal a second time', () => {
    const changes = [
      'UPDATE tickets SET total_minor = total_minor - 1 WHERE position = 2',
      'DELETE FROM payments WHERE position = 3',
      'UPDATE totals SET value = 0',
      'DELETE FROM stock_movements WHERE position = 2 AND n = 1',
      'UPDATE stock SET quantity_milli = quantity_milli + 1000',
      `INSERT INTO cancelled_tickets (ticket_id, position) VALUES ('x', 2)`,
    ];
    for (const change of changes) {
      tamper((sqlite) => sqlite.exec(change));
      assert.equal(first(verify())?.witness, 'projection', change);
    }
  });

  test('a bit flipped anywhere in the file is found, or changes nothing that can be read', () => {
    tamper(() => undefined);
    const path = join(shop.dataDir, 'till.db');
    const file = readFileSync(path);
    const whole = dump(path);
    fc.assert(
      fc.property(fc.nat({ max: file.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const changed = Buffer.from(file);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        writeFileSync(path, changed);
        const found = trouble(() => verify().findings[0] ?? null);
        if (found === null) assert.deepEqual(dump(path), whole);
      }),
      { numRuns: 60 },
    );
  });

  test('guards that were taken out of the database are found missing', () => {
    tamper(() => undefined);
    const sqlite = new Database(join(shop.dataDir, 'till.db'));
    sqlite.exec('DROP TRIGGER journal_is_never_updated');
    sqlite.close();
    assert.deepEqual(witnesses(verify()), ['database']);
  });

  function proofOf(number: string): string {
    const sqlite = new Database(join(pristine, 'till.db'), { readonly: true });
    try {
      const row = journalTable(sqlite).at(3 * Number(number) - 1);
      assert.equal(row?.family, 'T');
      return proofText(row);
    } finally {
      sqlite.close();
    }
  }
});

/** What a check found, an error that keeps a till from being read included. */
function trouble(check: () => unknown): unknown {
  try {
    return check();
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    return error.code;
  }
}

/** Everything that the journal and its projections say. */
function dump(path: string): unknown {
  const sqlite = new Database(path, { readonly: true });
  try {
    return ['journal', ...PROJECTION_TABLES].map((table) =>
      sqlite.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().all(),
    );
  } finally {
    sqlite.close();
  }
}

function chainId(sqlite: Database.Database): string {
  return journalTable(sqlite).at(1)?.chain_id ?? '';
}

function flip(sqlite: Database.Database, column: string, position: number, at = 0): void {
  const sql = `SELECT CAST(${column} AS BLOB) AS bytes, typeof(${column}) AS type FROM journal WHERE position = ${position}`;
  const found = sqlite.prepare<[], { bytes: Buffer | null; type: string }>(sql).get();
  if (found === undefined || found.bytes === null) {
    sqlite.exec(`UPDATE journal SET ${column} = 'x' WHERE position = ${position}`);
    return;
  }
  const bytes = Buffer.from(found.bytes);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  if (found.type === 'integer')
    sqlite.exec(`UPDATE journal SET ${column} = ${column} + 100000 WHERE position = ${position}`);
  else {
    const value = found.type === 'text' ? 'CAST(? AS TEXT)' : '?';
    sqlite.prepare(`UPDATE journal SET ${column} = ${value} WHERE position = ${position}`).run(bytes);
  }
}

/** Cuts the journal's tail and makes the projections agree with what is left, as a careful forger would. */
function cutAfter(sqlite: Database.Database, position: number): void {
  sqlite.exec(`DELETE FROM journal WHERE position > ${position}`);
  for (const table of ['tickets', 'payments', 'stock_movements', 'stock_by_product']) {
    sqlite.exec(`DELETE FROM ${table} WHERE position > ${position}`);
  }
  resum(sqlite);
}

function resum(sqlite: Database.Database): void {
  sqlite.exec(`
    UPDATE totals SET value = (SELECT sum(total_minor) FROM tickets) WHERE name LIKE '%_minor';
    UPDATE totals SET value = (SELECT count(*) FROM tickets) WHERE name = 'perpetual_ticket_count';
    DELETE FROM stock;
    INSERT INTO stock SELECT product_id, sum(quantity_milli) FROM stock_movements GROUP BY product_id;
    DELETE FROM stock_by_product;
    INSERT INTO stock_by_product
      SELECT product_id, position, sum(quantity_milli) FROM stock_movements GROUP BY product_id, position;
    UPDATE stock_through SET through = (SELECT max(position) FROM stock_movements)`);
}

/** Rewrites the whole chain with a ticket made cheaper, hashed and signed from the genesis on. */
function signAnew(sqlite: Database.Database, key: KeyObject): void {
  signChainAnew(sqlite, key, (entry) => {
    const cheaper = entry.seq === 2 ? { gross_minor: Number(entry.payload['gross_minor']) - 100 } : {};
    return [{ ...entry, payload: { ...entry.payload, ...cheaper } }];
  });
  sqlite.exec('UPDATE tickets SET total_minor = total_minor - 100 WHERE position = 2');
  resum(sqlite);
}
