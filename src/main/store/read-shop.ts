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

/**
 * The store at headquarters whose till a data folder is; undefined for one that works alone. Read beside the till that may be
 * running there. Throws a Fault where it cannot be read.
 */
export function readHqStore(dataDir: string): string | undefined {
  if (!shopExists(dataDir)) return undefined;
  return withReadable(join(dataDir, TILL_FILE), (sqlite) => {
    // A till that was not started since its update has no such table, and no headquarters.
    const table = sqlite.prepare<[], unknown>(`SELECT 1 FROM sqlite_schema WHERE name = 'hq_link'`).get();
    if (table === undefined) return undefined;
    return sqlite.prepare<[], { name: string }>('SELECT store_name AS name FROM hq_link').get()?.name;
  });
}

/** A setting of a data folder, read beside the till that may be running there. Throws a Fault where it cannot be read. */
export function readSetting(dataDir: string, name: string): string | undefined {
  if (!shopExists(dataDir)) return undefined;
  return withReadable(join(dataDir, TILL_FILE), (sqlite) => {
    return sqlite.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?').get(name)?.value;
  });
}
