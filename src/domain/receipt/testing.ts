/** For tests: one of each paper that a till prints, made from rows as the journal holds them. */
import { BUSY_DAY, closingEntry } from '#domain/closing-file/testing.ts';
import type { Entry, Family, Payload, PayloadByKind } from '#domain/journal/journal.ts';
import type { Language } from '#domain/money/money.ts';
import {
  type ReceiptDocument,
  type ReceiptShop,
  type ReceiptSource,
  giftCardSlip,
  receiptDocument,
  sessionReport,
  slipDocument,
  xDocument,
  zDocument,
} from './receipt.ts';

const SIGNATURE = 'abCdefGhijklmnopqrStuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_abcdefghijklmnopqrstuv';

function shopOf(language: Language): ReceiptShop {
  return {
    name: language === 'ar' ? 'بقالة المدينة' : 'Épicerie du Port',
    addressLines: language === 'ar' ? ['12 شارع الحبيب بورقيبة'] : ['1 quai des Brumes', '76600 Le Havre'],
    countryCode: 'FR',
    registrationId: '12345678900012',
    vatId: 'FR12345678901',
    receiptFooterLines: [],
  };
}

function row<Kind extends keyof PayloadByKind>(
  family: Family,
  kind: Kind,
  payload: PayloadByKind[Kind],
  seq: number,
): Entry {
  return {
    v: 1,
    chain_id: 'chain',
    seq,
    entry_id: `entry-${seq}`,
    till_id: 'till',
    taxpayer_id: 'taxpayer',
    key_id: 'key',
    family,
    family_seq: seq - 100,
    kind,
    at: '2026-11-22T14:05:09.123Z',
    operator: 'camille',
    payload: payload as Payload,
    prev_hash: '0'.repeat(64),
    hash: 'f'.repeat(64),
    signature: SIGNATURE,
  };
}

const TICKET = {
  station_id: 'station-1',
  till_number: '1',
  software: { name: 'Comptoir', version: '0.1.0' },
  utc_offset_minutes: 60,
  currency: 'EUR',
  print: 'paper',
  demonstration: true,
} as const;

/** What was taken off a line, off the ticket and for points, another price, stored value sold, four ways of paying. */
const SALE: PayloadByKind['ticket-validated'] = {
  ...TICKET,
  ticket_id: 'ticket-1',
  ticket_number: '000042',
  transaction: 'sale',
  lines: [
    {
      line_id: 'L1',
      position: 1,
      kind: 'product',
      product_id: 'P1',
      label: 'Cafetière italienne',
      unit: 'piece',
      quantity_milli: 2000,
      unit_price_minor: 2000,
      list_gross_minor: 4000,
      discounts: [
        { kind: 'line', amount_minor: 400, reason: 'fin de série' },
        { kind: 'ticket', amount_minor: 180, reason: 'client fidèle' },
        { kind: 'points', amount_minor: 120 },
      ],
      gross_minor: 3300,
      net_minor: 2750,
      vat_minor: 550,
      vat_rate_basis_points: 2000,
      meal_voucher: false,
    },
    {
      line_id: 'L2',
      position: 2,
      kind: 'product',
      product_id: 'P2',
      label: 'Lait demi-écrémé',
      unit: 'piece',
      quantity_milli: 3000,
      unit_price_minor: 100,
      list_unit_price_minor: 115,
      override: { reason: 'étiquette' },
      gross_minor: 300,
      net_minor: 284,
      vat_minor: 16,
      vat_rate_basis_points: 550,
      meal_voucher: true,
    },
  ],
  line_count: 2,
  article_count: 5,
  vat: [
    { rate_basis_points: 2000, gross_minor: 3300, net_minor: 2750, vat_minor: 550 },
    { rate_basis_points: 550, gross_minor: 300, net_minor: 284, vat_minor: 16 },
  ],
  gross_minor: 3600,
  net_minor: 3034,
  vat_minor: 566,
  discount_minor: 700,
  vouchers: [{ line_id: 'V1', account_id: 'new-card', account: 'gift-card', amount_minor: 2500 }],
  due_minor: 6100,
  movements: [],
  balance_movements: [
    { n: 1, account_id: 'card', unit: 'EUR', amount: -1000, reason: 'spent' },
    { n: 2, account_id: 'new-card', unit: 'EUR', amount: 2500, reason: 'loaded' },
  ],
  loyalty: { person_id: 'person', account_id: 'points', points_earned: 33, points_redeemed: 24, points_balance: 85 },
};

function paid(
  n: number,
  payment: Pick<PayloadByKind['payment-received'], 'method' | 'amount_minor' | 'tendered_minor'> &
    Partial<PayloadByKind['payment-received']>,
): Entry {
  const ticket = { ticket_id: 'ticket-1', ticket_number: '000042', currency: 'EUR', n, change_minor: 0 };
  return row('P', 'payment-received', { ...ticket, ...payment }, 137 + n);
}

const SOLD = { ticket_id: 'ticket-1', ticket_number: '000042', ticket_entry_id: 'entry-137', reason: 'anse cassée' };

const REFUND: PayloadByKind['ticket-validated'] = {
  ...TICKET,
  ticket_id: 'ticket-2',
  ticket_number: '000043',
  transaction: 'refund',
  refund: SOLD,
  lines: [
    {
      line_id: 'R1',
      position: 1,
      kind: 'product',
      product_id: 'P1',
      label: 'Cafetière italienne',
      unit: 'piece',
      quantity_milli: -1000,
      unit_price_minor: 2000,
      gross_minor: -1650,
      net_minor: -1375,
      vat_minor: -275,
      vat_rate_basis_points: 2000,
      meal_voucher: false,
      refund_of_line_id: 'L1',
    },
  ],
  line_count: 1,
  article_count: -1,
  vat: [{ rate_basis_points: 2000, gross_minor: -1650, net_minor: -1375, vat_minor: -275 }],
  gross_minor: -1650,
  net_minor: -1375,
  vat_minor: -275,
  movements: [],
  balance_movements: [{ n: 1, account_id: 'card', unit: 'EUR', amount: 1000, reason: 'returned' }],
  loyalty: { person_id: 'person', account_id: 'points', points_earned: -17, points_redeemed: -12, points_balance: 80 },
};

/** A sale with everything on it, as rows. */
export function fullSale(language: Language): ReceiptSource {
  return {
    shop: shopOf(language),
    ticket: row('T', 'ticket-validated', SALE, 137),
    payments: [
      paid(1, { method: 'gift-card', amount_minor: 1000, tendered_minor: 1000, account_id: 'card' }),
      paid(2, { method: 'meal-voucher', amount_minor: 300, tendered_minor: 300 }),
      paid(3, { method: 'card', amount_minor: 4000, tendered_minor: 4000, reference: 'A1B2C3' }),
      paid(4, { method: 'cash', amount_minor: 800, tendered_minor: 1000, change_minor: 200 }),
    ],
    operatorLabel: 'Camille',
    language,
    balances: new Map([
      ['card', 1500],
      ['new-card', 2500],
    ]),
    nextReward: { points: 15, label: 'Remise fidélité' },
  };
}

/** Every paper by its name. */
export function papers(language: Language): Readonly<Record<string, ReceiptDocument>> {
  const shop = shopOf(language);
  const nameOf = (id: string): string => (id === 'camille' ? 'Camille' : 'Nadia');
  const drawer = {
    float_minor: 15_000,
    received_minor: 60_456,
    change_minor: -1200,
    refunded_minor: -975,
    pay_in_minor: 5000,
    pay_out_minor: -3150,
    safe_drop_minor: -40_000,
    expected_minor: 35_131,
  };
  const session = row(
    'G',
    'session-closed',
    {
      session_id: 'session-1',
      business_day: '2026-11-22',
      counted: true,
      station_id: 'station-1',
      opened_by: 'camille',
      currency: 'EUR',
      count_number: 2,
      methods: [
        { method: 'cash', expected_minor: 35_131, counted_minor: 34_811, difference_minor: -320 },
        { method: 'cheque', expected_minor: 4500, counted_minor: 4500, difference_minor: 0, pieces: 2 },
      ],
      drawer,
      reason: 'erreur de rendu',
      next_float_minor: 15_000,
      next_float: [],
      deposit_minor: 19_811,
    },
    160,
  );
  const movement = row(
    'P',
    'cash-moved',
    {
      movement_id: 'movement-1',
      movement: 'pay-out',
      slip_number: 'OUT-0003',
      station_id: 'station-1',
      currency: 'EUR',
      amount_minor: -3150,
      reason: 'Achat de fournitures',
      counted: [
        { denomination_minor: 50, count: 3 },
        { denomination_minor: 1000, count: 3 },
      ],
      utc_offset_minutes: 60,
      demonstration: true,
    },
    150,
  );
  const copy = row(
    'C',
    'closing-duplicate-printed',
    {
      business_day: '2026-11-22',
      z_number: 7,
      closing_entry_id: 'entry-1400',
      closing_hash: 'f'.repeat(64),
      copy_number: 2,
      reason: 'asked-for',
      station_id: 'station-1',
      job_id: 'job-1',
      utc_offset_minutes: 60,
      demonstration: true,
    },
    170,
  );
  const z = { shop, tillNumber: '1', closing: closingEntry(), operatorLabel: 'Bernard', nameOf, language };
  const refund = (payload: PayloadByKind['ticket-validated']): ReceiptDocument =>
    receiptDocument({
      shop,
      ticket: row('T', 'ticket-validated', payload, 145),
      payments: [
        paid(1, { method: 'gift-card', amount_minor: -1000, tendered_minor: -1000, account_id: 'card' }),
        paid(2, { method: 'cash', amount_minor: -650, tendered_minor: -650 }),
      ],
      operatorLabel: 'Camille',
      language,
      balances: new Map([['card', 2500]]),
    });
  return {
    sale: receiptDocument(fullSale(language)),
    refund: refund(REFUND),
    refundElsewhere: refund({
      ...REFUND,
      till_number: '2',
      refund: { ...SOLD, chain_id: 'another', sold_at: 'Caisse 1, Lyon' },
    }),
    slip: slipDocument({ shop, movement, operatorLabel: 'Camille', approverLabel: 'Bernard', language }),
    giftCard: giftCardSlip({
      shop,
      code: '12345678901234565',
      amountMinor: 2500,
      currencyCode: 'EUR',
      expiresOn: '2028-11-22',
      ticketNumber: '000042',
      demonstration: true,
      language,
    }),
    session: sessionReport({
      shop,
      closing: session,
      openedAt: '2026-11-22T07:55:00.000Z',
      openedByLabel: 'Camille',
      countedByLabel: 'Nadia',
      closedByLabel: 'Bernard',
      approverLabel: 'Bernard',
      counted: [
        { denomination_minor: 5000, count: 6 },
        { denomination_minor: 10, count: 481 },
      ],
      utcOffsetMinutes: 60,
      demonstration: true,
      language,
    }),
    x: xDocument({
      shop,
      tillNumber: '1',
      figures: BUSY_DAY,
      drawer,
      openedByLabel: 'Camille',
      openedAt: '2026-11-22T07:55:00.000Z',
      operatorLabel: 'Bernard',
      at: '2026-11-22T12:00:00.000Z',
      utcOffsetMinutes: 60,
      nameOf,
      demonstration: true,
      language,
    }),
    z: zDocument(z),
    zCopy: zDocument({ ...z, copy: { entry: copy, operatorLabel: 'Bernard' } }),
  };
}
