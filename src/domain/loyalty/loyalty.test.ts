/**
 * Points against second computations that share nothing with them: exact fractions for earning, a list of lots spent first in
 * first out for expiry, refunds cut into random steps.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { currencyOf } from '#domain/money/money.ts';
import { type LoyaltySettings, firstSettings } from '#domain/settings/settings.ts';
import {
  checkRedeem,
  type EarningLine,
  type EarningTicket,
  earnedPoints,
  expiredPoints,
  expiryCutoffMs,
  lastDateOf,
  missingToNext,
  monthsBeforeMs,
  pointsDiscount,
  pointsWorthMinor,
  redeemablePoints,
  refundedPoints,
  rewardsAtHand,
  tierOf,
} from './loyalty.ts';

const EUR = currencyOf('EUR');
assert.ok(EUR !== undefined);
/** A point for each euro; 20 points are a euro; rewards at 100 and 200. */
const RULES: LoyaltySettings = firstSettings(EUR).loyalty;

function goods(grossMinor: number, category?: string): EarningLine {
  return { kind: 'product', grossMinor, ...(category === undefined ? {} : { category }) };
}

function ticket(lines: readonly EarningLine[], rest: Partial<EarningTicket> = {}): EarningTicket {
  const grossMinor = lines.reduce((sum, line) => sum + line.grossMinor, 0);
  return { lines, localDate: '2026-11-22', earnedInYear: 0, grossMinor, giftCardMinor: 0, ...rest };
}

const rules: fc.Arbitrary<LoyaltySettings> = fc
  .record({
    points: fc.integer({ min: 0, max: 50 }),
    perMinor: fc.integer({ min: 1, max: 5_000 }),
    factors: fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 2, maxLength: 2 }),
    tier: fc.integer({ min: 10_000, max: 30_000 }),
    date: fc.integer({ min: 0, max: 30_000 }),
    redeemPoints: fc.integer({ min: 1, max: 500 }),
    redeemMinor: fc.integer({ min: 1, max: 2_000 }),
    redeemStep: fc.integer({ min: 1, max: 100 }),
    giftCardsEarn: fc.boolean(),
  })
  .map(({ factors, tier, date, ...rest }) => ({
    ...RULES,
    ...rest,
    categories: factors.map((factorBasisPoints, at) => ({ category: `c${at}`, factorBasisPoints })),
    tiers: [{ name: 'Argent', fromPoints: 500, factorBasisPoints: tier }],
    dates: [{ from: '2026-11-20', to: '2026-11-22', factorBasisPoints: date }],
  }));

const line: fc.Arbitrary<EarningLine> = fc.record(
  {
    kind: fc.constantFrom('product' as const, 'product' as const, 'deposit' as const, 'voucher' as const),
    category: fc.constantFrom('c0', 'c1', 'c2'),
    grossMinor: fc.integer({ min: 0, max: 1_000_000 }),
  },
  { requiredKeys: ['kind', 'grossMinor'] },
);

test('a point for each whole euro that is paid, cents left out once for the whole ticket', () => {
  assert.equal(earnedPoints(RULES, ticket([goods(199)])), 1);
  assert.equal(earnedPoints(RULES, ticket([goods(150), goods(150)])), 3);
  assert.equal(earnedPoints({ ...RULES, points: 5, perMinor: 1000 }, ticket([goods(1999)])), 5);
});

test('deposits and stored value earn nothing, and neither does a shop without a programme', () => {
  const lines: EarningLine[] = [
    { kind: 'deposit', grossMinor: 1000 },
    { kind: 'voucher', grossMinor: 5000 },
  ];
  assert.equal(earnedPoints(RULES, ticket(lines)), 0);
  assert.equal(earnedPoints({ ...RULES, enabled: false }, ticket([goods(1000)])), 0);
});

test('a category, a tier and a date each weigh what is paid', () => {
  const weighed = {
    ...RULES,
    categories: [
      { category: 'tabac', factorBasisPoints: 0 },
      { category: 'bio', factorBasisPoints: 20_000 },
    ],
    dates: [{ from: '2026-12-24', to: '2026-12-24', factorBasisPoints: 20_000 }],
  };
  assert.equal(earnedPoints(weighed, ticket([goods(1000, 'tabac')])), 0);
  assert.equal(earnedPoints(weighed, ticket([goods(1000, 'bio'), goods(500)])), 25);
  assert.equal(earnedPoints(weighed, ticket([goods(1000)], { earnedInYear: 500 })), 12, 'Argent earns 1.25 times');
  assert.equal(earnedPoints(weighed, ticket([goods(1000)], { localDate: '2026-12-24' })), 20);
  assert.equal(earnedPoints(weighed, ticket([goods(1000)], { localDate: '2026-12-25' })), 10);
});

test('what a gift card pays earns only where the shop says so', () => {
  const paid = ticket([goods(1000)], { giftCardMinor: 400 });
  assert.equal(earnedPoints({ ...RULES, giftCardsEarn: true }, paid), 10);
  assert.equal(earnedPoints({ ...RULES, giftCardsEarn: false }, paid), 6);
  assert.equal(earnedPoints({ ...RULES, giftCardsEarn: false }, ticket([goods(1000)], { giftCardMinor: 1000 })), 0);
});

test('earned points agree with exact fractions, and one line more never earns less', () => {
  fc.assert(
    fc.property(
      rules,
      fc.array(line, { maxLength: 20 }),
      fc.constantFrom(0, 499, 500, 10_000),
      fc.constantFrom('2026-11-19', '2026-11-21', '2026-11-23'),
      fc.nat(100),
      (shop, lines, earnedInYear, localDate, percent) => {
        const ticketMinor = lines.reduce((sum, { grossMinor }) => sum + grossMinor, 0);
        const giftCardMinor = Math.floor((ticketMinor * percent) / 100);
        const sale = ticket(lines, { earnedInYear, localDate, giftCardMinor });
        let exact = 0n;
        for (const { kind, category, grossMinor } of lines) {
          if (kind !== 'product') continue;
          const factor = shop.categories.find((rule) => rule.category === category)?.factorBasisPoints ?? 10_000;
          exact += BigInt(grossMinor) * BigInt(factor);
        }
        exact *= BigInt(earnedInYear >= 500 ? (shop.tiers[0]?.factorBasisPoints ?? 0) : 10_000);
        exact *= BigInt(localDate === '2026-11-21' ? (shop.dates[0]?.factorBasisPoints ?? 0) : 10_000);
        let under = 1_000_000_000_000n * BigInt(shop.perMinor);
        if (!shop.giftCardsEarn && giftCardMinor > 0) {
          exact *= BigInt(ticketMinor - giftCardMinor);
          under *= BigInt(ticketMinor);
        }
        assert.equal(earnedPoints(shop, sale), Number(exact / under) * shop.points);
        const more = ticket([...lines, goods(1_000)], { earnedInYear, localDate });
        assert.ok(earnedPoints(shop, more) >= earnedPoints(shop, { ...sale, giftCardMinor: 0 }));
      },
    ),
  );
});

test('the tier is the highest that the points of twelve months reach', () => {
  assert.equal(tierOf(RULES, 499), null);
  assert.equal(tierOf(RULES, 500)?.name, 'Argent');
  assert.equal(tierOf(RULES, 1499)?.name, 'Argent');
  assert.equal(tierOf(RULES, 1500)?.name, 'Or');
});

test('points are given in whole steps, never more than the balance nor than the goods cost', () => {
  assert.equal(redeemablePoints(RULES, { balance: 119, goodsMinor: 10_000 }), 100);
  assert.equal(redeemablePoints(RULES, { balance: 1000, goodsMinor: 1_050 }), 200);
  assert.equal(redeemablePoints(RULES, { balance: -5, goodsMinor: 1_050 }), 0);
  const check = (points: number, balance: number, goodsMinor: number) =>
    checkRedeem(RULES, { points, balance, goodsMinor });
  assert.deepEqual(check(40, 100, 1000), { kind: 'ok', points: 40, discountMinor: 200 });
  assert.deepEqual(check(0, -5, 0), { kind: 'ok', points: 0, discountMinor: 0 });
  const reason = (...asked: Parameters<typeof check>) => {
    const answer = check(...asked);
    return answer.kind === 'refused' ? answer.reason : answer.kind;
  };
  assert.equal(reason(120, 100, 1000), 'points_short');
  assert.equal(reason(20, -5, 1000), 'points_short', 'a debt pays for nothing');
  assert.equal(reason(30, 100, 1000), 'points_step');
  assert.equal(reason(100, 100, 300), 'points_step', 'worth more than the goods');
  assert.equal(reason(-20, 100, 1000), 'amount_invalid');
});

test('whatever the rules, what is redeemed is within balance and goods, and what can be redeemed is accepted', () => {
  fc.assert(
    fc.property(rules, fc.integer({ min: -1_000, max: 100_000 }), fc.nat(1_000_000), (shop, balance, goodsMinor) => {
      const points = redeemablePoints(shop, { balance, goodsMinor });
      assert.ok(points >= 0 && points <= Math.max(0, balance) && points % shop.redeemStep === 0);
      assert.ok(pointsWorthMinor(shop, points) <= goodsMinor);
      const next = points + shop.redeemStep;
      assert.ok(
        next > balance || next * shop.redeemMinor > goodsMinor * shop.redeemPoints || goodsMinor <= 0,
        'one step more would be too much',
      );
      assert.equal(checkRedeem(shop, { points, balance, goodsMinor }).kind, 'ok');
      assert.equal(checkRedeem(shop, { points: next, balance, goodsMinor }).kind, 'refused');
    }),
  );
});

test('a line that goes takes its part of the points with it', () => {
  assert.deepEqual(pointsDiscount(RULES, { points: 100, goodsMinor: 1_000 }), { points: 100, discountMinor: 500 });
  assert.deepEqual(pointsDiscount(RULES, { points: 100, goodsMinor: 250 }), { points: 40, discountMinor: 200 });
  assert.deepEqual(pointsDiscount(RULES, { points: 100, goodsMinor: 0 }), { points: 0, discountMinor: 0 });
});

test('rewards come cheapest first, and what is missing to the next is said', () => {
  assert.deepEqual(
    rewardsAtHand(RULES, 130).map(({ points, isReachable, discountMinor }) => [points, isReachable, discountMinor]),
    [
      [100, true, 500],
      [200, false, 1000],
    ],
  );
  assert.deepEqual(missingToNext(RULES, 130), { points: 70, label: 'Grande remise fidélité' });
  assert.deepEqual(missingToNext(RULES, -10), { points: 110, label: 'Remise fidélité' });
  assert.equal(missingToNext(RULES, 200), null);
});

test('points too old are those that first in, first out has not spent', () => {
  const event = fc.record({ atDay: fc.nat(60), amount: fc.integer({ min: -200, max: 200 }) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), fc.nat(60), (drawn, cutoffDay) => {
      const events = [...drawn].sort((left, right) => left.atDay - right.atDay);
      // Lots in a queue; a debt eats the next credits.
      const lots: { atDay: number; left: number }[] = [];
      let debt = 0;
      for (const { atDay, amount } of events) {
        if (amount > 0) {
          const pays = Math.min(debt, amount);
          debt -= pays;
          lots.push({ atDay, left: amount - pays });
          continue;
        }
        let owed = -amount;
        for (const lot of lots) {
          const taken = Math.min(lot.left, owed);
          lot.left -= taken;
          owed -= taken;
        }
        debt += owed;
      }
      const byLots = lots.filter(({ atDay }) => atDay <= cutoffDay).reduce((sum, { left }) => sum + left, 0);
      const creditedUntil = events.filter(({ atDay, amount }) => amount > 0 && atDay <= cutoffDay);
      const debits = events.filter(({ amount }) => amount < 0);
      const credited = creditedUntil.reduce((sum, { amount }) => sum + amount, 0);
      const debited = debits.reduce((sum, { amount }) => sum - amount, 0);
      const expired = expiredPoints({ creditedUntil: credited, debited });
      assert.equal(expired, byLots);
      assert.equal(expiredPoints({ creditedUntil: credited, debited: debited + expired }), 0, 'and not twice');
    }),
  );
});

test('points expire by the calendar, and never where the shop says never', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  assert.equal(expiryCutoffMs({ ...RULES, expiryMonths: 24 }, now), Date.parse('2024-11-22T10:00:00Z'));
  assert.equal(expiryCutoffMs({ ...RULES, expiryMonths: null }, now), null);
  assert.equal(monthsBeforeMs(Date.parse('2027-03-31T23:59:59Z'), 1), Date.parse('2027-02-28T23:59:59Z'));
  assert.equal(lastDateOf('2026-11-22', 24), '2028-11-22');
  assert.equal(lastDateOf('2027-08-31', 6), '2028-02-29');
  assert.equal(lastDateOf('2026-12-31', 1), '2027-01-31');
});

test('months are those of the calendar, for any instant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), fc.nat(120), (atMs, months) => {
      const date = new Date(atMs);
      const firstOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1));
      const days = new Date(Date.UTC(firstOfMonth.getUTCFullYear(), firstOfMonth.getUTCMonth() + 1, 0)).getUTCDate();
      const day = Math.min(date.getUTCDate(), days);
      const expected = firstOfMonth.getTime() + (day - 1) * 86_400_000 + (atMs % 86_400_000);
      assert.equal(monthsBeforeMs(atMs, months), expected);
      const before = new Date(expected).toISOString().slice(0, 10);
      assert.ok(lastDateOf(before, months) <= date.toISOString().slice(0, 10));
    }),
  );
});

const soldLine = fc
  .record({
    kind: fc.constantFrom('product' as const, 'product' as const, 'deposit' as const),
    category: fc.constantFrom('c0', 'c1', 'c2'),
    quantityMilli: fc.integer({ min: 1, max: 20 }).map((pieces) => pieces * 1000),
    grossMinor: fc.nat(100_000),
    pointsDiscountMinor: fc.nat(5_000),
  })
  .map((one) => (one.kind === 'deposit' ? { ...one, pointsDiscountMinor: 0 } : one));

test('a refund in any number of steps takes back and gives back exactly what the ticket had moved, and never more', () => {
  fc.assert(
    fc.property(
      rules,
      fc.array(soldLine, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }),
      fc.nat(5_000),
      (shop, lines, draws, asked) => {
        const redeemed = lines.some(({ pointsDiscountMinor }) => pointsDiscountMinor > 0) ? asked : 0;
        const earned = earnedPoints(shop, ticket(lines));
        const backMilli = lines.map(() => 0);
        let [takenBack, givenBack] = [0, 0];
        const step = (milliOf: (leftMilli: number, at: number) => number): void => {
          const back = lines.map((sold, at) => {
            const refundedBeforeMilli = backMilli[at] ?? 0;
            return { ...sold, refundedBeforeMilli, refundMilli: milliOf(sold.quantityMilli - refundedBeforeMilli, at) };
          });
          const points = refundedPoints(shop, { earned, redeemed, lines: back });
          assert.ok(points.takenBack >= 0 && points.givenBack >= 0);
          takenBack += points.takenBack;
          givenBack += points.givenBack;
          assert.ok(takenBack <= earned && givenBack <= redeemed);
          back.forEach(({ refundMilli }, at) => (backMilli[at] = (backMilli[at] ?? 0) + refundMilli));
        };
        for (const draw of draws)
          step((leftMilli, at) =>
            at === draw % lines.length ? Math.floor((leftMilli * draw) / 100 / 1000) * 1000 : 0,
          );
        step((leftMilli) => leftMilli);
        assert.deepEqual([takenBack, givenBack], [earned, redeemed]);
      },
    ),
  );
});

test('what stays bought keeps the points that it would have earned alone', () => {
  const back = (grossMinor: number, rest: object = {}) => ({
    kind: 'product' as const,
    grossMinor,
    quantityMilli: 1000,
    pointsDiscountMinor: 0,
    refundedBeforeMilli: 0,
    refundMilli: 0,
    ...rest,
  });
  const two = [back(1_000), back(500, { refundMilli: 1000 })];
  assert.deepEqual(refundedPoints(RULES, { earned: 15, redeemed: 0, lines: two }), { takenBack: 5, givenBack: 0 });
  const withoutPoints = { ...RULES, categories: [{ category: 'tabac', factorBasisPoints: 0 }] };
  const tobacco = [back(1_000), back(1_000, { category: 'tabac', refundMilli: 1000 })];
  assert.deepEqual(refundedPoints(withoutPoints, { earned: 10, redeemed: 0, lines: tobacco }), {
    takenBack: 0,
    givenBack: 0,
  });
});
