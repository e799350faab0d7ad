import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { code128Bars } from './code128.ts';
import { characterAt, SCANNER_LAYOUTS, type ScannerLayout } from './layout.ts';
import { learnLayout, LEARNING_CODE } from './learn.ts';
import type { Stroke } from './wedge.ts';

const BARE = { altGraph: false, capsLock: false, chord: false, repeat: false };
const CODES = [
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`),
  ...[...'0123456789'].map((digit) => `Digit${digit}`),
  'Minus',
  'Semicolon',
];

/** The keys that a scanner of this layout presses for `text`, as a machine whose characters mean nothing reports them. */
function scanOf(text: string, layout: ScannerLayout, more: Partial<Stroke> = {}): Stroke[] {
  return [...text].map((character, index) => {
    for (const code of CODES) {
      for (const shift of [false, true]) {
        if (characterAt({ code, shift, altGraph: false, layout }) !== character) continue;
        return { ...BARE, ...more, code, key: '?', shift, atMs: 100 + index * 12 };
      }
    }
    throw new Error(`no key for ${character}`);
  });
}

const key = (code: string, atMs: number): Stroke => ({ ...BARE, code, key: code, shift: false, atMs });

for (const layout of SCANNER_LAYOUTS) {
  test(`no. 10: one scan of the known code tells a ${layout} scanner, its pace and what it sends behind`, () => {
    const strokes = [...scanOf(LEARNING_CODE, layout), key('Enter', 300)];
    const learned = learnLayout({ strokes, knownCode: LEARNING_CODE });
    assert.deepEqual(learned, {
      layout,
      suffix: 'Enter',
      msPerKey: 12,
      capsLock: 'off',
      withoutPlaces: false,
      text: LEARNING_CODE,
    });
  });
}

test('no. 10: caps lock is told apart: harmless where shift makes the capitals, a trouble where it turns them round', () => {
  const caps = { capsLock: true };
  const harmless = learnLayout({ strokes: scanOf(LEARNING_CODE, 'us', caps), knownCode: LEARNING_CODE });
  assert.equal(harmless.capsLock, 'harmless');
  const small = scanOf(LEARNING_CODE.toLowerCase(), 'us', caps);
  const inverted = learnLayout({ strokes: small, knownCode: LEARNING_CODE });
  assert.deepEqual([inverted.layout, inverted.capsLock], ['us', 'inverts']);
});

test('no. 11: a scanner with Tab, with another key and with nothing behind its codes is known', () => {
  const strokes = scanOf(LEARNING_CODE, 'us');
  const suffix = (...end: Stroke[]) => learnLayout({ strokes: [...strokes, ...end], knownCode: LEARNING_CODE }).suffix;
  assert.deepEqual(
    [suffix(), suffix(key('Tab', 300)), suffix(key('F8', 300)), suffix({ ...key('KeyJ', 300), chord: true })],
    ['none', 'Tab', 'other', 'Enter'],
  );
});

test('a scanner of another layout is not guessed, and a machine without places says so', () => {
  const german = scanOf(LEARNING_CODE, 'us').map((stroke) => ({ ...stroke, shift: !stroke.shift }));
  assert.equal(learnLayout({ strokes: german.slice(1), knownCode: LEARNING_CODE }).layout, null);
  const remote = [...LEARNING_CODE].map((character, index) => ({ ...key('', index), key: character }));
  const learned = learnLayout({ strokes: remote, knownCode: LEARNING_CODE });
  assert.deepEqual([learned.layout, learned.withoutPlaces, learned.text], [null, true, LEARNING_CODE]);
  assert.equal(learnLayout({ strokes: [], knownCode: LEARNING_CODE }).text, '');
});

test('the code on the screen is one that another reader reads', async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = readFileSync(wasm);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const { bars, modules } = code128Bars(LEARNING_CODE);
  const width = (modules + 20) * 2;
  const data = new Uint8ClampedArray(width * 80 * 4).fill(255);
  for (const { at, width: barWidth } of bars) {
    for (let y = 0; y < 80; y += 1) {
      for (let x = (at + 10) * 2; x < (at + 10 + barWidth) * 2; x += 1)
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  const [read] = await readBarcodes({ data, width, height: 80 } as ImageData, { formats: ['Code128'] });
  assert.equal(read?.text, LEARNING_CODE);
});
