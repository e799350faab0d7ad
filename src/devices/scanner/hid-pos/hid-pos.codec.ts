/**
 * Codes of a scanner in HID POS mode (HID Point of Sale Usage Tables 1.02, §3): reports of 64 bytes, a long code in
 * several. Pure: no line, no clock.
 *
 * Reports have no number, so a code is given only when nothing speaks against its being whole: its last report came, no
 * report between was damaged, all were of one symbology, and none kept the next one waiting. What cannot be seen is one
 * lost in the middle without a trace; the system's own queue of 64 reports makes that a matter of a stalled machine.
 */
import { splitAim } from '../aim.ts';
import { CODE_BYTES_MAX, type Read, type ReadDecoder, textOf } from '../read.ts';
import {
  COUNT_AT,
  DATA_BYTES_MAX,
  type Layout,
  layoutOf,
  type MakerProfile,
  makerProfile,
  MORE_AT,
  REPORT_BYTES,
  REPORT_ID,
  symbologyOf,
} from './layout.ts';

/**
 * Reports of one code follow each other within milliseconds (a full-speed USB device is asked at least every ten); the
 * rest is room for a busy machine. Two codes are never closer than a hand is fast.
 */
const SILENCE_MS = 250;
const GS = 0x1d;
const DEL = 0x7f;

interface Piece {
  readonly layout: Layout;
  readonly bytes: Uint8Array;
  readonly symbology: string | undefined;
  readonly more: boolean;
}

export class HidPosDecoder implements ReadDecoder {
  readonly silenceMs = SILENCE_MS;
  readonly #profile: MakerProfile | undefined;
  #held: number[] = [];
  #symbology: string | undefined;
  #layout: Layout | undefined;
  #state: 'idle' | 'in-code' | 'spoilt' = 'idle';

  /** `vendorId` is the USB number of the scanner's maker. */
  constructor(options: { readonly vendorId?: number } = {}) {
    this.#profile = makerProfile(options.vendorId);
  }

  get pending(): boolean {
    return this.#state !== 'idle';
  }

  /** One report, or several that the system gave in one go. */
  push(bytes: Uint8Array): readonly Read[] {
    const reads: Read[] = [];
    for (let at = 0; at < bytes.length; at += REPORT_BYTES)
      reads.push(...this.#take(bytes.subarray(at, at + REPORT_BYTES)));
    return reads;
  }

  /** What has begun and not ended by now never will: half a code is dropped. */
  silence(): readonly Read[] {
    this.#reset();
    return [];
  }

  #take(report: Uint8Array): readonly Read[] {
    if (report[0] !== REPORT_ID) return [];
    const piece = this.#pieceOf(report);
    if (piece === undefined) {
      if (this.#state === 'in-code') this.#spoil();
      return [];
    }
    // The end of the code before was lost, and another one begins.
    if (this.#state === 'in-code' && piece.symbology !== undefined && piece.symbology !== this.#symbology)
      this.#reset();
    if (this.#state === 'spoilt') {
      if (!piece.more) this.#reset();
      return [];
    }
    this.#hold(piece);
    return piece.more ? [] : this.#give();
  }

  #pieceOf(report: Uint8Array): Piece | undefined {
    const count = report[COUNT_AT] ?? 0;
    if (report.length < REPORT_BYTES || count > DATA_BYTES_MAX) return undefined;
    const own = layoutOf(report, this.#profile);
    const symbology = symbologyOf(report, own, this.#profile);
    // A report that does not say its symbology goes on like the one before it.
    const layout = symbology === undefined ? (this.#layout ?? own) : own;
    return {
      layout,
      bytes: report.subarray(layout.dataAt, layout.dataAt + count),
      symbology,
      more: ((report[MORE_AT] ?? 0) & 1) === 1,
    };
  }

  #hold(piece: Piece): void {
    if (this.#state === 'idle') {
      this.#symbology = piece.symbology;
      this.#layout = piece.layout;
    }
    this.#state = 'in-code';
    for (const byte of piece.bytes) {
      const framing = (byte < 0x20 && byte !== GS) || byte === DEL;
      if (!framing && this.#held.length < CODE_BYTES_MAX) this.#held.push(byte);
    }
  }

  #give(): readonly Read[] {
    const text = textOf(Uint8Array.from(this.#held));
    const symbology = this.#symbology;
    this.#reset();
    if (text === '') return [];
    return [symbology === undefined ? splitAim(text) : { text, symbology }];
  }

  /** The rest of this code is worth nothing, up to its last report or to a silence. */
  #spoil(): void {
    this.#held = [];
    this.#state = 'spoilt';
  }

  #reset(): void {
    this.#held = [];
    this.#symbology = undefined;
    this.#layout = undefined;
    this.#state = 'idle';
  }
}
