/** Refunds against random sales: whatever is brought back in whatever steps, the sale is the limit and the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { present } from '#base/assert.ts';
import type { TicketLinePayload, TicketPayload } from '#domain/journal/journal.ts';
import { type Currency, currencyOf, roundToCashUnit } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { vatBreakdown } from '#domain/vat/vat.ts';
import {
  NOTHING_REFUNDED,
  type RefundContext,
  type RefundedBefore,
  type SoldTicket,
  planRefund,
  pointsOfRefund,
  pointsRefunded,
  refundPayload,
  refundPaymentPayloads,
  refundableLines,
  refundableMethods,
} from './refund.ts';

const EUR = present(currencyOf('EUR'), 'EUR');
const RULES = firstSettings(EUR).loyalty;
/** Rules that a manager made meanwhile. */
const OTHER_RULES = { ...RULES, categories: [{ category: 'wine', factorBasisPoints: 0 }] };
const MAD = present(currencyOf('MAD'), 'MAD');

interface Goods {
  readonly pieces: number;
  readonly grossMinor: number;
  readonly rate: number;
  readonly depositMinor: number;
  readonly pointsDiscountMinor: number;
}

/** A sale of these goods, paid as told; what is missing is paid in cash. */
function sale(
  goods: readonly Goods[],
  options: {
    readonly currency?: Currency;
    readonly points?: { readonly earned: number; readonly redeemed: number };
    readonly paid?: SoldTicket['payments'];
    /** Of a single-purpose voucher that pays goods of the first line's rate. */
    readonly voucherMinor?: number;
  } = {},
): SoldTicket {
  const { currency = EUR, points, paid = [], voucherMinor = 0 } = options;
  const bare = goods.flatMap((one, index): Omit<TicketLinePayload, 'net_minor' | 'vat_minor' | 'position'>[] => {
    const product = {
      line_id: `L${index}`,
      kind: 'product' as const,
      product_id: `P${index % 3}`,
      label: `goods ${index}`,
      ...(index % 2 === 0 ? {} : { category: 'wine' }),
      unit: 'piece' as const,
      quantity_milli: one.pieces * 1000,
      unit_price_minor: one.grossMinor,
      gross_minor: one.grossMinor,
      vat_rate_basis_points: one.rate,
      meal_voucher: false,
      ...(one.pointsDiscountMinor === 0
        ? {}
        : { discounts: [{ kind: 'points' as const, amount_minor: one.pointsDiscountMinor }] }),
    };
    if (one.depositMinor === 0) return [product];
    const { discounts: _discounts, ...plain } = product;
    return [
      product,
      {
        ...plain,
        line_id: `D${index}`,
        kind: 'deposit',
        deposit_of_line_id: `L${index}`,
        gross_minor: one.depositMinor * one.pieces,
        unit_price_minor: one.depositMinor,
        vat_rate_basis_points: 0,
      },
    ];
  });
  const first = goods[0];
  if (voucherMinor > 0 && first !== undefined) {
    bare.push({
      line_id: 'V',
      kind: 'voucher',
      account_id: 'single',
      product_id: 'voucher',
      label: 'voucher',
      unit: 'piece',
      quantity_milli: -1000,
      unit_price_minor: voucherMinor,
      gross_minor: -voucherMinor,
      vat_rate_basis_points: first.rate,
      meal_voucher: false,
    });
  }
  const breakdown = vatBreakdown(
    bare.map((line) => ({ grossMinor: line.gross_minor, vatRateBasisPoints: line.vat_rate_basis_points })),
  );
  const lines = bare.map((line, index) => {
    const netMinor = breakdown.lineNetsMinor[index] ?? 0;
    return { ...line, position: index + 1, net_minor: netMinor, vat_minor: line.gross_minor - netMinor };
  });
  const ticket: TicketPayload = {
    ticket_id: 'sale',
    ticket_number: '000001',
    transaction: 'sale',
    station_id: 'station',
    till_number: '1',
    software: { name: 'Comptoir', version: '0' },
    utc_offset_minutes: 60,
    currency: currency.code,
    lines,
    line_count: lines.length,
    article_count: 1,
    vat: breakdown.rows.map((row) => ({
      rate_basis_points: row.rateBasisPoints,
      gross_minor: row.grossMinor,
      net_minor: row.netMinor,
      vat_minor: row.vatMinor,
    })),
    gross_minor: breakdown.grossMinor,
    net_minor: breakdown.netMinor,
    vat_minor: breakdown.vatMinor,
    movements: [],
    ...(points === undefined
      ? {}
      : {
          loyalty: {
            person_id: 'person',
            account_id: 'points',
            points_earned: points.earned,
            points_redeemed: points.redeemed,
            points_balance: 0,
          },
        }),
    print: 'none',
    demonstration: true,
  };
  const cashMinor = ticket.gross_minor - paid.reduce((sum, payment) => sum + payment.amount_minor, 0);
  const coinsMinor = roundToCashUnit(cashMinor, currency);
  return {
    ticket,
    payments: [...paid, ...(coinsMinor === 0 ? [] : [payment('cash', coinsMinor)])],
    roundingMinor: cashMinor - coinsMinor,
  };
}

function payment(
  method: SoldTicket['payments'][number]['method'],
  minor: number,
  accountId?: string,
): SoldTicket['payments'][number] {
  return {
    ticket_id: 'sale',
    ticket_number: '000001',
    n: 1,
    method,
    currency: 'EUR',
    amount_minor: minor,
    tendered_minor: minor,
    change_minor: 0,
    ...(accountId === undefined ? {} : { account_id: accountId }),
  };
}

function context(currency: Currency, points?: RefundContext['points']): RefundContext {
  let ids = 0;
  return {
    ticketId: 'refund',
    ticketNumber: '000002',
    soldEntryId: 'entry',
    reason: 'damaged',
    stationId: 'station',
    tillNumber: '1',
    software: { name: 'Comptoir', version: '0' },
    utcOffsetMinutes: 60,
    currency,
    newLineId: () => `R${ids++}`,
    ...(points === undefined ? {} : { points }),
    print: 'none',
    demonstration: true,
  };
}

/** What the store would say had come back after a refund, read off its rows as a projection reads them. */
function noted(
  before: RefundedBefore,
  refund: TicketPayload,
  payments: readonly SoldTicket['payments'][number][],
): RefundedBefore {
  const milliByLine = new Map(before.milliByLine);
  for (const line of refund.lines) {
    const of = line.refund_of_line_id ?? '';
    milliByLine.set(of, (milliByLine.get(of) ?? 0) - line.quantity_milli);
  }
  const sum = pointsRefunded([refund]);
  return {
    points: {
      takenBack: before.points.takenBack + sum.takenBack,
      givenBack: before.points.givenBack + sum.givenBack,
    },
    milliByLine,
    payments: [
      ...before.payments,
      ...payments.map((row) => ({
        method: row.method,
        amountMinor: -row.amount_minor,
        ...(row.account_id === undefined ? {} : { accountId: row.account_id }),
      })),
    ],
  };
}

/** Brings `wanted` lines back, the money by whatever ways there are: stored value first, then card, then cash. */
function bringBack(
  sold: SoldTicket,
  before: RefundedBefore,
  lines: readonly { readonly lineId: string; readonly quantityMilli: number }[],
  currency: Currency,
  rules = RULES,
) {
  const probe = planRefund(sold, before, { lines, payments: [{ method: 'cash', amountMinor: 0 }] }, currency);
  const known = probe.kind === 'refused' ? Number(probe.params?.['totalMinor'] ?? 0) : probe.totalMinor;
  const ways = refundableMethods(sold, before).toSorted(
    (left, right) => Number(left.method === 'cash') - Number(right.method === 'cash'),
  );
  let leftMinor = known;
  const payments = ways.map(({ method, accountId, refundableMinor }) => {
    const amountMinor = method === 'cash' ? leftMinor : Math.min(leftMinor, refundableMinor);
    leftMinor -= amountMinor;
    return { method, amountMinor, ...(accountId === undefined ? {} : { accountId }) };
  });
  const plan = planRefund(
    sold,
    before,
    { lines, payments: payments.length === 0 ? [{ method: 'cash', amountMinor: 0 }] : payments },
    currency,
  );
  assert.ok(plan.kind === 'planned', JSON.stringify(plan));
  const ticket = refundPayload(plan, context(currency, { ...pointsOfRefund(plan, rules), balanceBefore: 0 }));
  const rows = refundPaymentPayloads(ticket, plan, currency);
  return { plan, ticket, rows, after: noted(before, ticket, rows.payments) };
}

const goodsOf = fc.record({
  pieces: fc.integer({ min: 1, max: 6 }),
  grossMinor: fc.integer({ min: 0, max: 20_000 }),
  rate: fc.constantFrom(2000, 1000, 550, 210, 0),
  depositMinor: fc.constantFrom(0, 0, 15, 20),
  pointsDiscountMinor: fc.integer({ min: 0, max: 300 }),
});

test('refunding everything in any steps gives exactly what the sale took, whoever changes the rules meanwhile', () => {
  fc.assert(
    fc.property(
      fc.array(goodsOf, { minLength: 1, maxLength: 5 }),
      fc.record({ earned: fc.integer({ min: 0, max: 500 }), redeemed: fc.integer({ min: 0, max: 500 }) }),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 100 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 1000 })),
      (goods, points, cardMinor, voucherPercent, dice) => {
        const firstRate = goods.filter((one) => one.rate === goods[0]?.rate);
        const voucherMinor = Math.floor(
          (firstRate.reduce((sum, one) => sum + one.grossMinor, 0) * voucherPercent) / 100,
        );
        const probe = sale(goods, { voucherMinor });
        const giftMinor = Math.min(cardMinor, probe.ticket.gross_minor);
        const sold = sale(goods, {
          points,
          voucherMinor,
          paid: giftMinor === 0 ? [] : [payment('gift-card', giftMinor, 'account')],
        });
        let before: RefundedBefore = NOTHING_REFUNDED;
        const back = { gross: 0, net: 0, vat: 0, takenBack: 0, givenBack: 0, returned: 0 };
        const vatByRate = new Map<number, number>();
        const stock = new Map<string, number>();
        for (;;) {
          const open = refundableLines(sold, before).filter(({ why }) => why === 'ok');
          if (open.length === 0) break;
          const lines = open
            .filter((_, index) => index === 0 || present(dice.next().value, 'a throw') % 2 === 0)
            .map(({ line, refundedMilli }) => {
              const pieces = (line.quantity_milli - refundedMilli) / 1000;
              return {
                lineId: line.line_id,
                quantityMilli: 1000 * (1 + (present(dice.next().value, 'a throw') % pieces)),
              };
            });
          const { ticket, rows, after } = bringBack(
            sold,
            before,
            lines,
            EUR,
            present(dice.next().value, 'a throw') % 2 === 0 ? RULES : OTHER_RULES,
          );
          assert.equal(
            ticket.gross_minor,
            rows.payments.reduce((sum, row) => sum + row.amount_minor, rows.rounding?.amount_minor ?? 0),
          );
          assert.equal(ticket.net_minor + ticket.vat_minor, ticket.gross_minor);
          assert.ok(ticket.gross_minor <= 0);
          back.gross += ticket.gross_minor;
          back.net += ticket.net_minor;
          back.vat += ticket.vat_minor;
          for (const row of ticket.vat)
            vatByRate.set(row.rate_basis_points, (vatByRate.get(row.rate_basis_points) ?? 0) + row.vat_minor);
          for (const move of ticket.movements)
            stock.set(move.product_id, (stock.get(move.product_id) ?? 0) + move.quantity_milli);
          for (const move of ticket.balance_movements ?? []) {
            if (move.reason === 'taken-back') back.takenBack -= move.amount;
            if (move.reason === 'given-back') back.givenBack += move.amount;
            if (move.reason === 'returned') back.returned += move.amount;
          }
          before = after;
        }
        const { ticket } = sold;
        assert.deepEqual(
          {
            gross: back.gross + ticket.gross_minor,
            net: back.net + ticket.net_minor,
            vat: back.vat + ticket.vat_minor,
          },
          { gross: 0, net: 0, vat: 0 },
        );
        for (const row of ticket.vat) assert.equal((vatByRate.get(row.rate_basis_points) ?? 0) + row.vat_minor, 0);
        const bought = new Map<string, number>();
        for (const line of ticket.lines.filter(({ kind }) => kind === 'product'))
          bought.set(line.product_id, (bought.get(line.product_id) ?? 0) + line.quantity_milli);
        assert.deepEqual(stock, bought);
        assert.deepEqual({ earned: back.takenBack, redeemed: back.givenBack }, { ...points });
        assert.equal(back.returned, giftMinor + voucherMinor);
        assert.ok(refundableMethods(sold, before).every(({ refundableMinor }) => refundableMinor === 0));
      },
    ),
    { numRuns: 500 },
  );
});

test('where coins are larger than the minor unit, many small refunds give back no more cash than one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 }), (prices) => {
      const sold = sale(
        prices.map((grossMinor) => ({ pieces: 1, grossMinor, rate: 2000, depositMinor: 0, pointsDiscountMinor: 0 })),
        { currency: MAD },
      );
      let before: RefundedBefore = NOTHING_REFUNDED;
      for (const [index] of prices.entries())
        before = bringBack(sold, before, [{ lineId: `L${index}`, quantityMilli: 1000 }], MAD).after;
      const givenMinor = before.payments.reduce((sum, one) => sum + one.amountMinor, 0);
      assert.equal(givenMinor, roundToCashUnit(sold.ticket.gross_minor, MAD));
    }),
  );
});

const TWO: readonly Goods[] = [
  { pieces: 2, grossMinor: 870, rate: 550, depositMinor: 15, pointsDiscountMinor: 0 },
  { pieces: 1, grossMinor: 120, rate: 2000, depositMinor: 0, pointsDiscountMinor: 0 },
];
const ONE_BACK = [{ lineId: 'L0', quantityMilli: 1000 }];

test('a deposit comes back with its goods, and never alone', () => {
  const sold = sale(TWO);
  const { ticket } = bringBack(sold, NOTHING_REFUNDED, ONE_BACK, EUR);
  assert.deepEqual(
    ticket.lines.map((line) => [line.kind, line.quantity_milli, line.gross_minor, line.refund_of_line_id]),
    [
      ['product', -1000, -435, 'L0'],
      ['deposit', -1000, -15, 'D0'],
    ],
  );
  assert.equal(ticket.lines[1]?.deposit_of_line_id, ticket.lines[0]?.line_id);
  const alone = planRefund(
    sold,
    NOTHING_REFUNDED,
    { lines: [{ lineId: 'D0', quantityMilli: 1000 }], payments: [{ method: 'cash', amountMinor: 15 }] },
    EUR,
  );
  assert.deepEqual(alone, { kind: 'refused', reason: 'line_unknown' });
});

test('more than was bought is refused, in one line named twice and over two refunds too', () => {
  const sold = sale(TWO);
  const wish = (milli: readonly number[]) => ({
    lines: milli.map((quantityMilli) => ({ lineId: 'L0', quantityMilli })),
    payments: [{ method: 'cash' as const, amountMinor: 900 }],
  });
  for (const [milli, before] of [
    [[3000], NOTHING_REFUNDED],
    [[1000, 2000], NOTHING_REFUNDED],
    [[2000], bringBack(sold, NOTHING_REFUNDED, ONE_BACK, EUR).after],
  ] as const) {
    const plan = planRefund(sold, before, wish(milli), EUR);
    assert.ok(plan.kind === 'refused');
    assert.equal(plan.reason, 'refund_too_much');
  }
});

test('nothing, less than nothing, half a piece and strange lines are refused', () => {
  const sold = sale(TWO);
  const reason = (lines: readonly { lineId: string; quantityMilli: number }[]): string => {
    const plan = planRefund(sold, NOTHING_REFUNDED, { lines, payments: [{ method: 'cash', amountMinor: 0 }] }, EUR);
    return plan.kind === 'refused' ? plan.reason : plan.kind;
  };
  assert.equal(reason([]), 'refund_empty');
  assert.equal(reason([{ lineId: 'L0', quantityMilli: 0 }]), 'quantity_invalid');
  assert.equal(reason([{ lineId: 'L0', quantityMilli: -1000 }]), 'quantity_invalid');
  assert.equal(reason([{ lineId: 'L0', quantityMilli: 500 }]), 'quantity_invalid');
  assert.equal(reason([{ lineId: 'other', quantityMilli: 1000 }]), 'line_unknown');
});

test('each way gives back what it may: stored value its own, cards what they paid, cheques as cash, meal vouchers none', () => {
  const sold = sale(TWO, {
    paid: [
      payment('gift-card', 300, 'account'),
      payment('meal-voucher', 200),
      payment('card', 100),
      payment('cheque', 50),
    ],
  });
  // 1020 in all: 370 of it in cash.
  const back = [
    { lineId: 'L0', quantityMilli: 2000 },
    { lineId: 'L1', quantityMilli: 1000 },
  ];
  const plan = (
    payments: readonly { method: SoldTicket['payments'][number]['method']; amountMinor: number; accountId?: string }[],
  ): string => {
    const made = planRefund(sold, NOTHING_REFUNDED, { lines: back, payments }, EUR);
    return made.kind === 'refused' ? made.reason : made.kind;
  };
  const gift = { method: 'gift-card' as const, amountMinor: 300, accountId: 'account' };
  const meal = { method: 'meal-voucher' as const, amountMinor: 200 };
  assert.equal(
    plan([gift, meal, { method: 'card', amountMinor: 100 }, { method: 'cash', amountMinor: 420 }]),
    'planned',
  );
  assert.equal(plan([gift, meal, { method: 'cash', amountMinor: 520 }]), 'planned');
  assert.equal(plan([{ method: 'cash', amountMinor: 1020 }]), 'refund_method');
  assert.equal(plan([gift, { method: 'cash', amountMinor: 720 }]), 'refund_method');
  assert.equal(
    plan([gift, meal, { method: 'card', amountMinor: 101 }, { method: 'cash', amountMinor: 419 }]),
    'refund_method',
  );
  assert.equal(
    plan([gift, meal, { method: 'cheque', amountMinor: 50 }, { method: 'cash', amountMinor: 470 }]),
    'refund_method',
  );
  assert.equal(plan([{ ...gift, accountId: 'other' }, meal, { method: 'cash', amountMinor: 520 }]), 'refund_method');
  assert.equal(plan([gift, meal, { method: 'cash', amountMinor: 519 }]), 'amount_invalid');
  assert.equal(plan([gift, meal, { method: 'cash', amountMinor: -520 }]), 'amount_invalid');
});

test('points that were spent meanwhile are taken back all the same, and the balance is then a debt', () => {
  const sold = sale(TWO, { points: { earned: 10, redeemed: 0 } });
  const plan = planRefund(
    sold,
    NOTHING_REFUNDED,
    { lines: [{ lineId: 'L0', quantityMilli: 2000 }], payments: [{ method: 'cash', amountMinor: 900 }] },
    EUR,
  );
  assert.ok(plan.kind === 'planned');
  const { loyalty } = refundPayload(plan, context(EUR, { ...pointsOfRefund(plan, RULES), balanceBefore: 3 }));
  assert.deepEqual([loyalty?.points_earned, loyalty?.points_balance], [-9, -6]);
});
