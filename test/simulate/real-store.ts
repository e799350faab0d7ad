/** The same run over PostgreSQL: one server for this process, a schema of its own for each run. */
import type { PostgresStore } from '#hq/store/postgres-store.ts';
import type { RowOf, Table } from '#hq/store/port.ts';
import { HQ_TABLES } from '#hq/store/tables.ts';
import { openTestPostgres, type TestPostgres } from '#hq/store/testing-postgres.ts';

let opened: Promise<TestPostgres> | null = null;

/** An empty store of headquarters. */
export async function realStore(): Promise<PostgresStore> {
  opened ??= openTestPostgres('embedded');
  return (await opened).database(HQ_TABLES);
}

/** Ends the server, where one was started. */
export async function endRealStores(): Promise<void> {
  await (await opened)?.end();
}

/** All rows of a table, for checkers; in the order of its key. */
export async function rowsInPostgres<T extends Table>(store: PostgresStore, table: T): Promise<readonly RowOf<T>[]> {
  const names = Object.keys(table.columns);
  const rows = await store.query(
    `SELECT ${names.map((name) => `${name}::text`).join(', ')} FROM ${table.name} ORDER BY ${table.key.join(', ')}`,
  );
  return rows.map((row) =>
    Object.fromEntries(names.map((name) => [name, valueOf(table.columns[name]?.type, row[name] ?? null)])),
  ) as unknown as readonly RowOf<T>[];
}

function valueOf(type: string | undefined, text: string | null): unknown {
  if (text === null) return null;
  if (type === 'int') return Number(text);
  if (type === 'flag') return text === 'true';
  // `\x` and the digits.
  return type === 'bytes' ? new Uint8Array(Buffer.from(text.slice(2), 'hex')) : text;
}
