/** The text of a product file that was sent: unpacked if it is gzip, decoded from what it is found to be. */
import { gunzipSync } from 'node:zlib';
import { Fault } from '#base/fault.ts';

/** Ten million products; a packed file can claim to be anything. */
const BYTES_MAX = 512 * 1_024 * 1_024;

/**
 * A byte order mark says what it says; without one it is UTF-8 if every byte fits, and else Windows-1252. Throws
 * catalogue.import-failed for what cannot be unpacked, or becomes too large.
 */
export function fileText(bytes: Uint8Array): string {
  const whole = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes) : bytes;
  if (whole[0] === 0xff && whole[1] === 0xfe) return new TextDecoder('utf-16le').decode(whole);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(whole);
  } catch {
    return new TextDecoder('windows-1252').decode(whole);
  }
}

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: BYTES_MAX });
  } catch (error) {
    throw new Fault('catalogue.import-failed', 'the file cannot be unpacked', { cause: error });
  }
}
