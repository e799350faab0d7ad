/** Shows each house rule a file that breaks it, and one that does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from './house-rules.mjs';

const layers = ['base', 'domain', 'main'];
const of = (file, text) => problemsOf({ file, text, layers });

const BROKEN = [
  ['a line too long', 'src/base/long.ts', `// ${'x'.repeat(150)}`, 'characters long'],
  ['a file too long', 'src/base/long.ts', '\n'.repeat(600), 'split it by concept'],
  ['every column asked for', 'src/main/store/read.ts', "sql('SELECT * FROM ticket')", 'name the columns'],
  ['a journal row changed', 'src/main/store/write.ts', "sql('UPDATE journal SET at = 1')", 'correcting entry'],
  ['a journal row deleted', 'src/main/store/write.ts', "sql('DELETE FROM journal')", 'correcting entry'],
  ['a timer beside the clock', 'src/main/till/wait.ts', 'setTimeout(done, 5)', 'use the clock'],
  ['a raw channel', 'src/main/till/wire.ts', 'ipcMain.on()', 'wrapper'],
  ['a rule put off without a reason', 'src/main/a.ts', '// eslint-disable-next-line no-console', 'why'],
  ['a test that is skipped', 'src/base/a.test.ts', 'test.skip("x", () => assert(1))', 'run it'],
  ['work left behind', 'docs/a.md', 'TODO write this', 'known gap'],
  ['an unfinished merge', 'docs/a.md', '<<<<<<< ours', 'finish the merge'],
  ['a test file without a test', 'src/base/a.test.ts', 'import assert from "node:assert";', 'no test in it'],
  ['a test that asserts nothing', 'src/base/a.test.ts', 'test("x", () => {});', 'asserts nothing'],
  ['a folder that no rule covers', 'src/elsewhere/a.ts', 'export const a = 1;', 'no rule covers'],
];

for (const [what, file, text, word] of BROKEN) {
  test(`the house rules catch ${what}`, () => {
    const problems = of(file, text);
    assert.ok(
      problems.some((problem) => problem.includes(word)),
      problems.join('\n'),
    );
  });
}

test('the house rules leave a plain file alone', () => {
  assert.deepEqual(of('src/base/plain.ts', '/** One. */\nexport const one = 1;\n'), []);
  assert.deepEqual(of('src/base/plain.test.ts', "test('one is one', () => assert.equal(1, 1));\n"), []);
});
