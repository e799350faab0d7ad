/** Random and mutated lines through the reader of what printers say: no throw, bounded memory, every byte accounted for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from './identity.codec.ts';
import { StatusDecoder, statusOf, statusOfAutomatic } from './status.codec.ts';

const INPUTS = 150_000;
const GOOD = [
  '12',
  '1a',
  '72',
  '10000f0f',
  '18000c0f',
  '3722414243440',
  '37224142434400',
  '5f45504f534e00',
  '0c',
  '00',
];

/** A generator of its own, so that a failure names its seed (Marsaglia, xorshift). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Good frames one behind the other, some bytes of them changed, left out or doubled. */
function mutated(next: () => number): Uint8Array {
  const bytes: number[] = [];
  for (let part = next() % 5; part >= 0; part--) {
    bytes.push(...Buffer.from(GOOD[next() % GOOD.length] ?? '', 'hex'));
    if (next() % 3 === 0) bytes[next() % (bytes.length + 1)] = next() & 0xff;
    if (next() % 5 === 0) bytes.splice(next() % (bytes.length + 1), 1);
    if (next() % 7 === 0) bytes.push(next() & 0xff);
  }
  return Uint8Array.from(bytes);
}

test('150,000 random and mutated lines: nothing throws, no byte is lost, and the reader holds no more than one frame', () => {
  const next = generator(20_261_122);
  const decoder = new StatusDecoder();
  let given = 0;
  let accounted = 0;
  for (let input = 0; input < INPUTS; input++) {
    const bytes = mutated(next);
    given += bytes.length;
    for (const frame of decoder.push(bytes)) {
      if (frame.kind === 'status' || frame.kind === 'reached') accounted += 1;
      else if (frame.kind === 'process') accounted += 7;
      else if (frame.kind === 'info') {
        accounted += frame.text.length + 2;
        factsOf([frame.text]);
      } else accounted += frame.bytes.length;
      if (frame.kind === 'automatic') statusOfAutomatic(frame.bytes);
      if (frame.kind === 'status') statusOf(frame.byte, frame.byte, frame.byte);
    }
    assert.ok(given - accounted < 82, `input ${input}`);
  }
  assert.ok(given > INPUTS);
});
