import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '#base/fault.ts';
import type { Clock } from '#base/clock.ts';
import { type HidBinding, type HidEntry, type HidHandle, hidAddressOf, listHid, openHid, PRESENCE_MS } from './hid.ts';
import { byteTransportConformance } from './transport.conformance.ts';
import { type ClosedWhy, parseAddress } from './transport.ts';

const SCANNER: HidEntry = {
  vendorId: 0x0c2e,
  productId: 0x0b61,
  path: '/dev/hidraw0',
  serialNumber: 'SN 1',
  manufacturer: 'Honeywell',
  product: '1450g',
  usagePage: 0x8c,
  usage: 2,
};
const KEYBOARD: HidEntry = { ...SCANNER, path: '/dev/hidraw9', usagePage: 1, usage: 6 };

/** The library, with devices that a test plugs in and out. Errors are words only, as the library's are. */
class FakeHid implements HidBinding {
  entries: HidEntry[] = [];
  refuses: string | null = null;
  takes = true;
  readonly written: number[][] = [];
  readonly features: number[][] = [];
  handles = 0;
  #open = new Map<string, { data: (report: Uint8Array) => void; error: (error: unknown) => void }>();

  list(): Promise<readonly HidEntry[]> {
    return Promise.resolve([...this.entries]);
  }

  open(path: string): Promise<HidHandle> {
    if (this.refuses !== null) return Promise.reject(new Error(this.refuses));
    const listeners = {
      data: (_report: Uint8Array): void => undefined,
      error: (_error: unknown): void => undefined,
    };
    this.#open.set(path, listeners);
    this.handles++;
    return Promise.resolve({
      on: (event: 'data' | 'error', listen: (said: never) => void) => {
        if (event === 'data') listeners.data = listen as (report: Uint8Array) => void;
        else listeners.error = listen as (error: unknown) => void;
      },
      write: (report) => {
        if (!this.takes) return Promise.reject(new Error('could not write'));
        this.written.push([...report]);
        return Promise.resolve(report.length);
      },
      sendFeatureReport: (report) => {
        this.features.push([...report]);
        return Promise.reject(new Error('Inappropriate ioctl for device'));
      },
      close: () => {
        this.handles--;
        return this.#open.delete(path) ? Promise.resolve() : Promise.reject(new Error('device is already closed'));
      },
    });
  }

  say(path: string, report: Uint8Array): void {
    this.#open.get(path)?.data(report);
  }

  fail(path: string): void {
    this.#open.get(path)?.error(new Error('could not read from HID device'));
  }
}

/** A clock that rings when it is told to. */
class BellClock implements Clock {
  rings: { readonly delayMs: number; readonly then: () => void }[] = [];
  wallMs(): number {
    return 0;
  }
  monotonicMs(): number {
    return 0;
  }
  after(delayMs: number, then: () => void): () => void {
    const entry = { delayMs, then };
    this.rings.push(entry);
    return () => {
      this.rings = this.rings.filter((other) => other !== entry);
    };
  }
  async ring(): Promise<void> {
    for (const { then } of this.rings.splice(0)) then();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function parts(...entries: HidEntry[]): {
  readonly hid: FakeHid;
  readonly clock: BellClock;
  readonly load: () => Promise<HidBinding>;
} {
  const hid = new FakeHid();
  hid.entries = entries;
  return { hid, clock: new BellClock(), load: () => Promise.resolve(hid) };
}

function target(address = 'hid://0c2e:0b61'): Parameters<typeof openHid>[0] {
  const parsed = parseAddress(address);
  assert.ok(parsed.kind === 'hid');
  return { address, ...parsed };
}

const closedOf = (line: Awaited<ReturnType<typeof openHid>>): Promise<ClosedWhy> =>
  new Promise((resolve) => line.onClosed(resolve));

byteTransportConformance(
  'hid',
  async () => {
    const rig = parts(SCANNER);
    const near = await openHid(target(), rig);
    return {
      near,
      far: {
        received: () => Uint8Array.from(rig.hid.written.flat()),
        send: (bytes) => rig.hid.say('/dev/hidraw0', bytes),
        lose: () => {
          rig.hid.entries = [];
          void rig.clock.ring();
        },
        until: () => Promise.resolve(),
      },
      reopen() {
        rig.hid.entries = [SCANNER];
        return openHid(target(), rig);
      },
      async dispose() {
        await near.close();
        assert.equal(rig.hid.handles, 0, 'every handle is given back');
      },
    };
  },
  { listensOnly: true, reopens: true },
);

test('the list of devices says what each one is, by its own words, and the address to open it by', async () => {
  const mouse = { vendorId: 0x046d, productId: 0xc077, path: '/dev/hidraw3', usagePage: 1, usage: 2, serialNumber: '' };
  assert.deepEqual(await listHid(parts(SCANNER, KEYBOARD, mouse)), [
    {
      address: 'hid://0c2e:0b61?serial=SN%201',
      vendorId: 0x0c2e,
      productId: 0x0b61,
      serial: 'SN 1',
      maker: 'Honeywell',
      product: '1450g',
      use: 'scanner',
    },
    {
      address: 'hid://0c2e:0b61?serial=SN%201',
      vendorId: 0x0c2e,
      productId: 0x0b61,
      serial: 'SN 1',
      maker: 'Honeywell',
      product: '1450g',
      use: 'keys',
    },
    { address: 'hid://046d:c077', vendorId: 0x046d, productId: 0xc077, use: 'keys' },
  ]);
});

test('a search on a machine whose list of devices cannot be read is told so by name', async () => {
  const hid = new FakeHid();
  hid.list = () => Promise.reject(new Error('cannot enumerate'));
  await assert.rejects(listHid({ load: () => Promise.resolve(hid) }), { name: 'Fault', code: 'device.unreachable' });
});

test('the address that is made of a device opens that device', () => {
  const ids = { vendorId: 0x5e0, productId: 0x2100, serial: 'S/N 12&3=é' };
  assert.deepEqual(parseAddress(hidAddressOf(ids)), { kind: 'hid', ...ids });
});

test('each way of not opening has its own code', async () => {
  const code = async (rig: ReturnType<typeof parts>, address?: string): Promise<string> => {
    try {
      await openHid(target(address), rig);
    } catch (error) {
      return error instanceof Fault ? error.code : 'no fault';
    }
    return 'opened';
  };
  assert.equal(await code(parts()), 'device.unreachable');
  assert.equal(await code(parts(SCANNER), 'hid://0c2e:0b61?serial=OTHER'), 'device.unreachable');
  assert.equal(await code(parts(KEYBOARD)), 'device.types-keys');
  const refused = parts(SCANNER);
  refused.hid.refuses = 'cannot open device with path /dev/hidraw0: Permission denied';
  assert.equal(await code(refused), 'device.no-permission');
  refused.hid.refuses = 'cannot open device with path /dev/hidraw0: No such device';
  assert.equal(await code(refused), 'device.unreachable');
  assert.equal(
    await code({ ...parts(), load: () => Promise.reject(new Error('no such module')) }),
    'device.no-binding',
  );
});

test('a keyboard beside the scanner in one device is left alone', async () => {
  const rig = parts(KEYBOARD, SCANNER);
  const line = await openHid(target(), rig);
  const heard: number[] = [];
  line.onBytes((bytes) => heard.push(...bytes));
  rig.hid.say('/dev/hidraw9', Uint8Array.of(9));
  rig.hid.say('/dev/hidraw0', Uint8Array.of(2, 3));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(heard, [2, 3]);
  await line.close();
});

test('a Honeywell is asked for its reports, and one that knows no such request is used all the same', async () => {
  const rig = parts(SCANNER);
  await (await openHid(target(), rig)).close();
  assert.deepEqual(rig.hid.features, [[254, 1]]);
  const other = parts({ ...SCANNER, vendorId: 0x05e0 });
  await (await openHid(target('hid://05e0:0b61'), other)).close();
  assert.deepEqual(other.hid.features, []);
});

test('a device gone from the list is lost at the next look, one whose read fails at once; an unreadable list says nothing', async () => {
  const gone = parts(SCANNER);
  const line = await openHid(target(), gone);
  const why = closedOf(line);
  assert.deepEqual(
    gone.clock.rings.map(({ delayMs }) => delayMs),
    [PRESENCE_MS],
  );
  gone.hid.list = () => Promise.reject(new Error('busy'));
  await gone.clock.ring();
  gone.hid.list = () => Promise.resolve([{ ...SCANNER, serialNumber: 'another one at the same path' }]);
  await gone.clock.ring();
  assert.equal(await why, 'lost');
  assert.equal(gone.clock.rings.length, 0);

  const failing = parts(SCANNER);
  const failed = await openHid(target(), failing);
  failing.hid.fail('/dev/hidraw0');
  assert.equal(await closedOf(failed), 'lost');
  assert.equal(failing.hid.handles, 0);
});

test('a write is one output report, in order; one that the device does not take is refused', async () => {
  const rig = parts(SCANNER);
  const line = await openHid(target(), rig);
  const bytes = Uint8Array.of(4, 1, 7);
  const writes = [line.write(bytes), line.write(Uint8Array.of(4, 2))];
  bytes.fill(0);
  await Promise.all(writes);
  assert.deepEqual(rig.hid.written, [
    [4, 1, 7],
    [4, 2],
  ]);
  rig.hid.takes = false;
  await assert.rejects(line.write(Uint8Array.of(4, 3)), { name: 'Fault', code: 'device.lost' });
  await line.close();
});
