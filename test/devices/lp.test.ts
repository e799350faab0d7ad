/**
 * Printers' own device files, over a pseudo-terminal: it is opened, read and written like the file of a USB printer, without
 * blocking. There is no USB printer here, and the driver's own rules at the close are read and not seen.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { byteTransportConformance } from '#devices/transport/transport.conformance.ts';
import { openAddress } from '#devices/transport/transport.ts';
import { ptyLine } from '../rig/pty-line.ts';

byteTransportConformance('usb-file', () => ptyLine((appPath) => `usb://${appPath}`), {
  holdsBack: true,
  reopens: true,
});

test('a receipt is never written over a file of the machine, whatever an address names', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-lp-'));
  try {
    const file = path.join(folder, 'journal');
    writeFileSync(file, 'kept');
    await assert.rejects(openAddress(`usb://${file}`), { name: 'Fault', code: 'device.address-invalid' });
    assert.equal(readFileSync(file, 'utf8'), 'kept');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a printer that is not plugged in is out of reach by name', async () => {
  await assert.rejects(openAddress('usb:///dev/usb/lp97'), { name: 'Fault', code: 'device.unreachable' });
});
