/**
 * When a line of the ticket is painted, told by the page itself: it notes when each frame began, and in which one the
 * ticket had how many lines.
 */
import type { Page } from 'playwright-core';

export const PRODUCT_LINES = '[data-line-id][data-kind="product"]';
const SECOND_FRAME = 2;
/** So long after a line, nothing of it is still under way that could slow the next. */
const SETTLED_MS = 60;
/** So long before one, the page has begun to wait for it. */
const WAITING_MS = 30;

interface Watched {
  readonly frames: number[];
  readonly painted: { readonly lines: number; readonly frameMs: number }[];
}

/** What a number of scans took. */
export interface Painted {
  readonly latenciesMs: readonly number[];
  /** Frames begun between the cause and the frame that shows the line, that one included. */
  readonly frames: readonly number[];
}

/** Now, on the wall clock, beside which the page's own times can be read. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Begins to watch; once for each page. */
export async function watchLines(page: Page): Promise<void> {
  await page.evaluate(watch, PRODUCT_LINES);
}

/** Runs in the page. */
function watch(selector: string): void {
  const watched: Watched = { frames: [], painted: [] };
  (globalThis as unknown as { watched: Watched }).watched = watched;
  let lines = document.querySelectorAll(selector).length;
  const frame = (): void => {
    // The time now, not the one that is given: a late frame says when it should have begun.
    const frameMs = performance.timeOrigin + performance.now();
    watched.frames.push(frameMs);
    // What is in the document when a frame's callbacks run is what that frame paints.
    const now = document.querySelectorAll(selector).length;
    if (now !== lines) watched.painted.push({ lines: now, frameMs });
    lines = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/**
 * Does what brings one more line, waits until it is there, and tells how long it took. `cause` gives the time on the wall
 * clock at which it happened, or how to ask for it afterwards.
 */
export async function paintedAfter(
  page: Page,
  cause: () => number | (() => Promise<number>) | Promise<number | (() => Promise<number>)>,
): Promise<{ readonly latencyMs: number; readonly frames: number }> {
  const before = await page.locator(PRODUCT_LINES).count();
  // Asked for before it is caused: a question in between would take the page's time just when it has to paint.
  const there = waitForLineCount(page, before + 1);
  await page.waitForTimeout(WAITING_MS);
  const happened = await cause();
  await there;
  await page.waitForTimeout(SETTLED_MS);
  const sentMs = typeof happened === 'number' ? happened : await happened();
  const { paintedMs, frames } = await page.evaluate(
    ([since, lines]) => {
      const { watched } = globalThis as unknown as { watched: Watched };
      const seen = watched.painted.find((one) => one.lines === lines && one.frameMs >= since);
      const until = seen?.frameMs ?? Number.NaN;
      return { paintedMs: until, frames: watched.frames.filter((at) => at > since && at <= until).length };
    },
    [sentMs, before + 1] as const,
  );
  return { latencyMs: paintedMs - sentMs, frames };
}

export async function waitForLineCount(page: Page, count: number): Promise<void> {
  await page.waitForFunction(([selector, lines]) => document.querySelectorAll(selector).length === lines, [
    PRODUCT_LINES,
    count,
  ] as const);
}

/** The frames in which a line came to the ticket since then, in order. */
export async function addedLines(page: Page, sinceMs: number): Promise<readonly number[]> {
  return page.evaluate((since) => {
    const { watched } = globalThis as unknown as { watched: Watched };
    return watched.painted.filter(({ lines, frameMs }) => lines > 0 && frameMs > since).map(({ frameMs }) => frameMs);
  }, sinceMs);
}

/** Cancels the ticket by its key, so that each round begins on an empty one. */
export async function clearTicket(page: Page): Promise<void> {
  await page.keyboard.press('F9');
  await page.waitForTimeout(200);
  await page.keyboard.press('F9');
  await waitForLineCount(page, 0);
}

/** How many of a round's scans, in percent, were later than the second frame. */
export function latePercent({ frames }: Painted): number {
  return (100 * frames.filter((count) => count > SECOND_FRAME).length) / frames.length;
}
