/**
 * The text of a product file: unpacked if it is gzip, decoded from what it is found to be. A file is read twice,
 * because only its last byte tells whether it is UTF-8; no more than a piece of it is ever in memory.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Fault } from '#base/fault.ts';

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le';

export interface ProductText {
  readonly encoding: Encoding;
  /** The whole text in pieces; `fraction` is how much of the file had been read. */
  pieces(): AsyncIterable<{ readonly text: string; readonly fraction: number }>;
}

/** Opens `path` as text. Throws catalogue.import-failed when it is not there, not readable or not whole. */
export async function openProductText(path: string): Promise<ProductText> {
  return unreadableAsFault(path, async () => {
    const packed = await beginsWith(path, [0x1f, 0x8b]);
    const bytesTotal = Math.max(1, (await stat(path)).size);
    const encoding = await detectEncoding(() => bytesOf(path, packed));
    return { encoding, pieces };

    async function* pieces(): AsyncGenerator<{ readonly text: string; readonly fraction: number }> {
      const decoder = new TextDecoder(encoding);
      const counted = { bytes: 0 };
      try {
        for await (const bytes of bytesOf(path, packed, counted)) {
          yield { text: decoder.decode(bytes, { stream: true }), fraction: counted.bytes / bytesTotal };
        }
        yield { text: decoder.decode(), fraction: 1 };
      } catch (error) {
        throw asFault(path, error);
      }
    }
  });
}

/** A byte order mark says what it says; without one it is UTF-8 if every byte fits, and else Windows-1252. */
async function detectEncoding(bytesAgain: () => AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const bytes of bytesAgain()) {
    if (first && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
    first = false;
    try {
      decoder.decode(bytes, { stream: true });
    } catch {
      return 'windows-1252';
    }
  }
  try {
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

async function* bytesOf(path: string, packed: boolean, counted = { bytes: 0 }): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  file.on('data', (piece) => (counted.bytes += piece.length));
  if (!packed) {
    yield* file as AsyncIterable<Uint8Array>;
    return;
  }
  const unpacked = createGunzip();
  file.once('error', (error) => unpacked.destroy(error));
  yield* file.pipe(unpacked) as AsyncIterable<Uint8Array>;
}

async function beginsWith(path: string, magic: readonly number[]): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(magic.length);
    await file.read(head, 0, head.length, 0);
    return magic.every((byte, at) => head[at] === byte);
  } finally {
    await file.close();
  }
}

async function unreadableAsFault<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw asFault(path, error);
  }
}

function asFault(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (error instanceof Fault || typeof code !== 'string') return error;
  return new Fault('catalogue.import-failed', `${path} cannot be read (${code})`, { cause: error });
}
