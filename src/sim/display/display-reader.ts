/**
 * What a customer display makes of the bytes it gets: its own reader of both dialects, written from the command lists of
 * the makers (Epson DM-D110 specification, chapter 5; CD5220 user's manual, p. 28) and from no encoder.
 */
import tables from '../printer/code-pages.json' with { type: 'json' };

export type ReaderDialect = 'escpos' | 'cd5220';

export interface ReaderOptions {
  readonly dialect: ReaderDialect;
  readonly columns: number;
  /** The page that the display has when nobody chose one, by its switches. */
  readonly page?: PageName;
}

export type PageName = 'CP437' | 'CP850' | 'CP858' | 'CP1252';

const LINES = 2;
const UNKNOWN_MAX = 50;
const STRING_BYTES_MAX = 40;
/** Bytes that follow a command's first ones, where they are counted. */
const ESCPOS_ARGUMENTS: Readonly<Record<string, number>> = {
  ...{ '1b40': 0, '1b74': 1, '1b52': 1, '1b3d': 1, '1b25': 1, '1b3f': 1, '1b57': 6 },
  ...{ '1f24': 2, '1f42': 0, '1f43': 1, '1f58': 1, '1f45': 1, '1f72': 1, '1f01': 0, '1f02': 0, '1f03': 0 },
  ...{ '1f0a': 0, '1f0d': 0, '1f40': 0, '1f2e': 1, '1f2c': 1, '1f3b': 1, '1f23': 2 },
};
const CD5220_ARGUMENTS: Readonly<Record<string, number>> = {
  ...{ '1b11': 0, '1b12': 0, '1b13': 0, '1b40': 0, '1b6c': 2, '1b2a': 1, '1b5f': 1, '1b66': 1, '1b63': 1, '1b3d': 1 },
  ...{ '1b3f': 1, '1b25': 1, '1b5b': 1, '1b57': 4 },
};
const ESCPOS_PAGES: Readonly<Record<number, PageName>> = { 0: 'CP437', 2: 'CP850', 16: 'CP1252', 19: 'CP858' };
const characters: Readonly<Record<string, readonly string[]>> = tables.characters;

export class DisplayReader {
  readonly #options: ReaderOptions;
  #cells: string[] = [];
  #column = 0;
  #line = 0;
  #mode: 'overwrite' | 'vertical' | 'horizontal' = 'overwrite';
  #cursor = true;
  #page: PageName;
  /** A command whose bytes have not all come. */
  #command: number[] = [];
  /** What `ESC Q` collects until its CR. */
  #string: { readonly line: number; bytes: number[] } | null = null;
  /** Between `ESC Q` and the next CLR or CAN, where no other command is obeyed. */
  #stringMode = false;
  readonly #unknown: string[] = [];

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#page = options.page ?? 'CP437';
    this.reset();
  }

  /** What a person before the display reads. */
  get lines(): readonly [string, string] {
    const { columns } = this.#options;
    return [this.#cells.slice(0, columns).join(''), this.#cells.slice(columns).join('')];
  }

  get cursorShown(): boolean {
    return this.#cursor;
  }

  /** Commands that no manual has, or that came where they are not obeyed, in hex: a healthy encoder sends none. */
  get unknownCommands(): readonly string[] {
    return this.#unknown;
  }

  /** As after power on. */
  reset(): void {
    this.#cells = new Array<string>(LINES * this.#options.columns).fill(' ');
    this.#home();
    this.#mode = 'overwrite';
    this.#cursor = true;
    this.#page = this.#options.page ?? 'CP437';
    this.#command = [];
    this.#string = null;
    this.#stringMode = false;
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) this.#take(byte);
  }

  #take(byte: number): void {
    if (this.#string !== null) this.#collect(this.#string, byte);
    else if (this.#command.length > 0) this.#argument(byte);
    else if (byte === 0x0c || byte === 0x18) this.#clear(byte);
    else if (byte === 0x1b || byte === 0x1f) this.#command = [byte];
    else if (byte < 0x20) this.#control(byte);
    else if (this.#stringMode) this.#refuse([byte]);
    else this.#put(this.#characterOf(byte));
  }

  #argument(byte: number): void {
    this.#command.push(byte);
    const [first = 0, second = 0, ...rest] = this.#command;
    if (this.#options.dialect === 'cd5220' && first === 0x1b && second === 0x51) {
      if (rest.length === 0) return;
      this.#command = [];
      const line = [0x41, 0x42].indexOf(byte);
      if (line < 0) return this.#refuse([first, second, byte]);
      this.#string = { line, bytes: [] };
      this.#stringMode = true;
      return;
    }
    const known = this.#options.dialect === 'escpos' ? ESCPOS_ARGUMENTS : CD5220_ARGUMENTS;
    const wanted = known[hexOf([first, second])];
    if (wanted !== undefined && rest.length < wanted) return;
    const command = this.#command;
    this.#command = [];
    if (wanted === undefined || this.#stringMode) return this.#refuse(command);
    if (this.#options.dialect === 'escpos') this.#obeyEscpos(command);
    else this.#obeyCd5220(command);
  }

  #obeyEscpos([first = 0, second = 0, x = 0, y = 0]: readonly number[]): void {
    switch (hexOf([first, second])) {
      case '1b40':
        return this.reset();
      case '1b74': {
        const page = ESCPOS_PAGES[x];
        if (page === undefined) return this.#refuse([first, second, x]);
        this.#page = page;
        return;
      }
      case '1f24':
        return this.#moveTo(x, y, [first, second, x, y]);
      case '1f42':
        return this.#moveTo(this.#options.columns, LINES, [first, second]);
      case '1f43':
        this.#cursor = x === 1 || x === 0x31;
        return;
      case '1f01':
      case '1f02':
      case '1f03':
        this.#mode = (['overwrite', 'vertical', 'horizontal'] as const)[second - 1] ?? 'overwrite';
        return;
      case '1f0a':
        this.#line = 1 - this.#line;
        return;
      case '1f0d':
        this.#column = this.#options.columns - 1;
    }
  }

  #obeyCd5220([first = 0, second = 0, x = 0, y = 0]: readonly number[]): void {
    switch (hexOf([first, second])) {
      case '1b40':
        return this.reset();
      case '1b6c':
        return this.#moveTo(x, y, [first, second, x, y]);
      case '1b11':
      case '1b12':
      case '1b13':
        this.#mode = (['overwrite', 'vertical', 'horizontal'] as const)[second - 0x11] ?? 'overwrite';
        return;
      case '1b5f':
        this.#cursor = x === 1 || x === 0x31;
        return;
      case '1b5b':
        if (x === 0x48) this.#home();
        else if (x === 0x4b) this.#moveTo(this.#options.columns, LINES, []);
    }
  }

  /** CR ends the string; CLR and CAN end the string mode with it. */
  #collect(string: { readonly line: number; bytes: number[] }, byte: number): void {
    if (byte === 0x0d) {
      this.#string = null;
      const { columns } = this.#options;
      for (let column = 0; column < columns; column++) {
        const written = string.bytes[column];
        this.#cells[string.line * columns + column] = written === undefined ? ' ' : this.#characterOf(written);
      }
      return;
    }
    if (byte === 0x0c || byte === 0x18) {
      this.#string = null;
      return this.#clear(byte);
    }
    if (byte < 0x20 || string.bytes.length >= STRING_BYTES_MAX) return this.#refuse([byte]);
    string.bytes.push(byte);
  }

  /** CLR: all of it. CAN: the line of the cursor. */
  #clear(byte: number): void {
    this.#stringMode = false;
    const { columns } = this.#options;
    if (byte === 0x0c) {
      this.#cells.fill(' ');
      return this.#home();
    }
    this.#cells.fill(' ', this.#line * columns, (this.#line + 1) * columns);
    this.#column = 0;
  }

  #control(byte: number): void {
    if (this.#stringMode) return this.#refuse([byte]);
    switch (byte) {
      case 0x08:
        this.#step(-1);
        break;
      case 0x09:
        this.#step(1);
        break;
      case 0x0a:
        this.#line = 1 - this.#line;
        break;
      case 0x0b:
        this.#home();
        break;
      case 0x0d:
        this.#column = 0;
        break;
      default:
        this.#refuse([byte]);
    }
  }

  #put(character: string): void {
    const { columns } = this.#options;
    if (this.#mode === 'vertical' && this.#column >= columns) {
      // The lower line moves up when the next letter has no room.
      if (this.#line === 1) this.#cells = [...this.#cells.slice(columns), ...new Array<string>(columns).fill(' ')];
      this.#line = 1;
      this.#column = 0;
    }
    if (this.#mode === 'horizontal' && this.#column >= columns) {
      const from = this.#line * columns;
      this.#cells.splice(from, columns, ...this.#cells.slice(from + 1, from + columns), ' ');
      this.#column = columns - 1;
    }
    this.#cells[this.#line * columns + Math.min(this.#column, columns - 1)] = character;
    if (this.#mode === 'overwrite') this.#step(1);
    else this.#column += 1;
  }

  /** From the end of a line to the beginning of the other, in both directions. */
  #step(by: 1 | -1): void {
    const { columns } = this.#options;
    const all = LINES * columns;
    const at = (this.#line * columns + Math.min(this.#column, columns - 1) + by + all) % all;
    this.#line = Math.floor(at / columns);
    this.#column = at % columns;
  }

  #moveTo(x: number, y: number, command: readonly number[]): void {
    if (x < 1 || x > this.#options.columns || y < 1 || y > LINES) return this.#refuse(command);
    this.#column = x - 1;
    this.#line = y - 1;
  }

  #home(): void {
    this.#column = 0;
    this.#line = 0;
  }

  #refuse(bytes: readonly number[]): void {
    this.#unknown.push(hexOf(bytes));
    if (this.#unknown.length > UNKNOWN_MAX) this.#unknown.shift();
  }

  #characterOf(byte: number): string {
    if (byte < 0x80) return byte === 0x7f ? ' ' : String.fromCharCode(byte);
    const word = characters[this.#page]?.[(byte - 0x80) >> 4]?.split(' ')[byte & 0x0f] ?? '';
    const codePoint = Number.parseInt(word, 16);
    if (Number.isNaN(codePoint)) return '\ufffd';
    return codePoint === 0xa0 ? ' ' : String.fromCodePoint(codePoint);
  }
}

function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
