/** The till's table of GS1 identifiers is what the tool makes of GS1's dictionary, and the tool leaves nothing out. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DICTIONARY_FILE, TABLE_FILE, tableOf } from './gs1-table.mjs';

const dictionary = readFileSync(DICTIONARY_FILE, 'utf8');

test('the table of GS1 identifiers is the one that the dictionary kept here gives', () => {
  assert.equal(readFileSync(TABLE_FILE, 'utf8'), tableOf(dictionary));
});

test('every entry of the dictionary is a line of the table, and the table says where it is from', () => {
  const entries = dictionary.split('\n').filter((line) => /^\d/.test(line));
  const table = tableOf(dictionary);
  assert.equal(entries.length, 224);
  assert.equal(table.match(/^ {2}'/gm)?.length, entries.length);
  assert.match(table, /Apache License 2\.0/);
});

test('a line that is not understood stops the tool', () => {
  for (const line of ['01 *? Q14,csum # GTIN', '01 *?', 'GTIN *? N14', '01 *? N14 new=1', '01 *? N14,CSUM'])
    assert.throws(() => tableOf(`${line}\n`), /not understood/, line);
});
