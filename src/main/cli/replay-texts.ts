/** What `replay` says of a line's traffic, in three languages. */
import type { Language } from '#domain/money/money.ts';
import type { DeviceConfig } from '#devices/wire.ts';

export interface ReplayTexts {
  readonly kinds: Readonly<Record<DeviceConfig['kind'], string>>;
  readonly opened: string;
  readonly closed: string;
  sent(bytes: number): string;
  received(bytes: number): string;
  readonly read: string;
  readonly card: string;
  readonly damaged: string;
  /** A printer's state: what it says by itself, and what it says when it is asked. */
  readonly byItself: string;
  readonly asked: string;
  readonly ready: string;
  readonly nearEnd: string;
  readonly faults: Readonly<Record<string, string>>;
  readonly drawer: Readonly<Record<'open' | 'closed' | 'high' | 'low', string>>;
  readonly printed: string;
  readonly reached: string;
  readonly answer: string;
  readonly noise: string;
  summary(counts: { readonly frames: number; readonly reads: number }): string;
  notReadable(line: number): string;
  noFile(path: string): string;
  readonly private: string;
  readonly times: string;
}

const FR: ReplayTexts = {
  kinds: { printer: 'imprimante', scanner: 'scanner', display: 'afficheur', card: 'lecteur de cartes' },
  opened: 'liaison ouverte',
  closed: 'liaison fermée',
  sent: (bytes) => `envoyé, ${bytes} octets`,
  received: (bytes) => `reçu, ${bytes} octets`,
  read: 'lu',
  card: 'carte',
  damaged: 'numéro coupé ou abîmé',
  byItself: 'état annoncé',
  asked: 'état demandé',
  ready: 'prête',
  nearEnd: 'papier bientôt fini',
  faults: {
    'printer.cover-open': 'capot ouvert',
    'printer.paper-out': 'plus de papier',
    'printer.error': 'erreur',
    'printer.offline': 'en pause',
  },
  drawer: { open: 'tiroir ouvert', closed: 'tiroir fermé', high: 'broche 3 haute', low: 'broche 3 basse' },
  printed: 'papier sorti, impression',
  reached: 'tout ce qui précède est traité',
  answer: 'répond',
  noise: 'incompris',
  summary: ({ frames, reads }) => `${frames} trames, ${reads} lectures`,
  notReadable: (line) => `ce fichier n’est pas un enregistrement de ligne : ligne ${line}`,
  noFile: (path) => `ce fichier ne se lit pas : ${path}`,
  private: 'Un enregistrement peut contenir des numéros de cartes et le texte des tickets : ne le publiez pas.',
  times: 'Les heures sont en temps universel (UTC).',
};

const EN: ReplayTexts = {
  kinds: { printer: 'printer', scanner: 'scanner', display: 'display', card: 'card reader' },
  opened: 'line opened',
  closed: 'line closed',
  sent: (bytes) => `sent, ${bytes} bytes`,
  received: (bytes) => `received, ${bytes} bytes`,
  read: 'read',
  card: 'card',
  damaged: 'a number that is cut or damaged',
  byItself: 'state said by itself',
  asked: 'state asked for',
  ready: 'ready',
  nearEnd: 'paper nearly out',
  faults: {
    'printer.cover-open': 'cover open',
    'printer.paper-out': 'out of paper',
    'printer.error': 'error',
    'printer.offline': 'paused',
  },
  drawer: { open: 'drawer open', closed: 'drawer closed', high: 'pin 3 high', low: 'pin 3 low' },
  printed: 'paper came out, print',
  reached: 'all before it is done',
  answer: 'answers',
  noise: 'not understood',
  summary: ({ frames, reads }) => `${frames} frames, ${reads} reads`,
  notReadable: (line) => `this file is no recording of a line: line ${line}`,
  noFile: (path) => `this file cannot be read: ${path}`,
  private: 'A recording may hold numbers of cards and the text of receipts: do not publish it.',
  times: 'Times are UTC.',
};

const AR: ReplayTexts = {
  kinds: { printer: 'طابعة', scanner: 'ماسح', display: 'شاشة الزبون', card: 'قارئ بطاقات' },
  opened: 'فُتح الخط',
  closed: 'أُغلق الخط',
  sent: (bytes) => `أُرسل، ${bytes} بايت`,
  received: (bytes) => `وصل، ${bytes} بايت`,
  read: 'قُرئ',
  card: 'بطاقة',
  damaged: 'رقم مقطوع أو تالف',
  byItself: 'حالة أعلنها',
  asked: 'حالة سُئل عنها',
  ready: 'جاهزة',
  nearEnd: 'الورق يوشك على النفاد',
  faults: {
    'printer.cover-open': 'الغطاء مفتوح',
    'printer.paper-out': 'نفد الورق',
    'printer.error': 'خطأ',
    'printer.offline': 'متوقفة',
  },
  drawer: { open: 'الدرج مفتوح', closed: 'الدرج مغلق', high: 'الطرف 3 مرتفع', low: 'الطرف 3 منخفض' },
  printed: 'خرج الورق، طباعة',
  reached: 'عولج كل ما سبق',
  answer: 'يجيب',
  noise: 'غير مفهوم',
  summary: ({ frames, reads }) => `${frames} إطار، ${reads} قراءة`,
  notReadable: (line) => `هذا الملف ليس تسجيلاً لخط: السطر ${line}`,
  noFile: (path) => `تعذّرت قراءة الملف: ${path}`,
  private: 'قد يحوي التسجيل أرقام بطاقات ونصوص تذاكر: لا تنشره.',
  times: 'الأوقات بالتوقيت العالمي (UTC).',
};

/** The words in this language. */
export function replayTexts(language: Language): ReplayTexts {
  return { fr: FR, en: EN, ar: AR }[language];
}
