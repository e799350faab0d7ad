/**
 * The words on a receipt, in the shop's language. Short: half of them share a line of 32 columns with an amount.
 */
import type { DuplicateReason } from '#domain/journal/journal.ts';
import type { Language } from '#domain/money/money.ts';

export interface ReceiptWords {
  readonly ticket: string;
  readonly till: string;
  readonly operator: string;
  readonly deposit: string;
  readonly vat: string;
  readonly total: string;
  readonly articles: string;
  readonly lines: string;
  readonly cashRounding: string;
  readonly cashTotal: string;
  readonly cash: string;
  readonly change: string;
  readonly rate: string;
  readonly net: string;
  readonly gross: string;
  readonly sequence: string;
  readonly signature: string;
  readonly proof: string;
  readonly software: string;
  readonly duplicate: string;
  readonly reason: string;
  readonly demonstration: readonly string[];
  readonly units: Readonly<Record<'piece' | 'kg' | 'l', string>>;
  readonly duplicateReasons: Readonly<Record<DuplicateReason, string>>;
}

export const RECEIPT_WORDS: Readonly<Record<Language, ReceiptWords>> = {
  fr: {
    ticket: 'Ticket n°',
    till: 'Caisse',
    operator: 'Opérateur',
    deposit: 'Consigne',
    vat: 'TVA',
    total: 'TOTAL TTC',
    articles: 'Articles',
    lines: 'Lignes',
    cashRounding: 'Arrondi espèces',
    cashTotal: 'À payer en espèces',
    cash: 'Espèces',
    change: 'Rendu',
    rate: 'Taux',
    net: 'HT',
    gross: 'TTC',
    sequence: 'Séquence',
    signature: 'Signature',
    proof: 'Preuve',
    software: 'Logiciel',
    duplicate: 'DUPLICATA n°',
    reason: 'Motif',
    demonstration: ['DÉMONSTRATION', 'Sans valeur fiscale'],
    units: { piece: '', kg: 'kg', l: 'l' },
    duplicateReasons: {
      'customer-request': 'à la demande du client',
      'first-print-after-sale': 'première impression après la vente',
      'print-doubtful': 'première impression incertaine',
    },
  },
  en: {
    ticket: 'Ticket no.',
    till: 'Till',
    operator: 'Operator',
    deposit: 'Deposit',
    vat: 'VAT',
    total: 'TOTAL inc. VAT',
    articles: 'Items',
    lines: 'Lines',
    cashRounding: 'Cash rounding',
    cashTotal: 'To pay in cash',
    cash: 'Cash',
    change: 'Change',
    rate: 'Rate',
    net: 'Net',
    gross: 'Gross',
    sequence: 'Sequence',
    signature: 'Signature',
    proof: 'Proof',
    software: 'Software',
    duplicate: 'DUPLICATE no.',
    reason: 'Reason',
    demonstration: ['DEMONSTRATION', 'Not for fiscal use'],
    units: { piece: '', kg: 'kg', l: 'l' },
    duplicateReasons: {
      'customer-request': 'asked for by the customer',
      'first-print-after-sale': 'first print after the sale',
      'print-doubtful': 'first print uncertain',
    },
  },
  ar: {
    ticket: 'تذكرة رقم',
    till: 'صندوق',
    operator: 'المشغّل',
    deposit: 'رهن العبوة',
    vat: 'ض.ق.م',
    total: 'المجموع',
    articles: 'عدد السلع',
    lines: 'عدد الأسطر',
    cashRounding: 'تقريب النقد',
    cashTotal: 'المطلوب نقدا',
    cash: 'نقدا',
    change: 'الباقي',
    rate: 'النسبة',
    net: 'دون ضريبة',
    gross: 'بالضريبة',
    sequence: 'التسلسل',
    signature: 'التوقيع',
    proof: 'الإثبات',
    software: 'البرنامج',
    duplicate: 'نسخة رقم',
    reason: 'السبب',
    demonstration: ['عرض تجريبي', 'دون أي قيمة جبائية'],
    units: { piece: '', kg: 'كغ', l: 'ل' },
    duplicateReasons: {
      'customer-request': 'بطلب من الزبون',
      'first-print-after-sale': 'أول طباعة بعد البيع',
      'print-doubtful': 'الطباعة الأولى غير مؤكدة',
    },
  },
};
