/**
 * The devices process as its parent sees it: messages in, messages out, and an end.
 */
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { encodeFrame, FrameDecoder } from '#base/frame.ts';
import type { DevicesToTill, TillToDevices } from '#devices/wire.ts';

export interface DevicesProcess {
  /** False when the message could not be given away: the process is gone or going, or reads nothing any more. */
  send(message: TillToDevices): boolean;
  kill(): void;
}

export interface DevicesProcessEvents {
  onMessage(message: DevicesToTill): void;
  /** Once, when the process has ended or could not be started; nothing comes after it. */
  onEnd(why: string): void;
}

export type LaunchDevices = (events: DevicesProcessEvents) => DevicesProcess;

export interface DevicesCommand {
  /** The program, normally the Node that runs the till. */
  readonly exec: string;
  readonly args: readonly string[];
}

/** What may wait for a process that does not read: more is refused, so that a hung driver costs no memory. */
const WAITING_BYTES_MAX = 8 * 1024 * 1024;

/** Starts the real process with its frames on file descriptor 3; its own words go where ours go. */
export function launchDevicesProcess(command: DevicesCommand): LaunchDevices {
  return (events) => {
    const child = spawn(command.exec, command.args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
    const pipe = child.stdio[3] as Duplex;
    const frames = new FrameDecoder();
    let ended = false;

    function end(why: string): void {
      if (ended) return;
      ended = true;
      pipe.destroy();
      events.onEnd(why);
    }
    pipe.on('data', (bytes: Uint8Array) => {
      for (const message of frames.push(bytes)) if (!ended) events.onMessage(message as DevicesToTill);
    });
    pipe.on('error', () => undefined);
    child.on('error', (error) => {
      end(error.message);
    });
    // `close` comes after the last byte of the pipe, so that an outcome told just before the end is still heard.
    child.on('close', (code, signal) => {
      end(signal ?? `exit ${code ?? 0}`);
    });
    return {
      send(message) {
        if (ended || !pipe.writable || pipe.writableLength > WAITING_BYTES_MAX) return false;
        pipe.write(encodeFrame(message));
        return true;
      },
      kill() {
        child.kill('SIGKILL');
      },
    };
  };
}
