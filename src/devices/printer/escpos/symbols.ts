/**
 * QR codes and bar codes: by the printer where it can, drawn where it cannot, as text where it can do neither.
 */
import { encode } from 'uqr';
import { cleanText } from '#base/text.ts';
import { code128Runs, code128Values } from '#domain/barcode/barcode.ts';
import type { LayoutRow } from '#domain/receipt/receipt.ts';
import { code128Modules, ean13Modules } from './bars.ts';
import { enlarged } from './bitmap.ts';
import { ByteSink } from './byte-sink.ts';
import { putImage } from './image.ts';
import { nearestAscii } from './printable.ts';
import type { PrinterProfile } from './profile.ts';
import { hasRealTime } from './real-time.ts';

const GS = 0x1d;
const LF = 0x0a;
const QR_DOTS_MAX = 8;
/** Version 40 with error correction M (ISO/IEC 18004, table 7). */
const QR_BYTES_MAX = 2_331;
const BAR_ROWS = 72;
/** White that the printed width leaves to both sides of a bar code; the edges of the paper that no head reaches are the rest. */
const QUIET_DOTS = 16;

/** A QR code in the middle of the paper, error correction M. */
export function putQr(sink: ByteSink, text: string, profile: PrinterProfile): void {
  const data = cleanText(text);
  if (data === '') return;
  if (new TextEncoder().encode(data).length > QR_BYTES_MAX) {
    putPlain(sink, data);
    return;
  }
  const native = profile.qr ? nativeQr(data) : null;
  // A length can look like a real-time command (1,037 bytes do): such a code is drawn.
  if (native !== null && !hasRealTime(native)) sink.putAll(native);
  else if (profile.image !== 'none') {
    const { data: modules, size } = encode(data, { ecc: 'M', border: 2 });
    const dots = dotsOfModule(size, profile);
    // Eight pins strike rows that are wider apart than columns are: half as many make a square.
    const dotHigh = profile.image === 'column8' ? Math.max(1, dots >> 1) : dots;
    const pattern = { width: size, height: size, black: (x: number, y: number) => modules[y]?.[x] === true };
    putImage(sink, enlarged(pattern, { paperDots: profile.dots, dotWide: dots, dotHigh }), profile.image);
  } else putPlain(sink, data);
}

/** A bar code in the middle of the paper with its text below. */
export function putBarcode(
  sink: ByteSink,
  row: Extract<LayoutRow, { kind: 'barcode' }>,
  profile: PrinterProfile,
): void {
  const data = cleanText(row.data);
  const modules = row.symbology === 'ean13' ? ean13Modules(data) : code128Modules(data);
  const dots = modules === null ? 0 : Math.min(3, Math.floor((profile.dots - QUIET_DOTS) / modules.length));
  if (modules === null || dots < 1 || profile.image === 'none') {
    putPlain(sink, data);
    return;
  }
  const body = row.symbology === 'ean13' ? new TextEncoder().encode(data) : code128Body(data);
  // Two digits of set C are one byte, and two such bytes can look like a real-time command: such a code is drawn.
  if (profile.code128 && dots >= 2 && !hasRealTime(body)) {
    sink.put(
      0x1b,
      0x61,
      1,
      GS,
      0x48,
      2,
      GS,
      0x68,
      BAR_ROWS,
      GS,
      0x77,
      dots,
      GS,
      0x6b,
      row.symbology === 'ean13' ? 67 : 73,
      body.length,
    );
    sink.putAll(body);
    sink.put(LF, 0x1b, 0x61, 0);
    return;
  }
  const pattern = { width: modules.length, height: 1, black: (x: number) => modules[x] === true };
  putImage(sink, enlarged(pattern, { paperDots: profile.dots, dotWide: dots, dotHigh: BAR_ROWS }), profile.image);
  putPlain(sink, ' '.repeat(Math.max(0, (profile.columns - data.length) >> 1)) + data);
}

/** What `GS k 73` takes: each run behind its code set, digits of set C two a byte. */
function code128Body(data: string): Uint8Array {
  return Uint8Array.from(
    (code128Runs(data) ?? []).flatMap((run) => [
      ...new TextEncoder().encode(`{${run.set}`),
      ...(run.set === 'C' ? code128Values(run) : new TextEncoder().encode(run.text.replaceAll('{', '{{'))),
    ]),
  );
}

/** `GS ( k`: model 2, size, error correction, data, print. */
function nativeQr(data: string): Uint8Array {
  const sink = new ByteSink();
  const bytes = new TextEncoder().encode(data);
  // Versions 4 (33 modules), 8 (49) and above: each fits the narrowest paper and can be read at arm's length.
  const dots = bytes.length <= 62 ? 6 : bytes.length <= 152 ? 5 : 4;
  const length = bytes.length + 3;
  sink.put(0x1b, 0x61, 1);
  sink.put(GS, 0x28, 0x6b, 4, 0, 49, 65, 50, 0);
  sink.put(GS, 0x28, 0x6b, 3, 0, 49, 67, dots);
  sink.put(GS, 0x28, 0x6b, 3, 0, 49, 69, 49);
  sink.put(GS, 0x28, 0x6b, length & 0xff, length >> 8, 49, 80, 48);
  sink.putAll(bytes);
  sink.put(GS, 0x28, 0x6b, 3, 0, 49, 81, 48);
  sink.put(LF, 0x1b, 0x61, 0);
  return sink.taken();
}

function dotsOfModule(size: number, profile: PrinterProfile): number {
  return Math.max(1, Math.min(QR_DOTS_MAX, Math.floor((profile.dots * 0.45) / size)));
}

function putPlain(sink: ByteSink, text: string): void {
  sink.putAll(new TextEncoder().encode(nearestAscii(text)));
  sink.put(LF);
}
