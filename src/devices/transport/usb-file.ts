/**
 * Bytes over a printer's own device file, such as `/dev/usb/lp0` of Linux's usblp driver.
 *
 * The file is opened without blocking, since a printer without paper would else hold one of the few threads of this process
 * for as long as it is without. What the driver then asks of us (drivers/usb/class/usblp.c, at usblp_wwait): a transfer that
 * is under way when the file is closed is thrown away, and a write of nothing is refused until there is none.
 */
import { close, constants, fstat, open, read, write } from 'node:fs';
import { promisify } from 'node:util';
import { Fault, type FaultCode } from '#base/fault.ts';
import { systemClock } from '#node/system-clock.ts';
import { type DeviceFile, FileLine } from './file-line.ts';
import type { ByteTransport } from './transport.ts';

const READ_BYTES = 1_024;
/** Nothing wakes us here; a printer's answer may wait so long. */
const LOOK_AGAIN_MS = 20;
const NOTHING = new Uint8Array();

const openFile = promisify(open);
const statFile = promisify(fstat);
const readFile = promisify(read);
/** The handles of `fs/promises` take a write of nothing for done, and never ask the system. */
const writeFile = promisify(write);
const closeFile = promisify(close);

const REFUSALS: Readonly<Record<string, FaultCode>> = {
  EBUSY: 'device.busy',
  EACCES: 'device.no-permission',
  EPERM: 'device.no-permission',
};

/** Opens the file; rejects with a Fault. A printer that gives no answers is a one-way line. */
export async function openUsbFile(target: { readonly address: string; readonly path: string }): Promise<ByteTransport> {
  const { address, path } = target;
  let fd: number;
  try {
    fd = await openFile(path, constants.O_RDWR | constants.O_NONBLOCK | (constants.O_NOCTTY ?? 0));
  } catch (cause) {
    throw new Fault(REFUSALS[codeOf(cause)] ?? 'device.unreachable', `${address}: ${String(cause)}`, { cause });
  }
  // A receipt is not written over a file of the machine because an address was mistyped.
  if (!(await statFile(fd)).isCharacterDevice()) {
    await closeFile(fd);
    throw new Fault('device.address-invalid', `${address}: not a device`);
  }
  const first = await look(fd).catch(codeOf);
  return new FileLine({ address, file: usbFile(fd, first), oneWay: first === 'EINVAL' });
}

/** `first` is what the first look gave: bytes that were there already, none, or why there can be none. */
function usbFile(fd: number, first: Uint8Array | null | string): DeviceFile {
  let stopped = false;
  let wake: () => void = () => undefined;
  let pending = first instanceof Uint8Array && first.length > 0 ? first : null;
  return {
    async read() {
      if (pending !== null) {
        const bytes = pending;
        pending = null;
        return bytes;
      }
      while (!stopped) {
        const bytes = await look(fd);
        if (bytes !== null && bytes.length > 0) return bytes;
        // No byte at all may be a packet without content or the end; a write of nothing tells.
        if (bytes !== null) await settled(fd);
        await new Promise<void>((resolve) => {
          const cancel = systemClock.after(LOOK_AGAIN_MS, resolve);
          wake = () => {
            cancel();
            resolve();
          };
        });
      }
      return null;
    },
    stopReading() {
      stopped = true;
      wake();
    },
    async take(bytes) {
      try {
        return (await writeFile(fd, bytes, 0, bytes.length, null)).bytesWritten;
      } catch (error) {
        if (isNotNow(error)) return 0;
        throw error;
      }
    },
    settled: () => settled(fd),
    close: () => closeFile(fd),
  };
}

/** What can be read now; null where there is nothing yet. */
async function look(fd: number): Promise<Uint8Array | null> {
  const buffer = new Uint8Array(READ_BYTES);
  try {
    const { bytesRead } = await readFile(fd, buffer, 0, READ_BYTES, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (isNotNow(error)) return null;
    throw error;
  }
}

async function settled(fd: number): Promise<boolean> {
  try {
    await writeFile(fd, NOTHING, 0, 0, null);
    return true;
  } catch (error) {
    if (isNotNow(error)) return false;
    throw error;
  }
}

function isNotNow(error: unknown): boolean {
  return ['EAGAIN', 'EINTR'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
