/**
 * The recorder is proved against the disk itself: what a real SQLite did, replayed with nothing lost, must give the
 * same files byte for byte. So a call that it missed could not go unseen.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Disk, type Image } from './disk.ts';
import { recorderEnvironment } from './recorder.ts';
import { isFileOperation, readTrace } from './trace.ts';

const SQLITE = createRequire(import.meta.url).resolve('better-sqlite3');

const PROGRAM = `
  const fs = require('node:fs');
  const Database = require(${JSON.stringify(SQLITE)});
  process.chdir(process.argv[1]);
  const db = new Database('a.db');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table t (a text)');
  for (let i = 0; i < 300; i++) db.prepare('insert into t values (?)').run('x'.repeat(i * 7));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.prepare('insert into t values (?)').run('last');
  fs.mkdirSync('sub/deep', { recursive: true });
  fs.writeFileSync('sub/one', 'one');
  fs.appendFileSync('sub/one', ' more');
  fs.writeFileSync('sub/two.new', 'two');
  fs.renameSync('sub/two.new', 'sub/two');
  fs.writeFileSync('gone', 'x'); fs.unlinkSync('gone');
  fs.truncateSync('sub/one', 6);
  fs.promises.writeFile('sub/three', 'three').then(() => fs.promises.appendFile('sub/three', '!'));
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);
`;

test('a recording replayed with nothing lost gives the same files, byte for byte', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'recorder-'));
  try {
    const data = path.join(folder, 'data');
    mkdirSync(data);
    const traceFile = path.join(folder, 'trace');
    const env = { ...process.env, ...recorderEnvironment({ traceFile, roots: [data], bytes: true }) };
    spawnSync(process.execPath, ['-e', PROGRAM, data], { env, stdio: 'inherit' });
    const events = readTrace(traceFile);
    const disk = new Disk(new Map([[data, null]]));
    for (const event of events) if (isFileOperation(event)) disk.apply(event);
    const image = disk.cut('kept', () => true);
    assert.deepEqual([...image.keys()].sort(), namesBelow(data));
    assertSameBytes(image);
    const syncs = events.filter((event) => event.kind === 'sync').length;
    assert.ok(syncs >= 300, `every commit syncs, but only ${syncs} syncs were seen`);
    assert.ok(disk.cut('dropped', () => true).get(path.join(data, 'a.db')));
    assert.equal(disk.cut('dropped', () => true).has(path.join(data, 'sub/three')), false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function namesBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
  return [folder, ...names.filter((name) => !name.endsWith('-shm'))].sort();
}

function assertSameBytes(image: Image): void {
  for (const [file, bytes] of image) if (bytes !== null) assert.deepEqual(Buffer.from(bytes), readFileSync(file), file);
}
