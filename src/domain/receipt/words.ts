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
  readonly printedAgain: string;
  readonly reason: string;
  readonly demonstration: readonly string[];
  readonly units: Readonly<Record<'piece' | 'kg' | 'l', string>>;
  readonly duplicateReasons: Readonly<Record<DuplicateReason, string>>;
  readonly listPrice: string;
  readonly pricePaid: string;
  readonly lineDiscount: string;
  readonly subtotal: string;
  readonly ticketDiscount: string;
  readonly pointsDiscount: string;
  readonly vouchers: Readonly<Record<'gift-card' | 'purse', string>>;
  readonly due: string;
  readonly reference: string;
  readonly balanceLeft: string;
  /** What allowed a payment or points, where this till does not have the last word on the account. */
  readonly allowedBy: Readonly<Record<'hold' | 'lease' | 'floor', string>>;
  readonly refund: string;
  readonly refundOf: string;
  readonly soldElsewhere: string;
  readonly points: string;
  readonly pointsEarned: string;
  readonly pointsRedeemed: string;
  readonly pointsTakenBack: string;
  readonly pointsGivenBack: string;
  readonly pointsBalance: string;
  /** `{points}` more points bring the reward. */
  readonly pointsMissing: string;
  readonly giftCard: string;
  readonly giftCardWorth: string;
  readonly giftCardUntil: string;
  readonly giftCardAdvice: readonly string[];
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
    printedAgain: 'DUPLICATA',
    reason: 'Motif',
    demonstration: ['DÉMONSTRATION', 'Sans valeur fiscale'],
    units: { piece: '', kg: 'kg', l: 'l' },
    duplicateReasons: {
      'customer-request': 'à la demande du client',
      'first-print-after-sale': 'première impression après la vente',
      'print-doubtful': 'première impression incertaine',
    },
    listPrice: 'au lieu de',
    pricePaid: 'au prix payé',
    lineDiscount: 'Remise',
    subtotal: 'Sous-total',
    ticketDiscount: 'Remise sur le ticket',
    pointsDiscount: 'Points de fidélité',
    vouchers: { 'gift-card': 'Carte cadeau (hors TVA)', purse: 'Porte-monnaie (hors TVA)' },
    due: 'À PAYER',
    reference: 'Réf.',
    balanceLeft: 'Solde restant',
    allowedBy: { hold: 'accordé par le siège', lease: 'réserve de la caisse', floor: 'hors connexion' },
    refund: 'REMBOURSEMENT',
    refundOf: 'Avoir sur le ticket n°',
    soldElsewhere: 'Vendu à une autre caisse',
    points: 'Points de fidélité',
    pointsEarned: 'Gagnés',
    pointsRedeemed: 'Utilisés',
    pointsTakenBack: 'Repris',
    pointsGivenBack: 'Rendus',
    pointsBalance: 'Solde',
    pointsMissing: 'Encore {points} points pour :',
    giftCard: 'CARTE CADEAU',
    giftCardWorth: 'Valeur',
    giftCardUntil: 'Valable jusqu’au',
    giftCardAdvice: ['À présenter en caisse, en une ou plusieurs fois.', 'Qui a ce code peut dépenser la carte.'],
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
    printedAgain: 'DUPLICATE',
    reason: 'Reason',
    demonstration: ['DEMONSTRATION', 'Not for fiscal use'],
    units: { piece: '', kg: 'kg', l: 'l' },
    duplicateReasons: {
      'customer-request': 'asked for by the customer',
      'first-print-after-sale': 'first print after the sale',
      'print-doubtful': 'first print uncertain',
    },
    listPrice: 'instead of',
    pricePaid: 'at the price paid',
    lineDiscount: 'Discount',
    subtotal: 'Subtotal',
    ticketDiscount: 'Discount on the ticket',
    pointsDiscount: 'Loyalty points',
    vouchers: { 'gift-card': 'Gift card (no VAT)', purse: 'Purse (no VAT)' },
    due: 'TO PAY',
    reference: 'Ref.',
    balanceLeft: 'Balance left',
    allowedBy: { hold: 'held by headquarters', lease: 'set aside at this till', floor: 'offline' },
    refund: 'REFUND',
    refundOf: 'Credit note on ticket no.',
    soldElsewhere: 'Sold at another till',
    points: 'Loyalty points',
    pointsEarned: 'Earned',
    pointsRedeemed: 'Redeemed',
    pointsTakenBack: 'Taken back',
    pointsGivenBack: 'Given back',
    pointsBalance: 'Balance',
    pointsMissing: '{points} more points for:',
    giftCard: 'GIFT CARD',
    giftCardWorth: 'Value',
    giftCardUntil: 'Valid until',
    giftCardAdvice: ['Show it at the till, all at once or bit by bit.', 'Whoever has this code can spend the card.'],
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
    printedAgain: 'نسخة',
    reason: 'السبب',
    demonstration: ['عرض تجريبي', 'دون أي قيمة جبائية'],
    units: { piece: '', kg: 'كغ', l: 'ل' },
    duplicateReasons: {
      'customer-request': 'بطلب من الزبون',
      'first-print-after-sale': 'أول طباعة بعد البيع',
      'print-doubtful': 'الطباعة الأولى غير مؤكدة',
    },
    listPrice: 'بدل',
    pricePaid: 'بالثمن المدفوع',
    lineDiscount: 'تخفيض',
    subtotal: 'المجموع الفرعي',
    ticketDiscount: 'تخفيض على التذكرة',
    pointsDiscount: 'نقاط الوفاء',
    vouchers: { 'gift-card': 'بطاقة هدية (دون ضريبة)', purse: 'محفظة (دون ضريبة)' },
    due: 'المطلوب دفعه',
    reference: 'المرجع',
    balanceLeft: 'الرصيد المتبقي',
    allowedBy: { hold: 'محجوز لدى المقر', lease: 'مخصص لهذا الصندوق', floor: 'دون اتصال' },
    refund: 'استرجاع',
    refundOf: 'إشعار دائن عن التذكرة رقم',
    soldElsewhere: 'بيعت في صندوق آخر',
    points: 'نقاط الوفاء',
    pointsEarned: 'مكتسبة',
    pointsRedeemed: 'مستعملة',
    pointsTakenBack: 'مسترجعة',
    pointsGivenBack: 'معادة',
    pointsBalance: 'الرصيد',
    pointsMissing: 'بقيت {points} نقطة من أجل:',
    giftCard: 'بطاقة هدية',
    giftCardWorth: 'القيمة',
    giftCardUntil: 'صالحة إلى غاية',
    giftCardAdvice: ['تُقدَّم عند الصندوق، دفعة واحدة أو على دفعات.', 'من يملك هذا الرمز يستطيع صرف البطاقة.'],
  },
};
