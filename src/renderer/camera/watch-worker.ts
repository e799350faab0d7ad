/**
 * Looks for codes in the camera's pictures, in a worker: a picture takes tens of milliseconds, which no scan of another
 * scanner and no key may wait for. The decoder is zxing-wasm with its WebAssembly from our own files.
 */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { READER_OPTIONS } from './reader-options.ts';
import type { CameraRead, FromWatcher, ToWatcher } from './watching.ts';

/** At most ten pictures a second are looked at … */
const PERIOD_MS_MIN = 100;
/** … and on a slow machine so few that half of a core stays free. */
const PERIOD_PER_LOOK = 2;
/** Wider pictures are looked at in this width: bars of an article held in the hand are far wider than a pixel there. */
const WIDTH_PX_MAX = 1280;

/** The build puts the package's file among our own; left alone the library would fetch it from a server of strangers. */
const DECODER_URL = new URL('zxing-wasm/reader/zxing_reader.wasm', import.meta.url).href;

const canvas = new OffscreenCanvas(1, 1);
const drawing = canvas.getContext('2d', { willReadFrequently: true });

prepareZXingModule({ overrides: { locateFile: () => DECODER_URL }, fireImmediately: true }).catch((error: unknown) => {
  // Thrown outside of the promise it reaches the page, which starts another worker.
  setTimeout(() => {
    throw error;
  });
});

function say(message: FromWatcher): void {
  self.postMessage(message);
}

self.onmessage = ({ data }: MessageEvent<ToWatcher>) => {
  void watch(data.pictures);
};

async function watch(pictures: ReadableStream<VideoFrame>): Promise<void> {
  const reader = pictures.getReader();
  let dueMs = 0;
  for (;;) {
    const { done, value: picture } = await reader.read();
    if (done) break;
    const beganMs = performance.now();
    if (beganMs < dueMs) {
      picture.close();
      continue;
    }
    const reads = await look(picture);
    const tookMs = performance.now() - beganMs;
    dueMs = beganMs + Math.max(PERIOD_MS_MIN, tookMs * PERIOD_PER_LOOK);
    say({ kind: 'looked', reads });
  }
  say({ kind: 'ended' });
}

async function look(picture: VideoFrame): Promise<readonly CameraRead[]> {
  const scale = Math.min(1, WIDTH_PX_MAX / picture.displayWidth);
  const width = Math.round(picture.displayWidth * scale);
  const height = Math.round(picture.displayHeight * scale);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  drawing?.drawImage(picture, 0, 0, width, height);
  picture.close();
  const pixels = drawing?.getImageData(0, 0, width, height);
  if (pixels === undefined) return [];
  const found = await readBarcodes(pixels, READER_OPTIONS);
  return found
    .filter((result) => result.isValid)
    .map((result) => ({ text: result.text, symbology: result.symbologyIdentifier }));
}
