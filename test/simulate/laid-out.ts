/**
 * Shops as they are before a till starts for the first time, one for each till and hour, made once by this process and copied
 * by every run: to make one costs as much as minutes of trade. Each has its own keys; they are the same in every run.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#base/clock.ts';
import { randomOf } from '#base/testing.ts';
import { layOutShop } from '#main/till/testing.ts';
import { diceOf } from '../rig/dice.ts';

const folders = new Map<string, string>();

/** The folder to copy for a till that is set up now, by its own clock. */
export function laidOut(tillId: string, clock: Clock): string {
  const name = `${tillId} ${clock.wallMs()}`;
  const known = folders.get(name);
  if (known !== undefined) return known;
  const root = mkdtempSync(join(tmpdir(), 'laid-out-'));
  layOutShop({ root, tillId, clock, random: randomOf(diceOf(seedOf(name))) });
  folders.set(name, root);
  return root;
}

/** A number of its own for each name. */
function seedOf(name: string): number {
  return [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);
}
