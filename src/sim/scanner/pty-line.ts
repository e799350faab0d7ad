/**
 * A serial port without a cable: a pseudo-terminal of the kernel, made by socat and linked where it is wanted. Killing
 * socat is pulling the cable: whoever has the port open is told by the kernel.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { ScannerLine } from './scanner-line.ts';

export class PtyLine implements ScannerLine {
  readonly #link: string;
  #socat: ChildProcess | null = null;

  constructor(options: { readonly link: string }) {
    this.#link = options.link;
  }

  get address(): string {
    return `serial://${this.#link}?baud=9600`;
  }

  get listeners(): number {
    return this.#socat === null ? 0 : 1;
  }

  async plug(): Promise<void> {
    if (this.#socat !== null) return;
    // The first end stays open when the till closes the other, as a scanner's plug does.
    const socat = spawn('socat', ['-d', '-d', 'STDIO', `pty,raw,echo=0,link=${this.#link}`], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.#socat = socat;
    socat.stdin.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      let said = '';
      socat.once('error', reject);
      socat.once('close', () => reject(new Error(`socat ended: ${said}`)));
      socat.stderr.on('data', (bytes: Uint8Array) => {
        said = (said + new TextDecoder().decode(bytes)).slice(-2_000);
        if (said.includes('starting data transfer loop')) resolve();
      });
    });
  }

  async unplug(): Promise<void> {
    const socat = this.#socat;
    this.#socat = null;
    // First: a name that is left over may lead to somebody else's terminal, which the kernel gives the same number.
    rmSync(this.#link, { force: true });
    if (socat !== null && socat.exitCode === null && socat.signalCode === null) {
      const ended = new Promise((resolve) => socat.once('close', resolve));
      socat.kill('SIGKILL');
      await ended;
    }
  }

  send(bytes: Uint8Array): boolean {
    return this.#socat?.stdin?.write(bytes) !== undefined;
  }
}
