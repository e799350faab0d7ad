/**
 * A hundred thousand hostile contents: the encoders and the simulator's own reader, which must agree on every one of them
 * whatever names, amounts, columns and code pages they are given, and however the line cuts the bytes.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisplayReader } from '#sim/display/simulated-display.ts';
import { DISPLAY_CODE_PAGES, beginBytes, contentBytes } from './display.ts';

const CONTENTS = 60_000;
const NOISES = 40_000;
const DIALECTS = ['escpos', 'cd5220'] as const;

/** Mulberry32: the same hostility in each run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const SPICE = [
  '\u001b@',
  '\u001bQA',
  '\f',
  '\r',
  '\u001f$',
  '€',
  'œ',
  'é',
  'حليب',
  '\u202e',
  '\ud800',
  '🍎',
  '\u0301',
  ' ',
  '?',
];

function hostileText(roll: (below: number) => number, length: number): string {
  let text = '';
  while (text.length < length) {
    text +=
      roll(4) === 0
        ? SPICE[roll(SPICE.length)]
        : String.fromCharCode(roll(3) === 0 ? roll(0x10000) : 0x20 + roll(0x5f));
  }
  return text;
}

test('60,000 hostile contents: two whole lines, the amount at their ends, and not one byte that is no command', () => {
  const roll = dice(20_261_122);
  for (let round = 0; round < CONTENTS; round += 1) {
    const dialect = DIALECTS[roll(2)] ?? 'escpos';
    const columns = 8 + roll(33);
    const codePage = DISPLAY_CODE_PAGES[roll(DISPLAY_CODE_PAGES.length)] ?? 'ASCII';
    const model = { dialect, columns, codePage };
    const amount = String(roll(100_000_000));
    const content = {
      top: { left: hostileText(roll, roll(30)), right: amount },
      bottom: { left: hostileText(roll, roll(30)), right: hostileText(roll, roll(30)) },
    };
    const page = codePage === 'ASCII' ? 'CP437' : codePage;
    const reader = new DisplayReader({ dialect, columns, page });
    const bytes = Buffer.concat([beginBytes(model), contentBytes(content, model)]);
    const cut = roll(bytes.length);
    reader.push(bytes.subarray(0, cut));
    reader.push(bytes.subarray(cut));
    assert.deepEqual(reader.unknownCommands, []);
    assert.equal([...reader.lines[0]].length, columns);
    assert.ok(
      amount.length > columns ? /^\*+$/.test(reader.lines[0]) : reader.lines[0].endsWith(amount),
      reader.lines[0],
    );
    assert.equal(reader.lines.join('').includes('\ufffd'), false);
  }
});

test('40,000 noises on the line: the display never breaks, and the content after the next one is right again', () => {
  const roll = dice(7);
  for (let round = 0; round < NOISES; round += 1) {
    const dialect = DIALECTS[roll(2)] ?? 'escpos';
    const reader = new DisplayReader({ dialect, columns: 20 });
    const model = { dialect };
    const sale = contentBytes(
      { top: { left: 'Lait', right: '1,19' }, bottom: { left: 'TOTAL', right: '13,65' } },
      model,
    );
    const noise = Uint8Array.from({ length: roll(40) }, () =>
      roll(3) === 0 ? ([0x1b, 0x1f, 0x51, 0x0c][roll(4)] ?? 0) : roll(256),
    );
    // A command that lost its end takes the beginning of the next bytes for it; the content after that has nothing to lose.
    for (const bytes of [noise, sale, sale]) reader.push(bytes);
    assert.deepEqual(reader.lines, [`Lait${' '.repeat(12)}1,19`, `TOTAL${' '.repeat(10)}13,65`]);
    assert.ok(reader.unknownCommands.length <= 50);
  }
});
