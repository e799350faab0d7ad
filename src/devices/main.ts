/**
 * Entry of the devices process: `devices --fonts DIR`. Messages with the till are frames on file descriptor 3; when that
 * pipe closes, the till is gone and so is this process.
 */
import { readdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { encodeFrame, FrameDecoder } from '#base/frame.ts';
import { createDevices } from './devices.ts';
import { systemClock } from '#node/system-clock.ts';
import { openAddress } from './transport/transport.ts';
import type { DevicesToTill, TillToDevices } from './wire.ts';

const TILL_PIPE = 3;
/** What is on its way to a printer when the till ends gets this long to arrive. */
const END_MS_MAX = 1_500;

const { values } = parseArgs({ options: { fonts: { type: 'string' } } });
const pipe = new Socket({ fd: TILL_PIPE, readable: true, writable: true });
const frames = new FrameDecoder();

const devices = createDevices({
  tell: (message: DevicesToTill) => {
    pipe.write(encodeFrame(message));
  },
  openAddress,
  clock: systemClock,
  random: { bytes: (count) => new Uint8Array(randomBytes(count)), uuid: randomUUID },
  loadCanvas: () => import('@napi-rs/canvas'),
  fontFiles: values.fonts === undefined ? [] : fontFilesIn(values.fonts),
});

pipe.on('data', (bytes) => {
  for (const message of frames.push(bytes)) {
    // The till is our own parent and speaks from the same build.
    devices.handle(message as TillToDevices);
    if ((message as TillToDevices).kind === 'stop') end();
  }
});
pipe.on('error', end);
pipe.on('close', end);
pipe.write(encodeFrame({ kind: 'ready' } satisfies DevicesToTill));

/** A process that ends in the middle of a write would reset the line and cut the receipt in two. */
function end(): void {
  systemClock.after(END_MS_MAX, () => process.exit(0));
  void devices.close().then(() => process.exit(0));
}

/** The four faces that receipts are drawn with, wherever below the folder they lie. */
function fontFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /NotoSans(Arabic)?_(400Regular|700Bold)\.ttf$/.test(name))
    .map((name) => join(folder, name));
}
