/**
 * A black and white picture as printers take it: rows from the top, eight dots a byte, the leftmost in the high bit,
 * 1 is black.
 */
export interface Bitmap {
  /** A multiple of eight. */
  readonly dotsWide: number;
  readonly dotsHigh: number;
  readonly bits: Uint8Array;
}

export function blankBitmap(dotsWide: number, dotsHigh: number): Bitmap {
  return { dotsWide, dotsHigh, bits: new Uint8Array((dotsWide / 8) * dotsHigh) };
}

export function isBlack(bitmap: Bitmap, x: number, y: number): boolean {
  const byte = bitmap.bits[y * (bitmap.dotsWide / 8) + (x >> 3)] ?? 0;
  return (byte & (0x80 >> (x & 7))) !== 0;
}

export function blacken(bitmap: Bitmap, x: number, y: number): void {
  const at = y * (bitmap.dotsWide / 8) + (x >> 3);
  bitmap.bits[at] = (bitmap.bits[at] ?? 0) | (0x80 >> (x & 7));
}

/** A square pattern (a QR code) or a row of bars, enlarged and set in the middle of the paper's width. */
export function enlarged(
  pattern: { readonly width: number; readonly height: number; readonly black: (x: number, y: number) => boolean },
  options: { readonly paperDots: number; readonly dotWide: number; readonly dotHigh: number },
): Bitmap {
  const bitmap = blankBitmap(options.paperDots, pattern.height * options.dotHigh);
  const left = Math.max(0, (options.paperDots - pattern.width * options.dotWide) >> 1);
  for (let y = 0; y < pattern.height; y++) {
    for (let x = 0; x < pattern.width; x++) {
      if (!pattern.black(x, y)) continue;
      for (let dy = 0; dy < options.dotHigh; dy++) {
        for (let dx = 0; dx < options.dotWide; dx++) {
          const to = left + x * options.dotWide + dx;
          if (to < bitmap.dotsWide) blacken(bitmap, to, y * options.dotHigh + dy);
        }
      }
    }
  }
  return bitmap;
}
