/**
 * Frames on an inherited pipe between two of our own processes. The one end spawns the other with a socket pair on
 * file descriptor 3; standard output and error stay free for what people read.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { FrameDecoder, encodeFrame } from '#base/frame.ts';

/** The descriptor on which a child finds its pipe. */
export const PIPE_DESCRIPTOR = 3;

export interface Pipe {
  send(message: unknown): void;
  /** Bytes accepted by `send` that the other side has not taken yet. */
  waitingBytes(): number;
  close(): void;
}

export interface PipeEvents {
  onMessage(message: unknown): void;
  /** Once, when the other side is gone, whatever the reason. */
  onClose(): void;
}

/** Speaks frames on `stream`. An error of the stream is the other side's end: it is told as `onClose`. */
export function openPipe(stream: Duplex, events: PipeEvents): Pipe {
  const frames = new FrameDecoder();
  let open = true;
  const ended = (): void => {
    if (!open) return;
    open = false;
    stream.destroy();
    events.onClose();
  };
  stream.on('data', (bytes: Uint8Array) => {
    for (const message of frames.push(bytes)) if (open) events.onMessage(message);
  });
  stream.on('end', ended);
  stream.on('close', ended);
  stream.on('error', ended);
  return {
    send(message) {
      if (open) stream.write(encodeFrame(message));
    },
    waitingBytes: () => stream.writableLength,
    close() {
      if (!open) return;
      open = false;
      stream.end(() => stream.destroy());
    },
  };
}

/** The pipe that the parent of this process handed over. */
export function openInheritedPipe(events: PipeEvents): Pipe {
  return openPipe(new Socket({ fd: PIPE_DESCRIPTOR, readable: true, writable: true }), events);
}
