/** The near end of a simulated scanner: where its bytes go out. */
import { createServer, type Server, type Socket } from 'node:net';

export interface ScannerLine {
  /** What a set-up names it by. */
  readonly address: string;
  /** How many tills listen, as far as this kind of line can know. */
  readonly listeners: number;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** Sends what belongs together at once; false when nobody can hear it. */
  send(bytes: Uint8Array): boolean;
}

/** A network interface: whoever connects gets the codes. */
export class TcpLine implements ScannerLine {
  readonly #host: string;
  readonly #onChange: () => void;
  readonly #tills = new Set<Socket>();
  #server: Server | null = null;
  #port: number;

  constructor(options: { readonly port: number; readonly host?: string; readonly onChange?: () => void }) {
    this.#port = options.port;
    this.#host = options.host ?? '127.0.0.1';
    this.#onChange = options.onChange ?? (() => undefined);
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `tcp://${this.#host}:${this.#port}`;
  }

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
        this.#onChange();
      });
      this.#onChange();
      socket.resume();
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#host, resolve);
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
      else server.close(() => resolve());
    });
  }

  send(bytes: Uint8Array): boolean {
    for (const socket of this.#tills) socket.write(bytes);
    return this.#tills.size > 0;
  }
}
