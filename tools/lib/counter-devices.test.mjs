import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { putCounterDevices, wantsCounter, withCounterDevices } from './counter-devices.mjs';

const PRINTER = { id: 'counter-printer', kind: 'printer', name: 'Imprimante', address: 'tcp://127.0.0.1:5001' };
const SCANNER = { id: 'counter-scanner', kind: 'scanner', name: 'Douchette', address: 'tcp://127.0.0.1:5002' };
const MINE = { id: 'scanner', kind: 'scanner', name: 'La mienne', address: 'serial:///dev/ttyUSB0' };

test('what was changed on the Devices screen is still there at the next start, and the counter is where it is now', () => {
  const existing = [{ ...PRINTER, name: 'Ma caisse', drawerPin: 5, address: 'tcp://127.0.0.1:1' }, MINE];
  const offeredBefore = ['counter-printer', 'counter-scanner'];
  assert.deepEqual(withCounterDevices({ existing, offered: [PRINTER, SCANNER], offeredBefore }), [
    { ...PRINTER, name: 'Ma caisse', drawerPin: 5 },
    MINE,
  ]);
});

test('a device that the counter has only now is added, one that was taken out is not', () => {
  const display = { id: 'counter-display', kind: 'display', name: 'Afficheur', address: 'tcp://127.0.0.1:5003' };
  const offered = [PRINTER, SCANNER, display];
  assert.deepEqual(
    withCounterDevices({ existing: [PRINTER], offered, offeredBefore: ['counter-printer', 'counter-scanner'] }),
    [PRINTER, display],
  );
});

test('a start that came to nothing takes its own set-up back, and never one that was saved meanwhile', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'counter-devices-'));
  try {
    const devicesFile = path.join(folder, 'devices.json');
    const read = () => readFileSync(devicesFile, 'utf8');
    assert.equal(wantsCounter(devicesFile), true);
    putCounterDevices({ devicesFile, offered: [PRINTER] })();
    assert.deepEqual(JSON.parse(read()).devices, [PRINTER], 'a shop without a set-up keeps the counter');
    const before = read();
    const moved = { ...PRINTER, address: 'tcp://127.0.0.1:6001' };
    const putBack = putCounterDevices({ devicesFile, offered: [moved] });
    putBack();
    assert.equal(read(), before);
    const putBackLate = putCounterDevices({ devicesFile, offered: [moved] });
    writeFileSync(devicesFile, JSON.stringify({ devices: [MINE] }));
    putBackLate();
    assert.deepEqual(JSON.parse(read()).devices, [MINE]);
    assert.equal(wantsCounter(devicesFile), false, 'who has devices of their own has no counter');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
