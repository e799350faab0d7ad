/**
 * Codes of a scanner as lines: ended by CR, LF or TAB, or by a silence that the driver times. Pure: no line, no clock.
 *
 * GS (1Dh) separates the fields of a GS1 code and stays; the other control characters are framing of one maker or
 * another (STX, ETX, NUL) and are left out. A code longer than any that exists is cut short and given, so that whoever
 * scanned it gets an answer; the rest of it up to its end is swallowed.
 */
export const CODE_BYTES_MAX = 512;

const TERMINATORS = [0x0d, 0x0a, 0x09];
const GS = 0x1d;

/** However the line cuts its bytes, the codes are the same. */
export class LineDecoder {
  #held: number[] = [];
  #overlong = false;

  /** Whether a code has begun and not ended. */
  get pending(): boolean {
    return this.#held.length > 0 || this.#overlong;
  }

  push(bytes: Uint8Array): readonly string[] {
    const codes: string[] = [];
    for (const byte of bytes) {
      if (TERMINATORS.includes(byte)) codes.push(...this.silence());
      else if (byte < 0x20 && byte !== GS) continue;
      else if (byte === 0x7f) continue;
      else if (this.#held.length < CODE_BYTES_MAX) this.#held.push(byte);
      else this.#overlong = true;
    }
    return codes;
  }

  /** The line has been silent for as long as a code ends: what was held is one. */
  silence(): readonly string[] {
    const held = this.#held;
    this.#held = [];
    this.#overlong = false;
    return held.length === 0 ? [] : [decode(Uint8Array.from(held))];
  }
}

/** UTF-8 where it is, else one character a byte: a damaged code stays visible and throws nothing. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
