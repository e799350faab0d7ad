/**
 * The real canvas with the real fonts: what an Arabic receipt looks like, by its ink.
 */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import * as canvas from '@napi-rs/canvas';
import type { LayoutCell, LayoutRow } from '#domain/receipt/receipt.ts';
import { type Bitmap, isBlack } from './bitmap.ts';
import { createPainter, registerFonts } from './painter.ts';
import { PROFILE_NAMES, printerProfile } from './profile.ts';

const FONTS = ['noto-sans/400Regular/NotoSans_400Regular', 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular'];
registerFonts(
  canvas,
  FONTS.map((name) =>
    fileURLToPath(new URL(`../../../../node_modules/@expo-google-fonts/${name}.ttf`, import.meta.url)),
  ),
);

function painterOf(name: string): ReturnType<typeof createPainter> {
  const profile = printerProfile(name);
  assert.ok(profile);
  return createPainter({ canvas, profile });
}

function row(...cells: readonly LayoutCell[]): Extract<LayoutRow, { kind: 'cells' }> {
  return { kind: 'cells', cells, bold: false, double: false };
}

function inkBetween(bitmap: Bitmap, from: number, to: number): number {
  let ink = 0;
  for (let y = 0; y < bitmap.dotsHigh; y++) for (let x = from; x < to; x++) if (isBlack(bitmap, x, y)) ink++;
  return ink;
}

test('no. 9: Arabic letters are joined: a word is narrower than its letters one by one', () => {
  const painter = painterOf('TM-T88V');
  const word = 'الحليب';
  const alone = [...word].reduce((sum, letter) => sum + painter.measure(letter, false), 0);
  assert.ok(painter.measure(word, false) < 0.85 * alone, `${painter.measure(word, false)} against ${alone}`);
});

test('no. 9: in an Arabic row the label stands on the right and the amount on the left', () => {
  const cells = [
    { text: 'حليب', column: 0, columns: 30, align: 'start' as const },
    { text: '12,50', column: 36, columns: 6, align: 'end' as const },
  ];
  const bitmap = painterOf('TM-T88V').paint(row(...cells), 'rtl');
  assert.ok(inkBetween(bitmap, 400, 512) > 50, 'the label');
  assert.ok(inkBetween(bitmap, 0, 80) > 50, 'the amount');
  assert.equal(inkBetween(bitmap, 120, 380), 0);
  const mirrored = painterOf('TM-T88V').paint(row(...cells), 'ltr');
  assert.ok(inkBetween(mirrored, 0, 112) > 50);
});

test('no. 9: a word reads from right to left: its first letter is the rightmost ink', () => {
  const painter = painterOf('TM-T88V');
  const cell = { column: 0, columns: 42, align: 'start' as const };
  // Alif is one thin stroke; seen from the right edge it comes before the wide body of the sheen.
  const bitmap = painter.paint(row({ ...cell, text: 'اش' }), 'rtl');
  const wide = painter.paint(row({ ...cell, text: 'شا' }), 'rtl');
  assert.ok(
    inkBetween(bitmap, 504, 512) < inkBetween(wide, 504, 512) ||
      inkBetween(bitmap, 496, 512) < inkBetween(wide, 496, 512),
  );
});

test('no row is cut off at the top or the bottom, on any paper', () => {
  for (const name of PROFILE_NAMES.filter((profile) => printerProfile(profile)?.image !== 'none')) {
    const bitmap = painterOf(name).paint(row({ text: 'Àفيجلآ', column: 0, columns: 20, align: 'start' }), 'rtl');
    assert.ok(inkBetween(bitmap, 0, bitmap.dotsWide) > 0, name);
    const edges = { ...bitmap, dotsHigh: 1 };
    assert.equal(inkBetween(edges, 0, bitmap.dotsWide), 0, `${name}: top`);
    const last = { ...edges, bits: bitmap.bits.subarray((bitmap.dotsHigh - 1) * (bitmap.dotsWide / 8)) };
    assert.equal(inkBetween(last, 0, bitmap.dotsWide), 0, `${name}: bottom`);
  }
});
