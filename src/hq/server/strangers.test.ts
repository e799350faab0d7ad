import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, seldomWarned } from './strangers.ts';

test('who has a line of version 6 is one address, however it is written; of version 4 each is one', () => {
  const same = ['2001:db8:0:7::1', '2001:0db8:0000:0007:ffff:1:2:3', '2001:DB8:0:7:1::', '2001:db8:0:7::1%eth0'];
  assert.deepEqual([...new Set(same.map(addressOf))], ['2001:db8:0:7::/64']);
  assert.notEqual(addressOf('2001:db8:0:8::1'), addressOf('2001:db8:0:7::1'));
  assert.equal(addressOf('2001:db8::8:0:0:0:1'), '2001:db8:0:8::/64');
  assert.equal(addressOf('::1'), '0:0:0:0::/64');
  assert.equal(addressOf('::ffff:10.0.0.7'), '10.0.0.7');
  assert.equal(addressOf('10.0.0.8'), '10.0.0.8');
});

test('a line about what comes a thousand times is written once a second, and says how often it came', () => {
  const lines: unknown[] = [];
  let nowMs = 0;
  const note = (event: string, fields?: object): void => void lines.push([event, fields]);
  const warn = seldomWarned({
    log: { info: note, warn: note, error: note },
    clock: { wallMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined },
  });
  for (let time = 0; time < 1_000; time++) warn('too-many', { address: 'a' });
  warn('unreadable', {});
  nowMs = 1_000;
  warn('too-many', { address: 'b' });
  assert.deepEqual(lines, [
    ['too-many', { address: 'a', before: 0 }],
    ['unreadable', { before: 0 }],
    ['too-many', { address: 'b', before: 999 }],
  ]);
});
