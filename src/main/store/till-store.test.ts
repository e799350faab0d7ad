import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import Database from 'better-sqlite3';

import type { CommandId, JobId, OperatorId, TicketId } from '#base/brand.ts';
import { Fault, type FaultCode } from '#base/fault.ts';

import type { Payload } from '#domain/journal/journal.ts';

import { openHeadFile, readHeadFile } from './head-file.ts';
import { migrate, readMigrations } from './migrate.ts';
import { shopExists } from './store.ts';
import { TILL_TABLES } from './tables.ts';
import { makeShop, MIGRATIONS_DIR, sell, type TestShop } from './testing.ts';

let shop: TestShop;

beforeEach(() => {
  shop = makeShop();
});
afterEach(() => shop.remove());

function faultOf(work: () => unknown): FaultCode | null {
  try {
    work();
    return null;
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    return error.code;
  }
}

describe('the store', () => {
  test('keeps a sale whole and finds it again after it was opened anew', () => {
    const ticketId = shop.withStore((store) => {
      const sold = sell(store);
      assert.equal(store.head().seq, 4);
      assert.equal(store.nextTicketNumber(), '000002');
      store.checkpoint();
      return sold;
    });
    shop.withStore((store) => {
      const ticket = store.ticket(ticketId);
      assert.equal(ticket?.number, '000001');
      assert.equal(ticket.receiptJob?.state, 'queued');
      assert.equal(ticket.copies, 0);
      assert.deepEqual(
        store.payments(ticketId).map(({ family }) => family),
        ['P', 'P'],
      );
      assert.equal(store.openJobs().length, 2);
      assert.equal(store.ticketFate(ticketId), 'validated');
      assert.equal(store.entriesAfter(1, 10).length, 3);
    });
  });

  test('does nothing of a transaction that throws, in the file and in memory', () => {
    shop.withStore((store) => {
      sell(store);
      const head = store.head();
      assert.throws(() => {
        store.transact((transaction) => {
          transaction.append({
            entryId: randomUUID(),
            family: 'L',
            kind: 'day-opened',
            payload: { business_day: '2026-09-21' },
          });
          transaction.putOutcome('command-1' as CommandId, { bodyHash: 'x', outcome: 'done' });
          throw new Error('changed my mind');
        });
      }, /changed my mind/);
      assert.deepEqual(store.head(), head);
      assert.equal(store.openDay(), null);
      assert.equal(store.outcome('command-1' as CommandId), undefined);
      sell(store);
      assert.equal(store.head().seq, head.seq + 3);
    });
  });

  test('takes a basket for a ticket once', () => {
    shop.withStore((store) => {
      const ticketId = sell(store);
      assert.throws(() => sell(store, { ticketId }), /UNIQUE/);
      assert.equal(store.tickets(10).length, 1);
    });
  });

  test('keeps day, session, voids, cancelled tickets, copies, lockouts, settings and outcomes', () => {
    shop.withStore((store) => {
      const ticketId = sell(store);
      store.transact((transaction) => {
        const append = (
          family: 'L' | 'C' | 'G',
          kind: string,
          payload: Record<string, string | number | object>,
        ): void => {
          transaction.append({
            entryId: randomUUID(),
            family,
            kind,
            payload: payload as never,
            operator: 'operator-1',
          });
        };
        append('L', 'day-opened', { business_day: '2026-09-21', utc_offset_minutes: 120 });
        append('L', 'session-opened', { session_id: 'session-1', business_day: '2026-09-21', station_id: 'till' });
        append('L', 'line-voided', { ticket_id: 'basket-2', lines: [{ line_id: 'line-1' }, { line_id: 'line-2' }] });
        append('L', 'ticket-cancelled', { ticket_id: 'basket-3', lines: [] });
        append('C', 'duplicate-printed', { ticket_id: ticketId, copy_number: 1 });
        transaction.setLockout('operator-1' as OperatorId, { failures: 3, lockedUntilMs: 99 });
        transaction.setSetting('copy-place', '/media/stick');
        transaction.putOutcome('command-1' as CommandId, { bodyHash: 'hash', outcome: { kind: 'done' } });
      });
    });
    shop.withStore((store) => {
      assert.equal(store.openDay(), '2026-09-21');
      assert.equal(store.openSession(), 'session-1');
      assert.deepEqual(store.voidedLines('basket-2' as TicketId), ['line-1', 'line-2']);
      assert.equal(store.ticketFate('basket-3' as TicketId), 'cancelled');
      assert.equal(store.tickets(1)[0]?.copies, 1);
      assert.deepEqual(store.lockout('operator-1' as OperatorId), { failures: 3, lockedUntilMs: 99 });
      assert.equal(store.setting('copy-place'), '/media/stick');
      assert.deepEqual(store.outcome('command-1' as CommandId), { bodyHash: 'hash', outcome: { kind: 'done' } });
      store.transact((transaction) => {
        transaction.append({
          entryId: randomUUID(),
          family: 'G',
          kind: 'session-closed',
          payload: { session_id: 'session-1' },
        });
      });
      assert.equal(store.openSession(), null);
    });
  });

  test('sums stock movements outside the sale, and answers the same before and after', () => {
    shop.withStore((store) => {
      for (let count = 0; count < 5; count++) sell(store);
      const linesOf = (payload: Payload): readonly { product_id: string }[] => payload['lines'] as never;
      const products = store.tickets(5).flatMap(({ entry }) => linesOf(entry.payload).map((line) => line.product_id));
      const before = products.map((id) => store.stock.ownMilli(id));
      assert.ok(before.every((quantity) => quantity !== undefined && quantity < 0));
      store.checkpoint();
      assert.deepEqual(
        products.map((id) => store.stock.ownMilli(id)),
        before,
      );
      assert.equal(store.stock.ownMilli('never-sold'), undefined);
    });
  });

  test('notes what a device says without a sync, and syncs again at the next sale', () => {
    shop.withStore((store) => {
      sell(store);
      const [job] = store.openJobs();
      assert.ok(job !== undefined);
      store.note((transaction) => transaction.setJobState(job.jobId, 'failed', 'printer.paper-out'));
      assert.equal(store.job(job.jobId)?.fault, 'printer.paper-out');
      store.note((transaction) => transaction.setJobState(job.jobId, 'printed'));
      assert.equal(store.openJobs().length, 1);
      assert.equal(store.job('nothing' as JobId), undefined);
    });
  });

  test('tells those who listen after each commit that added rows', () => {
    shop.withStore((store) => {
      let told = 0;
      const stop = store.onAppended(() => told++);
      sell(store);
      store.transact((transaction) => transaction.setSetting('a', 'b'));
      assert.equal(told, 1);
      stop();
      sell(store);
      assert.equal(told, 1);
    });
  });
});

describe('the file of the store', () => {
  test('is opened with every setting in force, also the second time', () => {
    // What a connection of this driver comes up with by itself is the reason for this test.
    for (let count = 0; count < 2; count++) {
      shop.withStore((store) => {
        const { sqlite } = (store as unknown as { live: { sqlite: Database.Database } }).live;
        const pragma = (name: string): unknown => sqlite.pragma(name, { simple: true });
        assert.equal(pragma('journal_mode'), 'wal');
        assert.equal(pragma('synchronous'), 2);
        assert.equal(pragma('foreign_keys'), 1);
        assert.equal(pragma('recursive_triggers'), 1);
        assert.equal(pragma('secure_delete'), 1);
        assert.equal(pragma('wal_autocheckpoint'), 0);
        sell(store);
        store.note(() => undefined);
        assert.equal(pragma('synchronous'), 2);
      });
    }
  });

  test('refuses to change, remove or replace a journal row, and any seq but the next', () => {
    shop.withStore((store) => sell(store));
    shop.withSqlite((sqlite) => {
      sqlite.pragma('recursive_triggers = ON');
      const refused = (sql: string): void => assert.throws(() => sqlite.exec(sql), /journal|chain/, sql);
      refused(`UPDATE journal SET at = 'x' WHERE position = 2`);
      refused('DELETE FROM journal WHERE position = 4');
      refused('INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE position = 4');
      const copied = sqlite.prepare('SELECT * FROM journal WHERE position = 4').get() as Record<string, unknown>;
      const insert = (change: Record<string, unknown>): void => {
        const row = { ...copied, ...change };
        sqlite
          .prepare(
            `INSERT INTO journal VALUES (${Object.keys(row)
              .map((name) => `@${name}`)
              .join(', ')})`,
          )
          .run(row);
      };
      assert.throws(() => insert({ position: 5, seq: 6, family_seq: 9 }), /gap/);
      assert.throws(() => insert({ position: 5, seq: 4, family_seq: 9 }), /gap/);
      assert.throws(() => insert({ position: 7, seq: 5, family_seq: 9 }), /after the last/);
      insert({ position: 5, seq: 1, family_seq: 1, chain_id: 'another' });
      assert.throws(() => insert({ position: 6, seq: 5, family_seq: 9 }), /latest chain/);
    });
  });

  test('has exactly the tables that are declared, all of them strict', () => {
    shop.withSqlite((sqlite) => {
      const tables = sqlite.pragma('table_list') as { name: string; schema: string; strict: number }[];
      const ours = tables.filter(({ name, schema }) => schema === 'main' && !name.startsWith('sqlite_'));
      assert.deepEqual(ours.map(({ name }) => name).sort(), TILL_TABLES.map(({ name }) => name).sort());
      assert.deepEqual(
        ours.filter(({ strict }) => strict !== 1),
        [],
      );
    });
  });

  test('finds what a sale asks for by an index, and walks through no years', () => {
    shop.withSqlite((sqlite) => {
      const plan = (sql: string): string => JSON.stringify(sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
      const sentences = [
        `SELECT * FROM tickets WHERE ticket_id = 'x'`,
        'SELECT * FROM payments WHERE ticket = 3 ORDER BY position',
        `SELECT * FROM jobs WHERE ticket_id = 'x' AND kind = 'receipt' ORDER BY position LIMIT 1`,
        `SELECT * FROM jobs WHERE state IN ('queued', 'sending', 'failed', 'unknown') ORDER BY position`,
        `SELECT * FROM journal WHERE chain_id = 'x' AND family = 'T' ORDER BY family_seq DESC LIMIT 1`,
        `SELECT quantity_milli FROM stock_movements WHERE position > 7 AND product_id = 'x'`,
        `SELECT at FROM sessions JOIN journal ON journal.position = opened_position
          WHERE closed_position IS NULL AND state <> 'blind-closed' ORDER BY opened_position DESC LIMIT 1`,
        `SELECT * FROM sessions WHERE business_day = 'x' ORDER BY opened_position`,
        `UPDATE days SET late_position = 1 WHERE business_day = 'x' AND opened_position < (SELECT max(opened_position) FROM days)`,
        `SELECT min(opened_position) FROM days WHERE opened_position > 7`,
        `SELECT * FROM journal WHERE position > 7 AND position <= 9 AND business_day = 'x' ORDER BY position LIMIT 5`,
        `SELECT position FROM refunds WHERE ticket_id = 'x' ORDER BY position`,
        `SELECT * FROM cards WHERE card_hash = 'x' ORDER BY position DESC LIMIT 1`,
        `SELECT * FROM cards WHERE person_id = 'x' ORDER BY position`,
        `SELECT * FROM accounts WHERE person_id = 'x' ORDER BY position`,
        `SELECT sum(amount) FROM account_movements WHERE account_id = 'x' AND position >= 7`,
        `SELECT * FROM account_movements WHERE account_id = 'x' ORDER BY position DESC, n DESC LIMIT 5`,
        `SELECT outcome FROM outcomes WHERE command_id = 'x' AND epoch = 3`,
      ];
      // The few that are open have an index of their own, and that one is walked.
      const walked = /SCAN (?!(jobs|sessions) USING INDEX (jobs|sessions)_open)|TEMP B-TREE/;
      for (const sql of sentences) assert.doesNotMatch(plan(sql), walked, sql);
    });
  });

  test('rebuilds every projection, row for row, from the journal alone', () => {
    shop.withStore((store) => {
      for (let count = 0; count < 20; count++) sell(store);
      store.checkpoint();
    });
    const tables = TILL_TABLES.filter(({ kind }) => kind === 'projection').map(({ name }) => name);
    const dump = (): unknown =>
      shop.withSqlite((sqlite) => tables.map((table) => sqlite.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()));
    const before = dump();
    shop.withSqlite((sqlite) => {
      for (const table of tables) sqlite.exec(`DELETE FROM ${table}`);
    });
    shop.withStore((store) => store.rebuildProjections());
    assert.deepEqual(dump(), before);
    shop.withStore((store) => {
      sell(store);
      assert.equal(store.tickets(100).length, 21);
    });
  });
});

describe('migrations', () => {
  test('a database from the future is refused', () => {
    shop.withSqlite((sqlite) =>
      sqlite.exec(`INSERT INTO migrations (number, name, sha256) VALUES (9990, '9990-later.sql', 'x')`),
    );
    assert.equal(
      faultOf(() => shop.open()),
      'store.from-the-future',
    );
  });

  test('a migration that was edited after it was locked is refused, and so is a database made by it', () => {
    const folder = join(shop.root, 'migrations');
    cpSync(MIGRATIONS_DIR, folder, { recursive: true });
    const name = readdirSync(folder).find((file) => file.startsWith('0030')) ?? '';
    writeFileSync(join(folder, name), `${readFileSync(join(folder, name), 'utf8')}-- edited\n`);
    assert.equal(
      faultOf(() => shop.open({ migrationsDir: folder })),
      'store.migration-changed',
    );
    shop.withSqlite((sqlite) => sqlite.exec(`UPDATE migrations SET sha256 = 'x' WHERE number = 20`));
    assert.equal(
      faultOf(() => shop.open()),
      'store.migration-changed',
    );
  });

  test('one that fails leaves nothing of itself behind', () => {
    const sqlite = new Database(':memory:');
    const good = readMigrations(MIGRATIONS_DIR);
    const bad = {
      number: 9000,
      name: '9000-bad.sql',
      sql: 'CREATE TABLE half (a TEXT) STRICT; CREATE NONSENSE',
      sha256: 'x',
    };
    assert.throws(() => migrate(sqlite, [...good, bad]));
    assert.equal(sqlite.prepare(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half'`).pluck().get(), 0);
    migrate(sqlite, good);
    sqlite.close();
  });

  test('a shop that was half made when the light went out is made again', () => {
    const path = join(shop.root, 'half');
    mkdirSync(path);
    const sqlite = new Database(join(path, 'till.db'));
    migrate(sqlite, readMigrations(MIGRATIONS_DIR).slice(0, 1));
    sqlite.close();
    assert.equal(shopExists(path), false);
    assert.equal(shopExists(join(shop.root, 'nowhere')), false);
    assert.equal(shopExists(shop.dataDir), true);
  });
});

describe('trouble', () => {
  test('a second till on the same folder is told so, and the lock of a killed one is free', () => {
    const store = shop.open();
    assert.equal(
      faultOf(() => shop.open()),
      'store.locked',
    );
    store.close();
    const program = `
      import { openStore } from '#main/store/store.ts';
      import { silentLog, SetClock, MIGRATIONS_DIR } from '#main/store/testing.ts';
      const [dataDir, keysDir] = process.argv.slice(1);
      const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, clock: new SetClock(), log: silentLog });
      if (store.readOnly !== null) process.exit(3);
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--input-type=module', '-e', program, shop.dataDir, shop.keysDir], {
      encoding: 'utf8',
    });
    assert.equal(killed.signal, 'SIGKILL', killed.stderr);
    shop.withStore((again) => sell(again));
  });

  test('a folder without its key opens for reading only', () => {
    shop.withStore((store) => sell(store));
    const store = shop.open({ keysDir: join(shop.root, 'other-keys') });
    assert.equal(store.readOnly, 'store.key-missing');
    assert.equal(store.tickets(10).length, 1);
    assert.equal(
      faultOf(() => sell(store)),
      'store.key-missing',
    );
    store.checkpoint();
    store.close();
  });

  test('a folder that was put back to an earlier day opens for reading only, and says why', () => {
    const earlier = join(shop.root, 'earlier');
    shop.withStore((store) => sell(store));
    cpSync(shop.dataDir, earlier, { recursive: true });
    shop.withStore((store) => sell(store));
    const store = shop.open({ dataDir: earlier });
    assert.equal(store.readOnly, 'store.behind-witness');
    assert.equal(store.alarm, 'store.behind-witness');
    store.close();
  });

  test('a last row that was altered raises an alarm at the next start, and selling goes on', () => {
    shop.withStore((store) => {
      sell(store);
      assert.equal(store.alarm, null);
    });
    const altered = `DROP TRIGGER journal_is_never_updated; UPDATE journal SET at = '2026-01-01T00:00:00.000Z' WHERE seq = 4`;
    shop.withSqlite((sqlite) => sqlite.exec(altered));
    shop.withStore((store) => {
      assert.equal(store.alarm, 'store.chain-broken');
      assert.equal(store.readOnly, null);
      sell(store);
    });
  });

  test('a database that is none, or is cut short, is a fault with a name', () => {
    shop.withStore((store) => sell(store));
    const path = join(shop.dataDir, 'till.db');
    writeFileSync(path, Buffer.alloc(8192, 0x55));
    assert.equal(
      faultOf(() => shop.open()),
      'store.corrupt',
    );
    assert.equal(
      faultOf(() => shopExists(shop.dataDir)),
      'store.corrupt',
    );
    rmSync(path);
    assert.equal(
      faultOf(() => shop.open()),
      'store.corrupt',
    );
  });

  test('below the floor no new sale begins, and one that was begun is finished', () => {
    const store = shop.open({ room: { ballastBytes: 64 * 1024, floorBytes: Number.MAX_SAFE_INTEGER } });
    assert.equal(store.spaceFault()?.code, 'store.disk-full');
    sell(store);
    assert.equal(store.tickets(1).length, 1);
    store.close();
    shop.withStore((roomy) => assert.equal(roomy.spaceFault(), null));
    assert.equal(statSync(join(shop.dataDir, 'ballast')).size, 64 * 1024);
  });

  test('the head file survives a torn slot, and a strange one is no witness', () => {
    const head = openHeadFile(shop.keysDir, 'chain');
    head.write({ seq: 7, hash: 'a'.repeat(64) });
    head.write({ seq: 8, hash: 'b'.repeat(64) });
    head.close();
    assert.deepEqual(readHeadFile(shop.keysDir, 'chain'), { seq: 8, hash: 'b'.repeat(64) });
    const path = join(shop.keysDir, 'chain', 'head');
    const bytes = readFileSync(path);
    bytes[40] = 0;
    writeFileSync(path, bytes);
    assert.deepEqual(readHeadFile(shop.keysDir, 'chain'), { seq: 7, hash: 'a'.repeat(64) });
    writeFileSync(path, 'nonsense');
    assert.equal(readHeadFile(shop.keysDir, 'chain'), null);
    assert.equal(readHeadFile(shop.keysDir, 'no-such-chain'), null);
  });

  test('a copy of the folder under another shop’s keys is not mistaken for it', () => {
    const other = makeShop();
    copyFileSync(join(shop.dataDir, 'till.db'), join(other.dataDir, 'till.db'));
    const store = other.open();
    assert.equal(store.readOnly, 'store.key-missing');
    store.close();
    assert.ok(existsSync(other.keysDir));
    other.remove();
  });
});
