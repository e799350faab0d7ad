/** The schema as PostgreSQL has it against the rules, and each rule against something planted that breaks it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Fault } from '#base/fault.ts';
import { PLAIN_NAME } from './ddl.ts';
import { int, table, text, type Table } from './port.ts';
import type { PostgresStore } from './postgres-store.ts';
import { bringUpToDate, MIGRATION, readMigrations } from './schema.ts';
import { readSchema, ruleProblems, schemaProblems, shardProblems } from './schema-rules.ts';
import { HQ_TABLES, SHARD_KEY_REASONS } from './tables.ts';
import { openTestPostgres, silentLog, type TestPostgres } from './testing-postgres.ts';

const MIGRATIONS = readMigrations(fileURLToPath(new URL('../../../migrations/hq', import.meta.url)));

let postgres: TestPostgres;
before(async () => {
  postgres = await openTestPostgres();
});
after(() => postgres.end());

const upToDate = (store: PostgresStore, migrations = MIGRATIONS, tables: readonly Table[] = HQ_TABLES): Promise<void> =>
  bringUpToDate({ store, migrations, tables, log: silentLog });

test('the migrations make every declared table as it is declared, twice as well as once, by two nodes at once', async () => {
  const store = await postgres.database([]);
  await Promise.all([upToDate(store), upToDate(store)]);
  await upToDate(store);
  const schema = await readSchema(store);
  assert.deepEqual(schemaProblems(schema, HQ_TABLES), [], 'node tools/hq-migration.mjs NAME writes the missing ones');
  assert.deepEqual(ruleProblems(schema), []);
  const names = schema.tables.map(({ name }) => name);
  assert.deepEqual(names.toSorted(), [...HQ_TABLES, MIGRATION].map(({ name }) => name).toSorted());
});

test('keys begin with what rows of one shard have in common, or the reason is written down', () => {
  assert.deepEqual(shardProblems(HQ_TABLES, SHARD_KEY_REASONS), []);
  const planted = table({ name: 'planted', about: '', key: ['number'], columns: { number: int } });
  assert.deepEqual(shardProblems([planted], new Map()), ['the key of planted begins with number']);
  for (const name of SHARD_KEY_REASONS.keys())
    assert.ok(
      HQ_TABLES.some((declared) => declared.name === name),
      name,
    );
});

test('names of tables and columns are plain, none twice, and every table says what it is for', () => {
  for (const { name, columns, key, about } of HQ_TABLES) {
    for (const each of [name, ...Object.keys(columns)]) assert.match(each, PLAIN_NAME);
    for (const column of key)
      assert.ok(columns[column] !== undefined && !columns[column].nullable, `${name}.${column}`);
    assert.ok(about.length > 10, name);
  }
  assert.equal(new Set(HQ_TABLES.map(({ name }) => name)).size, HQ_TABLES.length);
});

const PLANTED: Readonly<Record<string, string>> = {
  'there is a sequence planted_at_seq': 'CREATE TABLE planted (at serial PRIMARY KEY)',
  'planted.at has a default or an identity':
    'CREATE TABLE planted (at bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
  'planted has no primary key': 'CREATE TABLE planted (at bigint)',
  'there is a foreign key planted_at_fkey of planted':
    'CREATE TABLE other (at bigint PRIMARY KEY); CREATE TABLE planted (at bigint PRIMARY KEY REFERENCES other)',
  'there is a trigger planted of planted':
    'CREATE TABLE planted (at bigint PRIMARY KEY); CREATE TRIGGER planted BEFORE UPDATE ON planted FOR EACH ROW ' +
    'EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  'there is a unique index planted_b_key of planted without the shard key':
    'CREATE TABLE planted (at bigint PRIMARY KEY, b bigint UNIQUE)',
  'there is a rule planted of planted':
    'CREATE TABLE planted (at bigint PRIMARY KEY); CREATE RULE planted AS ON DELETE TO planted DO INSTEAD NOTHING',
  'planted.a is in the order of default': 'CREATE TABLE planted (a text PRIMARY KEY)',
  'planted.a has a default or an identity': `CREATE TABLE planted (a text COLLATE "C" DEFAULT 'x' PRIMARY KEY)`,
};

for (const [problem, sql] of Object.entries(PLANTED)) {
  test(`planted: ${problem}`, async () => {
    const store = await postgres.database([]);
    await store.script(sql);
    assert.ok(ruleProblems(await readSchema(store)).includes(problem), String(ruleProblems(await readSchema(store))));
  });
}

const WANTED = table({ name: 'wanted', about: 'A table.', key: ['a', 'b'], columns: { a: text, b: int, c: int } });
const DIFFERENT: Readonly<Record<string, string>> = {
  'there is no table wanted': 'SELECT 1',
  'the key of wanted is b, a':
    'CREATE TABLE wanted (a text COLLATE "C", b bigint, c bigint NOT NULL, PRIMARY KEY (b, a))',
  'wanted has no column c': 'CREATE TABLE wanted (a text COLLATE "C", b bigint, PRIMARY KEY (a, b))',
  'wanted.b is integer': 'CREATE TABLE wanted (a text COLLATE "C", b integer, c bigint NOT NULL, PRIMARY KEY (a, b))',
  'wanted.c may be null': 'CREATE TABLE wanted (a text COLLATE "C", b bigint, c bigint, PRIMARY KEY (a, b))',
  'wanted.d is not declared':
    'CREATE TABLE wanted (a text COLLATE "C", b bigint, c bigint NOT NULL, d bigint NOT NULL, PRIMARY KEY (a, b))',
};

for (const [problem, sql] of Object.entries(DIFFERENT)) {
  test(`a database that differs is refused: ${problem}`, async () => {
    const store = await postgres.database([]);
    const migration = { number: 10, name: '0010-x.sql', sql, sha256: 'x' };
    await assert.rejects(
      upToDate(store, [migration], [WANTED]),
      (error: unknown) =>
        error instanceof Fault && error.code === 'hq.schema-differs' && error.detail.includes(problem),
    );
  });
}

test('a database of a newer headquarters, or one whose migration was edited, is refused', async () => {
  const store = await postgres.database([]);
  await upToDate(store);
  const differs = (error: unknown): boolean => error instanceof Fault && error.code === 'hq.schema-differs';
  await assert.rejects(upToDate(store, MIGRATIONS.slice(0, -1)), differs);
  const edited = MIGRATIONS.map((migration) => ({ ...migration, sha256: `${migration.sha256}0` }));
  await assert.rejects(upToDate(store, edited), differs);
});
