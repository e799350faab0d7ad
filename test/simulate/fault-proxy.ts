/**
 * A wire between real processes that does what bad networks do, on real sockets: it refuses, holds back, swallows, and breaks
 * off in the middle of a question or of its answer. What it did is counted.
 */
import { connect, createServer, type Socket } from 'node:net';
import { assert } from '#base/assert.ts';
import type { Dice } from '../rig/dice.ts';

/** How often each trouble comes to a connection or to what travels on it. */
interface WireFaults {
  readonly refuseShare: number;
  readonly breakShare: number;
  readonly swallowShare: number;
  readonly delayMsMax: number;
}

export const CALM_WIRE: WireFaults = { refuseShare: 0, breakShare: 0, swallowShare: 0, delayMsMax: 0 };

export interface FaultProxy {
  readonly address: string;
  readonly counts: Map<string, number>;
  faults: WireFaults;
  close(): Promise<void>;
}

/** Opens the wire to whoever listens at `port`. */
export async function openFaultProxy({
  port,
  dice,
}: {
  readonly port: number;
  readonly dice: Dice;
}): Promise<FaultProxy> {
  const counts = new Map<string, number>();
  const open = new Set<Socket>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((from) => {
    keep(from);
    count('connections');
    if (dice.chance(proxy.faults.refuseShare)) {
      count('refused');
      from.destroy();
      return;
    }
    const to = connect(port, '127.0.0.1');
    keep(to);
    carry(from, to, 'question');
    carry(to, from, 'answer');
  });

  function carry(from: Socket, to: Socket, what: 'question' | 'answer'): void {
    // One after the other, however long each is held back.
    let last = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      last = last.then(() => deliver(from, to, what, bytes));
    });
    from.on('close', () => void last.then(() => to.destroy()));
  }

  async function deliver(from: Socket, to: Socket, what: string, bytes: Buffer): Promise<void> {
    const { breakShare, swallowShare, delayMsMax } = proxy.faults;
    const delayMs = dice.whole(0, delayMsMax);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (to.destroyed) return;
    if (dice.chance(swallowShare)) {
      count(`${what} swallowed`);
      return;
    }
    if (!dice.chance(breakShare)) {
      to.write(bytes);
      return;
    }
    count(`broken off in a ${what}`);
    to.end(bytes.subarray(0, dice.whole(0, bytes.length)));
    from.destroy();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  assert(typeof at === 'object' && at !== null, 'the wire listens at a port');
  const proxy: FaultProxy = {
    address: `http://127.0.0.1:${at.port}`,
    counts,
    faults: CALM_WIRE,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
  return proxy;
}
