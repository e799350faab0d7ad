/** What the commands about headquarters say, in the languages of the till. */
import type { RebuildOutcome } from '#main/sync/rebuild-from-hq.ts';

type Rebuilt = Extract<RebuildOutcome, { readonly kind: 'rebuilt' }>;
type Refusal = Extract<RebuildOutcome, { readonly kind: 'refused' }>['reason'];

export interface HqTexts {
  progress(rows: number): string;
  rebuilt(outcome: Rebuilt): string;
  /** What is to be looked at before the first sale. */
  habits(habits: { readonly timeZone: string; readonly receiptLanguage: string }): string;
  readonly pinsNext: string;
  readonly refused: Readonly<Record<Refusal, string>>;
  readonly alone: string;
  readonly nothingUnsent: string;
  unsent(count: number): string;
  exported(count: number, file: string): string;
  fileExists(file: string): string;
  failed(detail: string): string;
}

const FRENCH: HqTexts = {
  progress: (rows) => `${rows} lignes reçues…`,
  rebuilt: ({ tillId, tillName, storeName, rows, chainOrdinal }) =>
    `Caisse ${tillName} (${tillId}) de ${storeName} refaite depuis le siège : ${rows} lignes vérifiées. Elle continue dans sa chaîne ` +
    `${chainOrdinal} ; ses tickets s’appellent désormais ${chainOrdinal}-000001 et suivants. L’ancienne machine n’est plus acceptée.`,
  habits: ({ timeZone, receiptLanguage }) =>
    `À vérifier : fuseau ${timeZone}, tickets en « ${receiptLanguage} » (--time-zone, ` +
    `--receipt-language). Les appareils sont à régler de nouveau.`,
  pinsNext:
    'Les opérateurs du siège viennent au premier contact. S’il n’en a pas, donnez un code à « ' +
    'responsable » avec « set-pin responsable ».',
  refused: {
    'folder-not-empty': 'Rien n’a été fait : le dossier n’est pas vide',
    'address-invalid': 'Cette adresse n’en est pas une',
    'no-answer': 'Le siège ne répond pas à cette adresse',
    'other-key': 'À cette adresse répond un autre siège que celui du code QR',
    'code-unknown': 'Le siège ne connaît pas ce code',
    'code-expired': 'Ce code est périmé',
    'code-for-new-till': 'Ce code est fait pour une caisse nouvelle ; demandez-en un pour la caisse perdue',
    'too-many-guesses': 'Trop d’essais ; attendez quelques minutes',
    'till-known': 'Le siège connaît cette caisse avec une autre clé',
    'other-organisation': 'Cette caisse appartient à une autre organisation',
    version: 'La caisse et le siège ne sont pas de versions qui se comprennent',
    'not-understood': 'La réponse du siège ne se comprend pas',
    'already-enrolled': 'Cette caisse est déjà rattachée',
    'not-kept': 'Le disque a refusé',
    'no-rows': 'Le siège n’a aucune ligne de cette caisse',
    'rows-damaged': 'Rien n’a été fait : une ligne du siège n’est pas comme elle a été signée',
  },
  alone: 'Cette caisse n’est rattachée à aucun siège : tout ce qu’elle a n’existe qu’ici et dans sa seconde copie.',
  nothingUnsent: 'Le siège a tout reçu.',
  unsent: (count) =>
    `${count} ${count < 2 ? 'ligne n’est' : 'lignes ne sont'} pas encore au siège. N’effacez pas ce ` +
    `dossier ; « unsent FICHIER » les écrit dans un fichier.`,
  exported: (count, file) => `${count} ${count < 2 ? 'ligne écrite' : 'lignes écrites'} dans ${file}.`,
  fileExists: (file) => `${file} existe déjà ; rien n’a été écrit.`,
  failed: (detail) => `Impossible : ${detail}`,
};

const ENGLISH: HqTexts = {
  progress: (rows) => `${rows} rows received…`,
  rebuilt: ({ tillId, tillName, storeName, rows, chainOrdinal }) =>
    `Till ${tillName} (${tillId}) of ${storeName} rebuilt from headquarters: ${rows} rows checked. It goes on in its chain ` +
    `${chainOrdinal}; its tickets are now numbered ${chainOrdinal}-000001 and on. The old machine is not accepted any more.`,
  habits: ({ timeZone, receiptLanguage }) =>
    `Look at: time zone ${timeZone}, receipts in “${receiptLanguage}” (--time-zone, ` +
    `--receipt-language). Devices have to be set up again.`,
  pinsNext:
    'The operators of headquarters come with the first contact. Where it has none, give “responsable” a PIN by “set-pin responsable”.',
  refused: {
    'folder-not-empty': 'Nothing was done: the folder is not empty',
    'address-invalid': 'That is no address',
    'no-answer': 'Headquarters does not answer at this address',
    'other-key': 'Another headquarters answers at this address than the QR says',
    'code-unknown': 'Headquarters does not know this code',
    'code-expired': 'This code is no longer valid',
    'code-for-new-till': 'This code is for a new till; ask for one for the lost till',
    'too-many-guesses': 'Too many tries; wait a few minutes',
    'till-known': 'Headquarters knows this till with another key',
    'other-organisation': 'This till belongs to another organisation',
    version: 'The versions of till and headquarters do not understand each other',
    'not-understood': 'The answer of headquarters cannot be understood',
    'already-enrolled': 'This till is enrolled already',
    'not-kept': 'The disk refused',
    'no-rows': 'Headquarters has no row of this till',
    'rows-damaged': 'Nothing was done: a row of headquarters is not as it was signed',
  },
  alone: 'This till is enrolled at no headquarters: all it has is here and in its second copy.',
  nothingUnsent: 'Headquarters has everything.',
  unsent: (count) =>
    `${count} ${count === 1 ? 'row is' : 'rows are'} not at headquarters yet. Do not delete this ` +
    `folder; “unsent FILE” writes them to a file.`,
  exported: (count, file) => `${count} ${count === 1 ? 'row' : 'rows'} written to ${file}.`,
  fileExists: (file) => `${file} exists already; nothing was written.`,
  failed: (detail) => `Impossible: ${detail}`,
};

const ARABIC: HqTexts = {
  progress: (rows) => `استلم ${rows} سطراً…`,
  rebuilt: ({ tillId, tillName, storeName, rows, chainOrdinal }) =>
    `أعيد بناء الصندوق ${tillName} (${tillId}) في ${storeName} من المقر: ${rows} سطراً متحققاً منها. يواصل في سلسلته ${chainOrdinal}، ` +
    `وتذاكره من ${chainOrdinal}-000001 فصاعداً. الجهاز القديم لم يعد مقبولاً.`,
  habits: ({ timeZone, receiptLanguage }) =>
    `للتحقق: المنطقة الزمنية ${timeZone} ولغة التذاكر ${receiptLanguage} (--time-zone، --receipt-language). تُضبط الأجهزة من جديد.`,
  pinsNext:
    'يأتي مستخدمو المقر مع أول اتصال. إن لم يكن له مستخدمون فأعط «responsable» رمزاً بالأمر «set-pin responsable».',
  refused: {
    'folder-not-empty': 'لم يتم شيء: المجلد ليس فارغاً',
    'address-invalid': 'هذا ليس عنواناً',
    'no-answer': 'المقر لا يجيب على هذا العنوان',
    'other-key': 'يجيب على هذا العنوان مقر غير الذي في رمز QR',
    'code-unknown': 'لا يعرف المقر هذا الرمز',
    'code-expired': 'انتهت صلاحية هذا الرمز',
    'code-for-new-till': 'هذا الرمز لصندوق جديد؛ اطلب رمزاً للصندوق المفقود',
    'too-many-guesses': 'محاولات كثيرة؛ انتظر بضع دقائق',
    'till-known': 'يعرف المقر هذا الصندوق بمفتاح آخر',
    'other-organisation': 'هذا الصندوق لمؤسسة أخرى',
    version: 'إصدارا الصندوق والمقر لا يتفاهمان',
    'not-understood': 'جواب المقر غير مفهوم',
    'already-enrolled': 'هذا الصندوق مربوط بالفعل',
    'not-kept': 'رفض القرص',
    'no-rows': 'ليس لدى المقر أي سطر من هذا الصندوق',
    'rows-damaged': 'لم يتم شيء: سطر من المقر ليس كما وُقّع',
  },
  alone: 'هذا الصندوق غير مربوط بأي مقر: كل ما لديه هنا وفي نسخته الثانية.',
  nothingUnsent: 'استلم المقر كل شيء.',
  unsent: (count) => `${count} سطراً لم تصل إلى المقر بعد. لا تحذف هذا المجلد؛ الأمر «unsent FILE» يكتبها في ملف.`,
  exported: (count, file) => `كُتب ${count} سطراً في ${file}.`,
  fileExists: (file) => `${file} موجود من قبل؛ لم يكتب شيء.`,
  failed: (detail) => `تعذر: ${detail}`,
};

/** The texts of a language by its code, undefined for one there is none of. */
export function hqTexts(language: string): HqTexts | undefined {
  if (language === 'fr') return FRENCH;
  if (language === 'en') return ENGLISH;
  return language === 'ar' ? ARABIC : undefined;
}
