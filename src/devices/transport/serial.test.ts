/** Serial lines over the library's own stand-in: what a pseudo-terminal has not, and what other systems do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SerialPortMock } from 'serialport';
import { parseAddress } from './address.ts';
import { openSerial } from './serial.ts';
import type { ByteTransport } from './transport.ts';

const PATH = '/dev/stand-in';

type StandIn = Awaited<ReturnType<typeof SerialPortMock.binding.open>>;

/** The address opened on the stand-in, and what the library was given. */
async function opened(query = ''): Promise<{ readonly line: ByteTransport; readonly port: StandIn }> {
  const { binding } = SerialPortMock;
  binding.reset();
  binding.createPort(PATH, { record: true, echo: false });
  const ports: StandIn[] = [];
  const address = parseAddress(`serial://${PATH}${query}`);
  assert.ok(address.kind === 'serial');
  const line = await openSerial({ address: `serial://${PATH}${query}`, ...address }, () =>
    Promise.resolve({
      ...binding,
      async open(options) {
        const port = await binding.open(options);
        ports.push(port);
        return port;
      },
    } as typeof binding),
  );
  const [port] = ports;
  assert.ok(port !== undefined);
  return { line, port };
}

test('bits, parity and stop bits reach the library as the address says, and no modem line is asked for', async () => {
  const { line, port } = await opened('?baud=9600&data=7&parity=even&stop=2&flow=xonxoff');
  const { baudRate, dataBits, parity, stopBits, rtscts, xon, xoff, hupcl, lock } = port.openOptions;
  assert.deepEqual(
    { baudRate, dataBits, parity, stopBits, rtscts, xon, xoff, hupcl, lock },
    {
      baudRate: 9_600,
      dataBits: 7,
      parity: 'even',
      stopBits: 2,
      rtscts: false,
      xon: true,
      xoff: true,
      hupcl: false,
      lock: true,
    },
  );
  await line.close();
  const odd = await opened('?parity=odd&flow=rtscts');
  assert.equal(odd.port.openOptions.parity, 'odd');
  assert.deepEqual([odd.port.openOptions.rtscts, odd.port.openOptions.xon], [true, false]);
  await odd.line.close();
});

test("where the library's own reading and writing are used, bytes go both ways in order and a close lets them out", async () => {
  const { line, port } = await opened();
  const heard: Uint8Array[] = [];
  const whole = new Promise<void>((resolve) => {
    line.onBytes((bytes) => {
      heard.push(bytes);
      if (Buffer.concat(heard).length >= 4) resolve();
    });
  });
  port.emitData(Buffer.of(1, 2));
  port.emitData(Buffer.of(3, 4));
  await whole;
  assert.deepEqual(Buffer.concat(heard), Buffer.of(1, 2, 3, 4));
  const bytes = Buffer.alloc(5_000, 0).map((_, index) => index & 0xff);
  void line.write(bytes.subarray(0, 3_000));
  void line.write(bytes.subarray(3_000));
  const why = new Promise((resolve) => line.onClosed(resolve));
  await line.close();
  assert.equal(await why, 'asked');
  assert.equal(Buffer.compare(port.recording, bytes), 0);
  assert.equal(port.isOpen, false);
  await assert.rejects(line.write(Uint8Array.of(1)), { code: 'device.lost' });
});

test('a library that does not load is a fault of its own, and so is a port that is not there', async () => {
  const { line } = await opened();
  await line.close();
  SerialPortMock.binding.reset();
  const settings = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
  const target = { address: 'serial://COM3', path: 'COM3', ...settings };
  await assert.rejects(
    openSerial(target, () => Promise.reject(new Error('no native build'))),
    { name: 'Fault', code: 'device.no-binding' },
  );
  await assert.rejects(
    openSerial(target, () => Promise.resolve(SerialPortMock.binding)),
    { name: 'Fault', code: 'device.unreachable' },
  );
});
