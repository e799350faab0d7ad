import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SOFTWARE_VERSION, softwareOf } from './software.ts';

test('receipts and rows name the version that package.json has', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  assert.equal(SOFTWARE_VERSION, version);
  assert.match(softwareOf(import.meta.filename).hash, /^[0-9a-f]{64}$/);
});
