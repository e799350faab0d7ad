import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ReceiptBlock } from './document.ts';
import { columnsOf, layoutReceipt, lineOf } from './layout.ts';

function lines(columns: number, ...blocks: readonly ReceiptBlock[]): readonly string[] {
  return layoutReceipt({ language: 'fr', blocks }, { columns }).map((row) =>
    row.kind === 'cells' ? lineOf(row.cells) : row.kind,
  );
}

test('a label that is too long wraps at words, and the amount stands whole at the end of its last row', () => {
  assert.deepEqual(lines(20, { kind: 'pair', start: 'Pain complet aux graines', end: '3,10 €' }), [
    'Pain complet',
    'aux graines   3,10 €',
  ]);
});

test('an amount that leaves no room for its label gets a row of its own', () => {
  assert.deepEqual(lines(12, { kind: 'pair', start: 'Remboursement', end: '1 234 567,89' }), [
    'Remboursemen',
    't',
    '1 234 567,89',
  ]);
  assert.deepEqual(lines(12, { kind: 'pair', start: '', end: '12,00' }), ['       12,00']);
});

test('large letters count twice', () => {
  assert.deepEqual(lines(20, { kind: 'text', text: 'GRAND TOTAL', size: 'double', align: 'center' }), [
    '  GRAND',
    '  TOTAL',
  ]);
});

test('cells keep their shares of the width, and the last stands at the edge', () => {
  const cells = [
    { text: '5,5 %', eighths: 2 },
    { text: '10,00', eighths: 3, align: 'end' as const },
    { text: '0,55', eighths: 3 },
  ];
  assert.deepEqual(lines(40, { kind: 'cells', cells }), ['5,5 %              10,00            0,55']);
});

test('combining marks take no column', () => {
  assert.equal(columnsOf('e\u0301te\u0301'), 3);
  assert.equal(columnsOf('Œufs à 2 €'), 10);
});

test('no row is wider than the paper, and no letter of a label or an amount is lost', () => {
  const word = fc.array(fc.constantFrom(...'abcéœ€ 12,.'), { maxLength: 40 }).map((all) => all.join(''));
  const amount = fc
    .array(fc.constantFrom(...'0123456789,€'), { minLength: 1, maxLength: 14 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(word, amount, fc.integer({ min: 16, max: 64 }), fc.boolean(), (start, end, columns, double) => {
      const size = double ? ('double' as const) : ('normal' as const);
      const rows = lines(columns, { kind: 'pair', start, end, size });
      const widest = double ? Math.floor(columns / 2) : columns;
      for (const line of rows) assert.ok(columnsOf(line) <= widest, line);
      assert.equal(rows.join('').replaceAll(' ', ''), `${start}${end}`.replaceAll(' ', ''));
    }),
  );
});
