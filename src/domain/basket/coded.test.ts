import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { branded, type LineId, type ProductId, type StationId, type TicketId } from '#base/brand.ts';
import type { CodedFacts } from '#domain/barcode/barcode.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { ticketPayload } from '#domain/journal/journal.ts';
import { currencyOf } from '#domain/money/money.ts';
import { addProduct, type Basket, codedSale, emptyBasket, parseBasket, setQuantity } from './basket.ts';

const EUR = present(currencyOf('EUR'), 'EUR');
const shop = { today: '2026-11-22', currency: EUR };
const cheese = product({ unit: 'kg', priceMinor: 1990 });
const magazine = product({ priceMinor: 0 });
const yoghurt = product({ priceMinor: 249 });

function product(fields: Partial<Product>): Product {
  return {
    id: branded<ProductId>('p1'),
    name: 'Comté',
    gtins: ['03017620422003'],
    unit: 'piece',
    priceMinor: 100,
    vatRateBasisPoints: 550,
    mealVoucher: true,
    ...fields,
  };
}

function sold(item: Product, facts: Omit<CodedFacts, 'text'>) {
  const sale = codedSale(item, { text: 'code', ...facts }, shop);
  assert.ok(sale.kind === 'sale', JSON.stringify(sale));
  return sale;
}

/** A basket with this article as the scan adds it. */
function scanned(basket: Basket, item: Product, facts: Omit<CodedFacts, 'text'>): Basket {
  const sale = sold(item, facts);
  const added = addProduct(basket, {
    product: sale.product,
    quantityMilli: sale.quantityMilli ?? 1000,
    lineId: branded<LineId>(`L${basket.version}`),
    ...(sale.coded === undefined ? {} : { coded: sale.coded }),
  });
  assert.ok(added.kind === 'changed', JSON.stringify(added));
  return added.basket;
}

const empty = emptyBasket(branded<TicketId>('ticket-1'));
const payloadOf = (basket: Basket) =>
  ticketPayload(basket, {
    ticketNumber: '000001',
    stationId: branded<StationId>('till'),
    tillNumber: '1',
    software: { name: 'Comptoir', version: '0' },
    utcOffsetMinutes: 60,
    currency: EUR,
    print: 'none',
    demonstration: true,
  });

test('a weight in the code is the quantity of what is sold by weight, and each label is a line', () => {
  const facts = { measure: { digits: '00150', decimals: 3, unit: 'own' as const } };
  const basket = scanned(scanned(empty, cheese, facts), cheese, facts);
  const { lines, movements, gross_minor } = payloadOf(basket);
  assert.deepEqual(
    lines.map((line) => [line.quantity_milli, line.gross_minor, line.quantity_from_code, line.code]),
    [
      [150, 299, true, 'code'],
      [150, 299, true, 'code'],
    ],
  );
  assert.equal(gross_minor, 598);
  assert.deepEqual(
    movements.map((move) => [move.unit, move.quantity_milli]),
    [['kg', -300]],
  );
});

test('a price in the code is the price: one piece at it, and the stock loses the weight that the label says or that it buys', () => {
  const price = { digits: '03975', decimals: 2 };
  const byPrice = payloadOf(scanned(empty, cheese, { price }));
  const [line] = byPrice.lines;
  assert.deepEqual(
    [line?.unit, line?.quantity_milli, line?.unit_price_minor, line?.gross_minor],
    ['piece', 1000, 3975, 3975],
  );
  assert.equal(line?.price_from_code, true);
  assert.deepEqual(line?.contents, { unit: 'kg', quantity_milli: 1997, from: 'price' });
  assert.deepEqual(byPrice.movements, [{ n: 1, product_id: 'p1', unit: 'kg', quantity_milli: -1997 }]);

  const measure = { digits: '002000', decimals: 3, unit: 'kg' as const };
  const said = payloadOf(scanned(empty, cheese, { price, measure }));
  assert.deepEqual(said.lines[0]?.contents, { unit: 'kg', quantity_milli: 2000, from: 'code' });
  assert.equal(said.movements[0]?.quantity_milli, -2000);

  const free = payloadOf(scanned(empty, { ...cheese, priceMinor: 0 }, { price }));
  assert.deepEqual(free.lines[0]?.contents, { unit: 'kg', quantity_milli: 0, from: 'unknown' });
  assert.deepEqual(free.movements, [], 'what nobody knows moves nothing');

  const piece = payloadOf(scanned(empty, magazine, { price: { digits: '495', decimals: 2 } }));
  assert.deepEqual([piece.lines[0]?.gross_minor, piece.lines[0]?.contents], [495, undefined]);
  assert.deepEqual(piece.movements[0]?.quantity_milli, -1000);
});

test('two labels of the same price are two lines, and two pieces of one lot as well', () => {
  const price = { digits: '495', decimals: 2 };
  assert.equal(scanned(scanned(empty, magazine, { price }), magazine, { price }).lines.length, 2);
  assert.equal(scanned(scanned(empty, yoghurt, { lot: 'A' }), yoghurt, { lot: 'A' }).lines.length, 2);
  assert.equal(scanned(scanned(empty, yoghurt, {}), yoghurt, { lot: 'A' }).lines.length, 2);
  assert.equal(scanned(scanned(empty, yoghurt, { lot: 'A' }), yoghurt, {}).lines.length, 2);
  assert.equal(scanned(scanned(empty, yoghurt, {}), yoghurt, {}).lines.length, 1, 'a code that says no more joins');
});

test('a count is the quantity of what is sold by the piece', () => {
  const payload = payloadOf(scanned(empty, yoghurt, { count: 12 }));
  assert.deepEqual([payload.lines[0]?.quantity_milli, payload.gross_minor, payload.article_count], [12_000, 2988, 12]);
});

test('lot, serial number and dates go with the line', () => {
  const [line] = payloadOf(
    scanned(empty, yoghurt, { lot: 'L1', serial: 'S1', useBy: '261130', bestBefore: '261200' }),
  ).lines;
  assert.deepEqual(
    [line?.lot, line?.serial, line?.use_by, line?.best_before],
    ['L1', 'S1', '2026-11-30', '2026-12-31'],
  );
  assert.equal(line?.code, undefined, 'the code is kept where money or quantity came from it');
});

test('what may be used until today is sold today, and is expired tomorrow; best before stops nothing', () => {
  assert.equal(sold(yoghurt, { useBy: '261122' }).kind, 'sale');
  assert.equal(sold(yoghurt, { bestBefore: '200101' }).kind, 'sale');
  assert.deepEqual(codedSale(yoghurt, { text: 'code', useBy: '261121' }, shop), {
    kind: 'refused',
    reason: 'expired',
    params: { label: 'Comté', useByDay: '2026-11-21' },
  });
  assert.equal(codedSale(yoghurt, { text: 'code', useBy: '261100' }, shop).kind, 'sale', 'the last of November');
  assert.equal(codedSale(yoghurt, { text: 'code', useBy: '261000' }, shop).kind, 'refused');
});

test('what a code says and this product or shop cannot be, is refused by name and never sold as something else', () => {
  const why = (item: Product, facts: Omit<CodedFacts, 'text'>) => {
    const sale = codedSale(item, { text: 'code', ...facts }, shop);
    return sale.kind === 'refused' ? sale.params['why'] : null;
  };
  const own = (digits: string) => ({ measure: { digits, decimals: 3, unit: 'own' as const } });
  assert.equal(why(cheese, own('00000')), 'code-quantity');
  assert.equal(why(yoghurt, own('00150')), 'code-quantity');
  assert.equal(why(yoghurt, { count: 0 }), 'code-quantity');
  assert.equal(why(cheese, { price: { digits: '00000', decimals: 2 } }), 'code-price');
  assert.equal(why(cheese, { price: { digits: '12345', decimals: 3 } }), 'code-price');
  assert.equal(why(cheese, { price: { digits: '500', decimals: 2, currencyNumber: '840' } }), 'code-currency');
  assert.equal(why(cheese, { price: { digits: '500', decimals: 2, currencyNumber: '978' } }), null);
  const dinar = present(currencyOf('TND'), 'TND');
  const inTunis = codedSale(
    cheese,
    { text: 'code', price: { digits: '12345', decimals: 3 } },
    { ...shop, currency: dinar },
  );
  assert.ok(inTunis.kind === 'sale' && inTunis.product.priceMinor === 12_345);
});

test('a weight on what GS1 sells by the piece is information, and a litre is no kilogram', () => {
  const kilogram = { measure: { digits: '000150', decimals: 3, unit: 'kg' as const } };
  assert.equal(sold(yoghurt, kilogram).quantityMilli, null);
  assert.equal(sold({ ...cheese, unit: 'l' }, kilogram).quantityMilli, null, 'it is asked for');
});

test('what is labelled singly takes no multiplier', () => {
  const measure = { digits: '00150', decimals: 3, unit: 'own' as const };
  assert.ok(sold(cheese, { measure }).single);
  assert.ok(sold(cheese, { price: { digits: '500', decimals: 2 } }).single);
  assert.ok(sold(yoghurt, { serial: 'S1' }).single);
  assert.ok(!sold(yoghurt, { lot: 'A' }).single);
  assert.ok(!sold(magazine, { price: { digits: '500', decimals: 2 } }).single);
});

test('a quantity that a person sets is no longer that of the code, and a piece of two has the contents of two', () => {
  const measure = { digits: '00150', decimals: 3, unit: 'own' as const };
  const weighed = scanned(empty, cheese, { measure });
  const set = setQuantity(weighed, { lineId: branded<LineId>('L0'), quantityMilli: 200 });
  assert.ok(set.kind === 'changed');
  assert.deepEqual(
    [set.basket.lines[0]?.coded?.quantityFromCode, set.basket.lines[0]?.coded?.text],
    [undefined, 'code'],
  );
  const labelled = scanned(empty, cheese, { price: { digits: '1990', decimals: 2 } });
  const two = setQuantity(labelled, { lineId: branded<LineId>('L0'), quantityMilli: 2000 });
  assert.ok(two.kind === 'changed');
  assert.equal(payloadOf(two.basket).movements[0]?.quantity_milli, -2000);
});

test('a draft with coded lines reads back as itself, and a tampered one is no basket', () => {
  const facts = { price: { digits: '500', decimals: 2 }, lot: 'A', serial: 'S', useBy: '261130', bestBefore: '261130' };
  const basket = scanned(scanned(empty, cheese, facts), cheese, { measure: { digits: '1', decimals: 1, unit: 'own' } });
  assert.deepEqual(parseBasket(JSON.parse(JSON.stringify(basket))), basket);
  const [line] = basket.lines;
  const bad: readonly unknown[] = [
    'x',
    { lot: 5 },
    { priceFromCode: 'yes' },
    { quantityFromCode: false },
    { useBy: '22/11/2026' },
    { contents: {} },
    { contents: { unit: 'kg', milli: 0, from: 'code' } },
    { contents: { unit: 'kg', milli: 5, from: 'unknown' } },
    { contents: { unit: 'kg', milli: 1e15, from: 'code' } },
    { contents: { unit: 't', milli: 5, from: 'code' } },
    { lot: '\ud800' },
  ];
  for (const coded of bad)
    assert.equal(parseBasket({ ...basket, lines: [{ ...line, coded }] }), undefined, JSON.stringify(coded));
  assert.deepEqual(parseBasket({ ...basket, lines: [{ ...line, coded: { lot: 'A', more: 1 } }] })?.lines[0]?.coded, {
    lot: 'A',
  });
});
