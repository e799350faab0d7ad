/**
 * What every byte transport promises, whatever it runs over. Each transport's test registers itself here, and says what a
 * line of its kind cannot do; for that there are no promises, and all others hold.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ByteTransport, ClosedWhy } from './transport.ts';

/** The device's side of the line under test. */
export interface FarEnd {
  received(): Uint8Array;
  send(bytes: Uint8Array): void;
  /** Breaks the line without a word. */
  lose(): void;
  /** Resolves when `done` holds, looked at each time something happens on this side. */
  until(done: () => boolean): Promise<void>;
  /** The device takes nothing more, until `resume`. */
  readonly pause?: () => void;
  readonly resume?: () => void;
}

export interface TransportRig {
  readonly near: ByteTransport;
  readonly far: FarEnd;
  /** After the line was lost: the device comes back, and the same address opens it. */
  readonly reopen?: () => Promise<ByteTransport>;
  dispose(): Promise<void>;
}

/** What a kind of line has; a rig of that kind has the means for it. */
export interface TransportTraits {
  /** It listens only; what is written is somebody else's matter. */
  readonly listensOnly?: boolean;
  /** Its device can stop taking bytes. */
  readonly holdsBack?: boolean;
  readonly reopens?: boolean;
}

type Check = (rig: TransportRig) => Promise<void>;

export function byteTransportConformance(
  name: string,
  open: () => Promise<TransportRig>,
  traits: TransportTraits = {},
): void {
  const promise = (title: string, check: Check): void => {
    test(`${name}: ${title}`, async () => {
      const rig = await open();
      try {
        await check(rig);
      } finally {
        await rig.dispose();
      }
    });
  };
  for (const [title, check] of LISTENING) promise(title, check);
  if (traits.listensOnly !== true) for (const [title, check] of WRITING) promise(title, check);
  if (traits.holdsBack === true) for (const [title, check] of HOLDING_BACK) promise(title, check);
  if (traits.reopens === true) for (const [title, check] of REOPENING) promise(title, check);
}

const LISTENING: readonly (readonly [string, Check])[] = [
  [
    'what the device sends is heard in order',
    async ({ near, far }) => {
      const heard = hearing(near);
      far.send(Uint8Array.of(1, 2));
      far.send(Uint8Array.of(3, 4, 5));
      await heard.until(5);
      assert.deepEqual(heard.bytes(), Buffer.of(1, 2, 3, 4, 5));
    },
  ],
  [
    'a listener that was stopped hears nothing more',
    async ({ near, far }) => {
      let stopped = 0;
      const stop = near.onBytes(() => {
        stopped++;
      });
      stop();
      const heard = hearing(near);
      far.send(Uint8Array.of(7));
      await heard.until(1);
      assert.equal(stopped, 0);
    },
  ],
  [
    'a line that breaks says so once, also to whoever asks late',
    async ({ near, far }) => {
      const heard: ClosedWhy[] = [];
      near.onClosed((why) => heard.push(why));
      const lost = closed(near);
      far.lose();
      assert.equal(await lost, 'lost');
      assert.equal(await closed(near), 'lost');
      await near.close();
      assert.deepEqual(heard, ['lost']);
    },
  ],
  [
    'a write on a closed line is refused with a fault, and closing again is harmless',
    async ({ near }) => {
      await Promise.all([near.close(), near.close()]);
      await near.close();
      assert.equal(await closed(near), 'asked');
      await assert.rejects(near.write(Uint8Array.of(1)), { name: 'Fault', code: 'device.lost' });
    },
  ],
  [
    'a write that meets the loss ends',
    async ({ near, far }) => {
      far.lose();
      await closed(near);
      await assert.rejects(near.write(Uint8Array.of(1)), { code: 'device.lost' });
    },
  ],
];

const WRITING: readonly (readonly [string, Check])[] = [
  [
    'bytes arrive in order, writes one after the other, whatever their size',
    async ({ near, far }) => {
      const writes = [150_000, 70_000, 1, 0, 4_097, 3].map((size, index) => new Uint8Array(size).fill(index + 1));
      await Promise.all(writes.map((bytes) => near.write(bytes)));
      const all = Buffer.concat(writes);
      await far.until(() => far.received().length >= all.length);
      assert.equal(Buffer.compare(far.received(), all), 0);
    },
  ],
  [
    'what the caller does with its bytes after a write changes nothing',
    async ({ near, far }) => {
      const bytes = Uint8Array.of(1, 2, 3);
      const written = near.write(bytes);
      bytes.fill(9);
      await written;
      await far.until(() => far.received().length >= 3);
      assert.deepEqual(Buffer.from(far.received()), Buffer.of(1, 2, 3));
    },
  ],
  [
    'ten thousand bytes arrive from the device as they were sent, however they were cut',
    async ({ near, far }) => {
      const bytes = Buffer.alloc(10_000, 0).map((_, index) => (index * 7 + (index >> 8)) & 0xff);
      const heard = hearing(near);
      for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 5 + 3) % 701) {
        far.send(bytes.subarray(at, at + size));
      }
      await heard.until(bytes.length);
      assert.equal(Buffer.compare(heard.bytes(), bytes), 0);
    },
  ],
  [
    'closing lets out what was written, even with answers unread',
    async ({ near, far }) => {
      const bytes = new Uint8Array(150_000).fill(9);
      far.send(new Uint8Array(64).fill(0x12));
      void near.write(bytes);
      const why = closed(near);
      await near.close();
      assert.equal(await why, 'asked');
      await far.until(() => far.received().length >= bytes.length);
      assert.equal(far.received().length, bytes.length);
    },
  ],
];

/** More than any system holds for a device that takes nothing. */
const TOO_MUCH_BYTES = 16_000_000;

const HOLDING_BACK: readonly (readonly [string, Check])[] = [
  [
    'a device that takes nothing is heard all the same, and gets everything in order once it takes again',
    async ({ near, far }) => {
      far.pause?.();
      const writes = [400_000, 100_000].map((size, index) => new Uint8Array(size).fill(index + 1));
      const written = Promise.all(writes.map((bytes) => near.write(bytes)));
      const heard = hearing(near);
      far.send(Uint8Array.of(0x12));
      await heard.until(1);
      far.resume?.();
      await written;
      await far.until(() => far.received().length >= 500_000);
      assert.equal(Buffer.compare(far.received(), Buffer.concat(writes)), 0);
    },
  ],
  [
    'closing while a device takes nothing ends, and the write says that it did not arrive',
    async ({ near, far }) => {
      far.pause?.();
      const written = assert.rejects(near.write(new Uint8Array(TOO_MUCH_BYTES)), { code: 'device.lost' });
      const queued = assert.rejects(near.write(Uint8Array.of(1)), { code: 'device.lost' });
      await near.close();
      await Promise.all([written, queued]);
    },
  ],
  [
    'a device that goes away while it takes nothing is lost, and the write says so',
    async ({ near, far }) => {
      far.pause?.();
      const written = assert.rejects(near.write(new Uint8Array(TOO_MUCH_BYTES)), { code: 'device.lost' });
      const why = closed(near);
      far.lose();
      assert.equal(await why, 'lost');
      await written;
    },
  ],
];

const REOPENING: readonly (readonly [string, Check])[] = [
  [
    'after a loss the same address opens the device again, and nothing of before comes with it',
    async ({ near, far, reopen }) => {
      assert.ok(reopen !== undefined);
      far.lose();
      await closed(near);
      const again = await reopen();
      const heard = hearing(again);
      far.send(Uint8Array.of(5));
      await heard.until(1);
      assert.deepEqual(heard.bytes(), Buffer.of(5));
      await again.close();
    },
  ],
];

/** The promises of a line on which nothing comes back, and which hands all over at its close. */
export function oneWayConformance(
  name: string,
  open: () => Promise<{
    readonly near: ByteTransport;
    /** The jobs that arrived, once there are so many. */
    readonly arrived: (count: number) => Promise<readonly Uint8Array[]>;
    readonly reopen: () => Promise<ByteTransport>;
    dispose(): Promise<void>;
  }>,
): void {
  test(`${name}: a line is one job, its writes in order, byte for byte, and it says that nothing comes back`, async () => {
    const rig = await open();
    try {
      assert.equal(rig.near.oneWay, true);
      const bytes = Buffer.alloc(70_000, 0).map((_, index) => (index * 7) & 0xff);
      await Promise.all([rig.near.write(bytes.subarray(0, 50_000)), rig.near.write(bytes.subarray(50_000))]);
      const why = closed(rig.near);
      await rig.near.close();
      assert.equal(await why, 'asked');
      await assert.rejects(rig.near.write(Uint8Array.of(1)), { name: 'Fault', code: 'device.lost' });
      const second = await rig.reopen();
      await second.write(Uint8Array.of(1, 2, 3));
      await second.close();
      const [first, next] = await rig.arrived(2);
      assert.equal(Buffer.compare(first ?? Buffer.of(), bytes), 0);
      assert.deepEqual(Buffer.from(next ?? Buffer.of()), Buffer.of(1, 2, 3));
    } finally {
      await rig.dispose();
    }
  });

  test(`${name}: a line on which nothing was written is no job`, async () => {
    const rig = await open();
    try {
      await rig.near.close();
      const second = await rig.reopen();
      await second.write(Uint8Array.of(7));
      await second.close();
      assert.deepEqual(
        (await rig.arrived(1)).map((job) => [...job]),
        [[7]],
      );
    } finally {
      await rig.dispose();
    }
  });
}

function hearing(near: ByteTransport): {
  readonly bytes: () => Buffer;
  readonly until: (count: number) => Promise<void>;
} {
  const pieces: Uint8Array[] = [];
  let count = 0;
  let look: () => void = () => undefined;
  near.onBytes((bytes) => {
    pieces.push(Uint8Array.from(bytes));
    count += bytes.length;
    look();
  });
  return {
    bytes: () => Buffer.concat(pieces),
    until: (wanted) =>
      new Promise((resolve) => {
        look = () => {
          if (count >= wanted) resolve();
        };
        look();
      }),
  };
}

function closed(near: ByteTransport): Promise<ClosedWhy> {
  return new Promise((resolve) => {
    near.onClosed(resolve);
  });
}
