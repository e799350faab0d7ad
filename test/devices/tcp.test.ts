/** Lines over TCP as the kernel has them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { openAddress } from '#devices/transport/transport.ts';

/** The timer that /proc/net/tcp calls so is the one of keep-alive (Linux, net/ipv4/tcp_ipv4.c, `get_tcp4_sock`). */
const KEEP_ALIVE = '02';

test('a scanner on the network that was switched off without a word is noticed: the kernel asks whether it is there', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const line = await openAddress(`tcp://127.0.0.1:${address.port}`);
  assert.deepEqual(timersTo(address.port), [KEEP_ALIVE]);
  for (const socket of sockets) socket.destroy();
  await line.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Which timer runs on each connection to that port of this machine. */
function timersTo(port: number): readonly string[] {
  const far = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return rows.flatMap((row) => {
    const [, , to, , , timer] = row.trim().split(/\s+/);
    return to === far && timer !== undefined ? [timer.slice(0, 2)] : [];
  });
}
