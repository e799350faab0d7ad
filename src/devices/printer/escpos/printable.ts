/**
 * Text on its way to a printer: which code page writes it, or that only a drawing can.
 *
 * Spaces of every width become the plain space, since no printer has the narrow one that French puts before `€`; marks
 * that only steer line breaking or direction are left out. Nothing else is replaced: what no page holds is drawn.
 */
import { byteIn, type CodePageName } from './code-pages.ts';
import type { PrinterProfile } from './profile.ts';

/** Text as a printer of one direction and one width of space takes it. Control characters can never come through. */
export function plainText(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return (
    text
      .normalize('NFC')
      .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
      .replace(/[\u2010\u2011\u2212]/g, '-')
      // eslint-disable-next-line no-control-regex -- control characters are what this removes
      .replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
  );
}

/** A stretch of text in one code page. */
export interface TextRun {
  readonly page: CodePageName | 'ASCII';
  readonly number: number | null;
  readonly bytes: Uint8Array;
}

/**
 * The text as runs of code pages the printer has, or null where one character is in none of them. One page for
 * all of it where there is one, `present` before others, so that a receipt changes its page as rarely as can be.
 */
export function textRuns(
  text: string,
  profile: PrinterProfile,
  present: CodePageName | null,
): readonly TextRun[] | null {
  const ascii = asciiBytes(text);
  if (ascii !== null) return [{ page: 'ASCII', number: null, bytes: ascii }];
  const pages = [...profile.codePages].sort((a, b) => Number(b.page === present) - Number(a.page === present));
  for (const { page, number } of pages) {
    const bytes = bytesIn(text, page);
    if (bytes !== null) return [{ page, number, bytes }];
  }
  return mixedRuns(text, pages);
}

function mixedRuns(text: string, pages: PrinterProfile['codePages']): readonly TextRun[] | null {
  const runs: { page: CodePageName; number: number; bytes: number[] }[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const last = runs.at(-1);
    const inLast = last && byteIn(last.page, codePoint);
    if (last && inLast !== undefined) {
      last.bytes.push(inLast);
      continue;
    }
    const choice = pages.find(({ page }) => byteIn(page, codePoint) !== undefined);
    const byte = choice && byteIn(choice.page, codePoint);
    if (choice === undefined || byte === undefined) return null;
    runs.push({ page: choice.page, number: choice.number, bytes: [byte] });
  }
  return runs.map((run) => ({ ...run, bytes: Uint8Array.from(run.bytes) }));
}

function asciiBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return null;
    bytes[at] = code;
  }
  return bytes;
}

function bytesIn(text: string, page: CodePageName): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = byteIn(page, text.charCodeAt(at));
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}

/** Whether text needs a drawing of its own: letters that join or run from right to left. */
export function runsRightToLeft(text: string): boolean {
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text);
}

/** The nearest ASCII, for a device that can neither write nor draw a character. Never a question mark of its own. */
export function nearestAscii(text: string): string {
  let ascii = '';
  for (const character of plainText(text)) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code <= 0x7e) ascii += character;
    else ascii += NEAREST[character] ?? character.normalize('NFKD').replace(/[^ -~]/g, '');
  }
  return ascii;
}

const NEAREST: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  æ: 'ae',
  Æ: 'AE',
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  '€': 'EUR',
  '£': 'GBP',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '°': 'o',
  '×': 'x',
  '·': '.',
  '•': '*',
};
