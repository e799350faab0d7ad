/**
 * Tills and headquarters, both as they ship, in one process: only the wire between them is a function call, which can be cut.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Database from 'better-sqlite3';
import { present } from '#base/assert.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { openHq, type Hq } from '#hq/hq.ts';
import { listAlarms } from '#hq/fleet/alarms.ts';
import { createEnrolmentCode } from '#hq/fleet/codes.ts';
import { saveStore } from '#hq/fleet/stores.ts';
import { organisation } from '#hq/identity/identity.ts';
import { CHAIN, JOURNAL_ROW } from '#hq/ingest/tables.ts';
import { saveProduct } from '#hq/catalogue/catalogue.ts';
import { saveSettings } from '#hq/settings/settings.ts';
import { memoryStore } from '#hq/store/memory-store.ts';
import { continueInNewChain, LiveSecret, openStore, type TillStore } from '#main/store/store.ts';
import { NEW_CHAIN_SETTING } from '#main/store/port.ts';
import { makeShop, MIGRATIONS_DIR, sell, silentLog, type TestShop } from '#main/store/testing.ts';
import { type HqTransport, openHeadquarters, type OpenHeadquarters, TrustedTime } from '#main/sync/sync.ts';
import { rebuildFromHq } from '#main/sync/rebuild-from-hq.ts';
import { makeTill, type TestTill } from '#main/till/testing.ts';

const STORE = 'store-1';
const SOFTWARE = { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) };
const WAIT_MS = 20_000;

let hq: Hq;
let working = true;
let working_: Promise<void>;
const cut = new Set<string>();
const closings: (() => void | Promise<void>)[] = [];

before(async () => {
  hq = await openHq({ store: memoryStore(), clock: systemClock, random: systemRandom, log: silentLog });
  await saveStore(hq.core, { storeId: STORE, name: 'Montpellier', timeZone: 'Europe/Paris' });
  working_ = (async () => {
    while (working) {
      const more = await hq.work();
      await new Promise((resolve) => setTimeout(resolve, more ? 0 : 20));
    }
  })();
});

after(async () => {
  for (const close of closings.reverse()) await close();
  working = false;
  hq.close();
  await working_;
});

/** The wire of one till; while it is cut, nobody answers. */
function wire(name: string): { readonly transport: (url: string) => HqTransport } {
  const transport: HqTransport = {
    async send(call) {
      if (cut.has(name)) return null;
      const answer = await hq.answerCall(call);
      return cut.has(name) ? null : { status: answer.status, body: JSON.stringify(answer.body) };
    },
  };
  return { transport: () => transport };
}

async function code(tillId?: string): Promise<string> {
  const made = await createEnrolmentCode(hq.core, {
    storeId: STORE,
    tillName: 'Caisse',
    ...(tillId === undefined ? {} : { tillId }),
  });
  assert.ok('code' in made, JSON.stringify(made));
  return made.code;
}

async function until(what: string, isDone: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  while (!(await isDone())) {
    assert.ok(Date.now() < endMs, `in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function rowsAtHq(chainId: string): Promise<readonly string[]> {
  const rows = await hq.core.store.read.scan(JOURNAL_ROW, { prefix: [chainId], limit: 100_000 });
  return rows.map(({ hash }) => hash);
}

function hashesOf(store: TillStore, chainId = store.identity.chainId): readonly string[] {
  return store.rowsAfter(chainId, 0, 100_000).map(({ hash }) => hash);
}

async function joinedTill(tillId: string): Promise<TestTill> {
  const till = makeTill({ tillId, hq: wire(tillId), clock: systemClock, random: systemRandom });
  closings.push(() => till.close());
  assert.equal((await till.enrol({ code: await code() })).kind, 'enrolled');
  return till;
}

test('sales go up, prices and settings come down, a customer of one till is known at the other', async () => {
  const [one, two] = [await joinedTill('till-a'), await joinedTill('till-b')];
  const page = one.page();
  assert.equal((await page.signIn()).kind, 'done');
  await page.scan('3017620422003');
  assert.equal((await page.pay()).kind, 'done');
  await until('the sale at headquarters', async () => {
    const held = await rowsAtHq(one.store().identity.chainId);
    return held.length === one.store().head().seq;
  });
  assert.deepEqual(await rowsAtHq(one.store().identity.chainId), hashesOf(one.store()));

  const outcome = await saveProduct(hq.core, {
    productId: null,
    product: {
      name: 'Brosse <b>fine</b>',
      gtins: ['04006381333931'],
      unit: 'piece',
      priceMinor: 990,
      vatRateBasisPoints: 2_000,
      mealVoucher: false,
    },
  });
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  const tenders = { methods: ['cash', 'card'] as const, mealVoucherMinorMax: 1_900 };
  const saved = await saveSettings(hq.core, { storeId: null, group: 'tenders', value: tenders });
  assert.equal(saved.kind, 'done', JSON.stringify(saved));
  for (const till of [one, two]) {
    await until('the settings of headquarters', () => till.store().hq.settings('tenders') !== undefined);
  }
  const other = two.page();
  await other.signIn();
  assert.deepEqual(other.query('settings', {}).fromHq, ['tenders']);
  assert.equal(other.query('settings', {}).settings?.tenders.mealVoucherMinorMax, 1_900);
  const change = await other.command('saveSettings', { group: 'tenders', value: { ...tenders, methods: ['cash'] } });
  assert.deepEqual(change, { kind: 'refused', reason: 'settings_from_hq', params: { group: 'tenders' } });
  await until('the new product', async () => (await other.scan('4006381333931')).kind === 'done');
  assert.equal(other.view('basket').lines[0]?.unitPriceMinor, 990);
  await other.command('cancelTicket', other.ticket());

  const enrolled = await page.command('enrol', {
    fields: { name: 'Amina Benali', phone: '0612345678' },
    evenIfAlike: true,
  });
  assert.equal(enrolled.kind, 'done');
  await until(
    'the customer at the other till',
    () => other.query('customers', { text: 'amina', limit: 5 }).customers.length === 1,
  );
});

test('the network is cut, both tills sell on, and afterwards headquarters has the sum of both, nothing twice', async () => {
  const tills = [await joinedTill('till-c'), await joinedTill('till-d')];
  for (const name of ['till-c', 'till-d']) cut.add(name);
  for (const till of tills) {
    const page = till.page();
    await page.signIn();
    for (let sale = 0; sale < 15; sale++) {
      await page.scan('3017620422003');
      assert.equal((await page.pay()).kind, 'done');
    }
    await until('the strip to say so', () => page.view('status').network === 'offline');
    await until('the count', () => present(page.view('status').unsentCount, 'a count') >= 30);
    assert.ok(page.query('unsent', { limit: 10 }).entries.length === 10);
  }
  cut.clear();
  for (const till of tills) {
    await until('everything at headquarters', () => till.page().view('status').unsentCount === 0);
    assert.deepEqual(await rowsAtHq(till.store().identity.chainId), hashesOf(till.store()));
    assert.equal(till.page().view('status').network, 'online');
  }
});

interface Bare {
  readonly store: TillStore;
  readonly headquarters: OpenHeadquarters;
  close(): void;
}

/** A store with sync and no till around it: what copies and restores are tried on. */
function bare(folders: { readonly dataDir: string; readonly keysDir: string }, name: string): Bare {
  const store = openStore({ ...folders, migrationsDir: MIGRATIONS_DIR, clock: systemClock, log: silentLog });
  const headquarters = openHeadquarters({
    store,
    catalogue: [],
    keysDir: folders.keysDir,
    secret: new LiveSecret(folders.keysDir),
    transport: wire(name).transport,
    time: new TrustedTime(systemClock, store.hq.progress().hqTimeMs),
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    software: SOFTWARE,
    events: {
      turn: (work) => work(),
      statusChanged: () => undefined,
      shopChanged: () => undefined,
      personsChanged: () => undefined,
      hqTime: () => undefined,
      facts: () => ({ version: '0.1.0', priceListMs: null, copyState: 'none', devices: [] }),
    },
  });
  headquarters.start();
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    headquarters.stop();
    store.close();
  };
  closings.push(close);
  return { store, headquarters, close };
}

function status(till: Bare) {
  return till.headquarters.headquarters.status();
}

async function enrolledShop(name: string): Promise<TestShop & { readonly name: string }> {
  const shop = makeShop(mkdtempSync(join(tmpdir(), `hq-${name}-`)), name);
  closings.push(() => shop.remove());
  const till = bare(shop, name);
  const outcome = await till.headquarters.enrol({ url: 'http://hq.test', code: await code(), fingerprint: null });
  assert.equal(outcome.kind, 'enrolled', JSON.stringify(outcome));
  sell(till.store);
  await until('the first sale', () => status(till).unsent === 0);
  till.close();
  return { ...shop, name };
}

test('a copy that sold beside its original is told so, goes on in a new chain, and headquarters has both branches', async () => {
  const shop = await enrolledShop('till-e');
  const copied = { dataDir: `${shop.root}-copy/data`, keysDir: `${shop.root}-copy/keys` };
  cpSync(shop.root, `${shop.root}-copy`, { recursive: true });
  closings.push(() => rmSync(`${shop.root}-copy`, { recursive: true, force: true }));

  const original = bare(shop, 'original');
  sell(original.store);
  await until('the original', () => status(original).unsent === 0);
  const chainId = original.store.identity.chainId;
  const heldBefore = await rowsAtHq(chainId);
  original.close();

  const copy = bare(copied, 'copy');
  sell(copy.store);
  sell(copy.store);
  await until('the fork', () => status(copy).refusal === 'forked');
  assert.equal(status(copy).link, 'refused');
  const branch = hashesOf(copy.store);
  // Selling goes on.
  sell(copy.store);
  const wanted = JSON.stringify({ stationId: 'till', operatorId: 'bernard' });
  copy.store.transact((transaction) => transaction.setSetting(NEW_CHAIN_SETTING, wanted));
  copy.close();

  continueInNewChain({
    ...copied,
    migrationsDir: MIGRATIONS_DIR,
    software: SOFTWARE,
    clock: systemClock,
    random: systemRandom,
  });
  const after = bare(copied, 'copy');
  sell(after.store);
  await until('the way out', () => status(after).unsent === 0 && status(after).link === 'online');
  assert.deepEqual(await rowsAtHq(after.store.identity.chainId), hashesOf(after.store));
  // The chain is as it was, and the other branch lies beside it: each row of both exactly once.
  assert.deepEqual(await rowsAtHq(chainId), heldBefore);
  const chains = await hq.core.store.read.scan(CHAIN, { prefix: [], limit: 1_000 });
  const beside = present(
    chains.find(({ branch_of }) => branch_of === chainId),
    'the branch',
  );
  const own = hashesOf(after.store, chainId);
  await until('the word of headquarters where they part', () => after.store.hq.partings(chainId).length > 0);
  assert.deepEqual(after.store.hq.partings(chainId), [{ afterSeq: beside.branch_seq, branchId: beside.chain_id }]);
  assert.deepEqual(await rowsAtHq(beside.chain_id), own.slice(beside.branch_seq ?? 0));
  assert.ok(own.length > branch.length);
  after.close();
});

test('a lost machine is rebuilt of what headquarters holds, with a new key and a linked chain', async () => {
  const shop = await enrolledShop('till-f');
  const lost = bare(shop, 'lost');
  for (let sale = 0; sale < 200; sale++) sell(lost.store);
  await until('everything', () => status(lost).unsent === 0);
  const { chainId, tillId } = lost.store.identity;
  const rows = hashesOf(lost.store);
  const totals = lost.store.perpetualTotals();
  lost.close();

  const folders = { dataDir: `${shop.root}-new/data`, keysDir: `${shop.root}-new/keys` };
  closings.push(() => rmSync(`${shop.root}-new`, { recursive: true, force: true }));
  const options = {
    ...folders,
    url: 'http://hq.test',
    fingerprint: null,
    migrationsDir: MIGRATIONS_DIR,
    habits: { receiptLanguage: 'fr' as const, timeZone: 'Europe/Paris' },
    transport: wire('new').transport(''),
    software: SOFTWARE,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
  };
  const wrong = await rebuildFromHq({ ...options, code: 'AAAAA-AAAAA' });
  assert.equal(wrong.kind === 'refused' && wrong.reason, 'code-unknown');
  const outcome = await rebuildFromHq({ ...options, code: await code(tillId) });
  assert.equal(outcome.kind, 'rebuilt', JSON.stringify(outcome));

  const rebuilt = bare(folders, 'new');
  assert.equal(rebuilt.store.identity.tillId, tillId);
  assert.equal(rebuilt.store.identity.chainOrdinal, 2);
  assert.deepEqual(hashesOf(rebuilt.store, chainId), rows);
  assert.deepEqual(rebuilt.store.perpetualTotals(), totals);
  sell(rebuilt.store);
  await until('the new chain', () => status(rebuilt).unsent === 0 && status(rebuilt).link === 'online');
  assert.deepEqual(await rowsAtHq(rebuilt.store.identity.chainId), hashesOf(rebuilt.store));
  // The lost machine, found again, is not answered any more.
  const found = bare(shop, 'lost');
  sell(found.store);
  await until('the refusal', () => status(found).link === 'refused');
  found.close();
  rebuilt.close();
});

test('a till that has lost a row says so, headquarters is alarmed, a new chain leads on, and so does a machine built anew', async () => {
  const shop = await enrolledShop('till-h');
  cut.add('till-h');
  const alone = bare(shop, 'till-h');
  for (let sale = 0; sale < 3; sale++) sell(alone.store);
  const { chainId, tillId } = alone.store.identity;
  const held = present(alone.store.hq.ack(chainId), 'an acknowledgement').seq;
  alone.close();
  const sqlite = new Database(join(shop.dataDir, 'till.db'));
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec('DROP TRIGGER journal_is_never_deleted');
  assert.equal(sqlite.prepare('DELETE FROM journal WHERE seq = ?').run(held + 3).changes, 1);
  sqlite.close();
  cut.delete('till-h');

  const holed = bare(shop, 'till-h');
  await until('the word', () => status(holed).refusal === 'hole');
  assert.ok(status(holed).unsent > 0);
  assert.deepEqual((await rowsAtHq(chainId)).length, held + 2);
  const alarmed = async (): Promise<boolean> => {
    const { organisationId } = await organisation(hq.core.store.read);
    const alarms = await listAlarms(hq.core.store.read, { organisationId, limit: 99 });
    return alarms.some(
      ({ kind, till_id, chain_id }) => kind === 'chain-hole' && till_id === tillId && chain_id === chainId,
    );
  };
  await until('the alarm at headquarters', alarmed);
  const wanted = JSON.stringify({ stationId: 'till', operatorId: 'bernard' });
  holed.store.transact((transaction) => transaction.setSetting(NEW_CHAIN_SETTING, wanted));
  holed.close();

  const { dataDir, keysDir } = shop;
  const system = { migrationsDir: MIGRATIONS_DIR, software: SOFTWARE, clock: systemClock, random: systemRandom };
  continueInNewChain({ dataDir, keysDir, ...system });
  const next = bare(shop, 'till-h');
  sell(next.store);
  const own = (): readonly string[] => hashesOf(next.store);
  await until('what is sold now', async () => (await rowsAtHq(next.store.identity.chainId)).length === own().length);
  assert.deepEqual(await rowsAtHq(next.store.identity.chainId), own());
  await until('the word of an earlier chain', () => status(next).refusal === 'hole-before');
  const chains = own();
  next.close();

  const folders = { dataDir: `${shop.root}-new/data`, keysDir: `${shop.root}-new/keys` };
  closings.push(() => rmSync(`${shop.root}-new`, { recursive: true, force: true }));
  const rebuilt = await rebuildFromHq({
    ...folders,
    ...system,
    url: 'http://hq.test',
    fingerprint: null,
    habits: { receiptLanguage: 'fr', timeZone: 'Europe/Paris' },
    transport: wire('new-h').transport(''),
    log: silentLog,
    code: await code(tillId),
  });
  assert.equal(rebuilt.kind, 'rebuilt', JSON.stringify(rebuilt));
  const whole = bare(folders, 'new-h');
  sell(whole.store);
  await until('everything', () => status(whole).unsent === 0 && status(whole).link === 'online');
  assert.equal(whole.store.identity.chainOrdinal, 3);
  const [first, second] = whole.store.chainIds();
  assert.deepEqual(hashesOf(whole.store, present(first, 'the first chain')), await rowsAtHq(chainId));
  assert.deepEqual(hashesOf(whole.store, present(second, 'the second chain')), chains);
  whole.close();
});
