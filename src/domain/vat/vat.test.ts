/**
 * The breakdown against a second computation that shares nothing with it: exact fractions of BigInt, rounded by
 * comparing twice the remainder.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug } from '#base/assert.ts';
import { refundShare, shareDiscount, vatBreakdown } from './vat.ts';
import type { VatLine } from './vat.ts';

const RATES = [2000, 1900, 1400, 1300, 1000, 700, 550, 210, 0];
const line = fc.record({
  grossMinor: fc.integer({ min: 0, max: 100_000_000 }),
  vatRateBasisPoints: fc.constantFrom(...RATES),
});
const mixedLine = fc.record({
  grossMinor: fc.integer({ min: -100_000, max: 100_000 }),
  vatRateBasisPoints: fc.constantFrom(...RATES),
});

/** VAT of a gross as an exact fraction n/d, rounded half away from zero by hand. */
function vatByFraction(grossMinor: number, rate: number): number {
  const n = BigInt(grossMinor) * BigInt(rate);
  const d = 10_000n + BigInt(rate);
  const positive = n < 0n ? -n : n;
  const whole = positive / d;
  const up = (positive - whole * d) * 2n >= d ? 1n : 0n;
  return Number(n < 0n ? -(whole + up) : whole + up);
}

function sumOf(lines: readonly VatLine[], rate: number): number {
  return lines.filter((item) => item.vatRateBasisPoints === rate).reduce((sum, item) => sum + item.grossMinor, 0);
}

test('half a cent of VAT is rounded away from zero', () => {
  assert.equal(vatBreakdown([{ grossMinor: 3, vatRateBasisPoints: 2000 }]).vatMinor, 1);
  assert.equal(vatBreakdown([{ grossMinor: -3, vatRateBasisPoints: 2000 }]).vatMinor, -1);
});

test('an empty ticket has no VAT', () => {
  assert.deepEqual(vatBreakdown([]), { rows: [], lineNetsMinor: [], grossMinor: 0, netMinor: 0, vatMinor: 0 });
});

test('equal line nets that do not fit give the extra cent to the earlier line', () => {
  const lines = [100, 100, 100].map((grossMinor) => ({ grossMinor, vatRateBasisPoints: 2000 }));
  assert.deepEqual(vatBreakdown(lines).lineNetsMinor, [84, 83, 83]);
});

test('the breakdown always adds up to the total and agrees with exact fractions', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, mixedLine), { maxLength: 40 }), (lines) => {
      const breakdown = vatBreakdown(lines);
      const totalMinor = lines.reduce((sum, item) => sum + item.grossMinor, 0);
      assert.equal(breakdown.grossMinor, totalMinor);
      assert.equal(breakdown.netMinor + breakdown.vatMinor, totalMinor);
      assert.equal(
        breakdown.lineNetsMinor.reduce((sum, net) => sum + net, 0),
        breakdown.netMinor,
      );
      for (const row of breakdown.rows) {
        assert.equal(row.grossMinor, sumOf(lines, row.rateBasisPoints));
        assert.equal(row.vatMinor, vatByFraction(row.grossMinor, row.rateBasisPoints));
        assert.equal(row.netMinor, row.grossMinor - row.vatMinor);
      }
      lines.forEach((item, index) => {
        const away =
          BigInt(breakdown.lineNetsMinor[index] ?? 0) * BigInt(10_000 + item.vatRateBasisPoints) -
          BigInt(item.grossMinor) * 10_000n;
        const whole = BigInt(10_000 + item.vatRateBasisPoints);
        assert.ok(away < whole + 1n && away > -whole - 1n, 'no line net is further than a cent from its exact net');
      });
    }),
    { numRuns: 2000 },
  );
});

test('a ticket that gives everything back is the mirror image of the one that took it', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const sold = vatBreakdown(lines);
      const back = vatBreakdown(
        lines.map((item) => ({ ...item, grossMinor: item.grossMinor === 0 ? 0 : -item.grossMinor })),
      );
      assert.equal(back.vatMinor + sold.vatMinor, 0);
      assert.deepEqual(
        back.lineNetsMinor.map((net) => (net === 0 ? 0 : -net)),
        sold.lineNetsMinor,
      );
    }),
  );
});

test('a discount is shared to the cent and takes no line below zero', () => {
  const grosses = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(grosses, fc.integer({ min: 0, max: 100 }), (grossesMinor, percent) => {
      const whole = grossesMinor.reduce((sum, gross) => sum + gross, 0);
      const discountMinor = Math.floor((whole * percent) / 100);
      const shares = shareDiscount({ discountMinor, grossesMinor });
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0),
        discountMinor,
      );
      shares.forEach((share, index) => assert.ok(share >= 0 && share <= (grossesMinor[index] ?? 0)));
    }),
  );
  assert.throws(() => shareDiscount({ discountMinor: 11, grossesMinor: [10] }), Bug);
});

test('refunding everything, in any steps, gives back exactly the gross, the net and the VAT of the sale', () => {
  const sold = fc.record({
    grossMinor: fc.integer({ min: 0, max: 10_000_000 }),
    vatRateBasisPoints: fc.constantFrom(...RATES),
  });
  const steps = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(sold, steps, ({ grossMinor, vatRateBasisPoints }, parts) => {
      const quantityMilli = parts.reduce((sum, part) => sum + part, 0);
      const { vatMinor, netMinor } = vatBreakdown([{ grossMinor, vatRateBasisPoints }]);
      const back = { grossMinor: 0, netMinor: 0, vatMinor: 0 };
      let refundedMilli = 0;
      for (const refundMilli of parts) {
        const share = refundShare({ quantityMilli, grossMinor, vatMinor }, { refundedMilli, refundMilli });
        assert.ok(share.grossMinor >= 0 && share.vatMinor >= 0);
        back.grossMinor += share.grossMinor;
        back.netMinor += share.netMinor;
        back.vatMinor += share.vatMinor;
        refundedMilli += refundMilli;
      }
      assert.deepEqual(back, { grossMinor, netMinor, vatMinor });
    }),
  );
});

test('no more is refunded than was sold', () => {
  const sold = { quantityMilli: 2000, grossMinor: 200, vatMinor: 33 };
  assert.deepEqual(refundShare(sold, { refundedMilli: 0, refundMilli: 1000 }), {
    grossMinor: 100,
    netMinor: 83,
    vatMinor: 17,
  });
  assert.deepEqual(refundShare(sold, { refundedMilli: 1000, refundMilli: 1000 }), {
    grossMinor: 100,
    netMinor: 84,
    vatMinor: 16,
  });
  assert.throws(() => refundShare(sold, { refundedMilli: 1000, refundMilli: 1001 }), Bug);
});
