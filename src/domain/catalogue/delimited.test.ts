import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Delimiter } from './delimited.ts';
import { delimitedLine, DelimitedReader, DELIMITERS, detectDelimiter, LINE_CHARACTERS_MAX } from './delimited.ts';

function read(text: string, delimiter: Delimiter = ';', chunk = text.length || 1) {
  const reader = new DelimitedReader(delimiter);
  const lines = [];
  for (let at = 0; at < text.length; at += chunk) lines.push(...reader.push(text.slice(at, at + chunk)));
  return [...lines, ...reader.end()];
}

test('lines end as on any system, and empty lines are left out', () => {
  assert.deepEqual(read('a;b\r\nc;d\n\n\re;f'), [
    { number: 1, fields: ['a', 'b'] },
    { number: 2, fields: ['c', 'd'] },
    { number: 5, fields: ['e', 'f'] },
  ]);
});

test('a quoted field holds delimiters, quotes and line breaks', () => {
  assert.deepEqual(read('1;"a;b";"say ""hi"""\n2;"two\nlines";x\n3;;\n'), [
    { number: 1, fields: ['1', 'a;b', 'say "hi"'] },
    { number: 2, fields: ['2', 'two\nlines', 'x'] },
    { number: 4, fields: ['3', '', ''] },
  ]);
});

test('quotes that quote nothing are letters of the name', () => {
  assert.deepEqual(read('1;Vis 5";x\n2;"Le Petit" fromage;y'), [
    { number: 1, fields: ['1', 'Vis 5"', 'x'] },
    { number: 2, fields: ['2', '"Le Petit" fromage', 'y'] },
  ]);
});

test('a quote that is never closed costs its own line and not the rest of the file', () => {
  const lines = read(`1;"open;x\n${Array.from({ length: 50 }, (_, at) => `${at + 2};name;y\n`).join('')}`);
  assert.equal(lines.length, 51);
  assert.deepEqual(lines[0], { number: 1, fields: [], problem: 'quote-unclosed' });
  assert.deepEqual(lines[50], { number: 51, fields: ['51', 'name', 'y'] });
});

test('a line too long for any product is refused and the next is read', () => {
  const lines = read(`1;a\n${'x'.repeat(LINE_CHARACTERS_MAX * 3)}\n3;c\n`, ';', 4096);
  assert.deepEqual(lines, [
    { number: 1, fields: ['1', 'a'] },
    { number: 2, fields: [], problem: 'line-too-long' },
    { number: 3, fields: ['3', 'c'] },
  ]);
});

test('however the text is cut, the lines are the same', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab;",\t\r\n'), maxLength: 80 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), fc.constantFrom(...DELIMITERS), (whole, chunk, delimiter) => {
      assert.deepEqual(read(whole, delimiter, chunk), read(whole, delimiter));
    }),
    { numRuns: 2000 },
  );
});

test('what we write is read back by us and by another reader of the format', () => {
  const field = fc.string({ unit: fc.constantFrom(...'ab;",\t\n '), maxLength: 6 });
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(rows, fc.constantFrom(...DELIMITERS), (table, delimiter) => {
      const text = table.map((fields) => delimitedLine(fields, delimiter)).join('');
      assert.deepEqual(
        read(text, delimiter).map(({ fields }) => fields),
        table,
      );
      assert.deepEqual(parse(text, { delimiter, relax_column_count: true }), table);
    }),
    { numRuns: 500 },
  );
});

test('the delimiter is the one under which the header makes sense', () => {
  const known = (fields: readonly string[]) => fields.filter((field) => ['ean', 'nom', 'prix'].includes(field)).length;
  assert.equal(detectDelimiter('ean;nom;prix', known), ';');
  assert.equal(detectDelimiter('ean\tnom, complet\tprix', known), '\t');
  assert.equal(detectDelimiter('ean,"nom","a;b;c;d"', known), ',');
});
