/** Serial lines over a pseudo-terminal of the kernel, opened by the library that the till opens them with. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { byteTransportConformance } from '#devices/transport/transport.conformance.ts';
import { type ByteTransport, openAddress } from '#devices/transport/transport.ts';
import type { DevicesToTill } from '#devices/wire.ts';
import { paperText, SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { devicesAlone } from '../rig/devices-alone.ts';
import { bridgePtyToTcp, openPty, type Pty } from '../rig/pty.ts';
import { ptyLine } from '../rig/pty-line.ts';
import { realPart } from '../rig/real-part.ts';

const TERMIOS = fileURLToPath(new URL('../rig/termios.py', import.meta.url));
const TRANSPORT = new URL('../../src/devices/transport/transport.ts', import.meta.url);
const NOBODY = 65_534;
const XOFF = 0x13;
const XON = 0x11;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function pseudoTerminal(): Promise<Pty> {
  const pty = await openPty();
  cleanUp.push(() => pty.close());
  return pty;
}

async function opened(address: string): Promise<ByteTransport> {
  const line = await openAddress(address);
  cleanUp.push(() => line.close());
  return line;
}

/** How the kernel has the terminal set, asked by another program. */
function settingsOf(appPath: string): Readonly<Record<string, unknown>> {
  const said: unknown = JSON.parse(execFileSync('/usr/bin/python3', [TERMIOS, appPath], { encoding: 'utf8' }));
  assert.ok(typeof said === 'object' && said !== null);
  realPart('serialport', 'settings read back by TCGETS2');
  return { ...said };
}

byteTransportConformance('serial', () => ptyLine((appPath) => `serial://${appPath}?baud=115200`), {
  holdsBack: true,
  reopens: true,
});

test('the kernel has the line as the address says: rate, stop bits, flow; raw, and nothing added', async () => {
  const pty = await pseudoTerminal();
  const plain = { stopBits2: false, rtscts: false, ixon: false, ixoff: false };
  const raw = { parity: false, icrnl: false, canonical: false, echo: false };
  for (const [query, wanted] of [
    ['', { ...plain, baud: 9_600 }],
    ['?baud=38400', { ...plain, baud: 38_400 }],
    ['?baud=115200&stop=2', { ...plain, baud: 115_200, stopBits2: true }],
    ['?baud=250000', { ...plain, baud: 250_000 }],
    ['?baud=19200&flow=rtscts', { ...plain, baud: 19_200, rtscts: true }],
    ['?baud=2400&flow=xonxoff', { ...plain, baud: 2_400, ixon: true, ixoff: true }],
    ['?baud=1200', { ...plain, baud: 1_200 }],
  ] as const) {
    const line = await openAddress(`serial://${pty.appPath}${query}`);
    const { hupcl: _, ...seen } = settingsOf(pty.appPath);
    assert.deepEqual(seen, { ...raw, ...wanted }, query);
    await line.close();
  }
});

test('a device that says XOFF gets nothing more until it says XON, is heard meanwhile, and gets every byte', async () => {
  const pty = await pseudoTerminal();
  const line = await opened(`serial://${pty.appPath}?baud=9600&flow=xonxoff`);
  await line.write(new Uint8Array(100).fill(1));
  await pty.until(() => pty.received().length === 100);
  pty.send(Uint8Array.of(XOFF, 0x21));
  // The byte behind it was heard, so the kernel has seen the XOFF, and kept it to itself.
  assert.deepEqual(await firstBytes(line), Buffer.of(0x21));
  let written = false;
  const writing = line.write(new Uint8Array(100).fill(2)).then(() => {
    written = true;
  });
  pty.send(Uint8Array.of(0x22));
  assert.deepEqual(await firstBytes(line), Buffer.of(0x22));
  assert.equal(pty.received().length, 100);
  assert.equal(written, false);
  pty.send(Uint8Array.of(XON));
  await writing;
  await pty.until(() => pty.received().length === 200);
});

test('a port that is open is refused to a second opener by name, and keeps working', async () => {
  const pty = await pseudoTerminal();
  const line = await opened(`serial://${pty.appPath}`);
  await assert.rejects(openAddress(`serial://${pty.appPath}`), { name: 'Fault', code: 'device.busy' });
  pty.send(Uint8Array.of(7));
  assert.deepEqual(await firstBytes(line), Buffer.of(7));
});

test('a port that is not there, or is no port, is out of reach by name', async () => {
  const pty = await pseudoTerminal();
  await pty.unplug();
  await assert.rejects(openAddress(`serial://${pty.appPath}`), { name: 'Fault', code: 'device.unreachable' });
  await assert.rejects(openAddress(`serial://${TERMIOS}`), { name: 'Fault', code: 'device.unreachable' });
});

test('a port that this user may not open is refused by name', async () => {
  const pty = await pseudoTerminal();
  chmodSync(path.dirname(pty.appPath), 0o755);
  chmodSync(pty.appPath, 0o600);
  const program = `
    const { openAddress } = await import(${JSON.stringify(TRANSPORT.href)});
    for (const scheme of ['serial', 'usb']) {
      console.log(await openAddress(scheme + '://' + ${JSON.stringify(pty.appPath)}).then(() => 'open', (fault) => fault.code));
    }`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    uid: NOBODY,
    gid: NOBODY,
    encoding: 'utf8',
  });
  assert.equal(child.stdout, 'device.no-permission\ndevice.no-permission\n', child.stderr);
});

test('a line that is opened, pulled out and closed a hundred times leaves no file open', async () => {
  const pty = await pseudoTerminal();
  const openFiles = (): number => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).includes('/dev/pts/')).length;
  await (await openAddress(`serial://${pty.appPath}`)).close();
  const before = openFiles();
  for (let round = 1; round <= 100; round++) {
    const line = await openAddress(`${round % 2 === 0 ? 'serial' : 'usb'}://${pty.appPath}`);
    void line.write(new Uint8Array(1_000)).catch(() => undefined);
    if (round % 10 === 0) {
      const lost = new Promise((resolve) => line.onClosed(resolve));
      await pty.unplug();
      await lost;
      await pty.replug();
    }
    await line.close();
  }
  assert.equal(openFiles(), before);
});

test('eight devices that take nothing leave the threads of the process free', async () => {
  const lines: Promise<unknown>[] = [];
  for (let one = 0; one < 8; one++) {
    const pty = await pseudoTerminal();
    pty.pause();
    const line = await opened(`${one % 2 === 0 ? 'serial' : 'usb'}://${pty.appPath}`);
    lines.push(line.write(new Uint8Array(1_000_000)).catch(() => undefined));
  }
  for (let look = 0; look < 100; look++) assert.ok((await stat(TERMIOS)).isFile());
  // Pulled out before they are closed, so that nobody waits for them to take the rest.
  for (const undo of cleanUp.splice(0)) await undo();
  await Promise.all(lines);
});

test('no. 6: a printer whose cable comes back under another number is found by its stable name, and the next job prints once', async () => {
  const printer = new SimulatedPrinter({ port: 0 });
  await printer.plug();
  cleanUp.push(() => printer.unplug());
  const cable = await bridgePtyToTcp(printer.port);
  cleanUp.push(() => cable.close());
  const { said, devices, reports } = devicesAlone();
  cleanUp.push(() => devices.close());
  const device = { id: 'p', kind: 'printer', name: 'Imprimante', profile: 'TM-T88V' } as const;
  devices.handle({ kind: 'open', device: { ...device, address: `serial://${cable.appPath}?baud=38400` } });
  await reports.until(() => said.some(isHealth('ready')));
  const number = realpathSync(cable.appPath);
  await cable.unplug();
  await reports.until(() => said.some(isHealth('absent')));
  said.length = 0;
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'unplugged', document: page('perdu') });
  await reports.until(() => said.some((message) => message.kind === 'job'));
  // Something else takes the old number meanwhile.
  await pseudoTerminal();
  await cable.replug();
  assert.notEqual(realpathSync(cable.appPath), number);
  await reports.until(() => said.some(isHealth('ready')));
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'replugged', document: page('retrouvé') });
  await reports.until(() => said.filter((message) => message.kind === 'job').length === 2);
  assert.deepEqual(
    said.flatMap((message) => (message.kind === 'job' ? [[message.jobId, message.state]] : [])),
    [
      ['unplugged', 'failed'],
      ['replugged', 'printed'],
    ],
  );
  assert.equal(paperText(printer.paper), 'retrouvé\n[cut]\n');
});

function firstBytes(line: ByteTransport): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const stop = line.onBytes((bytes) => {
      stop();
      resolve(Buffer.from(bytes));
    });
  });
}

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

const isHealth =
  (state: string) =>
  (message: DevicesToTill): boolean =>
    message.kind === 'health' && message.state === state;

const page = (text: string) => ({ language: 'fr', blocks: [{ kind: 'text', text }] }) as const;
