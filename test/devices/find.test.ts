/** Looking for devices and trying them out: simulated printers and silent strangers on real lines. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { Machine } from '#devices/discovery/find.ts';
import type { DeviceConfig, DeviceTest, FoundDevice } from '#devices/wire.ts';
import { paperText, SimulatedPrinter, type SimulatedPrinterOptions } from '#sim/printer/simulated-printer.ts';
import { type DevicesAlone, devicesAlone, type Said } from '../rig/devices-alone.ts';
import { bridgePtyToTcp, openPty } from '../rig/pty.ts';

const NOTHING: Machine = {
  serialPorts: () => Promise.resolve([]),
  usbFiles: () => Promise.resolve([]),
  hidDevices: () => Promise.resolve([]),
  cardReaders: () => Promise.resolve([]),
  queues: () => Promise.resolve([]),
};
const PAGE: ReceiptDocument = { language: 'fr', blocks: [{ kind: 'text', text: 'Page de test' }] };
/** What a stranger is asked: printer, cause of offline, paper. */
const QUESTION = '100401100402100404';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

interface Desk extends DevicesAlone {
  find(hosts?: readonly string[]): Promise<readonly FoundDevice[]>;
  tryOut(device: DeviceConfig, test: DeviceTest): Promise<Said<'tried'>>;
}

function desk(machine: Partial<Machine> = {}): Desk {
  const alone = devicesAlone({ machine: { ...NOTHING, ...machine } });
  const { devices, until } = alone;
  cleanUp.push(() => devices.close());
  return {
    ...alone,
    async find(hosts = []) {
      const searchId = randomUUID();
      devices.handle({ kind: 'find', searchId, hosts });
      const end = await until(
        (message): message is Said<'found'> =>
          message.kind === 'found' && message.searchId === searchId && message.done,
      );
      return end.found;
    },
    tryOut(device, kind) {
      const trialId = randomUUID();
      const content = { top: { left: 'Bonjour', right: '' }, bottom: { left: '', right: '1,00' } };
      devices.handle({ kind: 'try', trialId, device, test: kind, document: PAGE, content });
      return until((message): message is Said<'tried'> => message.kind === 'tried' && message.trialId === trialId);
    },
  };
}

async function printer(options: Partial<SimulatedPrinterOptions> = {}): Promise<SimulatedPrinter> {
  const made = new SimulatedPrinter({ port: 0, ...options });
  await made.plug();
  cleanUp.push(() => made.unplug());
  return made;
}

async function strangerOnPort(): Promise<{ readonly host: string; readonly heard: () => string }> {
  const heard: Uint8Array[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (bytes) => heard.push(bytes)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { host: `127.0.0.1:${address.port}`, heard: () => Buffer.concat(heard).toString('hex') };
}

const configOf = (address: string, more: Partial<DeviceConfig> = {}): DeviceConfig => ({
  id: 'p',
  kind: 'printer',
  name: 'Imprimante',
  address,
  ...more,
});
const byAddress = (found: readonly FoundDevice[]): Readonly<Record<string, FoundDevice>> =>
  Object.fromEntries(found.map((device) => [device.address, device]));

test('what is plugged in is proposed as what it answered, and what stays silent as unknown', async () => {
  const network = await printer({ names: { maker: 'STAR', model: 'mC-Print3' } });
  const cable = await printer();
  const line = await bridgePtyToTcp(cable.port);
  cleanUp.push(() => line.close());
  const silent = await openPty();
  cleanUp.push(() => silent.close());
  const stranger = await strangerOnPort();
  const { find, said } = desk({
    serialPorts: () =>
      Promise.resolve([
        { path: line.appPath, systemName: 'Payment_Terminal_USB' },
        { path: silent.appPath, systemName: 'EPSON_Receipt_Printer' },
        { path: `${silent.appPath}-gone`, systemName: 'ttyS7' },
      ]),
    hidDevices: () =>
      Promise.resolve([
        { address: 'hid://0c2e:0b61?serial=A1', vendorId: 0x0c2e, productId: 0x0b61, serial: 'A1', use: 'scanner' },
        { address: 'hid://046d:c31c', vendorId: 0x046d, productId: 0xc31c, product: 'Keyboard K120', use: 'keys' },
        { address: 'hid://051d:0002', vendorId: 0x051d, productId: 2, product: 'UPS', use: 'other' },
      ]),
    cardReaders: () => Promise.resolve(['ACS ACR122U [PICC Interface] 00 00']),
    queues: () => Promise.resolve(['Reçus']),
  });
  const found = byAddress(await find([`127.0.0.1:${network.port}`, stranger.host, '127.0.0.1:1', 'no host']));
  assert.deepEqual(found[`tcp://127.0.0.1:${network.port}`], {
    address: `tcp://127.0.0.1:${network.port}`,
    kind: 'printer',
    systemName: `127.0.0.1:${network.port}`,
    answered: 'STAR mC-Print3 30.61 ESC/POS SIM0000042',
  });
  assert.deepEqual(found[`serial://${line.appPath}?baud=9600`], {
    address: `serial://${line.appPath}?baud=9600`,
    kind: 'printer',
    systemName: 'Payment_Terminal_USB',
    answered: 'EPSON TM-T88V 30.61 ESC/POS SIM0000042',
    profile: 'TM-T88V',
  });
  const kinds = Object.fromEntries(
    Object.values(found).map(({ address, kind, answered }) => [address, [kind, answered]]),
  );
  assert.deepEqual(kinds, {
    ...kinds,
    [`serial://${silent.appPath}?baud=9600`]: ['unknown', null],
    [`tcp://${stranger.host}`]: ['unknown', null],
    'hid://0c2e:0b61?serial=A1': ['scanner', 'HID POS'],
    'wedge:': ['unknown', null],
    'pcsc://ACS%20ACR122U%20%5BPICC%20Interface%5D': ['card', 'PC/SC'],
    'cups://Re%C3%A7us': ['unknown', null],
  });
  // Nobody is there, and who typed it sees so; what is no host is not tried.
  assert.deepEqual([found['tcp://127.0.0.1:1']?.kind, found['tcp://127.0.0.1:1']?.answered], ['unknown', null]);
  assert.equal(Object.keys(found).length, 9);
  // A stranger was asked for a printer's state, at each rate, and nothing else.
  assert.equal(Buffer.from(silent.received()).toString('hex'), QUESTION.repeat(4));
  assert.equal(stranger.heard(), QUESTION);
  assert.equal(paperText(cable.paper) + paperText(network.paper), '');
  const reports = said.filter((message) => message.kind === 'found');
  assert.ok(reports.length > 3 && reports.every(({ done }, index) => done === (index === reports.length - 1)));
});

test('what is set up already is listed as that, under whatever name it was found, and not a byte is sent to it', async () => {
  const silent = await openPty();
  cleanUp.push(() => silent.close());
  const address = `serial://${silent.appPath}?baud=19200`;
  const { devices, find, until } = desk({
    serialPorts: () => Promise.resolve([{ path: `${silent.appPath}`, systemName: 'ttyUSB0' }]),
  });
  devices.handle({ kind: 'open', device: { id: 's', kind: 'scanner', name: 'Douchette', address } });
  await until((message): message is Said<'health'> => message.kind === 'health' && message.state === 'ready');
  const found = await find();
  assert.deepEqual(found, [{ address, kind: 'scanner', systemName: 'Douchette', answered: null }]);
  assert.equal(silent.received().length, 0);
});

test('a printer on the network that is in use is found with its name, while its job is untouched', async () => {
  const network = await printer();
  const { devices, find, until } = desk();
  devices.handle({ kind: 'open', device: configOf(network.address, { profile: 'TM-T88V' }) });
  await until((message): message is Said<'health'> => message.kind === 'health' && message.state === 'ready');
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j', document: PAGE });
  const found = await find([`127.0.0.1:${network.port}`]);
  assert.deepEqual(
    found.map(({ address, kind }) => [address, kind]),
    [[network.address, 'printer']],
  );
  const job = await until((message): message is Said<'job'> => message.kind === 'job');
  assert.equal(job.state, 'printed');
});

test('a printer that is only found is tried: who it is, a page, the drawer; then its line is free again', async () => {
  const network = await printer();
  const { tryOut, find } = desk();
  const device = configOf(network.address, { profile: 'TM-T88V', drawer: true });
  const who = await tryOut(device, 'identify');
  assert.equal(who.state, 'passed');
  assert.equal(who.answered, 'EPSON TM-T88V 30.61 ESC/POS SIM0000042');
  assert.equal((await tryOut(device, 'page')).state, 'passed');
  assert.equal(paperText(network.paper), 'Page de test\n[cut]\n');
  assert.equal((await tryOut(device, 'drawer')).state, 'unknown');
  assert.equal(network.drawer.kicks, 1);
  assert.equal((await find([`127.0.0.1:${network.port}`]))[0]?.kind, 'printer');
});

test('a trial of a printer in use goes through its queue, also on a cable that is open for good', async () => {
  const cable = await printer();
  const line = await bridgePtyToTcp(cable.port);
  cleanUp.push(() => line.close());
  const device = configOf(`serial://${line.appPath}?baud=115200`, { profile: 'TM-T88V' });
  const { devices, tryOut, until } = desk();
  devices.handle({ kind: 'open', device });
  await until((message): message is Said<'health'> => message.kind === 'health' && message.state === 'ready');
  devices.handle({ kind: 'print', deviceId: 'p', jobId: 'j', document: PAGE });
  assert.equal((await tryOut(device, 'page')).state, 'passed');
  assert.equal(paperText(cable.paper), 'Page de test\n[cut]\n'.repeat(2));
});

test('a trial that cannot be made says why', async () => {
  const stranger = await strangerOnPort();
  const { tryOut } = desk();
  const tried = async (address: string, kind: DeviceTest, more: Partial<DeviceConfig> = {}): Promise<unknown> => {
    const { state, fault } = await tryOut(configOf(address, more), kind);
    return fault === undefined ? state : `${state} ${fault}`;
  };
  assert.equal(await tried('tcp://127.0.0.1:1', 'page'), 'failed device.unreachable');
  assert.equal(await tried(`tcp://${stranger.host}`, 'identify'), 'failed device.no-answer');
  assert.equal(await tried('serial:///dev/comptoir-gone', 'display', { kind: 'display' }), 'failed device.unreachable');
  assert.equal(await tried('pcsc://ACS', 'identify', { kind: 'card' }), 'failed card.no-reader');
  assert.equal(await tried('hid://0c2e:0b61', 'identify', { kind: 'scanner' }), 'failed device.unreachable');
  assert.equal(await tried('tcp://127.0.0.1:1', 'page', { profile: 'no such' }), 'failed device.profile-unknown');
  assert.equal(await tried('nonsense', 'page'), 'failed device.address-invalid');
});

test('the text of a trial reaches a display that is only found, and is said to be unconfirmed', async () => {
  const pty = await openPty();
  cleanUp.push(() => pty.close());
  const device = configOf(`serial://${pty.appPath}`, { kind: 'display', dialect: 'cd5220' });
  assert.equal((await desk().tryOut(device, 'display')).state, 'unknown');
  assert.match(Buffer.from(pty.received()).toString('latin1'), /Bonjour/);
});

test('a web server is proposed as no printer, and a trial of it says what it is not', async () => {
  const server = createHttpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const at = server.address();
  assert.ok(at !== null && typeof at === 'object');
  const { find, tryOut } = desk();
  const address = `tcp://127.0.0.1:${at.port}`;
  assert.deepEqual(await find([address]), [{ address, kind: 'unknown', systemName: address, answered: null }]);
  const { state, fault } = await tryOut(configOf(address), 'identify');
  assert.deepEqual([state, fault], ['failed', 'printer.not-a-printer']);
});

test('a printer that is set up is not proposed as new under another name of this machine', async () => {
  const network = await printer();
  const { devices, find, until } = desk();
  devices.handle({ kind: 'open', device: configOf(network.address) });
  await until((message): message is Said<'health'> => message.kind === 'health' && message.state === 'ready');
  const found = await find([`localhost:${network.port}`, `tcp://127.0.0.1:${network.port}`, `[::1]:${network.port}`]);
  assert.deepEqual(
    found.map(({ address, systemName }) => [address, systemName]),
    [[network.address, 'Imprimante']],
  );
});
