import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { genesisContinues, entryOf } from '#domain/journal/journal.ts';
// @ts-expect-error -- the second implementation is plain JavaScript without types, and stays so.
import { checkChain } from '../../../tools/journal-check.mjs';

import { checkPin, openStore, organisationSecret, restoreTill, setPin, startSecondCopy, verifyTill } from './store.ts';
import { copyNow, makeShop, MIGRATIONS_DIR, sell, silentLog, testRandom, type TestShop } from './testing.ts';

describe('the second copy', () => {
  let shop: TestShop;
  let place: string;

  beforeEach(() => {
    shop = makeShop();
    place = join(shop.root, 'place');
  });
  afterEach(() => shop.remove());

  function copyFile(): string {
    const folder = join(place, 'till-1');
    const name = readdirSync(folder).find((file) => file.endsWith('.jsonl'));
    assert.ok(name !== undefined);
    return join(folder, name);
  }

  function copiedLines(): readonly string[] {
    return readFileSync(copyFile(), 'utf8').split('\n').slice(0, -1);
  }

  test('holds every row, in the format that the second implementation reads', async () => {
    const store = shop.open();
    for (let count = 0; count < 30; count++) sell(store);
    await copyNow(store, shop, place);
    store.close();
    const check = checkChain as (lines: readonly string[]) => unknown;
    assert.deepEqual((check(copiedLines()) as { rows: number }).rows, 91);
  });

  test('goes on from its own tail, and mends a torn one', async () => {
    const store = shop.open();
    for (let count = 0; count < 5; count++) sell(store);
    await copyNow(store, shop, place);
    const whole = readFileSync(copyFile());
    truncateSync(copyFile(), whole.length - 300);
    await copyNow(store, shop, place);
    assert.deepEqual(readFileSync(copyFile()), whole);
    sell(store);
    await copyNow(store, shop, place);
    assert.equal(copiedLines().length, 19);
    appendFileSync(copyFile(), '{"at":"2026');
    await copyNow(store, shop, place);
    assert.equal(copiedLines().length, 19);
    store.close();
  });

  test('says that it is behind while rows are missing, and unreachable while its place is gone', async () => {
    const store = shop.open();
    const copy = startSecondCopy({ store, dataDir: shop.dataDir, place, clock: shop.clock, log: silentLog });
    await copy.flush();
    assert.deepEqual(copy.status(), { state: 'unreachable', ageMs: null, place, fault: 'copy.unreachable' });
    assert.equal(existsSync(place), false);
    mkdirSync(place);
    await copy.flush();
    assert.deepEqual(copy.status(), { state: 'current', ageMs: 0, place, fault: null });
    sell(store);
    shop.clock.monotonic += 5000;
    assert.deepEqual(copy.status(), { state: 'behind', ageMs: 5000, place, fault: null });
    await copy.flush();
    assert.equal(copy.status().state, 'current');
    rmSync(place, { recursive: true });
    sell(store);
    await copy.flush();
    assert.equal(copy.status().state, 'unreachable');
    await copy.close();
    store.close();
  });

  test('is never overwritten where it says something else than the journal', async () => {
    const store = shop.open();
    sell(store);
    await copyNow(store, shop, place);
    const line = copiedLines().at(-1) ?? '';
    writeFileSync(
      copyFile(),
      `${copiedLines().slice(0, -1).join('\n')}\n${line.replace('"amount_minor":100', '"amount_minor":900')}\n`,
    );
    const before = readFileSync(copyFile());
    const copy = startSecondCopy({ store, dataDir: shop.dataDir, place, clock: shop.clock, log: silentLog });
    await copy.flush();
    assert.equal(copy.status().fault, 'store.behind-witness');
    assert.deepEqual(readFileSync(copyFile()), before);
    await copy.close();
    store.close();
  });

  test('holds no PIN', async () => {
    const store = shop.open();
    await copyNow(store, shop, place);
    const text = readdirSync(join(place, 'till-1'))
      .map((name) => readFileSync(join(place, 'till-1', name), 'utf8'))
      .join('');
    assert.match(text, /Camille/);
    assert.doesNotMatch(text, /scrypt|pin_?hash/i);
    store.close();
  });
});

describe('restore', () => {
  let shop: TestShop;
  let place: string;
  let dataDir: string;

  beforeEach(async () => {
    shop = makeShop();
    place = join(shop.root, 'place');
    dataDir = join(shop.root, 'restored');
    writeFileSync(join(shop.dataDir, 'devices.json'), '{"devices":[]}');
    const store = shop.open();
    for (let count = 0; count < 10; count++) sell(store);
    await copyNow(store, shop, place);
    store.close();
  });
  afterEach(() => shop.remove());

  function restore(keysDir = shop.keysDir) {
    return restoreTill({
      place,
      dataDir,
      keysDir,
      migrationsDir: MIGRATIONS_DIR,
      software: { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) },
      clock: shop.clock,
      random: testRandom,
    });
  }

  function openRestored() {
    return openStore({
      dataDir,
      keysDir: shop.keysDir,
      migrationsDir: MIGRATIONS_DIR,
      clock: shop.clock,
      log: silentLog,
    });
  }

  function verify() {
    return verifyTill({
      dataDir,
      keysDir: shop.keysDir,
      migrationsDir: MIGRATIONS_DIR,
      copyPlace: place,
      receipts: [],
    });
  }

  test('goes on in a second chain that names the head and the totals of the first', () => {
    const old = shop.open();
    const oldHead = old.head();
    const oldTotals = old.perpetualTotals();
    const oldChain = old.identity.chainId;
    const oldTickets = old.tickets(100).map(({ number, totalMinor }) => ({ number, totalMinor }));
    old.close();

    const outcome = restore();
    assert.equal(outcome.kind, 'restored');
    const store = openRestored();
    assert.equal(store.identity.chainOrdinal, 2);
    assert.notEqual(store.identity.chainId, oldChain);
    const [genesis] = store.rowsAfter(store.identity.chainId, 0, 1);
    assert.ok(genesis !== undefined);
    const { payload } = entryOf(genesis);
    assert.deepEqual(genesisContinues(payload), { chainId: oldChain, seq: oldHead.seq, hash: oldHead.hash });
    assert.equal((payload['continues'] as Record<string, number>)['perpetual_net_minor'], oldTotals.netMinor);

    assert.deepEqual(
      store.tickets(100).map(({ number, totalMinor }) => ({ number, totalMinor })),
      oldTickets,
    );
    assert.equal(store.nextTicketNumber(), '2-000001');
    const ticketId = sell(store);
    assert.equal(store.ticket(ticketId)?.number, '2-000001');
    assert.equal(store.perpetualTotals().ticketCount, 11);
    store.close();
    assert.deepEqual(verify().findings, []);
    assert.deepEqual(
      verify().chains.map(({ ordinal, rows }) => ({ ordinal, rows })),
      [
        { ordinal: 1, rows: 31 },
        { ordinal: 2, rows: 4 },
      ],
    );
  });

  test('can itself be copied and restored, into a third chain', async () => {
    restore();
    const store = openRestored();
    sell(store);
    await copyNow(store, shop, place);
    store.close();
    rmSync(dataDir, { recursive: true });
    assert.equal(restore().kind, 'restored');
    const third = openRestored();
    assert.equal(third.nextTicketNumber(), '3-000001');
    assert.equal(third.perpetualTotals().ticketCount, 11);
    third.close();
    assert.deepEqual(verify().findings, []);
  });

  test('says which rows are lost where the head file has seen more than the copy holds', () => {
    const store = shop.open();
    sell(store);
    const lastSeen = store.head();
    store.close();
    const outcome = restore();
    assert.ok(outcome.kind === 'restored');
    assert.deepEqual(outcome.continues.lastKnown, { seq: lastSeen.seq, hash: lastSeen.hash });
    assert.equal(outcome.continues.seq, 31);
  });

  test('never writes into a folder that is not empty', () => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'till.db'), 'something');
    assert.equal((restore() as { reason: string }).reason, 'folder-not-empty');
    assert.equal(readFileSync(join(dataDir, 'till.db'), 'utf8'), 'something');
  });

  test('refuses a copy with a bad row, names it, and leaves nothing behind', () => {
    const folder = join(place, 'till-1');
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '');
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[4] = (lines[4] ?? '').replace('"quantity_milli":2000', '"quantity_milli":1000');
    writeFileSync(file, lines.join('\n'));
    const outcome = restore();
    assert.ok(outcome.kind === 'refused');
    assert.equal(outcome.reason, 'copy-damaged');
    assert.match(outcome.detail, /row 5/);
    assert.deepEqual(
      readdirSync(shop.root).filter((name) => name.startsWith('restored')),
      [],
    );
  });

  test('brings operators back without their PINs, and a PIN can be set', async () => {
    restore();
    const options = {
      dataDir,
      keysDir: shop.keysDir,
      migrationsDir: MIGRATIONS_DIR,
      clock: shop.clock,
      log: silentLog,
    };
    assert.equal(setPin({ ...options, operator: 'Camille', pin: '12' }).kind, 'refused');
    assert.equal(setPin({ ...options, operator: 'Camille', pin: '4711' }).kind, 'set');
    const store = openRestored();
    const secret = organisationSecret(shop.keysDir);
    const [operator] = store.operators();
    assert.equal(await checkPin(secret, operator?.pinHash ?? '', '4711'), true);
    assert.equal(await checkPin(secret, operator?.pinHash ?? '', '4712'), false);
    store.close();
  });
});
