import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { byteTransportConformance, type TransportRig } from './transport.conformance.ts';
import { memoryLine, openAddress, parseAddress } from './transport.ts';

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

byteTransportConformance('tcp', async () => {
  const pieces: Uint8Array[] = [];
  const waiting = new Set<() => void>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const near = await openAddress(`tcp://127.0.0.1:${address.port}`);
  const socket = await connected;
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    pieces.push(bytes);
    for (const look of waiting) look();
  });
  return {
    near,
    far: {
      received: () => Buffer.concat(pieces),
      send: (bytes) => void socket.write(bytes),
      lose: () => void socket.resetAndDestroy(),
      until: (done) => untilSeen(waiting, done),
    },
    async dispose() {
      await near.close();
      socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
});

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

test('addresses say host and port; what cannot be opened is refused by name', () => {
  assert.deepEqual(parseAddress('tcp://10.0.0.8:9100'), { kind: 'tcp', host: '10.0.0.8', port: 9100 });
  assert.deepEqual(parseAddress('tcp://[::1]:9100'), { kind: 'tcp', host: '::1', port: 9100 });
  for (const text of [
    '',
    'tcp://',
    'tcp://host',
    'tcp://host:0',
    'tcp://host:70000',
    'serial:///dev/ttyS0',
    'tcp://a b:1',
  ]) {
    assert.throws(() => parseAddress(text), { name: 'Fault', code: 'device.address-invalid' }, text);
  }
});
