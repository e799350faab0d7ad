import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countedPayload, isOversold, movedHere, quantityHere, receivedPayload } from './stock.ts';

const NOTHING = { importedMilli: undefined, ownMilli: undefined, isKept: false, hq: undefined };

test('without headquarters a shop has what was imported or counted, and what it moved since', () => {
  assert.equal(quantityHere(NOTHING), undefined);
  assert.equal(quantityHere({ ...NOTHING, ownMilli: -3000 }), undefined, 'sales alone say nothing');
  assert.equal(quantityHere({ ...NOTHING, importedMilli: 10_000, ownMilli: -3000 }), 7000);
  assert.equal(quantityHere({ ...NOTHING, ownMilli: 4000, isKept: true }), 4000);
});

test('with headquarters it has its figure and its own later movements, whatever was imported once', () => {
  const hq = { quantityMilli: 20_000, laterMilli: -1500, asOfMs: 0, isCounted: true };
  assert.equal(quantityHere({ ...NOTHING, importedMilli: 5000, ownMilli: -9000, hq }), 18_500);
});

test('a figure of headquarters that is of sales alone says nothing of what there is, and a count is held against it all the same', () => {
  const hq = { quantityMilli: -2000, laterMilli: -500, asOfMs: 0, isCounted: false };
  const sold = { ...NOTHING, ownMilli: -1500, hq };
  assert.equal(quantityHere(sold), undefined);
  assert.equal(quantityHere({ ...sold, importedMilli: 9000 }), undefined);
  assert.equal(movedHere(sold), -2500);
  assert.equal(
    quantityHere({ ...sold, isKept: true }),
    -2500,
    'a count of this till that headquarters has not heard of',
  );
});

test('a ticket that wants more than there is oversells, one of an article that nobody counted does not', () => {
  assert.equal(isOversold(2000, 2000), false);
  assert.equal(isOversold(2000, 3000), true);
  assert.equal(isOversold(-1000, 1000), true);
  assert.equal(isOversold(undefined, 1000), false);
  assert.equal(isOversold(0, -1000), false, 'what comes back is not sold');
});

test('rows number their movements, and leave out what is not said', () => {
  assert.deepEqual(
    receivedPayload({ stationId: 's', reference: '', lines: [{ productId: 'p', unit: 'kg', quantityMilli: 1500 }] }),
    { station_id: 's', movements: [{ n: 1, product_id: 'p', unit: 'kg', quantity_milli: 1500 }] },
  );
  const article = { productId: 'p', unit: 'piece' as const, countedMilli: 7000, knownMilli: 9000 };
  assert.deepEqual(countedPayload({ stationId: 's', articles: [{ ...article, includes: { c: 4 } }] }).counts[0], {
    n: 1,
    product_id: 'p',
    unit: 'piece',
    counted_milli: 7000,
    known_milli: 9000,
    includes: { c: 4 },
    quantity_milli: -2000,
  });
});

/**
 * Two tills of one store: each moves and counts, and hears of the other late. A headquarters adds what reaches it, in any order
 * of the two chains, and a till shows its figure with its own later rows.
 */
test('whatever the order in which rows arrive, the stock is the same, and what a till shows is that of the rows it knows', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('move' as const),
      till: fc.nat({ max: 1 }),
      quantity: fc.integer({ min: -5, max: 9 }),
    }),
    fc.record({ kind: fc.constant('count' as const), till: fc.nat({ max: 1 }), quantity: fc.nat({ max: 20 }) }),
    fc.record({ kind: fc.constant('push' as const), till: fc.nat({ max: 1 }), quantity: fc.nat({ max: 3 }) }),
    fc.record({ kind: fc.constant('hear' as const), till: fc.nat({ max: 1 }), quantity: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const chains: { readonly rows: number[]; pushed: number; figure: { quantity: number; includes: number[] } }[] = [
        { rows: [], pushed: 0, figure: { quantity: 0, includes: [0, 0] } },
        { rows: [], pushed: 0, figure: { quantity: 0, includes: [0, 0] } },
      ];
      const sum = (rows: readonly number[]): number => rows.reduce((total, row) => total + row, 0);
      const shown = (till: number): number => {
        const { figure, rows } = chains[till] ?? assert.fail();
        const hq = {
          quantityMilli: figure.quantity,
          laterMilli: sum(rows.slice(figure.includes[till])),
          asOfMs: 0,
          isCounted: true,
        };
        return quantityHere({ ...NOTHING, ownMilli: sum(rows), hq }) ?? assert.fail();
      };
      for (const { kind, till, quantity } of steps) {
        const chain = chains[till] ?? assert.fail();
        if (kind === 'move') chain.rows.push(quantity);
        else if (kind === 'count') {
          const article = { productId: 'p', unit: 'piece' as const, countedMilli: quantity, knownMilli: shown(till) };
          const [count] = countedPayload({ stationId: 's', articles: [{ ...article, includes: {} }] }).counts;
          chain.rows.push(count?.quantity_milli ?? assert.fail());
          assert.equal(shown(till), quantity, 'the counter sees what they counted');
        } else if (kind === 'push') chain.pushed = Math.min(chain.rows.length, chain.pushed + quantity);
        else
          chain.figure = {
            quantity: sum(chains.flatMap(({ rows, pushed }) => rows.slice(0, pushed))),
            includes: chains.map(({ pushed }) => pushed),
          };
        const other = chains[1 - till] ?? assert.fail();
        const known = sum(chain.rows) + sum(other.rows.slice(0, chain.figure.includes[1 - till]));
        assert.equal(shown(till), known, 'the rows that it knows, each once');
      }
      const all = chains.flatMap(({ rows }) => rows);
      assert.equal(sum(all), sum([...all].reverse()));
    }),
  );
});
