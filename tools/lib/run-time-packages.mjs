/**
 * The npm packages that the built programs load when they run, because they are native or carry files of their own. All
 * else is bundled.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './node24.mjs';

/** What the programs import by name. */
export const RUN_TIME_ROOTS = ['better-sqlite3', '@napi-rs/canvas', 'serialport', 'node-hid', 'smartcard'];

/** These and what they need in turn, as far as it is installed. */
export function runTimePackages() {
  const found = new Set();
  const wanted = [...RUN_TIME_ROOTS];
  for (const name of wanted) {
    const file = path.join(ROOT, 'node_modules', name, 'package.json');
    if (found.has(name) || !existsSync(file)) continue;
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
    wanted.push(...Object.keys(dependencies), ...Object.keys(optionalDependencies));
  }
  return [...found].sort();
}
