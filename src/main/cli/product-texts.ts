/**
 * What the commands for product files say, in the languages of the till.
 */
import { Fault } from '#base/fault.ts';
import type { LineProblem } from '#domain/catalogue/catalogue.ts';
import { formatDecimal } from '#domain/money/money.ts';
import type { Language } from '#domain/money/money.ts';
import type { ImportSummary } from '#main/store/catalogue/catalogue.ts';

const REASONS: Readonly<Record<Language, Readonly<Record<LineProblem['reason'], string>>>> = {
  fr: {
    'line-too-long': 'la ligne est trop longue',
    'quote-unclosed': 'un guillemet ouvert n’est jamais fermé',
    'fields-too-many': 'plus de champs que la première ligne n’a de colonnes',
    'code-missing': 'ni code-barres ni PLU',
    'gtin-invalid': 'code-barres faux ou incomplet',
    'gtin-too-many': 'trop de codes-barres',
    'plu-invalid': 'le PLU n’est pas fait de 1 à 6 chiffres',
    'name-missing': 'le nom manque',
    'name-too-long': 'le nom dépasse 200 caractères',
    'brand-too-long': 'la marque dépasse 200 caractères',
    'category-too-long': 'la catégorie dépasse 200 caractères',
    'price-missing': 'le prix manque (voir --default-price)',
    'price-invalid': 'prix incompris',
    'vat-rate-missing': 'le taux de TVA manque (voir --default-vat)',
    'vat-rate-invalid': 'taux de TVA incompris',
    'unit-unknown': 'unité inconnue (pièce, kg ou l)',
    'age-limit-invalid': 'âge minimum incompris',
    'deposit-invalid': 'consigne incomprise',
    'meal-voucher-invalid': 'titre-restaurant : ni oui ni non',
    'stock-invalid': 'stock incompris',
    'code-repeated': 'même code que la ligne',
    'codes-of-several-products': 'ces codes sont ceux de plusieurs produits',
  },
  en: {
    'line-too-long': 'the line is too long',
    'quote-unclosed': 'a quotation mark is opened and never closed',
    'fields-too-many': 'more fields than the first line has columns',
    'code-missing': 'neither barcode nor PLU',
    'gtin-invalid': 'barcode wrong or incomplete',
    'gtin-too-many': 'too many barcodes',
    'plu-invalid': 'the PLU is not 1 to 6 digits',
    'name-missing': 'the name is missing',
    'name-too-long': 'the name is longer than 200 characters',
    'brand-too-long': 'the brand is longer than 200 characters',
    'category-too-long': 'the category is longer than 200 characters',
    'price-missing': 'the price is missing (see --default-price)',
    'price-invalid': 'price not understood',
    'vat-rate-missing': 'the VAT rate is missing (see --default-vat)',
    'vat-rate-invalid': 'VAT rate not understood',
    'unit-unknown': 'unknown unit (piece, kg or l)',
    'age-limit-invalid': 'minimum age not understood',
    'deposit-invalid': 'deposit not understood',
    'meal-voucher-invalid': 'meal voucher: neither yes nor no',
    'stock-invalid': 'stock not understood',
    'code-repeated': 'same code as line',
    'codes-of-several-products': 'these codes belong to several products',
  },
  ar: {
    'line-too-long': 'السطر طويل جدا',
    'quote-unclosed': 'علامة اقتباس فتحت ولم تغلق',
    'fields-too-many': 'في السطر حقول أكثر من أعمدة السطر الأول',
    'code-missing': 'لا رمز شريطي ولا رقم PLU',
    'gtin-invalid': 'رمز شريطي خاطئ أو ناقص',
    'gtin-too-many': 'رموز شريطية كثيرة جدا',
    'plu-invalid': 'رقم PLU يتكون من رقم إلى ستة أرقام',
    'name-missing': 'الاسم ناقص',
    'name-too-long': 'الاسم أطول من 200 حرف',
    'brand-too-long': 'العلامة التجارية أطول من 200 حرف',
    'category-too-long': 'الصنف أطول من 200 حرف',
    'price-missing': 'الثمن ناقص (انظر ‎--default-price)',
    'price-invalid': 'ثمن غير مفهوم',
    'vat-rate-missing': 'نسبة الضريبة ناقصة (انظر ‎--default-vat)',
    'vat-rate-invalid': 'نسبة ضريبة غير مفهومة',
    'unit-unknown': 'وحدة غير معروفة (قطعة أو كغ أو لتر)',
    'age-limit-invalid': 'السن الأدنى غير مفهوم',
    'deposit-invalid': 'رهن العبوة غير مفهوم',
    'meal-voucher-invalid': 'قسيمة الطعام: لا نعم ولا لا',
    'stock-invalid': 'مخزون غير مفهوم',
    'code-repeated': 'نفس رمز السطر',
    'codes-of-several-products': 'هذه الرموز لعدة منتجات',
  },
};

/** In each language: the file, the catalogue in place, anything else. */
const FAILURES: Readonly<Record<Language, Readonly<Record<'file' | 'catalogue' | 'other', string>>>> = {
  fr: {
    file: 'Ce fichier ne peut pas être importé',
    catalogue: 'Le catalogue en place ne peut pas être lu',
    other: 'Le disque refuse',
  },
  en: {
    file: 'This file cannot be imported',
    catalogue: 'The catalogue in place cannot be read',
    other: 'The disk refuses',
  },
  ar: { file: 'لا يمكن استيراد هذا الملف', catalogue: 'لا يمكن قراءة الكتالوج الحالي', other: 'القرص يرفض' },
};

export interface ProductTexts {
  line(lineNumber: number, problems: readonly LineProblem[]): string;
  moreLines(count: number): string;
  progress(percent: number, lines: number): string;
  imported(summary: ImportSummary): string;
  unknownColumns(names: readonly string[]): string;
  allErrorsIn(path: string): string;
  exported(count: number, path: string): string;
  noTill(folder: string): string;
  fromHq(store: string): string;
  failed(error: Error): string;
}

export function productTexts(language: Language): ProductTexts {
  const reasons = REASONS[language];
  const count = (value: number): string => formatDecimal({ value, exponent: 0, language });
  const says = (problems: readonly LineProblem[]): string =>
    problems
      .map(({ reason, value }) => (value === '' ? reasons[reason] : `${reasons[reason]} ${quoted(reason, value)}`))
      .join(' ; ');
  switch (language) {
    case 'fr':
      return {
        line: (lineNumber, problems) => `ligne ${lineNumber} : ${says(problems)}`,
        moreLines: (more) => `… et ${count(more)} autres lignes refusées (--errors FICHIER les écrit toutes)`,
        progress: (percent, lines) => `${percent} % · ${count(lines)} lignes`,
        imported: ({ added, updated, refused, total }) =>
          [
            `Produits ajoutés : ${count(added)}`,
            `mis à jour : ${count(updated)}`,
            `au catalogue : ${count(total)}`,
            `lignes refusées : ${count(refused)}`,
          ].join(' · '),
        unknownColumns: (names) => `Colonnes laissées de côté : ${names.join(', ')}`,
        allErrorsIn: (path) => `Les lignes refusées sont dans ${path}`,
        exported: (products, path) => `Produits écrits dans ${path} : ${count(products)}`,
        noTill: (folder) =>
          `Rien n’a été fait : il n’y a pas de caisse dans ${folder} (voir --data, ou new-shop pour un magasin neuf).`,
        fromHq: (store) =>
          `Rien n’a été changé : le siège tient le catalogue de ${store}. Importez le fichier dans les pages du siège.`,
        failed: (error) => `Rien n’a été changé. ${inWords(error, FAILURES.fr)}`,
      };
    case 'en':
      return {
        line: (lineNumber, problems) => `line ${lineNumber}: ${says(problems)}`,
        moreLines: (more) => `… and ${count(more)} more lines refused (--errors FILE writes them all)`,
        progress: (percent, lines) => `${percent}% · ${count(lines)} lines`,
        imported: ({ added, updated, refused, total }) =>
          [
            `Products added: ${count(added)}`,
            `updated: ${count(updated)}`,
            `in the catalogue: ${count(total)}`,
            `lines refused: ${count(refused)}`,
          ].join(' · '),
        unknownColumns: (names) => `Columns left alone: ${names.join(', ')}`,
        allErrorsIn: (path) => `The refused lines are in ${path}`,
        exported: (products, path) => `Products written to ${path}: ${count(products)}`,
        noTill: (folder) => `Nothing was done: there is no till in ${folder} (see --data, or new-shop for a new shop).`,
        fromHq: (store) =>
          `Nothing was changed: headquarters keeps the catalogue of ${store}. Import the file in its pages.`,
        failed: (error) => `Nothing was changed. ${inWords(error, FAILURES.en)}`,
      };
    case 'ar':
      return {
        line: (lineNumber, problems) => `السطر ${lineNumber}: ${says(problems)}`,
        moreLines: (more) => `… و${count(more)} أسطر أخرى مرفوضة (‎--errors FILE يكتبها كلها)`,
        progress: (percent, lines) => `${percent}% · ${count(lines)} سطر`,
        imported: ({ added, updated, refused, total }) =>
          [
            `منتجات مضافة: ${count(added)}`,
            `محدثة: ${count(updated)}`,
            `في الكتالوج: ${count(total)}`,
            `أسطر مرفوضة: ${count(refused)}`,
          ].join(' · '),
        unknownColumns: (names) => `أعمدة متروكة: ${names.join('، ')}`,
        allErrorsIn: (path) => `الأسطر المرفوضة في ${path}`,
        exported: (products, path) => `منتجات مكتوبة في ${path}: ${count(products)}`,
        noTill: (folder) => `لم يتغير شيء: لا صندوق في ${folder} (انظر ‎--data أو new-shop).`,
        fromHq: (store) => `لم يتغير شيء: المقر يدير كتالوج ${store}. استورد الملف في صفحات المقر.`,
        failed: (error) => `لم يتغير شيء. ${inWords(error, FAILURES.ar)}`,
      };
  }
}

/** Our words for the kind of failure, and those of the system behind them, which support will ask for. */
function inWords(error: Error, words: (typeof FAILURES)[Language]): string {
  const code = error instanceof Fault ? error.code : undefined;
  const said =
    code === 'catalogue.import-failed' ? words.file : code === 'catalogue.unreadable' ? words.catalogue : words.other;
  return `${said} (${error.message})`;
}

function quoted(reason: LineProblem['reason'], value: string): string {
  return reason === 'code-repeated' ? value : `[${value}]`;
}
