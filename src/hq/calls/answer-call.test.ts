import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seededRandom } from '#base/testing.ts';
import { HEADERS } from '#contract/sync/request.ts';
import { BODY_BYTES_MAX, type CallInput } from '#contract/sync/sync.ts';
import { freshKey } from '#node/fresh-key.ts';
import { setTillState } from '../fleet/tills.ts';
import { CHAIN, JOURNAL_ROW } from '../ingest/tables.ts';
import { openTestHq, TestTill, type CallChange, type TestHq } from '../testing.ts';
import { CALL_SEEN } from './tables.ts';

const REPORT: CallInput<'report'> = {
  version: '0.1.0',
  chainId: 'chain-a',
  seq: 1,
  unsent: 0,
  oldestUnsentMs: null,
  priceListMs: null,
  copyState: 'ok',
  devices: [],
  wallMs: 0,
  acked: null,
};

async function enrolled(): Promise<{ readonly hq: TestHq; readonly till: TestTill }> {
  const hq = await openTestHq();
  const till = TestTill.fresh(hq, 'a');
  assert.equal((await till.enrol()).kind, 'enrolled');
  return { hq, till };
}

/** Status and code of a report that was spoilt, and that it left one line of log and nothing else. */
async function spoilt(hq: TestHq, till: TestTill, change: CallChange): Promise<unknown> {
  const lines = hq.logged.length;
  const seen = (await hq.store.read.scan(CALL_SEEN, { prefix: [till.data.tillId], limit: 100 })).length;
  const { status, body } = await till.raw('report', REPORT, change);
  assert.deepEqual(
    hq.logged.slice(lines).map(({ event }) => event),
    ['call.refused'],
  );
  const after = (await hq.store.read.scan(CALL_SEEN, { prefix: [till.data.tillId], limit: 100 })).length;
  assert.equal(after, seen);
  return { status, ...(body as object) };
}

describe('a call', () => {
  test('that is signed, fresh and new is answered', async () => {
    const { till } = await enrolled();
    const { status, body } = await till.raw('report', REPORT);
    assert.equal(status, 200);
    assert.equal((body as { storeName: string }).storeName, 'Magasin s1');
  });

  test('without a signature, or with another than its own, is refused', async () => {
    const { hq, till } = await enrolled();
    for (const missing of [HEADERS.till, HEADERS.challenge, HEADERS.counter, HEADERS.signature]) {
      const answer = await spoilt(hq, till, { headers: { [missing]: undefined } });
      assert.deepEqual(answer, { status: 401, code: 'request.unsigned' }, missing);
    }
    const wrong = { status: 401, code: 'request.signature' };
    assert.deepEqual(await spoilt(hq, till, { key: freshKey(seededRandom('thief')) }), wrong);
    assert.deepEqual(await spoilt(hq, till, { headers: { [HEADERS.signature]: 'AAAA' } }), wrong);
    assert.deepEqual(await spoilt(hq, till, { headers: { [HEADERS.counter]: '99' } }), wrong);
    const changed = JSON.stringify({ ...REPORT, unsent: 7 });
    assert.deepEqual(await spoilt(hq, till, { sentBody: changed }), wrong);
  });

  test('signed for one call is not another call', async () => {
    const { hq, till } = await enrolled();
    const answer = await till.raw('secrets', REPORT);
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body, { code: 'request.malformed' });
    assert.equal(hq.logged.at(-1)?.code, 'request.malformed');
  });

  test('over a challenge that is too old, from the future or not of headquarters is stale', async () => {
    const { hq, till } = await enrolled();
    const stale = { status: 401, code: 'request.stale' };
    const challenge = await till.challenge();
    hq.passTime(5 * 60_000 + 1);
    assert.deepEqual(await spoilt(hq, till, { challenge }), stale);
    hq.passTime(-20 * 60_000);
    assert.deepEqual(await spoilt(hq, till, { challenge }), stale);
    const [issued, nonce, mac] = (await till.challenge()).split('.');
    const later = (parseInt(issued ?? '', 36) + 1).toString(36);
    for (const forged of [
      '',
      'x',
      `${later}.${nonce}.${mac}`,
      `${issued}.${nonce}`,
      `${issued}.${nonce}.${'A'.repeat(32)}`,
    ]) {
      assert.deepEqual(await spoilt(hq, till, { challenge: forged }), stale, forged);
    }
  });

  test('is carried out once: the same again is refused, by any node, and others in any order are not', async () => {
    const { hq, till } = await enrolled();
    const challenge = await till.challenge();
    assert.equal((await till.raw('report', REPORT, { challenge, counter: 5 })).status, 200);
    const replayed = { status: 409, code: 'request.replayed' };
    assert.deepEqual(await spoilt(hq, till, { challenge, counter: 5 }), replayed);
    const other = await openTestHq({ store: hq.store, seed: 'other node' });
    till.hq = other;
    assert.deepEqual(await spoilt(other, till, { challenge, counter: 5 }), replayed);
    assert.equal((await till.raw('report', REPORT, { challenge, counter: 4 })).status, 200);
    const both = await Promise.all([1, 2].map(() => till.raw('report', REPORT, { challenge, counter: 6 })));
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  });

  test('is forgotten once its challenge can not be used any more', async () => {
    const { hq, till } = await enrolled();
    for (let count = 0; count < 40; count++) {
      assert.equal((await till.raw('report', REPORT)).status, 200);
      hq.passTime(60_000);
    }
    const kept = await hq.store.read.scan(CALL_SEEN, { prefix: [till.data.tillId], limit: 100 });
    assert.ok(kept.length < 30, `${kept.length} kept`);
  });

  test('of a till that was never enrolled here is refused', async () => {
    const { hq } = await enrolled();
    const elsewhere = await openTestHq({ seed: 'another organisation' });
    const stranger = TestTill.fresh(elsewhere, 'b');
    assert.equal((await stranger.enrol()).kind, 'enrolled');
    stranger.hq = hq;
    const answer = await spoilt(hq, stranger, {});
    assert.deepEqual(answer, { status: 403, code: 'request.unknown-till' });
  });

  test('of a till that is suspended or retired is refused; one that is let in again is answered', async () => {
    const { hq, till } = await enrolled();
    const tillId = till.data.tillId;
    await setTillState(hq.core, { tillId, state: 'suspended', reason: 'lost' });
    assert.deepEqual(await spoilt(hq, till, {}), { status: 403, code: 'request.suspended' });
    await setTillState(hq.core, { tillId, state: 'active', reason: 'found' });
    assert.equal((await till.raw('report', REPORT)).status, 200);
    await setTillState(hq.core, { tillId, state: 'retired', reason: 'sold' });
    assert.deepEqual(await spoilt(hq, till, {}), { status: 410, code: 'request.retired' });
    const again = await setTillState(hq.core, { tillId, state: 'active', reason: '' });
    assert.deepEqual(again, { kind: 'refused', reason: 'till-retired' });
  });

  test('of a version that is not spoken is refused before anything of it is read', async () => {
    const { hq, till } = await enrolled();
    for (const version of ['0', '99', '', 'abc', undefined]) {
      const answer = await spoilt(hq, till, { headers: { [HEADERS.version]: version }, sentBody: '{' });
      assert.deepEqual(answer, { status: 426, code: 'request.version' });
    }
    const answer = await hq.answer({ name: 'challenge', headers: { [HEADERS.version]: '99' }, body: '{}' });
    assert.equal(answer.status, 426);
  });

  test('whose body is no JSON, not of the contract, or text that no database keeps, is malformed', async () => {
    const { hq, till } = await enrolled();
    const malformed = { status: 400, code: 'request.malformed' };
    const bodies = ['', '{', '[]', 'null', '{"a":1}', JSON.stringify({ ...REPORT, extra: 1 }), '['.repeat(100_000)];
    bodies.push(JSON.stringify({ ...REPORT, copyState: 'a\u0000b' }));
    bodies.push(JSON.stringify({ ...REPORT, seq: 1e300 }), JSON.stringify({ ...REPORT, devices: [{ id: '' }] }));
    for (const body of bodies) {
      assert.deepEqual(await spoilt(hq, till, { body }), malformed, body.slice(0, 40));
    }
    for (const name of ['constructor', '__proto__', 'toString', 'nothing', '']) {
      assert.equal((await hq.answer({ name, headers: {}, body: '{}' })).status, 400);
    }
    const endless = await spoilt(hq, till, { body: ' '.repeat(BODY_BYTES_MAX + 1) });
    assert.deepEqual(endless, { status: 413, code: 'request.too-large' });
  });

  test('with SQL and script in every text is only text', async () => {
    const { hq, till } = await enrolled();
    const hostile = `'); DROP TABLE till;-- <script>`;
    const devices = [{ id: hostile, kind: 'printer', name: hostile, state: hostile }];
    const report = { ...REPORT, version: hostile, copyState: hostile.slice(0, 32), devices };
    assert.equal((await till.raw('report', report)).status, 200);
    assert.equal((await till.raw('report', { ...report, chainId: hostile })).status, 403);
    assert.equal(hq.logged.at(-1)?.code, 'request.foreign-chain');
  });

  test('about a chain of another till is refused, and changes nothing of it', async () => {
    const { hq, till } = await enrolled();
    const other = TestTill.fresh(hq, 'b');
    assert.equal((await other.enrol()).kind, 'enrolled');
    const foreign = { status: 403, code: 'request.foreign-chain' };
    const pushed = await other.raw('push', { chainId: 'chain-a', rows: till.data.lines });
    assert.deepEqual({ status: pushed.status, ...(pushed.body as object) }, foreign);
    const head = { chain: till.chain, ...till.head, acked: null, present: 'chain-a' };
    const told = await other.raw('head', head);
    assert.deepEqual({ status: told.status, ...(told.body as object) }, foreign);
    const claimed = {
      ...other.chain,
      chainId: 'chain-c',
      continues: { chainId: 'chain-a', seq: 1, hash: till.head.hash },
    };
    const continued = await other.raw('head', { ...head, chain: claimed, present: 'chain-c' });
    assert.deepEqual({ status: continued.status, ...(continued.body as object) }, foreign);
    assert.equal((await hq.store.read.get(CHAIN, ['chain-a']))?.till_id, 'till-a');
    assert.equal((await hq.store.read.scan(JOURNAL_ROW, { prefix: ['chain-a'], limit: 9 })).length, 0);
  });

  test('while the database is away is told so, and afterwards is answered', async () => {
    const { hq, till } = await enrolled();
    const challenge = await till.challenge();
    hq.store.setAway(true);
    const away = await till.raw('report', REPORT, { challenge });
    assert.deepEqual({ status: away.status, ...(away.body as object) }, { status: 503, code: 'hq.database-away' });
    hq.store.setAway(false);
    assert.equal((await till.raw('report', REPORT, { challenge })).status, 200);
  });
});
