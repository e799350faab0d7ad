/** Whether two addresses lead to the same device, however they are written. */
import { realpathSync } from 'node:fs';
import { readAddress } from '../transport/transport.ts';

/** `setUp` is an address of the set-up, `found` one that a search or a trial looks at; what is no address is no device. */
export function isSameLine(setUp: string, found: string): boolean {
  const one = readAddress(setUp);
  const other = readAddress(found);
  if (one === undefined || other === undefined) return false;
  if ((one.kind === 'serial' || one.kind === 'usb') && (other.kind === 'serial' || other.kind === 'usb')) {
    return realPathOf(one.path) === realPathOf(other.path);
  }
  if (one.kind === 'tcp' && other.kind === 'tcp') {
    return hostKey(one.host) === hostKey(other.host) && one.port === other.port;
  }
  if (one.kind === 'cups' && other.kind === 'cups') {
    return one.queue.toLowerCase() === other.queue.toLowerCase() && one.server === other.server;
  }
  if (one.kind === 'pcsc' && other.kind === 'pcsc') return other.reader.startsWith(one.reader);
  if (one.kind === 'hid' && other.kind === 'hid') {
    const serials = one.serial === undefined || other.serial === undefined || one.serial === other.serial;
    return one.vendorId === other.vendorId && one.productId === other.productId && serials;
  }
  return one.kind === other.kind && setUp === found;
}

/** This machine under the names that people type for it. */
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

function hostKey(host: string): string {
  const name = host.toLowerCase();
  return THIS_MACHINE.has(name) ? 'localhost' : name;
}

/** A stable name is a link to the port; one that is unplugged is no link. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
