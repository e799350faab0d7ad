import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import WebSocket from 'ws';
import type { Log } from '#base/log.ts';
import { CUSTOMER_WIRE_PATH } from '#contract/screen/bridge.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import { MESSAGE_BYTES_MAX } from '../page-link.ts';
import type { TillSupervisor } from '../supervisor.ts';
import { type WebShell, startWebShell } from './web.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A till that is always up and echoes what it gets as an outcome. */
function echo(stations: string[]): TillSupervisor {
  return {
    connect(stationId, send, role = 'operator') {
      stations.push(role === 'operator' ? stationId : `${role} of ${stationId}`);
      send({ kind: 'till', state: 'up' });
      return {
        receive(message) {
          const { id } = message as { readonly id?: string };
          if (id !== undefined) send({ kind: 'outcome', id, outcome: message });
          return true;
        },
        close: () => undefined,
      };
    },
    state: () => ({ state: 'up' }),
    pid: () => undefined,
    settled: () => Promise.resolve({ state: 'up' }),
    stop: () => Promise.resolve(),
  };
}

suite('the web shell', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'web-shell-'));
  const stations: string[] = [];
  let shell: WebShell;
  let origin = '';
  before(async () => {
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<title>Comptoir</title>');
    writeFileSync(path.join(folder, 'assets/index-abcdef12.js'), 'x');
    writeFileSync(path.join(folder, 'assets/index-abcdef12.js.map'), 'secret');
    shell = await startWebShell({ supervisor: echo(stations), rendererDir: folder, port: 0, log: silent });
    origin = `http://127.0.0.1:${shell.port}`;
  });
  after(async () => {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (address: string, headers: Record<string, string> = {}) =>
    fetch(address, { redirect: 'manual', headers });
  async function enter(): Promise<string> {
    const answer = await get(shell.issueAddress());
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }
  function status(headers: Record<string, string>, at = '/'): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request({ port: shell.port, host: '127.0.0.1', path: at, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }
  function open(headers: Record<string, string>, from = origin, at = '/wire'): Promise<WebSocket | number> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${at}`, { origin: from, headers });
      socket.on('open', () => resolve(socket));
      socket.on('unexpected-response', (_request, answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      socket.on('error', () => undefined);
    });
  }

  test('an address opens the page once, and its token leaves the address bar', async () => {
    const address = shell.issueAddress();
    const first = await get(address);
    assert.equal(first.status, 303);
    assert.equal(first.headers.get('location'), '/');
    const cookie = first.headers.get('set-cookie') ?? '';
    assert.match(cookie, /; HttpOnly; SameSite=Strict$/);
    assert.equal((await get(address)).status, 401);
    const page = await get(`${origin}/`, { cookie: cookie.split(';')[0] ?? '' });
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Comptoir/);
  });

  test('without the cookie there is nothing to read, and with it only what was built', async () => {
    assert.equal((await get(`${origin}/`)).status, 401);
    assert.equal((await get(`${origin}/`, { cookie: `comptoir-${shell.port}=guess` })).status, 401);
    const cookie = await enter();
    assert.equal((await get(`${origin}/assets/index-abcdef12.js`, { cookie })).status, 200);
    for (const at of ['/assets/index-abcdef12.js.map', '/../package.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets']) {
      assert.equal((await get(`${origin}${at}`, { cookie })).status, 404, at);
    }
    assert.equal((await fetch(`${origin}/`, { method: 'POST', headers: { cookie } })).status, 405);
  });

  test('a name that was bent to this machine gets nothing (DNS rebinding)', async () => {
    const cookie = await enter();
    assert.equal(await status({ cookie, host: 'evil.example' }), 421);
    assert.equal(await status({ cookie, host: `localhost:${shell.port}` }), 200);
  });

  test('every answer forbids scripts and frames from elsewhere', async () => {
    for (const answer of [await get(`${origin}/`), await get(`${origin}/`, { cookie: await enter() })]) {
      const policy = answer.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    }
  });

  test('a foreign page cannot open the wire, nor can anybody without the cookie', async () => {
    const cookie = await enter();
    assert.equal(await open({ cookie }, 'http://evil.example'), 403);
    assert.equal(await open({ cookie, host: 'evil.example' }), 421);
    assert.equal(await open({}), 401);
    assert.equal(await open({ cookie }, origin, '/other'), 404);
    const socket = await open({ cookie });
    assert.ok(socket instanceof WebSocket);
    socket.terminate();
  });

  test('what is no message is answered as failed, and one that is too long ends the connection', async () => {
    const socket = await open({ cookie: await enter() });
    assert.ok(socket instanceof WebSocket);
    const answers: DownMessage[] = [];
    socket.on('message', (data) => answers.push(JSON.parse(String(data)) as DownMessage));
    socket.send('no json');
    socket.send(Buffer.from([1, 2, 3]));
    socket.send(JSON.stringify({ kind: 'nonsense', id: 'a' }));
    socket.send(JSON.stringify({ kind: 'query', id: 'b', name: 'ping', input: {} }));
    await until(() => answers.length >= 4);
    assert.deepEqual(
      answers.slice(-4).map((answer) => [answer.kind, 'id' in answer ? answer.id : '']),
      [
        ['failed', null],
        ['failed', null],
        ['failed', 'a'],
        ['outcome', 'b'],
      ],
    );
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.send(JSON.stringify({ kind: 'query', id: 'c', name: 'x'.repeat(MESSAGE_BYTES_MAX), input: {} }));
    assert.equal(await closed, 1009);
  });

  test('the first browser is the counter, the next ones are stations of their own', async () => {
    stations.length = 0;
    const [one, two] = [await open({ cookie: await enter() }), await open({ cookie: await enter() })];
    await until(() => stations.length === 2);
    assert.equal(new Set(stations).size, 2);
    for (const socket of [one, two]) if (socket instanceof WebSocket) socket.terminate();
  });

  test('an operator may open the screen of the customer, and a browser that is the customer’s can open nothing else', async () => {
    stations.length = 0;
    const cookie = await enter();
    const beside = await open({ cookie }, origin, CUSTOMER_WIRE_PATH);
    const answer = await get(`${shell.issueAddress()}&screen=customer`);
    assert.equal(answer.headers.get('location'), '/?screen=customer');
    const customer = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    assert.equal((await get(`${origin}/?screen=customer`, { cookie: customer })).status, 200);
    const apart = await open({ cookie: customer }, origin, CUSTOMER_WIRE_PATH);
    assert.equal(await open({ cookie: customer }), 403);
    await until(() => stations.length === 2);
    assert.match(stations[0] ?? '', /^customer of (till|station-\d+)$/);
    assert.equal(stations[1], 'customer of till');
    for (const socket of [beside, apart]) if (socket instanceof WebSocket) socket.terminate();
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 500, 'waited too long');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
