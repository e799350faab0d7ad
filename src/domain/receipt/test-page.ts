/**
 * The page that a printer prints when it is tried out. Whatever goes wrong with a printer that is set up wrongly shows on
 * it: a ruler that wraps (width), accents and euro (code page), Arabic (drawing), bars (profile), a page that is not cut.
 */
import { cleanText } from '#base/text.ts';
import type { Language } from '#domain/money/money.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import { localTime } from './local-time.ts';

export interface TestPageSource {
  readonly shopName: string;
  readonly device: { readonly name: string; readonly address: string; readonly profile: string };
  /** Characters in a row, as the profile says. */
  readonly columns: number;
  /** UTC, as rows have it. */
  readonly at: string;
  readonly utcOffsetMinutes: number;
  readonly language: Language;
}

interface TestPageWords {
  readonly title: string;
  readonly profile: string;
  readonly columns: string;
  readonly accents: string;
  readonly large: string;
  readonly advice: readonly string[];
}

const WORDS: Readonly<Record<Language, TestPageWords>> = {
  fr: {
    title: 'PAGE D’ESSAI',
    profile: 'Profil',
    columns: 'Colonnes',
    accents: 'Dès Noël, où un zéphyr haï me vêt : çà et là, 9,90 €',
    large: 'GRAND',
    advice: [
      'La règle tient sur une ligne, les accents et l’euro se lisent, le papier est coupé : tout est bien réglé.',
      'Sinon, choisissez un autre profil.',
    ],
  },
  en: {
    title: 'TEST PAGE',
    profile: 'Profile',
    columns: 'Columns',
    accents: 'Crème brûlée, café, naïve façade: £5, €9.90',
    large: 'LARGE',
    advice: [
      'The ruler fits one row, accents and signs can be read, the paper is cut: all is set up well.',
      'If not, choose another profile.',
    ],
  },
  ar: {
    title: 'صفحة تجربة',
    profile: 'النموذج',
    columns: 'الأعمدة',
    accents: 'Café à la crème : 9,90 €',
    large: 'كبير',
    advice: ['إذا بقيت المسطرة في سطر واحد وكانت الحروف مقروءة والورق مقطوعا فالضبط صحيح.', 'وإلا فاختر نموذجا آخر.'],
  },
};

const ARABIC = 'أهلا وسهلا، المجموع 12,500 د.ت';
const TEXT_MAX = 80;

/** The test page of one printer. */
export function testPage(source: TestPageSource): ReceiptDocument {
  const { device, language } = source;
  const words = WORDS[language];
  const pair = (start: string, end: string): ReceiptBlock => ({ kind: 'pair', start, end: shortened(end) });
  return {
    language,
    blocks: [
      { kind: 'text', text: shortened(source.shopName), align: 'center', bold: true },
      { kind: 'text', text: words.title, align: 'center', bold: true, size: 'double' },
      { kind: 'text', text: localTime(source.at, source.utcOffsetMinutes, language), align: 'center' },
      { kind: 'rule' },
      { kind: 'text', text: shortened(device.name), bold: true },
      { kind: 'text', text: shortened(device.address) },
      pair(words.profile, device.profile),
      pair(words.columns, String(source.columns)),
      { kind: 'rule' },
      { kind: 'text', text: ruler(source.columns) },
      { kind: 'text', text: words.accents },
      { kind: 'text', text: ARABIC },
      { kind: 'text', text: words.large, size: 'double', bold: true },
      {
        kind: 'cells',
        cells: ['5,5 %', '9,43', '0,52', '9,95'].map((text, index) => ({
          text,
          eighths: 2,
          align: index === 0 ? 'start' : 'end',
        })),
      },
      { kind: 'space' },
      { kind: 'barcode', symbology: 'code128', data: 'COMPTOIR-1' },
      { kind: 'qr', data: 'COMPTOIR-1' },
      { kind: 'rule' },
      ...words.advice.map((text) => ({ kind: 'text' as const, text })),
    ],
  };
}

/** `1234567890123…`, exactly as wide as the paper should be. */
function ruler(columns: number): string {
  return Array.from({ length: columns }, (_, at) => String((at + 1) % 10)).join('');
}

/** Names come from keyboards and files: nothing of them steers a printer or fills the roll. */
function shortened(text: string): string {
  return cleanText(text)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .slice(0, TEXT_MAX);
}
