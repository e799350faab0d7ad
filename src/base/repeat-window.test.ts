import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countRead, NOTHING_SEEN } from './repeat-window.ts';

/** Which of these reads count. */
function counted(reads: readonly (readonly [text: string, atMs: number])[], windowMs: number): number[] {
  let state = NOTHING_SEEN;
  return reads.flatMap(([text, atMs]) => {
    const step = countRead(state, { text, atMs, windowMs });
    ({ state } = step);
    return step.counts ? [atMs] : [];
  });
}

test('no. 13: a code that stays before a camera is one scan, and another one once it was away', () => {
  const held = Array.from({ length: 50 }, (_, index) => ['A', index * 100] as const);
  assert.deepEqual(counted([...held, ['A', 6_400], ['A', 7_000]], 1_500), [0, 6_400]);
});

test('no. 13: a trigger scanner counts two equal articles, however quickly, unless it is set up otherwise', () => {
  assert.deepEqual(counted([['A', 0], ['A', 40]], 0), [0, 40]); // prettier-ignore
  assert.deepEqual(counted([['A', 0], ['A', 40]], 300), [0]); // prettier-ignore
});

test('no. 13: another code is never delayed, also when two lie side by side', () => {
  assert.deepEqual(counted([['A', 0], ['B', 1], ['A', 100], ['B', 101], ['C', 102]], 1_500), [0, 1, 102]); // prettier-ignore
});

test('no. 13: whatever comes, a code not seen within the window counts at once, and little is remembered', () => {
  const reads = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 0, max: 2_000 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(reads, fc.integer({ min: 1, max: 2_000 }), (gaps, windowMs) => {
      let state = NOTHING_SEEN;
      let atMs = 0;
      const last = new Map<string, number>();
      for (const [text, gapMs] of gaps) {
        atMs += gapMs;
        const step = countRead(state, { text, atMs, windowMs });
        ({ state } = step);
        assert.equal(step.counts, atMs - (last.get(text) ?? -Infinity) >= windowMs);
        last.set(text, atMs);
      }
    }),
  );
  let state = NOTHING_SEEN;
  for (let at = 0; at < 10_000; at += 1) ({ state } = countRead(state, { text: String(at), atMs: at, windowMs: 1e9 }));
  assert.ok(state.length <= 64);
});
