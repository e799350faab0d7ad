/** Looks at this machine: what the system knows of ports, files, readers and queues. */
import { readdir } from 'node:fs/promises';
import { listQueues } from '../transport/cups.ts';
import { listHid } from '../transport/hid.ts';
import { listReaders } from '../transport/pcsc.ts';
import { listSerialPorts } from '../transport/serial-list.ts';
import type { Machine } from './find.ts';

const USB_PRINTERS = '/dev/usb';

export const thisMachine: Machine = {
  serialPorts: listSerialPorts,
  usbFiles: listUsbFiles,
  hidDevices: listHid,
  cardReaders: listReaders,
  queues: listQueues,
};

async function listUsbFiles(): Promise<readonly string[]> {
  const names = await readdir(USB_PRINTERS).catch(() => []);
  return names.filter((name) => /^lp\d+$/.test(name)).map((name) => `${USB_PRINTERS}/${name}`);
}
