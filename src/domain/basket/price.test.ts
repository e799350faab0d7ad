/** Discounts, prices and points: small sums by hand, and random tickets against a second computation of exact fractions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug, present } from '#base/assert.ts';
import type { AccountId, LineId, PersonId, ProductId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { currencyOf } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import {
  addProduct,
  addVoucher,
  attachMember,
  basketTotals,
  belowListBasisPoints,
  detachMember,
  discountLine,
  discountTicket,
  emptyBasket,
  overridePrice,
  parseBasket,
  redeemPoints,
  setQuantity,
  shareBasisPoints,
  spendVouchers,
  TOTAL_MINOR_MAX,
  voidLine,
} from './basket.ts';
import type { Basket, Discount } from './basket.ts';

const LOYALTY = firstSettings(present(currencyOf('EUR'), 'EUR')).loyalty;
const MEMBER = { personId: branded<PersonId>('person'), accountId: branded<AccountId>('points') };
const RATES = [2000, 1000, 550, 210, 0];

function product(id: string, fields: Partial<Product> = {}): Product {
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

function lineId(text: string): LineId {
  return branded<LineId>(text);
}

function added(basket: Basket, item: Product, id: string, quantityMilli = 1000): Basket {
  const change = addProduct(basket, { product: item, quantityMilli, lineId: lineId(id) });
  assert.ok(change.kind === 'changed');
  return change.basket;
}

/** Lines L0, L1 and so on. */
function basketOf(...products: readonly Product[]): Basket {
  return products.reduce(
    (basket, item, index) => added(basket, item, `L${index}`),
    emptyBasket(branded<TicketId>('t')),
  );
}

function changedTo(change: { readonly kind: string; readonly basket?: Basket }): Basket {
  assert.equal(change.kind, 'changed');
  return present(change.basket, 'a basket');
}

function percent(value: number, fields: Partial<Discount> = {}): Discount {
  return { kind: 'percent', value, reason: 'abîmé', ...fields };
}

function amount(value: number, fields: Partial<Discount> = {}): Discount {
  return { kind: 'amount', value, reason: 'geste', ...fields };
}

function paid(basket: Basket): readonly number[] {
  return basketTotals(basket, LOYALTY).lines.map((line) => line.paidMinor);
}

test('a discount of a line comes first, that of the ticket is shared over what is left, points come last', () => {
  const two = basketOf(product('a', { priceMinor: 1000 }), product('b', { priceMinor: 3000 }));
  const line = changedTo(discountLine(two, { lineId: lineId('L0'), discount: percent(2000) }));
  assert.deepEqual(paid(line), [800, 3000]);
  const ticket = changedTo(discountTicket(line, percent(1000)));
  assert.deepEqual(paid(ticket), [720, 2700]);
  const points = redeemPoints(attachMember(ticket, MEMBER), 40);
  // 2.00 on 7.20 and 27.00: 42.1 and 157.9 minor.
  assert.deepEqual(paid(points), [678, 2542]);
  const totals = basketTotals(points, LOYALTY);
  assert.deepEqual(
    [totals.discountMinor, totals.ticketDiscountMinor, totals.points.discountMinor, totals.dueMinor],
    [780, 380, 200, 3220],
  );
});

test('deposits and vouchers bear no discount', () => {
  const bottle = basketOf(product('beer', { priceMinor: 200, depositMinor: 50 }));
  const sold = changedTo(
    addVoucher(bottle, {
      lineId: lineId('V'),
      accountId: branded<AccountId>('card'),
      account: 'gift-card',
      amountMinor: 5000,
      singlePurpose: { vatRateBasisPoints: 2000, label: 'Carte cadeau' },
    }),
  );
  const loaded = changedTo(
    addVoucher(sold, {
      lineId: lineId('W'),
      accountId: branded<AccountId>('purse'),
      account: 'purse',
      amountMinor: 1000,
      personId: MEMBER.personId,
    }),
  );
  const free = changedTo(discountTicket(loaded, percent(10_000)));
  assert.deepEqual(paid(free), [0, 50, 5000]);
  const totals = basketTotals(free);
  assert.deepEqual([totals.grossMinor, totals.vouchersMinor, totals.dueMinor], [5050, 1000, 6050]);
});

test('a discount is never more than what it is taken off, and never nothing', () => {
  const one = basketOf(product('a', { priceMinor: 1000, depositMinor: 100 }));
  const refusal = { kind: 'refused', reason: 'discount_invalid', params: { baseMinor: 1000 } };
  for (const discount of [
    percent(0),
    percent(-1),
    percent(10_001),
    percent(0.5),
    amount(0),
    amount(1001),
    amount(-5),
  ]) {
    assert.deepEqual(discountLine(one, { lineId: lineId('L0'), discount }), refusal);
    assert.deepEqual(discountTicket(one, discount), refusal);
  }
  assert.equal(discountLine(one, { lineId: lineId('L0.deposit'), discount: percent(100) }).kind, 'refused');
  assert.equal(discountTicket(emptyBasket(branded<TicketId>('t')), percent(100)).kind, 'refused');
  assert.equal(discountLine(one, { lineId: lineId('L0'), discount: amount(1000) }).kind, 'changed');
});

test('a discount taken back leaves the ticket as it was, its version apart', () => {
  const one = basketOf(product('a'), product('b'));
  const given = changedTo(discountLine(one, { lineId: lineId('L0'), discount: percent(500) }));
  const back = changedTo(discountLine(given, { lineId: lineId('L0'), discount: null }));
  assert.deepEqual({ ...back, version: one.version }, one);
  const ticket = changedTo(discountTicket(one, amount(100)));
  assert.deepEqual({ ...changedTo(discountTicket(ticket, null)), version: one.version }, one);
});

test('an amount shrinks with what it is taken off, so that taking goods away is no way round a limit', () => {
  const ten = added(emptyBasket(branded<TicketId>('t')), product('a'), 'L0', 10_000);
  const given = changedTo(
    discountLine(ten, { lineId: lineId('L0'), discount: amount(1000, { basisPointsMax: 1000 }) }),
  );
  assert.deepEqual(paid(given), [9000]);
  const one = changedTo(setQuantity(given, { lineId: lineId('L0'), quantityMilli: 1000 }));
  assert.deepEqual(paid(one), [900]);
  const more = changedTo(setQuantity(given, { lineId: lineId('L0'), quantityMilli: 20_000 }));
  assert.deepEqual(paid(more), [19_000]);
  const dear = basketOf(product('dear', { priceMinor: 9000 }), product('cheap', { priceMinor: 1000 }));
  const ticket = changedTo(discountTicket(dear, amount(1000, { basisPointsMax: 1000 })));
  assert.deepEqual(paid(changedTo(voidLine(ticket, lineId('L0')))), [900]);
});

test('an amount without a limit is never more than what is left', () => {
  const two = basketOf(product('a', { priceMinor: 9000 }), product('b', { priceMinor: 300 }));
  const ticket = changedTo(discountTicket(two, amount(1000)));
  assert.deepEqual(paid(changedTo(voidLine(ticket, lineId('L0')))), [0]);
});

test('a price that somebody set stands beside that of the list, and the list price takes it back', () => {
  const one = basketOf(product('a', { priceMinor: 1000 }));
  const lower = changedTo(overridePrice(one, { lineId: lineId('L0'), unitPriceMinor: 750, reason: 'étiquette' }));
  assert.deepEqual(lower.lines[0]?.override, { listUnitPriceMinor: 1000, reason: 'étiquette' });
  assert.deepEqual(paid(lower), [750]);
  const again = changedTo(overridePrice(lower, { lineId: lineId('L0'), unitPriceMinor: 500, reason: 'encore' }));
  assert.equal(again.lines[0]?.override?.listUnitPriceMinor, 1000, 'each price is measured from the list');
  const back = changedTo(overridePrice(again, { lineId: lineId('L0'), unitPriceMinor: 1000, reason: '' }));
  assert.deepEqual(back.lines, one.lines);
  for (const unitPriceMinor of [-1, 0.5, Number.NaN])
    assert.deepEqual(overridePrice(one, { lineId: lineId('L0'), unitPriceMinor, reason: 'x' }), {
      kind: 'refused',
      reason: 'price_invalid',
    });
  const absurd = overridePrice(one, { lineId: lineId('L0'), unitPriceMinor: TOTAL_MINOR_MAX + 1, reason: 'x' });
  assert.ok(absurd.kind === 'refused' && absurd.reason === 'total_too_large');
});

test('a line with a discount or a price of its own takes no further article', () => {
  const item = product('a');
  const discounted = changedTo(discountLine(basketOf(item), { lineId: lineId('L0'), discount: percent(500) }));
  assert.equal(added(discounted, item, 'L1').lines.length, 2);
  const priced = changedTo(overridePrice(basketOf(item), { lineId: lineId('L0'), unitPriceMinor: 1, reason: 'x' }));
  assert.equal(added(priced, item, 'L1').lines.length, 2);
});

test('what a discount is of its line is rounded up against a limit', () => {
  assert.equal(shareBasisPoints(amount(100), 1000), 1000);
  assert.equal(shareBasisPoints(amount(101), 1001), 1009);
  assert.equal(shareBasisPoints(percent(1500), 1), 1500);
  assert.equal(belowListBasisPoints(999, 899), 1002);
  assert.equal(belowListBasisPoints(1000, 1200), 0);
});

test('points leave with the member who gives them, and no more are given than the goods can take', () => {
  const one = attachMember(basketOf(product('a', { priceMinor: 250 })), MEMBER);
  const given = redeemPoints(one, 100);
  assert.deepEqual(basketTotals(given, LOYALTY).points, { points: 40, discountMinor: 200 });
  const gone = detachMember(given);
  assert.equal(gone.redeemedPoints, 0);
  assert.equal(gone.member, undefined);
  const other = attachMember(given, { ...MEMBER, personId: branded<PersonId>('other') });
  assert.equal(other.redeemedPoints, 0);
  assert.equal(attachMember(given, MEMBER), given);
  assert.throws(() => redeemPoints(gone, 20), Bug);
  assert.throws(() => basketTotals(given), Bug, 'what points are worth is never guessed');
});

test('a single-purpose voucher pays the goods of its rate and no others', () => {
  const two = basketOf(
    product('book', { priceMinor: 1055, vatRateBasisPoints: 550 }),
    product('pen', { priceMinor: 1200, vatRateBasisPoints: 2000 }),
  );
  const voucher = (amountMinor: number) => [
    {
      lineId: lineId('S'),
      accountId: branded<AccountId>('card'),
      amountMinor,
      vatRateBasisPoints: 550,
      label: 'Carte cadeau',
    },
  ];
  const spent = changedTo(spendVouchers(two, voucher(1000), LOYALTY));
  const totals = basketTotals(spent);
  assert.deepEqual(
    totals.rows.map((row) => [row.rateBasisPoints, row.grossMinor, row.netMinor, row.vatMinor]),
    [
      [2000, 1200, 1000, 200],
      [550, 55, 52, 3],
    ],
  );
  assert.equal(totals.dueMinor, 1255);
  assert.deepEqual(spendVouchers(two, voucher(1056), LOYALTY), {
    kind: 'refused',
    reason: 'tender_exceeds',
    params: { mostMinor: 1055, rateBasisPoints: 550 },
  });
  assert.equal(spendVouchers(two, [...voucher(1000), ...voucher(56)], LOYALTY).kind, 'refused');
});

test('a draft of the version before reads as a ticket without customer, voucher and discount', () => {
  const { ticketId, version, lines } = basketOf(product('a'), product('b', { depositMinor: 20 }));
  const read = parseBasket({ ticketId, version, lines });
  assert.deepEqual(read, { ticketId, version, lines, vouchers: [], redeemedPoints: 0, storedValue: [], tenders: [] });
});

const anyProduct = fc
  .record({
    priceMinor: fc.integer({ min: 0, max: 20_000 }),
    rate: fc.constantFrom(...RATES),
    isWeighed: fc.boolean(),
    depositMinor: fc.constantFrom(0, 0, 20),
    mealVoucher: fc.boolean(),
  })
  .map(({ priceMinor, rate, isWeighed, depositMinor, mealVoucher }) =>
    product(`p${priceMinor}-${rate}-${depositMinor}`, {
      priceMinor,
      vatRateBasisPoints: rate,
      unit: isWeighed ? 'kg' : 'piece',
      mealVoucher,
      ...(depositMinor === 0 ? {} : { depositMinor }),
    }),
  );
const anyDiscount: fc.Arbitrary<Discount> = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map((value) => percent(value)),
  fc
    .record({ value: fc.integer({ min: 1, max: 30_000 }), most: fc.integer({ min: 0, max: 10_000 }) })
    .map(({ value, most }) => amount(value, { basisPointsMax: most, approvalId: 'approval' })),
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), item: anyProduct, milli: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('line' as const), at: fc.nat(9), discount: fc.option(anyDiscount) }),
  fc.record({ kind: fc.constant('ticket' as const), discount: fc.option(anyDiscount) }),
  fc.record({ kind: fc.constant('price' as const), at: fc.nat(9), price: fc.integer({ min: 0, max: 30_000 }) }),
  fc.record({ kind: fc.constant('points' as const), points: fc.integer({ min: 0, max: 40 }).map((n) => n * 20) }),
  fc.record({ kind: fc.constant('void' as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant('quantity' as const), at: fc.nat(9), milli: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    kind: fc.constant('voucher' as const),
    amountMinor: fc.integer({ min: 1, max: 50_000 }),
    rate: fc.option(fc.constantFrom(...RATES)),
  }),
);

function life(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]): Basket {
  let basket = attachMember(emptyBasket(branded<TicketId>('t')), MEMBER);
  steps.forEach((next, index) => {
    const id = lineId(`L${index}`);
    const at = 'at' in next ? (basket.lines[next.at]?.lineId ?? lineId('none')) : id;
    if (next.kind === 'points') {
      basket = redeemPoints(basket, next.points);
      return;
    }
    const unit = basket.lines.find((line) => line.lineId === at)?.unit;
    const change =
      next.kind === 'add'
        ? addProduct(basket, {
            product: next.item,
            quantityMilli: next.item.unit === 'kg' ? next.milli * 137 : next.milli * 1000,
            lineId: id,
          })
        : next.kind === 'line'
          ? discountLine(basket, { lineId: at, discount: next.discount })
          : next.kind === 'ticket'
            ? discountTicket(basket, next.discount)
            : next.kind === 'price'
              ? overridePrice(basket, { lineId: at, unitPriceMinor: next.price, reason: 'prix' })
              : next.kind === 'void'
                ? voidLine(basket, at)
                : next.kind === 'quantity'
                  ? setQuantity(basket, { lineId: at, quantityMilli: next.milli * (unit === 'kg' ? 137 : 1000) })
                  : addVoucher(basket, {
                      lineId: id,
                      accountId: branded<AccountId>(`A${index}`),
                      account: 'gift-card',
                      amountMinor: next.amountMinor,
                      ...(next.rate === null ? {} : { singlePurpose: { vatRateBasisPoints: next.rate, label: 'bon' } }),
                    });
    if (change.kind === 'changed') ({ basket } = change);
  });
  return basket;
}

/** n/d rounded half away from zero, by comparing twice the remainder. */
function rounded(n: bigint, d: bigint): bigint {
  const positive = n < 0n ? -n : n;
  const up = (positive % d) * 2n >= d ? 1n : 0n;
  return (n < 0n ? -1n : 1n) * (positive / d + up);
}

test('whatever a cashier gives off, lines, discounts, VAT and due add up, no line goes below nothing, and the draft reads back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const basket = life(steps);
      const totals = basketTotals(basket, LOYALTY);
      let grossMinor = 0n;
      let offMinor = 0n;
      const byRate = new Map<number, bigint>();
      for (const part of totals.lines) {
        const { line, lineDiscountMinor, ticketDiscountMinor, pointsDiscountMinor, paidMinor } = part;
        assert.equal(paidMinor, line.grossMinor - lineDiscountMinor - ticketDiscountMinor - pointsDiscountMinor);
        assert.equal(part.netMinor + part.vatMinor, paidMinor);
        for (const off of [lineDiscountMinor, ticketDiscountMinor, pointsDiscountMinor, paidMinor]) assert.ok(off >= 0);
        if (line.kind !== 'product') assert.equal(paidMinor, line.grossMinor);
        grossMinor += BigInt(paidMinor);
        offMinor += BigInt(lineDiscountMinor + ticketDiscountMinor + pointsDiscountMinor);
        byRate.set(line.vatRateBasisPoints, (byRate.get(line.vatRateBasisPoints) ?? 0n) + BigInt(paidMinor));
      }
      assert.equal(BigInt(totals.grossMinor), grossMinor);
      assert.equal(BigInt(totals.discountMinor), offMinor);
      assert.equal(totals.netMinor + totals.vatMinor, totals.grossMinor);
      for (const row of totals.rows) {
        const gross = byRate.get(row.rateBasisPoints) ?? 0n;
        assert.equal(BigInt(row.grossMinor), gross);
        assert.equal(
          BigInt(row.vatMinor),
          rounded(gross * BigInt(row.rateBasisPoints), BigInt(10_000 + row.rateBasisPoints)),
        );
      }
      const vouchersMinor = basket.vouchers.reduce((sum, voucher) => sum + voucher.amountMinor, 0);
      assert.equal(totals.dueMinor, totals.grossMinor + vouchersMinor);
      assert.ok(totals.points.points <= basket.redeemedPoints);
      assert.equal(totals.points.discountMinor * 20, totals.points.points * 100);
      if (basket.discount?.kind === 'percent') {
        const goods = totals.lines.filter(({ line }) => line.kind === 'product');
        const base = goods.reduce((sum, { line, lineDiscountMinor }) => sum + line.grossMinor - lineDiscountMinor, 0);
        assert.equal(
          BigInt(totals.ticketDiscountMinor),
          rounded(BigInt(base) * BigInt(basket.discount.value), 10_000n),
        );
      }
      assert.deepEqual(parseBasket(JSON.parse(JSON.stringify(basket))), basket);
    }),
    { numRuns: 3000 },
  );
});

test('a draft whose discount, price, voucher or member was tampered with is no basket', () => {
  const basket = life([
    { kind: 'add', item: product('a'), milli: 1 },
    { kind: 'line', at: 0, discount: amount(100, { basisPointsMax: 1000 }) },
    { kind: 'price', at: 0, price: 900 },
    { kind: 'voucher', amountMinor: 100, rate: null },
    { kind: 'voucher', amountMinor: 100, rate: 550 },
  ]);
  const [first, voucherLine] = basket.lines;
  const [voucher] = basket.vouchers;
  assert.ok(parseBasket(basket));
  const bad: readonly unknown[] = [
    { ...basket, redeemedPoints: -1 },
    { ...basket, redeemedPoints: 20, member: undefined },
    { ...basket, member: { personId: 'p' } },
    { ...basket, discount: { kind: 'percent', value: 10_001, reason: 'x' } },
    { ...basket, discount: { kind: 'percent', value: 100, reason: '' } },
    { ...basket, discount: { kind: 'half', value: 100, reason: 'x' } },
    { ...basket, lines: [{ ...first, discount: { ...first?.discount, basisPointsMax: 10_001 } }, voucherLine] },
    { ...basket, lines: [{ ...first, override: { listUnitPriceMinor: -1, reason: 'x' } }, voucherLine] },
    { ...basket, lines: [first, { ...voucherLine, accountId: undefined }] },
    { ...basket, lines: [first, { ...voucherLine, quantityMilli: 2000, grossMinor: 200 }] },
    { ...basket, lines: [first, { ...voucherLine, discount: first?.discount }] },
    { ...basket, lines: [{ ...first, opens: { cardId: 'c', cardHash: 'k1:00', medium: 'uid' } }, voucherLine] },
    { ...basket, vouchers: [{ ...voucher, amountMinor: 0 }] },
    { ...basket, vouchers: [{ ...voucher, account: 'points' }] },
    { ...basket, vouchers: [voucher, voucher] },
    { ...basket, vouchers: [{ ...voucher, lineId: first?.lineId }] },
    { ...basket, vouchers: [{ ...voucher, amountMinor: TOTAL_MINOR_MAX }] },
    { ...basket, storedValue: [{ accountId: 'a', account: 'gift-card', medium: 'chip' }] },
  ];
  for (const value of bad)
    assert.equal(parseBasket(JSON.parse(JSON.stringify(value))), undefined, JSON.stringify(value));
});
