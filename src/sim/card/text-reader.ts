/**
 * A reader of contactless cards that writes each number as text, as serial and network readers do: STX, the number in hex, CR,
 * ETX. Whoever listens on its line gets it; it says nothing when a card is taken away.
 */
import { type ScannerLine, TcpLine } from '../scanner/scanner-line.ts';

const STX = '\u0002';
const ETX = '\u0003';
const RANDOM_BYTES = 3;

export interface TextReaderOptions {
  /** The port of its network interface, where `line` names no other. */
  readonly port?: number;
  readonly line?: ScannerLine;
  /** Called when a till begins or ceases to listen, where the line can tell. */
  readonly onChange?: () => void;
}

export class TextReader {
  readonly #line: ScannerLine;
  #plugged = false;

  constructor(options: TextReaderOptions = {}) {
    const { port = 0, onChange } = options;
    this.#line = options.line ?? new TcpLine({ port, ...(onChange === undefined ? {} : { onChange }) });
  }

  get address(): string {
    return this.#line.address;
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  /** How many tills listen. */
  get listeners(): number {
    return this.#line.listeners;
  }

  async plug(): Promise<void> {
    this.#plugged = true;
    await this.#line.plug();
  }

  async unplug(): Promise<void> {
    this.#plugged = false;
    await this.#line.unplug();
  }

  /** A card is held to it; false when nobody hears its number. */
  hold(numberHex: string): boolean {
    return this.#line.send(new TextEncoder().encode(`${STX}${numberHex.toUpperCase()}\r${ETX}`));
  }
}

/** The number of a phone: four bytes that begin with 08 and differ each time (ISO/IEC 14443-3, random UID). */
export function randomNumber(random: () => number = Math.random): string {
  const bytes = Array.from({ length: RANDOM_BYTES }, () => Math.floor(random() * 256));
  return ['08', ...bytes.map((byte) => byte.toString(16).padStart(2, '0'))].join('');
}
