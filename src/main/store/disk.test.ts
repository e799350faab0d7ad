/**
 * A disk that is really full and a folder that really cannot be written: in a child process, because the one needs a
 * mount of its own and the other a user that is not root.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { makeShop, MIGRATIONS_DIR, sell } from './testing.ts';
import { verifyTill } from './verify.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const AS_ROOT = process.getuid?.() === 0;
const NOBODY = 65534;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a module in a process of its own; what it says is one JSON value. */
function child(program: string, words: readonly string[], wrapper: readonly string[] = []): unknown {
  const [command = '', ...args] = [...wrapper, process.execPath, '--input-type=module', '-e', program, ...words];
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe('a full disk', () => {
  test('stops the till with a name, loses no confirmed sale, and lets it finish with the ballast', () => {
    const program = `
      import { makeShop, sell, MIGRATIONS_DIR } from '#main/store/testing.ts';
      import { verifyTill } from '#main/store/store.ts';
      const shop = makeShop(process.argv[1]);
      const room = { ballastBytes: 512 * 1024, floorBytes: 256 * 1024 };
      const store = shop.open({ room });
      let confirmed = 0;
      let warnedAt = null;
      let code = null;
      while (code === null) {
        if (warnedAt === null && store.spaceFault() !== null) warnedAt = confirmed;
        try { sell(store, { lines: 12 }); confirmed++; } catch (error) { code = error.code ?? String(error); }
      }
      const kept = store.tickets(10000).length;
      sell(store);
      const finished = store.tickets(10000).length;
      store.checkpoint();
      store.close();
      const again = shop.open({ room });
      const reopened = again.tickets(10000).length;
      again.close();
      const { dataDir, keysDir } = shop;
      const { ok } = verifyTill({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, copyPlace: null, receipts: [] });
      process.stdout.write(JSON.stringify({ confirmed, warnedAt, code, kept, finished, reopened, ok }));`;
    // A mount of its own for this one process; a user that is not root gets one in a namespace of its own.
    const mount = `mount -t tmpfs -o size=6m tmpfs "$0" && exec "$@"`;
    const wrapper = ['unshare', ...(AS_ROOT ? ['-m'] : ['-r', '-m']), 'sh', '-c', mount, folder];
    const said = child(program, [folder], wrapper) as Record<string, number | string | boolean | null>;
    const { confirmed } = said;
    assert.ok(typeof confirmed === 'number' && confirmed > 10);
    assert.equal(said['code'], 'store.disk-full');
    assert.ok(typeof said['warnedAt'] === 'number' && said['warnedAt'] < confirmed, 'said before it happened');
    assert.equal(said['kept'], confirmed);
    assert.equal(said['finished'], confirmed + 1);
    assert.equal(said['reopened'], confirmed + 1);
    assert.equal(said['ok'], true);
  });
});

describe('a folder that cannot be written', () => {
  test('opens for reading only, shows its tickets, is checked, and nothing in it changes', () => {
    const shop = makeShop(folder);
    const store = shop.open();
    sell(store);
    store.close();
    // Where the tree lies may be closed to others: what the child needs is read before it becomes nobody.
    const migrations = join(folder, 'migrations');
    cpSync(MIGRATIONS_DIR, migrations, { recursive: true });
    chmodSync(folder, 0o755);
    chmodSync(shop.root, 0o755);
    chmodSync(shop.dataDir, 0o555);
    for (const name of readdirSync(shop.dataDir)) chmodSync(join(shop.dataDir, name), 0o444);
    const empty = join(folder, 'keys-of-nobody');
    mkdirSync(empty, { mode: 0o777 });
    const before = readdirSync(shop.dataDir);
    const program = `
      import Database from 'better-sqlite3';
      import { openStore, shopExists, verifyTill } from '#main/store/store.ts';
      import { SetClock, sell, silentLog } from '#main/store/testing.ts';
      new Database(':memory:').close();
      if (process.getuid() === 0) { process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY}); }
      const [dataDir, keysDir, migrationsDir] = process.argv.slice(1);
      const exists = shopExists(dataDir);
      const store = openStore({ dataDir, keysDir, migrationsDir, clock: new SetClock(), log: silentLog });
      let refused = null;
      try { sell(store); } catch (error) { refused = error.code; }
      const said = { exists, readOnly: store.readOnly, tickets: store.tickets(10).length, refused };
      store.close();
      const { ok } = verifyTill({ dataDir, keysDir, migrationsDir, copyPlace: null, receipts: [] });
      process.stdout.write(JSON.stringify({ ...said, ok }));`;
    const said = child(program, [shop.dataDir, empty, migrations]);
    assert.deepEqual(said, {
      exists: true,
      readOnly: 'store.read-only',
      tickets: 1,
      refused: 'store.read-only',
      ok: true,
    });
    assert.deepEqual(readdirSync(shop.dataDir), before);
    chmodSync(shop.dataDir, 0o755);
    const { dataDir, keysDir } = shop;
    assert.equal(verifyTill({ dataDir, keysDir, migrationsDir: migrations, copyPlace: null, receipts: [] }).ok, true);
  });
});
