/**
 * Reads what the flight recorder (recorder.c) wrote: one record per event, in the order in which they happened over all
 * processes. File operations name files by path, what was said to the outside carries its bytes.
 */
import { readFileSync } from 'node:fs';

export type FileOperation =
  /** `fresh`: the file was emptied by being opened. Its place in the tree is made where it was not there. */
  | { readonly kind: 'open'; readonly path: string; readonly folder: boolean; readonly fresh: boolean }
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly offset: number;
      readonly bytes: Uint8Array;
      readonly size: number;
    }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string };

export type TraceEvent = (
  | FileOperation
  | { readonly kind: 'process'; readonly command: string }
  /** Bytes that left through a socket or pipe: `port` of the other side, 0 for a neighbour on a pipe. */
  | {
      readonly kind: 'said';
      readonly descriptor: number;
      readonly port: number;
      readonly bytes: Uint8Array;
      readonly size: number;
    }
) & { readonly processId: number; readonly atNs: bigint };

const HEAD_BYTES = 48;
const O_CREAT = 0o100;
const O_TRUNC = 0o1000;

interface Head {
  readonly letter: string;
  readonly processId: number;
  readonly descriptor: number;
  readonly flags: number;
  readonly offset: number;
  readonly atNs: bigint;
  readonly path: string;
  readonly data: Uint8Array;
  readonly size: number;
}

/** Whether an event happened to a file, rather than being said to somebody. */
export function isFileOperation(event: TraceEvent): event is FileOperation & TraceEvent {
  return event.kind !== 'said' && event.kind !== 'process';
}

/** The events of a trace file. A record that the end of the recording cut off is left out. */
export function readTrace(file: string): readonly TraceEvent[] {
  const events: TraceEvent[] = [];
  const names = new Map<string, string>();
  const lastSaid = new Map<string, number>();
  for (const head of heads(readFileSync(file))) {
    const handle = `${head.processId}:${head.descriptor}`;
    const common = { processId: head.processId, atNs: head.atNs };
    const path = names.get(handle);
    switch (head.letter) {
      case 'P':
        events.push({ kind: 'process', command: head.path, ...common });
        break;
      case 'O': {
        names.set(handle, head.path);
        const creates = (head.flags & O_CREAT) !== 0;
        const fresh = (head.flags & O_TRUNC) !== 0;
        if (creates || fresh)
          events.push({ kind: 'open', path: head.path, folder: head.offset === 1, fresh, ...common });
        break;
      }
      case 'C':
        names.delete(handle);
        break;
      case 'W':
        if (path !== undefined)
          events.push({ kind: 'write', path, offset: head.offset, bytes: head.data, size: head.size, ...common });
        break;
      case 'T':
        if (path !== undefined) events.push({ kind: 'truncate', path, size: head.offset, ...common });
        break;
      case 'Y':
        if (path !== undefined) events.push({ kind: 'sync', path, ...common });
        break;
      case 'U':
        events.push({ kind: 'unlink', path: head.path, ...common });
        break;
      case 'M':
        events.push({ kind: 'mkdir', path: head.path, ...common });
        break;
      case 'R':
      case 'L': {
        const to = Buffer.from(head.data).toString();
        // An open descriptor follows its file to the new name.
        if (head.letter === 'R') for (const [key, name] of names) if (name === head.path) names.set(key, to);
        events.push({ kind: head.letter === 'R' ? 'rename' : 'link', path: head.path, to, ...common });
        break;
      }
      case 'S':
        lastSaid.set(handle, events.length);
        events.push({
          kind: 'said',
          descriptor: head.descriptor,
          port: head.offset,
          bytes: head.data,
          size: head.size,
          ...common,
        });
        break;
      case 'Z':
        shorten(events, lastSaid.get(handle), head.offset);
        break;
      default:
        throw new Error(`a record of unknown kind ${head.letter}`);
    }
  }
  return events;
}

function* heads(all: Buffer): Iterable<Head> {
  let at = 0;
  while (at + HEAD_BYTES <= all.length) {
    const pathLength = all.readUInt32LE(at + 32);
    const dataLength = all.readUInt32LE(at + 36);
    const end = at + HEAD_BYTES + pathLength + dataLength;
    if (end > all.length) return;
    yield {
      letter: String.fromCharCode(all.readUInt32LE(at)),
      processId: all.readUInt32LE(at + 4),
      descriptor: all.readInt32LE(at + 8),
      flags: all.readUInt32LE(at + 12),
      offset: Number(all.readBigInt64LE(at + 16)),
      atNs: all.readBigUInt64LE(at + 24),
      size: Number(all.readBigUInt64LE(at + 40)),
      path: all.toString('utf8', at + HEAD_BYTES, at + HEAD_BYTES + pathLength),
      data: all.subarray(at + HEAD_BYTES + pathLength, end),
    };
    at = end;
  }
}

/** The pipe took only `taken` bytes of what was said last on this descriptor; the rest was said again. */
function shorten(events: TraceEvent[], index: number | undefined, taken: number): void {
  const last = index === undefined ? undefined : events[index];
  if (index === undefined || last?.kind !== 'said') return;
  events[index] = { ...last, bytes: last.bytes.subarray(0, taken), size: taken };
}
