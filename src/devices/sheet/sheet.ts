/**
 * Draws a sheet as a PDF of A4 pages: tables one below the other, bars at the end. Text is real text with its fonts inside, so
 * that it can be searched and copied; Arabic is joined by the canvas and stands from right to left. Door of the folder.
 *
 * It lives in the devices process because the canvas is native code: should it fall, the till sells on.
 */
import type * as library from '@napi-rs/canvas';
import type { Sheet, SheetBars, SheetTable } from '#domain/closing-file/closing-file.ts';

type CanvasLibrary = typeof library;
type Context = ReturnType<InstanceType<CanvasLibrary['PDFDocument']>['beginPage']>;

/** A4 in points (ISO 216: 210 × 297 mm). */
const PAGE_WIDTH = 595.28;
const PAGE_HEIGHT = 841.89;
const MARGIN = 48;
const WIDTH = PAGE_WIDTH - 2 * MARGIN;
const BOTTOM = PAGE_HEIGHT - MARGIN - 18;
const ROW_HEIGHT = 15;
const TEXT_SIZE = 9;
const FAMILIES = '"Noto Sans", "Noto Sans Arabic"';
const LABEL_SHARE = 0.4;
const BARS_HEIGHT = 130;
const INK = '#1b1f24';
const FAINT = '#6b7280';
const LINE = '#d5d9df';
const BAR = '#2f6f5e';
const MENTION = '#b42318';

interface Style {
  readonly size?: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: 'start' | 'center' | 'end';
}

/** The PDF of one sheet. */
export function drawSheet(canvas: CanvasLibrary, sheet: Sheet): Buffer {
  const pages = new Pages(canvas, sheet);
  pages.head();
  // The bars are what a manager looks at first; they stand above the figures.
  if (sheet.bars !== null) pages.bars(sheet.bars);
  for (const table of sheet.tables) pages.table(table);
  return pages.close();
}

class Pages {
  readonly #document: InstanceType<CanvasLibrary['PDFDocument']>;
  readonly #sheet: Sheet;
  #context: Context;
  #y = MARGIN;
  #page = 1;

  constructor(canvas: CanvasLibrary, sheet: Sheet) {
    this.#sheet = sheet;
    this.#document = new canvas.PDFDocument({ title: `${sheet.title} ${sheet.lines.join(' ')}`, creator: 'Comptoir' });
    this.#context = this.#document.beginPage(PAGE_WIDTH, PAGE_HEIGHT);
  }

  head(): void {
    const { title, lines, mention } = this.#sheet;
    this.#text(title, { x: 0, width: WIDTH, y: this.#y + 18 }, { size: 20, bold: true });
    this.#y += 28;
    for (const line of lines) {
      this.#text(line, { x: 0, width: WIDTH, y: this.#y + 11 }, { size: 11, color: FAINT });
      this.#y += 16;
    }
    if (mention !== null) {
      this.#text(mention, { x: 0, width: WIDTH, y: this.#y + 12 }, { size: 11, bold: true, color: MENTION });
      this.#y += 18;
    }
    this.#y += 8;
  }

  bars({ title, bars }: SheetBars): void {
    this.#room(BARS_HEIGHT + 52);
    this.#title(title);
    const slot = WIDTH / Math.max(bars.length, 6);
    const foot = this.#y + BARS_HEIGHT;
    bars.forEach((bar, index) => {
      const height = ((BARS_HEIGHT - 16) * bar.perMille) / 1000;
      const x = index * slot;
      this.#fill({ x: x + slot * 0.18, y: foot - height, width: slot * 0.64, height }, BAR);
      const style = { size: Math.min(7.5, slot / 6.5), align: 'center' as const };
      this.#text(bar.text, { x, width: slot, y: foot - height - 4 }, style);
      this.#text(bar.label, { x, width: slot, y: foot + 11 }, { ...style, color: FAINT });
    });
    this.#fill({ x: 0, y: foot, width: WIDTH, height: 0.6 }, LINE);
    this.#y = foot + 28;
  }

  table(table: SheetTable): void {
    // A head never stands alone at the foot of a page.
    this.#room(2 * ROW_HEIGHT + 24);
    this.#title(table.title);
    this.#columnHeads(table);
    for (const row of table.rows) {
      if (this.#room(ROW_HEIGHT)) this.#columnHeads(table);
      const y = this.#y + ROW_HEIGHT - 4.5;
      const labelWidth = table.columns.length === 0 ? WIDTH : WIDTH * LABEL_SHARE;
      this.#text(row.label, { x: 0, width: labelWidth - 8, y }, { bold: row.bold });
      const cellWidth = (WIDTH - labelWidth) / Math.max(1, table.columns.length);
      row.cells.forEach((cell, index) =>
        this.#text(
          cell,
          { x: labelWidth + index * cellWidth, width: cellWidth - 2, y },
          { bold: row.bold, align: 'end' },
        ),
      );
      this.#y += ROW_HEIGHT;
      this.#fill({ x: 0, y: this.#y - 0.4, width: WIDTH, height: 0.4 }, LINE);
    }
    this.#y += 12;
  }

  close(): Buffer {
    this.#endPage();
    return this.#document.close();
  }

  #title(words: string): void {
    this.#text(words, { x: 0, width: WIDTH, y: this.#y + 12 }, { size: 12, bold: true });
    this.#y += 20;
  }

  #columnHeads({ columns }: SheetTable): void {
    if (columns.every((head) => head === '')) return;
    const cellWidth = (WIDTH * (1 - LABEL_SHARE)) / columns.length;
    columns.forEach((head, index) =>
      this.#text(
        head,
        { x: WIDTH * LABEL_SHARE + index * cellWidth, width: cellWidth - 2, y: this.#y + 9 },
        { size: 7.5, color: FAINT, align: 'end' },
      ),
    );
    this.#y += 13;
  }

  /** Goes on on a new page where `height` does not fit on this one; says whether it did. */
  #room(height: number): boolean {
    if (this.#y + height <= BOTTOM) return false;
    this.#endPage();
    this.#context = this.#document.beginPage(PAGE_WIDTH, PAGE_HEIGHT);
    this.#page += 1;
    this.#y = MARGIN;
    return true;
  }

  #endPage(): void {
    const { title, page } = this.#sheet;
    const y = PAGE_HEIGHT - MARGIN + 10;
    this.#text(title, { x: 0, width: WIDTH / 2, y }, { size: 7.5, color: FAINT });
    const number = `${page} ${this.#page}`;
    this.#text(number, { x: WIDTH / 2, width: WIDTH / 2, y }, { size: 7.5, color: FAINT, align: 'end' });
    this.#document.endPage();
  }

  /** One line of text in its box, x counted from the side where reading starts; squeezed rather than cut where it is too long. */
  #text(words: string, box: { readonly x: number; readonly width: number; readonly y: number }, style: Style): void {
    if (words === '') return;
    const { size = TEXT_SIZE, bold = false, color = INK, align = 'start' } = style;
    const context = this.#context;
    context.font = `${bold ? 700 : 400} ${size}px ${FAMILIES}`;
    context.fillStyle = color;
    context.textBaseline = 'alphabetic';
    const isRightToLeft = this.#sheet.language === 'ar';
    context.direction = isRightToLeft ? 'rtl' : 'ltr';
    context.textAlign = 'left';
    const wide = Math.min(box.width, context.measureText(words).width);
    const free = box.width - wide;
    const offset = align === 'center' ? free / 2 : align === 'start' ? 0 : free;
    const from = isRightToLeft ? WIDTH - box.x - offset - wide : box.x + offset;
    context.fillText(words, MARGIN + from, box.y, box.width);
  }

  #fill(
    box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
    color: string,
  ): void {
    const x = this.#sheet.language === 'ar' ? WIDTH - box.x - box.width : box.x;
    this.#context.fillStyle = color;
    this.#context.fillRect(MARGIN + x, box.y, box.width, box.height);
  }
}
