/** Pictures that were looked at, kept as portable bitmaps, and how far two of them differ. */
import type { Picture } from '#sim/printer/simulated-printer.ts';

export function blackDots(bits: Uint8Array): number {
  return bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}

/** A portable bitmap, which every viewer of pictures opens. */
export function pbm({ dotsWide, dotsHigh, bits }: Picture): Uint8Array {
  return Buffer.concat([Buffer.from(`P4\n${dotsWide} ${dotsHigh}\n`), bits]);
}

export function fromPbm(file: Buffer): Picture {
  const [head = '', wide = '0', high = '0'] = /^P4\n(\d+) (\d+)\n/.exec(file.subarray(0, 32).toString('latin1')) ?? [];
  return { dotsWide: Number(wide), dotsHigh: Number(high), bits: file.subarray(head.length) };
}

/** Pictures one below the other: bars and text between them are left out. */
export function stacked(pictures: readonly Picture[]): Picture {
  const wide = pictures.filter(({ dotsWide }) => dotsWide === pictures[0]?.dotsWide);
  return {
    dotsWide: wide[0]?.dotsWide ?? 0,
    dotsHigh: wide.reduce((sum, { dotsHigh }) => sum + dotsHigh, 0),
    bits: Buffer.concat(wide.map(({ bits }) => bits)),
  };
}
