/** The PDF of a Z, opened again by Poppler: its text has the figures, its pages are A4, Arabic is there as letters. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import * as canvas from '@napi-rs/canvas';
import { closingSheet } from '#domain/closing-file/closing-file.ts';
import { closingFileOf } from '#domain/closing-file/testing.ts';
import { registerFonts } from '../printer/printer.ts';
import { drawSheet } from './sheet.ts';

before(() => {
  const require = createRequire(import.meta.url);
  const folder = (name: string): string => dirname(require.resolve(`@expo-google-fonts/${name}/package.json`));
  registerFonts(canvas, [
    join(folder('noto-sans'), '400Regular', 'NotoSans_400Regular.ttf'),
    join(folder('noto-sans'), '700Bold', 'NotoSans_700Bold.ttf'),
    join(folder('noto-sans-arabic'), '400Regular', 'NotoSansArabic_400Regular.ttf'),
    join(folder('noto-sans-arabic'), '700Bold', 'NotoSansArabic_700Bold.ttf'),
  ]);
});

/** What a program of Poppler says of the PDF. */
function poppler(program: string, pdf: Uint8Array, args: readonly string[] = [], end: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'sheet-'));
  try {
    const file = join(folder, 'z.pdf');
    writeFileSync(file, pdf);
    const done = spawnSync(program, [...args, file, ...end], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the text of the PDF has every figure of the sheet, on A4 pages', () => {
  const sheet = closingSheet(closingFileOf('fr'));
  const pdf = drawSheet(canvas, sheet);
  const text = poppler('pdftotext', pdf, ['-layout', '-enc', 'UTF-8'], ['-']).normalize('NFKC');
  for (const cell of sheet.tables.flatMap((table) => table.rows.flatMap((row) => [row.label, ...row.cells])))
    assert.ok(text.includes(cell.replaceAll('\u00a0', ' ')), cell);
  for (const bar of sheet.bars?.bars ?? []) assert.ok(text.includes(bar.text.replaceAll('\u00a0', ' ')), bar.text);
  assert.match(text, /Sans valeur fiscale/);
  assert.match(poppler('pdfinfo', pdf), /Page size: +595 x 842 pts \(A4\)/);
});

test('in Arabic the letters are joined and the figures stand on the left', () => {
  const sheet = closingSheet(closingFileOf('ar'));
  const pdf = drawSheet(canvas, sheet);
  assert.match(poppler('pdffonts', pdf), /NotoSansArabic/);
  const box = poppler('pdftotext', pdf, ['-bbox'], ['-']);
  const at = (words: RegExp): number => Number(/xMin="([\d.]+)"/.exec(words.exec(box)?.[0] ?? '')?.[1] ?? Number.NaN);
  // The gross total of the day ends a row whose label begins at the right edge.
  assert.ok(at(/<word [^>]*>1,224\.81|<word [^>]*>224,81/) < 300, box.slice(0, 2000));
});

test('as many rows as there are go on over pages, and no row is lost', () => {
  const sheet = closingSheet(closingFileOf('fr'));
  const rows = Array.from({ length: 200 }, (_, index) => ({
    label: `Rayon ${index}`,
    cells: [`${index},00`],
    bold: false,
  }));
  const pdf = drawSheet(canvas, { ...sheet, tables: [{ title: 'Rayons', columns: ['Montant'], rows }] });
  const text = poppler('pdftotext', pdf, ['-layout', '-enc', 'UTF-8'], ['-']);
  for (const { label } of rows) assert.match(text, new RegExp(`^ *${label} +`, 'm'));
  assert.match(poppler('pdfinfo', pdf), /Pages: +[4-6]\n/);
});
