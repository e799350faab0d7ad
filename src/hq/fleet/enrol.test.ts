import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seededRandom } from '#base/testing.ts';
import { freshKey } from '#node/fresh-key.ts';
import { unsealSecrets } from '#node/sealed-secrets.ts';
import { journalRows } from '../ingest/read-rows.ts';
import { CHAIN } from '../ingest/tables.ts';
import { openOrganisation, organisation } from '../identity/identity.ts';
import { organisationSecret } from '../identity/secrets.ts';
import { memoryStore } from '../store/memory-store.ts';
import { openTestHq, TestTill } from '../testing.ts';
import { createEnrolmentCode } from './codes.ts';
import { listStores, saveStore, searchFleet } from './stores.ts';
import { ENROLMENT_CODE, FLEET_TABLES, TILL } from './tables.ts';
import { listTills, renameTill, setTillState } from './tills.ts';

describe('an organisation', () => {
  test('is made once, by any number of nodes that start at the same moment', async () => {
    const store = memoryStore();
    const nodes = ['n1', 'n2', 'n3'].map((seed) => ({ store, random: seededRandom(seed), clock: { wallMs: () => 5 } }));
    const options = { name: 'Maison', currencyCode: 'MAD', timeZone: 'Africa/Casablanca' };
    const made = await Promise.all(
      nodes.map((node) => openOrganisation(node as unknown as Parameters<typeof openOrganisation>[0], options)),
    );
    assert.equal(new Set(made.map(({ organisationId }) => organisationId)).size, 1);
    assert.equal(new Set(made.map(({ fingerprint }) => fingerprint)).size, 1);
    const { organisationId } = await organisation(store.read);
    const secret = await organisationSecret(store.read, organisationId);
    assert.equal(secret.older.length, 0);
    assert.match(secret.id, /^k\d{10}$/);
  });
});

describe('a new till', () => {
  test('gets store, names and the organisation’s secrets for its code, its own among them', async () => {
    const hq = await openTestHq();
    const till = TestTill.fresh(hq, 'a');
    const answer = await till.enrol();
    assert.ok(answer.kind === 'enrolled');
    const { organisationId, incarnation } = await organisation(hq.store.read);
    const { sealedSecrets, ...rest } = answer;
    const named = { storeId: 's1', storeName: 'Magasin s1', tillName: 'Caisse' };
    assert.deepEqual(rest, { kind: 'enrolled', organisationId, incarnation, ...named });
    const secret = unsealSecrets({ sealed: sealedSecrets, reader: till.data.requestKey });
    assert.deepEqual(
      secret?.older.map(({ id }) => id),
      ['k1'],
    );
    assert.match(secret?.id ?? '', /^k\d{10}$/);
  });

  test('and another one both bring a key k1: both are kept, and each hears of the other’s', async () => {
    const hq = await openTestHq();
    const [one, other] = [TestTill.fresh(hq, 'a'), TestTill.fresh(hq, 'b')];
    await one.enrol();
    await other.enrol();
    const { sealedSecrets } = await one.call('secrets', { exchangeKey: one.chain.publicKey });
    const secret = unsealSecrets({ sealed: sealedSecrets, reader: one.data.journalKey });
    assert.deepEqual(
      secret?.older.map(({ id }) => id),
      ['k1', 'k1'],
    );
  });

  test('whose answer was lost asks again and gets the same; nobody else can use the code', async () => {
    const hq = await openTestHq();
    const till = TestTill.fresh(hq, 'a');
    const code = await hq.code();
    assert.equal((await till.enrol(code)).kind, 'enrolled');
    hq.passTime(2 * 24 * 60 * 60_000);
    assert.equal((await till.enrol(code)).kind, 'enrolled');
    const thief = TestTill.fresh(hq, 'thief');
    assert.deepEqual(await thief.enrol(code), { kind: 'refused', reason: 'code-unknown' });
    thief.data = { ...thief.data, tillId: 'till-a' };
    assert.deepEqual(await thief.enrol(code), { kind: 'refused', reason: 'code-unknown' });
  });

  test('may type its code as people do, and not after a day', async () => {
    const hq = await openTestHq();
    const typed = (await hq.code()).toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'L');
    assert.equal((await TestTill.fresh(hq, 'a').enrol(` ${typed} `)).kind, 'enrolled');
    const code = await hq.code();
    hq.passTime(24 * 60 * 60_000);
    assert.deepEqual(await TestTill.fresh(hq, 'b').enrol(code), { kind: 'refused', reason: 'code-expired' });
  });

  test('is not let in under the id of another, with a plain code', async () => {
    const hq = await openTestHq();
    await TestTill.fresh(hq, 'a').enrol();
    const impostor = TestTill.fresh(hq, 'x');
    impostor.data = { ...impostor.data, tillId: 'till-a' };
    assert.deepEqual(await impostor.enrol(), { kind: 'refused', reason: 'till-known' });
    assert.equal(await hq.store.read.get(CHAIN, ['chain-x']), undefined);
  });

  test('is not let in with the chain of another till, and the code stays good', async () => {
    const hq = await openTestHq();
    await TestTill.fresh(hq, 'a').enrol();
    const code = await hq.code();
    const impostor = TestTill.fresh(hq, 'x');
    const own = impostor.data;
    impostor.data = { ...own, chainId: 'chain-a' };
    const input = await impostor.enrolInput(code);
    const { status, body } = await impostor.raw('enrol', input);
    assert.deepEqual({ status, ...(body as object) }, { status: 403, code: 'request.foreign-chain' });
    assert.equal(await hq.store.read.get(TILL, ['till-x']), undefined);
    impostor.data = own;
    assert.equal((await impostor.enrol(code)).kind, 'enrolled');
  });

  test('must sign with the key that it brings, over a fresh challenge', async () => {
    const hq = await openTestHq();
    const till = TestTill.fresh(hq, 'a');
    const input = await till.enrolInput(await hq.code());
    const wrongKey = await till.raw('enrol', input, { key: freshKey(seededRandom('other')) });
    assert.deepEqual(wrongKey.body, { code: 'request.signature' });
    const wrongTill = await till.raw('enrol', input, { tillId: 'till-b' });
    assert.deepEqual(wrongTill.body, { code: 'request.signature' });
    const stale = await till.raw('enrol', input, { challenge: 'x.y.z' });
    assert.deepEqual(stale.body, { code: 'request.stale' });
    for (const requestKey of ['AAAA', 'AA', '']) {
      const { status } = await till.raw('enrol', { ...input, requestKey });
      assert.ok(status === 400 || status === 401, String(status));
    }
    for (const sealedSecrets of ['', 'AAAA']) {
      assert.deepEqual((await till.raw('enrol', { ...input, sealedSecrets })).body, { code: 'request.malformed' });
    }
    assert.equal((await till.raw('enrol', input)).status, 200);
  });

  test('a thousand guesses find nothing, store nothing, and lock out nobody who has a code', async () => {
    const hq = await openTestHq();
    const good = await hq.code();
    const till = TestTill.fresh(hq, 'guesser');
    const input = await till.enrolInput('000000000000');
    const challenge = await till.challenge();
    const rows = (): string => JSON.stringify(FLEET_TABLES.map((table) => hq.store.allRows(table)));
    const before = rows();
    for (let guess = 0; guess < 1_000; guess++) {
      const code = guess.toString().padStart(12, '0');
      const answer = await till.call('enrol', { ...input, code }, { challenge });
      assert.deepEqual(answer, { kind: 'refused', reason: 'code-unknown' });
    }
    assert.equal(hq.logged.filter(({ event }) => event === 'till.not-enrolled').length, 1_000);
    assert.equal(rows(), before);
    assert.equal((await TestTill.fresh(hq, 'b').enrol(good)).kind, 'enrolled');
  });

  test('finds no code in the database that it could use', async () => {
    const hq = await openTestHq();
    const code = (await hq.code()).replaceAll('-', '');
    const rows = hq.store.allRows(ENROLMENT_CODE);
    assert.equal(rows.length, 1);
    assert.ok(!JSON.stringify(rows).includes(code));
  });
});

describe('a till that is known', () => {
  test('is enrolled again by a code made for it, with another key; the old key is not answered any more', async () => {
    const hq = await openTestHq();
    const till = TestTill.fresh(hq, 'a');
    await till.enrol();
    const before = till.data;
    till.data = { ...before, requestKey: freshKey(seededRandom('new key')) };
    assert.equal((await till.enrol(await hq.code('s1', 'till-a'))).kind, 'enrolled');
    assert.equal((await till.tellHead()).kind, 'go-on');
    till.data = before;
    assert.equal((await till.raw('secrets', { exchangeKey: till.chain.publicKey })).status, 401);
    const other = TestTill.fresh(hq, 'b');
    assert.deepEqual(await other.enrol(await hq.code('s1', 'till-a')), { kind: 'refused', reason: 'till-known' });
  });

  test('is built anew on another machine from what headquarters holds, and goes on in a linked chain', async () => {
    const hq = await openTestHq();
    const till = TestTill.fresh(hq, 'a');
    await till.enrol();
    for (const amount of [100, 200]) till.sell(amount);
    await till.push(0);
    const machine = till.restoredFrom({ ...till.data, requestKey: freshKey(seededRandom('machine')) }, 'machine');
    assert.deepEqual(await machine.recover(await hq.code()), { kind: 'refused', reason: 'code-for-new-till' });
    const code = await hq.code('s1', 'till-a');
    const found = await machine.recover(code);
    assert.ok(found.kind === 'found');
    assert.deepEqual([found.tillId, found.storeId, found.chains.length], ['till-a', 's1', 1]);
    assert.deepEqual(found.chains[0], { chain: till.chain, ...till.head });
    assert.equal((await machine.recover(code)).kind, 'found');
    const rows: string[] = [];
    for (let after = 0; ; after = rows.length) {
      const page = await machine.call('rows', { chainId: 'chain-a', after, limit: 2 });
      if (page.rows.length === 0) break;
      rows.push(...page.rows);
    }
    assert.deepEqual(rows, till.data.lines);
    const { status } = await till.raw('secrets', { exchangeKey: till.chain.publicKey });
    assert.equal(status, 401);
    machine.goOn('a2');
    assert.equal((await machine.tellHead()).kind, 'go-on');
    assert.equal((await machine.push(0)).kind, 'acked');
    assert.equal((await hq.store.read.get(TILL, ['till-a']))?.chain_id, 'chain-a2');
    assert.equal((await journalRows(hq.store.read, { chainId: 'chain-a2', after: 0, limit: 9 })).length, 1);
  });

  test('does not come back once it is retired', async () => {
    const hq = await openTestHq();
    const till = TestTill.fresh(hq, 'a');
    await till.enrol();
    const made = await hq.code('s1', 'till-a');
    await setTillState(hq.core, { tillId: 'till-a', state: 'retired', reason: 'sold' });
    const refused = await createEnrolmentCode(hq.core, { storeId: 's1', tillName: 'Caisse', tillId: 'till-a' });
    assert.deepEqual(refused, { kind: 'refused', reason: 'till-retired' });
    assert.deepEqual(await till.enrol(made), { kind: 'refused', reason: 'till-known' });
    assert.deepEqual(await till.recover(await hq.code()), { kind: 'refused', reason: 'code-for-new-till' });
  });
});

describe('stores and tills', () => {
  test('are found by the words of their names, without accents or case, also half typed', async () => {
    const hq = await openTestHq();
    const { organisationId } = await organisation(hq.store.read);
    await saveStore(hq.core, { storeId: 's3', name: 'Épicerie du Marché, Orléans', timeZone: 'Europe/Paris' });
    await TestTill.fresh(hq, 'a').enrol();
    await renameTill(hq.core, { tillId: 'till-a', name: 'Caisse Élan <script>' });
    const found = (text: string) => searchFleet(hq.store.read, { organisationId, text, limit: 10 });
    assert.deepEqual(await found('orle epi'), [{ storeId: 's3', tillId: null }]);
    assert.deepEqual(await found('ELAN'), [{ storeId: 's1', tillId: 'till-a' }]);
    assert.deepEqual(await found('caisse script'), [{ storeId: 's1', tillId: 'till-a' }]);
    assert.deepEqual(await found('nothing'), []);
    assert.deepEqual(await found(`'; DROP TABLE store; --`), []);
    await saveStore(hq.core, { storeId: 's3', name: 'Halles', timeZone: 'Europe/Paris' });
    assert.deepEqual(await found('orle'), []);
    assert.deepEqual(await found('halles'), [{ storeId: 's3', tillId: null }]);
  });

  test('are listed page by page, each once', async () => {
    const hq = await openTestHq();
    const { organisationId } = await organisation(hq.store.read);
    for (let number = 0; number < 25; number++) {
      await saveStore(hq.core, { storeId: `p${number}`, name: `Point ${number}`, timeZone: 'Europe/Paris' });
    }
    const ids: string[] = [];
    for (let after: string | undefined; ; after = ids.at(-1)) {
      const page = await listStores(hq.store.read, {
        organisationId,
        ...(after === undefined ? {} : { after }),
        limit: 10,
      });
      if (page.length === 0) break;
      ids.push(...page.map(({ store_id }) => store_id));
    }
    assert.equal(new Set(ids).size, 27);
    assert.equal(ids.length, 27);
    for (const name of ['a', 'b', 'c']) await TestTill.fresh(hq, name).enrol();
    const first = await listTills(hq.store.read, { organisationId, limit: 2 });
    const after = { storeId: 's1', tillId: first.at(-1)?.till.till_id ?? '' };
    const rest = await listTills(hq.store.read, { organisationId, after, limit: 2 });
    assert.deepEqual(
      [...first, ...rest].map(({ till }) => till.till_id),
      ['till-a', 'till-b', 'till-c'],
    );
  });

  test('of a name that is empty or endless, or in no time zone, are refused', async () => {
    const hq = await openTestHq();
    const save = (name: string, timeZone: string) => saveStore(hq.core, { storeId: 'n', name, timeZone });
    assert.deepEqual(await save(' \u0000 ', 'Europe/Paris'), { kind: 'refused', reason: 'name-missing' });
    assert.deepEqual(await save('a'.repeat(101), 'Europe/Paris'), { kind: 'refused', reason: 'name-too-long' });
    assert.deepEqual(await save('a', 'Mars/Olympus'), { kind: 'refused', reason: 'time-zone-unknown' });
  });
});
