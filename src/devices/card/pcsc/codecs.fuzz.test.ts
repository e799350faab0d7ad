/** 90,000 random and mutated answers and memories: nothing throws, nothing runs on, and no text is half a text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAnswer } from './apdu.codec.ts';
import { refusalOf } from './card-number.ts';
import { bytesNeeded, memoryText } from './ndef.codec.ts';

const ANSWERS = 40_000;
const MEMORIES = 50_000;
const LONGEST_MESSAGE = 4 + 0xffff + 0xffff;
const GOOD = [
  'e1101200 0314 d1 01 10 54 02 656e 48656c6c6f2c20576f726c6421 fe',
  'e1106d00 0103a00c34 0203a0c044 0000 0306 d1 01 02 54 00 41 fe',
  'e1106d00 030c 92 01 02 78 0102 51 01 02 54 00 41 fe',
].map((hex) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex')));

test('no answer of a reader makes a customer unless it ends in 9000 and its number has four bytes or more', () => {
  const roll = dice(20_261_122);
  for (let run = 0; run < ANSWERS; run++) {
    const bytes = Uint8Array.from({ length: roll(20) }, () => roll(256));
    if (roll(3) === 0) bytes.set([0x90, 0x00].slice(0, bytes.length), Math.max(0, bytes.length - 2));
    const answer = parseAnswer(bytes);
    if (answer.kind !== 'data') continue;
    assert.deepEqual([...bytes.slice(-2)], [0x90, 0x00]);
    if (refusalOf(answer.data) !== null) continue;
    assert.ok(answer.data.length >= 4 && (answer.data.length > 4 || answer.data[0] !== 0x08));
  }
});

test('no memory throws, asks for more than a card has, or gives a text with a control character', () => {
  const roll = dice(11_222_026);
  for (let run = 0; run < MEMORIES; run++) {
    const good = GOOD[roll(GOOD.length)] ?? new Uint8Array();
    const bytes = roll(3) === 0 ? Uint8Array.from({ length: roll(64) }, () => roll(256)) : Uint8Array.from(good);
    for (let change = roll(4); change > 0 && bytes.length > 0; change--) bytes[roll(bytes.length)] = roll(256);
    const memory = bytes.subarray(0, bytes.length - roll(4));
    assert.ok(bytesNeeded(memory) <= LONGEST_MESSAGE);
    const text = memoryText(memory);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    assert.ok(text === undefined || (text.length > 0 && text.length < 256 && !/[\u0000-\u001f\u007f]/.test(text)));
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
