/** The devices process alone, on its pipe, as the till has it. */
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encodeFrame, FrameDecoder } from '#base/frame.ts';
import type { DevicesToTill, TillToDevices } from '#devices/wire.ts';

const PROGRAM = fileURLToPath(new URL('../../src/devices/main.ts', import.meta.url));
const PIPE_DESCRIPTOR = 3;

export type Said<Kind extends DevicesToTill['kind']> = Extract<DevicesToTill, { readonly kind: Kind }>;

export interface DevicesProcess {
  readonly pid: number;
  /** Everything that it said, in order. */
  readonly said: DevicesToTill[];
  /** Says something to it; resolves when the pipe has it. */
  tell(message: TillToDevices): void;
  /** The first thing said, from `from` on, that is wanted; rejects when the process ends before. */
  until<T extends DevicesToTill>(wanted: (message: DevicesToTill) => message is T, from?: number): Promise<T>;
  stop(): Promise<void>;
}

/** Starts it from the sources. `env` is added to that of the test. */
export function startDevices(options: { readonly env?: Readonly<Record<string, string>> } = {}): DevicesProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const pipe = child.stdio[PIPE_DESCRIPTOR] as Duplex;
  const frames = new FrameDecoder();
  const said: DevicesToTill[] = [];
  const waiting = new Set<() => void>();
  let end: string | undefined;
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      end = signal ?? `exit code ${code}`;
      wake();
      resolve();
    });
  });
  pipe.on('error', () => undefined);
  pipe.on('data', (bytes: Uint8Array) => {
    for (const message of frames.push(bytes)) said.push(message as DevicesToTill);
    wake();
  });
  return {
    pid: child.pid ?? 0,
    said,
    tell: (message) => void pipe.write(encodeFrame(message)),
    until: (wanted, from = 0) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = said.slice(from).find(wanted);
          if (found === undefined && end === undefined) return;
          waiting.delete(look);
          if (found === undefined) reject(new Error(`the devices process ended: ${end}`));
          else resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      pipe.end(encodeFrame({ kind: 'stop' } satisfies TillToDevices));
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** `until` and such for reads and health, as most tests want them. */
export const isRead =
  (text: string) =>
  (message: DevicesToTill): message is Said<'read'> =>
    message.kind === 'read' && message.text === text;

export const isHealth =
  (deviceId: string, state: Said<'health'>['state'], fault?: string) =>
  (message: DevicesToTill): message is Said<'health'> =>
    message.kind === 'health' && message.deviceId === deviceId && message.state === state && message.fault === fault;

export function readsOf(said: readonly DevicesToTill[], deviceId: string): readonly Said<'read'>[] {
  return said.filter((message): message is Said<'read'> => message.kind === 'read' && message.deviceId === deviceId);
}
