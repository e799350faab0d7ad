/** Receipts are built from rows as the journal holds them; the rows here are made by the same builders as a sale's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug, present } from '#base/assert.ts';
import type { LineId, ProductId, StationId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { chainMark, readCode } from '#domain/barcode/barcode.ts';
import { addProduct, emptyBasket } from '#domain/basket/basket.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { paymentPayloads, ticketPayload } from '#domain/journal/journal.ts';
import type { DuplicatePayload, Entry, Family, Payload } from '#domain/journal/journal.ts';
import { currencyOf } from '#domain/money/money.ts';
import { settle } from '#domain/tender/tender.ts';
import { columnsOf, matchesProof, parseProof, proofText, receiptDocument, receiptText } from './receipt.ts';
import type { ReceiptShop, ReceiptSource } from './receipt.ts';

const SIGNATURE = 'abCdefGhijklmnopqrStuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_abcdefghijklmnopqrstuv';
const SHOP: ReceiptShop = {
  name: 'Épicerie du Port',
  addressLines: ['1 quai des Brumes', '76600 Le Havre'],
  countryCode: 'FR',
  registrationId: '12345678900012',
  vatId: 'FR12345678901',
  activityCode: '4711B',
  phone: '02 35 00 00 00',
  receiptFooterLines: ['Merci de votre visite'],
};

function product(id: string, fields: Partial<Product>): Product {
  return {
    id: branded<ProductId>(id),
    name: id,
    gtins: [],
    unit: 'piece',
    priceMinor: 1000,
    vatRateBasisPoints: 2000,
    mealVoucher: false,
    ...fields,
  };
}

function entry(family: Family, kind: string, payload: Payload, seq: number): Entry {
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
    at: '2026-11-21T23:05:09.123Z',
    payload,
    prev_hash: '0'.repeat(64),
    hash: 'f'.repeat(64),
    signature: SIGNATURE,
  };
}

/** A sale of beer with its deposit and of weighed tomatoes, in euros unless said otherwise, paid with two tenders. */
function sale(
  fields: Partial<ReceiptSource> & {
    readonly currencyCode?: string;
    readonly names?: readonly string[];
    readonly till?: string;
  } = {},
): ReceiptSource {
  const { currencyCode = 'EUR', names = ['Bière blonde 33 cl', 'Tomates'], till = '3', ...source } = fields;
  const currency = present(currencyOf(currencyCode), currencyCode);
  const [first = '', second = ''] = names;
  const products = [
    product('beer', { name: first, priceMinor: 199, depositMinor: 20 }),
    product('tomatoes', { name: second, unit: 'kg', priceMinor: 235, vatRateBasisPoints: 550 }),
  ];
  let basket = emptyBasket(branded<TicketId>('ticket-1'));
  products.forEach((item, index) => {
    const added = addProduct(basket, {
      product: item,
      quantityMilli: item.unit === 'kg' ? 350 : 6000,
      lineId: branded<LineId>(`L${index}`),
    });
    assert.ok(added.kind === 'changed');
    basket = added.basket;
  });
  const ticket = ticketPayload(basket, {
    ticketNumber: '000042',
    stationId: branded<StationId>('station-1'),
    tillNumber: till,
    software: { name: 'Comptoir', version: '0.1.0' },
    utcOffsetMinutes: 60,
    currency,
    print: 'paper',
    demonstration: true,
  });
  const tendered = [1000, 500].map((tenderedMinor) => ({ method: 'cash' as const, tenderedMinor }));
  const settlement = settle({ totalMinor: ticket.gross_minor, currency, payments: tendered });
  assert.ok(settlement.kind === 'settled');
  const { payments, rounding } = paymentPayloads(ticket, { settlement, currency });
  return {
    shop: SHOP,
    ticket: entry('T', 'ticket-validated', ticket, 137),
    payments: [
      ...payments.map((payload, index) => entry('P', 'payment-received', payload, 138 + index)),
      ...(rounding === null ? [] : [entry('P', 'cash-rounded', rounding, 140)]),
    ],
    operatorLabel: 'Camille',
    language: 'fr',
    ...source,
  };
}

function duplicate(copyNumber: number): Entry {
  const payload: DuplicatePayload = {
    ticket_id: 'ticket-1',
    ticket_number: '000042',
    ticket_entry_id: 'entry-137',
    ticket_hash: 'f'.repeat(64),
    copy_number: copyNumber,
    reason: 'customer-request',
    station_id: 'station-1',
    job_id: 'job-1',
    utc_offset_minutes: 60,
    demonstration: true,
  };
  return entry('C', 'duplicate-printed', payload, 150);
}

test('a French receipt bears every mention of the practice', () => {
  const text = receiptText(receiptDocument(sale()), 42).replaceAll('\u00a0', ' ');
  const mentions = [
    'Épicerie du Port',
    '1 quai des Brumes',
    '76600 Le Havre',
    '02 35 00 00 00',
    'SIRET 12345678900012',
    'NAF 4711B',
    'TVA FR12345678901',
    'DÉMONSTRATION',
    'Sans valeur fiscale',
    'Ticket n° 000042',
    'Caisse 3',
    'Opérateur Camille',
    '22/11/2026 00:05:09',
    'Bière blonde 33 cl',
    '11,94',
    '6 x 1,99',
    'TVA 20 %',
    'Consigne Bière blonde 33 cl',
    '6 x 0,20',
    '0,350 kg x 2,35',
    'TVA 5,5 %',
    'TOTAL TTC',
    '13,96 €',
    'Articles 7',
    'Lignes 3',
    'Espèces',
    '10,00 €',
    '5,00 €',
    'Rendu',
    '1,04 €',
    'Séquence T 37',
    'Signature CGmS',
    'Preuve 137 abCd efGh ijkl mnop',
    'Logiciel Comptoir 0.1.0',
    'Merci de votre visite',
    '[TK-07971001000042]',
  ];
  for (const mention of mentions) assert.ok(text.includes(mention), mention);
  assert.match(text, /^20 % +9,95 +1,99 +11,94$/m);
  assert.match(text, /^5,5 % +0,78 +0,04 +0,82$/m);
  assert.match(text, /^0 % +1,20 +0,00 +1,20$/m);
  assert.match(text, /^ +11,93 +2,03 +13,96$/m);
});

test('the first print has no banner; a duplicate has its number, date, operator, reason and own signature', () => {
  const first = receiptDocument(sale());
  assert.equal(first.banner, undefined);
  const copy = receiptDocument(sale({ copy: { entry: duplicate(2), operatorLabel: 'Nadia' } }));
  assert.equal(copy.banner, 'DUPLICATA n° 2');
  const text = receiptText(copy, 42);
  for (const mention of [
    'DUPLICATA n° 2',
    'Opérateur Nadia',
    'Opérateur Camille',
    'Motif : à la demande du client',
    'Séquence C 50',
  ])
    assert.ok(text.includes(mention), mention);
});

test('a till that has a name is called by it, once, on the receipt and on its copy', () => {
  const says = (till: string, source: Partial<ReceiptSource> = {}): string =>
    receiptText(receiptDocument(sale({ till, ...source })), 42);
  assert.match(says('Caisse 2'), /^Ticket n° 000042 +Caisse 2$/m);
  assert.match(says('Accueil'), /^Ticket n° 000042 +Caisse Accueil$/m);
  assert.match(says('Caisse 2', { copy: { entry: duplicate(1), operatorLabel: 'Nadia' } }), /000042 +Caisse 2$/m);
  assert.match(says('Caisse 2', { language: 'en' }), /000042 +Till Caisse 2$/m);
});

test('cash rounding is shown apart from the total and from VAT', () => {
  const text = receiptText(receiptDocument(sale({ currencyCode: 'MAD' })), 42).replaceAll('\u00a0', ' ');
  assert.match(text, /^TOTAL TTC +13,96 DH$/m);
  assert.match(text, /^Arrondi espèces +0,04 DH$/m);
  assert.match(text, /^À payer en espèces +14,00 DH$/m);
  assert.match(text, /^Rendu +1,00 DH$/m);
});

test('the same sale is told in English and in Arabic, the notice of demonstration too', () => {
  const english = receiptText(receiptDocument(sale({ language: 'en' })), 42);
  for (const mention of [
    'Ticket no. 000042',
    '2026-11-22 00:05:09',
    'TOTAL inc. VAT',
    '€13.96',
    'Not for fiscal use',
    'Change',
  ])
    assert.ok(english.includes(mention), mention);
  const arabic = receiptDocument(sale({ language: 'ar' }));
  assert.equal(arabic.language, 'ar');
  for (const mention of ['تذكرة رقم 000042', 'المجموع', 'الباقي', 'دون أي قيمة جبائية'])
    assert.ok(receiptText(arabic, 42).includes(mention), mention);
});

test('official numbers are named as the country names them', () => {
  const morocco = receiptText(
    receiptDocument(
      sale({
        shop: { ...SHOP, countryCode: 'MA', registrationId: '001234567000089', vatId: '40123456' },
        language: 'ar',
      }),
    ),
    48,
  );
  assert.ok(morocco.includes('ICE 001234567000089'));
  assert.ok(morocco.includes('IF 40123456'));
});

test('a hostile name cannot steer the printer or turn the figures around', () => {
  const text = JSON.stringify(
    receiptDocument(
      sale({ names: ['Coca\u001bp0\u0000\u202e 1,00', '\u2067Tomates\r\n'], operatorLabel: 'Ca\u0007mille' }),
    ),
  );
  assert.doesNotMatch(text, /\\u00[01]|[\u202a-\u202e\u2066-\u2069]|\\r|\\n/);
});

test('the code at its foot is read back by the scanner', () => {
  const code = receiptDocument(sale()).blocks.find((block) => block.kind === 'barcode');
  assert.ok(code?.kind === 'barcode');
  assert.deepEqual(readCode(code.data), { kind: 'receipt', ticketNumber: '000042', mark: chainMark('chain') });
});

test('a receipt typed by hand bears witness for its row and for no other', () => {
  const row = { seq: 137, signature: SIGNATURE };
  assert.equal(proofText(row), '137 abCd efGh ijkl mnop');
  const proof = present(parseProof(' 137  abCd efGhijkl mnop '), 'proof');
  assert.ok(matchesProof(row, proof));
  assert.equal(matchesProof({ ...row, seq: 138 }, proof), false);
  assert.equal(matchesProof({ ...row, signature: `X${SIGNATURE.slice(1)}` }, proof), false);
  for (const text of ['', '137', 'abCd efGh ijkl mnop', '137 abCd efGh ijkl mno', '137 abCd efGh ijkl mno!'])
    assert.equal(parseProof(text), undefined, text);
});

test('rows of another kind are a bug, not a receipt', () => {
  const source = sale();
  assert.throws(() => receiptDocument({ ...source, ticket: present(source.payments[0], 'payment') }), Bug);
});

test('as text, no line is longer than the paper and no amount is torn, whatever the names', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { minLength: 2, maxLength: 2 }),
      fc.constantFrom(32, 42, 48),
      (names, columns) => {
        const text = receiptText(
          receiptDocument(sale({ names, copy: { entry: duplicate(1), operatorLabel: names[0] ?? '' } })),
          columns,
        );
        for (const line of text.split('\n')) assert.ok(columnsOf(line) <= columns, line);
        assert.match(text, /13,96\u00a0€$/m);
      },
    ),
    { numRuns: 200 },
  );
});
