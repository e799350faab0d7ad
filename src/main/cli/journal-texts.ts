/**
 * What the commands about the journal say, in the languages of the till.
 */
import type { Language } from '#domain/money/money.ts';
import type { CheckedChain, RestoreOutcome, SetPinOutcome, Witness } from '#main/store/store.ts';

type Restored = Extract<RestoreOutcome, { readonly kind: 'restored' }>;
type RestoreRefusal = Extract<RestoreOutcome, { readonly kind: 'refused' }>['reason'];
type PinRefusal = Extract<SetPinOutcome, { readonly kind: 'refused' }>['reason'];

export interface JournalTexts {
  chain(chain: CheckedChain): string;
  /** Who found something, as a sentence that a row and a detail follow. */
  readonly found: Readonly<Record<Witness, string>>;
  row(seq: number): string;
  readonly good: string;
  /** Nothing was found, and nobody outside could be asked because the keys are not where they were looked for. */
  readonly goodAlone: string;
  readonly bad: string;
  noTill(folder: string): string;
  keysMissing(folder: string): string;
  /** Tables that an update is making anew, and that nobody could compare. */
  unbuilt(projections: readonly string[]): string;
  asked(witnesses: readonly Witness[]): string;
  readonly noWitness: string;
  progress(rows: number): string;
  restored(outcome: Restored): string;
  lost(outcome: Restored): string | null;
  /** Customers that came back with it, and those that did not; null where the shop has none. */
  customers(outcome: Restored): string | null;
  readonly pinsNext: string;
  readonly restoreRefused: Readonly<Record<RestoreRefusal, string>>;
  pinSet(name: string): string;
  readonly pinRefused: Readonly<Record<PinRefusal, string>>;
  failed(detail: string): string;
}

/** In French one and none are singular. */
function lines(count: number): string {
  return `${count} ${count < 2 ? 'ligne' : 'lignes'}`;
}

const FRENCH: JournalTexts = {
  chain: ({ ordinal, chainId, rows }) =>
    `Chaîne ${ordinal} (${chainId}) : ${lines(rows)} ${rows < 2 ? 'vérifiée' : 'vérifiées'}, signatures comprises.`,
  found: {
    database: 'La base est abîmée',
    chain: 'Le journal a été modifié',
    continuation: 'Une chaîne ne continue pas la précédente',
    closing: 'Une clôture ne concorde pas avec les tickets',
    projection: 'Une table calculée ne correspond pas au journal',
    key: 'Le journal n’est pas signé par la clé de cette caisse',
    'head-file': 'Le fichier de tête témoigne contre le journal',
    'second-copy': 'La seconde copie témoigne contre le journal',
    receipt: 'Le ticket imprimé témoigne contre le journal',
  },
  row: (seq) => `ligne ${seq}`,
  good: 'Tout est en ordre.',
  goodAlone: 'Le journal se suit, mais sans ses clés rien d’extérieur ne le confirme.',
  noTill: (folder) => `Il n’y a pas de caisse dans ${folder} (voir --data).`,
  keysMissing: (folder) => `Le dossier des clés n’existe pas : ${folder} (voir --keys).`,
  bad: 'Le journal n’est PAS en ordre.',
  unbuilt: (names) => `Tables calculées en cours de construction, non comparées : ${names.join(', ')}.`,
  asked: (witnesses) =>
    `Témoins extérieurs interrogés : ${witnesses.map((witness) => WITNESSES.fr[witness]).join(', ')}.`,
  noWitness: 'Aucun témoin extérieur : une fin coupée ou un journal entièrement signé à nouveau ne se verrait pas.',
  progress: (rows) => `${rows} lignes…`,
  restored: ({ rows, chainOrdinal, tillId }) =>
    `Caisse ${tillId} rétablie : ${lines(rows)} ${rows < 2 ? 'conservée' : 'conservées'}. Elle continue dans sa chaîne ${chainOrdinal} ; ` +
    `ses tickets s’appellent désormais ${chainOrdinal}-000001 et suivants.`,
  customers: ({ persons: { known, lost } }) =>
    known + lost === 0
      ? null
      : `Clients rétablis : ${known}.${lost === 0 ? '' : ` La copie n’est pas entière pour ${lost} autre${lost < 2 ? '' : 's'}.`}`,
  lost: ({ continues: { lastKnown, seq } }) =>
    lastKnown === undefined
      ? null
      : `Attention : la caisse était allée jusqu’à la ligne ${lastKnown.seq}, la copie s’arrête à ${seq}. ` +
        'Ces lignes manquent ; la nouvelle chaîne le dit.',
  pinsNext: 'Les codes secrets ne sont pas dans la copie : donnez-en un à chacun avec « set-pin ».',
  restoreRefused: {
    'folder-not-empty': 'Rien n’a été fait : le dossier n’est pas vide',
    'no-copy': 'Rien n’a été fait : aucune seconde copie ici',
    'several-tills': 'Rien n’a été fait : plusieurs caisses ici, choisissez avec --till',
    'copy-damaged': 'Rien n’a été fait : la seconde copie est abîmée',
  },
  pinSet: (name) => `Le code secret de ${name} est changé.`,
  pinRefused: {
    'operator-unknown': 'Personne de ce nom. Opérateurs',
    'pin-invalid': 'Un code secret a de 4 à 12 chiffres. Opérateurs',
    'operator-from-hq': 'Cet opérateur vient du siège ; son code se change là-bas. Opérateurs',
  },
  failed: (detail) => `Impossible : ${detail}`,
};

const ENGLISH: JournalTexts = {
  chain: ({ ordinal, chainId, rows }) =>
    `Chain ${ordinal} (${chainId}): ${rows} ${rows === 1 ? 'row' : 'rows'} checked, signatures included.`,
  found: {
    database: 'The database is damaged',
    chain: 'The journal was altered',
    continuation: 'A chain does not continue the one before it',
    closing: 'A closing does not agree with its tickets',
    projection: 'A computed table does not agree with the journal',
    key: 'The journal is not signed with the key of this till',
    'head-file': 'The head file bears witness against the journal',
    'second-copy': 'The second copy bears witness against the journal',
    receipt: 'The printed receipt bears witness against the journal',
  },
  row: (seq) => `row ${seq}`,
  good: 'Everything is in order.',
  goodAlone: 'The journal is consistent, but without its keys nothing outside confirms it.',
  noTill: (folder) => `There is no till in ${folder} (see --data).`,
  keysMissing: (folder) => `The keys folder does not exist: ${folder} (see --keys).`,
  bad: 'The journal is NOT in order.',
  unbuilt: (names) => `Computed tables that are being made anew and were not compared: ${names.join(', ')}.`,
  asked: (witnesses) => `Outside witnesses asked: ${witnesses.map((witness) => WITNESSES.en[witness]).join(', ')}.`,
  noWitness: 'No outside witness: a cut tail or a journal signed entirely anew would not show.',
  progress: (rows) => `${rows} rows…`,
  restored: ({ rows, chainOrdinal, tillId }) =>
    `Till ${tillId} restored: ${rows} ${rows === 1 ? 'row' : 'rows'} kept. It goes on in its chain ${chainOrdinal}; ` +
    `its tickets are now numbered ${chainOrdinal}-000001 and on.`,
  customers: ({ persons: { known, lost } }) =>
    known + lost === 0
      ? null
      : `Customers restored: ${known}.${lost === 0 ? '' : ` The copy is not whole for ${lost} more.`}`,
  lost: ({ continues: { lastKnown, seq } }) =>
    lastKnown === undefined
      ? null
      : `Mind: the till had got as far as row ${lastKnown.seq}, the copy ends at ${seq}. ` +
        'These rows are missing; the new chain says so.',
  pinsNext: 'PINs are not in the copy: give one to everybody with "set-pin".',
  restoreRefused: {
    'folder-not-empty': 'Nothing was done: the folder is not empty',
    'no-copy': 'Nothing was done: there is no second copy here',
    'several-tills': 'Nothing was done: several tills are here, choose one with --till',
    'copy-damaged': 'Nothing was done: the second copy is damaged',
  },
  pinSet: (name) => `The PIN of ${name} is changed.`,
  pinRefused: {
    'operator-unknown': 'Nobody of that name. Operators',
    'pin-invalid': 'A PIN has 4 to 12 digits. Operators',
    'operator-from-hq': 'This operator comes from headquarters; the PIN is changed there. Operators',
  },
  failed: (detail) => `Impossible: ${detail}`,
};

const ARABIC: JournalTexts = {
  chain: ({ ordinal, chainId, rows }) => `السلسلة ${ordinal} (${chainId}): تم التحقق من ${rows} سطرًا مع توقيعاتها.`,
  found: {
    database: 'قاعدة البيانات متضررة',
    chain: 'تم تعديل السجل',
    continuation: 'سلسلة لا تتابع السلسلة التي قبلها',
    closing: 'إقفال لا يوافق تذاكره',
    projection: 'جدول محسوب لا يوافق السجل',
    key: 'السجل غير موقّع بمفتاح هذا الصندوق',
    'head-file': 'ملف الرأس يشهد ضد السجل',
    'second-copy': 'النسخة الثانية تشهد ضد السجل',
    receipt: 'الوصل المطبوع يشهد ضد السجل',
  },
  row: (seq) => `السطر ${seq}`,
  good: 'كل شيء سليم.',
  goodAlone: 'السجل متسلسل، لكن لا شيء خارجه يؤكده دون مفاتيحه.',
  noTill: (folder) => `لا صندوق في ${folder} (انظر ‎--data).`,
  keysMissing: (folder) => `مجلد المفاتيح غير موجود: ${folder} (انظر ‎--keys).`,
  bad: 'السجل ليس سليمًا.',
  unbuilt: (names) => `جداول محسوبة قيد الإنشاء من جديد، لم تُقارَن: ${names.join('، ')}.`,
  asked: (witnesses) => `الشهود الخارجيون: ${witnesses.map((witness) => WITNESSES.ar[witness]).join('، ')}.`,
  noWitness: 'لا شاهد خارجيًا: لا يمكن كشف نهاية مقطوعة أو سجل أعيد توقيعه كاملًا.',
  progress: (rows) => `${rows} سطرًا…`,
  restored: ({ rows, chainOrdinal, tillId }) =>
    `تمت استعادة الصندوق ${tillId}: حُفظ ${rows} سطرًا. يتابع في السلسلة ${chainOrdinal}، وتُرقّم تذاكره من ${chainOrdinal}-000001.`,
  customers: ({ persons: { known, lost } }) =>
    known + lost === 0
      ? null
      : `الزبائن المستعادون: ${known}.${lost === 0 ? '' : ` النسخة غير كاملة لعدد ${lost} آخرين.`}`,
  lost: ({ continues: { lastKnown, seq } }) =>
    lastKnown === undefined
      ? null
      : `تنبيه: بلغ الصندوق السطر ${lastKnown.seq} وتنتهي النسخة عند ${seq}. هذه الأسطر ناقصة، والسلسلة الجديدة تذكر ذلك.`,
  pinsNext: 'الرموز السرية ليست في النسخة: أعطِ كل شخص رمزًا بالأمر set-pin.',
  restoreRefused: {
    'folder-not-empty': 'لم يحدث شيء: المجلد ليس فارغًا',
    'no-copy': 'لم يحدث شيء: لا نسخة ثانية هنا',
    'several-tills': 'لم يحدث شيء: هنا عدة صناديق، اختر واحدًا بالخيار --till',
    'copy-damaged': 'لم يحدث شيء: النسخة الثانية متضررة',
  },
  pinSet: (name) => `تم تغيير الرمز السري لـ ${name}.`,
  pinRefused: {
    'operator-unknown': 'لا أحد بهذا الاسم. المستخدمون',
    'pin-invalid': 'الرمز السري من 4 إلى 12 أرقام. المستخدمون',
    'operator-from-hq': 'هذا المستخدم من المقر ويتغير رمزه هناك. المستخدمون',
  },
  failed: (detail) => `تعذّر ذلك: ${detail}`,
};

const WITNESSES: Readonly<Record<Language, Readonly<Record<Witness, string>>>> = {
  fr: {
    database: 'base',
    chain: 'journal',
    continuation: 'chaîne précédente',
    closing: 'clôtures',
    projection: 'tables calculées',
    key: 'clé de la caisse',
    'head-file': 'fichier de tête',
    'second-copy': 'seconde copie',
    receipt: 'ticket imprimé',
  },
  en: {
    database: 'database',
    chain: 'journal',
    continuation: 'chain before',
    closing: 'closings',
    projection: 'computed tables',
    key: 'key of the till',
    'head-file': 'head file',
    'second-copy': 'second copy',
    receipt: 'printed receipt',
  },
  ar: {
    database: 'القاعدة',
    chain: 'السجل',
    continuation: 'السلسلة السابقة',
    closing: 'الإقفالات',
    projection: 'الجداول المحسوبة',
    key: 'مفتاح الصندوق',
    'head-file': 'ملف الرأس',
    'second-copy': 'النسخة الثانية',
    receipt: 'الوصل المطبوع',
  },
};

const TEXTS: Readonly<Record<Language, JournalTexts>> = { fr: FRENCH, en: ENGLISH, ar: ARABIC };

export function journalTexts(language: Language): JournalTexts {
  return TEXTS[language];
}
