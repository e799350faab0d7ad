/** Words that stand in the files of a closing and on no paper strip. */
import type { Language } from '#domain/money/money.ts';

export interface FileWords {
  readonly head: string;
  readonly totals: string;
  readonly shop: string;
  readonly till: string;
  readonly closedAt: string;
  readonly currency: string;
  readonly firstTicket: string;
  readonly lastTicket: string;
  readonly firstRow: string;
  readonly lastRow: string;
  readonly sequence: string;
  readonly proof: string;
  readonly demonstration: string;
  readonly demonstrationNotice: string;
  readonly count: string;
  readonly amount: string;
  readonly refundCount: string;
  readonly refunded: string;
  readonly net: string;
  readonly vat: string;
  readonly takingsByHour: string;
  readonly page: string;
}

export const FILE_WORDS: Readonly<Record<Language, FileWords>> = {
  fr: {
    head: 'Clôture',
    totals: 'Totaux',
    shop: 'Magasin',
    till: 'Caisse',
    closedAt: 'Clôturée le',
    currency: 'Devise',
    firstTicket: 'Premier ticket',
    lastTicket: 'Dernier ticket',
    firstRow: 'Première ligne du journal',
    lastRow: 'Dernière ligne du journal',
    sequence: 'Séquence',
    proof: 'Preuve',
    demonstration: 'Démonstration',
    demonstrationNotice: 'Sans valeur fiscale',
    count: 'Nombre',
    amount: 'Montant',
    refundCount: 'Remb.',
    refunded: 'Dont remboursé',
    net: 'HT',
    vat: 'TVA',
    takingsByHour: 'Recettes par heure',
    page: 'Page',
  },
  en: {
    head: 'Closing',
    totals: 'Totals',
    shop: 'Shop',
    till: 'Till',
    closedAt: 'Closed',
    currency: 'Currency',
    firstTicket: 'First ticket',
    lastTicket: 'Last ticket',
    firstRow: 'First row of the journal',
    lastRow: 'Last row of the journal',
    sequence: 'Sequence',
    proof: 'Proof',
    demonstration: 'Demonstration',
    demonstrationNotice: 'Not for fiscal use',
    count: 'Count',
    amount: 'Amount',
    refundCount: 'Refunds',
    refunded: 'Of which refunded',
    net: 'Net',
    vat: 'VAT',
    takingsByHour: 'Takings by hour',
    page: 'Page',
  },
  ar: {
    head: 'الإقفال',
    totals: 'المجاميع',
    shop: 'المتجر',
    till: 'الصندوق',
    closedAt: 'أُقفل في',
    currency: 'العملة',
    firstTicket: 'أول تذكرة',
    lastTicket: 'آخر تذكرة',
    firstRow: 'أول سطر في السجل',
    lastRow: 'آخر سطر في السجل',
    sequence: 'التسلسل',
    proof: 'الإثبات',
    demonstration: 'عرض تجريبي',
    demonstrationNotice: 'دون أي قيمة جبائية',
    count: 'العدد',
    amount: 'المبلغ',
    refundCount: 'المردودات',
    refunded: 'منها مردود',
    net: 'دون ضريبة',
    vat: 'الضريبة',
    takingsByHour: 'المداخيل حسب الساعة',
    page: 'صفحة',
  },
};
