import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { byteTransportConformance, type TransportRig } from './transport.conformance.ts';
import { type ByteTransport, memoryLine, openAddress } from './transport.ts';

byteTransportConformance('memory', async () => {
  const { near, far } = memoryLine();
  const waiting = new Set<() => void>();
  far.onBytes(() => {
    for (const look of waiting) look();
  });
  const rig: TransportRig = {
    near,
    far: { received: far.received, send: far.send, lose: far.lose, until: (done) => untilSeen(waiting, done) },
    dispose: () => near.close(),
  };
  return Promise.resolve(rig);
});

byteTransportConformance('tcp', tcpRig, { holdsBack: true, reopens: true });

async function tcpRig(): Promise<TransportRig> {
  const pieces: Uint8Array[] = [];
  const waiting = new Set<() => void>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const { port } = address;
  let socket: Socket | null = null;
  async function open(): Promise<ByteTransport> {
    const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const near = await openAddress(`tcp://127.0.0.1:${port}`);
    socket = await connected;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      pieces.push(bytes);
      for (const look of waiting) look();
    });
    return near;
  }
  const near = await open();
  return {
    near,
    far: {
      received: () => Buffer.concat(pieces),
      send: (bytes) => void socket?.write(bytes),
      lose: () => void socket?.resetAndDestroy(),
      until: (done) => untilSeen(waiting, done),
      pause: () => void socket?.pause(),
      resume: () => void socket?.resume(),
    },
    reopen: open,
    async dispose() {
      await near.close();
      socket?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function untilSeen(waiting: Set<() => void>, done: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!done()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

test('a port where nobody listens is a fault with a code, not an exception of the system', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  await new Promise((resolve) => server.close(resolve));
  await assert.rejects(openAddress(`tcp://127.0.0.1:${address.port}`), { name: 'Fault', code: 'device.unreachable' });
});
