/** Names in a folder that survive a power cut. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes the names in a folder durable. Windows cannot sync a folder, and needs not: NTFS journals its renames. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
