import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inOrder } from './movements.ts';

type Movement = Parameters<typeof inOrder>[0][number];

function movement(said: Pick<Movement, 'chain_id' | 'entry_seq' | 'at_ms' | 'amount'>): Movement {
  return {
    account_id: 'a',
    n: 1,
    entry_id: `${said.chain_id}-${said.entry_seq}`,
    reason: said.amount < 0 ? 'spent' : 'loaded',
    store_id: 's1',
    till_id: 't1',
    ticket_id: null,
    ticket_number: null,
    authority: null,
    grant_id: null,
    arrived_at_ms: 0,
    ...said,
  };
}

const balances = (rows: readonly Movement[]): readonly number[] => inOrder(rows, 0).map(({ balance }) => balance);

test('a till whose clock is behind spent after the load all the same', () => {
  const rows = [
    movement({ chain_id: 'b', entry_seq: 9, at_ms: 50, amount: -700 }),
    movement({ chain_id: 'a', entry_seq: 4, at_ms: 100, amount: 2_000 }),
    movement({ chain_id: 'b', entry_seq: 12, at_ms: 60, amount: -300 }),
  ];
  assert.deepEqual(balances(rows), [2_000, 1_300, 1_000]);
  assert.deepEqual(balances(rows.toReversed()), [2_000, 1_300, 1_000]);
});

test('an account that is really below zero says so', () => {
  const rows = [
    movement({ chain_id: 'a', entry_seq: 1, at_ms: 1, amount: 500 }),
    movement({ chain_id: 'a', entry_seq: 2, at_ms: 2, amount: -800 }),
  ];
  assert.deepEqual(balances(rows), [500, -300]);
});

test('whatever the clocks say, no movement is lost, each chain keeps its order, and no balance is below zero for the order alone', () => {
  const load = fc.record({ at_ms: fc.nat(50), amount: fc.integer({ min: 1, max: 9 }) });
  const tills = fc.array(fc.record({ loads: fc.array(load), spends: fc.array(load) }), { maxLength: 4 });
  fc.assert(
    fc.property(tills, (chains) => {
      const seqs = new Map<string, number>();
      const rowOf = (chain: number, at_ms: number, amount: number): Movement => {
        const chain_id = `c${chain}`;
        const entry_seq = (seqs.get(chain_id) ?? 0) + 1;
        seqs.set(chain_id, entry_seq);
        return movement({ chain_id, entry_seq, at_ms, amount });
      };
      // As it happened: loaded first, and nobody spent what was not there, whatever the clocks say.
      const loads = chains.flatMap((own, chain) => own.loads.map(({ at_ms, amount }) => rowOf(chain, at_ms, amount)));
      let funds = loads.reduce((sum, { amount }) => sum + amount, 0);
      const spends = chains.flatMap((own, chain) =>
        own.spends.flatMap(({ at_ms, amount }) => {
          if (amount > funds) return [];
          funds -= amount;
          return [rowOf(chain, at_ms, -amount)];
        }),
      );
      const rows = [...spends, ...loads];
      const ordered = inOrder(rows, 0);
      assert.equal(new Set(ordered.map(({ row }) => row.entry_id)).size, rows.length);
      assert.equal(ordered.at(-1)?.balance ?? 0, funds);
      for (const chain_id of seqs.keys()) {
        const own = ordered.filter(({ row }) => row.chain_id === chain_id).map(({ row }) => row.entry_seq);
        assert.deepEqual(
          own,
          own.toSorted((a, b) => a - b),
        );
      }
      assert.ok(ordered.every(({ balance }) => balance >= 0));
    }),
  );
});
