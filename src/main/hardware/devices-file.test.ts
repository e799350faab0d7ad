import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDevices, readDevicesFile, writeDevicesFile } from './devices-file.ts';

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

const TYPED = { name: 'Clavier', address: 'wedge:' };

test('a devices file names its devices', () => {
  assert.deepEqual(parseDevices(file(PRINTER), 'devices.json'), [PRINTER]);
  assert.deepEqual(readDevicesFile('/nowhere/at/all/devices.json'), []);
});

test('what is wrong in a devices file is said with its place', () => {
  const wrong = (text: string, detail: RegExp): void => {
    assert.throws(() => parseDevices(text, 'devices.json'), { name: 'Fault', code: 'device.file-invalid', detail });
  };
  wrong('{', /devices\.json: not JSON/);
  wrong('[]', /devices\.json: the file/);
  wrong(file({ ...PRINTER, address: '10.0.0.8' }), /devices\[0\]\.address: an address is written tcp:\/\/host:port/);
  wrong(file({ ...PRINTER, kind: 'toaster' }), /devices\[0\]\.kind/);
  wrong(file({ ...PRINTER, drawerPin: 3 }), /devices\[0\]\.drawerPin/);
  wrong(file({ ...PRINTER, colour: 'red' }), /devices\[0\]\.colour/);
  wrong(file(PRINTER, PRINTER), /two devices have the same id/);
});

test('every kind of device is taken with the lines that it can have, and refused with any other', () => {
  const lines = {
    printer: ['tcp://10.0.0.8:9100', 'serial:///dev/ttyS0', 'usb:///dev/usb/lp0', 'cups://TM-T20'],
    scanner: ['tcp://10.0.0.8:9100', 'serial:///dev/ttyS0', 'hid://0c2e:0b61', 'wedge:', 'camera:'],
    display: ['tcp://10.0.0.8:9100', 'serial:///dev/ttyS0'],
    card: ['pcsc://ACS', 'pcsc://', 'serial:///dev/ttyS0', 'tcp://10.0.0.8:9100', 'hid://0c2e:0b61', 'wedge:'],
  };
  const all = [...new Set(Object.values(lines).flat())];
  for (const [kind, own] of Object.entries(lines)) {
    for (const address of all) {
      const text = file({ id: 'x', kind, name: 'X', address });
      if (own.includes(address)) assert.equal(parseDevices(text, 'f')[0]?.address, address);
      else
        assert.throws(() => parseDevices(text, 'f'), { code: 'device.file-invalid', detail: /no device of this kind/ });
    }
  }
});

test('two devices with the same address are named, however it is written', () => {
  const two = (one: object, other: object): string =>
    file({ id: 'a', name: 'Première', ...one }, { id: 'b', name: 'Seconde', ...other });
  const same = [
    [
      { kind: 'printer', address: 'tcp://Printer.local:9100' },
      { kind: 'printer', address: 'tcp://printer.LOCAL:9100' },
    ],
    [
      { kind: 'printer', address: 'serial:///dev/ttyS0?baud=9600' },
      { kind: 'scanner', address: 'serial:///dev/ttyS0?baud=19200' },
    ],
    [
      { kind: 'scanner', address: 'hid://0C2E:0B61?serial=A1' },
      { kind: 'card', address: 'hid://0c2e:0b61?serial=A1' },
    ],
    [
      { kind: 'scanner', address: 'camera:' },
      { kind: 'scanner', address: 'camera:' },
    ],
  ] as const;
  for (const [one, other] of same) {
    assert.throws(() => parseDevices(two(one, other), 'f'), { detail: /same address: Première, Seconde/ });
  }
});

test('two names that may mean one card reader are refused, and two readers of different names are not', () => {
  const readers = (...names: readonly string[]): string =>
    file(...names.map((name, n) => ({ id: `c${n}`, kind: 'card', name: `Lecteur ${n}`, address: `pcsc://${name}` })));
  for (const [one, other] of [
    ['', 'ACS%20ACR122U'],
    ['ACS%20ACR122U', ''],
    ['ACS', 'ACS%20ACR122U'],
    ['ACS', 'ACS'],
  ] as const) {
    assert.throws(() => parseDevices(readers(one, other), 'f'), { detail: /same address: Lecteur 0, Lecteur 1/ });
  }
  assert.equal(parseDevices(readers('ACS', 'HID%20Omnikey', 'ACR'), 'f').length, 3);
});

test('one keyboard may have a scanner and a card reader, and one model of scanner may be there twice', () => {
  const keyboard = file({ ...TYPED, id: 'a', kind: 'scanner' }, { ...TYPED, id: 'b', kind: 'card' });
  assert.equal(parseDevices(keyboard, 'f').length, 2);
  const model = { kind: 'scanner', name: 'X', address: 'hid://0c2e:0b61' };
  assert.equal(parseDevices(file({ ...model, id: 'a' }, { ...model, id: 'b' }), 'f').length, 2);
});

test('more devices than any counter has are refused', () => {
  const many = Array.from({ length: 33 }, (_, n) => ({ ...PRINTER, id: `p${n}`, address: `tcp://10.0.0.${n}:9100` }));
  assert.throws(() => parseDevices(file(...many), 'f'), { detail: /more than 32 devices/ });
});

test('a set-up that is written is read back as it was, and leaves nothing beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devices-file-'));
  try {
    const path = join(folder, 'shop', 'devices.json');
    const devices = parseDevices(file(PRINTER), 'f');
    writeDevicesFile(path, devices);
    writeDevicesFile(path, [...devices, { id: 'w', kind: 'scanner', name: 'Clavier', address: 'wedge:' }]);
    assert.deepEqual(
      readDevicesFile(path).map(({ id }) => id),
      ['p', 'w'],
    );
    assert.deepEqual(readdirSync(join(folder, 'shop')), ['devices.json']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a disk that takes no file is a fault with a name, and the old set-up stands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devices-file-'));
  try {
    const path = join(folder, 'devices.json');
    writeDevicesFile(path, []);
    // What is written first cannot be: a folder has its name.
    mkdirSync(`${path}.new`);
    assert.throws(() => writeDevicesFile(path, parseDevices(file(PRINTER), 'f')), { code: 'device.file-not-written' });
    assert.deepEqual(readDevicesFile(path), []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
