/**
 * Tables as PostgreSQL is told of them. Nothing but columns, a primary key and a comment: no serial, sequence, trigger,
 * default or foreign key, so that the same text runs on engines that spread tables over machines.
 */
import type { Column, ColumnType, Table } from './port.ts';

/** Text in the order of its bytes, which is the same everywhere and in every version of the system's library. */
const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text COLLATE "C"',
  json: 'text COLLATE "C"',
  int: 'bigint',
  bytes: 'bytea',
  flag: 'boolean',
};

/** What PostgreSQL's own catalogue calls a column of this type. */
export const CATALOG_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  json: 'text',
  int: 'bigint',
  bytes: 'bytea',
  flag: 'boolean',
};

/** Names stand in SQL as they are: a test holds every table to this. */
export const PLAIN_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** The statements that make the table where it is not there yet. */
export function ddlOf(table: Table): string {
  const columns = Object.entries(table.columns).map(([name, column]) => `  ${columnDdl(name, column)},\n`);
  return (
    `CREATE TABLE IF NOT EXISTS ${table.name} (\n${columns.join('')}` +
    `  PRIMARY KEY (${table.key.join(', ')})\n);\n` +
    `COMMENT ON TABLE ${table.name} IS\n  '${table.about.replaceAll("'", "''")}';\n`
  );
}

function columnDdl(name: string, column: Column<unknown>): string {
  return `${name} ${SQL_TYPES[column.type]}${column.nullable ? '' : ' NOT NULL'}`;
}
