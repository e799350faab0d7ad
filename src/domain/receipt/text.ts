/**
 * A receipt as plain text in a fixed number of columns: for a terminal, a log of a test, a preview of last resort.
 * Text stands in logical order; whoever shows a right-to-left receipt lets the screen turn it.
 */
import type { ReceiptDocument } from './document.ts';
import { layoutReceipt, lineOf } from './layout.ts';
import type { LayoutCell, LayoutRow } from './layout.ts';

/** The document in lines of at most `columns` characters, without trailing spaces. */
export function receiptText(document: ReceiptDocument, columns: number): string {
  return layoutReceipt(document, { columns })
    .map((row) => rowText(row, columns).trimEnd())
    .join('\n');
}

function rowText(row: LayoutRow, columns: number): string {
  switch (row.kind) {
    case 'cells':
      return lineOf(row.double ? row.cells.map(doubled) : row.cells);
    case 'rule':
      return '-'.repeat(columns);
    case 'space':
      return '';
    case 'qr':
    case 'barcode':
      return lineOf([{ text: `[${row.data}]`, column: 0, columns, align: 'center' }]);
  }
}

/** A double row has half as many columns, each twice as wide; plain text keeps its size and its place. */
function doubled(cell: LayoutCell): LayoutCell {
  return { ...cell, column: 2 * cell.column, columns: 2 * cell.columns };
}
