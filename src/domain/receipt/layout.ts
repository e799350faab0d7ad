/**
 * Sets a receipt document in columns: which text stands in which row, from which column, over how many. Labels wrap,
 * amounts never break, nothing is cut off. Knows no device: a driver prints the rows as text or draws them.
 */
import { cleanText } from '#base/text.ts';
import type { Align, ReceiptBlock, ReceiptDocument } from './document.ts';

/** A piece of a row. In a document read from right to left, column 0 is the right edge. */
export interface LayoutCell {
  readonly text: string;
  readonly column: number;
  readonly columns: number;
  readonly align: Align;
}

export type LayoutRow =
  /** In a double row a column is two columns of the paper wide. */
  | { readonly kind: 'cells'; readonly cells: readonly LayoutCell[]; readonly bold: boolean; readonly double: boolean }
  | { readonly kind: 'rule' }
  | { readonly kind: 'space' }
  | Extract<ReceiptBlock, { readonly kind: 'qr' | 'barcode' }>;

export interface LayoutOptions {
  /** Characters in one row of normal size. */
  readonly columns: number;
  /** Columns that a text takes; by default one for each character that is not a combining mark. */
  readonly measure?: (text: string, bold: boolean) => number;
}

/** A label narrower than this beside its amount is set in rows of its own, the amount below. */
const LABEL_COLUMNS_MIN = 8;

/** The rows of `document` on paper of `columns` columns. */
export function layoutReceipt(document: ReceiptDocument, options: LayoutOptions): readonly LayoutRow[] {
  const measure = options.measure ?? columnsOf;
  const rows: LayoutRow[] = [];
  if (document.banner !== undefined) {
    rows.push({ kind: 'rule' });
    const banner: ReceiptBlock = { kind: 'text', text: document.banner, align: 'center', bold: true, size: 'double' };
    rows.push(...rowsOf(banner, options.columns, measure));
    rows.push({ kind: 'rule' });
  }
  for (const block of document.blocks) rows.push(...rowsOf(block, options.columns, measure));
  return rows;
}

/** Columns of a text on a printer with one width for all characters: combining marks take none. */
export function columnsOf(text: string): number {
  if (/^[\u0020-\u02ff]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) if (!/[\p{M}\p{Cf}]/u.test(character)) columns++;
  return columns;
}

type Measure = (text: string, bold: boolean) => number;

function rowsOf(block: ReceiptBlock, paperColumns: number, measure: Measure): readonly LayoutRow[] {
  switch (block.kind) {
    case 'rule':
    case 'space':
    case 'qr':
    case 'barcode':
      return [block];
    case 'text': {
      const style = styleOf(block);
      const columns = style.double ? Math.floor(paperColumns / 2) : paperColumns;
      const lines = wrap(cleanText(block.text), columns, (text) => measure(text, style.bold));
      return lines.map((text) => row([{ text, column: 0, columns, align: block.align ?? 'start' }], style));
    }
    case 'pair':
      return pairRows(block, paperColumns, measure);
    case 'cells':
      return cellRows(block, paperColumns, measure);
  }
}

function pairRows(
  block: Extract<ReceiptBlock, { kind: 'pair' }>,
  paperColumns: number,
  measure: Measure,
): readonly LayoutRow[] {
  const style = styleOf(block);
  const columns = style.double ? Math.floor(paperColumns / 2) : paperColumns;
  const widthOf = (text: string): number => measure(text, style.bold);
  const end = cleanText(block.end);
  const endColumns = Math.ceil(widthOf(end));
  const startColumns = columns - endColumns - 1;
  const start = cleanText(block.start);
  if (startColumns < Math.min(LABEL_COLUMNS_MIN, Math.ceil(widthOf(start)))) {
    const whole = (text: string, align: Align): LayoutRow => row([{ text, column: 0, columns, align }], style);
    const above = start === '' ? [] : wrap(start, columns, widthOf).map((text) => whole(text, 'start'));
    return [...above, ...wrap(end, columns, widthOf).map((text) => whole(text, 'end'))];
  }
  const lines = wrap(start, startColumns, widthOf);
  return lines.map((text, index) => {
    const label: LayoutCell = { text, column: 0, columns: startColumns, align: 'start' };
    if (index < lines.length - 1) return row([label], style);
    return row([label, { text: end, column: columns - endColumns, columns: endColumns, align: 'end' }], style);
  });
}

function cellRows(
  block: Extract<ReceiptBlock, { kind: 'cells' }>,
  paperColumns: number,
  measure: Measure,
): readonly LayoutRow[] {
  const style = { bold: block.bold ?? false, double: false };
  const eighthsTotal = Math.max(
    8,
    block.cells.reduce((sum, cell) => sum + cell.eighths, 0),
  );
  let eighths = 0;
  const cells = block.cells.map((cell, index) => {
    const column = Math.floor((paperColumns * eighths) / eighthsTotal);
    eighths += cell.eighths;
    const last = index === block.cells.length - 1;
    const edge = last ? paperColumns : Math.floor((paperColumns * eighths) / eighthsTotal);
    // One column of air before the next cell, so that two figures never run into one another.
    const columns = Math.max(1, last ? edge - column : edge - column - 1);
    const align: Align = last ? 'end' : (cell.align ?? 'start');
    return { column, columns, align, lines: wrap(cleanText(cell.text), columns, (text) => measure(text, style.bold)) };
  });
  const height = Math.max(1, ...cells.map((cell) => cell.lines.length));
  return Array.from({ length: height }, (_, line) =>
    row(
      cells
        .map((cell) => ({
          text: cell.lines[line] ?? '',
          column: cell.column,
          columns: cell.columns,
          align: cell.align,
        }))
        .filter((cell) => cell.text !== ''),
      style,
    ),
  );
}

interface RowStyle {
  readonly bold: boolean;
  readonly double: boolean;
}

function styleOf(block: { readonly bold?: boolean; readonly size?: 'normal' | 'double' }): RowStyle {
  return { bold: block.bold ?? false, double: block.size === 'double' };
}

function row(cells: readonly LayoutCell[], style: RowStyle): LayoutRow {
  return { kind: 'cells', cells, bold: style.bold, double: style.double };
}

/** Lines of at most `columns`; breaks at spaces, and inside a word only where the word alone is too long. */
function wrap(text: string, columns: number, widthOf: (text: string) => number): readonly string[] {
  if (widthOf(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const cluster of word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
      if (line !== '' && widthOf(line + cluster) > columns) {
        lines.push(line);
        line = '';
      }
      line += cluster;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
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
