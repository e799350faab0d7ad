/**
 * The words on slips and reports, in the shop's language. Terms of the trade: « apport », « sortie de caisse »,
 * « prélèvement », « écart de caisse », « clôture ».
 */
import type { ClosingDuplicatePayload, TenderMethod } from '#domain/journal/journal.ts';
import type { Language } from '#domain/money/money.ts';

export interface ReportWords {
  readonly slips: Readonly<Record<'pay-in' | 'pay-out' | 'safe-drop', string>>;
  readonly slip: string;
  readonly amount: string;
  readonly approvedBy: string;
  readonly counted: string;
  readonly signatureCashier: string;
  readonly signatureManager: string;
  readonly session: string;
  readonly openedBy: string;
  readonly countedBy: string;
  readonly closedBy: string;
  readonly openedAt: string;
  readonly businessDay: string;
  readonly notCounted: string;
  readonly countNumber: string;
  readonly expected: string;
  readonly difference: string;
  readonly difference0: string;
  readonly drawer: string;
  readonly float: string;
  readonly received: string;
  readonly change: string;
  readonly refunded: string;
  readonly payIns: string;
  readonly payOuts: string;
  readonly safeDrops: string;
  readonly nextFloat: string;
  readonly deposit: string;
  readonly x: string;
  readonly xNotice: readonly string[];
  readonly z: string;
  readonly tickets: string;
  readonly sales: string;
  readonly refunds: string;
  /** Stands below a line that is after refunds. */
  readonly ofWhichRefunded: string;
  readonly gross: string;
  readonly net: string;
  readonly vat: string;
  readonly articles: string;
  readonly byRate: string;
  readonly byMethod: string;
  readonly rounding: string;
  readonly byCategory: string;
  readonly noCategory: string;
  readonly byOperator: string;
  readonly byHour: string;
  readonly events: string;
  readonly discounts: string;
  readonly overrides: string;
  readonly voidedLines: string;
  readonly cancelledTickets: string;
  readonly drawerOpenings: string;
  readonly duplicates: string;
  readonly approvals: string;
  readonly storedValue: string;
  readonly loaded: string;
  readonly besideTurnover: string;
  readonly spent: string;
  readonly returned: string;
  readonly owed: string;
  readonly points: string;
  readonly pointsEarned: string;
  readonly pointsRedeemed: string;
  readonly pointsTakenBack: string;
  readonly pointsGivenBack: string;
  readonly pointsExpired: string;
  readonly pointsHeld: string;
  readonly cashMoved: string;
  readonly sessions: string;
  readonly perpetual: string;
  readonly perpetualNet: string;
  readonly perpetualAbsolute: string;
  readonly perpetualTickets: string;
  readonly methods: Readonly<Record<TenderMethod, string>>;
  readonly duplicateReasons: Readonly<Record<ClosingDuplicatePayload['reason'], string>>;
}

export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = {
  fr: {
    slips: { 'pay-in': 'APPORT', 'pay-out': 'SORTIE DE CAISSE', 'safe-drop': 'PRÉLÈVEMENT' },
    slip: 'Bon n°',
    amount: 'Montant',
    approvedBy: 'Accord de',
    counted: 'Compté',
    signatureCashier: 'Signature caisse',
    signatureManager: 'Signature responsable',
    session: 'CLÔTURE DE SESSION',
    openedBy: 'Ouverte par',
    countedBy: 'Comptée par',
    closedBy: 'Clôturée par',
    openedAt: 'Ouverte le',
    businessDay: 'Journée du',
    notCounted: 'Session non comptée',
    countNumber: 'Comptage n°',
    expected: 'Attendu',
    difference: 'Écart',
    difference0: 'Aucun écart',
    drawer: 'Tiroir-caisse',
    float: 'Fond de caisse',
    received: 'Espèces reçues',
    change: 'Monnaie rendue',
    refunded: 'Remboursé en espèces',
    payIns: 'Apports',
    payOuts: 'Sorties de caisse',
    safeDrops: 'Prélèvements',
    nextFloat: 'Fond laissé',
    deposit: 'Remise en banque',
    x: 'RAPPORT X',
    xNotice: ['Lecture en cours de session', 'Ce n’est pas une clôture'],
    z: 'CLÔTURE Z n°',
    tickets: 'Tickets',
    sales: 'Ventes',
    refunds: 'Remboursements',
    ofWhichRefunded: 'dont remboursé',
    gross: 'TOTAL TTC',
    net: 'Total HT',
    vat: 'Total TVA',
    articles: 'Articles',
    byRate: 'TVA par taux',
    byMethod: 'Règlements',
    rounding: 'Arrondis espèces',
    byCategory: 'Rayons',
    noCategory: 'Sans rayon',
    byOperator: 'Opérateurs',
    byHour: 'Heures',
    events: 'Événements',
    discounts: 'Remises',
    overrides: 'Prix modifiés',
    voidedLines: 'Lignes annulées',
    cancelledTickets: 'Tickets abandonnés',
    drawerOpenings: 'Ouvertures sans vente',
    duplicates: 'Duplicatas',
    approvals: 'Accords donnés',
    storedValue: 'Cartes cadeaux, comptes',
    loaded: 'Chargé',
    besideTurnover: 'Chargé hors CA',
    spent: 'Dépensé',
    returned: 'Recrédité',
    owed: 'Dû aux porteurs',
    points: 'Points de fidélité',
    pointsEarned: 'Gagnés',
    pointsRedeemed: 'Utilisés',
    pointsTakenBack: 'Repris',
    pointsGivenBack: 'Rendus',
    pointsExpired: 'Expirés',
    pointsHeld: 'En circulation',
    cashMoved: 'Mouvements d’espèces',
    sessions: 'Sessions',
    perpetual: 'Totaux perpétuels',
    perpetualNet: 'Ventes - remb.',
    perpetualAbsolute: 'Ventes + remb.',
    perpetualTickets: 'Tickets',
    methods: {
      cash: 'Espèces',
      card: 'Carte bancaire',
      cheque: 'Chèque',
      'meal-voucher': 'Titre-restaurant',
      'gift-card': 'Carte cadeau',
      purse: 'Porte-monnaie',
    },
    duplicateReasons: {
      'asked-for': 'demandé',
      'first-print-after-closing': 'première impression après la clôture',
      'print-doubtful': 'première impression incertaine',
    },
  },
  en: {
    slips: { 'pay-in': 'PAY-IN', 'pay-out': 'PAY-OUT', 'safe-drop': 'SAFE DROP' },
    slip: 'Slip no.',
    amount: 'Amount',
    approvedBy: 'Approved by',
    counted: 'Counted',
    signatureCashier: 'Cashier’s signature',
    signatureManager: 'Manager’s signature',
    session: 'SESSION CLOSED',
    openedBy: 'Opened by',
    countedBy: 'Counted by',
    closedBy: 'Closed by',
    openedAt: 'Opened',
    businessDay: 'Business day',
    notCounted: 'Session not counted',
    countNumber: 'Count no.',
    expected: 'Expected',
    difference: 'Difference',
    difference0: 'No difference',
    drawer: 'Cash drawer',
    float: 'Float',
    received: 'Cash received',
    change: 'Change given',
    refunded: 'Cash refunds',
    payIns: 'Pay-ins',
    payOuts: 'Pay-outs',
    safeDrops: 'Safe drops',
    nextFloat: 'Float left',
    deposit: 'Bank deposit',
    x: 'X REPORT',
    xNotice: ['Read in the middle of a session', 'This is not a closing'],
    z: 'Z CLOSING no.',
    tickets: 'Tickets',
    sales: 'Sales',
    refunds: 'Refunds',
    ofWhichRefunded: 'of which refunded',
    gross: 'TOTAL inc. VAT',
    net: 'Total net',
    vat: 'Total VAT',
    articles: 'Items',
    byRate: 'VAT by rate',
    byMethod: 'Payments',
    rounding: 'Cash rounding',
    byCategory: 'Departments',
    noCategory: 'No department',
    byOperator: 'Operators',
    byHour: 'Hours',
    events: 'Events',
    discounts: 'Discounts',
    overrides: 'Prices changed',
    voidedLines: 'Voided lines',
    cancelledTickets: 'Cancelled tickets',
    drawerOpenings: 'No-sale openings',
    duplicates: 'Duplicates',
    approvals: 'Approvals given',
    storedValue: 'Gift cards, purses',
    loaded: 'Loaded',
    besideTurnover: 'Loaded, not turnover',
    spent: 'Spent',
    returned: 'Given back',
    owed: 'Owed to holders',
    points: 'Loyalty points',
    pointsEarned: 'Earned',
    pointsRedeemed: 'Redeemed',
    pointsTakenBack: 'Taken back',
    pointsGivenBack: 'Given back',
    pointsExpired: 'Expired',
    pointsHeld: 'Outstanding',
    cashMoved: 'Cash movements',
    sessions: 'Sessions',
    perpetual: 'Perpetual totals',
    perpetualNet: 'Sales - refunds',
    perpetualAbsolute: 'Sales + refunds',
    perpetualTickets: 'Tickets',
    methods: {
      cash: 'Cash',
      card: 'Bank card',
      cheque: 'Cheque',
      'meal-voucher': 'Meal voucher',
      'gift-card': 'Gift card',
      purse: 'Purse',
    },
    duplicateReasons: {
      'asked-for': 'asked for',
      'first-print-after-closing': 'first print after the closing',
      'print-doubtful': 'first print uncertain',
    },
  },
  ar: {
    slips: { 'pay-in': 'إيداع في الصندوق', 'pay-out': 'إخراج من الصندوق', 'safe-drop': 'سحب إلى الخزنة' },
    slip: 'وصل رقم',
    amount: 'المبلغ',
    approvedBy: 'بموافقة',
    counted: 'المعدود',
    signatureCashier: 'توقيع الصندوق',
    signatureManager: 'توقيع المسؤول',
    session: 'إقفال الحصة',
    openedBy: 'فتحها',
    countedBy: 'عدّها',
    closedBy: 'أقفلها',
    openedAt: 'فُتحت في',
    businessDay: 'يوم العمل',
    notCounted: 'حصة لم تُعدّ',
    countNumber: 'العدّ رقم',
    expected: 'المنتظر',
    difference: 'الفارق',
    difference0: 'لا فارق',
    drawer: 'درج النقود',
    float: 'رصيد الافتتاح',
    received: 'نقد مقبوض',
    change: 'الباقي المردود',
    refunded: 'مردود نقدا',
    payIns: 'إيداعات',
    payOuts: 'إخراجات',
    safeDrops: 'سحوبات',
    nextFloat: 'الرصيد المتروك',
    deposit: 'إيداع بنكي',
    x: 'تقرير X',
    xNotice: ['قراءة أثناء الحصة', 'ليس إقفالا'],
    z: 'إقفال Z رقم',
    tickets: 'التذاكر',
    sales: 'المبيعات',
    refunds: 'المردودات',
    ofWhichRefunded: 'منها مردود',
    gross: 'المجموع بالضريبة',
    net: 'المجموع دون ضريبة',
    vat: 'مجموع الضريبة',
    articles: 'عدد السلع',
    byRate: 'الضريبة حسب النسبة',
    byMethod: 'وسائل الدفع',
    rounding: 'تقريب النقد',
    byCategory: 'الأقسام',
    noCategory: 'دون قسم',
    byOperator: 'المشغّلون',
    byHour: 'الساعات',
    events: 'الأحداث',
    discounts: 'تخفيضات',
    overrides: 'أسعار معدّلة',
    voidedLines: 'أسطر ملغاة',
    cancelledTickets: 'تذاكر ملغاة',
    drawerOpenings: 'فتح دون بيع',
    duplicates: 'نسخ',
    approvals: 'موافقات',
    storedValue: 'بطاقات الهدايا والمحافظ',
    loaded: 'مشحون',
    besideTurnover: 'مشحون خارج المبيعات',
    spent: 'مصروف',
    returned: 'معاد',
    owed: 'مستحق لأصحابها',
    points: 'نقاط الوفاء',
    pointsEarned: 'مكتسبة',
    pointsRedeemed: 'مستعملة',
    pointsTakenBack: 'مسترجعة',
    pointsGivenBack: 'معادة',
    pointsExpired: 'منتهية',
    pointsHeld: 'متداولة',
    cashMoved: 'حركات النقد',
    sessions: 'الحصص',
    perpetual: 'المجاميع الدائمة',
    perpetualNet: 'مبيعات - مردودات',
    perpetualAbsolute: 'مبيعات + مردودات',
    perpetualTickets: 'التذاكر',
    methods: {
      cash: 'نقدا',
      card: 'بطاقة بنكية',
      cheque: 'شيك',
      'meal-voucher': 'قسيمة طعام',
      'gift-card': 'بطاقة هدية',
      purse: 'محفظة',
    },
    duplicateReasons: {
      'asked-for': 'مطلوبة',
      'first-print-after-closing': 'أول طباعة بعد الإقفال',
      'print-doubtful': 'الطباعة الأولى غير مؤكدة',
    },
  },
};
