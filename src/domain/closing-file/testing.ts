/** For tests: the Z of a busy day, as its row says it. */
import type { DayClosedPayload, Entry } from '#domain/journal/journal.ts';
import type { ClosingFileSource } from './sections.ts';

const SIGNATURE = 'abCdefGhijklmnopqrStuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_abcdefghijklmnopqrstuv';

export const BUSY_DAY: DayClosedPayload = {
  business_day: '2026-11-22',
  z_number: 7,
  currency: 'EUR',
  station_id: 'station-1',
  utc_offset_minutes: 60,
  first_seq: 1201,
  last_seq: 1399,
  first_ticket_number: '000101',
  last_ticket_number: '000141',
  sales: { count: 40, amount_minor: 123_456 },
  refunds: { count: 1, amount_minor: -975 },
  gross_minor: 122_481,
  net_minor: 112_345,
  vat_minor: 10_136,
  vat: [
    { rate_basis_points: 550, gross_minor: 82_481, net_minor: 78_181, vat_minor: 4300 },
    { rate_basis_points: 2000, gross_minor: 40_000, net_minor: 34_164, vat_minor: 5836 },
  ],
  article_count: 187,
  methods: [
    { method: 'cash', count: 22, amount_minor: 59_481, refund_count: 1, refunded_minor: -975 },
    { method: 'card', count: 15, amount_minor: 64_998, refund_count: 0, refunded_minor: 0 },
    { method: 'gift-card', count: 4, amount_minor: 10_000, refund_count: 0, refunded_minor: 0 },
  ],
  cash_rounding_minor: 2,
  categories: [
    { category: '', count: 12, amount_minor: 2481 },
    { category: '=SOMME(A1)', count: 60, amount_minor: 80_000 },
    { category: 'Vins; spiritueux', count: 30, amount_minor: 40_000 },
  ],
  operators: [
    { operator: 'camille', count: 30, amount_minor: 99_025, refund_count: 1, refunded_minor: -975 },
    { operator: 'nadia', count: 10, amount_minor: 23_456, refund_count: 0, refunded_minor: 0 },
  ],
  hours: [
    { hour: 9, count: 10, amount_minor: 32_481 },
    { hour: 12, count: 20, amount_minor: 70_000 },
    { hour: 18, count: 10, amount_minor: 20_000 },
  ],
  discounts: { count: 3, amount_minor: 1250 },
  price_overrides: { count: 1, amount_minor: 200 },
  voided_lines: { count: 2, amount_minor: 640 },
  cancelled_tickets: { count: 1, amount_minor: 1999 },
  drawer_openings: 2,
  duplicates: 1,
  approvals: 2,
  stored_value: {
    loaded_minor: 15_000,
    spent_minor: 10_000,
    returned_minor: 0,
    beside_turnover_minor: 12_000,
    outstanding_minor: 47_500,
  },
  points: { earned: 980, redeemed: 200, taken_back: 9, given_back: 0, expired: 0, outstanding: 12_345 },
  cash_moved: {
    pay_in: { count: 1, amount_minor: 5000 },
    pay_out: { count: 2, amount_minor: -3150 },
    safe_drop: { count: 1, amount_minor: -40_000 },
  },
  sessions: [
    {
      session_id: 'session-1',
      opened_by: 'camille',
      counted_by: 'nadia',
      counted: true,
      differences: [
        { method: 'cash', difference_minor: -320 },
        { method: 'card', difference_minor: 0 },
      ],
      deposit_minor: 21_331,
    },
    { session_id: 'session-2', opened_by: 'nadia', counted: false, differences: [], deposit_minor: 0 },
  ],
  perpetual_net_minor: 9_876_543,
  perpetual_absolute_minor: 9_912_345,
  perpetual_ticket_count: 4321,
  demonstration: true,
};

/** The G row of that day. */
export function closingEntry(payload: DayClosedPayload = BUSY_DAY): Entry {
  return {
    v: 1,
    chain_id: 'chain',
    seq: 1400,
    entry_id: 'entry-1400',
    till_id: 'till',
    taxpayer_id: 'taxpayer',
    key_id: 'key',
    family: 'G',
    family_seq: 14,
    kind: 'day-closed',
    at: '2026-11-22T19:05:09.123Z',
    operator: 'bernard',
    payload,
    prev_hash: '0'.repeat(64),
    hash: 'f'.repeat(64),
    signature: SIGNATURE,
  };
}

const NAMES: Readonly<Record<string, string>> = { camille: 'Camille', nadia: '@Nadia' };

export function closingFileOf(language: ClosingFileSource['language']): ClosingFileSource {
  return {
    shopName: language === 'ar' ? 'بقالة المدينة' : 'Épicerie du Port',
    tillNumber: '1',
    closing: closingEntry(),
    operatorLabel: 'Bernard',
    nameOf: (operatorId) => NAMES[operatorId] ?? operatorId,
    language,
  };
}
