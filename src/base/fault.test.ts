/** Holds the list of faults and the page that explains them to each other, both ways. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FAULT_CODES, Fault } from './fault.ts';

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
const explained = [...page.matchAll(/^\| `([a-z.-]+)` \|/gm)].map(([, code]) => code);

test('every fault is explained once in docs/faults.md, and no other is', () => {
  assert.deepEqual(explained.toSorted(), [...FAULT_CODES].toSorted());
});

test('every explanation says the cause, what the cashier sees and what support does', () => {
  const rows = page.split('\n').filter((line) => /^\| `/.test(line));
  for (const row of rows) {
    const cells = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    assert.equal(cells.length, 4, row);
    assert.ok(
      cells.every((cell) => cell.length > 5),
      row,
    );
  }
});

test('a fault says its code and its detail to the log', () => {
  const fault = new Fault('printer.paper-out', 'the roll of printer-1', { cause: new Error('status 0x0c') });
  assert.equal(fault.message, 'printer.paper-out: the roll of printer-1');
  assert.equal(fault.code, 'printer.paper-out');
});
