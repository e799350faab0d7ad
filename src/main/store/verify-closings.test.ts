/**
 * Closings that were falsified by somebody who has the key and signs the whole chain anew: with no witness outside the
 * database, only the figures themselves can show it.
 */
import assert from 'node:assert/strict';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import Database from 'better-sqlite3';

import type { Payload } from '#domain/journal/journal.ts';

import { rebuildProjections } from './rebuild.ts';
import { type Forgery, signAnew } from './testing-forgery.ts';
import { makeShop, MIGRATIONS_DIR, type TestShop } from './testing.ts';
import type { TillStore } from './till-store.ts';
import { verifyTill, type VerifyReport } from './verify.ts';

const DAYS = ['2026-09-21', '2026-09-22', '2026-09-23'];
const GROSS_MINOR = 600;
const SALES_OF_DAY = 3;
const DAY_MINOR = GROSS_MINOR * SALES_OF_DAY;

function writeDay(store: TillStore, index: number): void {
  const businessDay = DAYS[index] ?? '';
  const sessionId = `session-${index}`;
  const append = (family: 'L' | 'T' | 'G', kind: string, payload: Payload): void => {
    const row = { entryId: randomUUID(), operator: 'operator-1', businessDay, family, kind, payload };
    store.transact((transaction) => transaction.append(row));
  };
  append('L', 'day-opened', { business_day: businessDay });
  append('L', 'session-opened', { session_id: sessionId, business_day: businessDay });
  for (let sale = 0; sale < SALES_OF_DAY; sale++) {
    append('T', 'ticket-validated', {
      ticket_id: randomUUID(),
      ticket_number: store.nextTicketNumber(),
      transaction: 'sale',
      gross_minor: GROSS_MINOR,
      net_minor: 500,
      vat_minor: 100,
      movements: [],
    });
  }
  append('G', 'session-closed', { session_id: sessionId, business_day: businessDay, counted: false });
  append('G', 'day-closed', {
    business_day: businessDay,
    z_number: index + 1,
    sales: { count: SALES_OF_DAY, amount_minor: DAY_MINOR },
    refunds: { count: 0, amount_minor: 0 },
    gross_minor: DAY_MINOR,
    net_minor: 1500,
    vat_minor: 300,
    perpetual_net_minor: (index + 1) * DAY_MINOR,
    perpetual_absolute_minor: (index + 1) * DAY_MINOR,
    perpetual_ticket_count: (index + 1) * SALES_OF_DAY,
  });
}

describe('closings', () => {
  let shop: TestShop;
  let pristine: string;

  before(() => {
    shop = makeShop();
    pristine = join(shop.root, 'pristine');
    const store = shop.open();
    DAYS.forEach((_, index) => writeDay(store, index));
    store.checkpoint();
    store.close();
    cpSync(shop.dataDir, pristine, { recursive: true });
  });
  after(() => shop.remove());

  /** Signs the chain anew with the till's own key, makes the projections agree, and asks no witness outside. */
  function forged(forge: Forgery): VerifyReport {
    rmSync(shop.dataDir, { recursive: true, force: true });
    cpSync(pristine, shop.dataDir, { recursive: true });
    const sqlite = new Database(join(shop.dataDir, 'till.db'));
    const triggers = sqlite
      .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
      .all();
    for (const { name } of triggers) sqlite.exec(`DROP TRIGGER ${name}`);
    const chainId = sqlite.prepare<[], string>('SELECT chain_id FROM journal LIMIT 1').pluck().get() ?? '';
    signAnew(sqlite, createPrivateKey(readFileSync(join(shop.keysDir, chainId, 'journal.key'))), forge);
    for (const { sql } of triggers) sqlite.exec(sql);
    rebuildProjections(sqlite);
    sqlite.close();
    return verifyTill({
      dataDir: shop.dataDir,
      keysDir: join(shop.root, 'elsewhere'),
      migrationsDir: MIGRATIONS_DIR,
      copyPlace: null,
      receipts: [],
    });
  }

  function only(report: VerifyReport): readonly string[] {
    assert.ok(
      report.findings.every(({ witness }) => witness === 'closing'),
      JSON.stringify(report.findings),
    );
    return report.findings.map(({ detail }) => detail);
  }

  const isZ = (day: string, entry: { readonly kind: string; readonly payload: Payload }): boolean =>
    entry.kind === 'day-closed' && entry.payload['business_day'] === day;

  test('that were left as they are hold together, signed anew or not', () => {
    assert.deepEqual(only(forged((entry) => [entry])), []);
  });

  test('with one taken out and the chain signed anew are found by the gap', () => {
    const found = only(forged((entry) => (isZ(DAYS[1] ?? '', entry) ? [] : [entry])));
    assert.match(found[0] ?? '', /Z 3 stands where Z 2 should/);
  });

  test('renumbered over one that was taken out are found by the perpetual totals', () => {
    const report = forged((entry) => {
      if (isZ(DAYS[1] ?? '', entry)) return [];
      return isZ(DAYS[2] ?? '', entry) ? [{ ...entry, payload: { ...entry.payload, z_number: 2 } }] : [entry];
    });
    assert.match(only(report).join('\n'), /Z 2 says 5400 for the perpetual net total, the rows say 3600/);
  });

  test('whose day lost a ticket are found by the sum of those that are left', () => {
    let tickets = 0;
    const report = forged((entry) => (entry.kind === 'ticket-validated' && ++tickets === 5 ? [] : [entry]));
    assert.match(only(report)[0] ?? '', /Z 2 says 3 for sales, the rows say 2/);
  });

  test('that were lowered with a ticket taken out are found by the Z after them', () => {
    let tickets = 0;
    const lowered = {
      sales: { count: 2, amount_minor: 1200 },
      gross_minor: 1200,
      net_minor: 1000,
      vat_minor: 200,
      perpetual_net_minor: 3000,
      perpetual_absolute_minor: 3000,
      perpetual_ticket_count: 5,
    };
    const report = forged((entry) => {
      if (entry.kind === 'ticket-validated' && ++tickets === 5) return [];
      return isZ(DAYS[1] ?? '', entry) ? [{ ...entry, payload: { ...entry.payload, ...lowered } }] : [entry];
    });
    const found = only(report);
    assert.equal(found.length, 3);
    assert.ok(found.every((text) => text.startsWith('Z 3 says ')));
  });

  test('with a row written into their day afterwards are found by that row', () => {
    const late = { entry_id: randomUUID(), family: 'P' as const, kind: 'cash-moved', business_day: DAYS[0] ?? '' };
    const payload = { movement: 'pay-out', amount_minor: -500 };
    const report = forged((entry) => (isZ(DAYS[1] ?? '', entry) ? [entry, { ...late, payload }] : [entry]));
    assert.deepEqual(only(report), ['a row of kind cash-moved stands in 2026-09-21, which Z 1 had closed']);
    assert.equal(report.findings[0]?.seq, 2 + DAYS.slice(0, 2).length * (SALES_OF_DAY + 4));
  });

  test('that say less than a Z says are found, and the check goes on', () => {
    const report = forged((entry) =>
      isZ(DAYS[1] ?? '', entry) ? [{ ...entry, payload: { business_day: DAYS[1] ?? '', z_number: 2 } }] : [entry],
    );
    assert.equal(only(report)[0], 'the day-closed row does not say what such a row says');
    assert.equal(report.chains[0]?.rows, 1 + DAYS.length * (SALES_OF_DAY + 4));
  });

  test('of perpetual totals that began anew are found where they did', () => {
    const report = forged((entry) =>
      isZ(DAYS[2] ?? '', entry)
        ? [
            {
              ...entry,
              payload: { ...entry.payload, perpetual_net_minor: DAY_MINOR, perpetual_absolute_minor: DAY_MINOR },
            },
          ]
        : [entry],
    );
    assert.equal(only(report).length, 2);
  });
});
