/** Headquarters as the program that people start: its own PostgreSQL, or one that several nodes share; ended in every way. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openTestPostgres, testFolder } from './store/testing-postgres.ts';

const PROGRAM = fileURLToPath(new URL('./main.ts', import.meta.url));
const folders: string[] = [];
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) {
    endPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A PostgreSQL that a killed headquarters left behind. */
function endPostgres(folder: string): void {
  try {
    const [processId] = readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(processId), 'SIGQUIT');
  } catch {
    return; // it ended by itself
  }
}

function newFolder(): string {
  const folder = testFolder();
  folders.push(folder);
  return folder;
}

interface Node {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly exit: Promise<number | string>;
  readonly url: Promise<string>;
}

function startNode(
  dataDir: string,
  more: { readonly words?: readonly string[]; readonly databaseUrl?: string } = {},
): Node {
  const environment = { ...process.env, ...(more.databaseUrl === undefined ? {} : { DATABASE_URL: more.databaseUrl }) };
  const words = ['--data', dataDir, '--port', '0', ...(more.words ?? [])];
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  children.push(child);
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  const exit = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal ?? '')),
  );
  let out = '';
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      out += String(text);
      const line = out.split('\n').find((each) => each.startsWith('{') && each.endsWith('}'));
      if (line !== undefined) resolve((JSON.parse(line) as { url: string }).url);
    });
    void exit.then((how) => reject(new Error(`it ended with ${how}: ${said}`)));
  });
  url.catch(() => undefined);
  return { child, said: () => said, exit, url };
}

const challenge = async (url: string): Promise<{ readonly publicKey: string; readonly status: number }> => {
  const answer = await fetch(new URL('/sync/v1/challenge', url), { method: 'POST', body: '{}' });
  const { publicKey = '' } = (await answer.json()) as { publicKey?: string };
  return { publicKey, status: answer.status };
};

test('started, stopped, killed, started again: it is the same headquarters', async () => {
  const folder = newFolder();
  const first = startNode(folder);
  const { publicKey } = await challenge(await first.url);
  assert.match(first.said(), /admin · /, 'the first account is told once');
  const second = startNode(folder);
  assert.equal(await second.exit, 1);
  assert.match(second.said(), /hq\.data-in-use: another headquarters is running/);
  first.child.kill('SIGTERM');
  assert.equal(await first.exit, 0);

  const third = startNode(folder);
  assert.equal((await challenge(await third.url)).publicKey, publicKey);
  assert.doesNotMatch(third.said(), /admin · /);
  third.child.kill('SIGKILL');
  await third.exit;

  const fourth = startNode(folder);
  assert.equal((await challenge(await fourth.url)).publicKey, publicKey);
  fourth.child.kill('SIGINT');
  assert.equal(await fourth.exit, 0);
});

test("two nodes on Debian's PostgreSQL are one headquarters; one is killed, the database goes and comes back", async () => {
  const postgres = await openTestPostgres('debian');
  try {
    const databaseUrl = await postgres.emptyDatabase();
    const nodes = [startNode(newFolder(), { databaseUrl }), startNode(newFolder(), { databaseUrl })] as const;
    const urls = [await nodes[0].url, await nodes[1].url] as const;
    const keys = await Promise.all(urls.map(challenge));
    assert.equal(keys[0]?.publicKey, keys[1]?.publicKey);
    nodes[0].child.kill('SIGKILL');
    await nodes[0].exit;
    assert.equal((await challenge(urls[1])).status, 200);

    const before = postgres.cluster.processId();
    process.kill(before ?? 0, 'SIGKILL');
    const statuses = new Set<number>();
    for (;;) {
      const { status, publicKey } = await challenge(urls[1]);
      statuses.add(status);
      if (status === 200 && postgres.cluster.processId() !== before) {
        assert.equal(publicKey, keys[0]?.publicKey);
        break;
      }
      await new Promise((tick) => setTimeout(tick, 30));
    }
    assert.deepEqual(
      [...statuses].filter((status) => status !== 200 && status !== 503),
      [],
    );
    assert.ok(statuses.has(503), 'it said that the database was away');
    nodes[1].child.kill('SIGTERM');
    assert.equal(await nodes[1].exit, 0);
  } finally {
    await postgres.end();
  }
});
