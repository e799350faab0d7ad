/**
 * The rules of the schema, read back from PostgreSQL's own catalogue: that the tables are those declared, and that
 * nothing is in them that an engine spread over machines could not keep. What is declared cannot break them; a migration
 * written by hand could.
 */
import { CATALOG_TYPES } from './ddl.ts';
import type { Table } from './port.ts';
import type { PostgresStore } from './postgres-store.ts';

interface CatalogColumn {
  readonly type: string;
  readonly isNullable: boolean;
  readonly collation: string | null;
  readonly hasDefault: boolean;
}

export interface CatalogTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, CatalogColumn>;
  readonly key: readonly string[];
}

export interface Schema {
  readonly tables: readonly CatalogTable[];
  /** What the rules forbid, as the catalogue names it. */
  readonly forbidden: readonly string[];
}

/** First columns of keys, by which rows are spread: each is an id of something that there are many of. */
const SHARD_KEYS = new Set([
  ...['chain_id', 'stream', 'store_id', 'till_id', 'organisation_id'],
  ...['account_id', 'person_id', 'card_id', 'survivor_id', 'subject_id'],
  ...['ticket_id', 'ticket_number', 'code_hash', 'token_hash', 'subject'],
]);

const COLUMNS = `
  SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull::text AS not_null, l.collname AS collation, (a.atthasdef OR a.attidentity <> '')::text AS has_default
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_collation l ON l.oid = a.attcollation
  WHERE c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum`;

const KEYS = `
  SELECT c.relname AS table_name, a.attname AS column_name
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
  CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
  WHERE i.indisprimary ORDER BY c.relname, k.place`;

const FORBIDDEN = `
  SELECT 'sequence ' || c.relname AS found FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE c.relkind = 'S'
  UNION ALL SELECT 'trigger ' || t.tgname || ' of ' || c.relname FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE NOT t.tgisinternal
  UNION ALL SELECT 'foreign key ' || k.conname || ' of ' || c.relname FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE k.contype = 'f'
  UNION ALL SELECT 'unique index ' || x.relname || ' of ' || c.relname || ' without the shard key' FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    JOIN pg_index p ON p.indrelid = i.indrelid AND p.indisprimary
    WHERE i.indisunique AND NOT i.indisprimary AND i.indkey[0] <> p.indkey[0]
  UNION ALL SELECT 'rule ' || r.rulename || ' of ' || c.relname FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class AND c.relkind IN ('r', 'p')
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
  ORDER BY 1`;

/** The tables of the database as its own catalogue has them. */
export async function readSchema(store: PostgresStore): Promise<Schema> {
  const [columns, keys, forbidden] = [
    await store.query(COLUMNS),
    await store.query(KEYS),
    await store.query(FORBIDDEN),
  ];
  const names = [...new Set(columns.map((row) => row['table_name'] ?? ''))];
  const tables = names.map((name) => {
    const own = columns.filter((row) => row['table_name'] === name);
    return {
      name,
      columns: new Map(
        own.map((row) => [
          row['column_name'] ?? '',
          {
            type: row['type'] ?? '',
            isNullable: row['not_null'] !== 'true',
            collation: row['collation'] ?? null,
            hasDefault: row['has_default'] === 'true',
          },
        ]),
      ),
      key: keys.filter((row) => row['table_name'] === name).map((row) => row['column_name'] ?? ''),
    };
  });
  return { tables, forbidden: forbidden.map((row) => row['found'] ?? '') };
}

/** Where declared tables are not as the catalogue has them. Tables that nobody declared are not looked at. */
export function schemaProblems(schema: Schema, declared: readonly Table[]): readonly string[] {
  return declared.flatMap((wanted) => {
    const there = schema.tables.find(({ name }) => name === wanted.name);
    if (there === undefined) return [`there is no table ${wanted.name}`];
    const problems: string[] = [];
    if (there.key.join() !== wanted.key.join()) problems.push(`the key of ${wanted.name} is ${there.key.join(', ')}`);
    for (const [name, { type, nullable }] of Object.entries(wanted.columns)) {
      const column = there.columns.get(name);
      if (column === undefined) problems.push(`${wanted.name} has no column ${name}`);
      else if (column.type !== CATALOG_TYPES[type]) problems.push(`${wanted.name}.${name} is ${column.type}`);
      else if (column.isNullable !== nullable)
        problems.push(`${wanted.name}.${name} may ${nullable ? 'not ' : ''}be null`);
    }
    for (const [name, { isNullable }] of there.columns)
      if (wanted.columns[name] === undefined && !isNullable) problems.push(`${wanted.name}.${name} is not declared`);
    return problems;
  });
}

/** What breaks the rules, whoever made it. */
export function ruleProblems(schema: Schema): readonly string[] {
  const problems = schema.forbidden.map((found) => `there is a ${found}`);
  for (const { name, columns, key } of schema.tables) {
    if (key.length === 0) problems.push(`${name} has no primary key`);
    for (const [column, { type, collation, hasDefault }] of columns) {
      if (hasDefault) problems.push(`${name}.${column} has a default or an identity`);
      if (type === 'text' && collation !== 'C')
        problems.push(`${name}.${column} is in the order of ${collation ?? '?'}`);
    }
  }
  return problems;
}

/** Tables whose key begins with something else than what rows of one shard have in common. */
export function shardProblems(declared: readonly Table[], reasons: ReadonlyMap<string, string>): readonly string[] {
  return declared
    .filter(({ name, key }) => !SHARD_KEYS.has(key[0] ?? '') && !reasons.has(name))
    .map(({ name, key }) => `the key of ${name} begins with ${key[0] ?? 'nothing'}`);
}
