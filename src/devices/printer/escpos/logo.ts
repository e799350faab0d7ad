/**
 * The shop's picture at the head of a receipt: grey pixels become dots that printers have. Pure; whoever calls it has
 * decoded the file.
 */
import { type Bitmap, blacken, blankBitmap } from './bitmap.ts';
import type { ByteSink } from './byte-sink.ts';
import { putImage } from './image.ts';
import type { PrinterProfile } from './profile.ts';

/** Rows of dots that a logo may take: four centimetres of an 8-dot head, and four seconds of a line at 38,400 baud. */
const DOTS_HIGH_MAX = 320;

/** Rows of pixels from the top, a byte each: 0 is black, 255 is white. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** How large a picture comes on the paper: as it is where it fits, smaller in its own proportions where it does not. */
export function logoSize(
  picture: { readonly width: number; readonly height: number },
  profile: PrinterProfile,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, profile.dots / picture.width, DOTS_HIGH_MAX / picture.height);
  // Eight pins strike rows twice as far apart as their columns.
  const squeeze = profile.image === 'column8' ? 0.5 : 1;
  return {
    width: Math.max(1, Math.floor(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale * squeeze)),
  };
}

/**
 * Black and white dots in the middle of the paper's width, by error diffusion (Floyd and Steinberg, 1976): letters that are
 * black on white stay so, and grey becomes dots that look like it.
 */
export function dithered(picture: GreyPicture, paperDots: number): Bitmap {
  const { width, height, grey } = picture;
  const bitmap = blankBitmap(paperDots, height);
  const left = Math.max(0, (paperDots - width) >> 1);
  let row = new Float32Array(width + 2);
  let below = new Float32Array(width + 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wanted = (grey[y * width + x] ?? 255) + (row[x + 1] ?? 0);
      const black = wanted < 128;
      if (black && left + x < paperDots) blacken(bitmap, left + x, y);
      const error = wanted - (black ? 0 : 255);
      row[x + 2] = (row[x + 2] ?? 0) + (error * 7) / 16;
      below[x] = (below[x] ?? 0) + (error * 3) / 16;
      below[x + 1] = (below[x + 1] ?? 0) + (error * 5) / 16;
      below[x + 2] = (below[x + 2] ?? 0) + error / 16;
    }
    row = below;
    below = new Float32Array(width + 2);
  }
  return bitmap;
}

/** Appends the logo in the kind of command that the profile has; nothing where it has none. */
export function putLogo(sink: ByteSink, logo: Bitmap, profile: PrinterProfile): void {
  if (profile.image !== 'none') putImage(sink, logo, profile.image);
}
