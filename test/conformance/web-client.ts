/**
 * A page of the web shell without a browser: it redeems the address, keeps the cookie and speaks the WebSocket, as the
 * served page would.
 */
import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { WIRE_PATH } from '#contract/screen/bridge.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import { type ScreenClient, screenClient } from './screen-client.ts';

export interface WebSession {
  readonly origin: string;
  readonly cookie: string;
}

/** Opens an address as a browser does, once. */
export async function redeem(address: string): Promise<WebSession> {
  const answer = await fetch(address, { redirect: 'manual' });
  assert.equal(answer.status, 303);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { origin: new URL(address).origin, cookie };
}

/** Connects a page of that browser. */
export function connectPage(session: WebSession): ScreenClient {
  const { origin, cookie } = session;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${WIRE_PATH}`, { origin, headers: { cookie } });
  const client = screenClient({
    send: (message) => socket.send(JSON.stringify(message)),
    close: () => socket.terminate(),
  });
  socket.on('message', (data) => client.receive(JSON.parse(String(data)) as DownMessage));
  socket.on('error', () => undefined);
  return client;
}
