/**
 * What comes in and must not, as bytes on a socket, over PostgreSQL: refused with a code and a line of the log, with nothing stored.
 * Text of every kind in every field is in `hostile-text.test.ts`; docs/headquarters.md has the whole table.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { seededRandom } from '#base/testing.ts';
import { pageCalls, type PageCall } from '#contract/pages/pages.ts';
import { PAGE_ROLES, RIGHTS_OF } from '#contract/pages/right.ts';
import { CALL_FAULTS, HEADERS, type CallFault } from '#contract/sync/request.ts';
import { BODY_BYTES_MAX } from '#contract/sync/sync.ts';
import { freshKey } from '#node/fresh-key.ts';
import { setTillState } from '../fleet/tills.ts';
import { organisation } from '../identity/identity.ts';
import { openTestHq, TestTill, type CallChange } from '../testing.ts';
import { openLiveHq, post, type LiveHq } from './testing.ts';
import { exampleOf } from './testing-hostile.ts';

const MB = 1_000_000;

let live: LiveHq;
let till: TestTill;

before(async () => {
  live = await openLiveHq();
  till = await live.selling('a');
  for (const role of PAGE_ROLES) await live.addUser(role, role, role === 'administrator' ? undefined : ['s1']);
  await live.settled();
});
after(() => live.end());

/** Whatever is asked is refused with this code, with one line of the log, and every row is as it was. */
async function refuses(
  what: string,
  code: CallFault,
  ask: () => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  const rows = await live.rows();
  live.logged.length = 0;
  const { status, body } = await ask();
  assert.deepEqual({ status, body }, { status: CALL_FAULTS[code], body: { code } }, what);
  assert.deepEqual(
    live.logged.map((line) => line.code),
    [code],
    what,
  );
  assert.deepEqual(await live.rows(), rows, what);
}

/** A challenge as headquarters itself would have given it then. */
async function challengeOf(atMs: number): Promise<string> {
  const { challengeKey } = await organisation(live.running.store.read);
  const said = `${atMs.toString(36)}.${'0'.repeat(24)}`;
  const mac = createHmac('sha256', challengeKey).update('comptoir-challenge-v1\n').update(said).digest('base64url');
  return `${said}.${mac.slice(0, 32)}`;
}

const push = (by: TestTill, change: CallChange = {}): Promise<{ status: number; body: unknown }> =>
  by.raw('push', { chainId: by.data.chainId, rows: by.data.lines }, change);

describe('a push is refused, and nothing of it stored,', () => {
  test('without a signature, with a false one, or with one of another body, counter, till or call', async () => {
    for (const header of [HEADERS.till, HEADERS.challenge, HEADERS.counter, HEADERS.signature])
      await refuses(header, 'request.unsigned', () => push(till, { headers: { [header]: undefined } }));
    const spoilt: Record<string, CallChange> = {
      'another key': { key: freshKey(seededRandom('thief')) },
      'no signature': { headers: { [HEADERS.signature]: 'AAAA' } },
      'another counter': { headers: { [HEADERS.counter]: '99999' } },
      'another body': { sentBody: JSON.stringify({ chainId: 'chain-a', rows: ['{}'] }) },
    };
    for (const [what, change] of Object.entries(spoilt))
      await refuses(what, 'request.signature', () => push(till, change));
    const other = await live.enrolled('thief');
    await refuses('in the name of another till', 'request.signature', () =>
      push(other, { tillId: 'till-a', headers: { [HEADERS.till]: 'till-a' } }),
    );
  });

  test('over a challenge that is too old, from the future or made up, and a second time', async () => {
    for (const minutes of [-6, 6]) {
      const challenge = await challengeOf(Date.now() + minutes * 60_000);
      await refuses(`${minutes} minutes`, 'request.stale', () => push(till, { challenge }));
    }
    await refuses('made up', 'request.stale', () => push(till, { challenge: 'abc.def.ghi' }));
    const challenge = await challengeOf(Date.now());
    assert.equal((await push(till, { challenge, counter: 77 })).status, 200);
    await refuses('again', 'request.replayed', () => push(till, { challenge, counter: 77 }));
  });

  test('of a till of another organisation, of one that is suspended or retired, and of a chain that is not its own', async () => {
    const elsewhere = await openTestHq({ seed: 'another organisation' });
    const stranger = TestTill.fresh(elsewhere, 'stranger');
    await stranger.enrol();
    stranger.hq = live.forTills;
    await refuses('another organisation', 'request.unknown-till', () => push(stranger));
    const other = await live.enrolled('b');
    await refuses("another till's chain", 'request.foreign-chain', () =>
      other.raw('push', { chainId: 'chain-a', rows: till.data.lines }),
    );
    const { core } = live.running.hq;
    await setTillState(core, { tillId: 'till-b', state: 'suspended', reason: 'lost' });
    await refuses('suspended', 'request.suspended', () => push(other));
    await setTillState(core, { tillId: 'till-b', state: 'retired', reason: 'sold' });
    await refuses('retired', 'request.retired', () => push(other));
  });

  test('whose rows are of the future: it is told from where to send', async () => {
    const ahead = await live.enrolled('ahead');
    for (let sale = 0; sale < 20; sale++) ahead.sell(100);
    await live.settled();
    const rows = await live.rows();
    const { status, body } = await ahead.raw('push', { chainId: 'chain-ahead', rows: ahead.data.lines.slice(20) });
    assert.deepEqual([status, body], [200, { kind: 'gap', seq: 0 }]);
    const but = (all: ReadonlyMap<string, readonly string[]>): unknown =>
      [...all].filter(([name]) => name !== 'call_seen');
    assert.deepEqual(but(await live.rows()), but(rows));
    for (const seq of [-1, 1.5, 1e300, '7', null])
      await refuses(`seq ${seq}`, 'request.malformed', () =>
        till.raw('rows', { chainId: 'chain-a', after: seq, limit: 1 }),
      );
  });
});

describe('a body is refused', () => {
  const send = (body: string | Uint8Array, headers: Record<string, string> = {}): ReturnType<typeof post> =>
    post(`${live.url}/sync/v1/push`, { body, headers });

  test('that is no JSON, no UTF-8, not packed as it says, of no version, or of another call', async () => {
    const version = { [HEADERS.version]: '1' };
    const malformed: readonly (readonly [Uint8Array | string, Record<string, string>])[] = [
      [Buffer.from('{"a":"\xff\xfe"}', 'latin1'), version],
      ['not packed', { ...version, 'content-encoding': 'gzip' }],
      [gzipSync('{}').subarray(0, 12), { ...version, 'content-encoding': 'gzip' }],
      ['{}', { ...version, 'content-encoding': 'br' }],
      ['{}', { ...version, 'content-encoding': 'gzip, gzip' }],
    ];
    for (const [body, headers] of malformed)
      await refuses(String(body), 'request.malformed', () =>
        send(body, headers).then(({ status, body: said }) => ({ status, body: said })),
      );
    for (const sentBody of ['{', '', '[]', 'null', '{"chainId":', '['.repeat(100_000), '{"__proto__":{}}'])
      await refuses(sentBody.slice(0, 20), 'request.malformed', () => push(till, { body: sentBody }));
    await refuses('no version', 'request.version', () => push(till, { headers: { [HEADERS.version]: undefined } }));
    await refuses('no such call', 'request.malformed', () => till.raw('drop' as 'push', {}));
    // What a body says it is counts for nothing: what it is does.
    const strange = { [HEADERS.version]: '1', 'content-type': 'application/x-www-form-urlencoded; boundary=x' };
    assert.equal((await push(till, { headers: strange })).status, 200);
  });

  test('of a hundred megabytes, said beforehand, sent on and on, or packed into a few', async () => {
    const gigabyte = Buffer.concat(Array<Buffer>(16).fill(gzipSync(Buffer.alloc(64 * 1_024 * 1_024))));
    assert.ok(gigabyte.length < 2 * MB, 'sixteen times sixty-four megabytes of nothing');
    const lying = gzipSync(Buffer.alloc(4 * BODY_BYTES_MAX));
    lying.writeUInt32LE(1_000, lying.length - 4);
    for (const [what, body] of Object.entries({ gigabyte, lying })) {
      await refuses(what, 'request.too-large', async () => {
        const { status, body: said } = await send(body, { 'content-encoding': 'gzip' });
        return { status, body: said };
      });
    }
    await refuses('said beforehand', 'request.too-large', () => sendPieces({ 'content-length': String(100 * MB) }, 0));
    await refuses('on and on', 'request.too-large', () => sendPieces({ 'transfer-encoding': 'chunked' }, 100));
    // Packed twice is not unpacked twice.
    await refuses('packed twice', 'request.malformed', async () => {
      const { status, body } = await send(gzipSync(gigabyte), { 'content-encoding': 'gzip' });
      return { status, body };
    });
    assert.equal(
      (await till.raw('head', { chain: till.chain, ...till.head, acked: null, present: 'chain-a' })).status,
      200,
    );
  });

  /** Sends megabytes until it is answered; how many are too many to have been read. */
  function sendPieces(headers: Record<string, string>, count: number): Promise<{ status: number; body: unknown }> {
    return new Promise((resolve, reject) => {
      const asked = httpRequest(`${live.url}/sync/v1/push`, { method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (piece: Buffer) => (text += piece.toString()));
        response.on('end', () => {
          assert.ok(sent < count || count === 0, 'it was not read to its end');
          asked.destroy();
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
        });
      });
      let sent = 0;
      // A line that is closed while somebody goes on talking may lose the answer on its way; the log has it.
      asked.on('error', (error: NodeJS.ErrnoException) => {
        const isCut = count > 0 && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
        if (isCut) resolve({ status: 413, body: { code: 'request.too-large' } });
        else reject(error);
      });
      asked.flushHeaders();
      const piece = Buffer.alloc(MB, 0x20);
      const more = (): void => {
        if (sent < count && !asked.destroyed) asked.write(piece, () => setImmediate(more));
        sent += 1;
      };
      if (count > 0) more();
    });
  }

  test('that is no HTTP at all is told so, and the next call is answered', async () => {
    for (const bytes of [
      'SELECT 1;\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00',
      'POST /sync/v1/push HTTP/9.9\r\n\r\n',
      `POST /sync/v1/push HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
      'POST /sync/v1/push HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\nzzz',
    ]) {
      const said = await new Promise<string>((resolve) => {
        const socket = connect(Number(new URL(live.url).port), '127.0.0.1', () => socket.write(bytes, 'latin1'));
        let text = '';
        socket.on('data', (piece) => (text += piece.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(text));
      });
      assert.match(said, /^HTTP\/1.1 400 [^]*\{"code":"request.malformed"\}$|^$/, JSON.stringify(bytes.slice(0, 40)));
    }
    assert.ok(live.logged.some(({ event }) => event === 'request.unreadable'));
    assert.equal((await push(till)).status, 200);
  });
});

describe('a page without the right', () => {
  test('is refused each call that it has none for, whole and well-formed, and so is whoever is not signed in', async () => {
    const browsers = await Promise.all(PAGE_ROLES.map(async (role) => ({ role, browser: await live.signedIn(role) })));
    await live.settled();
    const rows = await live.rows();
    let refusedCount = 0;
    for (const [name, { right, input }] of Object.entries<PageCall>(pageCalls)) {
      if (right === 'anybody') continue;
      const body = exampleOf(input, { storeId: 's1', tillId: 'till-a', chainId: 'chain-a', timeZone: 'Europe/Paris' });
      const ask = async (
        browser: (typeof browsers)[number]['browser'],
        expected: readonly [number, string],
        origin?: string,
      ) => {
        live.logged.length = 0;
        const answer = await browser.send(name, body, origin === undefined ? {} : { origin });
        assert.deepEqual([answer.status, answer.body], [expected[0], { code: expected[1] }], name);
        const lines = live.logged.filter(({ event }) => event === 'page-refused');
        assert.deepEqual(
          lines.map((line) => line.code),
          [expected[1]],
          name,
        );
        refusedCount += 1;
      };
      await ask(live.browser(), [401, 'page.signed-out']);
      for (const { role, browser } of browsers) {
        await ask(browser, [403, 'page.origin'], 'https://evil.example');
        if (right !== 'signed-in' && !RIGHTS_OF[role].includes(right)) await ask(browser, [403, 'page.forbidden']);
      }
    }
    assert.ok(refusedCount > 150, String(refusedCount));
    assert.deepEqual(await live.rows(), rows);
  });
});
