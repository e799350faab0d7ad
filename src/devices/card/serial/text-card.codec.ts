/**
 * Numbers of cards as text on a line: between STX and ETX, or ended by CR or LF. Pure: no line, no clock. Half a number is
 * never given: what has no end is dropped by `silence`, which the driver times, or by the next STX.
 */
const STX = 0x02;
const ETX = 0x03;
const CR = 0x0d;
const LF = 0x0a;
/** Ten bytes in hex with separators are 29 characters; whatever is longer is no card. */
const TEXT_BYTES_MAX = 64;
/** RDM6300, ID-12LA and their like: ten hex digits, then the exclusive or of the five bytes (ID Innovations, ID-12 data sheet). */
const CHECKED = /^[0-9A-Fa-f]{12}$/;

export type TextFrame = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'damaged' };

export class TextCardDecoder {
  #held: number[] = [];
  #overlong = false;

  /** Whether a number has begun and not ended. */
  get pending(): boolean {
    return this.#held.length > 0 || this.#overlong;
  }

  /** However the line cuts its bytes, the frames are the same. */
  push(bytes: Uint8Array): readonly TextFrame[] {
    const frames: TextFrame[] = [];
    for (const byte of bytes) {
      if (byte === STX) this.silence();
      else if (byte === ETX || byte === CR || byte === LF) frames.push(...this.#take());
      else if (this.#held.length < TEXT_BYTES_MAX) this.#held.push(byte);
      else this.#overlong = true;
    }
    return frames;
  }

  /** The line has been silent: what has no end by now gets none. */
  silence(): void {
    this.#held = [];
    this.#overlong = false;
  }

  #take(): readonly TextFrame[] {
    const overlong = this.#overlong;
    const text = String.fromCharCode(...this.#held).trim();
    this.silence();
    if (overlong || /[^\x20-\x7e]/.test(text)) return [{ kind: 'damaged' }];
    if (text === '') return [];
    if (!CHECKED.test(text)) return [{ kind: 'text', text }];
    const bytes = Buffer.from(text, 'hex');
    const sum = bytes.subarray(0, 5).reduce((all, byte) => all ^ byte, 0);
    return [sum === bytes[5] ? { kind: 'text', text: text.slice(0, 10) } : { kind: 'damaged' }];
  }
}
