/** From a PNG file to a logo in a printer's dots, by the canvas. */
import type { Bitmap } from './bitmap.ts';
import { dithered, logoSize } from './logo.ts';
import type { CanvasLibrary } from './painter.ts';
import type { PrinterProfile } from './profile.ts';

const PNG_SIGNATURE = '89504e470d0a1a0a';
/** A few kilobytes can unpack to a wall of pixels. */
const SIDE_PIXELS_MAX = 4_096;

/** Rejects, or gives null, where the file is no PNG of a sensible size. */
export async function drawLogo(options: {
  readonly canvas: CanvasLibrary;
  readonly png: Buffer;
  readonly profile: PrinterProfile;
}): Promise<Bitmap | null> {
  const { canvas, png, profile } = options;
  if (profile.image === 'none' || !isSensiblePng(png)) return null;
  const image = await canvas.loadImage(png);
  const { width, height } = logoSize(image, profile);
  const context = canvas.createCanvas(width, height).getContext('2d');
  // What is transparent is paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    // Rec. 601: how bright the three colours look.
    const [red = 255, green = 255, blue = 255] = data.subarray(at * 4, at * 4 + 3);
    grey[at] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return dithered({ width, height, grey }, profile.dots);
}

/** By its head (PNG specification, 5.2 and 11.2.1), before anything is unpacked. */
function isSensiblePng(png: Buffer): boolean {
  if (png.length < 33 || png.subarray(0, 8).toString('hex') !== PNG_SIGNATURE) return false;
  const sides = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return sides.every((side) => side >= 1 && side <= SIDE_PIXELS_MAX);
}
