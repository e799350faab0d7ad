/**
 * A serial line without a cable: a pseudo-terminal of the kernel, made by socat, which the till opens like any serial
 * port. The far end is this test, or a simulator on a TCP port. Baud rate, stop bits and flow control are the kernel's own;
 * modem lines and parity do not exist on a pseudo-terminal.
 */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realPart } from './real-part.ts';
import { Reports } from './reports.ts';

/** A plug that can be pulled and put in again. */
export interface PluggedPty {
  /** What the till opens; the same name after each replug, like a name below /dev/serial/by-id. */
  readonly appPath: string;
  /** Pulls the cable: the name is gone, and whoever has the line open is told by the kernel. */
  unplug(): Promise<void>;
  /** Puts it in again; the kernel may number the terminal anew. */
  replug(): Promise<void>;
  close(): Promise<void>;
}

/** A line whose far end is the test. */
export interface Pty extends PluggedPty {
  send(bytes: Uint8Array): void;
  /** Everything that arrived at the far end since the beginning, over all replugs. */
  received(): Uint8Array;
  onBytes(listen: (bytes: Uint8Array) => void): () => void;
  /** Resolves when `done` holds, looked at each time that bytes arrive. */
  until(done: () => boolean): Promise<void>;
  /** The far end takes nothing more, until `resume`. */
  pause(): void;
  resume(): void;
}

/** Opens a pseudo-terminal whose far end is the caller. Close it at the end of the test. */
export async function openPty(): Promise<Pty> {
  const pieces: Uint8Array[] = [];
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const reports = new Reports();
  let paused = false;
  const plug = await plugged('STDIO', (socat) => {
    socat.stdin.on('error', () => undefined);
    socat.stdout.on('data', (bytes: Uint8Array) => {
      pieces.push(bytes);
      for (const listen of [...listeners]) listen(bytes);
      reports.wake();
    });
    if (paused) socat.stdout.pause();
  });
  const onBytes = (listen: (bytes: Uint8Array) => void): (() => void) => {
    listeners.add(listen);
    return () => listeners.delete(listen);
  };
  return {
    ...plug.line,
    send: (bytes) => void plug.socat()?.stdin.write(bytes),
    received: () => Buffer.concat(pieces),
    onBytes,
    until: (done) => reports.until(done),
    pause() {
      paused = true;
      plug.socat()?.stdout.pause();
    },
    resume() {
      paused = false;
      plug.socat()?.stdout.resume();
    },
  };
}

/** Opens a pseudo-terminal whose far end is a simulator that listens on loopback. It ends when the simulator hangs up. */
export async function bridgePtyToTcp(port: number): Promise<PluggedPty> {
  const plug = await plugged(`TCP4:127.0.0.1:${port},nodelay`, (socat) => socat.stdout.resume());
  return plug.line;
}

async function plugged(
  farEnd: string,
  onSocat: (socat: ChildProcessWithoutNullStreams) => void,
): Promise<{ readonly line: PluggedPty; readonly socat: () => ChildProcessWithoutNullStreams | null }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-pty-'));
  const appPath = path.join(folder, 'usb-Comptoir_test_line-if00-port0');
  let running: ChildProcessWithoutNullStreams | null = null;

  async function replug(): Promise<void> {
    assert.ok(running === null, 'it is plugged in');
    const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${appPath}`, farEnd]);
    running = socat;
    onSocat(socat);
    await transferring(socat);
  }

  async function unplug(): Promise<void> {
    const socat = running;
    running = null;
    // First: a name that is left over may lead to somebody else's terminal, which the kernel gives the same number.
    rmSync(appPath, { force: true });
    if (socat !== null && socat.exitCode === null && socat.signalCode === null) {
      const ended = new Promise((resolve) => socat.once('close', resolve));
      socat.kill('SIGKILL');
      await ended;
    }
  }

  async function close(): Promise<void> {
    await unplug();
    rmSync(folder, { recursive: true, force: true });
  }

  await replug();
  realPart('socat', socatVersion());
  return { line: { appPath, unplug, replug, close }, socat: () => running };
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

function socatVersion(): string {
  return (
    /socat version (\S+)/.exec(execFileSync('socat', ['-V'], { encoding: 'utf8' }))?.[1] ?? 'of an unnamed version'
  );
}
