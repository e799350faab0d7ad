/**
 * Frames on a pipe between our own processes: a four-byte little-endian length, then that many bytes of UTF-8 JSON.
 * Pure: no pipe, no clock. However the pipe cuts its bytes, the frames out are the same.
 */
import { assert } from './assert.ts';

const LENGTH_BYTES = 4;
/** A frame above this is a bug of the sender: a view or a command is a few kilobytes. */
export const FRAME_BYTES_MAX = 16 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The bytes of one frame that carries `message`. */
export function encodeFrame(message: unknown): Uint8Array {
  const body = encoder.encode(JSON.stringify(message));
  assert(body.length <= FRAME_BYTES_MAX, `a frame of ${body.length} bytes is too long`);
  const frame = new Uint8Array(LENGTH_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length, true);
  frame.set(body, LENGTH_BYTES);
  return frame;
}

/** Cuts a byte stream into messages. Throws a Bug on a length that no sender of ours writes. */
export class FrameDecoder {
  #held: Uint8Array = new Uint8Array(0);

  push(bytes: Uint8Array): readonly unknown[] {
    const all = this.#held.length === 0 ? bytes : join(this.#held, bytes);
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    const messages: unknown[] = [];
    let at = 0;
    while (all.length - at >= LENGTH_BYTES) {
      const length = view.getUint32(at, true);
      assert(length <= FRAME_BYTES_MAX, `a frame of ${length} bytes is too long`);
      const end = at + LENGTH_BYTES + length;
      if (end > all.length) break;
      messages.push(JSON.parse(decoder.decode(all.subarray(at + LENGTH_BYTES, end))));
      at = end;
    }
    // A copy, not a view: `slice` of a Node Buffer would share memory that the pipe reuses.
    this.#held = new Uint8Array(all.subarray(at));
    return messages;
  }
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
