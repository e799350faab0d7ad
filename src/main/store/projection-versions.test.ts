/**
 * A till after an update that changed what its projections say: it opens at once, sells while they are built anew beside
 * the old ones, and is killed at will meanwhile.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import Database from 'better-sqlite3';

import type { CommandId, SessionId } from '#base/brand.ts';
import type { Log } from '#base/log.ts';
import type { Family, Payload } from '#domain/journal/journal.ts';

import { asOfFirstVersion } from './earlier-version.ts';
import { PROJECTION_TABLES } from './tables.ts';
import { makeShop, MIGRATIONS_DIR, sell, silentLog, type TestShop } from './testing.ts';
import type { TillStore } from './till-store.ts';

const DAYS = ['2026-09-18', '2026-09-19', '2026-09-20'];
const SALES_OF_DAY = 40;

let shop: TestShop;

beforeEach(() => {
  shop = makeShop();
});
afterEach(() => shop.remove());

function append(
  store: TillStore,
  row: { readonly family: Family; readonly kind: string; readonly payload: Payload; readonly businessDay?: string },
): void {
  store.transact((transaction) => transaction.append({ entryId: randomUUID(), operator: 'operator-1', ...row }));
}

/** Days as the first version kept them: nothing is counted, none has a Z, one session is closed in the next day. */
function daysOfFirstVersion(store: TillStore): void {
  for (const [index, businessDay] of DAYS.entries()) {
    const sessionId = `session-${index}`;
    append(store, { family: 'L', kind: 'day-opened', businessDay, payload: { business_day: businessDay } });
    if (index === 2) closeSession(store, 'session-1', DAYS[1] ?? '', 'left-open');
    const session = { session_id: sessionId, business_day: businessDay, station_id: 'till' };
    append(store, { family: 'L', kind: 'session-opened', businessDay, payload: session });
    for (let count = 0; count < SALES_OF_DAY; count++) sell(store, { businessDay, sessionId });
    const voided = { ticket_id: randomUUID(), lines: [{ line_id: 'line-1' }] };
    append(store, { family: 'L', kind: 'line-voided', businessDay, payload: voided });
    append(store, {
      family: 'C',
      kind: 'duplicate-printed',
      businessDay,
      payload: { ticket_id: store.tickets(1)[0]?.ticketId, copy_number: 1 },
    });
    if (index === 0) closeSession(store, sessionId, businessDay, 'last-operator-signed-out');
  }
}

function closeSession(store: TillStore, sessionId: string, businessDay: string, reason: string): void {
  const payload = { session_id: sessionId, business_day: businessDay, counted: false, reason };
  append(store, { family: 'G', kind: 'session-closed', businessDay, payload });
}

function makeEarlier(): void {
  shop.withStore((store) => {
    daysOfFirstVersion(store);
    store.checkpoint();
  });
  asOfFirstVersion({ dataDir: shop.dataDir, migrationsDir: MIGRATIONS_DIR });
}

/** As if the program had changed what every projection says. */
function makeEveryProjectionOld(): void {
  shop.withSqlite((sqlite) => sqlite.exec('UPDATE projections SET version = version - 1'));
}

/** What every projection holds, each table as one text. */
function dump(sqlite: Database.Database): ReadonlyMap<string, string> {
  const rows = (table: string): unknown => sqlite.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().all();
  return new Map(PROJECTION_TABLES.map((table) => [table, JSON.stringify(rows(table))]));
}

function projections(): ReadonlyMap<string, string> {
  return shop.withSqlite(dump);
}

/** The tables that differ: their names alone, because the difference of two large ones takes minutes to print. */
function differing(ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): readonly string[] {
  return PROJECTION_TABLES.filter((table) => ours.get(table) !== theirs.get(table));
}

/** The same journal, projected in one go by the program as it is. */
function rebuilt(): ReadonlyMap<string, string> {
  const other = makeShop();
  try {
    cpSync(shop.dataDir, other.dataDir, { recursive: true });
    const store = other.open({ keysDir: shop.keysDir });
    store.rebuildProjections();
    store.close();
    const sqlite = new Database(join(other.dataDir, 'till.db'));
    try {
      return dump(sqlite);
    } finally {
      sqlite.close();
    }
  } finally {
    other.remove();
  }
}

function finish(store: TillStore): number {
  let slices = 1;
  while (store.workAside()) slices++;
  return slices;
}

/** Tables that belong to a building under way. */
function passing(): readonly unknown[] {
  return shop.withSqlite((sqlite) =>
    sqlite.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE '%\\_\\_%' ESCAPE '\\' AND type = 'table'`).all(),
  );
}

function versions(): unknown {
  return shop.withSqlite((sqlite) =>
    sqlite.prepare('SELECT name, version, building FROM projections ORDER BY name').all(),
  );
}

const CURRENT = [
  { name: 'authority', version: 1, building: null },
  { name: 'days', version: 2, building: null },
  { name: 'members', version: 1, building: null },
  { name: 'stock', version: 2, building: null },
  { name: 'tickets', version: 1, building: null },
  { name: 'totals', version: 1, building: null },
];

function verified(): boolean {
  const report = shop.verify();
  assert.deepEqual(report.findings, []);
  return report.ok;
}

describe('a new shop', () => {
  test('holds every projection in the version of its program and has nothing to build', () => {
    assert.deepEqual(versions(), CURRENT);
    assert.equal(
      shop.withStore((store) => store.workAside()),
      false,
    );
  });
});

describe('after an update from the first version', () => {
  test('the till answers at once what it answered before, and for what did not exist then that there is none', () => {
    makeEarlier();
    shop.withStore((store) => {
      assert.equal(store.openDay(), DAYS[2]);
      assert.deepEqual(store.unclosedDays(), DAYS);
      assert.equal(store.lastClosedDay(), null);
      assert.equal(store.drawerSession()?.sessionId, 'session-2');
      assert.equal(store.drawerSession()?.floatMinor, 0);
      assert.equal(store.drawerSession()?.openedBy, 'operator-1');
      assert.equal(store.session('session-0' as SessionId)?.state, 'closed');
      assert.equal(store.leftMinor(), null);
      assert.equal(store.tickets(1000).length, DAYS.length * SALES_OF_DAY);
      assert.equal(store.ticketByNumber('000007')?.transaction, 'sale');
      assert.equal(store.outstanding('EUR'), 0);
      assert.equal(store.perpetualTotals().ticketCount, DAYS.length * SALES_OF_DAY);
      const late = store.rowsOfDay(DAYS[1] ?? '', 0, 1000).entries.at(-1);
      assert.equal(late?.kind, 'session-closed');
    });
  });

  test('columns that came with it are right before anything is built anew: only what changed is built', () => {
    makeEarlier();
    shop.withStore(() => undefined);
    assert.deepEqual(differing(projections(), rebuilt()), ['stock_by_product', 'days']);
    assert.deepEqual(
      versions(),
      CURRENT.map((current) => (['days', 'stock'].includes(current.name) ? { ...current, version: 1 } : current)),
    );
    assert.ok(verified());
  });

  test('it sells while the projection is built, every row counts once, and the end equals a rebuild', () => {
    makeEarlier();
    shop.withStore((store) => {
      let slices = 0;
      while (store.workAside()) {
        slices++;
        if (slices % 2 === 0) sell(store, { businessDay: DAYS[2] ?? '', sessionId: 'session-2' });
      }
      assert.ok(slices > 2);
      assert.equal(store.tickets(1)[0]?.number, store.ticketByNumber(store.tickets(1)[0]?.number ?? '')?.number);
      store.checkpoint();
    });
    assert.deepEqual(versions(), CURRENT);
    assert.deepEqual(passing(), []);
    assert.deepEqual(differing(projections(), rebuilt()), []);
    assert.ok(verified());
  });
});

describe('an update that changed every projection', () => {
  beforeEach(() => {
    shop.withStore((store) => {
      daysOfFirstVersion(store);
      store.checkpoint();
    });
    makeEveryProjectionOld();
  });

  test('builds them one after the other, with what is sold meanwhile, and ends equal to a rebuild', () => {
    shop.withStore((store) => {
      while (store.workAside()) if (store.tickets(1000).length < 150) sell(store);
      store.checkpoint();
      assert.equal(store.workAside(), false);
    });
    assert.deepEqual(versions(), CURRENT);
    assert.deepEqual(passing(), []);
    assert.deepEqual(differing(projections(), rebuilt()), []);
    assert.ok(verified());
  });

  test('every sentence that was ready before the switch reads the new tables after it', () => {
    shop.withStore((store) => {
      const before = { tickets: store.tickets(5).length, session: store.drawerSession()?.sessionId };
      finish(store);
      assert.deepEqual({ tickets: store.tickets(5).length, session: store.drawerSession()?.sessionId }, before);
      const ticketId = sell(store, { businessDay: DAYS[2] ?? '', sessionId: 'session-2' });
      assert.equal(store.payments(ticketId).length, 2);
    });
  });

  test('a till that stops between any two slices goes on where it was', () => {
    let slices = 0;
    while (shop.withStore((store) => store.workAside())) {
      slices++;
      if (slices % 5 === 0) shop.withStore((store) => sell(store));
      if (slices % 7 === 0) assert.ok(verified());
    }
    shop.withStore((store) => store.checkpoint());
    assert.deepEqual(versions(), CURRENT);
    assert.deepEqual(differing(projections(), rebuilt()), []);
  });

  test('a till that is killed at any moment of a building ends equal to a rebuild', () => {
    const program = `
      import { openStore } from '#main/store/store.ts';
      import { sell, silentLog, SetClock, MIGRATIONS_DIR } from '#main/store/testing.ts';
      const [dataDir, keysDir, rounds] = process.argv.slice(1);
      const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, clock: new SetClock(), log: silentLog });
      for (let round = 0; round < Number(rounds); round++) { store.workAside(); if (round % 3 === 0) sell(store); }
      store.transact((transaction) => {
        transaction.setSetting('never', 'kept');
        process.kill(process.pid, 'SIGKILL');
      });`;
    for (const rounds of [1, 2, 4, 7]) {
      const killed = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', program, shop.dataDir, shop.keysDir, String(rounds)],
        { encoding: 'utf8' },
      );
      assert.equal(killed.signal, 'SIGKILL', killed.stderr);
    }
    shop.withStore((store) => {
      assert.equal(store.setting('never'), undefined);
      finish(store);
      store.checkpoint();
    });
    assert.deepEqual(versions(), CURRENT);
    assert.deepEqual(differing(projections(), rebuilt()), []);
  });

  test('what was begun for a version that no longer counts is thrown away and begun again', () => {
    shop.withStore((store) => store.workAside());
    shop.withStore((store) => store.workAside());
    shop.withSqlite((sqlite) => sqlite.exec('UPDATE projections SET building = 99 WHERE building IS NOT NULL'));
    shop.withStore((store) => {
      finish(store);
      store.checkpoint();
    });
    assert.deepEqual(versions(), CURRENT);
    assert.deepEqual(differing(projections(), rebuilt()), []);
  });

  test('what was begun in a shape that a migration changed meanwhile is begun again', () => {
    shop.withStore((store) => store.workAside());
    shop.withSqlite((sqlite) => {
      const [begun] = sqlite
        .prepare<[], { name: string }>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%\\_\\_next' ESCAPE '\\'`,
        )
        .all();
      sqlite.exec(`ALTER TABLE ${begun?.name ?? ''} ADD COLUMN another INTEGER`);
    });
    shop.withStore((store) => {
      finish(store);
      store.checkpoint();
    });
    assert.deepEqual(differing(projections(), rebuilt()), []);
  });

  test('a row that a projection cannot read stops the building and nothing else, and the log says so', () => {
    shop.withSqlite((sqlite) => {
      sqlite.exec('DROP TRIGGER journal_is_never_updated');
      sqlite.exec(
        `UPDATE journal SET payload = '{}' WHERE family = 'T' AND position = (SELECT min(position) FROM journal WHERE family = 'T')`,
      );
    });
    const said: string[] = [];
    const log: Log = { ...silentLog, error: (event) => void said.push(event) };
    const store = shop.open({ log });
    finish(store);
    assert.equal(store.workAside(), false);
    assert.deepEqual(said, ['store.aside-failed']);
    sell(store);
    assert.equal(store.tickets(1000).length, DAYS.length * SALES_OF_DAY + 1);
    store.close();
  });

  test('a rebuild by hand makes every building needless', () => {
    shop.withStore((store) => {
      for (let count = 0; count < 3; count++) store.workAside();
      store.rebuildProjections();
    });
    assert.deepEqual(versions(), CURRENT);
    assert.deepEqual(passing(), []);
    assert.ok(verified());
  });

  test('nothing is built on a disk that has no room to spare', () => {
    const store = shop.open({ room: { ballastBytes: 64 * 1024, floorBytes: Number.MAX_SAFE_INTEGER } });
    assert.equal(store.workAside(), false);
    store.close();
    assert.deepEqual(passing(), []);
  });
});

describe('outcomes', () => {
  const outcome = { bodyHash: 'hash', outcome: { kind: 'done' } };
  const id = (name: string): CommandId => name as CommandId;

  test('are forgotten with the Z at once, and leave the file in pauses', () => {
    shop.withStore((store) => {
      store.transact((transaction) => {
        for (let count = 0; count < 250; count++) transaction.putOutcome(id(`before-${count}`), outcome);
      });
      finish(store);
      assert.deepEqual(store.outcome(id('before-3')), outcome);
      store.transact((transaction) => {
        transaction.forgetOutcomes();
        transaction.putOutcome(id('z'), outcome);
      });
      assert.equal(store.outcome(id('before-3')), undefined);
      assert.deepEqual(store.outcome(id('z')), outcome);
      store.transact((transaction) => transaction.putOutcome(id('before-3'), outcome));
      assert.deepEqual(store.outcome(id('before-3')), outcome);
      assert.throws(() => store.transact((transaction) => transaction.putOutcome(id('z'), outcome)), /UNIQUE/);
      assert.ok(finish(store) > 2);
      assert.deepEqual(store.outcome(id('z')), outcome);
    });
    const left = shop.withSqlite((sqlite) =>
      sqlite.prepare('SELECT command_id FROM outcomes ORDER BY 1').pluck().all(),
    );
    assert.deepEqual(left, ['before-3', 'z']);
  });

  test('come back with a transaction that fails after the Z forgot them', () => {
    shop.withStore((store) => {
      store.transact((transaction) => transaction.putOutcome(id('before'), outcome));
      assert.throws(() =>
        store.transact((transaction) => {
          transaction.forgetOutcomes();
          throw new Error('no Z after all');
        }),
      );
      assert.deepEqual(store.outcome(id('before')), outcome);
    });
  });
});
