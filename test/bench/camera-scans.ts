/**
 * The camera's way to a painted line, over a film that shows one code after the other with nothing in between. Three times
 * are told: from the capture of the first picture in which the preview sees the code to the line; what the worker needs for
 * one picture, from drawing it to its answer; and both are beside the pace at which it looks, which is ten pictures a second
 * or half of a core, whatever is slower. Chromium's fake camera plays the film: no lens, no exposure, no USB.
 */
import { chownSync } from 'node:fs';
import type { Page, Worker } from 'playwright-core';
import type { DeviceConfig } from '#devices/wire.ts';
import type { TestDesk } from '../../tools/lib/test-desk.mjs';
import { makeFilm } from '../rig/camera-film.ts';
import { eanOf } from '../rig/products.ts';
import { type Figure, judge, median, quantile, text } from './figure.ts';
import { addedLines, clearTicket, waitForLineCount, wallClockMs } from './painted.ts';

export const CAMERA: DeviceConfig = { id: 'camera', kind: 'scanner', name: 'camera', address: 'camera:' };
const SHOWN_SECONDS = 1;
const HIDDEN_SECONDS = 0.4;
/** Time enough to begin to measure. */
const FIRST_HIDDEN_SECONDS = 1.5;
/** A film takes its time. */
const WAIT_MS_MAX = 120_000;
/**
 * Two looks of 100 ms: a code is in sight when the next look is due, or, where that one began just before or was spoilt,
 * at the one after. Longer, and people move the article about.
 */
const LATENCY_MS_MAX = 200;

export interface CameraRound {
  /** From the first picture that shows a code to its line. */
  readonly latenciesMs: readonly number[];
  /** What the worker took for each picture. */
  readonly looksMs: readonly number[];
}

/** What Chromium is started with: a camera that plays a film of the first products' codes. */
export async function cameraArguments(
  desk: TestDesk,
  options: { readonly symbols: number; readonly products: number },
): Promise<readonly string[]> {
  const scenes = Array.from({ length: options.symbols }, (_, index) => [
    { seconds: index === 0 ? FIRST_HIDDEN_SECONDS : HIDDEN_SECONDS },
    { seconds: SHOWN_SECONDS, symbol: { kind: 'ean13', text: eanOf(index % options.products) } as const },
  ]);
  const film = await makeFilm(desk.folder('film'), scenes.flat());
  chownSync(film, desk.user.uid, desk.user.gid);
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
}

/** Switches it, again while the screen is too fresh to take a touch. */
export async function switchCamera(page: Page, to: 'on' | 'off'): Promise<void> {
  const tile = page.locator('[data-action="camera"]');
  const wanted = page.locator(`[data-action="camera"][aria-checked="${to === 'on'}"]`);
  while ((await wanted.count()) === 0) {
    await tile.click();
    await wanted.waitFor({ timeout: 500 }).catch(() => undefined);
  }
}

/** Opens the camera, waits until every code of the film is a line, and closes it. */
export async function cameraRound(page: Page, symbols: number): Promise<CameraRound> {
  const startedMs = wallClockMs();
  const working = page.waitForEvent('worker');
  await switchCamera(page, 'on');
  const worker = await working;
  await worker.evaluate(meter);
  await page.waitForSelector('[data-camera="live"] video');
  await page.evaluate(watchSight);
  page.setDefaultTimeout(WAIT_MS_MAX);
  await waitForLineCount(page, symbols);
  page.setDefaultTimeout(30_000);
  const shownMs = await page.evaluate(() => (globalThis as unknown as { shownMs: readonly number[] }).shownMs);
  const looksMs = await looksOf(worker);
  const added = await addedLines(page, startedMs);
  await switchCamera(page, 'off');
  await clearTicket(page);
  return { latenciesMs: latencies(shownMs, added), looksMs };
}

/** Each line with the code that came into sight last before it; a code that was in sight from the beginning has no time. */
function latencies(shownMs: readonly number[], addedMs: readonly number[]): readonly number[] {
  return shownMs.flatMap((shown, index) => {
    const next = shownMs[index + 1] ?? Number.POSITIVE_INFINITY;
    const line = addedMs.find((added) => added > shown && added < next);
    return line === undefined ? [] : [line - shown];
  });
}

/** Runs in the page: notes when the preview begins to show something white, as a label is and the film's counter is not. */
function watchSight(): void {
  const shownMs: number[] = [];
  Object.assign(globalThis, { shownMs });
  const video = document.querySelector<HTMLVideoElement>('[data-camera] video');
  const drawing = new OffscreenCanvas(64, 1).getContext('2d', { willReadFrequently: true });
  let before = true;
  const look: VideoFrameRequestCallback = (_nowMs, { captureTime, presentationTime }) => {
    if (video === null || drawing === null) return;
    drawing.drawImage(video, 0, video.videoHeight / 2, video.videoWidth, 2, 0, 0, 64, 1);
    const white = drawing.getImageData(0, 0, 64, 1).data.some((value, index) => index % 4 === 1 && value > 180);
    if (white && !before) shownMs.push(performance.timeOrigin + (captureTime ?? presentationTime));
    before = white;
    video.requestVideoFrameCallback(look);
  };
  video?.requestVideoFrameCallback(look);
}

interface Metered {
  readonly looksMs: number[];
}

/** Runs in the worker: a look begins where the picture is drawn and ends with what is said of it. */
function meter(): void {
  const scope = self as unknown as Metered & { postMessage: (message: unknown) => void };
  const looksMs: number[] = [];
  Object.assign(scope, { looksMs });
  let beganMs = Number.NaN;
  const { prototype } = OffscreenCanvasRenderingContext2D;
  const { drawImage } = prototype as { drawImage: (...given: unknown[]) => void };
  Object.assign(prototype, {
    drawImage(this: unknown, ...given: unknown[]) {
      beganMs = performance.now();
      drawImage.apply(this, given);
    },
  });
  const say = scope.postMessage.bind(scope);
  scope.postMessage = (message) => {
    if (!Number.isNaN(beganMs)) looksMs.push(performance.now() - beganMs);
    say(message);
  };
}

async function looksOf(worker: Worker): Promise<readonly number[]> {
  return worker.evaluate(() => (self as unknown as Metered).looksMs);
}

export function cameraFigure(rounds: readonly CameraRound[], symbols: number): Figure {
  const looks = rounds.flatMap(({ looksMs }) => looksMs);
  const all = rounds.flatMap(({ latenciesMs }) => latenciesMs);
  return judge({
    name: 'camera: first picture with the code to painted line',
    budget: `p50 ≤ ${LATENCY_MS_MAX} ms`,
    unit: 'ms',
    rounds: rounds.map(({ latenciesMs }) => median(latenciesMs)),
    limit: LATENCY_MS_MAX,
    beside:
      `p99 ${text(quantile(all, 0.99))} ms of ${all.length}; one picture p50 ${text(median(looks))} ms, ` +
      `p99 ${text(quantile(looks, 0.99))} ms of ${looks.length}; every code of ${rounds.length} × ${symbols} read`,
  });
}
