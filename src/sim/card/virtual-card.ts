/**
 * A card for the virtual reader of pcscd (vsmartcard's vpcd): it connects to the reader as a TCP client, which is holding it to
 * the reader, and answers what the reader passes on, with its own reading of ISO 7816-4 and of PC/SC part 3. Door of the folder.
 *
 * On that line every message has two bytes of length, high byte first. A message of one byte is an order of the reader (0 power
 * off, 1 power on, 2 reset, 4 give the answer to reset); everything else is a command for the card.
 */
import { connect, type Socket } from 'node:net';
import { ntag213 } from './ntag-memory.ts';

export const CARD_SCENARIOS = [
  /** An NTAG213 that stays where it is. */
  'normal',
  /** Pulled away in the middle of its number, each time: success without a byte. */
  'half-read',
  /** Half of its number, then status 6300. */
  'cut-short',
  /** Torn once, read whole the second time. */
  'half-read-once',
  /** A phone: four bytes that begin with 08 and differ each time. */
  'random-uid',
  /** Each answer takes a third of a second. */
  'slow',
  /** Another program took the session: DESFire says 911C to the first two commands. */
  'stolen-session',
  /** A chip that knows no number. */
  'no-number',
  /** Bytes that mean nothing. */
  'rubbish',
] as const;
export type CardScenario = (typeof CARD_SCENARIOS)[number];

/** Answer to reset of a contactless storage card, PC/SC part 3, 3.1.3.2.3: card name 0003h. */
const STORAGE_ATR = '3b8f8001804f0ca0000003060300030000000068';
const DESFIRE_ATR = '3b8180018080';
const SLOW_MS = 350;
const OK = [0x90, 0x00];

export interface VirtualCardOptions {
  readonly uid?: string;
  readonly atr?: string;
  /** Text on the card's memory; null for none. */
  readonly text?: string | null;
  readonly scenario?: CardScenario;
  readonly host?: string;
  readonly port?: number;
  /** A path instead of host and port, where the reader is reached by one. */
  readonly path?: string;
  readonly onChange?: () => void;
}

export class VirtualCard {
  readonly #options: VirtualCardOptions;
  uid: string;
  scenario: CardScenario;
  text: string | null;
  /** Every command that came, in hex. */
  readonly commands: string[] = [];
  #line: Socket | null = null;
  #torn = 0;
  #stolen = 0;

  constructor(options: VirtualCardOptions = {}) {
    this.#options = options;
    this.uid = options.uid ?? '04a1b2c3d4e580';
    this.scenario = options.scenario ?? 'normal';
    this.text = options.text === undefined ? 'fidelite:1042' : options.text;
  }

  get inserted(): boolean {
    return this.#line !== null;
  }

  /** Holds it to the reader. Rejects where no reader listens. */
  insert(): Promise<void> {
    this.remove();
    const { path, host = '127.0.0.1', port = 35_963 } = this.#options;
    this.#torn = 0;
    this.#stolen = 0;
    return new Promise((resolve, reject) => {
      const line = path === undefined ? connect({ host, port, noDelay: true }) : connect({ path });
      this.#line = line;
      let held = new Uint8Array(0);
      line.once('connect', () => {
        this.#options.onChange?.();
        resolve();
      });
      line.on('error', reject);
      line.on('data', (bytes) => {
        held = Uint8Array.from([...held, ...bytes]);
        for (;;) {
          const length = ((held[0] ?? 0) << 8) | (held[1] ?? 0);
          if (held.length < 2 || held.length < 2 + length) break;
          const message = held.slice(2, 2 + length);
          held = held.slice(2 + length);
          this.#hear(message, line);
        }
      });
      line.on('close', () => {
        if (this.#line !== line) return;
        this.#line = null;
        this.#options.onChange?.();
      });
    });
  }

  /** Takes it away from the reader. */
  remove(): void {
    const line = this.#line;
    this.#line = null;
    line?.destroy();
    if (line !== null) this.#options.onChange?.();
  }

  #hear(message: Uint8Array, line: Socket): void {
    if (message.length === 1) {
      if (message[0] === 4) this.#say(bytesOf(this.#atr()), line);
      return;
    }
    this.commands.push(Buffer.from(message).toString('hex'));
    const answer = this.#answer(message);
    if (answer === 'torn') {
      // Only this contact is lost: the same card is held again by `half-read-once`, as a hand does.
      this.remove();
      if (this.scenario === 'half-read-once') setTimeout(() => void this.#again(), 50);
      return;
    }
    if (this.scenario === 'slow') setTimeout(() => this.#say(answer, line), SLOW_MS);
    else this.#say(answer, line);
  }

  async #again(): Promise<void> {
    const torn = this.#torn;
    await this.insert().catch(() => undefined);
    this.#torn = torn;
  }

  #say(bytes: Uint8Array, line: Socket): void {
    if (!line.destroyed) line.write(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes));
  }

  #atr(): string {
    return this.#options.atr ?? (this.scenario === 'stolen-session' ? DESFIRE_ATR : STORAGE_ATR);
  }

  #answer(command: Uint8Array): Uint8Array | 'torn' {
    const [cla = 0, ins = 0, p1 = 0, p2 = 0, le = 0] = command;
    if (this.scenario === 'rubbish') return Uint8Array.of(0x13, 0x37, 0x00);
    if (this.scenario === 'stolen-session' && this.#stolen++ < 2) return Uint8Array.of(0x91, 0x1c);
    if (cla !== 0xff) return Uint8Array.of(0x6e, 0x00);
    if (ins === 0xca) return this.#number(p1);
    if (ins === 0xb0) return this.#memory((p1 << 8) | p2, le);
    return Uint8Array.of(0x6d, 0x00);
  }

  #number(p1: number): Uint8Array | 'torn' {
    if (p1 !== 0) return Uint8Array.of(0x6a, 0x81);
    switch (this.scenario) {
      case 'half-read':
        return 'torn';
      case 'half-read-once':
        return this.#torn++ === 0 ? 'torn' : Uint8Array.of(...bytesOf(this.uid), ...OK);
      case 'cut-short':
        return Uint8Array.of(...bytesOf(this.uid).slice(0, 3), 0x63, 0x00);
      case 'random-uid':
        return Uint8Array.of(0x08, ...[0, 0, 0].map(() => Math.floor(Math.random() * 256)), ...OK);
      case 'no-number':
        return Uint8Array.of(0x6a, 0x81);
      default:
        return Uint8Array.of(...bytesOf(this.uid), ...OK);
    }
  }

  /** READ BINARY by page, as readers offer it for storage cards: four pages unless fewer bytes are asked for. */
  #memory(page: number, le: number): Uint8Array {
    const memory = ntag213(bytesOf(this.uid), this.text);
    if (this.uid.length !== 14 || page * 4 >= memory.length) return Uint8Array.of(0x63, 0x00);
    const length = le === 0 ? 16 : Math.min(le, 16);
    return Uint8Array.of(...memory.slice(page * 4, page * 4 + length), ...OK);
  }
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
