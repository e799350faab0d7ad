import type { Random } from './random.ts';

/**
 * Chance that can be repeated: the same seed gives the same run.
 */
export interface Dice {
  /** At least 0, below 1. */
  share(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** An id in the form of a random UUID. */
  uuid(): string;
}

/** Dice for a seed (sfc32, started from the seed's three words). */
export function diceOf(seed: number): Dice {
  let a = seed >>> 0;
  let b = Math.floor(seed / 2 ** 32) >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    share: next,
    whole,
    chance: (share) => next() < share,
    pick(items) {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    uuid() {
      const digits = Array.from({ length: 32 }, () => whole(0, 15).toString(16));
      digits[12] = '4';
      digits[16] = whole(8, 11).toString(16);
      const text = digits.join('');
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
    },
  };
}

/** Ids and bytes that come again with the same seed. */
export function seededRandom(seed: string): Random {
  return randomOf(diceOf(numberOf(seed)));
}

/** Chance as tills and headquarters take it, from dice. */
export function randomOf(dice: Dice): Random {
  return { bytes: (count) => Uint8Array.from({ length: count }, () => dice.whole(0, 255)), uuid: () => dice.uuid() };
}

/** A number for a text (FNV-1a, two halves of 26 and 27 bits that differ in where they begin). */
function numberOf(text: string): number {
  const half = (from: number): number =>
    [...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0, from);
  return (half(0x811c9dc5) >>> 6) * 2 ** 27 + (half(0x050c5d1f) >>> 5);
}
