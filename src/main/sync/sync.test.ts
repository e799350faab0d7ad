import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { present } from '#base/assert.ts';
import type { PersonId } from '#base/brand.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { TillStore } from '#main/store/store.ts';
import { LiveSecret } from '#main/store/store.ts';
import { makeShop, sell, silentLog, testRandom, type TestShop } from '#main/store/testing.ts';
import type { FeedSink, OpenHeadquarters } from './port.ts';
import { openHeadquarters, TrustedTime } from './sync.ts';
import { FAIR, FakeHq, seeded, StepClock, type Weather } from './testing.ts';

const STORM: Weather = { requestLost: 1_500, answerLost: 1_500, repeated: 1_000, delayMsMax: 400 };
const HOUR_MS = 3_600_000;

const shops: TestShop[] = [];
after(() => {
  for (const shop of shops) shop.remove();
});

interface Rig {
  readonly clock: StepClock;
  readonly hq: FakeHq;
  readonly store: TillStore;
  readonly products: ProductShelf;
  headquarters: OpenHeadquarters;
  /** What a killed process leaves, and the next one. */
  restart(): void;
  close(): void;
}

/** Keeps products as a sink does: whole checkpoints, and everything anew. */
class ProductShelf implements FeedSink {
  readonly kinds = ['product'] as const;
  readonly shown = new Map<string, string>();
  readonly checkpoints: number[] = [];
  failing = 0;

  apply(items: readonly FeedItem[]): Promise<void> {
    if (this.failing > 0 && items.length > 0) {
      this.failing -= 1;
      return Promise.reject(new Error('the disk is full'));
    }
    if (items.length > 0) this.checkpoints.push(items.length);
    this.#keep(this.shown, items);
    return Promise.resolve();
  }

  beginSnapshot(): ReturnType<FeedSink['beginSnapshot']> {
    const taking = new Map<string, string>();
    return {
      add: (items) => Promise.resolve(this.#keep(taking, items)),
      finish: () => {
        this.shown.clear();
        for (const [key, name] of taking) this.shown.set(key, name);
        return Promise.resolve();
      },
      abandon: () => taking.clear(),
    };
  }

  #keep(into: Map<string, string>, items: readonly FeedItem[]): void {
    for (const item of items) {
      if (item.kind !== 'product') continue;
      if (item.value === null) into.delete(item.key);
      else into.set(item.key, item.value.name);
    }
  }
}

function rig(seed: number): Rig {
  const shop = makeShop();
  shops.push(shop);
  const clock = new StepClock();
  const random = seeded(seed);
  const hq = new FakeHq({ clock, seed: seed + 1 });
  const products = new ProductShelf();
  let store = shop.open({ clock });
  const open = (): OpenHeadquarters =>
    openHeadquarters({
      store,
      catalogue: [products],
      keysDir: shop.keysDir,
      secret: new LiveSecret(shop.keysDir),
      transport: () => hq.transport,
      time: new TrustedTime(clock, store.hq.progress().hqTimeMs),
      clock,
      random,
      log: silentLog,
      software: { version: '0.1.0', hash: '0'.repeat(64) },
      events: {
        turn: (work) => work(),
        statusChanged: () => undefined,
        shopChanged: () => undefined,
        personsChanged: () => undefined,
        hqTime: () => undefined,
        facts: () => ({ version: '0.1.0', priceListMs: null, copyState: 'none', devices: [] }),
      },
    });
  const made: Rig = {
    clock,
    hq,
    get store() {
      return store;
    },
    products,
    headquarters: open(),
    restart() {
      made.headquarters.stop();
      store.close();
      store = shop.open({ clock });
      made.headquarters = open();
      made.headquarters.start();
    },
    close() {
      made.headquarters.stop();
      store.close();
    },
  };
  made.headquarters.start();
  return made;
}

async function enrolled(seed: number): Promise<Rig> {
  const made = rig(seed);
  const outcome = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE-12345', fingerprint: null });
  await made.clock.passes(10_000);
  assert.deepEqual(await outcome, { kind: 'enrolled', storeName: 'Montpellier', tillName: 'Caisse 1' });
  return made;
}

function status(made: Rig) {
  return made.headquarters.headquarters.status();
}

function isSent(made: Rig): boolean {
  return status(made).unsent === 0;
}

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

function product(key: string, name: string): FeedItem {
  return {
    kind: 'product',
    key,
    value: {
      id: key,
      name,
      gtins: [],
      unit: 'piece',
      priceMinor: 100,
      vatRateBasisPoints: 2_000,
      mealVoucher: false,
    },
  };
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

test('a checkpoint is seen whole or not at all, and taken again by a till that died over it', async () => {
  const made = await enrolled(45);
  await made.clock.passes(10_000);
  const many = Array.from({ length: 1_300 }, (_, index) => product(`p${index}`, `Article ${index}`));
  made.hq.say(...many);
  let pages = 0;
  // It dies with two of three pages.
  const stop = made.clock.passes(60_000, () => {
    pages = made.hq.calls.filter(({ name }) => name === 'feed').length;
    return pages >= 3;
  });
  assert.equal(await stop, true);
  const seen = made.products.shown.size;
  assert.ok(seen === 0 || seen === many.length, `${seen} of ${many.length} were seen`);
  made.restart();
  assert.equal(await made.clock.passes(60_000, () => made.products.shown.size === many.length), true);
  made.close();
});

test('what could not be kept is taken again until it is', async () => {
  const made = await enrolled(46);
  await made.clock.passes(10_000);
  made.products.failing = 3;
  made.hq.say(product('milk', 'Lait'), product('pen', 'Stylo'));
  assert.equal(await made.clock.passes(HOUR_MS, () => made.products.shown.size === 2), true);
  assert.deepEqual(made.products.checkpoints.at(-1), 2);
  made.close();
});

test('a till told to start over forgets what headquarters does not name any more', async () => {
  const made = await enrolled(47);
  made.hq.say(product('milk', 'Lait'), product('pen', 'Stylo'));
  assert.equal(await made.clock.passes(60_000, () => made.products.shown.size === 2), true);
  made.hq.said.splice(1, 1, product('water', 'Eau'), product('bread', 'Pain'));
  made.hq.oldestCursor = 1_000;
  assert.equal(await made.clock.passes(60_000, () => made.products.shown.has('bread')), true);
  assert.deepEqual([...made.products.shown.keys()].sort(), ['bread', 'milk', 'water']);
  made.close();
});

test('a snapshot goes on where the network broke it off', async () => {
  const made = rig(48);
  made.hq.say(...Array.from({ length: 5_000 }, (_, index) => product(`p${index}`, `Article ${index}`)));
  const enrolling = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE12345', fingerprint: null });
  await made.clock.passes(5_000, () => made.hq.calls.filter(({ name }) => name === 'snapshot').length >= 4);
  await enrolling;
  made.hq.away = true;
  await made.clock.passes(60_000);
  made.hq.away = false;
  assert.equal(await made.clock.passes(HOUR_MS, () => made.products.shown.size === 5_000), true);
  const pages = made.hq.calls.filter(({ name }) => name === 'snapshot').length;
  assert.ok(pages <= 13, `${pages} pages for ten`);
  made.close();
});

test('what goes up waits for nothing that comes down, and the other way round', async () => {
  const made = await enrolled(49);
  await made.clock.passes(10_000, () => isSent(made));
  const never = made.hq.transport.send;
  let held = 0;
  const hanging: typeof never = (call, options) => {
    if (call.name !== 'push') return never(call, options);
    held += 1;
    return new Promise((resolve) => {
      made.clock.after(options.timeoutMs, () => resolve(null));
    });
  };
  (made.hq.transport as { send: typeof never }).send = hanging;
  sell(made.store);
  await made.clock.passes(100);
  made.hq.say(product('milk', 'Lait'));
  assert.equal(await made.clock.passes(19_000 + 5_000, () => made.products.shown.has('milk')), true);
  assert.ok(held > 0);
  made.close();
});

test('settings and operators of headquarters lie over those of the shop, and give way again', async () => {
  const made = await enrolled(50);
  const value = { methods: ['cash'], mealVoucherMinorMax: 2_500 };
  made.hq.say(
    { kind: 'settings', key: 'tenders', value },
    { kind: 'settings', key: 'store/tenders', value: { ...value, mealVoucherMinorMax: 1_900 } },
    { kind: 'settings', key: 'roles', value: { nonsense: true } },
    { kind: 'operator', key: 'operator-1', value: { name: 'Camille D.', role: 'clerk', pinHash: 'k7:scrypt:14:a:b' } },
    { kind: 'operator', key: 'operator-2', value: { name: 'Nadia', role: 'manager', pinHash: 'k7:scrypt:14:a:b' } },
  );
  assert.equal(await made.clock.passes(60_000, () => made.store.operators().length === 2), true);
  assert.equal(JSON.parse(present(made.store.hq.settings('tenders'), 'the group')).mealVoucherMinorMax, 1_900);
  assert.equal(made.store.hq.settings('roles'), undefined);
  assert.deepEqual(
    made.store.operators().map(({ name, role }) => [name, role]),
    [
      ['Camille D.', 'clerk'],
      ['Nadia', 'manager'],
    ],
  );
  const kinds = made.store.entriesAfter(0, 100).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'settings-changed').length, 2);
  made.hq.say(
    { kind: 'settings', key: 'store/tenders', value: null },
    { kind: 'operator', key: 'operator-1', value: null },
  );
  assert.equal(await made.clock.passes(60_000, () => made.store.operators().length === 1), true);
  assert.equal(JSON.parse(present(made.store.hq.settings('tenders'), 'the group')).mealVoucherMinorMax, 2_500);
  made.close();
});

test('persons go up after the rows that name them, once for each change, and never back where they came from', async () => {
  const made = await enrolled(54);
  const { store, hq } = made;
  const person = (id: string, name: string) => ({
    personId: id as PersonId,
    fields: { name },
    consents: [],
    enrolledAtMs: 5,
  });
  const change = (id: string, name: string): void => {
    store.transact((transaction) => {
      transaction.putPerson(person(id, name));
      const payload = { person_id: id };
      transaction.append({ entryId: testRandom.uuid(), family: 'M', kind: 'person-enrolled', payload });
    });
  };
  let early = 0;
  hq.instead = {
    persons: ({ persons }) => {
      const rows = JSON.stringify(hq.rows(store.identity.chainId));
      for (const each of persons) {
        if (!rows.includes(each.personId)) early += 1;
        hq.persons.set(each.personId, each);
      }
      return { erased: [] };
    },
  };
  for (let at = 0; at < 120; at++) {
    change(`person-${at}`, `Nom ${at}`);
    sell(store);
    if (at % 10 === 0) await made.clock.passes(500);
  }
  assert.equal(await made.clock.passes(HOUR_MS, () => hq.persons.size === 120), true);
  assert.equal(early, 0);
  hq.persons.clear();
  store.transact((transaction) => {
    transaction.putPerson(person('person-9', 'Autre nom'));
    transaction.hq.personCame('person-9' as PersonId, 1_900_000_000_000);
  });
  change('person-7', 'Nouveau nom');
  assert.equal(await made.clock.passes(HOUR_MS, () => hq.persons.size > 0), true);
  await made.clock.passes(HOUR_MS);
  assert.deepEqual([...hq.persons.keys()], ['person-7']);
  const first = present(store.hq.person('person-9' as PersonId), 'what is known');
  change('person-9', 'Encore un');
  assert.ok(present(store.hq.person('person-9' as PersonId), 'what is known').changedAtMs > first.changedAtMs);
  made.close();
});

test('a customer of many consents is sent with the latest, and one that headquarters does not take stops no other', async () => {
  const made = await enrolled(64);
  const { store, hq } = made;
  const put = (id: string, name: string, consentCount: number): void =>
    store.transact((transaction) => {
      const consent = { channel: 'email', purpose: 'marketing', given: true, text: 'Oui' } as const;
      const consents = Array.from({ length: consentCount }, (_, atMs) => ({ ...consent, atMs }));
      transaction.putPerson({ personId: id as PersonId, fields: { name }, consents, enrolledAtMs: 5 });
      const payload = { person_id: id };
      transaction.append({ entryId: testRandom.uuid(), family: 'M', kind: 'person-enrolled', payload });
    });
  put('person-1', 'Avant', 0);
  put('person-2', 'n'.repeat(201), 0);
  put('person-3', 'Souvent', 130);
  put('person-4', 'Après', 0);
  assert.equal(await made.clock.passes(HOUR_MS, () => hq.persons.size === 3), true);
  assert.deepEqual([...hq.persons.keys()], ['person-1', 'person-3', 'person-4']);
  assert.deepEqual(
    hq.persons.get('person-3')?.consents.map(({ atMs }) => atMs),
    Array.from({ length: 100 }, (_, at) => at + 30),
  );
  const asked = () => hq.calls.filter(({ name }) => name === 'persons').length;
  assert.equal(asked(), 5, 'all together, then each alone');
  put('person-5', 'n'.repeat(201), 0);
  await made.clock.passes(HOUR_MS);
  assert.deepEqual([asked(), status(made).link], [6, 'online']);
  made.close();
});

test('a till adopts the secret of the organisation and keeps its own for what it keyed before', async () => {
  const made = rig(51);
  const before = made.store;
  const secretBefore = new LiveSecret(present(shops.at(-1), 'the shop').keysDir);
  const outcome = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE12345', fingerprint: null });
  await made.clock.passes(10_000);
  assert.equal((await outcome).kind, 'enrolled');
  const secret = new LiveSecret(present(shops.at(-1), 'the shop').keysDir);
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
