import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug } from '#base/assert.ts';
import type { LineId, ProductId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import {
  addProduct,
  articleCount,
  basketTotals,
  emptyBasket,
  LINES_MAX,
  parseBasket,
  QUANTITY_MILLI_MAX,
  setQuantity,
  TOTAL_MINOR_MAX,
  voidLine,
  withoutLines,
} from './basket.ts';
import type { Basket } from './basket.ts';

const empty = emptyBasket(branded<TicketId>('ticket-1'));
const pasta = product('pasta', { gtins: ['03017620422003'] });
const soap = product('soap', { priceMinor: 349, vatRateBasisPoints: 2000 });
const beer = product('beer', { priceMinor: 199, vatRateBasisPoints: 2000, depositMinor: 20, ageLimitYears: 18 });
const tomatoes = product('tomatoes', { unit: 'kg', priceMinor: 235, plu: '4011' });

function product(id: string, fields: Partial<Product> = {}): Product {
  return {
    id: branded<ProductId>(id),
    name: `Name of ${id}`,
    gtins: [],
    unit: 'piece',
    priceMinor: 129,
    vatRateBasisPoints: 550,
    mealVoucher: true,
    ...fields,
  };
}

function lineId(text: string): LineId {
  return branded<LineId>(text);
}

/** Adds products one after the other; the ids of their lines are L1, L2 and so on. */
function basketOf(...products: readonly Product[]): Basket {
  return products.reduce((basket, item, index) => {
    const added = addProduct(basket, {
      product: item,
      quantityMilli: item.unit === 'piece' ? 1000 : 350,
      lineId: lineId(`L${index + 1}`),
    });
    assert.ok(added.kind === 'changed');
    return added.basket;
  }, empty);
}

test('the same article twice in a row is one line of two, and the change names that line', () => {
  const once = basketOf(pasta);
  const twice = addProduct(once, { product: pasta, quantityMilli: 1000, lineId: lineId('L2') });
  assert.ok(twice.kind === 'changed');
  assert.equal(twice.lineId, 'L1');
  assert.deepEqual(
    twice.basket.lines.map((line) => [line.lineId, line.quantityMilli, line.grossMinor]),
    [['L1', 2000, 258]],
  );
  assert.equal(twice.basket.version, once.version + 1);
});

test('an article that comes back after another one is a line of its own', () => {
  assert.deepEqual(
    basketOf(pasta, soap, pasta).lines.map((line) => line.lineId),
    ['L1', 'L2', 'L3'],
  );
});

test('an article whose price changed meanwhile keeps the first price on the first line', () => {
  const basket = basketOf(pasta, product('pasta', { gtins: ['03017620422003'], priceMinor: 139 }));
  assert.deepEqual(
    basket.lines.map((line) => line.grossMinor),
    [129, 139],
  );
});

test('each weighing is a line of its own', () => {
  assert.deepEqual(
    basketOf(tomatoes, tomatoes).lines.map((line) => [line.quantityMilli, line.grossMinor]),
    [
      [350, 82],
      [350, 82],
    ],
  );
});

test('a line remembers the code that was scanned', () => {
  const pack = product('pack', { gtins: ['03017620422003', '05449000000996'] });
  const added = addProduct(empty, { product: pack, quantityMilli: 1000, lineId: lineId('L1'), gtin: '05449000000996' });
  assert.ok(added.kind === 'changed');
  assert.equal(added.basket.lines[0]?.gtin, '05449000000996');
});

test('a deposit comes, multiplies and goes with its article, outside VAT', () => {
  const one = basketOf(beer, soap);
  assert.deepEqual(
    one.lines.map((line) => [line.kind, line.depositOf, line.vatRateBasisPoints]),
    [
      ['product', undefined, 2000],
      ['deposit', 'L1', 0],
      ['product', undefined, 2000],
    ],
  );
  const six = setQuantity(one, { lineId: lineId('L1'), quantityMilli: 6000 });
  assert.ok(six.kind === 'changed');
  assert.deepEqual(
    six.basket.lines.map((line) => line.grossMinor),
    [1194, 120, 349],
  );
  assert.equal(articleCount(six.basket.lines), 7);
  const gone = voidLine(six.basket, lineId('L1'));
  assert.ok(gone.kind === 'changed' && 'voided' in gone);
  assert.deepEqual(
    gone.voided.map((line) => [line.kind, line.quantityMilli]),
    [
      ['product', 6000],
      ['deposit', 6000],
    ],
  );
  assert.deepEqual(
    gone.basket.lines.map((line) => line.lineId),
    ['L2'],
  );
});

test('the same bottle twice in a row is two bottles with two deposits', () => {
  assert.deepEqual(
    basketOf(beer, beer).lines.map((line) => [line.kind, line.quantityMilli, line.grossMinor]),
    [
      ['product', 2000, 398],
      ['deposit', 2000, 40],
    ],
  );
});

test('a deposit line is neither changed nor removed by itself', () => {
  const basket = basketOf(beer);
  const deposit = basket.lines[1]?.lineId ?? lineId('');
  assert.deepEqual(voidLine(basket, deposit), { kind: 'refused', reason: 'line_unknown' });
  assert.deepEqual(setQuantity(basket, { lineId: deposit, quantityMilli: 2000 }), {
    kind: 'refused',
    reason: 'line_unknown',
  });
});

test('quantities that cannot be sold are refused: nothing, less than nothing, half a piece, absurd ones', () => {
  const refused = { kind: 'refused', reason: 'quantity_invalid', params: { quantityMilliMax: QUANTITY_MILLI_MAX } };
  for (const quantityMilli of [0, -1000, 500, 1.5, Number.NaN, 3_017_620_422_003, QUANTITY_MILLI_MAX + 1]) {
    assert.deepEqual(addProduct(empty, { product: pasta, quantityMilli, lineId: lineId('L1') }), refused);
    assert.deepEqual(setQuantity(basketOf(pasta), { lineId: lineId('L1'), quantityMilli }), refused);
  }
  assert.equal(addProduct(empty, { product: tomatoes, quantityMilli: 1, lineId: lineId('L1') }).kind, 'changed');
});

test('a repeated scan that would pass the largest quantity is refused and changes nothing', () => {
  const full = setQuantity(basketOf(pasta), { lineId: lineId('L1'), quantityMilli: 9_999_000 });
  assert.ok(full.kind === 'changed');
  assert.equal(addProduct(full.basket, { product: pasta, quantityMilli: 1000, lineId: lineId('L2') }).kind, 'refused');
});

test('a full basket takes no further line, but still more of its last article', () => {
  let basket = empty;
  for (let index = 0; index < LINES_MAX; index += 1) {
    const added = addProduct(basket, {
      product: index % 2 === 0 ? pasta : soap,
      quantityMilli: 1000,
      lineId: lineId(`L${index}`),
    });
    assert.ok(added.kind === 'changed');
    basket = added.basket;
  }
  assert.deepEqual(addProduct(basket, { product: pasta, quantityMilli: 1000, lineId: lineId('x') }), {
    kind: 'refused',
    reason: 'basket_full',
    params: { linesMax: LINES_MAX },
  });
  assert.equal(addProduct(basket, { product: soap, quantityMilli: 1000, lineId: lineId('x') }).kind, 'changed');
});

test('a total beyond what a ticket can carry is refused', () => {
  const dear = product('dear', { priceMinor: TOTAL_MINOR_MAX });
  const refused = { kind: 'refused', reason: 'total_too_large', params: { totalMinorMax: TOTAL_MINOR_MAX } };
  assert.equal(addProduct(empty, { product: dear, quantityMilli: 1000, lineId: lineId('L1') }).kind, 'changed');
  assert.deepEqual(addProduct(empty, { product: dear, quantityMilli: 2000, lineId: lineId('L1') }), refused);
  assert.deepEqual(addProduct(basketOf(dear), { product: pasta, quantityMilli: 1000, lineId: lineId('L2') }), refused);
  assert.deepEqual(
    addProduct(empty, {
      product: product('absurd', { priceMinor: Number.MAX_SAFE_INTEGER }),
      quantityMilli: 1000,
      lineId: lineId('L1'),
    }),
    refused,
  );
  assert.throws(
    () =>
      addProduct(empty, {
        product: product('negative', { priceMinor: -1 }),
        quantityMilli: 1000,
        lineId: lineId('L1'),
      }),
    Bug,
  );
});

test('lines that the journal says were voided do not come back with the draft', () => {
  const basket = basketOf(beer, soap);
  assert.deepEqual(
    withoutLines(basket, [lineId('L1')]).lines.map((line) => line.lineId),
    ['L2'],
  );
  assert.equal(withoutLines(basket, [lineId('unknown')]), basket);
});

/** A random life of a basket: what a draft may have to hold. */
const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('add' as const),
      item: fc.constantFrom(pasta, soap, beer, tomatoes),
      quantityMilli: fc.constantFrom(1000, 2000, 350, 0),
    }),
    fc.record({
      kind: fc.constant('quantity' as const),
      at: fc.nat(20),
      quantityMilli: fc.constantFrom(1000, 5000, 1, 9_999_999),
    }),
    fc.record({ kind: fc.constant('void' as const), at: fc.nat(20) }),
  ),
  { maxLength: 40 },
);

test('whatever a cashier does, the basket adds up, its deposits match, and a draft of it reads back as itself', () => {
  fc.assert(
    fc.property(steps, (list) => {
      let basket = empty;
      list.forEach((step, index) => {
        const at = step.kind === 'add' ? lineId('') : (basket.lines[step.at]?.lineId ?? lineId('none'));
        const next =
          step.kind === 'add'
            ? addProduct(basket, { product: step.item, quantityMilli: step.quantityMilli, lineId: lineId(`L${index}`) })
            : step.kind === 'quantity'
              ? setQuantity(basket, { lineId: at, quantityMilli: step.quantityMilli })
              : voidLine(basket, at);
        if (next.kind === 'refused') return;
        assert.equal(next.basket.version, basket.version + 1);
        basket = next.basket;
      });
      const totals = basketTotals(basket);
      assert.equal(
        totals.grossMinor,
        basket.lines.reduce((sum, line) => sum + line.grossMinor, 0),
      );
      for (const line of basket.lines.filter((item) => item.kind === 'deposit')) {
        assert.equal(basket.lines.find((item) => item.lineId === line.depositOf)?.quantityMilli, line.quantityMilli);
      }
      assert.deepEqual(parseBasket(JSON.parse(JSON.stringify(basket))), basket);
    }),
  );
});

test('a draft that was tampered with or torn is no basket', () => {
  const basket = basketOf(beer, tomatoes);
  const [bottle, deposit, weighed] = basket.lines;
  const bad: readonly unknown[] = [
    null,
    [],
    'basket',
    { ...basket, version: -1 },
    { ...basket, ticketId: '' },
    { ...basket, lines: {} },
    { ...basket, lines: [{ ...bottle, grossMinor: 1 }] },
    { ...basket, lines: [{ ...bottle, unitPriceMinor: -199, grossMinor: -199 }] },
    { ...basket, lines: [{ ...bottle, quantityMilli: 500, grossMinor: 100 }] },
    { ...basket, lines: [{ ...bottle, label: '\ud800' }] },
    { ...basket, lines: [{ ...bottle, kind: 'gift' }] },
    { ...basket, lines: [{ ...bottle, vatRateBasisPoints: 20_001 }] },
    { ...basket, lines: [{ ...weighed, plu: '40;11' }] },
    { ...basket, lines: [bottle, bottle] },
    { ...basket, lines: [deposit] },
    { ...basket, lines: [bottle, weighed, deposit] },
    { ...basket, lines: [bottle, { ...deposit, quantityMilli: 2000, grossMinor: 40 }] },
    { ...basket, lines: [{ ...bottle, unitPriceMinor: TOTAL_MINOR_MAX, quantityMilli: 9_999_000, grossMinor: 1 }] },
  ];
  for (const value of bad) assert.equal(parseBasket(value), undefined, JSON.stringify(value));
  assert.ok(parseBasket(basket));
});

test('no JSON whatever makes the draft reader throw', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void parseBasket({ ticketId: 't', version: 1, lines: [value] })));
});
