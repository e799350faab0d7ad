import { join } from 'node:path';
import { TILL_FILE } from './data-folder.ts';
import { shopExists, withReadable } from './open-store.ts';
import type { Shop } from './port.ts';

/**
 * The shop of a data folder, read beside the till that may be running there; undefined where there is none yet. For the
 * command line. Throws a Fault where it cannot be read.
 */
export function readShop(dataDir: string): Shop | undefined {
  if (!shopExists(dataDir)) return undefined;
  return withReadable(join(dataDir, TILL_FILE), (sqlite) => {
    const row = sqlite.prepare<[], { json: string }>('SELECT json FROM shop').get();
    return row === undefined ? undefined : (JSON.parse(row.json) as Shop);
  });
}

/** A setting of a data folder, read beside the till that may be running there. Throws a Fault where it cannot be read. */
export function readSetting(dataDir: string, name: string): string | undefined {
  if (!shopExists(dataDir)) return undefined;
  return withReadable(join(dataDir, TILL_FILE), (sqlite) => {
    return sqlite.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?').get(name)?.value;
  });
}
