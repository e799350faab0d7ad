/**
 * Bugs that are put in on purpose, each of a kind that tills of other makers were seen with: the checkers must find every
 * one of them, or they are no checkers.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ACCOUNT, ACCOUNT_GRANT } from '#hq/accounts/tables.ts';
import { JOURNAL_ROW } from '#hq/ingest/tables.ts';
import { REFUND_LINE } from '#hq/refunds/tables.ts';
import type { HqStore, HqTransaction, RowOf } from '#hq/store/port.ts';
import type { Dice } from '../rig/dice.ts';

export const PLANTED = [
  'doubled-movement',
  'skipped-row',
  'lost-lease',
  'forgotten-refund',
  'restored-lease',
  'part-of-feed',
] as const;
export type Planted = (typeof PLANTED)[number];

/** Headquarters over a store that does not do all it is told. */
export function flawedStore(store: HqStore, planted: Planted | null, dice: Dice): HqStore {
  const flawed = flawOf(planted, dice);
  if (flawed === null) return store;
  return {
    read: store.read,
    transact: (work) => store.transact((transaction) => work(flawed(transaction))),
    close: () => store.close(),
  };
}

type Flawed = (transaction: HqTransaction) => HqTransaction;

function flawOf(planted: Planted | null, dice: Dice): Flawed | null {
  switch (planted) {
    // A movement that comes again is added again.
    case 'doubled-movement':
      return (transaction) => ({
        ...bound(transaction),
        put: async (table, rows) => {
          if (table.name !== ACCOUNT.name) return transaction.put(table, rows);
          const accounts = rows as unknown as readonly RowOf<typeof ACCOUNT>[];
          const doubled = [];
          for (const row of accounts) {
            const before = await transaction.get(ACCOUNT, [row.account_id]);
            const added = row.balance - (before?.balance ?? 0);
            doubled.push(added > 0 ? { ...row, balance: row.balance + added } : row);
          }
          return transaction.put(ACCOUNT, doubled);
        },
      });
    // Acknowledged, and not kept.
    case 'skipped-row':
      return (transaction) => ({
        ...bound(transaction),
        insert: (table, rows) =>
          transaction.insert(table, table.name === JOURNAL_ROW.name && dice.chance(0.2) ? rows.slice(0, -1) : rows),
      });
    // Granted, and forgotten: the same money is anybody's.
    case 'lost-lease':
      return (transaction) => ({
        ...bound(transaction),
        put: (table, rows) => {
          if (table.name === ACCOUNT_GRANT.name) return Promise.resolve();
          if (table.name !== ACCOUNT.name) return transaction.put(table, rows);
          return transaction.put(
            table,
            rows.map((row) => ({ ...row, reserved: 0 })),
          );
        },
      });
    // Reserved and brought back, and free again for the next till.
    case 'forgotten-refund':
      return (transaction) => ({
        ...bound(transaction),
        scan: (table, scan) => (table.name === REFUND_LINE.name ? Promise.resolve([]) : transaction.scan(table, scan)),
      });
    case 'restored-lease':
    case 'part-of-feed':
    case null:
      return null;
  }
}

function bound(transaction: HqTransaction): HqTransaction {
  return {
    get: (table, key) => transaction.get(table, key),
    getMany: (table, keys) => transaction.getMany(table, keys),
    scan: (table, scan) => transaction.scan(table, scan),
    lock: (table, key) => transaction.lock(table, key),
    lockMany: (table, keys) => transaction.lockMany(table, keys),
    insert: (table, rows) => transaction.insert(table, rows),
    put: (table, rows) => transaction.put(table, rows),
    remove: (table, keys) => transaction.remove(table, keys),
  };
}

/** A till in a new chain that goes on spending what its old chain was granted, as if it had not been spent yet. */
export function keepOldGrants(dataDir: string): void {
  const sqlite = new Database(join(dataDir, 'till.db'));
  try {
    sqlite
      .prepare(`UPDATE grants SET is_returned = 0, spent = 0, position = (SELECT max(position) FROM journal)`)
      .run();
  } finally {
    sqlite.close();
  }
}

/** A feed whose answer loses its second half on the way, cursor and all else intact. */
export function partOfFeed(body: string): string {
  const answer = JSON.parse(body) as { kind?: string; items?: readonly unknown[] };
  if (answer.kind !== 'changes' || answer.items === undefined || answer.items.length < 2) return body;
  return JSON.stringify({ ...answer, items: answer.items.slice(0, Math.ceil(answer.items.length / 2)) });
}
