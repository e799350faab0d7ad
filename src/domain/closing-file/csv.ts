/**
 * A Z as a table that a French spreadsheet opens: UTF-8 with its mark, semicolons, decimal commas, CRLF (RFC 4180 but for the
 * separator). Text that a spreadsheet would take for a formula is given an apostrophe (OWASP, CSV injection).
 */
import { payloadOf } from '#domain/journal/journal.ts';
import { currencyNamed } from '#domain/receipt/receipt.ts';
import { type ClosingFileSource, closingSections } from './sections.ts';

const BYTE_ORDER_MARK = '\ufeff';
const COLUMNS = [
  'rubrique',
  'code',
  'libelle',
  'texte',
  'nombre',
  'montant',
  'nombre-rembourse',
  'rembourse',
  'ht',
  'tva',
];

/** The text of the file. Labels are French whatever the shop's language: the columns are a contract. */
export function closingCsv(source: Omit<ClosingFileSource, 'language'>): string {
  const { exponent } = currencyNamed(payloadOf(source.closing, 'day-closed').currency);
  const amount = (minor: number | undefined): string => (minor === undefined ? '' : decimal(minor, exponent));
  const rows = closingSections({ ...source, language: 'fr' }).flatMap((section) =>
    section.rows.map((row) => [
      section.code,
      textCell(row.code),
      textCell(row.label),
      textCell(row.text ?? ''),
      row.count === undefined ? '' : String(row.count),
      amount(row.amountMinor),
      row.refundCount === undefined ? '' : String(row.refundCount),
      amount(row.refundedMinor),
      amount(row.netMinor),
      amount(row.vatMinor),
    ]),
  );
  return BYTE_ORDER_MARK + [COLUMNS, ...rows].map((cells) => `${cells.join(';')}\r\n`).join('');
}

/** `-1234` as `-12,34`: no groups, which spreadsheets take for text. */
function decimal(minor: number, exponent: number): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (exponent === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -exponent)},${digits.slice(-exponent)}`;
}

/** Names come from files and keyboards. */
function textCell(value: string): string {
  const plain = value.replaceAll(/[\r\n\t\u00a0]+/g, ' ').trim();
  const harmless = /^[=+\-@]/.test(plain) && plain !== '-' ? `'${plain}` : plain;
  return /[;"']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
