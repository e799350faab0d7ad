/** The end of a file of lines that is only appended to, mended where the light went out while it was written. */
import type { FileHandle } from 'node:fs/promises';

const TAIL_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 10;

/** The last whole line; '' where there is none. What comes after it was torn and is cut off. */
export async function mendedTail(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  if (size === 0) return '';
  const from = Math.max(0, size - TAIL_BYTES);
  const { buffer } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  // A zero byte is a block that never reached the disk: the lines after it may be whole, and do not count.
  const torn = buffer.indexOf(0);
  const end = buffer.lastIndexOf(LINE_FEED, torn < 0 ? undefined : torn) + 1;
  if (from + end < size) await file.truncate(from + end);
  if (end === 0) return '';
  const begin = end < 2 ? 0 : buffer.lastIndexOf(LINE_FEED, end - 2) + 1;
  return buffer.toString('utf8', begin, end - 1);
}
