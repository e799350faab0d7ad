/** Where a list goes on, as text of the page: the key of the last row that was looked at. */
import { isStorableText } from '#base/text.ts';
import type { Key } from '../../store/port.ts';

export function cursorText(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key again; undefined for a page that begins, or for text that is none of ours. */
export function keyOfCursor(text: string | null, length: number): Key | undefined {
  if (text === null) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const isKey =
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => Number.isSafeInteger(part) || (typeof part === 'string' && isStorableText(part)));
    return isKey ? (key as Key) : undefined;
  } catch {
    return undefined;
  }
}
