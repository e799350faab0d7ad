/** A Z as files: a table for a spreadsheet, a sheet for a PDF. Door of the folder. */
export { closingCsv } from './csv.ts';
export type { ClosingFileSource } from './sections.ts';
export { closingSheet } from './sheet.ts';
export type { Sheet, SheetBars, SheetTable } from './sheet.ts';
