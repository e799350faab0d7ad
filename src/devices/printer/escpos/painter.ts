/**
 * Draws rows of text that a printer cannot write: Arabic, joined and from right to left, and characters of no code page.
 * The canvas is native code and is loaded by whoever first needs it; the fonts are files given by the entry point.
 */
import type * as library from '@napi-rs/canvas';
import { type Bitmap, blacken, blankBitmap } from './bitmap.ts';
import type { RowPainter } from './encode.ts';
import type { PrinterProfile } from './profile.ts';

export type CanvasLibrary = typeof library;

export interface PainterOptions {
  readonly canvas: CanvasLibrary;
  readonly profile: PrinterProfile;
}

const FAMILIES = '"Noto Sans", "Noto Sans Arabic"';
/** Height of a row and of its letters in widths of a column: Arabic needs more room below than Latin. */
const ROW_COLUMNS = 2.95;
const FONT_COLUMNS = 1.8;
const BASELINE_COLUMNS = 2.05;
/** Grey darker than this becomes black: a little more than half, so that thin strokes stay whole. */
const BLACK_MAX = 150;

/** Makes the fonts known to the canvas; once a process. */
export function registerFonts(canvas: CanvasLibrary, fontFiles: readonly string[]): void {
  for (const file of fontFiles) canvas.GlobalFonts.registerFromPath(file);
}

/** A painter for one printer's width and dots. */
export function createPainter({ canvas, profile }: PainterOptions): RowPainter {
  const columnDots = profile.dots / profile.columns;
  // Eight pins strike rows twice as far apart as their columns.
  const scaleY = profile.image === 'column8' ? 0.5 : 1;
  const surfaces = new Map<number, { readonly canvas: library.Canvas; readonly context: library.SKRSContext2D }>();

  function surface(dotsHigh: number): { readonly canvas: library.Canvas; readonly context: library.SKRSContext2D } {
    let found = surfaces.get(dotsHigh);
    if (found === undefined) {
      const made = canvas.createCanvas(profile.dots, dotsHigh);
      found = { canvas: made, context: made.getContext('2d') };
      surfaces.set(dotsHigh, found);
    }
    found.context.resetTransform();
    found.context.fillStyle = '#fff';
    found.context.fillRect(0, 0, profile.dots, dotsHigh);
    found.context.fillStyle = '#000';
    return found;
  }

  const font = (bold: boolean, scale: number): string =>
    `${bold ? 700 : 400} ${columnDots * FONT_COLUMNS * scale}px ${FAMILIES}`;

  return {
    measure(text, bold) {
      const { context } = surface(rowDots(columnDots, 1, scaleY));
      context.font = font(bold, 1);
      return context.measureText(text).width / columnDots;
    },
    paint(row, direction) {
      const scale = row.double ? 2 : 1;
      const dotsHigh = rowDots(columnDots, scale, scaleY);
      const { context } = surface(dotsHigh);
      context.scale(1, scaleY);
      context.font = font(row.bold, scale);
      context.direction = direction;
      context.textBaseline = 'alphabetic';
      for (const cell of row.cells) {
        const from = cell.column * columnDots * scale;
        const wide = cell.columns * columnDots * scale;
        const left = direction === 'rtl' ? profile.dots - from - wide : from;
        const textWide = Math.min(wide, context.measureText(cell.text).width);
        const free = wide - textWide;
        const atStart = direction === 'rtl' ? free : 0;
        const offset = cell.align === 'center' ? free / 2 : cell.align === 'start' ? atStart : free - atStart;
        context.textAlign = 'left';
        context.fillText(cell.text, left + offset, columnDots * BASELINE_COLUMNS * scale, wide);
      }
      return bitmapOf(context, profile.dots, dotsHigh);
    },
    paintRule() {
      const dotsHigh = 8;
      const bitmap = blankBitmap(profile.dots, dotsHigh);
      for (let x = 0; x < profile.dots; x++) if (x % 8 < 5) blacken(bitmap, x, 3);
      return bitmap;
    },
  };
}

function rowDots(columnDots: number, scale: number, scaleY: number): number {
  return Math.ceil(columnDots * ROW_COLUMNS * scale * scaleY);
}

function bitmapOf(context: library.SKRSContext2D, dotsWide: number, dotsHigh: number): Bitmap {
  const { data } = context.getImageData(0, 0, dotsWide, dotsHigh);
  const bitmap = blankBitmap(dotsWide, dotsHigh);
  for (let y = 0; y < dotsHigh; y++) {
    for (let x = 0; x < dotsWide; x++) {
      if ((data[(y * dotsWide + x) * 4] ?? 255) < BLACK_MAX) blacken(bitmap, x, y);
    }
  }
  return bitmap;
}
