import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDevices, readDevicesFile } from './devices-file.ts';

const file = (...devices: readonly unknown[]): string => JSON.stringify({ devices });
const PRINTER = {
  id: 'p',
  kind: 'printer',
  name: 'TM',
  address: 'tcp://10.0.0.8:9100',
  profile: 'TM-T88V',
  drawer: true,
  drawerPin: 5,
};

test('a devices file names its devices', () => {
  assert.deepEqual(parseDevices(file(PRINTER), 'devices.json'), [PRINTER]);
  assert.deepEqual(readDevicesFile('/nowhere/at/all/devices.json'), []);
});

test('what is wrong in a devices file is said with its place', () => {
  const wrong = (text: string, detail: RegExp): void => {
    assert.throws(() => parseDevices(text, 'devices.json'), { name: 'Fault', code: 'device.file-invalid', detail });
  };
  wrong('{', /devices\.json is not JSON/);
  wrong('[]', /devices\.json: the file/);
  wrong(file({ ...PRINTER, address: '10.0.0.8' }), /devices\.0\.address: an address is written tcp:\/\/host:port/);
  wrong(file({ ...PRINTER, kind: 'toaster' }), /devices\.0\.kind/);
  wrong(file({ ...PRINTER, drawerPin: 3 }), /devices\.0\.drawerPin/);
  wrong(file(PRINTER, PRINTER), /two devices have the same id/);
});
