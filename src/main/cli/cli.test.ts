import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from './cli.ts';

const COMMANDS = [
  'verify',
  'restore',
  'rebuild',
  'rebuild-from-hq',
  'unsent',
  'import products',
  'export products',
  'new-shop',
  'set-pin',
  'in-store-codes',
];

async function run(line: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const output = {
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
  };
  const software = { name: 'Comptoir', version: '0.1.0', hash: '0'.repeat(64) };
  const code = await runCommandLine(line.split(' '), output, { migrationsDir: 'none', software: () => software });
  return { code, ...said };
}

test('an unknown command is named first, then the commands that there are', async () => {
  const { code, out, err } = await run('foo bar --lang fr');
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /^commande inconnue : foo bar\n/);
  for (const command of COMMANDS) assert.ok(err.includes(`  ${command}\n`), command);
  assert.match((await run('foo --lang en')).err, /^unknown command: foo\n/);
});

test('every command explains itself with --help', async () => {
  for (const command of COMMANDS) {
    const { code, out, err } = await run(`${command} --help`);
    assert.deepEqual([code, err], [0, ''], command);
    assert.ok(out.includes(`npm run till -- ${command} `), out);
  }
});

test('words that a command does not understand are named in the language asked for', async () => {
  for (const command of COMMANDS) {
    const { code, err } = await run(`${command} --what`);
    assert.equal(code, 2, command);
    assert.match(err, /^option inconnue : --what\n/, command);
  }
  assert.match((await run('import products file.csv')).err, /^il manque --data DIR\n/);
  assert.match((await run('import products --data x --lang en')).err, /^FILE is missing\n/);
  assert.match((await run('verify --data --lang en')).err, /^a value is missing after --data\n/);
  assert.match((await run('verify more --lang en')).err, /^one word too many: more\n/);
  assert.match((await run('restore a b')).err, /^mot de trop : b\n/);
  assert.match((await run('rebuild --lang xx')).err, /^incompris : --lang xx\n/);
});
