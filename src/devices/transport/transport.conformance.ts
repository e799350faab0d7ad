/**
 * What every byte transport promises, whatever it runs over. Each transport's test registers itself here.
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
}

export interface TransportRig {
  readonly near: ByteTransport;
  readonly far: FarEnd;
  dispose(): Promise<void>;
}

export function byteTransportConformance(name: string, open: () => Promise<TransportRig>): void {
  const promise = (title: string, check: (rig: TransportRig) => Promise<void>): void => {
    test(`${name}: ${title}`, async () => {
      const rig = await open();
      try {
        await check(rig);
      } finally {
        await rig.dispose();
      }
    });
  };

  promise('bytes arrive in order, writes one after the other, whatever their size', async ({ near, far }) => {
    const first = new Uint8Array(150_000).fill(1);
    const second = new Uint8Array(70_000).fill(2);
    await Promise.all([near.write(first), near.write(second), near.write(Uint8Array.of(3))]);
    await far.until(() => far.received().length >= 220_001);
    assert.deepEqual(Buffer.compare(far.received(), Buffer.concat([first, second, Uint8Array.of(3)])), 0);
  });

  promise('what the device sends is heard in order', async ({ near, far }) => {
    const heard: number[] = [];
    const done = new Promise<void>((resolve) => {
      near.onBytes((bytes) => {
        heard.push(...bytes);
        if (heard.length === 5) resolve();
      });
    });
    far.send(Uint8Array.of(1, 2));
    far.send(Uint8Array.of(3, 4, 5));
    await done;
    assert.deepEqual(heard, [1, 2, 3, 4, 5]);
  });

  promise('a listener that was stopped hears nothing more', async ({ near, far }) => {
    let stopped = 0;
    const stop = near.onBytes(() => {
      stopped++;
    });
    stop();
    const heard = new Promise<void>((resolve) => {
      near.onBytes(() => {
        resolve();
      });
    });
    far.send(Uint8Array.of(7));
    await heard;
    assert.equal(stopped, 0);
  });

  promise('closing lets out what was written, even with answers unread', async ({ near, far }) => {
    const bytes = new Uint8Array(150_000).fill(9);
    far.send(new Uint8Array(64).fill(0x12));
    void near.write(bytes);
    const why = closed(near);
    await near.close();
    assert.equal(await why, 'asked');
    await far.until(() => far.received().length >= bytes.length);
    assert.equal(far.received().length, bytes.length);
  });

  promise('a line that breaks says so once, also to whoever asks late', async ({ near, far }) => {
    const heard: ClosedWhy[] = [];
    near.onClosed((why) => heard.push(why));
    const lost = closed(near);
    far.lose();
    assert.equal(await lost, 'lost');
    assert.equal(await closed(near), 'lost');
    assert.deepEqual(heard, ['lost']);
  });

  promise('a write on a closed line is refused with a fault, and closing again is harmless', async ({ near }) => {
    await near.close();
    await near.close();
    await assert.rejects(near.write(Uint8Array.of(1)), { name: 'Fault', code: 'device.lost' });
  });

  promise('a write that meets the loss ends', async ({ near, far }) => {
    far.lose();
    await closed(near);
    await assert.rejects(near.write(Uint8Array.of(1)), { code: 'device.lost' });
  });
}

function closed(near: ByteTransport): Promise<ClosedWhy> {
  return new Promise((resolve) => {
    near.onClosed(resolve);
  });
}
