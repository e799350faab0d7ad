/** docs/spec/accounts.md promises nothing that no test shows. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../../../..');
const FILES: Readonly<Record<string, string>> = {
  'members/accounts.test.ts': 'src/main/till/members/accounts.test.ts',
  'members/members.test.ts': 'src/main/till/members/members.test.ts',
  'loyalty.test.ts': 'src/domain/loyalty/loyalty.test.ts',
};

test('each invariant of persons, cards and accounts names a test that is there', () => {
  const page = readFileSync(join(ROOT, 'docs/spec/accounts.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (AC-\d+) \| .+ \| `([^`]+)`: (.+) \|$/gm)];
  assert.deepEqual(
    rows.map(([, name]) => name),
    Array.from({ length: 18 }, (_, at) => `AC-${at + 1}`),
  );
  for (const [, name = '', file = '', title = ''] of rows) {
    const source = readFileSync(join(ROOT, FILES[file] ?? file), 'utf8');
    assert.ok(source.includes(`test('${title}'`), `${name}: ${title}`);
  }
});
