/** The pictures on the paper as one: what a head prints in bands is one picture to the eye. */
import type { PaperItem } from './paper.ts';

export interface Picture {
  readonly dotsWide: number;
  readonly dotsHigh: number;
  /** Rows from the top, eight dots a byte, the leftmost in the high bit. */
  readonly bits: Uint8Array;
}

/** Neighbouring bands of one width are one picture. */
export function picturesOn(paper: readonly PaperItem[]): readonly Picture[] {
  const pictures: Picture[] = [];
  let last: Picture | null = null;
  for (const item of paper) {
    if (item.kind !== 'image') {
      last = null;
      continue;
    }
    const joined: Picture =
      last !== null && last.dotsWide === item.dotsWide
        ? { ...last, dotsHigh: last.dotsHigh + item.dotsHigh, bits: Buffer.concat([last.bits, item.bits]) }
        : { dotsWide: item.dotsWide, dotsHigh: item.dotsHigh, bits: item.bits };
    if (last === null || last.dotsWide !== item.dotsWide) pictures.push(joined);
    else pictures[pictures.length - 1] = joined;
    last = joined;
  }
  return pictures;
}
