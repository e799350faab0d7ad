/** What a scanner of any kind gives, and what makes it of bytes. */

/** One code that was read. */
export interface Read {
  readonly text: string;
  /** AIM identifier (`]E0`, ISO/IEC 15424) where the scanner says one. */
  readonly symbology?: string;
}

/** Pure: no line, no clock. It never throws on what the line says, and its memory is bounded. */
export interface ReadDecoder {
  /** How long the line may rest in the middle of a code before `silence` is due. */
  readonly silenceMs: number;
  /** Whether a code has begun and not ended. */
  readonly pending: boolean;
  push(bytes: Uint8Array): readonly Read[];
  /** The line has rested: what is held was a code, or will never be one. */
  silence(): readonly Read[];
}

/**
 * The most that is held of one code. What is longer is cut and given all the same, so that whoever scanned it gets an
 * answer; it is still more characters than any code the till reads may have (512 of up to four bytes), so that a cut
 * code is refused for its length and never taken for a shorter one.
 */
export const CODE_BYTES_MAX = 4 * 513;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 where it is, else one character a byte: a damaged code stays visible and throws nothing. */
export function textOf(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}
