/** What goes up to headquarters, and how a till joins it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { LiveSecret } from '#main/store/store.ts';
import { sell } from '#main/store/testing.ts';
import { FAIR, FakeHq, seeded, type Weather } from './testing.ts';
import { enrolled, HOUR_MS, isSent, product, type Rig, rig, status } from './testing-till.ts';

const STORM: Weather = { requestLost: 1_500, answerLost: 1_500, repeated: 1_000, delayMsMax: 400 };

/** Every row of the till once and in order at headquarters. */
function assertUnion(made: Rig): void {
  const { store, hq } = made;
  for (const chainId of store.chainIds()) {
    const own = store.rowsAfter(chainId, 0, 100_000).map(({ hash }) => hash);
    assert.deepEqual(
      hq.rows(chainId).map(({ hash }) => hash),
      own,
    );
  }
}

test('whatever the network does, headquarters has every row once and in order', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const made = await enrolled(seed);
    made.hq.weather = STORM;
    const chance = seeded(1_000 + seed);
    for (let sale = 0; sale < 25; sale++) {
      sell(made.store);
      await made.clock.passes(chance.next() * 3_000);
      if (chance.next() < 0.08) made.restart();
      made.hq.away = chance.next() < 0.2;
    }
    made.hq.away = false;
    assert.equal(await made.clock.passes(2 * HOUR_MS, () => isSent(made)), true, `seed ${seed}`);
    assertUnion(made);
    const { chainId } = made.store.identity;
    assert.equal(made.store.hq.ack(chainId)?.seq, made.store.head().seq);
    made.close();
  }
});

test('no number is used twice with one challenge, however often a call is made again', async () => {
  const made = await enrolled(40);
  made.hq.weather = { ...STORM, repeated: 0 };
  for (let sale = 0; sale < 30; sale++) {
    sell(made.store);
    await made.clock.passes(1_000);
  }
  const signed = made.hq.calls.filter(({ name }) => name !== 'challenge');
  assert.equal(new Set(signed.map(({ used }) => used)).size, signed.length);
  made.close();
});

test('an acknowledgement that headquarters did not sign is none', async () => {
  const made = await enrolled(41);
  await made.clock.passes(1_000, () => isSent(made));
  const before = made.store.hq.ack(made.store.identity.chainId);
  made.hq.signsFalsely = true;
  sell(made.store);
  await made.clock.passes(10_000);
  assert.deepEqual(made.store.hq.ack(made.store.identity.chainId), before);
  assert.deepEqual([status(made).link, status(made).refusal, status(made).unsent], ['refused', 'ack-false', 3]);
  made.hq.signsFalsely = false;
  assert.equal(await made.clock.passes(HOUR_MS, () => isSent(made)), true);
  assert.equal(status(made).link, 'online');
  made.close();
});

test('headquarters that came back from a backup is sent what it lost', async () => {
  const made = await enrolled(42);
  for (let sale = 0; sale < 10; sale++) sell(made.store);
  await made.clock.passes(10_000, () => isSent(made));
  const { chainId } = made.store.identity;
  made.hq.chains.set(chainId, made.hq.rows(chainId).slice(0, 7));
  made.hq.incarnation = 'life-2';
  made.hq.say(product('milk', 'Lait'));
  assert.equal(await made.clock.passes(HOUR_MS, () => made.hq.rows(chainId).length === made.store.head().seq), true);
  assertUnion(made);
  assert.equal(made.store.hq.link()?.incarnation, 'life-2');
  assert.equal(await made.clock.passes(HOUR_MS, () => made.products.shown.has('milk')), true);
  made.close();
});

test('a chain that headquarters stopped is said, and what comes down comes all the same', async () => {
  const made = await enrolled(43);
  await made.clock.passes(10_000, () => isSent(made));
  made.hq.instead = {
    push: () => ({ kind: 'stopped', seq: 5 }),
    head: () => ({ kind: 'stopped', seq: 4, incarnation: 'life-1' }),
  };
  sell(made.store);
  await made.clock.passes(60_000);
  assert.deepEqual([status(made).link, status(made).refusal], ['refused', 'flawed']);
  const asked = made.hq.calls.length;
  made.hq.say(product('milk', 'Lait'));
  assert.equal(await made.clock.passes(60_000, () => made.products.shown.has('milk')), true);
  // Asked again, but seldom: a stopped chain is no reason to shout.
  await made.clock.passes(10 * 60_000);
  const pushes = made.hq.calls.slice(asked).filter(({ name }) => name === 'push' || name === 'head').length;
  assert.ok(pushes >= 1 && pushes <= 6, `${pushes} tries in ten minutes`);
  made.hq.instead = {};
  assert.equal(await made.clock.passes(HOUR_MS, () => isSent(made)), true);
  made.close();
});

test('a suspended till says so and is let in again', async () => {
  const made = await enrolled(44);
  await made.clock.passes(10_000, () => isSent(made));
  const suspended = () => ({ code: 'request.suspended' });
  made.hq.instead = { push: suspended, feed: suspended, report: suspended, head: suspended, snapshot: suspended };
  sell(made.store);
  await made.clock.passes(60_000);
  assert.deepEqual([status(made).link, status(made).refusal], ['refused', 'request.suspended']);
  made.hq.instead = {};
  assert.equal(await made.clock.passes(HOUR_MS, () => isSent(made) && status(made).link === 'online'), true);
  made.close();
});

const CHALLENGE = { challenge: 'c', validMs: 600_000, hqTimeMs: 1, version: 1, floor: 1, incarnation: 'life-1' };

for (const code of ['request.unknown-till', 'request.signature'])
  test(`a till that headquarters refuses with ${code} is taken in again by a code, at the key that it pinned`, async () => {
    const made = await enrolled(71);
    for (let sale = 0; sale < 10; sale++) sell(made.store);
    await made.clock.passes(10_000, () => isSent(made));
    const { chainId } = made.store.identity;
    const refused = () => ({ code });
    made.hq.chains.clear();
    made.hq.persons.clear();
    made.hq.instead = {
      push: refused,
      feed: refused,
      report: refused,
      head: refused,
      snapshot: refused,
      persons: refused,
    };
    sell(made.store);
    assert.equal(await made.clock.passes(HOUR_MS, () => status(made).refusal === code), true);
    assert.equal(status(made).link, 'refused');
    const sent = made.hq.calls.length;
    const elsewhere = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE-12345', fingerprint: '0'.repeat(32) });
    await made.clock.passes(10_000);
    assert.deepEqual(await elsewhere, { kind: 'refused', reason: 'other-key' });
    const { publicKey } = new FakeHq({ clock: made.clock, seed: 9 });
    const challenge = () => ({ ...CHALLENGE, publicKey, exchangeKey: publicKey });
    made.hq.instead = { ...made.hq.instead, challenge };
    const other = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE-12345', fingerprint: null });
    await made.clock.passes(10_000);
    assert.deepEqual(await other, { kind: 'refused', reason: 'other-key' });
    assert.equal(
      made.hq.calls.slice(sent).some(({ name }) => name === 'enrol'),
      false,
    );
    made.hq.instead = {};
    made.hq.incarnation = 'life-2';
    made.hq.say(product('milk', 'Lait'));
    const again = made.headquarters.enrol({ url: 'hq.test', code: 'FGHIJ-67890', fingerprint: null });
    await made.clock.passes(10_000);
    assert.equal((await again).kind, 'enrolled');
    assert.equal(await made.clock.passes(HOUR_MS, () => isSent(made) && made.products.shown.has('milk')), true);
    assert.equal(made.hq.rows(chainId).length, made.store.head().seq);
    assertUnion(made);
    assert.deepEqual([status(made).link, status(made).refusal], ['online', null]);
    assert.equal(made.store.hq.link()?.incarnation, 'life-2');
    // Known there again, it is not enrolled over and over.
    const more = await made.headquarters.enrol({ url: 'hq.test', code: 'KLMNO-12345', fingerprint: null });
    assert.deepEqual(more, { kind: 'refused', reason: 'already-enrolled' });
    const enrolments = made.store.entriesAfter(0, 100).filter(({ kind }) => kind === 'hq-enrolled');
    assert.equal(enrolments.length, 1);
    made.close();
  });

test('a till that headquarters suspended or retired is not enrolled anew', async () => {
  const made = await enrolled(72);
  for (const code of ['request.suspended', 'request.retired']) {
    const refused = () => ({ code });
    made.hq.instead = { push: refused, feed: refused, report: refused, head: refused, snapshot: refused };
    sell(made.store);
    assert.equal(await made.clock.passes(HOUR_MS, () => status(made).refusal === code), true);
    const outcome = await made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE-12345', fingerprint: null });
    assert.deepEqual(outcome, { kind: 'refused', reason: 'already-enrolled' });
  }
  made.close();
});

test('a till adopts the secret of the organisation and keeps its own for what it keyed before', async () => {
  const made = rig(51);
  const before = made.store;
  const secretBefore = new LiveSecret(made.keysDir);
  const outcome = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE12345', fingerprint: null });
  await made.clock.passes(10_000);
  assert.equal((await outcome).kind, 'enrolled');
  const secret = new LiveSecret(made.keysDir);
  assert.equal(secret.id, 'k7');
  assert.deepEqual(
    secret.older.map(({ id, bytes }) => [id, Buffer.from(bytes).toString('hex')]),
    [[secretBefore.id, Buffer.from(secretBefore.bytes).toString('hex')]],
  );
  const rows = before.entriesAfter(0, 100).filter(({ kind }) => kind === 'hq-enrolled');
  assert.equal(rows.length, 1);
  made.close();
});

test('a headquarters with another key than the QR said is not enrolled at', async () => {
  const made = rig(52);
  const outcome = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE12345', fingerprint: '0'.repeat(32) });
  await made.clock.passes(10_000);
  assert.deepEqual(await outcome, { kind: 'refused', reason: 'other-key' });
  assert.equal(made.store.hq.link(), null);
  assert.equal(
    made.hq.calls.some(({ name }) => name === 'enrol'),
    false,
  );
  made.close();
});

test('a till that is told nothing says how long it has been alone', async () => {
  const made = await enrolled(53);
  await made.clock.passes(10_000, () => isSent(made));
  assert.equal(status(made).link, 'online');
  made.hq.away = true;
  sell(made.store);
  await made.clock.passes(HOUR_MS);
  const { link, unsent, oldestUnsentMs, lastContactMs } = status(made);
  assert.equal(link, 'offline');
  assert.equal(unsent, 3);
  assert.ok(present(oldestUnsentMs, 'an age') >= HOUR_MS);
  assert.ok(present(lastContactMs, 'an age') >= HOUR_MS - 60_000);
  made.hq.away = false;
  made.hq.weather = FAIR;
  assert.equal(await made.clock.passes(60_000, () => isSent(made) && status(made).link === 'online'), true);
  made.close();
});
