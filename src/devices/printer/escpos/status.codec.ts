/**
 * What an ESC/POS printer says back. Pure: no line, no clock. It never throws; what it does not know is noise.
 *
 * Five kinds share the line and tell themselves apart by fixed bits (Epson, TM-T88III programming guide, appendix; TM-T88V
 * command reference, "GS a", "GS r", "GS I"): an answer to `DLE EOT` is one byte 0xx1xx10; an automatic status is 0xx1xx00
 * and three bytes with bits 4 and 7 clear; an answer to `GS r` is one byte with those bits clear; a process id is
 * 37h 22h, four characters, NUL; an answer to `GS I` 65 to 69 is 5Fh, up to 80 characters, NUL.
 */
import type { FaultCode } from '#base/fault.ts';

export type PrinterFrame =
  /** The answer to a `DLE EOT`; which one is known by the order of asking. */
  | { readonly kind: 'status'; readonly byte: number }
  /** What `GS a` switched on: four bytes whenever something changed. */
  | { readonly kind: 'automatic'; readonly bytes: Uint8Array }
  /** The answer to a `GS r`: everything before it has been taken out of the printer's buffer. */
  | { readonly kind: 'reached'; readonly byte: number }
  | { readonly kind: 'process'; readonly id: Uint8Array }
  | { readonly kind: 'info'; readonly text: string }
  | { readonly kind: 'noise'; readonly bytes: Uint8Array };

const PROCESS_HEADER = 0x37;
const PROCESS_KIND = 0x22;
const PROCESS_BYTES = 7;
const INFO_HEADER = 0x5f;
/** Header, text and NUL. */
const INFO_BYTES_MAX = 82;
const AUTOMATIC_BYTES = 4;

/** What becomes of the bytes held: `more` to wait for, a frame of all of them, or the first of them is noise. */
type Verdict = 'more' | 'noise' | PrinterFrame;

/** However the line cuts its bytes, the frames are the same, and no byte is unaccounted for. */
export class StatusDecoder {
  #held: number[] = [];

  push(bytes: Uint8Array): readonly PrinterFrame[] {
    const frames: PrinterFrame[] = [];
    for (const byte of bytes) {
      this.#held.push(byte);
      this.#settle(frames);
    }
    return frames;
  }

  /** Noise costs its first byte and no other: what stood behind it is looked at afresh. */
  #settle(frames: PrinterFrame[]): void {
    for (let length = 1; length <= this.#held.length;) {
      const verdict = judged(this.#held, length);
      if (verdict === 'more') {
        length++;
      } else if (verdict === 'noise') {
        noise(frames, this.#held.slice(0, 1));
        this.#held = this.#held.slice(1);
        length = 1;
      } else {
        frames.push(verdict);
        this.#held = this.#held.slice(length);
        length = 1;
      }
    }
  }
}

function judged(held: readonly number[], length: number): Verdict {
  const first = held[0] ?? 0;
  const last = held[length - 1] ?? 0;
  if (first === PROCESS_HEADER) return judgedProcess(held, length, last);
  if (first === INFO_HEADER) return judgedInfo(held, length, last);
  if (length === 1) {
    if ((first & 0x93) === 0x12) return { kind: 'status', byte: first };
    if ((first & 0x90) === 0) return { kind: 'reached', byte: first };
    return (first & 0x93) === 0x10 ? 'more' : 'noise';
  }
  if ((last & 0x90) !== 0) return 'noise';
  if (length < AUTOMATIC_BYTES) return 'more';
  return { kind: 'automatic', bytes: Uint8Array.from(held.slice(0, AUTOMATIC_BYTES)) };
}

function judgedProcess(held: readonly number[], length: number, last: number): Verdict {
  if (length === 1) return 'more';
  if (length === 2) return last === PROCESS_KIND ? 'more' : 'noise';
  if (length < PROCESS_BYTES) return isPrintable(last) ? 'more' : 'noise';
  return last === 0 ? { kind: 'process', id: Uint8Array.from(held.slice(2, PROCESS_BYTES - 1)) } : 'noise';
}

function judgedInfo(held: readonly number[], length: number, last: number): Verdict {
  if (length === 1) return 'more';
  if (last !== 0) return isPrintable(last) && length < INFO_BYTES_MAX ? 'more' : 'noise';
  const text = String.fromCharCode(...held.slice(1, length - 1));
  // A stray header before a process id makes no name of it: the id is worth more.
  return /7"[ -~]{4}$/.test(text) ? 'noise' : { kind: 'info', text };
}

function noise(frames: PrinterFrame[], bytes: readonly number[]): void {
  frames.push({ kind: 'noise', bytes: Uint8Array.from(bytes) });
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}

/** What is asked before a job and while one waits: printer, cause of offline, paper. */
export const STATUS_QUESTIONS = Uint8Array.of(0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 4);
export const STATUS_ANSWERS = 3;

export interface PrinterStatus {
  /** What keeps the printer from printing. */
  readonly blockedBy: FaultCode | null;
  readonly paperNearEnd: boolean;
  /** Pin 3 of the drawer's connector, where a sensor hangs on it. */
  readonly drawerPinHigh: boolean;
}

/** The meaning of the answers to {@link STATUS_QUESTIONS}, in their order. */
export function statusOf(printer: number, offline: number, paper: number): PrinterStatus {
  return {
    blockedBy: cause({
      paperOut: (paper & 0x60) !== 0 || (offline & 0x20) !== 0,
      coverOpen: (offline & 0x04) !== 0,
      error: (offline & 0x40) !== 0,
      offline: (printer & 0x08) !== 0,
    }),
    paperNearEnd: (paper & 0x0c) !== 0,
    drawerPinHigh: (printer & 0x04) !== 0,
  };
}

/** The meaning of an automatic status (Epson, TM-T88V command reference, "GS a", bytes 1 to 4). */
export function statusOfAutomatic(bytes: Uint8Array): PrinterStatus {
  const [printer = 0, error = 0, paper = 0] = bytes;
  return {
    blockedBy: cause({
      paperOut: (paper & 0x0c) !== 0,
      coverOpen: (printer & 0x20) !== 0,
      // Recoverable, cutter, unrecoverable, and one that goes by itself (the head is hot).
      error: (error & 0x6c) !== 0,
      offline: (printer & 0x08) !== 0,
    }),
    paperNearEnd: (paper & 0x03) !== 0,
    drawerPinHigh: (printer & 0x04) !== 0,
  };
}

/** The one cause that somebody can do something about: paper and cover put a printer offline too. */
function cause(is: {
  readonly paperOut: boolean;
  readonly coverOpen: boolean;
  readonly error: boolean;
  readonly offline: boolean;
}): FaultCode | null {
  // An open cover lifts the paper off its sensor: the cover is what there is to be done.
  if (is.coverOpen) return 'printer.cover-open';
  if (is.paperOut) return 'printer.paper-out';
  if (is.error) return 'printer.error';
  return is.offline ? 'printer.offline' : null;
}
