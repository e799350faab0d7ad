/**
 * A scanner with a network interface: whoever connects gets the codes. Door of the folder.
 */
import { createServer, type Server, type Socket } from 'node:net';

export const TERMINATOR_NAMES = ['cr', 'lf', 'crlf', 'tab', 'none'] as const;
export type Terminator = (typeof TERMINATOR_NAMES)[number];
const TERMINATORS: Readonly<Record<Terminator, string>> = { cr: '\r', lf: '\n', crlf: '\r\n', tab: '\t', none: '' };

export interface SimulatedScannerOptions {
  readonly port: number;
  readonly host?: string;
  readonly terminator?: Terminator;
  /** Called when a till begins or ceases to listen. */
  readonly onChange?: () => void;
}

export class SimulatedScanner {
  readonly #options: SimulatedScannerOptions;
  readonly #tills = new Set<Socket>();
  #server: Server | null = null;
  #port: number;

  constructor(options: SimulatedScannerOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `tcp://${this.#options.host ?? '127.0.0.1'}:${this.#port}`;
  }

  /** How many tills listen. */
  get listeners(): number {
    return this.#tills.size;
  }

  async plug(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer((socket) => {
      socket.setNoDelay(true);
      this.#tills.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#tills.delete(socket);
        this.#options.onChange?.();
      });
      this.#options.onChange?.();
      socket.resume();
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#options.host ?? '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  async unplug(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#tills) socket.resetAndDestroy();
    this.#tills.clear();
    await new Promise<void>((resolve) => {
      if (server === null) resolve();
      else
        server.close(() => {
          resolve();
        });
    });
  }

  /** Sends one code to every till that listens; false when nobody does. */
  scan(code: string, terminator: Terminator = this.#options.terminator ?? 'cr'): boolean {
    return this.send(new TextEncoder().encode(code + TERMINATORS[terminator]));
  }

  /** Sends bytes as they are, for codes that are damaged on purpose. */
  send(bytes: Uint8Array): boolean {
    for (const socket of this.#tills) socket.write(bytes);
    return this.#tills.size > 0;
  }
}
