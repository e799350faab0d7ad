/**
 * Scanners in HID POS mode, read by the library that the till reads them with, from a device node that umockdev mocks: the
 * whole devices process runs under it.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { DeviceConfig } from '#devices/wire.ts';
import { type Maker, MAKERS } from '#sim/scanner/simulated-scanner.ts';
import { type DevicesProcess, isHealth, isRead, readsOf, startDevices } from '../rig/devices-process.ts';
import { openPty } from '../rig/pty.ts';
import { realPart } from '../rig/real-part.ts';
import { type HidBed, hidVersions, openHidBed } from '../rig/umockdev.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function bedAndDevices(): Promise<{ readonly bed: HidBed; readonly devices: DevicesProcess }> {
  const bed = await openHidBed();
  cleanUp.push(() => bed.close());
  const devices = startDevices({ env: bed.env });
  cleanUp.push(() => devices.stop());
  return { bed, devices };
}

const scannerAt = (address: string, more: Partial<DeviceConfig> = {}): DeviceConfig => ({
  id: 's',
  kind: 'scanner',
  name: 'Douchette',
  address,
  ...more,
});

const textsOf = (devices: DevicesProcess, deviceId = 's'): readonly string[] =>
  readsOf(devices.said, deviceId).map((read) => read.text);

const GS1 = `0103453120000011${'17261231'}10LOT-ABC-123456789012345678\u001d3103001250`;

for (const maker of MAKERS) {
  test(`a scan of a ${maker} scanner is one read, with its symbology where the scanner says it`, async () => {
    const { bed, devices } = await bedAndDevices();
    const scanner = await bed.plugScanner({ maker });
    devices.tell({ kind: 'open', device: scannerAt(scanner.address) });
    await devices.until(isHealth('s', 'ready'));
    scanner.scan('3017620422003');
    const read = await devices.until(isRead('3017620422003'));
    assert.equal(read.symbology, maker === ('newland' satisfies Maker) ? undefined : ']E0');
    realPart('umockdev hidraw + node-hid', hidVersions());
  });
}

test('no. 15: a GS1 code of 58 characters comes in two reports and is one read, separators kept', async () => {
  const { bed, devices } = await bedAndDevices();
  const scanner = await bed.plugScanner();
  devices.tell({ kind: 'open', device: scannerAt(scanner.address) });
  await devices.until(isHealth('s', 'ready'));
  scanner.scan(GS1);
  assert.equal((await devices.until(isRead(GS1))).symbology, ']C1');
});

test('no. 15: a code whose last report is lost is no read, and the scan after it is whole', async () => {
  const { bed, devices } = await bedAndDevices();
  const scanner = await bed.plugScanner();
  devices.tell({ kind: 'open', device: scannerAt(scanner.address) });
  await devices.until(isHealth('s', 'ready'));
  scanner.setScenario('half-scan');
  scanner.scan('96385074');
  scanner.setScenario('healthy');
  scanner.scan('3017620422003');
  await devices.until(isRead('3017620422003'));
  assert.deepEqual(textsOf(devices), ['3017620422003']);
});

test('no. 15: a scanner pulled out in the middle of a code gives no half code, and scans again when it is back', async () => {
  const { bed, devices } = await bedAndDevices();
  const scanner = await bed.plugScanner();
  devices.tell({ kind: 'open', device: scannerAt(scanner.address) });
  await devices.until(isHealth('s', 'ready'));
  for (let round = 1; round <= 3; round++) {
    const from = devices.said.length;
    scanner.setScenario('unplugged-mid-code');
    scanner.scan('96385074');
    await devices.until(isHealth('s', 'absent', 'device.lost'), from);
    await scanner.plug();
    await devices.until(isHealth('s', 'ready'), from);
    scanner.setScenario('healthy');
    scanner.scan(`TK-${round}`);
    await devices.until(isRead(`TK-${round}`), from);
  }
  assert.deepEqual(textsOf(devices), ['TK-1', 'TK-2', 'TK-3']);
});

test('no. 13: two equal articles scanned by trigger are two reads, at once and each with an id of its own', async () => {
  const { bed, devices } = await bedAndDevices();
  const scanner = await bed.plugScanner();
  devices.tell({ kind: 'open', device: scannerAt(scanner.address) });
  await devices.until(isHealth('s', 'ready'));
  scanner.setScenario('glued');
  scanner.scan('3017620422003');
  scanner.setScenario('healthy');
  scanner.scan('END');
  await devices.until(isRead('END'));
  assert.deepEqual(textsOf(devices), ['3017620422003', '3017620422003', 'END']);
  assert.equal(new Set(readsOf(devices.said, 's').map((read) => read.readId)).size, 3);
});

test('no. 13: where the set-up says so, the same code at once is one read, and another one is never held back', async () => {
  const { bed, devices } = await bedAndDevices();
  const scanner = await bed.plugScanner();
  devices.tell({ kind: 'open', device: scannerAt(scanner.address, { repeatMs: 60_000 }) });
  await devices.until(isHealth('s', 'ready'));
  scanner.setScenario('glued');
  scanner.scan('3017620422003');
  scanner.scan('96385074');
  scanner.setScenario('healthy');
  scanner.scan('END');
  await devices.until(isRead('END'));
  assert.deepEqual(textsOf(devices), ['3017620422003', '96385074', 'END']);
});

test('reports of other kinds and impossible ones cost nothing; 10,000 characters are too long and the next code is whole', async () => {
  const { bed, devices } = await bedAndDevices();
  const scanner = await bed.plugScanner();
  devices.tell({ kind: 'open', device: scannerAt(scanner.address) });
  await devices.until(isHealth('s', 'ready'));
  scanner.setScenario('noise');
  scanner.scan('3017620422003');
  await devices.until(isRead('3017620422003'));
  scanner.setScenario('long');
  scanner.scan('ignored');
  scanner.setScenario('healthy');
  scanner.scan('96385074');
  await devices.until(isRead('96385074'));
  const [first, long, last, ...more] = textsOf(devices);
  assert.deepEqual([first, last, more], ['3017620422003', '96385074', []]);
  assert.match(long ?? '', /^9{513,}$/);
});

test('a scanner that is set to type like a keyboard is named as such, and its keys are not listened to', async () => {
  const { bed, devices } = await bedAndDevices();
  const typing = await bed.plugScanner({ device: { use: 'keyboard' } });
  devices.tell({ kind: 'open', device: scannerAt(typing.address) });
  await devices.until(isHealth('s', 'absent', 'device.types-keys'));
  typing.scan('3017620422003');
  // Set to HID POS by the code in its manual, it comes back as what the address means.
  await typing.unplug();
  const scanner = await bed.plugScanner();
  await devices.until(isHealth('s', 'ready'));
  scanner.scan('96385074');
  await devices.until(isRead('96385074'));
  assert.deepEqual(textsOf(devices), ['96385074']);
});

test('a scanner that is not plugged in is absent, and the right one of two of a kind is opened by its serial', async () => {
  const { bed, devices } = await bedAndDevices();
  const other = await bed.plugScanner({ device: { serial: 'OTHER' } });
  devices.tell({ kind: 'open', device: scannerAt('hid://0c2e:0b61?serial=SIM0001') });
  await devices.until(isHealth('s', 'absent', 'device.unreachable'));
  const scanner = await bed.plugScanner();
  await devices.until(isHealth('s', 'ready'));
  other.scan('96385074');
  scanner.scan('3017620422003');
  await devices.until(isRead('3017620422003'));
  assert.deepEqual(textsOf(devices), ['3017620422003']);
});

test('two scanners of a kind at one address are both heard, each once; a third device at it is busy', async () => {
  const { bed, devices } = await bedAndDevices();
  const scanners = [
    await bed.plugScanner({ device: { serial: 'LEFT' } }),
    await bed.plugScanner({ device: { serial: 'RIGHT' } }),
  ];
  for (const id of ['s1', 's2', 's3']) devices.tell({ kind: 'open', device: scannerAt('hid://0c2e:0b61', { id }) });
  await Promise.all(['s1', 's2'].map((id) => devices.until(isHealth(id, 'ready'))));
  await devices.until(isHealth('s3', 'absent', 'device.busy'));
  scanners.forEach((scanner, index) => scanner.scan(`TK-${index}`));
  await Promise.all([devices.until(isRead('TK-0')), devices.until(isRead('TK-1'))]);
  assert.deepEqual([...textsOf(devices, 's1'), ...textsOf(devices, 's2')].sort(), ['TK-0', 'TK-1']);
});

test('beside a mocked scanner, a serial one is heard as ever', async () => {
  const { bed, devices } = await bedAndDevices();
  const pty = await openPty();
  cleanUp.push(() => pty.close());
  await bed.plugScanner();
  devices.tell({ kind: 'open', device: scannerAt(`serial://${pty.appPath}`) });
  await devices.until(isHealth('s', 'ready'));
  pty.send(new TextEncoder().encode('3017620422003\r'));
  await devices.until(isRead('3017620422003'));
});
