/**
 * Bodies of calls: read whole up to a limit, unpacked up to a limit, answered packed where that is understood. A body that says
 * beforehand that it is too large is not read at all; one that turns out to be is not read on.
 */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { BODY_BYTES_MAX } from '#contract/sync/sync.ts';
import type { Share } from './admission.ts';

export type Body =
  { readonly text: string } | { readonly fault: 'request.too-large' | 'request.malformed' | 'hq.busy' };

export interface Room {
  /** Packed and unpacked. */
  readonly bytesMax: number;
  readonly share: Share;
}

/** Smaller answers are as quick unpacked. */
const PACKED_FROM_BYTES = 1_024;
/** The least work: on a shop's line the size hardly differs. */
const PACK_LEVEL = 1;
/** ISIZE, RFC 1952. */
const LENGTH_BYTES = 4;

const unpack = promisify(gunzip) as (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;
const pack = promisify(gzip) as (bytes: Uint8Array, options: { level: number }) => Promise<Buffer>;

/** Whether the sender says already that its body is too large to be read. */
export function isTooLarge(contentLength: string | undefined, bytesMax = BODY_BYTES_MAX): boolean {
  return contentLength !== undefined && Number(contentLength) > bytesMax;
}

/** The body as text, unpacked where it came packed. What it takes of the share stays taken. */
export async function readBody(request: IncomingMessage, { bytesMax, share }: Room): Promise<Body> {
  if (isTooLarge(request.headers['content-length'], bytesMax)) return { fault: 'request.too-large' };
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // What is not read on is answered first: the line stays open for that.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > bytesMax) return { fault: 'request.too-large' };
      if (!share.take(chunk.length)) return { fault: 'hq.busy' };
      chunks.push(chunk);
    }
  } catch {
    // The line broke in the middle; nobody hears the answer.
    return { fault: 'request.malformed' };
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') return { fault: 'request.malformed' };
  const bytes =
    encoding === 'identity' ? Buffer.concat(chunks) : await unpacked(Buffer.concat(chunks), { bytesMax, share });
  if ('fault' in bytes) return bytes;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { fault: 'request.malformed' };
  }
}

/** A body to be sent, and how it is packed. */
export async function packed(
  text: string,
  accepted: string | undefined,
): Promise<{ readonly bytes: Buffer; readonly encoding?: 'gzip' }> {
  const bytes = Buffer.from(text);
  if (bytes.length < PACKED_FROM_BYTES || !/\bgzip\b/.test(accepted ?? '')) return { bytes };
  return { bytes: await pack(bytes, { level: PACK_LEVEL }), encoding: 'gzip' };
}

/** A packed body says at its end how long it is unpacked: it is given that much room, and not a byte more. */
async function unpacked(
  bytes: Buffer,
  { bytesMax, share }: Room,
): Promise<Buffer | { readonly fault: 'request.too-large' | 'request.malformed' | 'hq.busy' }> {
  if (bytes.length < LENGTH_BYTES) return { fault: 'request.malformed' };
  const maxOutputLength = Math.max(1, Math.min(bytes.readUInt32LE(bytes.length - LENGTH_BYTES), bytesMax));
  if (!share.take(maxOutputLength)) return { fault: 'hq.busy' };
  try {
    return await unpack(bytes, { maxOutputLength });
  } catch (error) {
    const isBomb = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return { fault: isBomb ? 'request.too-large' : 'request.malformed' };
  }
}
