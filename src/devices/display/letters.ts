/**
 * Text as a display of one code page can write it. What the page does not have becomes its nearest letters, and never a
 * question mark: `œ` is `oe`, `€` is `EUR`, Arabic is written in the Latin letters that the Maghreb uses for it. What
 * has no letters at all (a drawing, an ideogram) is left out.
 *
 * A display of two lines has no Arabic: its letters neither join nor run from right to left. The README says so.
 */
import { cutText } from '#base/text.ts';
import { byteIn } from '../printer/escpos/code-pages.ts';

export const DISPLAY_CODE_PAGES = ['CP858', 'CP437', 'CP850', 'CP1252', 'ASCII'] as const;
export type DisplayCodePage = (typeof DISPLAY_CODE_PAGES)[number];

/** A name is cut after a few dozen letters; what is longer was not written for people. */
const CHARACTERS_MAX = 400;

/** `text` in bytes of `page`, one a column. No byte is a control character. */
export function lettersOf(text: string, page: DisplayCodePage): readonly number[] {
  const bytes: number[] = [];
  for (const character of cutText(text, CHARACTERS_MAX).normalize('NFC')) {
    bytes.push(...written(character, page));
  }
  return bytes;
}

function written(character: string, page: DisplayCodePage): readonly number[] {
  const own = byteOf(character, page);
  if (own !== undefined) return [own];
  const near = NEAREST.get(character);
  if (near !== undefined) return [...near].flatMap((letter) => byteOf(letter, page) ?? []);
  const parts = [...character.normalize('NFKD')];
  if (parts.length === 1 && parts[0] === character) return [];
  return parts.flatMap((part) => written(part, page));
}

function byteOf(character: string, page: DisplayCodePage): number | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint >= 0x20 && codePoint <= 0x7e) return codePoint;
  if (page === 'ASCII' || codePoint < 0xa1) return undefined;
  return byteIn(page, codePoint);
}

const spaces = '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r';

/** Signs and letters in other letters. Each value is ASCII. */
const NEAREST: ReadonlyMap<string, string> = new Map([
  ...[...spaces].map((space) => [space, ' '] as const),
  ...Object.entries({
    ...{ œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', þ: 'th' },
    ...{
      '€': 'EUR',
      '£': 'GBP',
      '¥': 'JPY',
      '©': '(c)',
      '®': '(r)',
      '°': 'o',
      '×': 'x',
      '·': '.',
      '•': '*',
      '…': '...',
    },
    ...{ '’': "'", '‘': "'", ʼ: "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '‹': "'", '›': "'" },
    ...{
      '‐': '-',
      '‑': '-',
      '–': '-',
      '—': '-',
      '−': '-',
      '¼': '1/4',
      '½': '1/2',
      '¾': '3/4',
      ı: 'i',
      '¡': '!',
      '¿': '',
    },
    // The consonants as a reader of French in the Maghreb writes them; short vowels are not written in Arabic either.
    ...{ ا: 'a', أ: 'a', إ: 'i', آ: 'a', ٱ: 'a', ب: 'b', ت: 't', ث: 'th', ج: 'j', ح: 'h', خ: 'kh', د: 'd', ذ: 'dh' },
    ...{ ر: 'r', ز: 'z', س: 's', ش: 'ch', ص: 's', ض: 'd', ط: 't', ظ: 'z', ع: 'a', غ: 'gh', ف: 'f', ق: 'q', ك: 'k' },
    ...{ ل: 'l', م: 'm', ن: 'n', ه: 'h', ة: 'a', و: 'ou', ؤ: 'ou', ي: 'i', ى: 'a', ئ: 'i', ء: "'", ڭ: 'g', گ: 'g' },
    ...{ پ: 'p', ڤ: 'v', چ: 'tch', '،': ',', '؛': ';', '٫': ',', '٬': ' ', '٪': '%' },
  }),
  ...[...'٠١٢٣٤٥٦٧٨٩'].map((digit, value) => [digit, String(value)] as const),
  ...[...'۰۱۲۳۴۵۶۷۸۹'].map((digit, value) => [digit, String(value)] as const),
]);
