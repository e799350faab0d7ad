/**
 * A receipt as plain text, for a log, a mail or a test: the rows of the layout, one a line.
 */
import type { ReceiptDocument } from './document.ts';
import { columnsOf, layoutReceipt, type LayoutCell } from './layout.ts';

/** The document in lines of at most `columns` characters, in reading order; a QR code stands as its data. */
export function receiptText(document: ReceiptDocument, columns: number): string {
  const lines = layoutReceipt(document, { columns }).map((row) => {
    switch (row.kind) {
      case 'rule':
        return '-'.repeat(columns);
      case 'space':
        return '';
      case 'qr':
      case 'barcode':
        return row.data;
      case 'cells':
        return lineOf(row.cells).trimEnd();
    }
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** The cells of a row set side by side with spaces. */
export function lineOf(cells: readonly LayoutCell[]): string {
  let line = '';
  let column = 0;
  for (const cell of cells) {
    const free = Math.max(0, cell.columns - columnsOf(cell.text));
    const before = cell.align === 'end' ? free : cell.align === 'center' ? Math.floor(free / 2) : 0;
    line += `${' '.repeat(Math.max(0, cell.column + before - column))}${cell.text}`;
    column = Math.max(column, cell.column + before) + columnsOf(cell.text);
  }
  return line;
}
