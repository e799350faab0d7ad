/**
 * A receipt as plain text in a fixed number of columns: for the preview of last resort, for logs of tests, for a terminal.
 * Text stands in logical order; whoever shows a right-to-left receipt lets the screen turn it.
 */
import { divideFloor } from '#domain/money/money.ts';
import type { Align, ReceiptBlock, ReceiptDocument } from './document.ts';

/** The document in lines of at most `columns` characters, without trailing spaces. */
export function receiptText(document: ReceiptDocument, columns: number): string {
  const banner = document.banner === undefined ? [] : aligned(`*** ${document.banner} ***`, columns, 'center');
  const lines = [...banner, ...document.blocks.flatMap((block) => blockLines(block, columns))];
  return lines.map((line) => line.trimEnd()).join('\n');
}

function blockLines(block: ReceiptBlock, columns: number): readonly string[] {
  switch (block.kind) {
    case 'text':
      return aligned(block.text, columns, block.align ?? 'start');
    case 'pair':
      return pairLines(block.start, block.end, columns);
    case 'cells':
      return cellLines(block.cells, columns);
    case 'rule':
      return ['-'.repeat(columns)];
    case 'space':
      return [''];
    case 'qr':
    case 'barcode':
      return aligned(`[${block.data}]`, columns, 'center');
  }
}

/** The label wraps beside the amount; the amount never does, and takes a line of its own when there is no room. */
function pairLines(start: string, end: string, columns: number): readonly string[] {
  const room = columns - width(end) - 1;
  if (room < 1) return [...wrapped(start, columns), ...aligned(end, columns, 'end')];
  const labels = wrapped(start, room);
  const last = labels.at(-1) ?? '';
  return [...labels.slice(0, -1), `${padded(last, room, 'start')} ${end}`];
}

function cellLines(cells: (ReceiptBlock & { readonly kind: 'cells' })['cells'], columns: number): readonly string[] {
  let usedEighths = 0;
  let usedColumns = 0;
  const boxes = cells.map((cell) => {
    usedEighths += cell.eighths;
    const end = divideFloor(BigInt(columns * usedEighths), 8n).quotient;
    const box = { cell, columns: end - usedColumns };
    usedColumns = end;
    return box;
  });
  const wrappedCells = boxes.map((box) => aligned(box.cell.text, box.columns, box.cell.align ?? 'start'));
  const height = Math.max(1, ...wrappedCells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    boxes.map((box, index) => padded(wrappedCells[index]?.[row] ?? '', box.columns, 'start')).join(''),
  );
}

function aligned(text: string, columns: number, align: Align): readonly string[] {
  return wrapped(text, columns).map((line) => padded(line, columns, align));
}

function padded(text: string, columns: number, align: Align): string {
  const missing = Math.max(0, columns - width(text));
  if (align === 'start') return text + ' '.repeat(missing);
  if (align === 'end') return ' '.repeat(missing) + text;
  return ' '.repeat(missing >> 1) + text + ' '.repeat(missing - (missing >> 1));
}

/** Broken at spaces; a word longer than a line is cut. Leading spaces stay: they indent. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const cut = space > 0 && rest.slice(0, space).some((character) => character !== ' ') ? space : columns;
    lines.push(rest.slice(0, cut).join(''));
    rest = rest.slice(rest[cut] === ' ' ? cut + 1 : cut);
  }
  return [...lines, rest.join('')];
}

function width(text: string): number {
  return [...text].length;
}
