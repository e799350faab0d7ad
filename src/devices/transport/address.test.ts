import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DeviceAddress, parseAddress } from './transport.ts';

const PLAIN = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
const BY_ID = '/dev/serial/by-id/usb-Prolific_Technology_Inc._USB-Serial_Controller-if00-port0';

const GOOD: readonly (readonly [string, DeviceAddress])[] = [
  ['tcp://10.0.0.8:9100', { kind: 'tcp', host: '10.0.0.8', port: 9100 }],
  ['tcp://[::1]:9100', { kind: 'tcp', host: '::1', port: 9100 }],
  ['tcp://caisse-2.local:9100', { kind: 'tcp', host: 'caisse-2.local', port: 9100 }],
  ['serial:///dev/ttyS0', { kind: 'serial', path: '/dev/ttyS0', ...PLAIN }],
  ['serial://COM3?baud=19200', { kind: 'serial', path: 'COM3', ...PLAIN, baud: 19_200 }],
  [
    `serial://${BY_ID}?baud=2400&data=7&parity=even&stop=2&flow=xonxoff`,
    { kind: 'serial', path: BY_ID, baud: 2400, dataBits: 7, parity: 'even', stopBits: 2, flow: 'xonxoff' },
  ],
  ['hid://0c2e:0B61', { kind: 'hid', vendorId: 0x0c2e, productId: 0x0b61 }],
  ['hid://0c2e:0b61?serial=A1%26B2', { kind: 'hid', vendorId: 0x0c2e, productId: 0x0b61, serial: 'A1&B2' }],
  ['usb:///dev/usb/lp0', { kind: 'usb', path: '/dev/usb/lp0' }],
  ['pcsc://ACS%20ACR122U', { kind: 'pcsc', reader: 'ACS ACR122U' }],
  ['pcsc://', { kind: 'pcsc', reader: '' }],
  ['cups://TM-T20', { kind: 'cups', queue: 'TM-T20' }],
  ['cups://127.0.0.1:6631/Re%C3%A7us', { kind: 'cups', queue: 'Reçus', server: '127.0.0.1:6631' }],
  ['wedge:', { kind: 'wedge' }],
  ['camera:', { kind: 'camera' }],
];

const BAD: readonly string[] = [
  '',
  'tcp://',
  'tcp://host',
  'tcp://host:0',
  'tcp://host:70000',
  'tcp://a b:1',
  'tcp://-oProxyCommand=x:1\n',
  'serial://ttyS0',
  'serial:///dev/../etc/passwd',
  'serial:///dev/ttyS0?baud=0',
  'serial:///dev/ttyS0?baud=9600.5',
  'serial:///dev/ttyS0?baud=fast',
  'serial:///dev/ttyS0?data=6',
  'serial:///dev/ttyS0?parity=mark',
  'serial:///dev/ttyS0?flow=dtr',
  'serial:///dev/ttyS0?colour=red',
  'serial:///dev/ttyS0?baud=9600&baud=19200',
  'hid://c2e:b61',
  'hid://0c2e:0b61?serial=%',
  'usb://lp0',
  'usb:///dev/usb/../../etc/passwd',
  'pcsc:reader',
  'cups://',
  'cups://-o',
  'cups://%2Do',
  'cups://queue%2Fname',
  'cups://a%00b',
  'wedge:x',
  'ftp://host:1',
];

test('every kind of address says what is opened, and how', () => {
  for (const [text, address] of GOOD) assert.deepEqual(parseAddress(text), address, text);
});

test('what cannot be opened, or would reach past a device, is refused by name', () => {
  for (const text of BAD) {
    assert.throws(() => parseAddress(text), { name: 'Fault', code: 'device.address-invalid' }, text);
  }
});
