import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisplayReader } from './simulated-display.ts';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [part])));
const read = (dialect: 'escpos' | 'cd5220', ...parts: readonly (string | number)[]): DisplayReader => {
  const reader = new DisplayReader({ dialect, columns: 20 });
  reader.push(bytes(...parts));
  return reader;
};
const shown = (reader: DisplayReader): readonly string[] => reader.lines.map((line) => line.trimEnd());

test('letters run from the upper line into the lower one and back, as the overwrite mode of the manual says', () => {
  assert.deepEqual(shown(read('escpos', 'A'.repeat(20), 'B'.repeat(20), 'C')), [`C${'A'.repeat(19)}`, 'B'.repeat(20)]);
});

test('US $ goes to a place, CAN clears its line only, CLR both', () => {
  assert.deepEqual(shown(read('escpos', 'top', 0x1f, 0x24, 18, 2, 'low')), ['top', `${' '.repeat(17)}low`]);
  assert.deepEqual(shown(read('escpos', 'top', 0x1f, 0x24, 1, 2, 'low', 0x1f, 0x24, 3, 1, 0x18)), ['', 'low']);
  assert.deepEqual(shown(read('escpos', 'top', 0x0c)), ['', '']);
  assert.deepEqual(read('escpos', 0x1f, 0x24, 21, 1).unknownCommands, ['1f241501']);
});

test('ESC t decides what the upper bytes mean, and ESC @ forgets it', () => {
  assert.deepEqual(shown(read('escpos', 0x1b, 0x74, 19, 0xd5)), ['€', '']);
  assert.deepEqual(shown(read('escpos', 0x1b, 0x74, 16, 0x80)), ['€', '']);
  assert.deepEqual(shown(read('escpos', 0x1b, 0x74, 19, 0x1b, 0x40, 0x82)), ['é', '']);
});

test('in the vertical mode the lower line moves up for the letter that has no room', () => {
  const reader = read('escpos', 0x1f, 0x02, 'A'.repeat(20), 'B'.repeat(20), 'C');
  assert.deepEqual(shown(reader), ['B'.repeat(20), 'C']);
});

test('CD5220 writes whole lines, and after them obeys nothing but CLR and CAN', () => {
  const strings = ['\u001bQA', 'top', 0x0d, '\u001bQB', 'low', 0x0d] as const;
  assert.deepEqual(shown(read('cd5220', ...strings)), ['top', 'low']);
  const disobeyed = read('cd5220', ...strings, 0x1b, 0x6c, 1, 1, 'X', 0x1b, 0x40);
  assert.deepEqual(shown(disobeyed), ['top', 'low']);
  assert.deepEqual(disobeyed.unknownCommands, ['1b6c0101', '58', '1b40']);
  assert.deepEqual(shown(read('cd5220', ...strings, 0x18, 0x1b, 0x6c, 2, 1, 'X')), [' X', 'low']);
  assert.deepEqual(shown(read('cd5220', ...strings, 0x0c, 'new')), ['new', '']);
});

test('a command cut into single bytes is the same command', () => {
  const whole = bytes(0x1b, 0x40, 0x1f, 0x24, 1, 2, 'low', 0x1b, 0x74, 19, 0xd5);
  const reader = new DisplayReader({ dialect: 'escpos', columns: 20 });
  for (const byte of whole) reader.push(Uint8Array.of(byte));
  assert.deepEqual(shown(reader), ['', 'low€']);
});
