/**
 * What documents on paper are made of: rows of text, the head of the shop, the witness of a signed row. Shared by
 * receipts, slips and reports.
 */
import { present } from '#base/assert.ts';
import { cleanText } from '#base/text.ts';
import type { Entry } from '#domain/journal/journal.ts';
import { type Currency, type Language, currencyOf, formatDecimal } from '#domain/money/money.ts';
import type { ReceiptBlock } from './document.ts';
import { proofText, signatureExtract } from './proof.ts';
import { officialLines } from './shop.ts';
import type { ReceiptShop } from './shop.ts';
import { RECEIPT_WORDS } from './words.ts';

export type TextBlock = Extract<ReceiptBlock, { readonly kind: 'text' }>;
export type PairBlock = Extract<ReceiptBlock, { readonly kind: 'pair' }>;
export type CellsBlock = Extract<ReceiptBlock, { readonly kind: 'cells' }>;

/** Names come from files and keyboards: nothing of them may steer a printer or turn the order of what follows. */
export function paperText(words: string): string {
  return cleanText(words).replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

export function text(words: string): TextBlock {
  return { kind: 'text', text: words };
}

export function centered(words: string): TextBlock {
  return { kind: 'text', text: words, align: 'center' };
}

/** A title across the paper. */
export function title(words: string): TextBlock {
  return { kind: 'text', text: words, align: 'center', bold: true, size: 'double' };
}

/** The head of a section. */
export function subtitle(words: string): TextBlock {
  return { kind: 'text', text: words, bold: true };
}

export function pair(start: string, end: string): PairBlock {
  return { kind: 'pair', start, end };
}

/** Four cells of equal width; amounts stand under each other at the end of theirs. */
export function quarters(cells: readonly string[]): CellsBlock {
  return {
    kind: 'cells',
    cells: cells.map((cell, index) => ({ text: cell, eighths: 2, align: index === 0 ? 'start' : 'end' })),
  };
}

/** Sections one below the other with a rule between them; empty ones are left out. */
export function ruled(sections: readonly (readonly ReceiptBlock[])[]): readonly ReceiptBlock[] {
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : [{ kind: 'rule' as const }, ...section]));
}

/** Name, address and official numbers of the shop, and the mention of a demonstration. */
export function shopHeading(
  shop: ReceiptShop,
  about: { readonly demonstration: boolean; readonly language: Language },
): readonly ReceiptBlock[] {
  const phone = shop.phone === undefined ? [] : [shop.phone];
  const mention = about.demonstration ? RECEIPT_WORDS[about.language].demonstration : [];
  return [
    title(paperText(shop.name)),
    ...[...shop.addressLines, ...phone, ...officialLines(shop)].map((line) => centered(paperText(line))),
    ...mention.map((line) => ({ ...centered(line), bold: true })),
  ];
}

/** Place and signature of the row that the paper was made from. */
export function witness(entry: Entry, language: Language): readonly ReceiptBlock[] {
  const words = RECEIPT_WORDS[language];
  return [
    pair(
      `${words.sequence} ${entry.family} ${entry.family_seq}`,
      `${words.signature} ${signatureExtract(entry.signature)}`,
    ),
    text(`${words.proof} ${proofText(entry)}`),
  ];
}

/** The currency that a row names; a Bug where the till does not know it. */
export function currencyNamed(code: string): Currency {
  return present(currencyOf(code), `currency ${code}`);
}

/** The till by its number or its name; a name that says already what it is stands alone. */
export function tillNamed(name: string, language: Language): string {
  const { till } = RECEIPT_WORDS[language];
  const said = paperText(name);
  return said.toLocaleLowerCase(language).includes(till.toLocaleLowerCase(language)) ? said : `${till} ${said}`;
}

/** An amount without its currency. */
export function plainAmount(minor: number, currency: Currency, language: Language): string {
  return formatDecimal({ value: minor, exponent: currency.exponent, language });
}
