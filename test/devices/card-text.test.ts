/**
 * Readers that write a card's number as text, on the network and on a serial port (a pseudo-terminal of the kernel, opened
 * by the library that the till opens ports with), read by the whole devices process.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { DevicesToTill } from '#devices/wire.ts';
import { randomNumber, TextReader } from '#sim/card/text-reader.ts';
import { type DevicesProcess, isHealth, type Said, startDevices } from '../rig/devices-process.ts';
import { bridgePtyToTcp, type PluggedPty } from '../rig/pty.ts';
import { realPart } from '../rig/real-part.ts';

const KINDS = ['serial', 'network'] as const;
const CARDS = ['04a1b2c3d4e580', '2196e651', '51e69621'];

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

interface Bench {
  readonly reader: TextReader;
  readonly devices: DevicesProcess;
  /** The cable; null on the network. */
  readonly pty: PluggedPty | null;
}

async function bench(kind: (typeof KINDS)[number]): Promise<Bench> {
  const reader = new TextReader();
  await reader.plug();
  cleanUp.push(() => reader.unplug());
  const pty = kind === 'serial' ? await bridgePtyToTcp(Number(new URL(reader.address).port)) : null;
  if (pty !== null) cleanUp.push(() => pty.close());
  const devices = startDevices();
  cleanUp.push(() => devices.stop());
  const address = pty === null ? reader.address : `serial://${pty.appPath}?baud=9600`;
  devices.tell({ kind: 'open', device: { id: 'c', kind: 'card', name: 'Lecteur', address, cardNotation: 'hex' } });
  await ready({ reader, devices, pty });
  return { reader, devices, pty };
}

/** A reader on the network has a till when it has accepted its connection, which may be later than the till knows of it. */
async function ready({ reader, devices }: Bench, from = 0): Promise<void> {
  await devices.until(isHealth('c', 'ready'), from);
  while (reader.listeners === 0) await new Promise((resolve) => setImmediate(resolve));
}

const isCard =
  (number: string) =>
  (message: DevicesToTill): message is Said<'card'> =>
    message.kind === 'card' && message.event.kind === 'card' && message.event.card.uid === number;

const isAbsent = (message: DevicesToTill): message is Said<'health'> =>
  message.kind === 'health' && message.deviceId === 'c' && message.state === 'absent';

const cardsOf = (devices: DevicesProcess): number => devices.said.filter((message) => message.kind === 'card').length;

for (const kind of KINDS) {
  test(`${kind}: each card held is one card with its number, also when the reader repeats it`, async () => {
    const { reader, devices } = await bench(kind);
    for (const [index, number] of CARDS.entries()) {
      assert.equal(reader.hold(number), true);
      reader.hold(number);
      const { event } = await devices.until(isCard(number));
      assert.ok(event.kind === 'card' && event.card.medium === 'text');
      assert.equal(cardsOf(devices), index + 1);
    }
    if (kind === 'serial') realPart('pty + serialport', 'a card reader that writes text');
  });

  test(`${kind}: a phone, whose number is another each time, is refused`, async () => {
    const { reader, devices } = await bench(kind);
    reader.hold(randomNumber());
    const { event } = await devices.until((message): message is Said<'card'> => message.kind === 'card');
    assert.deepEqual(event, { kind: 'refused', why: 'random-uid' });
  });

  test(`${kind}: a reader that was pulled out is missed, found again, and read as before`, async () => {
    const { reader, devices, pty } = await bench(kind);
    await (pty ?? reader).unplug();
    await devices.until(isAbsent);
    const from = devices.said.length;
    await (pty === null ? reader.plug() : pty.replug());
    await ready({ reader, devices, pty }, from);
    reader.hold('2196e651');
    await devices.until(isCard('2196e651'), from);
    assert.equal(cardsOf(devices), 1);
  });
}
