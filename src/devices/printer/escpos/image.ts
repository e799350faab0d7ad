/**
 * Pictures as ESC/POS commands. Between two bands and between two lines stand command bytes, so a real-time command cannot
 * arise across them.
 */
import type { Bitmap } from './bitmap.ts';
import { isBlack } from './bitmap.ts';
import type { ByteSink } from './byte-sink.ts';
import type { PrinterProfile } from './profile.ts';
import { withoutRealTime } from './real-time.ts';

/** Rows in one command: small enough for every receive buffer, and a length that never looks like a command. */
const BAND_ROWS_MAX = 128;

/** Appends the picture in the kind of command that the profile has. */
export function putImage(sink: ByteSink, bitmap: Bitmap, image: Exclude<PrinterProfile['image'], 'none'>): void {
  if (image === 'raster') putRaster(sink, bitmap);
  else putColumns(sink, bitmap, image === 'column24' ? 24 : 8);
}

/** `GS v 0`: whole rows of dots. */
function putRaster(sink: ByteSink, bitmap: Bitmap): void {
  const rowBytes = bitmap.dotsWide / 8;
  for (let top = 0; top < bitmap.dotsHigh; top += BAND_ROWS_MAX) {
    const rows = Math.min(BAND_ROWS_MAX, bitmap.dotsHigh - top);
    sink.put(0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows, 0);
    sink.putAll(withoutRealTime(bitmap.bits.subarray(top * rowBytes, (top + rows) * rowBytes)));
  }
}

/** `ESC *`: columns of 24 dots (three bytes) or of 8 (one byte), line by line without a gap between the lines. */
function putColumns(sink: ByteSink, bitmap: Bitmap, pins: 24 | 8): void {
  // A spacing smaller than the dots' own height feeds exactly that height.
  sink.put(0x1b, 0x33, 16);
  for (let top = 0; top < bitmap.dotsHigh; top += pins) {
    const data = new Uint8Array((bitmap.dotsWide * pins) / 8);
    for (let x = 0; x < bitmap.dotsWide; x++) {
      for (let pin = 0; pin < pins && top + pin < bitmap.dotsHigh; pin++) {
        if (isBlack(bitmap, x, top + pin)) {
          const at = x * (pins / 8) + (pin >> 3);
          data[at] = (data[at] ?? 0) | (0x80 >> (pin & 7));
        }
      }
    }
    sink.put(0x1b, 0x2a, pins === 24 ? 33 : 1, bitmap.dotsWide & 0xff, bitmap.dotsWide >> 8);
    sink.putAll(withoutRealTime(data));
    sink.put(0x0a);
  }
  sink.put(0x1b, 0x32);
}
