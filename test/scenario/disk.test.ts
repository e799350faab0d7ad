/**
 * Disks and folders that are not as they should be: a clear word each, nothing lost, and selling goes on where it can.
 * A full disk is a small file system of its own; a folder that may not be written is mounted so.
 */
import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { shopFolder } from '../conformance/shop-folder.ts';
import { startWebShellProcess } from '../conformance/web-shell-process.ts';
import { CODES, openCounter } from './counter.ts';

/** A mount of its own for one process; who is not root gets it in a user namespace. */
function mounted(command: string, folder: string): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
  return ['unshare', ...asRoot, 'sh', '-c', `${command} && exec "$@"`, folder];
}

test('on a full disk the ticket that was begun is paid, the next one is not begun, and selling goes on when there is room', async () => {
  const shop = shopFolder();
  const filler = path.join(shop.data, 'filler');
  const counter = await openCounter({
    shop,
    within: () => mounted('mount -t tmpfs -o size=64m tmpfs "$0" && mkdir -p "$0"', shop.data),
  });
  try {
    await counter.signIn();
    await counter.scan(CODES.slice(0, 2));
    const inside = path.join('/proc', String(counter.shell().tillPid()), 'root', filler);
    const file = openSync(inside, 'w');
    for (const size of [1024 * 1024, 512]) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch {
        // That was the last one of this size.
      }
    }
    closeSync(file);
    assert.equal(await counter.pay('none'), '000001');
    const page = counter.page();
    await page.until('status', (status) => status.notices.some((notice) => notice.code === 'store.disk-full'));
    const scanned = await page.command('scan', { text: CODES[0] ?? '', source: 'page' });
    assert.deepEqual(scanned, { kind: 'refused', reason: 'store_unavailable', params: { code: 'store.disk-full' } });
    rmSync(inside);
    await counter.scan(CODES.slice(0, 1));
    assert.equal(await counter.pay('none'), '000002');
  } finally {
    await counter.close();
  }
});

test('a folder that may not be written opens to look at, and says so when somebody wants to sell', async () => {
  const shop = shopFolder();
  const first = await openCounter({ shop });
  await first.signIn();
  await first.scan(CODES.slice(0, 2));
  await first.pay('none');
  first.page().close();
  await first.shell().stop();
  await first.printer.unplug();
  const counter = await openCounter({
    shop,
    within: () => mounted('mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"', shop.data),
  });
  try {
    const page = counter.page();
    await page.ready();
    assert.ok(page.view('status').notices.some((notice) => notice.code === 'store.read-only'));
    const manager = page.view('station').operators.find((operator) => operator.role === 'manager');
    const outcome = await page.command('signIn', { operatorId: manager?.id ?? '', pin: '9876' });
    assert.deepEqual(outcome, { kind: 'refused', reason: 'store_read_only', params: { code: 'store.read-only' } });
  } finally {
    await counter.close();
  }
});

test('a database that is damaged is refused by name, and one whose keys are gone opens to look at', async () => {
  const shop = shopFolder();
  const counter = await openCounter({ shop });
  try {
    await counter.signIn();
    counter.page().close();
    await counter.shell().stop();
    rmSync(shop.keys, { recursive: true });
    mkdirSync(shop.keys);
    await counter.startAgain();
    await counter.page().ready();
    assert.ok(
      counter
        .page()
        .view('status')
        .notices.some((notice) => notice.code === 'store.key-missing'),
    );
    counter.page().close();
    await counter.shell().stop();
    for (const name of ['till.db-wal', 'till.db-shm']) rmSync(path.join(shop.data, name), { force: true });
    writeFileSync(path.join(shop.data, 'till.db'), Buffer.alloc(64 * 1024, 0x5a));
    await counter.startAgain();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const told = counter.page().tillStates.at(-1);
    assert.deepEqual([told?.state, told?.code], ['refused', 'store.corrupt']);
  } finally {
    await counter.close();
  }
});

test('a second till on the same folder says so and ends, and the first sells on', async () => {
  const counter = await openCounter();
  try {
    const args = ['--data', counter.shop.data, '--keys', counter.shop.keys];
    await assert.rejects(async () => void (await startWebShellProcess({ args })), /store\.locked/);
    await counter.signIn();
    await counter.scan(CODES.slice(0, 1));
    assert.equal(await counter.pay('none'), '000001');
  } finally {
    await counter.close();
  }
});

test('drafts and catalogue that cannot be read are left out and said, and the till sells on', async () => {
  const counter = await openCounter();
  try {
    await counter.signIn();
    counter.page().close();
    await counter.shell().stop();
    writeFileSync(
      path.join(counter.shop.data, 'draft.db'),
      'not a database, but longer than a header would be: '.repeat(100),
    );
    writeFileSync(path.join(counter.shop.data, 'catalogue', 'current'), 'nonsense');
    await counter.startAgain();
    await counter.page().ready();
    await counter.signIn();
    assert.ok(
      counter
        .page()
        .view('status')
        .notices.some((notice) => notice.code === 'catalogue.unreadable'),
    );
    const outcome = await counter.page().command('scan', { text: CODES[0] ?? '', source: 'scenario' });
    assert.ok(outcome.kind === 'refused' && outcome.reason === 'unknown_code');
  } finally {
    await counter.close();
  }
});
