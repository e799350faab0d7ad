/**
 * A Z as a page to be looked at: tables and bars, what each says and never how it is drawn. Whoever draws it knows no money
 * and no journal.
 */
import { payloadOf } from '#domain/journal/journal.ts';
import { type Currency, type Language, divideRoundHalfAway, formatDecimal, formatMinor } from '#domain/money/money.ts';
import { REPORT_WORDS, currencyNamed, localDateText, paperText } from '#domain/receipt/receipt.ts';
import { type ClosingFileSource, type FigureRow, type FigureSection, closingSections } from './sections.ts';
import { FILE_WORDS } from './words.ts';

/** A document of A4 pages. In `ar` everything stands from right to left. */
export interface Sheet {
  readonly language: Language;
  readonly title: string;
  readonly lines: readonly string[];
  /** Stands large: what this file is not. */
  readonly mention: string | null;
  readonly tables: readonly SheetTable[];
  readonly bars: SheetBars | null;
  /** Word before the number at the foot of each page. */
  readonly page: string;
}

export interface SheetTable {
  readonly title: string;
  /** Heads of the columns of figures; the first column is the label and has none. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[]; readonly bold: boolean }[];
}

export interface SheetBars {
  readonly title: string;
  readonly bars: readonly {
    readonly label: string;
    /** Share of the tallest bar, 0 to 1000; what is below nothing has none. */
    readonly perMille: number;
    readonly text: string;
  }[];
}

type Figure = 'text' | 'count' | 'amountMinor' | 'refundCount' | 'refundedMinor' | 'netMinor' | 'vatMinor';

const FIGURES: readonly Figure[] = [
  'text',
  'count',
  'amountMinor',
  'refundCount',
  'refundedMinor',
  'netMinor',
  'vatMinor',
];
const BOLD = new Set(['total', 'net', 'absolu', 'du']);

/** The sheet of one Z, in the shop's language. */
export function closingSheet(source: ClosingFileSource): Sheet {
  const { language } = source;
  const row = payloadOf(source.closing, 'day-closed');
  const currency = currencyNamed(row.currency);
  const words = REPORT_WORDS[language];
  const sections = closingSections(source).filter(({ rows }) => rows.length > 0);
  return {
    language,
    title: `${words.z} ${row.z_number}`,
    lines: [paperText(source.shopName), `${words.businessDay} ${localDateText(row.business_day, language)}`],
    mention: row.demonstration
      ? `${FILE_WORDS[language].demonstration} · ${FILE_WORDS[language].demonstrationNotice}`
      : null,
    tables: sections.map((section) => tableOf(section, currency, language)),
    bars: barsOf(row.hours, currency, language),
    page: FILE_WORDS[language].page,
  };
}

/** Only the columns that some row of the section has. */
function tableOf(section: FigureSection, currency: Currency, language: Language): SheetTable {
  const rows = section.code === 'entete' ? section.rows.map(asText) : section.rows;
  const used = FIGURES.filter((figure) => rows.some((row) => row[figure] !== undefined));
  return {
    title: section.label,
    columns: used.map((figure) => headOf(figure, language)),
    rows: rows.map((row) => ({
      label: paperText(row.label),
      cells: used.map((figure) => cellOf(row, figure, currency, language)),
      bold: BOLD.has(row.code),
    })),
  };
}

/** Numbers at the head of the sheet stand under the words there and not in a column of their own. */
function asText({ count, ...row }: FigureRow): FigureRow {
  return count === undefined ? row : { ...row, text: String(count) };
}

/** Latin text keeps its order in a line that reads from right to left: `1400 abCd` begins with its number. */
function inOrder(value: string, language: Language): string {
  return language === 'ar' && !/[\u0600-\u06ff]/.test(value) ? `\u200e${value}` : value;
}

function headOf(figure: Figure, language: Language): string {
  const words = FILE_WORDS[language];
  const heads: Readonly<Record<Figure, string>> = {
    text: '',
    count: words.count,
    amountMinor: words.amount,
    refundCount: words.refundCount,
    refundedMinor: words.refunded,
    netMinor: words.net,
    vatMinor: words.vat,
  };
  return heads[figure];
}

function cellOf(row: FigureRow, figure: Figure, currency: Currency, language: Language): string {
  const value = row[figure];
  if (value === undefined) return '';
  if (typeof value === 'string') return inOrder(value, language);
  if (figure === 'count' || figure === 'refundCount') return formatDecimal({ value, exponent: 0, language });
  return formatMinor(value, currency, language);
}

function barsOf(
  hours: readonly { readonly hour: number; readonly amount_minor: number }[],
  currency: Currency,
  language: Language,
): SheetBars | null {
  const tallest = Math.max(0, ...hours.map((hour) => hour.amount_minor));
  if (tallest === 0) return null;
  return {
    title: FILE_WORDS[language].takingsByHour,
    bars: hours.map((hour) => ({
      label: `${hour.hour}:00`,
      perMille: Math.max(0, divideRoundHalfAway(1000n * BigInt(hour.amount_minor), BigInt(tallest))),
      text: formatMinor(hour.amount_minor, currency, language),
    })),
  };
}
