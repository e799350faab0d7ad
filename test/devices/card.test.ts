/**
 * Cards held to a reader of the real PC/SC service (pcscd), read by the devices process as the till starts it: the reader is
 * pcscd's virtual one, pluggable on a mocked USB bus, and the card is a program that speaks to it. Which state follows
 * which is asserted; how many rounds that takes is asserted on an injected clock in pcsc-reader.test.ts, and the real
 * seconds are only printed here.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type CardScenario, VirtualCard } from '#sim/card/virtual-card.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { listReaders } from '#devices/transport/pcsc.ts';
import type { DevicesToTill } from '#devices/wire.ts';
import { type DevicesProcess, type Said, startDevices } from '../rig/devices-process.ts';
import { openPcsc, type Pcsc, type PcscOptions, pcscdVersion } from '../rig/pcsc.ts';
import { realPart } from '../rig/real-part.ts';

const UID = '04a1b2c3d4e580';
const CYCLES = 200;
/** So many readers, each with its own service, share the cycles: a cycle is two of the service's looks and two of ours. */
const AT_ONCE = 5;

type Event = Said<'card'>['event'];

/** One reader and one devices process, and what was said since last asked. */
class Bench {
  readonly pcsc: Pcsc;
  readonly card: VirtualCard;
  readonly devices: DevicesProcess;
  /** Health and cards are told side by side: each has its own order. */
  readonly #from = { health: 0, card: 0 };

  constructor(pcsc: Pcsc, address: string) {
    this.pcsc = pcsc;
    this.card = new VirtualCard({ ...pcsc.place, uid: UID });
    this.devices = startDevices({ env: pcsc.env });
    this.devices.tell({ kind: 'open', device: { id: 'reader', kind: 'card', name: 'NFC', address } });
  }

  /** The next health that says this; the seconds that it took are printed. */
  async health(state: Said<'health'>['state'], fault?: string): Promise<void> {
    const beganMs = performance.now();
    await this.#next(
      'health',
      (message): message is Said<'health'> =>
        message.kind === 'health' &&
        message.deviceId === 'reader' &&
        message.state === state &&
        message.fault === fault,
    );
    const seconds = ((performance.now() - beganMs) / 1_000).toFixed(2);
    process.stdout.write(`# ${fault ?? state} after ${seconds} s\n`);
  }

  /** The next event of a card. */
  async event(): Promise<Event> {
    return (await this.#next('card', (message): message is Said<'card'> => message.kind === 'card')).event;
  }

  /** Everything of cards that was said so far. */
  events(): readonly Event[] {
    return this.devices.said.filter((message) => message.kind === 'card').map(({ event }) => event);
  }

  async close(): Promise<void> {
    this.card.remove();
    await this.devices.stop();
    await this.pcsc.close();
  }

  async #next<T extends DevicesToTill>(
    of: 'health' | 'card',
    wanted: (message: DevicesToTill) => message is T,
  ): Promise<T> {
    const message = await this.devices.until(wanted, this.#from[of]);
    this.#from[of] = this.devices.said.indexOf(message) + 1;
    return message;
  }
}

async function benchOf(options: PcscOptions & { readonly address?: string } = {}): Promise<Bench> {
  return new Bench(await openPcsc(options), options.address ?? 'pcsc://ACS%20ACR122U');
}

let bench: Bench;
before(async () => {
  bench = await benchOf();
  await bench.health('ready');
});
after(() => bench.close());

/** Holds the card to the reader; resolves with what came of it, after it was taken away and its going was told. */
async function held(scenario: CardScenario, on = bench): Promise<Event> {
  on.card.scenario = scenario;
  await on.card.insert();
  const event = await on.event();
  on.card.remove();
  assert.deepEqual(await on.event(), { kind: 'gone' });
  return event;
}

const READ: Event = {
  kind: 'card',
  card: {
    uid: UID,
    medium: 'contactless',
    atr: '3b8f8001804f0ca0000003060300030000000068',
    memoryText: 'fidelite:1042',
  },
};

test('a card held to a real reader is told with number, answer to reset and the text of its memory, and then as gone', async () => {
  assert.deepEqual(await held('normal'), READ);
  realPart('pcscd', pcscdVersion());
  realPart('vpcd', 'virtual reader, pluggable through umockdev');
  realPart('smartcard', versionOf('smartcard'));
});

test('no. 16: a card torn away in the middle, or that answers with half of its number, is nobody’s', async () => {
  assert.deepEqual(await held('half-read'), { kind: 'refused', why: 'torn' });
  assert.deepEqual(await held('cut-short'), { kind: 'refused', why: 'torn' });
});

test('no. 16: a card torn away and held again at once is read', async () => {
  bench.card.scenario = 'half-read-once';
  await bench.card.insert();
  // The service may have seen it go in between, or not; either way it ends with the card and not before.
  let event = await bench.event();
  while (event.kind !== 'card') {
    assert.ok(event.kind === 'gone' || event.why === 'torn');
    event = await bench.event();
  }
  assert.deepEqual(event, READ);
  bench.card.remove();
  assert.deepEqual(await bench.event(), { kind: 'gone' });
});

test('no. 17: a DESFire card whose session another program ended is read by a session of our own', async () => {
  const event = await held('stolen-session');
  assert.deepEqual(event, { kind: 'card', card: { uid: UID, medium: 'contactless', atr: '3b8180018080' } });
});

test('no. 18: a phone, whose number is another each time, is refused', async () => {
  assert.deepEqual(await held('random-uid'), { kind: 'refused', why: 'random-uid' });
});

test('a slow card is read whole; a card without a number, and rubbish, are refused', async () => {
  assert.deepEqual(await held('slow'), READ);
  assert.deepEqual(await held('no-number'), { kind: 'refused', why: 'unreadable' });
  assert.deepEqual(await held('rubbish'), { kind: 'refused', why: 'unreadable' });
});

test('a reader pulled out and plugged in five times, once with a card on it, is said each time, and reads afterwards', async () => {
  bench.card.scenario = 'normal';
  for (let time = 0; time < 5; time++) {
    if (time === 2) {
      await bench.card.insert();
      assert.equal((await bench.event()).kind, 'card');
    }
    await bench.pcsc.unplug();
    if (time === 2) assert.deepEqual(await bench.event(), { kind: 'gone' });
    await bench.health('absent', 'card.no-reader');
    bench.card.remove();
    await bench.pcsc.plug();
    await bench.health('ready');
  }
  assert.deepEqual(await held('normal'), READ);
});

test('no. 20: a reader that is there and does not answer is said, and found again, with the card that lies on it', async () => {
  bench.card.scenario = 'normal';
  await bench.card.insert();
  assert.equal((await bench.event()).kind, 'card');
  bench.pcsc.stall(true);
  assert.deepEqual(await bench.event(), { kind: 'gone' });
  await bench.health('trouble', 'card.reader-stalled');
  bench.pcsc.stall(false);
  assert.deepEqual(await bench.event(), READ);
  bench.card.remove();
  assert.deepEqual(await bench.event(), { kind: 'gone' });
});

test('no. 20: a reader that takes a command and gives no answer is said, and read from again when it does', async () => {
  bench.pcsc.hold(true);
  await bench.card.insert();
  await bench.health('trouble', 'card.reader-stalled');
  assert.deepEqual(await bench.event(), { kind: 'refused', why: 'torn' });
  assert.deepEqual(await bench.event(), { kind: 'gone' });
  bench.pcsc.hold(false);
  assert.deepEqual(await bench.event(), READ);
  await bench.health('ready');
  bench.card.remove();
  assert.deepEqual(await bench.event(), { kind: 'gone' });
});

test('no. 20: the service killed with a card on the reader, and started again, twice: said, found, and the card read anew', async () => {
  for (let time = 0; time < 2; time++) {
    bench.card.scenario = 'normal';
    await bench.card.insert();
    assert.deepEqual(await bench.event(), READ);
    await bench.pcsc.kill();
    assert.deepEqual(await bench.event(), { kind: 'gone' });
    await bench.health('absent', 'card.no-service');
    await bench.pcsc.start();
    await bench.health('ready');
    assert.deepEqual(await held('normal'), READ);
  }
});

test('no. 20: a service that hangs is said, and found again; nothing of the devices process waits for it', async () => {
  const { devices, pcsc } = bench;
  pcsc.freeze(true);
  await bench.health('trouble', 'card.reader-stalled');
  // The process still does its other work while the service hangs: a device of another kind is opened and answered for.
  for (let time = 0; time < 10; time++) {
    const id = `other-${time}`;
    devices.tell({ kind: 'open', device: { id, kind: 'card', name: id, address: 'nothing:' } });
    await devices.until(
      (message): message is Said<'health'> =>
        message.kind === 'health' && message.deviceId === id && message.state === 'absent',
    );
    await pause(100);
  }
  const saidMeanwhile = devices.said.filter(({ kind }) => kind === 'health').length;
  pcsc.freeze(false);
  await bench.health('ready');
  assert.ok(devices.said.filter(({ kind }) => kind === 'health').length <= saidMeanwhile + 1, 'said once');
  assert.deepEqual(await held('normal'), READ);
});

test('the readers that are plugged in are listed for a search, and none where no service runs', async () => {
  const before = process.env['PCSCLITE_CSOCK_NAME'];
  process.env['PCSCLITE_CSOCK_NAME'] = bench.pcsc.env['PCSCLITE_CSOCK_NAME'];
  try {
    assert.deepEqual(await listReaders(), ['ACS ACR122U [PICC Interface] 00 00']);
    process.env['PCSCLITE_CSOCK_NAME'] = '/nowhere/pcscd.comm';
    await assert.rejects(listReaders(), { name: 'Fault', code: 'card.no-service' });
  } finally {
    if (before === undefined) delete process.env['PCSCLITE_CSOCK_NAME'];
    else process.env['PCSCLITE_CSOCK_NAME'] = before;
  }
});

test(`${CYCLES} cards are each told once, and leave no open file and no process behind`, async () => {
  const benches = await Promise.all(Array.from({ length: AT_ONCE }, () => benchOf()));
  try {
    await Promise.all(benches.map((one, index) => manyCards(one, index)));
  } finally {
    await Promise.all(benches.map((one) => one.close()));
  }
});

async function manyCards(on: Bench, index: number): Promise<void> {
  await on.health('ready');
  await held('normal', on);
  const filesBefore = openFiles(on.devices.pid);
  const cycles = CYCLES / AT_ONCE;
  for (let cycle = 0; cycle < cycles; cycle++) {
    on.card.uid = `04${index}1${cycle.toString(16).padStart(10, '1')}`;
    const event = await held('normal', on);
    assert.ok(event.kind === 'card' && event.card.uid === on.card.uid, `cycle ${cycle}`);
  }
  assert.equal(on.events().length, 2 + cycles * 2);
  assert.deepEqual(openFiles(on.devices.pid), filesBefore);
}

test('no. 20: a service that is not there at the start is a state and no crash, and is used once it runs', async () => {
  const late = await benchOf({ started: false });
  try {
    await late.health('absent', 'card.no-service');
    await late.pcsc.start();
    await late.health('ready');
    await late.card.insert();
    assert.deepEqual(await late.event(), READ);
  } finally {
    await late.close();
  }
});

test('the virtual reader as its own package sets it up is read like the pluggable one', async () => {
  const fixed = await benchOf({ reader: 'fixed', address: 'pcsc://Virtual' });
  try {
    await fixed.health('ready');
    await fixed.card.insert();
    assert.deepEqual(await fixed.event(), READ);
  } finally {
    await fixed.close();
  }
});

test('closing the reader, and the end of the devices process, end the process that entered the library', async () => {
  const closing = await benchOf();
  try {
    await closing.health('ready');
    const [pid] = childrenOf(closing.devices.pid);
    assert.ok(pid !== undefined);
    closing.devices.tell({ kind: 'close', deviceId: 'reader' });
    await ended(pid);
    closing.devices.tell({ kind: 'open', device: { id: 'again', kind: 'card', name: 'NFC', address: 'pcsc://' } });
    await closing.devices.until(
      (message): message is Said<'health'> =>
        message.kind === 'health' && message.deviceId === 'again' && message.state === 'ready',
    );
    const [second] = childrenOf(closing.devices.pid);
    assert.ok(second !== undefined);
    process.kill(closing.devices.pid, 'SIGKILL');
    await ended(second);
  } finally {
    await closing.close();
  }
});

test('the simulator obeys its orders: a card is held, torn and taken away by a program of its own', async () => {
  const program = fileURLToPath(new URL('../../src/sim/card/main.ts', import.meta.url));
  const simulator = spawn(process.execPath, [program, '--socket', bench.pcsc.place.path, '--uid', '04deadbeef0042'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface({ input: simulator.stdout })[Symbol.asyncIterator]();
    assert.equal((JSON.parse((await lines.next()).value ?? '') as { card: string }).card, '04deadbeef0042');
    const order = (text: string): void => void simulator.stdin.write(`${text}\n`);
    order('insert');
    const event = await bench.event();
    assert.ok(event.kind === 'card' && event.card.uid === '04deadbeef0042');
    order('remove');
    assert.deepEqual(await bench.event(), { kind: 'gone' });
    order('half-read');
    order('insert');
    assert.deepEqual(await bench.event(), { kind: 'refused', why: 'torn' });
    assert.deepEqual(await bench.event(), { kind: 'gone' });
  } finally {
    const over = new Promise((resolve) => simulator.once('exit', resolve));
    simulator.stdin.end();
    await over;
  }
});

test('no. 19: the card of one reader, written otherwise by another on a line of its own, is told as the same number', async () => {
  const reader = new SimulatedScanner({ port: 0 });
  await reader.plug();
  const devices = startDevices();
  try {
    const device = {
      id: 'text',
      kind: 'card',
      name: '125 kHz',
      address: reader.address,
      cardNotation: 'decimal-10',
    } as const;
    devices.tell({ kind: 'open', device });
    await devices.until((message): message is Said<'health'> => message.kind === 'health' && message.state === 'ready');
    while (!reader.scan('1374066209')) await pause(20);
    const told = await devices.until((message): message is Said<'card'> => message.kind === 'card');
    assert.deepEqual(told.event, { kind: 'card', card: { uid: '51e69621', medium: 'text' } });
  } finally {
    await devices.stop();
    await reader.unplug();
  }
});

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** Open files of a process and of those that it started, by what they are. */
function openFiles(pid: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [pid, ...childrenOf(pid)].map((one, index) => [`${index}`, readdirSync(`/proc/${one}/fd`).length]),
  );
}

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '')
    .map(Number);
}

async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause(20);
  }
}
