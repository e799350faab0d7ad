/**
 * Whether the bench works, at sizes that say nothing about speed: a figure for each row of the budget, each well
 * formed. No verdict is looked at, because a test is not timed.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { bench } from './bench.ts';
import { growth, judge, median, quantile } from './figure.ts';
import { SCALES } from './scale.ts';

const ROWS = [
  /^scan byte to painted line, 1 k products$/,
  /^burst of 3 scans a second/,
  /^till time of a scan beside an empty request, p99/,
  /^sale committed, beside write \+ fsync/,
  /^sale committed, every fsync slowed by 5 ms$/,
  /^syncs in the commit of a sale$/,
  /^syncs from first scan to last device byte$/,
  /^barcode lookup, /,
  /^search, two letters, /,
  /^search, a typing mistake, /,
  /^changed catalogue: barcode lookup, /,
  /^changed catalogue: search, two letters, /,
  /^changed catalogue: search, a typing mistake, /,
  /^start to first scan, cold, /,
  /^start just after an update that changed a projection, cold, /,
  /^memory of the till process, /,
  /^receipt of 40 lines to bytes$/,
  /^network: last byte to painted line$/,
  /^serial line: last byte to painted line$/,
  /^HID: last report to painted line$/,
  /^keyboard: last key to painted line$/,
  /^camera: first picture with the code to painted line$/,
  /^receipt queued to last byte, network$/,
  /^receipt queued to last byte, serial line of 9600 baud$/,
  /^receipt queued to last byte, serial line of 19200 baud$/,
  /^receipt queued to last byte, serial line of 115200 baud$/,
  /^sales verified and taken in beside the same without the checks, 1 connection$/,
  /^sales verified and taken in beside the same without the checks, 4 connections$/,
  /^rows that a replay of a whole day adds$/,
  /^a till back with 8 sales of three days: all of them at headquarters$/,
  /^a till back with 8 sales of three days: a sale meanwhile beside a sale with nothing to send$/,
  /^a price changed at headquarters is heard by 2 listening tills$/,
  /^a price changed at headquarters is heard by 3 listening tills$/,
  /^3 tills push a sale at the same moment$/,
  /^50 price changes to 2 tills at once$/,
  /^a new till reads a snapshot of 100 products$/,
  /^memory that headquarters took for that snapshot$/,
  /^100 stores: takings of today, all stores$/,
  /^100 stores: large tables that a page reads from end to end$/,
];

test('the bench gives a well-formed figure for every row of the budget', async () => {
  const figures = await bench(SCALES.tiny);
  for (const figure of figures) {
    assert.deepEqual(Object.keys(figure), ['name', 'budget', 'figure', 'verdict', 'growth']);
    assert.match(figure.verdict, /^(ok|over)$/, figure.name);
    assert.doesNotMatch(`${figure.figure} ${figure.growth}`, /NaN|Infinity|undefined/, figure.name);
  }
  for (const row of ROWS) assert.equal(figures.filter((figure) => row.test(figure.name)).length, 1, String(row));
});

test('the verdict is taken on the best round, the figure is the median', () => {
  const figure = judge({ name: 'x', budget: '< 2 ms', unit: 'ms', rounds: [5, 1, 3], limit: 2 });
  const expected = { name: 'x', budget: '< 2 ms', figure: '3.00 ms (best 1.00)', verdict: 'ok', growth: '–' };
  assert.deepEqual(figure, expected);
  assert.equal(judge({ name: 'x', budget: '< 2 ms', unit: 'ms', rounds: [5, 3], limit: 2 }).verdict, 'over');
});

test('medians and quantiles are values that were measured, growth is a ratio', () => {
  assert.equal(median([4, 1, 3]), 3);
  assert.equal(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.99), 10);
  assert.equal(growth(['10 k', 2], ['1 M', 3]), '10 k → 1 M: ×1.50');
});
