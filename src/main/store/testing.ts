/** A shop in a temporary folder, a clock that stands where it is put, and sales to append; for tests. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import Database from 'better-sqlite3';

import type { JobId, TicketId } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';

import { createShop, openStore, startSecondCopy, type OpenStoreOptions, type TillStore } from './store.ts';
import type { Shop, Store } from './port.ts';
import { verifyTill, type VerifyReport } from './verify.ts';

export const MIGRATIONS_DIR = fileURLToPath(new URL('../../../migrations/till', import.meta.url));

export const TEST_SHOP: Shop = {
  name: 'Épicerie du Coin',
  addressLines: ['3 rue des Œillets', '34000 Montpellier'],
  countryCode: 'FR',
  registrationId: '83275690100017',
  vatId: 'FR83832756901',
  activityCode: '4711B',
  currencyCode: 'EUR',
  receiptLanguage: 'fr',
  receiptFooterLines: [],
  printByDefault: false,
  timeZone: 'Europe/Paris',
  closureDaysMax: 5,
};

/** A clock whose wall time is set by the test. */
export class SetClock implements Clock {
  wall = 1_790_000_000_000;
  monotonic = 0;

  wallMs(): number {
    return this.wall;
  }

  monotonicMs(): number {
    return this.monotonic;
  }

  after(delayMs: number, then: () => void): () => void {
    const timer = setTimeout(then, delayMs);
    return () => clearTimeout(timer);
  }
}

export const testRandom: Random = { bytes: (count) => randomBytes(count), uuid: () => randomUUID() };

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A folder with a data and a keys folder in it, and a shop that can be opened there. */
export interface TestShop {
  readonly root: string;
  readonly dataDir: string;
  readonly keysDir: string;
  readonly clock: SetClock;
  open(options?: Partial<OpenStoreOptions>): TillStore;
  /** Opens the store for one piece of work and closes it again, also after a failure. */
  withStore<T>(work: (store: TillStore) => T): T;
  /** The same past the store, on the database file itself. */
  withSqlite<T>(work: (sqlite: Database.Database) => T): T;
  /** Verifies the closed till, without a second copy and receipts. */
  verify(): VerifyReport;
  remove(): void;
}

/** Makes a shop with one operator without a PIN. */
export function makeShop(parent: string = tmpdir(), tillId = 'till-1'): TestShop {
  const root = mkdtempSync(join(parent, 'store-test-'));
  const dataDir = join(root, 'data');
  const keysDir = join(root, 'keys');
  const clock = new SetClock();
  createShop({
    dataDir,
    keysDir,
    migrationsDir: MIGRATIONS_DIR,
    tillId,
    shop: TEST_SHOP,
    operators: [{ id: 'operator-1', name: 'Camille', role: 'cashier' }],
    software: { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) },
    clock,
    random: testRandom,
  });
  const open = (options?: Partial<OpenStoreOptions>): TillStore =>
    openStore({
      dataDir,
      keysDir,
      migrationsDir: MIGRATIONS_DIR,
      clock,
      log: silentLog,
      room: { ballastBytes: 64 * 1024, floorBytes: 64 * 1024 },
      ...options,
    });
  return {
    root,
    dataDir,
    keysDir,
    clock,
    open,
    withStore: (work) => workOn(open(), work),
    withSqlite: (work) => workOn(new Database(join(dataDir, 'till.db')), work),
    verify: () => verifyTill({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, copyPlace: null, receipts: [] }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function workOn<T extends { close(): unknown }, R>(opened: T, work: (opened: T) => R): R {
  try {
    return work(opened);
  } finally {
    opened.close();
  }
}

/** Brings the second copy in `place` up to date. */
export async function copyNow(store: TillStore, shop: TestShop, place: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  const copy = startSecondCopy({ store, dataDir: shop.dataDir, place, clock: shop.clock, log: silentLog });
  await copy.flush();
  await copy.close();
}

/** Keeps one sale as the till does: a T row, its P rows, a receipt and a pulse, an outcome, in one transaction. */
export function sell(
  store: Store,
  options?: {
    readonly lines?: number;
    readonly ticketId?: string;
    readonly businessDay?: string;
    readonly sessionId?: string;
  },
): TicketId {
  const ticketId = (options?.ticketId ?? randomUUID()) as TicketId;
  const lines = Array.from({ length: options?.lines ?? 3 }, (_, index) => testLine(index + 1));
  const grossMinor = lines.reduce((sum, line) => sum + line.gross_minor, 0);
  store.transact((transaction) => {
    const number = transaction.nextTicketNumber();
    const { businessDay = '2026-09-21', sessionId = 'session-1' } = options ?? {};
    const common = { operator: 'operator-1', businessDay, sessionId };
    transaction.append({
      ...common,
      entryId: randomUUID(),
      family: 'T',
      kind: 'ticket-validated',
      payload: {
        ticket_id: ticketId,
        ticket_number: number,
        lines,
        gross_minor: grossMinor,
        movements: lines.map((line, index) => ({
          n: index + 1,
          product_id: line.product_id,
          unit: 'piece',
          quantity_milli: -line.quantity_milli,
        })),
      },
    });
    [grossMinor - 100, 100].forEach((amountMinor, index) => {
      transaction.append({
        ...common,
        entryId: randomUUID(),
        family: 'P',
        kind: 'payment-received',
        payload: {
          ticket_id: ticketId,
          ticket_number: number,
          n: index + 1,
          method: 'cash',
          currency: 'EUR',
          amount_minor: amountMinor,
          tendered_minor: amountMinor,
          change_minor: 0,
        },
      });
    });
    const job = { deviceId: 'printer-1', ticketId, ticketNumber: number };
    transaction.addJob({
      ...job,
      jobId: randomUUID() as JobId,
      kind: 'receipt',
      state: 'queued',
      document: { language: 'fr', blocks: lines.map((line) => ({ kind: 'pair', start: line.label, end: '1,00' })) },
    });
    transaction.addJob({ ...job, jobId: randomUUID() as JobId, kind: 'pulse', state: 'sending' });
  });
  return ticketId;
}

function testLine(position: number) {
  const quantityMilli = 1000 * (1 + (position % 3));
  return {
    position,
    line_id: randomUUID(),
    kind: 'product',
    product_id: `product-${1 + Math.floor(Math.random() * 2000)}`,
    label: `Confiture de châtaignes n° ${position}`,
    brand: 'La Ferme des Cévennes',
    gtin: '03017620422003',
    category: 'Épicerie sucrée',
    unit: 'piece',
    quantity_milli: quantityMilli,
    unit_price_minor: 100,
    gross_minor: quantityMilli / 10,
    net_minor: quantityMilli / 10 - 5,
    vat_minor: 5,
    vat_rate_basis_points: 550,
    meal_voucher: true,
  };
}
