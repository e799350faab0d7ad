/**
 * Customer displays on real lines: a pseudo-terminal of the kernel opened by the serial library, and TCP. The devices of
 * the till run here as they do in their process; the display is the simulator with its own reader.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { type Devices, createDevices } from '#devices/devices.ts';
import type { DisplayContent } from '#devices/display/display.ts';
import { systemClock } from '#node/system-clock.ts';
import { type ByteTransport, openAddress } from '#devices/transport/transport.ts';
import type { DeviceConfig, DevicesToTill } from '#devices/wire.ts';
import { SimulatedDisplay, type SimulatedDisplayOptions } from '#sim/display/simulated-display.ts';
import { realPart } from '../rig/real-part.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

interface Rig {
  readonly display: SimulatedDisplay;
  show(content: DisplayContent): void;
  until(shown: RegExp, line?: 0 | 1): Promise<void>;
  untilHealth(state: RegExp): Promise<void>;
}

async function open(options: Partial<SimulatedDisplayOptions>): Promise<Rig> {
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of [...waiting]) check();
  };
  const display = new SimulatedDisplay({ port: 0, ...options, onChange: look });
  await display.plug();
  cleanUp.push(() => display.unplug());
  const health: string[] = [];
  const opened: ByteTransport[] = [];
  const devices: Devices = createDevices({
    tell(message: DevicesToTill) {
      if (message.kind === 'health')
        health.push(`${message.state}${message.fault === undefined ? '' : ` ${message.fault}`}`);
      look();
    },
    async openAddress(address) {
      const line = await openAddress(address);
      opened.push(line);
      return line;
    },
    clock: systemClock,
    random: { bytes: (count) => new Uint8Array(randomBytes(count)), uuid: randomUUID },
    fontFiles: [],
    loadCanvas: () => Promise.reject(new Error('a display draws nothing')),
  });
  cleanUp.push(() => {
    devices.handle({ kind: 'close', deviceId: 'pole' });
    return Promise.allSettled(opened.map((line) => line.close()));
  });
  const device: DeviceConfig = {
    id: 'pole',
    kind: 'display',
    name: 'Afficheur',
    address: display.address,
    dialect: options.dialect ?? 'escpos',
  };
  devices.handle({ kind: 'open', device });
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    display,
    show: (content) => devices.handle({ kind: 'show', deviceId: 'pole', content }),
    until: (shown, line = 0) => until(() => shown.test(display.lines[line])),
    untilHealth: (state) => until(() => state.test(health.at(-1) ?? '')),
  };
}

function ptyLink(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'display-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'tty');
}

const content = (article: string, price: string, total: string): DisplayContent => ({
  top: { left: article, right: price },
  bottom: { left: 'TOTAL', right: total },
});

for (const dialect of ['escpos', 'cd5220'] as const) {
  test(`${dialect} on a serial port: article and total are shown, and again after the cable was pulled and put back`, async () => {
    const rig = await open({ pty: ptyLink(), dialect });
    rig.show(content('Café moulu', '3,20 €', '3,20 €'));
    await rig.until(/^Café moulu +3,20 (€|EUR)$/);
    await rig.until(/^TOTAL +3,20 (€|EUR)$/, 1);
    await rig.display.unplug();
    await rig.untilHealth(/^absent/);
    assert.equal(existsSync(rig.display.address.slice('serial://'.length).split('?')[0] ?? ''), false);
    rig.show(content('Thé vert', '2,10 €', '5,30 €'));
    await rig.display.plug();
    await rig.until(/^Thé vert +2,10 (€|EUR)$/);
    await rig.untilHealth(/^ready$/);
    assert.deepEqual(rig.display.unknownCommands, []);
    realPart('serialport', 'a display on a pseudo-terminal');
  });
}

test('on TCP: article and total are shown, and again after the plug was pulled', async () => {
  const rig = await open({});
  rig.show(content('Café moulu', '3,20 €', '3,20 €'));
  await rig.until(/^Café moulu +3,20 €$/);
  await rig.display.unplug();
  await rig.display.plug();
  await rig.until(/^Café moulu +3,20 €$/);
  assert.deepEqual(rig.display.unknownCommands, []);
});

for (const where of ['on a serial port', 'on TCP'] as const) {
  test(`a slow display ${where} shows what counts now, not all that counted before`, async () => {
    const rig = await open({ scenario: 'slow', ...(where === 'on TCP' ? {} : { pty: ptyLink() }) });
    await rig.untilHealth(/^ready$/);
    for (let scans = 1; scans <= 200; scans += 1) rig.show(content(`Article ${scans}`, '1,00 €', `${scans},00 €`));
    await rig.until(/^TOTAL +200,00 €$/, 1);
    assert.ok(rig.display.bytes < 4 * 80, `${rig.display.bytes} bytes for two hundred scans`);
    await rig.display.setScenario('healthy');
  });
}

test('a display that takes nothing costs two lines of memory, and shows the latest when it wakes', async () => {
  const rig = await open({ scenario: 'stuck' });
  await rig.untilHealth(/^ready$/);
  const before = process.memoryUsage().heapUsed;
  for (let scans = 1; scans <= 100_000; scans += 1) rig.show(content(`Article ${scans}`, '1,00 €', '9,00 €'));
  assert.ok(process.memoryUsage().heapUsed - before < 50_000_000);
  rig.show(content('Le dernier', '7,00 €', '7,00 €'));
  await rig.display.setScenario('healthy');
  await rig.until(/^Le dernier +7,00 €$/);
  assert.ok(rig.display.bytes < 10 * 80);
});

test('a bad contact garbles letters and costs nothing else: the next content on a good line is right', async () => {
  const rig = await open({ scenario: 'garbled' });
  rig.show(content('Café moulu', '3,20 €', '3,20 €'));
  await rig.until(/\S/);
  assert.notEqual(rig.display.lines[0], 'Café moulu    3,20 €');
  await rig.display.setScenario('healthy');
  rig.show(content('Thé vert', '2,10 €', '5,30 €'));
  rig.show(content('Thé noir', '2,20 €', '7,50 €'));
  await rig.until(/^Thé (vert|noir) +2,\d0 €$/);
});

test('a display that is not there is absent, and is shown the latest when it comes', async () => {
  const rig = await open({});
  await rig.display.setScenario('unplugged');
  rig.show(content('Lait', '1,19 €', '1,19 €'));
  await rig.untilHealth(/^absent/);
  await rig.display.setScenario('healthy');
  await rig.until(/^Lait +1,19 €$/);
});
