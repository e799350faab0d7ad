/**
 * Erasure on PostgreSQL: what is known of a person is in clear in no table and in no file of the database, log included; once they are
 * forgotten, the key is in no table.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { START_MS, testHq, write } from '../accounts/testing.ts';
import type { HqStore } from '../store/port.ts';
import { HQ_TABLES } from '../store/tables.ts';
import { openTestPostgres } from '../store/testing-postgres.ts';
import { forgetPerson, openPersons } from './persons.ts';
import { PERSON_KEY } from './tables.ts';

const SECRETS = ['Amina Benchekroun', '+212661234567', 'amina.b@example.org', 'rue des Orangers', 'allergic to nuts'];

/** Every value of every table. */
async function dumpOf(store: HqStore): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const table of HQ_TABLES)
    for (const row of await store.read.scan(table, { prefix: [], limit: 1_000_000 }))
      for (const value of Object.values(row))
        parts.push(value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(`${String(value)}\n`, 'utf8'));
  return Buffer.concat(parts);
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

test('a person is in clear in no table and no file of PostgreSQL, and forgotten, not even their key is kept', async () => {
  const postgres = await openTestPostgres();
  try {
    const store = await postgres.database(HQ_TABLES);
    const hq = await testHq(store);
    const chain = await hq.chain('a');
    const [name = '', phone = '', email = '', address = '', notes = ''] = SECRETS;
    const person = {
      personId: 'p',
      fields: { name, phone, email, address, notes },
      consents: [],
      enrolledAtMs: START_MS,
    };
    await hq.ask(chain, 'persons', { persons: [{ ...person, changedAtMs: START_MS }] });
    write(chain, 'account-opened', { account_id: 'points', account: 'points', unit: 'points', person_id: 'p' });
    await hq.deliver(chain);
    assert.equal((await openPersons(hq.core, [{ personId: 'p' }])).get('p')?.fields['name'], name);
    const key = Buffer.from((await store.read.get(PERSON_KEY, ['p']))?.key ?? []);
    assert.ok(key.length > 0 && (await dumpOf(store)).includes(key), 'the dump sees what there is');
    assert.deepEqual(await forgetPerson(hq.core, 'p', { userId: 'u', reason: 'asked for' }), { kind: 'done' });
    const after = await dumpOf(store);
    for (const secret of SECRETS) assert.ok(!after.includes(secret), secret);
    assert.ok(!after.includes(key), 'the key');
    assert.equal((await openPersons(hq.core, [{ personId: 'p' }])).get('p'), null);
    assert.equal((await hq.account('points')).state, 'closed');
    await store.query('CHECKPOINT');
    const [place] = await store.query('SHOW data_directory');
    const files = filesUnder(place?.['data_directory'] ?? '');
    assert.ok(
      files.some((file) => file.includes('pg_wal')),
      'the log was looked at',
    );
    for (const file of files) {
      const bytes = readFileSync(file);
      for (const secret of SECRETS) assert.ok(!bytes.includes(secret), `${secret} in ${file}`);
    }
  } finally {
    await postgres.end();
  }
});
