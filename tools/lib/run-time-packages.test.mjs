import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from './node24.mjs';
import { RUN_TIME_ROOTS, runTimePackages } from './run-time-packages.mjs';

test('what the programs load when they run is packed with the app', () => {
  const packing = readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8');
  const packed = [...packing.matchAll(/^ {6}- "?([@\w-]+)(?:\/\*\*)"?$/gm)].map((match) => match[1]);
  const packages = runTimePackages();
  for (const root of RUN_TIME_ROOTS) assert.ok(packages.includes(root), root);
  for (const name of packages) assert.ok(packed.includes(name.split('/')[0]), `${name} is not packed`);
});
