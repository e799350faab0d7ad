/** How the tables of a projection are called and described while another version of them is built. */
import { present } from '#base/assert.ts';

import type { Sqlite } from './database.ts';
import { PROJECTION_TABLES } from './tables.ts';

/** Ends the names of tables that are being built, and of those that were replaced. */
export const NEXT = '__next';
export const PAST = '__past';

/** Whether a table is one of a projection that is being built, or was replaced: it belongs to no migration. */
export function isPassing(name: string): boolean {
  return PROJECTION_TABLES.some((table) => name === `${table}${NEXT}` || name === `${table}${PAST}`);
}

/** The statements that make `table` anew, empty, under its name and `suffix`, with its indexes. */
export function describeTables(sqlite: Sqlite, table: string, suffix: string): readonly string[] {
  const indexes = sqlite
    .prepare<[string], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`,
    )
    .all(table);
  return [
    `CREATE TABLE ${table}${suffix}${tableText(sqlite, table)}`,
    ...indexes.map(({ name, sql }) => {
      const free = suffix === '' ? name : freeName(sqlite, name);
      return sql.replace(INDEX_HEAD, `CREATE $1INDEX ${free} ON ${table}${suffix}`);
    }),
  ];
}

/** What stands in the schema behind the name of a table; renaming one leaves quotes around its name, and no more. */
export function tableText(sqlite: Sqlite, table: string): string {
  const sql = sqlite
    .prepare<[string], { sql: string }>(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`)
    .get(table)?.sql;
  return present(sql, `the table ${table}`).replace(TABLE_HEAD, '');
}

const TABLE_HEAD = /^CREATE TABLE "?\w+"?/;
const INDEX_HEAD = /^CREATE (UNIQUE )?INDEX "?\w+"? ON "?\w+"?/;

/** Names of indexes cannot be changed, and nobody reads them: each making has the next number. */
function freeName(sqlite: Sqlite, name: string): string {
  const taken = sqlite.prepare<[string], 1>('SELECT 1 FROM sqlite_schema WHERE name = ?');
  const stem = name.replace(/__\d+$/, '');
  let number = 2;
  while (taken.get(`${stem}__${number}`) !== undefined) number++;
  return `${stem}__${number}`;
}
