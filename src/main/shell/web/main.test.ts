import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('a second till on a folder in use is told so by name, announces no address, and ends with 1', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'web-main-'));
  try {
    const till = path.join(folder, 'till.ts');
    const pipe = new URL('../../pipe/pipe.ts', import.meta.url).href;
    writeFileSync(
      till,
      `import { openInheritedPipe } from '${pipe}';
      openInheritedPipe({ onMessage: () => undefined, onClose: () => process.exit(0) })
        .send({ kind: 'refused', code: 'store.locked', detail: 'in use' });`,
    );
    const shell = fileURLToPath(new URL('main.ts', import.meta.url));
    const words = [shell, '--data', folder, '--keys', folder, '--till', till, '--renderer', folder, '--lang', 'en'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 30_000 });
    assert.equal(status, 1, stderr);
    assert.equal(stdout, '');
    assert.ok(stderr.includes(`A till is already open on the folder ${folder}:`), stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
