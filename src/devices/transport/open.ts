/** From an address to an open line. */
import { Fault } from '#base/fault.ts';
import type { ByteTransport } from './transport.ts';
import { parseAddress } from './address.ts';
import { openCups } from './cups.ts';
import { openHid } from './hid.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';
import { openUsbFile } from './usb-file.ts';

/** Opens whatever transport the address names. Rejects with a Fault. */
export async function openAddress(address: string): Promise<ByteTransport> {
  const parsed = parseAddress(address);
  switch (parsed.kind) {
    case 'tcp':
      return openTcp({ address, host: parsed.host, port: parsed.port });
    case 'hid':
      return openHid({ address, ...parsed });
    case 'serial':
      return openSerial({ address, ...parsed });
    case 'usb':
      return openUsbFile({ address, path: parsed.path });
    case 'cups':
      return openCups({ address, ...parsed });
    default:
      throw new Fault('device.address-invalid', `no line is opened for ${address}`);
  }
}
