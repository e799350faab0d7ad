/**
 * A reader of ESC/POS, written from the manuals and sharing nothing with the encoder: what comes in as bytes goes out as
 * paper, drawer kicks and questions. Bytes may come in any pieces.
 *
 * Real-time commands are seen twice, as on a real printer: `RealTimeScanner` hears them the moment they arrive, wherever
 * they stand, and the reader passes over them when their turn in the buffer comes.
 */
import type { ModelCodePages } from './code-pages.ts';
import type { PaperAlign, PaperItem, Span } from './paper.ts';

export type ReaderEvent =
  | { readonly kind: 'paper'; readonly item: PaperItem }
  | { readonly kind: 'kick'; readonly pin: 2 | 5; readonly onMs: number }
  | { readonly kind: 'process'; readonly id: Uint8Array }
  | { readonly kind: 'paper-status' }
  | { readonly kind: 'name'; readonly n: number }
  | { readonly kind: 'automatic-status'; readonly on: boolean }
  | { readonly kind: 'unknown'; readonly bytes: Uint8Array };

const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const DLE = 0x10;

export interface ReaderOptions {
  readonly codePages: ModelCodePages;
  readonly columns: number;
}

export class EscposReader {
  readonly #codePages: ModelCodePages;
  readonly #columns: number;
  #held: number[] = [];
  #events: ReaderEvent[] = [];
  #spans: Span[] = [];
  #used = 0;
  #band: { readonly dotsWide: number; readonly dotsHigh: number; readonly bits: Uint8Array } | null = null;
  #page = 0;
  #bold = false;
  #wide = 1;
  #tall = 1;
  #align: PaperAlign = 'left';
  #twoByte = true;
  #country = -1;
  #qrData = '';
  #qrModuleDots = 3;
  #jobBytes = 0;

  constructor(options: ReaderOptions) {
    this.#codePages = options.codePages;
    this.#columns = options.columns;
  }

  /** Bytes of commands that leave something on paper or move something: questions and settings of a line are none. */
  get jobBytes(): number {
    return this.#jobBytes;
  }

  /** Takes bytes and gives what became complete. */
  push(bytes: Uint8Array): readonly ReaderEvent[] {
    for (const byte of bytes) this.#held.push(byte);
    let at = 0;
    for (;;) {
      const taken = this.#command(at);
      if (taken === 0) break;
      if (!isTalk(this.#held[at], this.#held[at + 1])) this.#jobBytes += taken;
      at += taken;
    }
    if (at > 0) this.#held = this.#held.slice(at);
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Takes one command or character off the buffer at `at`; 0 when it is not complete. */
  #command(at: number): number {
    const left = this.#held.length - at;
    const first = this.#held[at];
    if (first === undefined) return 0;
    const byte = (offset: number): number => this.#held[at + offset] ?? 0;
    if (first === ESC) return left < 2 ? 0 : this.#escape(byte, left);
    if (first === GS) return left < 2 ? 0 : this.#group(byte, left, at);
    if (first === FS) {
      if (left < 2) return 0;
      this.#twoByte = byte(1) === 0x26;
      return byte(1) === 0x26 || byte(1) === 0x2e ? 2 : this.#unknown([first, byte(1)], 2);
    }
    if (first === DLE) return left < 3 ? 0 : byte(1) === 0x14 ? (left < 5 ? 0 : 5) : 3;
    if (first === 0x0a) this.#endLine();
    else if (first < 0x20 && first !== 0x0d) this.#unknown([first], 1);
    else if (first !== 0x0d) this.#print(first);
    return 1;
  }

  #escape(byte: (offset: number) => number, left: number): number {
    const with1 = (apply: (n: number) => void): number => {
      if (left < 3) return 0;
      apply(byte(2));
      return 3;
    };
    switch (byte(1)) {
      case 0x40: // @
        this.#initialise();
        this.#events.push({ kind: 'automatic-status', on: false });
        return 2;
      case 0x32: // 2
        return 2;
      case 0x21: // !
        return with1((n) => {
          this.#bold = (n & 0x08) !== 0;
          this.#tall = (n & 0x10) !== 0 ? 2 : 1;
          this.#wide = (n & 0x20) !== 0 ? 2 : 1;
        });
      case 0x45: // E
      case 0x47: // G
        return with1((n) => {
          this.#bold = (n & 1) === 1;
        });
      case 0x61: // a
        return with1((n) => {
          this.#align = n % 48 === 1 ? 'center' : n % 48 === 2 ? 'right' : 'left';
        });
      case 0x74: // t
        return with1((n) => {
          if (!this.#codePages.underEscGs) this.#page = n;
        });
      case 0x52: // R
        return with1((n) => {
          this.#country = n;
        });
      case 0x64: // d
        return with1((n) => {
          this.#endLine();
          for (let line = 1; line < n; line++) this.#endLine();
        });
      case 0x33: // 3
      case 0x4a: // J
      case 0x4d: // M
      case 0x2d: // -
        return with1(() => undefined);
      case 0x70: // p m t1 t2
        if (left < 5) return 0;
        this.#events.push({ kind: 'kick', pin: byte(2) % 48 === 1 ? 5 : 2, onMs: byte(3) * 2 });
        return 5;
      case GS: // ESC GS t n
        if (left < 4) return 0;
        if (byte(2) !== 0x74) return this.#unknown([ESC, GS, byte(2)], 3);
        if (this.#codePages.underEscGs) this.#page = byte(3);
        return 4;
      case 0x2a: // * m nL nH data
        return this.#columnImage(byte, left);
      default:
        return this.#unknown([ESC, byte(1)], 2);
    }
  }

  #columnImage(byte: (offset: number) => number, left: number): number {
    if (left < 5) return 0;
    const bytesAColumn = byte(2) >= 32 ? 3 : 1;
    const dotsWide = byte(3) + 256 * byte(4);
    const length = 5 + dotsWide * bytesAColumn;
    if (left < length) return 0;
    const rowBytes = Math.ceil(dotsWide / 8);
    const dotsHigh = bytesAColumn * 8;
    const bits = new Uint8Array(rowBytes * dotsHigh);
    for (let x = 0; x < dotsWide; x++) {
      for (let y = 0; y < dotsHigh; y++) {
        if ((byte(5 + x * bytesAColumn + (y >> 3)) & (0x80 >> (y & 7))) === 0) continue;
        const to = y * rowBytes + (x >> 3);
        bits[to] = (bits[to] ?? 0) | (0x80 >> (x & 7));
      }
    }
    this.#band = { dotsWide: rowBytes * 8, dotsHigh, bits };
    return length;
  }

  #group(byte: (offset: number) => number, left: number, at: number): number {
    switch (byte(1)) {
      case 0x21: // !
        if (left < 3) return 0;
        this.#wide = (byte(2) >> 4) + 1;
        this.#tall = (byte(2) & 0x0f) + 1;
        return 3;
      case 0x56: {
        // V m [n]
        if (left < 3) return 0;
        const feeds = byte(2) >= 65;
        if (feeds && left < 4) return 0;
        this.#flushLine();
        this.#events.push({ kind: 'paper', item: { kind: 'cut' } });
        return feeds ? 4 : 3;
      }
      case 0x42: // B
      case 0x48: // H
      case 0x66: // f
      case 0x68: // h
      case 0x77: // w
        return left < 3 ? 0 : 3;
      case 0x4c: // L
      case 0x57: // W
        return left < 4 ? 0 : 4;
      case 0x61: // a
        if (left < 3) return 0;
        this.#events.push({ kind: 'automatic-status', on: byte(2) !== 0 });
        return 3;
      case 0x49: // I
        if (left < 3) return 0;
        this.#events.push({ kind: 'name', n: byte(2) });
        return 3;
      case 0x72: // r
        if (left < 3) return 0;
        this.#events.push({ kind: 'paper-status' });
        return 3;
      case 0x6b: // k
        return this.#barcode(byte, left, at);
      case 0x76: // v 0 m xL xH yL yH data
        return this.#rasterImage(byte, left, at);
      case 0x28: // ( X pL pH data
        return this.#extended(byte, left, at);
      default:
        return this.#unknown([GS, byte(1)], 2);
    }
  }

  #barcode(byte: (offset: number) => number, left: number, at: number): number {
    if (left < 4) return 0;
    const symbology = byte(2);
    // Below 65 the data ends with NUL, from there on its length comes first.
    const from = symbology >= 65 ? 4 : 3;
    const end = symbology >= 65 ? from + byte(3) : this.#held.indexOf(0, at + from) - at;
    if (end < from || left < end) return 0;
    const data = String.fromCharCode(...this.#held.slice(at + from, at + end));
    this.#flushLine();
    const text = symbology === 73 ? code128Text(data) : data;
    this.#events.push({ kind: 'paper', item: { kind: 'barcode', symbology, data: text, align: this.#align } });
    return symbology >= 65 ? end : end + 1;
  }

  #rasterImage(byte: (offset: number) => number, left: number, at: number): number {
    if (left < 8) return 0;
    const rowBytes = byte(4) + 256 * byte(5);
    const dotsHigh = byte(6) + 256 * byte(7);
    const end = 8 + rowBytes * dotsHigh;
    if (left < end) return 0;
    this.#flushLine();
    const bits = Uint8Array.from(this.#held.slice(at + 8, at + end));
    this.#events.push({
      kind: 'paper',
      item: { kind: 'image', dotsWide: rowBytes * 8, dotsHigh, bits, align: this.#align },
    });
    return end;
  }

  #extended(byte: (offset: number) => number, left: number, at: number): number {
    if (left < 5) return 0;
    const end = 5 + byte(3) + 256 * byte(4);
    if (left < end) return 0;
    const data = Uint8Array.from(this.#held.slice(at + 5, at + end));
    const fn = data[1];
    if (byte(2) === 0x6b && data[0] === 49) {
      if (fn === 67) this.#qrModuleDots = data[2] ?? 3;
      if (fn === 80) this.#qrData = new TextDecoder().decode(data.subarray(3));
      if (fn === 81) {
        this.#flushLine();
        this.#events.push({
          kind: 'paper',
          item: { kind: 'qr', data: this.#qrData, moduleDots: this.#qrModuleDots, align: this.#align },
        });
      }
    } else if (byte(2) === 0x48 && data[0] === 48 && fn === 48) {
      this.#events.push({ kind: 'process', id: data.slice(2) });
    } else this.#unknown(this.#held.slice(at, at + end), end);
    return end;
  }

  #print(byte: number): void {
    const cells = this.#wide;
    if (this.#used + cells > this.#columns) this.#endLine();
    // A model that starts in two-byte mode makes ideograms of accents until FS . is sent.
    const character =
      byte < 0x80 ? this.#ascii(byte) : this.#twoByte ? '\ufffd' : this.#codePages.character(this.#page, byte);
    const last = this.#spans.at(-1);
    if (last !== undefined && last.bold === this.#bold && last.wide === this.#wide && last.tall === this.#tall) {
      this.#spans[this.#spans.length - 1] = { ...last, text: last.text + character };
    } else this.#spans.push({ text: character, bold: this.#bold, wide: this.#wide, tall: this.#tall });
    this.#used += cells;
  }

  /** Outside `ESC R 0` some of ASCII is another country's. */
  #ascii(byte: number): string {
    const character = String.fromCharCode(byte);
    return this.#country === 0 || !'#$@[\\]^`{|}~'.includes(character) ? character : '\ufffd';
  }

  #flushLine(): void {
    if (this.#spans.length > 0 || this.#band !== null) this.#endLine();
  }

  #endLine(): void {
    const band = this.#band;
    if (band !== null) this.#events.push({ kind: 'paper', item: { kind: 'image', ...band, align: this.#align } });
    else this.#events.push({ kind: 'paper', item: { kind: 'line', spans: this.#spans, align: this.#align } });
    this.#spans = [];
    this.#band = null;
    this.#used = 0;
  }

  #initialise(): void {
    this.#spans = [];
    this.#band = null;
    this.#used = 0;
    this.#page = 0;
    this.#bold = false;
    this.#wide = 1;
    this.#tall = 1;
    this.#align = 'left';
    this.#twoByte = true;
    this.#country = -1;
  }

  #unknown(bytes: readonly number[], taken: number): number {
    this.#events.push({ kind: 'unknown', bytes: Uint8Array.from(bytes) });
    return taken;
  }
}

/** Questions, `ESC @` and `GS a`: what passes between jobs. */
function isTalk(first: number | undefined, second: number | undefined): boolean {
  if (first === DLE) return true;
  return first === ESC ? second === 0x40 : first === GS && (second === 0x49 || second === 0x61);
}

/** The text of `GS k 73`: `{A`, `{B` and `{C` change the set, in which a byte is two digits; `{{` is the brace itself. */
function code128Text(data: string): string {
  let set = 'B';
  let text = '';
  for (let at = 0; at < data.length; at += 1) {
    const character = data.charAt(at);
    if (character === '{') {
      at += 1;
      if (data.charAt(at) === '{') text += '{';
      else set = data.charAt(at);
    } else text += set === 'C' ? String(data.charCodeAt(at)).padStart(2, '0') : character;
  }
  return text;
}
