import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostAddress } from './host-address.ts';
import { isSameLine } from './same-line.ts';

test('a host is understood as people write it, with the port of receipt printers where none is said', () => {
  assert.deepEqual(
    [
      '10.0.0.8',
      'caisse-2.local',
      'localhost:9101',
      ' tcp://10.0.0.8:9100 ',
      'tcp://caisse',
      '[::1]',
      '[::1]:9101',
      'fe80::1',
    ].map(hostAddress),
    [
      'tcp://10.0.0.8:9100',
      'tcp://caisse-2.local:9100',
      'tcp://localhost:9101',
      'tcp://10.0.0.8:9100',
      'tcp://caisse:9100',
      'tcp://[::1]:9100',
      'tcp://[::1]:9101',
      'tcp://[fe80::1]:9100',
    ],
  );
});

test('what is no host is no address', () => {
  for (const typed of [
    '',
    '-o',
    'a b',
    'http://x',
    'http://10.0.0.8:80',
    '10.0.0.8;rm',
    '\u202e',
    'x:0',
    'x:70000',
    'x:',
    '[::1',
    '::1]',
    'tcp://',
    'x/y',
    'host-',
  ]) {
    assert.equal(hostAddress(typed), null, typed);
  }
});

test('this machine is one machine under all its names, and another port of it is another device', () => {
  const names = ['tcp://localhost:9100', 'tcp://LOCALHOST:9100', 'tcp://127.0.0.1:9100', 'tcp://[::1]:9100'];
  for (const one of names) for (const other of names) assert.equal(isSameLine(one, other), true, `${one} ${other}`);
  assert.equal(isSameLine('tcp://localhost:9100', 'tcp://127.0.0.1:9101'), false);
  assert.equal(isSameLine('tcp://localhost:9100', 'tcp://10.0.0.8:9100'), false);
});
