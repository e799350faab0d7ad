/**
 * A scanner on the kernel's interface for HID devices, without the device: files by which umockdev (Debian) shows a program
 * a USB scanner below /sys and /dev, and a pipe through which its reports come. The program must run under umockdev:
 *
 *   umockdev-run -d DIR/device -i /dev/hidraw0=DIR/ioctl -s /dev/hidraw0=DIR/reports -- program
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Maker } from './hid-reports.ts';
import type { ScannerLine } from './scanner-line.ts';

export interface MockedDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly maker: string;
  readonly product: string;
  readonly serial: string;
  /** `keyboard` is a scanner that is set to type. */
  readonly use: 'pos-scanner' | 'keyboard';
}

/** A scanner of each maker; the products are ones that have such a mode. */
export const MOCKED: Readonly<Record<Maker, MockedDevice>> = {
  honeywell: {
    vendorId: 0x0c2e,
    productId: 0x0b61,
    maker: 'Honeywell',
    product: 'Voyager 1450g',
    serial: 'SIM0001',
    use: 'pos-scanner',
  },
  zebra: {
    vendorId: 0x05e0,
    productId: 0x2100,
    maker: 'Zebra Technologies',
    product: 'DS2208',
    serial: 'SIM0002',
    use: 'pos-scanner',
  },
  newland: {
    vendorId: 0x1eab,
    productId: 0x0d10,
    maker: 'Newland',
    product: 'FM420',
    serial: 'SIM0003',
    use: 'pos-scanner',
  },
};

/**
 * Report descriptors (Device Class Definition for HID 1.11, §6.2.2). The scanner's: usage page 8Ch, usage 2; report 2 with a
 * count, the three parts of an AIM identifier, 56 bytes of data, two of the maker's own, and the bit "data continued".
 * The keyboard's is the boot keyboard of appendix B.1.
 */
const DESCRIPTORS: Readonly<Record<MockedDevice['use'], string>> = {
  'pos-scanner':
    '058c0902a1010912a1028502150026ff00750895010501093b8102' +
    '9503058c09fb09fc09fd8102953809fe82020195020666ff090409008102' +
    '9501058c09ff8102c0c0',
  keyboard:
    '05010906a101050719e029e71500250175019508810295017508810195057501050819012905910295017503' +
    '910195067508150025650507190029658100c0',
};

const DESCRIPTOR_BYTES_MAX = 4096;

/** The three files that umockdev is given, and the node of /dev that they make. */
export interface MockedFiles {
  readonly node: string;
  readonly deviceFile: string;
  readonly ioctlFile: string;
  readonly reportsPipe: string;
}

export function mockedAddress(device: MockedDevice): string {
  const four = (id: number): string => id.toString(16).padStart(4, '0');
  return `hid://${four(device.vendorId)}:${four(device.productId)}?serial=${device.serial}`;
}

/**
 * Writes the files below `folder`. `plugging` counts how often something was plugged in: each time it is at another port
 * and another node, as after a cable was put in elsewhere; a mock cannot take the same twice.
 */
export function writeMockedFiles(folder: string, device: MockedDevice, plugging = 0): MockedFiles {
  mkdirSync(folder, { recursive: true });
  const suffix = plugging === 0 ? '' : String(plugging);
  const files: MockedFiles = {
    node: `/dev/hidraw${plugging}`,
    deviceFile: join(folder, `device${suffix}`),
    ioctlFile: join(folder, `ioctl${suffix}`),
    reportsPipe: join(folder, `reports${suffix}`),
  };
  writeFileSync(files.deviceFile, deviceDescription(device, plugging));
  writeFileSync(files.ioctlFile, ioctlDescription(files.node, DESCRIPTORS[device.use]));
  rmSync(files.reportsPipe, { force: true });
  execFileSync('mkfifo', [files.reportsPipe]);
  return files;
}

function deviceDescription(device: MockedDevice, plugging: number): string {
  const upper = (id: number, digits: number): string => id.toString(16).toUpperCase().padStart(digits, '0');
  const [vendor, product] = [upper(device.vendorId, 4), upper(device.productId, 4)];
  const port = `1-${plugging + 1}`;
  const usb = `/devices/pci0000:00/usb1/${port}`;
  const hidName = `0003:${vendor}:${product}.${upper(plugging + 1, 4)}`;
  const hid = `${usb}/${port}:1.0/${hidName}`;
  const usbProduct = `${device.vendorId.toString(16)}/${device.productId.toString(16)}/100`;
  const busNumber = String(plugging + 2).padStart(3, '0');
  return [
    [
      `P: ${hid}/hidraw/hidraw${plugging}`,
      `N: hidraw${plugging}`,
      `E: DEVNAME=/dev/hidraw${plugging}`,
      'E: MAJOR=240',
      `E: MINOR=${plugging}`,
      'E: SUBSYSTEM=hidraw',
      `A: dev=240:${plugging}\\n`,
      `L: device=../../../${hidName}`,
    ],
    [
      `P: ${hid}`,
      'E: DRIVER=hid-generic',
      `E: HID_ID=0003:0000${vendor}:0000${product}`,
      `E: HID_NAME=${device.maker} ${device.product}`,
      `E: HID_PHYS=usb-0000:00:14.0-${plugging + 1}/input0`,
      `E: HID_UNIQ=${device.serial}`,
      `E: MODALIAS=hid:b0003g0001v0000${vendor}p0000${product}`,
      'E: SUBSYSTEM=hid',
      'A: country=00\\n',
      `H: report_descriptor=${DESCRIPTORS[device.use].toUpperCase()}`,
    ],
    [
      `P: ${usb}/${port}:1.0`,
      'E: DEVTYPE=usb_interface',
      'E: DRIVER=usbhid',
      `E: PRODUCT=${usbProduct}`,
      'E: TYPE=0/0/0',
      'E: INTERFACE=3/0/0',
      'E: SUBSYSTEM=usb',
      'A: bInterfaceNumber=00\\n',
      'A: bInterfaceClass=03\\n',
    ],
    [
      `P: ${usb}`,
      `N: bus/usb/001/${busNumber}`,
      'E: BUSNUM=001',
      `E: DEVNUM=${busNumber}`,
      `E: DEVNAME=/dev/bus/usb/001/${busNumber}`,
      'E: DEVTYPE=usb_device',
      'E: DRIVER=usb',
      `E: PRODUCT=${usbProduct}`,
      'E: TYPE=0/0/0',
      'E: SUBSYSTEM=usb',
      `A: idVendor=${vendor.toLowerCase()}\\n`,
      `A: idProduct=${product.toLowerCase()}\\n`,
      'A: bcdDevice=0100\\n',
      `A: manufacturer=${device.maker}\\n`,
      `A: product=${device.product}\\n`,
      `A: serial=${device.serial}\\n`,
      'A: busnum=1\\n',
      `A: devnum=${plugging + 2}\\n`,
    ],
  ]
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** The answers to HIDIOCGRDESCSIZE and HIDIOCGRDESC, as umockdev-record writes them. */
function ioctlDescription(node: string, descriptor: string): string {
  const bytes = descriptor.length / 2;
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes);
  const sizeHex = size.toString('hex').toUpperCase();
  const padded = descriptor.toUpperCase().padEnd(DESCRIPTOR_BYTES_MAX * 2, '0');
  return `@DEV ${node}\nHIDIOCGRDESCSIZE 0 ${sizeHex}\nHIDIOCGRDESC 0 ${sizeHex}${padded}\n`;
}

/**
 * Writes reports into the pipe, as lines of an umockdev script: `r`, a pause in milliseconds, and the bytes, control
 * characters as `^A`. Bytes that come before the program has opened the device are not kept for it, as with a real one.
 */
export class ReportsPipe {
  readonly #descriptor: number;

  constructor(path: string) {
    // Open for both: neither side waits for the other, and the pipe never ends in between.
    this.#descriptor = openSync(path, 'r+');
  }

  write(report: Uint8Array, pauseMs = 0): void {
    const escaped = Array.from(report).flatMap((byte) => {
      if (byte === 0x5e) return [0x5e, 0x60];
      return byte < 0x20 ? [0x5e, byte + 0x40] : [byte];
    });
    writeSync(
      this.#descriptor,
      Buffer.concat([Buffer.from(`r ${pauseMs} `), Uint8Array.from(escaped), Buffer.of(0x0a)]),
    );
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** A mocked scanner for programs that are started under `umockdev-run`: it can speak, and not be pulled out. */
export class MockedHidLine implements ScannerLine {
  readonly address: string;
  readonly #folder: string;
  readonly #device: MockedDevice;
  #files: MockedFiles | null = null;
  #pipe: ReportsPipe | null = null;

  constructor(options: { readonly folder: string; readonly device: MockedDevice }) {
    this.#folder = options.folder;
    this.#device = options.device;
    this.address = mockedAddress(options.device);
  }

  get listeners(): number {
    return this.#pipe === null ? 0 : 1;
  }

  /** What a program is put behind to see the scanner. */
  get under(): readonly string[] {
    if (this.#files === null) return [];
    const { node, deviceFile, ioctlFile, reportsPipe } = this.#files;
    return ['umockdev-run', '-d', deviceFile, '-i', `${node}=${ioctlFile}`, '-s', `${node}=${reportsPipe}`, '--'];
  }

  plug(): Promise<void> {
    this.#files ??= writeMockedFiles(this.#folder, this.#device);
    this.#pipe ??= new ReportsPipe(this.#files.reportsPipe);
    return Promise.resolve();
  }

  unplug(): Promise<void> {
    this.#pipe?.close();
    this.#pipe = null;
    return Promise.resolve();
  }

  send(bytes: Uint8Array): boolean {
    this.#pipe?.write(bytes);
    return this.#pipe !== null;
  }
}
