/**
 * What an ESC/POS printer says back. Pure: no line, no clock. It never throws; what it does not know is noise.
 *
 * Three kinds share the line and tell themselves apart by fixed bits (Epson, TM-T88III programming guide, appendix):
 * an answer to `DLE EOT` is one byte 0xx1xx10, an automatic status four bytes beginning 0xx1xx00, and a block begins
 * with 37h and ends with 00h.
 */
import type { FaultCode } from '#base/fault.ts';

export type PrinterFrame =
  /** The answer to a `DLE EOT`; which one is known by the order of asking. */
  | { readonly kind: 'status'; readonly byte: number }
  | { readonly kind: 'process'; readonly id: Uint8Array }
  | { readonly kind: 'noise'; readonly bytes: Uint8Array };

const BLOCK_HEADER = 0x37;
const BLOCK_BYTES_MAX = 96;
const PROCESS_ID_BYTES = 4;
const AUTOMATIC_BYTES = 4;

/** However the line cuts its bytes, the frames are the same. */
export class StatusDecoder {
  #held: number[] = [];

  push(bytes: Uint8Array): readonly PrinterFrame[] {
    const frames: PrinterFrame[] = [];
    for (const byte of bytes) {
      const frame = this.#take(byte);
      if (frame !== null) frames.push(frame);
    }
    return frames;
  }

  #take(byte: number): PrinterFrame | null {
    const first = this.#held[0];
    if (first === undefined) {
      if ((byte & 0x93) === 0x12) return { kind: 'status', byte };
      if (byte !== BLOCK_HEADER && (byte & 0x93) !== 0x10) return { kind: 'noise', bytes: Uint8Array.of(byte) };
      this.#held.push(byte);
      return null;
    }
    this.#held.push(byte);
    if (first === BLOCK_HEADER) {
      if (byte === 0) return this.#endBlock();
      return this.#held.length >= BLOCK_BYTES_MAX ? this.#noise() : null;
    }
    // Bytes two to four of an automatic status have bits 4 and 7 clear; anything else is not one.
    if ((byte & 0x90) !== 0) {
      const noise = this.#noise(this.#held.slice(0, -1));
      return this.#take(byte) ?? noise;
    }
    return this.#held.length === AUTOMATIC_BYTES ? this.#noise() : null;
  }

  #endBlock(): PrinterFrame {
    const body = this.#held.slice(1, -1);
    if (body.length < PROCESS_ID_BYTES) return this.#noise();
    this.#held = [];
    return { kind: 'process', id: Uint8Array.from(body.slice(-PROCESS_ID_BYTES)) };
  }

  #noise(bytes: readonly number[] = this.#held): PrinterFrame {
    const frame: PrinterFrame = { kind: 'noise', bytes: Uint8Array.from(bytes) };
    this.#held = [];
    return frame;
  }
}

/** What is asked before a job and while one waits: printer, cause of offline, paper. */
export const STATUS_QUESTIONS = Uint8Array.of(0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 4);
export const STATUS_ANSWERS = 3;

export interface PrinterStatus {
  /** What keeps the printer from printing. */
  readonly blockedBy: FaultCode | null;
  readonly paperNearEnd: boolean;
}

/** The meaning of the answers to {@link STATUS_QUESTIONS}, in their order. */
export function statusOf(printer: number, offline: number, paper: number): PrinterStatus {
  const paperNearEnd = (paper & 0x0c) !== 0;
  const is = (blockedBy: FaultCode | null): PrinterStatus => ({ blockedBy, paperNearEnd });
  if ((paper & 0x60) !== 0 || (offline & 0x20) !== 0) return is('printer.paper-out');
  if ((offline & 0x04) !== 0) return is('printer.cover-open');
  if ((offline & 0x40) !== 0) return is('printer.error');
  if ((printer & 0x08) !== 0) return is('printer.offline');
  return is(null);
}
