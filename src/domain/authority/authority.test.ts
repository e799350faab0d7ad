/** What a till may spend, decided for every situation that small numbers can make. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type HeldGrant,
  type SpendingSituation,
  authorityOf,
  decideSpending,
  leaseWanted,
  shareParts,
} from './authority.ts';

const NOW_MS = 1_000;

function situation(rest: Partial<SpendingSituation>): SpendingSituation {
  return {
    authority: 'headquarters',
    ticketId: 'ticket',
    wanted: 10,
    grants: [],
    isReachable: false,
    nowMs: NOW_MS,
    floor: { limit: 0, used: 0 },
    ...rest,
  };
}

function grant(kind: 'hold' | 'lease', left: number, rest: Partial<HeldGrant> = {}): HeldGrant {
  const ticketId = kind === 'hold' ? 'ticket' : null;
  return { kind, grantId: `${kind} ${left}`, left, expiresAtMs: NOW_MS + 1, ticketId, ...rest };
}

test('whoever works alone is the authority of everything, and with a headquarters only of what was not handed over', () => {
  for (const isOpenedHere of [true, false]) {
    for (const isHandedOver of [true, false]) {
      assert.equal(authorityOf({ isLinked: false, isOpenedHere, isHandedOver }), 'own');
      const isOwn = isOpenedHere && !isHandedOver;
      assert.equal(authorityOf({ isLinked: true, isOpenedHere, isHandedOver }), isOwn ? 'own' : 'headquarters');
    }
  }
});

test('an account of this till needs no word of anybody', () => {
  assert.deepEqual(decideSpending(situation({ authority: 'own' })), { kind: 'own' });
});

test('while headquarters answers it is asked for what no lease and no hold of this ticket allows', () => {
  const isReachable = true;
  assert.deepEqual(decideSpending(situation({ isReachable })), { kind: 'ask', missing: 10 });
  const grants = [grant('lease', 3), grant('hold', 4)];
  assert.deepEqual(decideSpending(situation({ isReachable, grants })), { kind: 'ask', missing: 3 });
  const floor = { limit: 100, used: 0 };
  assert.deepEqual(decideSpending(situation({ isReachable, grants, floor })), { kind: 'ask', missing: 3 });
});

test('a lease goes first, the one that ends soonest before the others, then the hold, then the floor', () => {
  const grants = [
    grant('hold', 4),
    grant('lease', 3, { grantId: 'late', expiresAtMs: NOW_MS + 9 }),
    grant('lease', 2, { grantId: 'soon', expiresAtMs: NOW_MS + 5 }),
  ];
  assert.deepEqual(decideSpending(situation({ grants, floor: { limit: 5, used: 4 } })), {
    kind: 'allowed',
    parts: [
      { kind: 'lease', grantId: 'soon', amount: 2 },
      { kind: 'lease', grantId: 'late', amount: 3 },
      { kind: 'hold', grantId: 'hold 4', amount: 4 },
      { kind: 'floor', amount: 1 },
    ],
  });
});

test('a refusal says what is missing: no allowance here, an allowance that is over, or one that is too small', () => {
  const refused = (reason: string, available: number) => ({ kind: 'refused', reason, available });
  assert.deepEqual(decideSpending(situation({})), refused('away-no-allowance', 0));
  const over = [grant('lease', 50, { expiresAtMs: NOW_MS })];
  assert.deepEqual(decideSpending(situation({ grants: over })), refused('allowance-expired', 0));
  assert.deepEqual(decideSpending(situation({ grants: [grant('lease', 0)] })), refused('away-no-allowance', 0));
  const floor = { limit: 5, used: 2 };
  assert.deepEqual(decideSpending(situation({ grants: [grant('lease', 4)], floor })), refused('allowance-short', 7));
});

test('a hold of another ticket allows nothing here', () => {
  const grants = [grant('hold', 50, { ticketId: 'another' })];
  assert.deepEqual(decideSpending(situation({ grants })), {
    kind: 'refused',
    reason: 'away-no-allowance',
    available: 0,
  });
});

const grants = fc.array(
  fc.record({
    kind: fc.constantFrom('hold' as const, 'lease' as const),
    left: fc.integer({ min: 0, max: 6 }),
    expiresAtMs: fc.integer({ min: NOW_MS - 2, max: NOW_MS + 2 }),
    ticketId: fc.constantFrom('ticket', 'another'),
  }),
  { maxLength: 5 },
);

test('whatever is held, no grant is spent beyond its rest, after its end or for another ticket, and no floor beyond its limit', () => {
  fc.assert(
    fc.property(
      grants,
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      fc.record({ limit: fc.integer({ min: 0, max: 6 }), used: fc.integer({ min: 0, max: 8 }) }),
      (drawn, wanted, isReachable, floor) => {
        const held = drawn.map((one, index): HeldGrant => ({
          ...one,
          grantId: `G${index}`,
          ticketId: one.kind === 'lease' ? null : one.ticketId,
        }));
        const decision = decideSpending(situation({ grants: held, wanted, isReachable, floor }));
        const usable = held.filter(
          ({ kind, expiresAtMs, ticketId }) => expiresAtMs > NOW_MS && (kind === 'lease' || ticketId === 'ticket'),
        );
        const usableSum = usable.reduce((sum, { left }) => sum + left, 0);
        const floorLeft = isReachable ? 0 : Math.max(0, floor.limit - floor.used);
        assert.equal(decision.kind === 'allowed', wanted <= usableSum + floorLeft);
        if (decision.kind === 'ask') assert.deepEqual([isReachable, decision.missing], [true, wanted - usableSum]);
        if (decision.kind === 'refused')
          assert.deepEqual([isReachable, decision.available], [false, usableSum + floorLeft]);
        if (decision.kind !== 'allowed') return;
        assert.equal(
          decision.parts.reduce((sum, { amount }) => sum + amount, 0),
          wanted,
        );
        for (const part of decision.parts) {
          assert.ok(part.amount > 0);
          if (part.kind === 'floor') assert.ok(part.amount <= floorLeft);
          else assert.ok(part.amount <= (usable.find(({ grantId }) => grantId === part.grantId)?.left ?? 0));
        }
        const names = decision.parts.map((part) => (part.kind === 'floor' ? 'floor' : part.grantId));
        assert.equal(new Set(names).size, names.length);
      },
    ),
  );
});

test('parts are shared among payments so that each is allowed in full and nothing twice', () => {
  const part = fc.record({
    kind: fc.constant('lease' as const),
    grantId: fc.uuid(),
    amount: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(9), { maxLength: 5 }),
      (parts, cuts) => {
        const whole = parts.reduce((sum, { amount }) => sum + amount, 0);
        const amounts: number[] = [];
        let left = whole;
        for (const cut of cuts) {
          const amount = Math.min(cut, left);
          if (amount > 0) amounts.push(amount);
          left -= amount;
        }
        if (left > 0) amounts.push(left);
        const shares = shareParts(amounts, parts);
        assert.deepEqual(
          shares.map((own) => own.reduce((sum, { amount }) => sum + amount, 0)),
          amounts,
        );
        for (const [index, { amount }] of parts.entries()) {
          const id = parts[index]?.grantId;
          const spent = shares.flat().filter((share) => share.kind !== 'floor' && share.grantId === id);
          assert.equal(
            spent.reduce((sum, share) => sum + share.amount, 0),
            parts.filter(({ grantId }) => grantId === id).reduce((sum, one) => sum + one.amount, 0),
            `${amount}`,
          );
        }
      },
    ),
  );
});

test('a lease is asked for once half of it is gone, within the limit and what is free', () => {
  assert.equal(leaseWanted({ most: 0, left: 0, available: 100 }), 0);
  assert.equal(leaseWanted({ most: 20, left: 0, available: 100 }), 20);
  assert.equal(leaseWanted({ most: 20, left: 11, available: 100 }), 0);
  assert.equal(leaseWanted({ most: 20, left: 10, available: 100 }), 10);
  assert.equal(leaseWanted({ most: 20, left: 0, available: 7 }), 7);
  assert.equal(leaseWanted({ most: 20, left: 0, available: -3 }), 0);
});
