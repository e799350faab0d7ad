/** Hostile documents and pictures through the encoder: nothing throws, and nothing in them is ever obeyed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceiptBlock } from '#domain/receipt/receipt.ts';
import { codePagesOf } from '#sim/printer/code-pages.ts';
import { EscposReader } from '#sim/printer/escpos-reader.ts';
import { encodeReceipt } from './encode.ts';
import { dithered, logoSize } from './logo.ts';
import { PROFILE_NAMES, printerProfile } from './profile.ts';
import { hasRealTime, withoutRealTime } from './real-time.ts';

const DOCUMENTS = 4_000;
const PICTURES = 100_000;
/** Commands as text, half surrogates, marks of direction, and what a code page might make a command of. */
const PIECES = [
  '\x1bp\x00\x32\x64',
  '\x10\x14\x01\x00\x01',
  '\x10\x04\x01',
  '\x1dV\x00',
  '\x1b@',
  '\ud83d',
  '\ude00',
  '\u202e',
  '\u0000',
  '\u0010\u0004',
  'Œ',
  '€',
  '北',
  'ع',
  '{C{A{{',
  ' '.repeat(60),
  'x'.repeat(70),
  '3017620422003',
];

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test('4,000 hostile documents on every profile: one cut at most, no kick, no command that nobody knows', () => {
  const next = generator(7);
  const text = (): string =>
    Array.from({ length: next(5) }, () => PIECES[next(PIECES.length)] ?? '').join('') +
    String.fromCharCode(...Array.from({ length: next(6) }, () => next(0x10000)));
  const block = (): ReceiptBlock => {
    switch (next(5)) {
      case 0:
        return { kind: 'pair', start: text(), end: text() };
      case 1:
        return { kind: 'qr', data: text() };
      case 2:
        return { kind: 'barcode', symbology: next(2) === 0 ? 'ean13' : 'code128', data: text() };
      case 3:
        return { kind: 'text', text: text(), size: 'double', bold: true };
      default:
        return { kind: 'rule' };
    }
  };
  for (let number = 0; number < DOCUMENTS; number++) {
    const profile = printerProfile(PROFILE_NAMES[number % PROFILE_NAMES.length] ?? '');
    assert.ok(profile);
    const document = { language: 'fr' as const, blocks: Array.from({ length: 1 + next(4) }, block) };
    const bytes = encodeReceipt(document, { profile, painter: null, processId: null });
    assert.equal(hasRealTime(bytes), false, `document ${number}`);
    const reader = new EscposReader({ codePages: codePagesOf(profile.name), columns: profile.columns });
    const events = reader.push(bytes);
    const cuts = events.filter((event) => event.kind === 'paper' && event.item.kind === 'cut').length;
    assert.equal(cuts, profile.cut === 'none' ? 0 : 1, `document ${number}`);
    assert.equal(
      events.some((event) => ['kick', 'unknown', 'process', 'name', 'paper-status'].includes(event.kind)),
      false,
      `document ${number}`,
    );
  }
});

test('100,000 rows of dots: none holds a real-time command afterwards, and no dot of it is lost', () => {
  const next = generator(11);
  const risky = [0x10, 0x10, 0x04, 0x05, 0x14, 0x01];
  for (let picture = 0; picture < PICTURES; picture++) {
    const dots = Uint8Array.from({ length: 1 + next(24) }, () =>
      next(2) === 0 ? (risky[next(risky.length)] ?? 0) : next(256),
    );
    const clean = withoutRealTime(dots);
    assert.equal(hasRealTime(clean), false);
    for (let at = 0; at < dots.length; at++) assert.equal((clean[at] ?? 0) & (dots[at] ?? 0), dots[at]);
  }
});

test('a picture of any size is dithered to the width of the paper, black stays black and white stays white', () => {
  const next = generator(13);
  for (let number = 0; number < 300; number++) {
    const profile = printerProfile(PROFILE_NAMES[number % PROFILE_NAMES.length] ?? '');
    assert.ok(profile);
    const { width, height } = logoSize({ width: 1 + next(4_000), height: 1 + next(900) }, profile);
    assert.ok(width >= 1 && width <= profile.dots && height >= 1 && height <= 320);
    const shade = [0, 255, next(256)][number % 3] ?? 0;
    const bitmap = dithered({ width, height, grey: new Uint8Array(width * height).fill(shade) }, profile.dots);
    assert.equal(bitmap.dotsWide, profile.dots);
    assert.equal(bitmap.bits.length, (profile.dots / 8) * height);
    const black = bitmap.bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    if (shade === 0) assert.equal(black, width * height);
    if (shade === 255) assert.equal(black, 0);
  }
});
