/**
 * From a receipt document to the bytes of one write. Pure: no line, no clock; the drawing of what a printer cannot write
 * is handed in.
 *
 * Product names are hostile input: text reaches the printer only as bytes of a code page, never below 20h, so nothing in
 * it can be a command. The drawer is never opened from here: a pulse is a job of its own.
 */
import { lineOf, layoutReceipt, type LayoutRow, type ReceiptDocument } from '#domain/receipt/receipt.ts';
import { putBarcode, putQr } from './symbols.ts';
import type { Bitmap } from './bitmap.ts';
import { ByteSink } from './byte-sink.ts';
import type { CodePageName } from './code-pages.ts';
import { putImage } from './image.ts';
import { putLogo } from './logo.ts';
import { nearestAscii, plainText, runsRightToLeft, type TextRun, textRuns } from './printable.ts';
import type { PrinterProfile } from './profile.ts';

const ESC = 0x1b;
const GS = 0x1d;
const LF = 0x0a;

const NORMAL = { bold: false, double: false };

type CellsRow = Extract<LayoutRow, { readonly kind: 'cells' }>;

/** Draws rows of text in the printer's dots. */
export interface RowPainter {
  /** Width of a text in columns of the profile. */
  measure(text: string, bold: boolean): number;
  paint(row: CellsRow, direction: 'ltr' | 'rtl'): Bitmap;
  paintRule(): Bitmap;
}

export interface EncodeOptions {
  readonly profile: PrinterProfile;
  /** Needed where {@link needsPainter} says so. */
  readonly painter: RowPainter | null;
  /** Four bytes between 20h and 7Eh that the printer sends back when the paper is out. */
  readonly processId: Uint8Array | null;
  /** Whether a question stands at the end that is answered when its turn in the printer's buffer comes. */
  readonly askAtEnd?: boolean;
  /** Whether the printer says by itself what changes, until the end of the job or until it is told otherwise. */
  readonly reports?: 'during-job' | 'from-now-on';
  /** The shop's picture at the head. */
  readonly logo?: Bitmap | null;
}

/** Whether some of the document can only be drawn on this printer. */
export function needsPainter(document: ReceiptDocument, profile: PrinterProfile): boolean {
  if (profile.image === 'none') return false;
  if (isRightToLeft(document)) return true;
  return layoutReceipt(document, { columns: profile.columns }).some(
    (row) => row.kind === 'cells' && rowRuns(row, profile, null) === null,
  );
}

/** The whole receipt, cut included, as one write. */
export function encodeReceipt(document: ReceiptDocument, options: EncodeOptions): Uint8Array {
  const { profile, painter } = options;
  const sink = new ByteSink();
  const drawAll = isRightToLeft(document) && painter !== null && profile.image !== 'none';
  const layout = layoutReceipt(document, {
    columns: profile.columns,
    ...(drawAll ? { measure: (text: string, bold: boolean) => painter.measure(text, bold) } : {}),
  });
  let page: CodePageName | null = null;
  start(sink, options);
  if (options.logo !== undefined && options.logo !== null) putLogo(sink, options.logo, profile);
  for (const row of layout) {
    switch (row.kind) {
      case 'rule':
        if (drawAll) putImage(sink, painter.paintRule(), profile.image);
        else {
          putStyle(sink, NORMAL);
          putLine(sink, new Uint8Array(profile.columns).fill(0x2d));
        }
        break;
      case 'space':
        putStyle(sink, NORMAL);
        sink.put(LF);
        break;
      case 'qr':
        putStyle(sink, NORMAL);
        putQr(sink, row.data, profile);
        break;
      case 'barcode':
        putStyle(sink, NORMAL);
        putBarcode(sink, row, profile);
        break;
      case 'cells': {
        const runs: readonly TextRun[] | null = drawAll ? null : rowRuns(row, profile, page);
        if (runs !== null) {
          putStyle(sink, row);
          for (const run of runs) {
            if (run.page !== 'ASCII' && run.page !== page) {
              putPage(sink, profile, run.number ?? 0);
              page = run.page;
            }
            sink.putAll(run.bytes);
          }
          sink.put(LF);
        } else if (painter !== null && profile.image !== 'none') {
          putImage(sink, painter.paint(row, drawAll ? 'rtl' : 'ltr'), profile.image);
        } else {
          putStyle(sink, row);
          putLine(sink, new TextEncoder().encode(nearestAscii(lineOf(row.cells))));
        }
        break;
      }
    }
  }
  finish(sink, options);
  return sink.taken();
}

/** The drawer's pulse, all five bytes: 100 ms on, 200 ms off, in units of 2 ms. */
export function encodePulse(pin: 2 | 5): Uint8Array {
  return Uint8Array.of(ESC, 0x70, pin === 5 ? 1 : 0, 50, 100);
}

/**
 * The drawer's pulse as a real-time command (`DLE DC4`, function 1; 100 ms): obeyed at once, also by a printer that is
 * offline because its paper is out or its cover open. Only for an empty line: inside other data it would be data.
 */
export function encodeRealTimePulse(pin: 2 | 5): Uint8Array {
  return Uint8Array.of(0x10, 0x14, 1, pin === 5 ? 1 : 0, 1);
}

/**
 * `GS a`: four bytes whenever drawer, cover, paper or an error changed (Epson, TM-T88V command reference). `ESC @` ends it,
 * so it stands behind that.
 */
export const REPORTS_ON = Uint8Array.of(GS, 0x61, 0x0f);
const REPORTS_OFF = Uint8Array.of(GS, 0x61, 0);

function start(sink: ByteSink, options: EncodeOptions): void {
  sink.put(ESC, 0x40); // Initialise: whatever the last sender left behind is gone.
  sink.put(0x1c, 0x2e); // FS . leaves two-byte characters.
  sink.put(ESC, 0x52, 0); // ESC R 0: the lower half is ASCII in every country.
  if (options.reports !== undefined) sink.putAll(REPORTS_ON);
}

function finish(sink: ByteSink, options: EncodeOptions): void {
  sink.put(ESC, 0x21, 0);
  if (options.profile.cut === 'none') sink.put(ESC, 0x64, 4);
  else sink.put(GS, 0x56, options.profile.cut === 'partial' ? 66 : 65, 3); // Feeds to the blade, then cuts.
  if (options.reports === 'during-job') sink.putAll(REPORTS_OFF);
  // GS r 1: the paper sensor's state comes back when this is reached, which paper that ran out delays.
  if (options.askAtEnd === true) sink.put(GS, 0x72, 1);
  // GS ( H, function 48: the four bytes come back when everything before them is on paper.
  if (options.processId !== null) sink.put(GS, 0x28, 0x48, 6, 0, 48, 48, ...options.processId);
}

function isRightToLeft(document: ReceiptDocument): boolean {
  return document.language === 'ar';
}

function rowRuns(row: CellsRow, profile: PrinterProfile, page: CodePageName | null): readonly TextRun[] | null {
  const line = plainText(lineOf(row.cells)).trimEnd();
  return runsRightToLeft(line) ? null : textRuns(line, profile, page);
}

function putStyle(sink: ByteSink, row: Pick<CellsRow, 'bold' | 'double'>): void {
  sink.put(ESC, 0x21, (row.bold ? 0x08 : 0) | (row.double ? 0x30 : 0));
}

function putPage(sink: ByteSink, profile: PrinterProfile, number: number): void {
  if (profile.pageCommand === 'ESC GS t') sink.put(ESC, GS, 0x74, number);
  else sink.put(ESC, 0x74, number);
}

function putLine(sink: ByteSink, bytes: Uint8Array): void {
  sink.putAll(bytes);
  sink.put(LF);
}
