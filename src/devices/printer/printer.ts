/**
 * What the till may ask of any receipt printer. Door of the folder.
 *
 * Every answer tells the three cases apart that money depends on: not one byte of the job left (`failed`, safe to print
 * again), the device has it (`printed` with proof, `handed-over` without), and `unknown`, which no program may guess at.
 */
import type { FaultCode } from '#base/fault.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';

export interface ReceiptPrinter {
  /** Prints one document. Never rejects; one job at a time on one address, later ones wait their turn. */
  print(document: ReceiptDocument): Promise<PrintOutcome>;
  /** Opens the drawer: at most once, and never later than a few seconds after it was asked. */
  pulse(): Promise<PrintOutcome>;
  /** Asks for paper, cover and errors; null while a job has the line. */
  probe(): Promise<PrinterHealth | null>;
  /** Lets go of a line that stays open, after the job that has it. */
  close(): void;
}

export type PrintOutcome =
  { readonly state: 'printed' | 'handed-over' } | { readonly state: 'failed' | 'unknown'; readonly fault: FaultCode };

export interface PrinterHealth {
  readonly state: 'ready' | 'trouble' | 'absent';
  readonly fault?: FaultCode;
}

export { createEscposPrinter, type EscposPrinterOptions } from './escpos/escpos-printer.ts';
export { identifyPrinter, type PrinterIdentity } from './escpos/identify.ts';
export { type PrinterProfile, printerProfile } from './escpos/profile.ts';
export { type CanvasLibrary, createPainter, registerFonts } from './escpos/painter.ts';
export { DRAWER_SETTLED_MS, DrawerSense, type DrawerState } from './drawer-sense.ts';
export { drawLogo } from './escpos/logo-drawing.ts';
export type { Bitmap } from './escpos/bitmap.ts';
export { type LineTraits, lineKey, lineTraits } from './line-traits.ts';
export { LineQueue } from './line-queue.ts';
