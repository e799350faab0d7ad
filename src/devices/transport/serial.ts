/**
 * Bytes over a serial port: RS-232, and the virtual ports of USB devices. The native library is loaded when the first
 * serial line is opened, and never before.
 *
 * The library opens and sets up the port; on Linux and macOS the bytes are ours, for two reasons seen in version 13. While
 * its write waits for room it listens to nothing, so that a printer which holds its bytes back could never say why. And on
 * a port that was hung up it reads nothing, for ever, as fast as it can.
 *
 * The library reaches for no modem line unless it is told to, and it is not; the kernel itself raises DTR and RTS when a
 * port is opened. With `flow=rtscts` the kernel moves RTS.
 */
import { read, write } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort, SerialPortMock } from 'serialport';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { SerialSettings } from './address.ts';
import { type DeviceFile, FileLine } from './file-line.ts';
import type { ByteTransport } from './transport.ts';

const READ_BYTES = 4_096;
const WRITE_BYTES = 256;

const readFile = promisify(read);
const writeFile = promisify(write);

/** The library's own, or its stand-in for tests. */
export type SerialBinding = typeof SerialPort.binding | typeof SerialPortMock.binding;
type Port = Awaited<ReturnType<SerialBinding['open']>>;
/** The port of Linux and macOS: a file descriptor, and what tells when it can be read. */
type UnixPort = Extract<Port, { readonly poller: unknown }>;

/** Opens the port with its settings; a second opening is refused. Rejects with a Fault. */
export async function openSerial(
  target: { readonly address: string; readonly path: string } & SerialSettings,
  load: () => Promise<SerialBinding> = nativeBinding,
): Promise<ByteTransport> {
  const binding = await loaded(load);
  let port: Port;
  try {
    port = await binding.open({
      path: target.path,
      baudRate: target.baud,
      dataBits: target.dataBits,
      stopBits: target.stopBits,
      parity: target.parity,
      rtscts: target.flow === 'rtscts',
      xon: target.flow === 'xonxoff',
      xoff: target.flow === 'xonxoff',
      hupcl: false,
      lock: true,
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault(refusalCode(why), `${target.address}: ${why}`, { cause });
  }
  return new FileLine({
    address: target.address,
    file: isUnixPort(port) ? unixFile(port) : otherFile(port),
  });
}

async function nativeBinding(): Promise<SerialBinding> {
  return (await import('serialport')).SerialPort.binding;
}

async function loaded(load: () => Promise<SerialBinding>): Promise<SerialBinding> {
  try {
    return await load();
  } catch (cause) {
    throw new Fault('device.no-binding', `the serial library does not load: ${String(cause)}`, { cause });
  }
}

/** The library gives no codes, only the system's words: Linux and macOS first, then Windows. */
function refusalCode(why: string): FaultCode {
  if (/cannot lock port|resource busy|temporarily unavailable|access denied/i.test(why)) return 'device.busy';
  if (/permission denied|not permitted/i.test(why)) return 'device.no-permission';
  return 'device.unreachable';
}

function isUnixPort(port: Port): port is UnixPort {
  return 'poller' in port;
}

function unixFile(port: UnixPort): DeviceFile {
  let stopped = false;
  const fd = (): number => {
    if (port.fd === null) throw new Error('the port is closed');
    return port.fd;
  };
  return {
    async read() {
      const buffer = Buffer.alloc(READ_BYTES);
      while (!stopped) {
        try {
          const { bytesRead } = await readFile(fd(), buffer, 0, READ_BYTES, null);
          // A port waits for at least one byte; none at all is the end of one that was hung up.
          return bytesRead === 0 ? null : buffer.subarray(0, bytesRead);
        } catch (error) {
          if (!isNotNow(error)) throw error;
          if (!stopped) await readable(port);
        }
      }
      return null;
    },
    stopReading() {
      stopped = true;
      port.poller.stop();
    },
    take: (bytes) => takeSome(fd(), bytes),
    // Closing a port waits in the kernel until what it holds has gone out, for 30 s at most.
    settled: () => Promise.resolve(true),
    close: () => port.close(),
  };
}

function readable(port: UnixPort): Promise<void> {
  return new Promise((resolve, reject) => {
    port.poller.once('readable', (error: Error | null) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Elsewhere the library's own reading and writing do. */
function otherFile(port: Port): DeviceFile {
  let drained: boolean | null = null;
  return {
    async read() {
      const { buffer, bytesRead } = await port.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES);
      return buffer.subarray(0, bytesRead);
    },
    // Its reading ends with the port.
    stopReading: () => void port.close().catch(() => undefined),
    async take(bytes) {
      // A write ends when all of it has gone out: small ones show that the device takes something.
      const some = Buffer.from(bytes.subarray(0, WRITE_BYTES));
      await port.write(some);
      return some.length;
    },
    settled() {
      if (drained === null) {
        drained = false;
        const done = (): void => {
          drained = true;
        };
        void port.drain().then(done, done);
      }
      return Promise.resolve(drained);
    },
    close: () => (port.isOpen ? port.close() : Promise.resolve()),
  };
}

async function takeSome(fd: number, bytes: Uint8Array): Promise<number> {
  try {
    return (await writeFile(fd, bytes, 0, bytes.length, null)).bytesWritten;
  } catch (error) {
    if (isNotNow(error)) return 0;
    throw error;
  }
}

function isNotNow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
}
