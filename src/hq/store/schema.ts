/**
 * Brings a database to the tables that this program declares: numbered migrations, each applied once, by whichever node
 * comes first, and then what is there is compared with what is declared.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import { int, table, text, type HqStore, type Table } from './port.ts';
import { ddlOf } from './ddl.ts';
import type { PostgresStore } from './postgres-store.ts';
import { readSchema, ruleProblems, schemaProblems } from './schema-rules.ts';

export const MIGRATION = table({
  name: 'hq_migration',
  about: 'The migrations that this database has had, and the hash of each.',
  key: ['number'],
  columns: { number: int, name: text, sha256: text },
});

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;
/** Two nodes that start at once may both want to make the table of migrations. */
const DUPLICATES = new Set(['23505', '42P07', '42710']);
const LONGEST = 1_000;

/** The migrations of a folder, in their order. */
export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => FILE_NAME.test(name));
  return names.sort().map((name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8');
    return { number: Number(name.slice(0, 4)), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Applies what is missing. Throws Fault `hq.schema-differs` where the database had other migrations than these, or has
 * other tables than declared, afterwards.
 */
export async function bringUpToDate({
  store,
  migrations,
  tables,
  log,
}: {
  readonly store: PostgresStore;
  readonly migrations: readonly Migration[];
  readonly tables: readonly Table[];
  readonly log: Log;
}): Promise<void> {
  await makeTable(store, MIGRATION);
  const applied = await appliedOf(store);
  for (const { number, name, sha256 } of applied) {
    const ours = migrations.find((migration) => migration.number === number);
    if (ours?.sha256 !== sha256)
      throw new Fault('hq.schema-differs', `the database has had ${name}, which is not ours`);
  }
  for (const { number, name, sql, sha256 } of migrations) {
    if (applied.some((migration) => migration.number === number)) continue;
    // Its statements are such that a second time changes nothing: a node that dies before the note leaves no harm.
    await repeated(() => store.script(sql));
    await store.transact((transaction) => transaction.insert(MIGRATION, [{ number, name, sha256 }]));
    log.info('hq.migrated', { name });
  }
  const schema = await readSchema(store);
  const problems = [...schemaProblems(schema, [...tables, MIGRATION]), ...ruleProblems(schema)];
  if (problems.length > 0) throw new Fault('hq.schema-differs', problems.slice(0, 5).join('; '));
}

/** Makes a table where it is not there, for a test or for the migrations' own. */
export async function makeTable(store: PostgresStore, declared: Table): Promise<void> {
  await repeated(() => store.script(ddlOf(declared)));
}

async function appliedOf(store: HqStore): Promise<readonly { number: number; name: string; sha256: string }[]> {
  return store.read.scan(MIGRATION, { prefix: [], limit: LONGEST });
}

/** Another node does the same at this moment: then it is there the second time. */
async function repeated(run: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await run();
      return;
    } catch (error) {
      const code = (error as { readonly code?: unknown }).code;
      if (
        attempt === 5 ||
        typeof code !== 'string' ||
        !(DUPLICATES.has(code) || code.startsWith('40') || code === 'XX000')
      )
        throw error;
    }
  }
}
