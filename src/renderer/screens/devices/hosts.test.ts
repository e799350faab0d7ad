import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostsIn } from './hosts.ts';

test('hosts are read as people write them, apart by commas or spaces', () => {
  assert.deepEqual(hostsIn(' 192.168.1.50, caisse-1.local:9101;tcp://10.0.0.8:9100/ [fe80::1]:9100 ::1 cuisine '), {
    kind: 'hosts',
    hosts: ['192.168.1.50', 'caisse-1.local:9101', '10.0.0.8:9100', '[fe80::1]:9100', '::1', 'cuisine'],
  });
  assert.deepEqual(hostsIn('10.0.0.8 10.0.0.8'), { kind: 'hosts', hosts: ['10.0.0.8'] });
  assert.deepEqual(hostsIn(' '), { kind: 'hosts', hosts: [] });
});

test('what can be no host is named, and nothing is asked', () => {
  const nonsense = [
    '-o',
    'http://x',
    '192.168.1',
    '192.168.1.500',
    'x:99999',
    'x:0',
    '[zz]:1',
    '???',
    'x:y',
    'é',
    '1:2',
    'a..b',
  ];
  for (const host of nonsense) assert.deepEqual(hostsIn(`10.0.0.8 ${host}`), { kind: 'wrong', host }, host);
});
