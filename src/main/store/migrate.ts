/**
 * Migrations: numbered SQL files, applied in order, each in a transaction of its own, locked by hash in `lock.json`.
 * A database that knows a later migration than this program is refused, and so is a migration that was edited after
 * it was locked or applied.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Fault } from '#base/fault.ts';

import type { Sqlite } from './database.ts';
import { onDisk } from './sqlite-fault.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** The migrations of a folder, checked against its lock. Throws a Fault where one was changed or is not locked. */
export function readMigrations(folder: string): readonly Migration[] {
  return onDisk(`reading migrations in ${folder}`, () => {
    const lock = JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8')) as Readonly<Record<string, string>>;
    const names = readdirSync(folder)
      .filter((name) => FILE_NAME.test(name))
      .sort();
    for (const name of Object.keys(lock)) {
      if (!names.includes(name)) throw new Fault('store.migration-changed', `${name} is locked and missing`);
    }
    return names.map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      if (lock[name] !== sha256) throw new Fault('store.migration-changed', `${name} is not as it was locked`);
      return { number: Number(name.slice(0, 4)), name, sql, sha256 };
    });
  });
}

/** Brings a database up to date. Throws a Fault when it comes from the future or from another past. */
export function migrate(sqlite: Sqlite, migrations: readonly Migration[]): void {
  const applied = appliedMigrations(sqlite);
  refuseForeign(applied, migrations);
  for (const migration of migrations.slice(applied.length)) {
    onDisk(`applying ${migration.name}`, () => apply(sqlite, migration));
  }
}

/** Throws a Fault unless the database is exactly as `migrations` leave one: for a store that may not be written. */
export function requireMigrated(sqlite: Sqlite, migrations: readonly Migration[]): void {
  const applied = appliedMigrations(sqlite);
  refuseForeign(applied, migrations);
  if (applied.length < migrations.length) {
    throw new Fault('store.read-only', 'the database must be brought up to date, and may not be written');
  }
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

function appliedMigrations(sqlite: Sqlite): readonly Applied[] {
  return onDisk('reading the applied migrations', () => {
    const known = sqlite.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'`).get();
    if (known === undefined) {
      const tables = sqlite.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get();
      if ((tables?.count ?? 0) > 0) throw new Fault('store.corrupt', 'this database is not one of a till');
      return [];
    }
    return sqlite.prepare<[], Applied>('SELECT number, name, sha256 FROM migrations ORDER BY number').all();
  });
}

function refuseForeign(applied: readonly Applied[], migrations: readonly Migration[]): void {
  applied.forEach((done, index) => {
    const ours = migrations[index];
    if (ours === undefined) {
      throw new Fault('store.from-the-future', `the database knows ${done.name}, this program does not`);
    }
    if (ours.number !== done.number || ours.sha256 !== done.sha256) {
      throw new Fault('store.migration-changed', `${done.name} was applied in another form than ${ours.name}`);
    }
  });
}

function apply(sqlite: Sqlite, migration: Migration): void {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    sqlite.exec(MIGRATIONS_TABLE);
    sqlite.exec(migration.sql);
    sqlite
      .prepare('INSERT INTO migrations (number, name, sha256) VALUES (?, ?, ?)')
      .run(migration.number, migration.name, migration.sha256);
    sqlite.exec('COMMIT');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS migrations (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT`;
