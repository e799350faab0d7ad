/**
 * The printer's serial connector: a pseudo-terminal of the kernel, made by socat under a name that stays. Needs the Debian
 * package socat. What is written to it while nobody has it open waits in the kernel, as on a real line it would be lost.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import type { Connector, LineEnd, LineListener } from './line-end.ts';

export class PtyConnector implements Connector {
  readonly #link: string;
  readonly #listener: LineListener;
  #socat: ChildProcessWithoutNullStreams | null = null;
  #held: number | null = null;

  constructor(options: { readonly link: string; readonly listener: LineListener }) {
    this.#link = options.link;
    this.#listener = options.listener;
  }

  get address(): string {
    return `serial://${this.#link}`;
  }

  async plug(): Promise<void> {
    const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${this.#link}`, 'STDIO']);
    this.#socat = socat;
    await transferring(socat);
    // Somebody must hold the terminal open, or it ends when the till closes it.
    this.#held = openSync(this.#link, constants.O_RDWR | constants.O_NOCTTY);
    const end: LineEnd = {
      say: (bytes) => {
        if (socat.stdin.writable) socat.stdin.write(bytes);
      },
      halfClose: () => undefined,
      // Only the cable can break a serial line.
      reset: () => void this.unplug(),
    };
    socat.stdin.on('error', () => undefined);
    this.#listener.onOpen(end);
    socat.stdout.on('data', (bytes: Uint8Array) => {
      this.#listener.onBytes(end, bytes);
    });
    socat.once('close', () => {
      this.#listener.onClosed(end);
    });
  }

  /** The name is gone, and whoever has the line open is told by the kernel. */
  async unplug(): Promise<void> {
    const socat = this.#socat;
    this.#socat = null;
    if (socat === null) return;
    if (this.#held !== null) closeSync(this.#held);
    this.#held = null;
    // First: a name that is left over may lead to somebody else's terminal, which the kernel gives the same number.
    rmSync(this.#link, { force: true });
    if (socat.exitCode === null && socat.signalCode === null) {
      const ended = new Promise((resolve) => socat.once('close', resolve));
      socat.kill('SIGKILL');
      await ended;
    }
  }
}

/** Socat says when both of its ends are open; the name of the terminal exists by then. */
function transferring(socat: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    socat.once('error', reject);
    socat.once('close', () => {
      reject(new Error(`socat ended: ${said}`));
    });
    socat.stderr.on('data', (bytes: Uint8Array) => {
      said = (said + Buffer.from(bytes).toString()).slice(-4_000);
      if (said.includes('starting data transfer loop')) resolve();
    });
  });
}
