import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code128Modules, ean13Modules } from './bars.ts';

const bits = (modules: readonly boolean[] | null): string =>
  (modules ?? []).map((black) => (black ? '1' : '0')).join('');

test('an EAN-13 has the modules of the published example 5901234123457', () => {
  const wanted = '10100010110100111011001100100110111101001110101010110011011011001000010101110010011101000100101';
  assert.equal(bits(ean13Modules('5901234123457')), wanted);
  assert.equal(ean13Modules('590123412345'), null);
  assert.equal(ean13Modules('5901234123458'), null);
});

test('a Code 128 has start B, its check symbol and the stop bar', () => {
  const modules = bits(code128Modules('A'));
  // Start B 104, A is 33, check (104 + 33) mod 103 = 34, stop.
  assert.equal(modules, '11010010000' + '10100011000' + '10001011000' + '1100011101011');
  assert.equal(code128Modules('é'), null);
});
