/** 60,000 random and mutated texts: every number that comes of one is a whole one, and nothing throws. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardNumberOf, numbersWritten, sameCard } from './card.ts';

const RUNS = 60_000;
const CHARACTERS = '0123456789abcdefABCDEF:,-. \u0000\u00e9x';
const GOOD = ['51e69621', '0563537489', '230,38433', '04:a1:b2:c3:d4:e5:80', '15111713', '2196E651'];

test('whatever a reader writes, a number has four to ten bytes in hex, and the first is what is looked up', () => {
  const roll = dice(20_261_122);
  for (let run = 0; run < RUNS; run++) {
    const from =
      run % 2 === 0 ? Array.from({ length: roll(24) }, () => pick(CHARACTERS, roll)).join('') : mutated(roll);
    const read = cardNumberOf(from);
    for (const { number } of numbersWritten(from)) {
      assert.match(number, /^(?:\?\?|[0-9a-f]{2})(?:[0-9a-f]{2}){3,9}$/);
      assert.notEqual(sameCard(number, number), 'no');
    }
    if (read === null) continue;
    assert.match(read.uid, /^(?:[0-9a-f]{2}){4,10}$/);
    assert.ok(read.mayBe === undefined || (read.mayBe.length > 1 && read.mayBe[0] === read.uid));
  }
});

function mutated(roll: (below: number) => number): string {
  const text = [...(GOOD[roll(GOOD.length)] ?? '')];
  for (let change = roll(3); change >= 0; change--) {
    const at = roll(text.length + 1);
    text.splice(at, roll(2), ...(roll(2) === 0 ? [] : [pick(CHARACTERS, roll)]));
  }
  return text.join('');
}

function pick(from: string, roll: (below: number) => number): string {
  return from.charAt(roll(from.length));
}

/** Marsaglia's xorshift32: the same texts in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return below === 0 ? 0 : (state >>> 0) % below;
  };
}
