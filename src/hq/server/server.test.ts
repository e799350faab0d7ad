/** The wire of headquarters: what comes in and what is turned away, over real sockets and the store in memory. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { CALL_FAULTS } from '#contract/sync/request.ts';
import { BODY_BYTES_MAX, calls } from '#contract/sync/sync.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { openHq, type Hq } from '../hq.ts';
import { memoryStore } from '../store/memory-store.ts';
import { table, text } from '../store/port.ts';
import { silentLog } from '../store/testing-postgres.ts';
import { startServer, type HqServer, type ServerOptions } from './server.ts';

const PLACE = table({ name: 'place', about: 'Nothing.', key: ['place'], columns: { place: text } });
const store = memoryStore();
let hq: Hq;
let server: HqServer;
let pagesDir: string;
let pushes = 0;

const start = (more: Partial<ServerOptions> = {}): Promise<HqServer> =>
  startServer({
    ...{ hq, host: '127.0.0.1', port: 0, pagesDir, clock: systemClock, log: silentLog, isBehindProxy: false },
    pool: () => ({ total: 3, idle: 2, waiting: 0 }),
    chainsPending: () => Promise.resolve(4),
    rowsVerified: () => 5,
    ping: () => store.read.get(PLACE, ['x']).then(() => undefined),
    pushed: () => void pushes++,
    ...more,
  });

before(async () => {
  pagesDir = mkdtempSync(path.join(tmpdir(), 'comptoir-pages-'));
  mkdirSync(path.join(pagesDir, 'assets'));
  writeFileSync(path.join(pagesDir, 'index.html'), '<!doctype html><title>HQ</title>');
  writeFileSync(path.join(pagesDir, 'assets/page.js'), 'export {};');
  hq = await openHq({ store, clock: systemClock, random: systemRandom, log: silentLog });
  server = await start();
});
after(async () => {
  await server.close();
  rmSync(pagesDir, { recursive: true, force: true });
});

const post = (
  where: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(new URL(where, server.url), {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { code?: unknown }).code;

test('a call is answered, packed or not, whatever it says it is', async () => {
  const plain = await post('/sync/v1/challenge', '{}');
  assert.equal(plain.status, 200);
  assert.ok(calls.challenge.answer.safeParse(await plain.json()).success);
  const packed = await post('/sync/v1/challenge', new Uint8Array(gzipSync('{}')), { 'content-encoding': 'gzip' });
  assert.equal(packed.status, 200);
  const strange = await post('/sync/v1/challenge', '{}', { 'content-type': 'text/x-strange' });
  assert.equal(strange.status, 200);
  assert.equal(strange.headers.get('cache-control'), 'no-store');
});

test('a long answer comes packed where that is understood', async () => {
  const long = 'x'.repeat(50_000);
  const talkative = await start({
    hq: { ...hq, answerCall: () => Promise.resolve({ status: 200, body: { long } }), close: () => undefined },
  });
  const raw = (
    headers: Record<string, string>,
  ): Promise<{ readonly encoding: string | undefined; readonly bytes: Buffer }> =>
    new Promise((resolve) => {
      const asked = httpRequest(new URL('/sync/v1/head', talkative.url), { method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
        );
      });
      asked.end('{}');
    });
  const packed = await raw({ 'accept-encoding': 'gzip' });
  assert.equal(packed.encoding, 'gzip');
  assert.ok(packed.bytes.length < 1_000);
  assert.deepEqual(JSON.parse(gunzipSync(packed.bytes).toString()), { long });
  const plain = await raw({});
  assert.equal(plain.encoding, undefined);
  assert.deepEqual(JSON.parse(plain.bytes.toString()), { long });
  await talkative.close();
});

test('what is no call is refused with a code, and the server answers the next one', async () => {
  const wrong: readonly (readonly [string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number])[] = [
    ['/sync/v1/challenge', '{', {}, 400],
    ['/sync/v1/challenge', '', {}, 400],
    ['/sync/v1/challenge', '[]', {}, 400],
    ['/sync/v1/challenge', Uint8Array.of(0xff, 0xfe), {}, 400],
    ['/sync/v1/challenge', 'no gzip', { 'content-encoding': 'gzip' }, 400],
    ['/sync/v1/challenge', '{}', { 'content-encoding': 'br' }, 400],
    ['/sync/v1/__proto__', '{}', {}, 400],
    ['/sync/v1/constructor', '{}', {}, 400],
    ['/sync/v1/..%2f..%2fetc', '{}', {}, 400],
    [`/sync/v1/${"'; DROP TABLE till; --"}`, '{}', {}, 400],
    ['/sync/v1/push', '{"chainId":"x","rows":["y"]}', { 'x-comptoir-version': '1' }, 401],
  ];
  for (const [where, body, headers, status] of wrong) {
    const answer = await post(where, body, headers);
    assert.equal(answer.status, status, `${where} ${String(body)}`);
    assert.match(String(await codeOf(answer)), /^request\./, where);
  }
  assert.equal((await post('/sync/v1/challenge', '{}')).status, 200);
  for (const where of ['/sync/v1', '/elsewhere', `/sync/v1/${'x'.repeat(500)}`])
    assert.ok([404, 414].includes((await post(where, '{}')).status), where);
});

test('a hundred megabytes are refused before they are read', async () => {
  const refused = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-length': '104857600', 'content-type': 'application/json' };
    const asked = httpRequest(new URL('/sync/v1/push', server.url), { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
      asked.destroy();
    });
    asked.once('error', reject);
    // Nothing of the body is ever sent: the answer does not wait for it.
    asked.flushHeaders();
  });
  assert.equal(refused, 413);
});

test('a body that turns out too large, or unpacks to more, is not read on', async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(BODY_BYTES_MAX + 1, 0x20)));
  assert.ok(bomb.length < 100_000);
  const answer = await post('/sync/v1/challenge', bomb, { 'content-encoding': 'gzip' });
  assert.equal(answer.status, 413);
  assert.equal(await codeOf(answer), 'request.too-large');
  const endless = await new Promise<number | string | undefined>((resolve) => {
    const asked = httpRequest(
      new URL('/sync/v1/push', server.url),
      { method: 'POST', headers: { 'transfer-encoding': 'chunked' } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
        asked.destroy();
      },
    );
    asked.on('error', () => resolve('cut'));
    const piece = Buffer.alloc(1_000_000, 0x20);
    let sent = 0;
    const more = (): void => {
      if (sent++ < 40 && !asked.destroyed) asked.write(piece, more);
    };
    more();
  });
  assert.ok(endless === 413 || endless === 'cut', String(endless));
});

test('a line that breaks in the middle of a body, or hardly sends at all, holds up nobody', async () => {
  const small = await start({ places: { reading: 3, working: 1, waiting: 1 } });
  const begun = [1, 2].map(() => {
    const asked = httpRequest(new URL('/sync/v1/push', small.url), { method: 'POST' });
    asked.on('error', () => undefined);
    asked.write('{');
    return asked;
  });
  await new Promise((tick) => setTimeout(tick, 50));
  const ask = (): Promise<Response> => fetch(new URL('/sync/v1/challenge', small.url), { method: 'POST', body: '{}' });
  for (let time = 0; time < 3; time++) assert.equal((await ask()).status, 200);
  for (const asked of begun) asked.destroy();
  await new Promise((tick) => setTimeout(tick, 50));
  assert.deepEqual(new Set((await Promise.all([ask(), ask(), ask()])).map(({ status }) => status)).has(500), false);
  await small.close();
});

test('codes and passwords cannot be guessed by the thousand', async () => {
  const few = await start({ guessesPerMinute: 10 });
  const guessed = { '/sync/v1/enrol': 1_000, '/sync/v1/recover': 100, '/pages/v1/sign-in': 100 };
  for (const [where, guesses] of Object.entries(guessed)) {
    const statuses = new Map<number, number>();
    for (let guess = 0; guess < guesses; guess += 50) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => fetch(new URL(where, few.url), { method: 'POST', body: '{}' })),
      );
      for (const answer of answers) {
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status === 429) assert.equal(await codeOf(answer), 'request.too-many');
      }
    }
    assert.equal(statuses.get(429), guesses - 10, where);
  }
  // Whoever works is not counted.
  assert.equal((await fetch(new URL('/sync/v1/challenge', few.url), { method: 'POST', body: '{}' })).status, 200);
  await few.close();
});

test('a code is counted however its call is written', async () => {
  const few = await start({ guessesPerMinute: 2 });
  const { hostname, port } = new URL(few.url);
  const send = (where: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const asked = httpRequest({ hostname, port, path: where, method: 'POST' }, (response) => {
        let text = '';
        response.on('data', (piece: Buffer) => (text += piece.toString()));
        response.on('end', () => resolve(`${response.statusCode} ${text}`));
      });
      asked.once('error', reject);
      asked.end('{}');
    });
  for (const base of ['/sync/v1/', '/pages/v1/']) {
    const counted = base === '/sync/v1/' ? 'enrol' : 'sign-in';
    for (const spelt of ['a\\..\\', '.\\', '%2e%5c', './', '%252e%252e%255c']) {
      const answer = await send(`${base}${spelt}${counted}`);
      assert.match(answer, /^(400 .*request.malformed|40[34] .*page\.(origin|unknown)|404 There)/, spelt);
    }
    // The version is missing, or the origin: it was the call itself that was answered.
    const through = base === '/sync/v1/' ? /request\.version/ : /page\.origin/;
    for (let time = 0; time < 2; time++) assert.match(await send(base + counted), through);
    for (const spelt of [counted, `%${counted.charCodeAt(0).toString(16)}${counted.slice(1)}`])
      assert.match(await send(base + spelt), /request\.too-many/, spelt);
  }
  await few.close();
});

test('nobody has a body read, unpacked or parsed that is larger than their call can be', async () => {
  const bodies: string[] = [];
  const keep = ({ body }: { readonly body: string }): Promise<{ status: number; body: object }> => {
    bodies.push(body);
    return Promise.resolve({ status: 200, body: {} });
  };
  const listening = await start({ hq: { ...hq, answerCall: keep, answerPage: keep, close: () => undefined } });
  const KB = 1_024;
  const limits: Record<string, number> = {
    '/sync/v1/challenge': KB,
    '/sync/v1/never-heard-of-it': KB,
    '/pages/v1/me': 64 * KB,
    '/pages/v1/never-heard-of-it': 64 * KB,
    '/sync/v1/enrol': KB * KB,
    '/sync/v1/recover': KB * KB,
    '/pages/v1/save-user': KB * KB,
    '/sync/v1/push': BODY_BYTES_MAX,
    '/pages/v1/import-products': BODY_BYTES_MAX,
  };
  for (const [where, bytes] of Object.entries(limits)) {
    const send = (length: number): Promise<Response> =>
      fetch(new URL(where, listening.url), {
        ...{ method: 'POST', headers: { 'content-encoding': 'gzip' } },
        body: new Uint8Array(gzipSync(Buffer.alloc(length, 0x20))),
      });
    assert.equal((await send(bytes)).status, 200, where);
    assert.equal(bodies.pop()?.length, bytes);
    const refused = await send(bytes + 1);
    assert.deepEqual([refused.status, await codeOf(refused)], [413, 'request.too-large'], where);
    assert.equal(bodies.length, 0);
  }
  const plain = await fetch(new URL('/sync/v1/challenge', listening.url), { method: 'POST', body: ' '.repeat(KB + 1) });
  assert.equal(plain.status, 413);
  await listening.close();
});

test('bodies that are more together than a node holds are told to come back, until there is room', async () => {
  const held: (() => void)[] = [];
  const answerCall = (): Promise<{ status: number; body: object }> =>
    new Promise((resolve) => held.push(() => resolve({ status: 200, body: {} })));
  const small = await start({ hq: { ...hq, answerCall, close: () => undefined }, bytesAtOnce: 100_000 });
  const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(new URL('/sync/v1/push', small.url), { method: 'POST', body, headers });
  const heldAtLeast = async (count: number): Promise<void> => {
    while (held.length < count) await new Promise((tick) => setTimeout(tick, 5));
  };
  const first = send(' '.repeat(60_000));
  await heldAtLeast(1);
  const large = new Uint8Array(gzipSync(Buffer.alloc(60_000, 0x20)));
  const turnedAway = await send(large, { 'content-encoding': 'gzip' });
  assert.deepEqual([turnedAway.status, await codeOf(turnedAway)], [503, 'hq.busy']);
  assert.ok(Number(turnedAway.headers.get('retry-after')) > 0);
  assert.equal((await send(' '.repeat(41_000))).status, 503);
  const little = send(' '.repeat(1_000));
  await heldAtLeast(2);
  for (const answer of held.splice(0)) answer();
  assert.deepEqual([(await first).status, (await little).status], [200, 200]);
  const again = send(large, { 'content-encoding': 'gzip' });
  await heldAtLeast(1);
  held[0]?.();
  assert.equal((await again).status, 200);
  await small.close();
});

test('more calls than there are places are told to come back; those who wait for news take none', async () => {
  const held: (() => void)[] = [];
  const slow = {
    ...hq,
    close: () => undefined,
    answerCall: () =>
      new Promise<{ status: number; body: unknown }>((resolve) => held.push(() => resolve({ status: 200, body: {} }))),
  };
  const small = await start({ hq: slow, places: { reading: 50, working: 2, waiting: 3 } });
  const ask = (name: string): Promise<Response> =>
    fetch(new URL(`/sync/v1/${name}`, small.url), { method: 'POST', body: '{}' });
  const heldAtLeast = async (count: number): Promise<void> => {
    while (held.length < count) await new Promise((tick) => setTimeout(tick, 5));
  };
  const listening = [ask('feed'), ask('feed'), ask('feed')];
  await heldAtLeast(3);
  const working = [ask('head'), ask('push')];
  await heldAtLeast(5);
  for (const name of ['head', 'feed', 'challenge']) {
    const turnedAway = await ask(name);
    assert.equal(turnedAway.status, CALL_FAULTS['hq.busy'], name);
    assert.equal(await codeOf(turnedAway), 'hq.busy');
    assert.ok(Number(turnedAway.headers.get('retry-after')) > 0);
  }
  assert.equal((await fetch(new URL('/healthz', small.url))).status, 200);
  for (const answer of held.splice(0)) answer();
  for (const answer of await Promise.all([...listening, ...working])) assert.equal(answer.status, 200);
  const again = ask('head');
  await heldAtLeast(1);
  held[0]?.();
  assert.equal((await again).status, 200);
  await small.close();
});

test('the database away: calls are answered with a code and go on once it is back; life is not readiness', async () => {
  store.setAway(true);
  const away = await post('/sync/v1/challenge', '{}');
  assert.deepEqual([away.status, await codeOf(away)], [503, 'hq.database-away']);
  assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
  assert.equal((await fetch(new URL('/readyz', server.url))).status, 503);
  store.setAway(false);
  assert.equal((await post('/sync/v1/challenge', '{}')).status, 200);
  assert.equal((await fetch(new URL('/readyz', server.url))).status, 200);
});

test('a database that swallows every question keeps nobody waiting but who waits for news', async () => {
  const never = { ...hq, close: () => undefined, answerCall: () => new Promise<never>(() => undefined) };
  const stuck = await start({ hq: never, callMsMax: 30 });
  for (const name of ['head', 'push', 'challenge']) {
    const late = await fetch(new URL(`/sync/v1/${name}`, stuck.url), { method: 'POST', body: '{}' });
    assert.deepEqual([late.status, await codeOf(late)], [503, 'hq.database-away'], name);
    assert.ok(Number(late.headers.get('retry-after')) > 0);
  }
  const listening = new AbortController();
  const news = fetch(new URL('/sync/v1/feed', stuck.url), { method: 'POST', body: '{}', signal: listening.signal });
  const first = await Promise.race([
    news.catch(() => 'cut'),
    new Promise((tick) => setTimeout(() => tick('waits'), 200)),
  ]);
  assert.equal(first, 'waits');
  listening.abort();
  await news.catch(() => undefined);
  await stuck.close();
});

test('pages are served with nothing from elsewhere, and nothing outside their folder', async () => {
  const index = await fetch(server.url);
  assert.equal(index.status, 200);
  assert.match(index.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
  assert.equal(index.headers.get('x-content-type-options'), 'nosniff');
  assert.equal((await fetch(new URL('/assets/page.js', server.url))).status, 200);
  for (const where of ['/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets', '/.env'])
    assert.notEqual((await fetch(new URL(where, server.url))).status, 200, where);
});

test('what headquarters counts can be read by Prometheus, and nobody fills it with names of his own', async () => {
  await post('/sync/v1/never-heard-of-it', '{}');
  await post(`/sync/v1/${'%22%7D%0Aevil'}`, '{}');
  const text = await (await fetch(new URL('/metrics', server.url))).text();
  assert.match(text, /comptoir_hq_calls_total\{call="challenge",outcome="answered"\} \d+/);
  assert.match(text, /comptoir_hq_chains_pending 4/);
  assert.match(text, /comptoir_hq_rows_verified_total 5/);
  assert.match(text, /comptoir_hq_pool_connections 3/);
  assert.doesNotMatch(text, /evil|never-heard/);
});

test('the OpenAPI document and page name every call, and fetch nothing', async () => {
  const response = await fetch(new URL('/openapi.json', server.url));
  const document = (await response.json()) as { openapi: string; paths: Record<string, object> };
  assert.equal(document.openapi, '3.1.0');
  for (const name of Object.keys(calls)) assert.ok(document.paths[`/sync/v1/${name}`], name);
  assert.ok(document.paths['/pages/v1/sign-in']);
  const codesOf = (where: string): string => JSON.stringify(document.paths[where]);
  assert.match(codesOf('/pages/v1/users'), /page\.forbidden/);
  assert.doesNotMatch(codesOf('/pages/v1/users'), /request\.unsigned/);
  assert.match(codesOf('/sync/v1/push'), /request\.unsigned/);
  const page = await (await fetch(new URL('/openapi', server.url))).text();
  for (const name of Object.keys(calls)) assert.ok(page.includes(`/sync/v1/${name}<`), name);
  assert.doesNotMatch(page, /https?:|<script|src=|style/);
});

test('a push tells the background steps, and a stop answers those who wait', async () => {
  const before_ = pushes;
  await post('/sync/v1/push', '{}');
  assert.equal(pushes, before_ + 1);
  let isClosed = false;
  const answers: (() => void)[] = [];
  const waiting = {
    ...hq,
    answerCall: () =>
      new Promise<{ status: number; body: unknown }>((resolve) =>
        answers.push(() => resolve({ status: 200, body: { late: true } })),
      ),
    close: () => {
      isClosed = true;
      for (const answer of answers) answer();
    },
  };
  const other = await start({ hq: waiting });
  const { port } = new URL(other.url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const late = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const asked = httpRequest({ port, path, method: 'POST', agent }, (response) => {
        response.setEncoding('utf8').on('data', (text: string) => resolve(`${response.statusCode} ${text}`));
      });
      asked.once('error', reject).end('{}');
    });
  // Its body is still on its way when the server begins to close: the call is at work, and ends.
  const slow = httpRequest({ port, path: '/sync/v1/push', method: 'POST', headers: { 'content-length': '2' } });
  const pushed = new Promise<number | undefined>((resolve, reject) => {
    slow.once('error', reject).once('response', (response) => resolve(response.resume().statusCode));
  });
  await new Promise((sent) => slow.write('{', sent));
  const asked = fetch(new URL('/sync/v1/feed', other.url), { method: 'POST', body: '{}' });
  while (answers.length === 0) await new Promise((tick) => setTimeout(tick, 5));
  const closing = other.close();
  await late('/sync/v1/head').then(
    (said) => assert.equal(said, '503 {"code":"hq.busy"}'),
    (error: NodeJS.ErrnoException) => assert.equal(error.code, 'ECONNREFUSED'),
  );
  slow.end('}');
  const answering = setInterval(() => answers[1]?.(), 5);
  assert.equal(await pushed, 200);
  clearInterval(answering);
  await closing;
  assert.ok(isClosed);
  assert.deepEqual(await (await asked).json(), { late: true });
  await assert.rejects(fetch(new URL('/healthz', other.url)));
});
