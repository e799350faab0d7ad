/**
 * A receipt from the rows of its sale, never from the basket: what is printed is what was signed. It bears every
 * mention that the French practice asks of a till: shop and its numbers, ticket, till, operator, date to the second,
 * each line with quantity, price, rate and total, VAT by rate, payment, line count, signature, sequence and software.
 */
import { present } from '#base/assert.ts';
import { cleanText } from '#base/text.ts';
import { RECEIPT_CODE_PREFIX } from '#domain/barcode/barcode.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { Entry, TicketLinePayload, TicketPayload } from '#domain/journal/journal.ts';
import { currencyOf, formatDecimal, formatMinor, formatQuantity, formatRate } from '#domain/money/money.ts';
import type { Currency, Language } from '#domain/money/money.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import { localTime } from './local-time.ts';
import { proofText, signatureExtract } from './proof.ts';
import { officialLines } from './shop.ts';
import type { ReceiptShop } from './shop.ts';
import { RECEIPT_WORDS } from './words.ts';
import type { ReceiptWords } from './words.ts';

/** The copy that a printout is: its C row and who made it. */
interface ReceiptCopy {
  readonly entry: Entry;
  readonly operatorLabel: string;
}

export interface ReceiptSource {
  readonly shop: ReceiptShop;
  /** The T row. */
  readonly ticket: Entry;
  /** Its P rows in their order, the rounding row among them. */
  readonly payments: readonly Entry[];
  /** How the operator is called on paper; the row holds an id only. */
  readonly operatorLabel: string;
  readonly language: Language;
  /** Absent for the first print, chosen before validation. */
  readonly copy?: ReceiptCopy;
}

/** What every section needs to write itself. */
interface Page {
  readonly source: ReceiptSource;
  readonly ticket: TicketPayload;
  readonly currency: Currency;
  readonly words: ReceiptWords;
  readonly language: Language;
}

/** The receipt, or with `copy` its numbered duplicate. */
export function receiptDocument(source: ReceiptSource): ReceiptDocument {
  const ticket = payloadOf(source.ticket, 'ticket-validated');
  const { language } = source;
  const currency = present(currencyOf(ticket.currency), `currency ${ticket.currency}`);
  const page: Page = { source, ticket, currency, words: RECEIPT_WORDS[language], language };
  const banner = bannerOf(page);
  const sections = [heading(page), identification(page), articles(page), payment(page), vatTable(page), foot(page)];
  const blocks = sections.flatMap((section, index) =>
    index === 0 ? section : [{ kind: 'rule' as const }, ...section],
  );
  return { language, blocks, ...(banner === undefined ? {} : { banner }) };
}

function bannerOf({ source, words }: Page): string | undefined {
  if (source.copy === undefined) return undefined;
  return `${words.duplicate} ${payloadOf(source.copy.entry, 'duplicate-printed').copy_number}`;
}

function heading({ source, ticket, words }: Page): readonly ReceiptBlock[] {
  const { shop } = source;
  const phone = shop.phone === undefined ? [] : [shop.phone];
  return [
    { kind: 'text', text: paperText(shop.name), align: 'center', bold: true, size: 'double' },
    ...[...shop.addressLines, ...phone, ...officialLines(shop)].map((line) => centered(paperText(line))),
    ...(ticket.demonstration ? words.demonstration.map((text) => ({ ...centered(text), bold: true })) : []),
  ];
}

function identification(page: Page): readonly ReceiptBlock[] {
  const { source, ticket, words, language } = page;
  return [
    ...copyLines(page),
    pair(`${words.ticket} ${ticket.ticket_number}`, `${words.till} ${ticket.till_number}`),
    pair(
      `${words.operator} ${paperText(source.operatorLabel)}`,
      localTime(source.ticket.at, ticket.utc_offset_minutes, language),
    ),
  ];
}

/** Number, date, operator and reason of a duplicate; it has a signature of its own, in its own family. */
function copyLines({ source, words, language }: Page): readonly ReceiptBlock[] {
  if (source.copy === undefined) return [];
  const { entry, operatorLabel } = source.copy;
  const copy = payloadOf(entry, 'duplicate-printed');
  return [
    { kind: 'text', text: `${words.duplicate} ${copy.copy_number}`, bold: true },
    pair(`${words.operator} ${paperText(operatorLabel)}`, localTime(entry.at, copy.utc_offset_minutes, language)),
    text(`${words.reason} : ${words.duplicateReasons[copy.reason]}`),
    pair(
      `${words.sequence} ${entry.family} ${entry.family_seq}`,
      `${words.signature} ${signatureExtract(entry.signature)}`,
    ),
    { kind: 'rule' },
  ];
}

function articles(page: Page): readonly ReceiptBlock[] {
  const { ticket, words, currency, language } = page;
  return [
    ...ticket.lines.flatMap((line) => articleLines(line, page)),
    { kind: 'rule' },
    { ...pair(words.total, formatMinor(ticket.gross_minor, currency, language)), bold: true, size: 'double' },
    pair(`${words.articles} ${ticket.article_count}`, `${words.lines} ${ticket.line_count}`),
  ];
}

/** `Nutella 400 g   8,70` over `2 x 4,35   TVA 5,5 %`. */
function articleLines(line: TicketLinePayload, page: Page): readonly ReceiptBlock[] {
  const { words, language } = page;
  const name = paperText(line.label);
  const label = line.kind === 'deposit' ? `${words.deposit} ${name}` : name;
  const quantity = [formatQuantity(line.quantity_milli, line.unit, language), words.units[line.unit]].filter(
    (part) => part !== '',
  );
  const price = `${quantity.join(' ')} x ${amount(line.unit_price_minor, page)}`;
  return [
    pair(label, amount(line.gross_minor, page)),
    pair(price, `${words.vat} ${formatRate(line.vat_rate_basis_points, language)}`),
  ];
}

function payment(page: Page): readonly ReceiptBlock[] {
  const { source, ticket, words, currency, language } = page;
  const received = source.payments
    .filter((entry) => entry.kind === 'payment-received')
    .map((entry) => payloadOf(entry, 'payment-received'));
  const rounded = source.payments
    .filter((entry) => entry.kind === 'cash-rounded')
    .map((entry) => payloadOf(entry, 'cash-rounded'));
  const roundingMinor = rounded.reduce((sum, row) => sum + row.amount_minor, 0);
  const changeMinor = received.reduce((sum, row) => sum + row.change_minor, 0);
  const roundingLines =
    roundingMinor === 0
      ? []
      : [
          pair(words.cashRounding, formatMinor(-roundingMinor, currency, language)),
          pair(words.cashTotal, formatMinor(ticket.gross_minor - roundingMinor, currency, language)),
        ];
  return [
    ...roundingLines,
    ...received.map((row) => pair(words.cash, formatMinor(row.tendered_minor, currency, language))),
    { ...pair(words.change, formatMinor(changeMinor, currency, language)), bold: true },
  ];
}

function vatTable(page: Page): readonly ReceiptBlock[] {
  const { ticket, words, language } = page;
  const amounts = (of: Pick<TicketPayload, 'net_minor' | 'vat_minor' | 'gross_minor'>): readonly string[] =>
    [of.net_minor, of.vat_minor, of.gross_minor].map((minor) => amount(minor, page));
  return [
    quarters([words.rate, words.net, words.vat, words.gross]),
    ...ticket.vat.map((rate) => quarters([formatRate(rate.rate_basis_points, language), ...amounts(rate)])),
    ...(ticket.vat.length > 1 ? [{ ...quarters(['', ...amounts(ticket)]), bold: true }] : []),
  ];
}

function foot({ source, ticket, words }: Page): readonly ReceiptBlock[] {
  const entry = source.ticket;
  return [
    pair(
      `${words.sequence} ${entry.family} ${entry.family_seq}`,
      `${words.signature} ${signatureExtract(entry.signature)}`,
    ),
    text(`${words.proof} ${proofText(entry)}`),
    text(`${words.software} ${ticket.software.name} ${ticket.software.version}`),
    ...source.shop.receiptFooterLines.map((line) => centered(paperText(line))),
    { kind: 'barcode', symbology: 'code128', data: `${RECEIPT_CODE_PREFIX}${ticket.ticket_number}` },
  ];
}

/** Names come from files and keyboards: nothing of them may steer a printer or turn the order of what follows. */
function paperText(words: string): string {
  return cleanText(words).replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

function amount(minor: number, page: Page): string {
  return formatDecimal({ value: minor, exponent: page.currency.exponent, language: page.language });
}

/** Four cells of equal width; amounts stand under each other at the end of theirs. */
function quarters(cells: readonly string[]): ReceiptBlock & { readonly kind: 'cells' } {
  return {
    kind: 'cells',
    cells: cells.map((cell, index) => ({ text: cell, eighths: 2, align: index === 0 ? 'start' : 'end' })),
  };
}

function text(words: string): ReceiptBlock {
  return { kind: 'text', text: words };
}

function centered(words: string): ReceiptBlock & { readonly kind: 'text' } {
  return { kind: 'text', text: words, align: 'center' };
}

function pair(start: string, end: string): ReceiptBlock & { readonly kind: 'pair' } {
  return { kind: 'pair', start, end };
}
