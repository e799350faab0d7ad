/**
 * Scanners on a serial port (a pseudo-terminal of the kernel, opened by the library that the till opens ports with) and on
 * the network, read by the whole devices process.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceConfig } from '#devices/wire.ts';
import { PtyLine, SimulatedScanner, type SimulatedScannerOptions } from '#sim/scanner/simulated-scanner.ts';
import { type DevicesProcess, isHealth, isRead, readsOf, startDevices } from '../rig/devices-process.ts';
import { realPart } from '../rig/real-part.ts';

const TRY_AGAIN_MS = 3_000;
const KINDS = ['serial', 'network'] as const;

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function scannerAndDevices(
  kind: (typeof KINDS)[number],
  options: SimulatedScannerOptions = {},
  config: Partial<DeviceConfig> = {},
): Promise<{ readonly scanner: SimulatedScanner; readonly devices: DevicesProcess }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-scanner-'));
  cleanUp.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const line = kind === 'serial' ? { line: new PtyLine({ link: path.join(folder, 'usb-scanner-if00') }) } : {};
  const scanner = new SimulatedScanner({ ...line, ...options });
  await scanner.plug();
  cleanUp.push(() => scanner.unplug());
  const devices = startDevices();
  cleanUp.push(() => devices.stop());
  devices.tell({
    kind: 'open',
    device: { id: 's', kind: 'scanner', name: 'Douchette', address: scanner.address, ...config },
  });
  await ready(scanner, devices);
  return { scanner, devices };
}

/** A network scanner has a till when it has accepted its connection, which may be later than the till knows of it. */
async function ready(scanner: SimulatedScanner, devices: DevicesProcess, from = 0): Promise<void> {
  await devices.until(isHealth('s', 'ready'), from);
  while (scanner.listeners === 0) await new Promise((resolve) => setImmediate(resolve));
}

const isSoon = (read: Promise<unknown>): Promise<boolean> =>
  Promise.race([read.then(() => true), pause(TRY_AGAIN_MS, false)]);

const textsOf = (devices: DevicesProcess): readonly string[] => readsOf(devices.said, 's').map((read) => read.text);

for (const kind of KINDS) {
  test(`${kind}: a scan is one read, its AIM identifier the symbology and no part of the text`, async () => {
    const { scanner, devices } = await scannerAndDevices(kind, { aim: true });
    scanner.scan('3017620422003');
    assert.equal((await devices.until(isRead('3017620422003'))).symbology, ']E0');
    scanner.scan('0103017620422003\u001d10LOT');
    assert.equal((await devices.until(isRead('0103017620422003\u001d10LOT'))).symbology, ']C1');
    assert.equal(devices.said.filter((message) => message.kind === 'read').length, 2);
    if (kind === 'serial') realPart('pty + serialport', 'a scanner');
  });

  test(`no. 11: ${kind}: codes with CR, LF, CRLF, TAB, ETX and no suffix at all are read in one session`, async () => {
    const { scanner, devices } = await scannerAndDevices(kind);
    const terminators = ['none', 'cr', 'lf', 'none', 'crlf', 'tab', 'etx', 'none'] as const;
    for (const [index, terminator] of terminators.entries()) {
      scanner.scan(`TK-${index}`, terminator);
      await devices.until(isRead(`TK-${index}`));
    }
    assert.deepEqual(
      textsOf(devices),
      terminators.map((_, index) => `TK-${index}`),
    );
  });

  test(`no. 12: ${kind}: two scans that leave in one piece are two reads, in order`, async () => {
    const { scanner, devices } = await scannerAndDevices(kind);
    scanner.send(new TextEncoder().encode('3017620422003\r96385074\r'));
    await devices.until(isRead('96385074'));
    assert.deepEqual(textsOf(devices), ['3017620422003', '96385074']);
  });

  test(`no. 13: ${kind}: two equal articles are two reads, each with an id of its own`, async () => {
    const { scanner, devices } = await scannerAndDevices(kind, { scenario: 'glued' });
    scanner.scan('3017620422003');
    scanner.setScenario('healthy');
    scanner.scan('END');
    await devices.until(isRead('END'));
    assert.deepEqual(textsOf(devices), ['3017620422003', '3017620422003', 'END']);
    assert.equal(new Set(readsOf(devices.said, 's').map((read) => read.readId)).size, 3);
  });

  test(`${kind}: a slow scanner, one that is told to stop and go on, and a line full of noise cost no code`, async () => {
    const { scanner, devices } = await scannerAndDevices(kind);
    for (const scenario of ['slow', 'flow-control', 'noise', 'healthy'] as const) {
      const from = devices.said.length;
      scanner.setScenario(scenario);
      scanner.scan('3017620422003');
      const read = devices.until(isRead('3017620422003'), from);
      // It is this process that sends so slowly: kept busy for longer than a code may rest, it cuts the code itself.
      while (scenario === 'slow' && !(await isSoon(read))) scanner.scan('3017620422003');
      await read;
    }
    const good = textsOf(devices).filter((text) => text === '3017620422003');
    assert.equal(good.length, 4);
  });

  test(`${kind}: 10,000 characters are one read that is too long to be a code, and the next code is whole`, async () => {
    const { scanner, devices } = await scannerAndDevices(kind, { scenario: 'long' });
    scanner.scan('ignored');
    scanner.setScenario('healthy');
    scanner.scan('96385074');
    await devices.until(isRead('96385074'));
    const [long, ...rest] = textsOf(devices);
    assert.match(long ?? '', /^9{513,}$/);
    assert.deepEqual(rest, ['96385074']);
  });

  test(`${kind}: pulled out in the middle of a code, no half code comes; back in, the next code is whole`, async () => {
    const { scanner, devices } = await scannerAndDevices(kind);
    for (let round = 1; round <= 3; round++) {
      const from = devices.said.length;
      scanner.setScenario('unplugged-mid-code');
      scanner.scan('4006381333931');
      await devices.until(isHealth('s', 'absent', 'device.lost'), from);
      await scanner.unplug();
      await scanner.plug();
      await ready(scanner, devices, from);
      scanner.setScenario('healthy');
      scanner.scan(`TK-${round}`);
      await devices.until(isRead(`TK-${round}`), from);
    }
    assert.deepEqual(textsOf(devices), ['TK-1', 'TK-2', 'TK-3']);
  });
}

test('letters of more than one byte and bytes that are no letters come through a serial port', async () => {
  const { scanner, devices } = await scannerAndDevices('serial');
  for (const byte of new TextEncoder().encode('TK-é€ش\r')) scanner.send(Uint8Array.of(byte));
  await devices.until(isRead('TK-é€ش'));
  scanner.send(Uint8Array.of(0x41, 0xe9, 0x80, 0x0d));
  await devices.until(isRead('A\u00e9\u0080'));
});
