/**
 * The programs that are built, and the file each begins in.
 * A simulator is any `src/sim/NAME/main.ts`; it becomes `sim-NAME.mjs` and is named nowhere else.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './node24.mjs';

/** Output name → source, for the programs that ship. */
export const SHIPPED_ENTRIES = {
  'till.mjs': 'src/main/main.ts',
  'devices.mjs': 'src/devices/main.ts',
  'catalogue.mjs': 'src/main/store/catalogue/build-program.ts',
  'pcsc.mjs': 'src/devices/transport/pcsc-process/main.ts',
  'cli.mjs': 'src/main/cli/main.ts',
  'shell-web.mjs': 'src/main/shell/web/main.ts',
  'shell-electron.cjs': 'src/main/shell/electron/main.ts',
  'preload.cjs': 'src/main/shell/electron/preload.ts',
  'hq.mjs': 'src/hq/main.ts',
  'hq-verify.mjs': 'src/hq/server/verify-worker.ts',
};

/** Output name → source, for the simulators. */
export function simulatorEntries() {
  const folder = path.join(ROOT, 'src/sim');
  const names = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'main.ts')));
  return Object.fromEntries(names.sort().map((name) => [`sim-${name}.mjs`, `src/sim/${name}/main.ts`]));
}
