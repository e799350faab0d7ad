/**
 * A machine with two screens: the X server of a real desktop on its dummy driver, which has a second output that xrandr
 * plugs in and pulls out as a cable does. Xvfb has one screen only.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { realPart } from './real-part.ts';

const CONFIGURATION = `
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 4096 2160
  EndSubSection
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
`;
export const FIRST = { x: 0, y: 0, width: 1920, height: 1080 } as const;
export const SECOND = { x: 1920, y: 0, width: 1280, height: 800 } as const;

export interface TwoScreens {
  readonly environment: Record<string, string>;
  plugSecond(): void;
  unplugSecond(): void;
  close(): Promise<void>;
}

/** Starts the server with its first screen on and the second one unplugged. Only `user` may open windows on it. */
export async function openTwoScreens(options: {
  readonly folder: string;
  readonly user: { readonly uid: number; readonly gid: number };
}): Promise<TwoScreens> {
  const file = (name: string): string => path.join(options.folder, name);
  const keys = file('xauthority');
  closeSync(openSync(keys, 'w', 0o600));
  const key = randomBytes(16).toString('hex');
  const addKey = (display: string): void =>
    void execFileSync('xauth', ['-q', '-f', keys, 'add', display, '.', key], { stdio: 'ignore' });
  addKey(':0');
  writeFileSync(file('xorg.conf'), CONFIGURATION);
  const server = spawn(
    'Xorg',
    [
      '-displayfd',
      '3',
      '-config',
      file('xorg.conf'),
      '-logfile',
      file('xorg.log'),
      '-auth',
      keys,
      '-nolisten',
      'tcp',
      '-noreset',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const endWithUs = (): void => void server.kill('SIGTERM');
  process.once('exit', endWithUs);
  const display = `:${await displayNumber(server)}`;
  addKey(display);
  chownSync(keys, options.user.uid, options.user.gid);
  const environment = { DISPLAY: display, XAUTHORITY: keys };
  const xrandr = (...words: readonly string[]): string =>
    execFileSync('xrandr', words, { env: { ...process.env, ...environment }, encoding: 'utf8' });
  /** The dummy driver tells of a new output only after it was asked for all of them and changed once more (seen with 0.4). */
  const settle = (): void => {
    xrandr('--verbose');
    xrandr('--output', 'DUMMY0', '--primary');
  };
  const show = (output: string, { x, y, width, height }: typeof FIRST | typeof SECOND): void => {
    const mode = `${width}x${height}`;
    // The driver knows this size; each output has to be told that it may have it.
    xrandr('--addmode', output, mode);
    xrandr('--output', output, '--mode', mode, '--pos', `${x}x${y}`);
    settle();
  };
  show('DUMMY0', FIRST);
  realPart('xorg', /X.Org X Server ([\d.]+)/.exec(versionOf('Xorg'))?.[1] ?? '');
  return {
    environment,
    plugSecond: () => show('DUMMY1', SECOND),
    unplugSecond() {
      xrandr('--output', 'DUMMY1', '--off');
      settle();
    },
    async close() {
      process.removeListener('exit', endWithUs);
      const gone = new Promise((resolve) => server.once('exit', resolve));
      if (server.exitCode !== null || !server.kill('SIGTERM')) return;
      await gone;
    },
  };
}

function versionOf(program: string): string {
  return execFileSync('sh', ['-c', `${program} -version 2>&1`], { encoding: 'utf8' });
}

/** The server writes its number on descriptor 3 once it listens. */
function displayNumber(server: ChildProcess): Promise<number> {
  const told = server.stdio[3];
  assert.ok(told !== null && told !== undefined);
  return new Promise((resolve, reject) => {
    let text = '';
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xorg ended with ${code}`)));
    (told as Readable).on('data', (bytes: Buffer) => {
      text += String(bytes);
      if (text.includes('\n')) resolve(Number(text.trim()));
    });
  });
}
