/**
 * Codes of a scanner as lines: ended by CR, LF, TAB or ETX, or by a silence that the driver times. Pure: no line, no
 * clock.
 *
 * STX begins a code: what stood before it without an end was one of its own. GS (1Dh) separates the fields of a GS1 code
 * and stays; the other control characters are framing of one maker or another (NUL, XON, XOFF) and are left out.
 */
import { canonicalGtin } from '#domain/barcode/barcode.ts';
import { splitAim } from './aim.ts';
import { CODE_BYTES_MAX, type Read, type ReadDecoder, textOf } from './read.ts';

const STX = 0x02;
const GS = 0x1d;
const DEL = 0x7f;
const ENDS = [0x0d, 0x0a, 0x09, 0x03];

/**
 * A scanner without a terminator is known by its silence. Characters of one code follow each other within a millisecond
 * on a wire and ten on a slow one, and a USB serial adapter keeps them back for sixteen.
 */
const SILENCE_MS = 60;
/** What is a whole product number already, check digit and all, need not be waited for longer than any adapter's pause. */
const SILENCE_MS_WHOLE = 25;
/** The longest product number with an AIM identifier before it. */
const WHOLE_BYTES_MAX = 17;

/** However the line cuts its bytes, the codes are the same. */
export class LineDecoder implements ReadDecoder {
  #held: number[] = [];

  get silenceMs(): number {
    if (this.#held.length > WHOLE_BYTES_MAX) return SILENCE_MS;
    const { text } = splitAim(textOf(Uint8Array.from(this.#held)));
    return canonicalGtin(text) === undefined ? SILENCE_MS : SILENCE_MS_WHOLE;
  }

  get pending(): boolean {
    return this.#held.length > 0;
  }

  push(bytes: Uint8Array): readonly Read[] {
    const reads: Read[] = [];
    for (const byte of bytes) {
      if (byte === STX || ENDS.includes(byte)) reads.push(...this.silence());
      else if ((byte < 0x20 && byte !== GS) || byte === DEL) continue;
      else if (this.#held.length < CODE_BYTES_MAX) this.#held.push(byte);
    }
    return reads;
  }

  silence(): readonly Read[] {
    if (this.#held.length === 0) return [];
    const text = textOf(Uint8Array.from(this.#held));
    this.#held = [];
    return [splitAim(text)];
  }
}
