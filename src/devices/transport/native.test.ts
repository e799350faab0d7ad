/** What of native code is loaded, and when. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isOnPath, listSerialPorts } from './serial-list.ts';

test('a till without serial devices loads no native code for them, and one with such loads it at its first opening', () => {
  const door = JSON.stringify(new URL('../devices.ts', import.meta.url).href);
  const transport = JSON.stringify(new URL('./transport.ts', import.meta.url).href);
  const program = `
    import { createRequire } from 'node:module';
    const { cache } = createRequire(import.meta.url);
    const native = () => Object.keys(cache).filter((file) => /serialport|node-hid|smartcard/.test(file)).length > 0;
    await import(${door});
    const { openAddress } = await import(${transport});
    await openAddress('tcp://127.0.0.1:1').catch(() => undefined);
    await openAddress('usb:///dev/comptoir-gone').catch(() => undefined);
    console.log(native());
    await openAddress('serial:///dev/comptoir-gone').catch((fault) => console.log(fault.code));
    console.log(native());`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  assert.equal(child.stdout, 'false\ndevice.unreachable\ntrue\n', child.stderr);
});

test('where the machine has no udevadm, the ports are none, and the process lives', async () => {
  const searchPath = process.env['PATH'];
  const empty = mkdtempSync(path.join(tmpdir(), 'comptoir-path-'));
  process.env['PATH'] = empty;
  try {
    assert.equal(isOnPath('udevadm'), false);
    assert.deepEqual(await listSerialPorts(), []);
  } finally {
    process.env['PATH'] = searchPath;
    rmSync(empty, { recursive: true, force: true });
  }
  assert.equal(isOnPath('sh'), true);
  assert.equal(isOnPath('no-such-program'), false);
  assert.equal(isOnPath('sh', ''), false);
});

test('the ports of this machine can be listed', async () => {
  for (const port of await listSerialPorts()) assert.match(port.path, /^\/dev\/|^COM/);
});
