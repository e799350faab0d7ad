/**
 * Bytes over TCP, as network printers and scanner servers speak it.
 *
 * A line is closed by ending our side and reading until the other side ends too. Destroying a socket that holds unread
 * status bytes makes the system send a reset, and a reset throws away the rest of a receipt (114,688 of 150,000 bytes
 * arrived when it was measured).
 */
import { connect, type Socket } from 'node:net';
import { Fault } from '#base/fault.ts';
import { systemClock } from '#node/system-clock.ts';
import { LineListeners } from './line-listeners.ts';
import type { ByteTransport, ClosedWhy } from './transport.ts';

/** A printer that does not take the connection by then is wedged; connects of 40 s have been reported. */
const CONNECT_MS_MAX = 3_000;
/**
 * A line that says nothing for so long is asked by the kernel whether it is still there. The far end of a scanner's line that was
 * switched off says nothing, and neither does the till: without this, it would be taken for open for ever.
 */
const KEEP_ALIVE_MS = 10_000;
/** How long the other side may take to end its side. Some printers never do. */
const CLOSE_MS_MAX = 2_000;

/** Connects; rejects with a Fault `device.unreachable`. */
export function openTcp(target: {
  readonly address: string;
  readonly host: string;
  readonly port: number;
}): Promise<ByteTransport> {
  return new Promise((resolve, reject) => {
    const { host, port } = target;
    const alive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
    const socket = connect({ host, port, noDelay: true, ...alive });
    const refuse = (why: string, cause?: unknown): void => {
      cancelTimer();
      socket.destroy();
      reject(new Fault('device.unreachable', `${target.address}: ${why}`, { cause }));
    };
    const cancelTimer = systemClock.after(CONNECT_MS_MAX, () => {
      refuse('no answer to the connection');
    });
    const failed = (error: Error): void => {
      refuse(error.message, error);
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      cancelTimer();
      socket.off('error', failed);
      resolve(new TcpTransport(target.address, socket));
    });
  });
}

class TcpTransport implements ByteTransport {
  readonly address: string;
  readonly #socket: Socket;
  readonly #listeners = new LineListeners();
  #asked = false;
  #broken = false;

  constructor(address: string, socket: Socket) {
    this.address = address;
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#listeners.bytes(bytes);
    });
    socket.on('error', () => {
      this.#broken = true;
    });
    socket.on('close', () => {
      this.#listeners.closed(this.#asked && !this.#broken ? 'asked' : 'lost');
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#asked || !this.#socket.writable) return Promise.reject(this.#lost());
    return new Promise((resolve, reject) => {
      const closed = (): void => {
        reject(this.#lost());
      };
      this.#socket.once('close', closed);
      this.#socket.write(bytes, (error) => {
        this.#socket.off('close', closed);
        if (error) reject(this.#lost(error));
        else resolve();
      });
    });
  }

  onBytes(listen: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onBytes(listen);
  }

  onClosed(listen: (why: ClosedWhy) => void): () => void {
    return this.#listeners.onClosed(listen);
  }

  close(): Promise<void> {
    this.#asked = true;
    if (this.#listeners.why !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      // By then everything that had arrived was read, so nothing unread can turn the close into a reset.
      const cancelTimer = systemClock.after(CLOSE_MS_MAX, () => this.#socket.destroy());
      this.onClosed(() => {
        cancelTimer();
        resolve();
      });
      this.#socket.end();
    });
  }

  #lost(cause?: unknown): Fault {
    return new Fault('device.lost', `${this.address}: the line is closed`, { cause });
  }
}
