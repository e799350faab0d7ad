/**
 * Writes the migration of headquarters that makes the tables which are declared and in no migration yet:
 *
 *   node tools/hq-migration.mjs NAME      writes migrations/hq/00N0-NAME.sql; then node tools/lock-migrations.mjs
 *
 * A change of a table that has shipped is written by hand, the same way: the next ten, plain SQL.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { continueUnderNode24, ROOT } from './lib/node24.mjs';

await continueUnderNode24(import.meta.url);
const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
  process.stderr.write('node tools/hq-migration.mjs NAME\n');
  process.exit(2);
}
const { HQ_TABLES } = await import('../src/hq/store/tables.ts');
const { ddlOf } = await import('../src/hq/store/ddl.ts');
const folder = path.join(ROOT, 'migrations/hq');
const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
const there = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
const missing = HQ_TABLES.filter((table) => !there.includes(`CREATE TABLE IF NOT EXISTS ${table.name} (`));
if (missing.length === 0) {
  process.stdout.write('every declared table is in a migration\n');
} else {
  const last = Math.max(0, ...files.map((file) => Number(file.slice(0, 4))));
  const file = `${String(last + 10).padStart(4, '0')}-${name}.sql`;
  writeFileSync(path.join(folder, file), missing.map((table) => ddlOf(table)).join('\n'));
  process.stdout.write(`migrations/hq/${file}: ${missing.map((table) => table.name).join(', ')}\n`);
}
