/** 60,000 random and damaged lines of a text reader: nothing throws, nothing grows, and the number after the noise is whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextCardDecoder } from './text-card.codec.ts';

const RUNS = 60_000;
const LETTERS = [0x02, 0x03, 0x0d, 0x0a, 0x30, 0x39, 0x41, 0x66, 0x2c, 0x3a, 0x20, 0x00, 0xff];

test('whatever the line says, a text is printable and short, and the next good frame is read', () => {
  const roll = dice(20_261_122);
  const decoder = new TextCardDecoder();
  for (let run = 0; run < RUNS; run++) {
    const noise = Uint8Array.from({ length: roll(40) }, () =>
      roll(4) === 0 ? roll(256) : (LETTERS[roll(LETTERS.length)] ?? 0),
    );
    for (const frame of decoder.push(noise)) {
      if (frame.kind === 'text') assert.match(frame.text, /^[\x20-\x7e]{1,64}$/);
    }
    const good = decoder.push(Uint8Array.of(0x02, 0x35, 0x31, 0x65, 0x36, 0x39, 0x36, 0x32, 0x31, 0x03));
    assert.deepEqual(good.at(-1), { kind: 'text', text: '51e69621' });
    assert.equal(decoder.pending, false);
  }
});

/** Marsaglia's xorshift32: the same bytes in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return below === 0 ? 0 : (state >>> 0) % below;
  };
}
