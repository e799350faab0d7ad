/** Names of files in a second copy that survive a power cut, where the place can promise that. */
import { open } from 'node:fs/promises';

/** Windows cannot sync a folder, and neither can some network folders: these answer one of these. */
const CANNOT: ReadonlySet<unknown> = new Set([
  'EINVAL',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EISDIR',
  'EPERM',
  'EACCES',
]);

/** Makes the names in a folder durable, off the calling thread. */
export async function syncNames(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && CANNOT.has(error.code))) throw error;
  } finally {
    await handle.close();
  }
}
