import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newDevice } from './set-up.ts';

test('the first printer has the drawer, and one that joins it has none until somebody says so', () => {
  const first = newDevice({ kind: 'printer', name: 'Imprimante', devices: [] });
  assert.equal(first.drawer, true);
  const second = newDevice({ kind: 'printer', name: 'Imprimante', devices: [first] });
  assert.deepEqual([second.id, second.name, second.drawer], ['printer-2', 'Imprimante 2', false]);
  const beside = newDevice({ kind: 'printer', name: 'Imprimante', devices: [{ ...first, drawer: false }] });
  assert.equal(beside.drawer, true);
});
