/**
 * Builds the disks that power cuts leave and hands each to a check: all the cuts of one recording, shared out over
 * threads, each with the disk in its own memory.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { diceOf } from '../rig/dice.ts';
import type { Cut } from './cuts.ts';
import { Disk, type Image } from './disk.ts';
import { isFileOperation, type TraceEvent } from './trace.ts';

/** Files that make no promise: locks that only live processes hold, and the ballast, which is nothing but its size. */
export const LEFT_OUT = /\/(ballast|till\.lock|till\.lock-journal|import\.lock)$/;

/** Calls `check` with each cut's image, in the order of the trace. The image is the caller's only until it returns. */
export function cutAll(options: {
  readonly before: Image;
  readonly events: readonly TraceEvent[];
  readonly cuts: readonly Cut[];
  readonly check: (cut: Cut, image: Image) => void;
}): void {
  const disk = new Disk(new Map([...options.before].filter(([file]) => !LEFT_OUT.test(file))));
  let at = 0;
  for (const cut of options.cuts) {
    for (; at < cut.at; at++) {
      const event = options.events[at];
      if (event !== undefined && isFileOperation(event) && !LEFT_OUT.test(event.path)) disk.apply(event);
    }
    const dice = diceOf(cut.seed);
    options.check(cut, disk.cut(cut.loss, dice.chance));
  }
}

/** Writes an image below `folder`, which is emptied first; the recorded folders keep their own paths inside it. */
export function writeImage(image: Image, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const names = [...image].sort(([a], [b]) => (a < b ? -1 : 1));
  const lost: string[] = [];
  mkdirSync(folder, { recursive: true });
  const roots = names
    .filter(([file]) => !names.some(([other]) => file.startsWith(`${other}/`)))
    .map(([file]) => path.dirname(file));
  for (const root of roots) mkdirSync(path.join(folder, root), { recursive: true });
  for (const [file, bytes] of names) {
    if (lost.some((above) => file.startsWith(`${above}/`))) continue;
    // A file whose folder did not survive did not either.
    if (!image.has(path.dirname(file)) && !roots.includes(path.dirname(file))) lost.push(file);
    else if (bytes === null) mkdirSync(path.join(folder, file), { recursive: true });
    else writeFileSync(path.join(folder, file), bytes);
  }
}
