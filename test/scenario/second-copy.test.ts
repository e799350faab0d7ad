/** The second copy beside a selling till: current, away, and current again. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { CODES, openCounter } from './counter.ts';

test('the strip says whether the second copy is current, a stick that was pulled out is named, and it catches up', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'second-copy-'));
  const [stick, pulled] = [path.join(folder, 'stick'), path.join(folder, 'pulled')];
  renameSync(mkdtempSync(path.join(folder, 'made-')), stick);
  const counter = await openCounter({ args: ['--copy', stick] });
  const sell = async (code: string): Promise<void> => {
    await counter.scan([code]);
    await counter.pay('none');
  };
  try {
    await counter.signIn();
    await sell(CODES[0] ?? '');
    const page = counter.page();
    const current = await page.until('status', (status) => status.copy.state === 'current');
    assert.equal(current.copy.place, stick);
    assert.ok(readdirSync(stick).length > 0);
    renameSync(stick, pulled);
    await sell(CODES[1] ?? '');
    await page.until(
      'status',
      (status) =>
        status.copy.state === 'unreachable' && status.notices.some((notice) => notice.code === 'copy.unreachable'),
    );
    renameSync(pulled, stick);
    await page.until(
      'status',
      (status) =>
        status.copy.state === 'current' && !status.notices.some((notice) => notice.code === 'copy.unreachable'),
    );
  } finally {
    await counter.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
