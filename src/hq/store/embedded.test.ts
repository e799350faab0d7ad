/** A PostgreSQL of our own in its folder: made, opened again after any end, and never by two at once. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { Fault } from '#base/fault.ts';
import type { Cluster } from './cluster.ts';
import { openEmbedded } from './embedded.ts';
import { int, table, text } from './port.ts';
import { postgresStore } from './postgres-store.ts';
import { makeTable } from './schema.ts';
import { silentLog, testFolder } from './testing-postgres.ts';

const ROW = table({ name: 'kept', about: 'A row.', key: ['shard', 'at'], columns: { shard: text, at: int } });
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const newFolder = (): string => {
  const folder = testFolder();
  folders.push(folder);
  return folder;
};
const open = (dataDir: string): Promise<Cluster> => openEmbedded({ dataDir, log: silentLog });

async function rowsOf(cluster: Cluster): Promise<readonly number[]> {
  const store = postgresStore({ url: cluster.url, connections: 2, log: silentLog });
  try {
    await makeTable(store, ROW);
    return (await store.read.scan(ROW, { prefix: ['a'], limit: 99 })).map(({ at }) => at);
  } finally {
    await store.close();
  }
}

async function putRow(cluster: Cluster, at: number): Promise<void> {
  const store = postgresStore({ url: cluster.url, connections: 2, log: silentLog });
  await makeTable(store, ROW);
  await store.transact((transaction) => transaction.put(ROW, [{ shard: 'a', at }]));
  await store.close();
}

const hasCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof Fault && error.code === code;

test('what was stored is there after a stop, under a password that only its owner reads', async () => {
  const folder = newFolder();
  const first = await open(folder);
  await putRow(first, 1);
  assert.equal(statSync(path.join(folder, 'postgres-password')).mode & 0o777, 0o600);
  assert.equal(statSync(path.join(folder, 'postgres')).mode & 0o777, 0o700);
  assert.ok(!readdirSync(folder).some((name) => name.startsWith('password-')), 'nothing of the making is left');
  const wrong = postgresStore({ url: first.url.replace(/:[^:@]*@/, ':wrong@'), connections: 1, log: silentLog });
  await assert.rejects(wrong.ping());
  await wrong.close();
  await first.stop();
  assert.ok(!existsSync(path.join(folder, 'postgres/postmaster.pid')));
  const second = await open(folder);
  assert.deepEqual(await rowsOf(second), [1]);
  await second.stop();
});

test('a folder in use is refused in words, and whoever uses it is not disturbed', async () => {
  const folder = newFolder();
  const first = await open(folder);
  await putRow(first, 1);
  const processId = first.processId();
  await assert.rejects(open(folder), hasCode('hq.data-in-use'));
  assert.equal(first.processId(), processId);
  assert.deepEqual(await rowsOf(first), [1]);
  await first.stop();
});

test('a PostgreSQL whose headquarters was killed is taken over, and nothing committed is lost', async () => {
  const folder = newFolder();
  const program = `
    import { openEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
    const log = { info() {}, warn() {}, error() {} };
    const { url } = await openEmbedded({ dataDir: ${JSON.stringify(folder)}, log });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (said) => resolve(String(said).trim())));
  await putRow({ url, processId: () => undefined, stop: () => Promise.resolve() }, 7);
  await assert.rejects(open(folder), hasCode('hq.data-in-use'));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  assert.ok(existsSync(path.join(folder, 'postgres/postmaster.pid')), 'it runs on');
  const cluster = await open(folder);
  assert.deepEqual(await rowsOf(cluster), [7]);
  await cluster.stop();
});

test('what a dead PostgreSQL left keeps nobody out, also where its number is somebody else’s now', async () => {
  const folder = newFolder();
  const first = await open(folder);
  await putRow(first, 3);
  const trace = path.join(folder, 'postgres/postmaster.pid');
  const said = readFileSync(trace, 'utf8');
  await first.stop();
  for (const processId of [process.pid, 4_000_000]) {
    writeFileSync(trace, said.replace(/^\d+/, String(processId)));
    const again = await open(folder);
    assert.deepEqual(await rowsOf(again), [3]);
    await again.stop();
  }
});

test('a making that was cut off is begun again', async () => {
  const folder = newFolder();
  mkdirSync(path.join(folder, 'postgres/base'), { recursive: true });
  writeFileSync(path.join(folder, 'postgres/half'), 'a file');
  const cluster = await open(folder);
  assert.deepEqual(await rowsOf(cluster), []);
  await cluster.stop();
});

test('programs that were damaged are laid out again', async () => {
  const folder = newFolder();
  await (await open(folder)).stop();
  const [engine] = readdirSync(folder).filter((name) => name.startsWith('postgresql-'));
  rmSync(path.join(folder, engine ?? '', 'bin/postgres'));
  const cluster = await open(folder);
  assert.deepEqual(await rowsOf(cluster), []);
  await cluster.stop();
});

test('a folder that cannot be one is refused in words', async () => {
  const folder = newFolder();
  mkdirSync(path.join(folder, 'postgres'));
  writeFileSync(path.join(folder, 'postgres/PG_VERSION'), '9\n');
  await assert.rejects(open(folder), hasCode('hq.data-unusable'));
});
