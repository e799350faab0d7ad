/** The printer's network socket: one connection at a time, as most printers. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Connector, LineEnd, LineListener } from './line-end.ts';

export class TcpConnector implements Connector {
  readonly #host: string;
  readonly #listener: LineListener;
  #port: number;
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();

  constructor(options: { readonly host: string; readonly port: number; readonly listener: LineListener }) {
    this.#host = options.host;
    this.#port = options.port;
    this.#listener = options.listener;
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `tcp://${this.#host}:${this.#port}`;
  }

  /** Listens, on the same port as before. */
  async plug(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#connected(socket);
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
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await new Promise<void>((resolve) => {
      if (server === null) resolve();
      else
        server.close(() => {
          resolve();
        });
    });
  }

  #connected(socket: Socket): void {
    const end: LineEnd = {
      say: (bytes) => {
        if (socket.writable) socket.write(bytes);
      },
      halfClose: () => socket.end(),
      reset: () => {
        socket.resetAndDestroy();
      },
    };
    socket.on('error', () => undefined);
    if (!this.#listener.onOpen(end)) {
      socket.resetAndDestroy();
      return;
    }
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      this.#listener.onBytes(end, bytes);
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#listener.onClosed(end);
    });
  }
}
