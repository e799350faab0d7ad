import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { branded, type PersonId } from '#base/brand.ts';

import { personKeysPath, personsPath, SLOT_BYTES } from './copied-persons.ts';
import { openStore, restoreTill, startSecondCopy, verifyTill, type TillStore } from './store.ts';
import { erase, keep, keysIn, keyTraces, personOf } from './testing-persons.ts';
import { copyNow, makeShop, MIGRATIONS_DIR, sell, silentLog, testRandom, type TestShop } from './testing.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let shop: TestShop;
let place: string;
let folder: string;
let restored: string;

beforeEach(() => {
  shop = makeShop();
  place = join(shop.root, 'place');
  folder = join(place, 'till-1');
  restored = join(shop.root, 'restored');
});
afterEach(() => shop.remove());

function restore(keysDir = shop.keysDir) {
  rmSync(restored, { recursive: true, force: true });
  const outcome = restoreTill({
    place,
    dataDir: restored,
    keysDir,
    migrationsDir: MIGRATIONS_DIR,
    software: { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) },
    clock: shop.clock,
    random: testRandom,
  });
  assert.equal(outcome.kind, 'restored');
  return outcome.persons;
}

function openRestored(keysDir = shop.keysDir): TillStore {
  return openStore({ dataDir: restored, keysDir, migrationsDir: MIGRATIONS_DIR, clock: shop.clock, log: silentLog });
}

/** Who a restored till knows, by name. */
function namesRestored(keysDir = shop.keysDir): readonly (string | undefined)[] {
  const store = openRestored(keysDir);
  try {
    return store
      .persons(null, 1000)
      .map(({ fields }) => fields.name)
      .sort();
  } finally {
    store.close();
  }
}

function verify(dataDir = shop.dataDir) {
  return verifyTill({
    dataDir,
    keysDir: shop.keysDir,
    migrationsDir: MIGRATIONS_DIR,
    copyPlace: place,
    receipts: [],
  }).findings.map(({ witness, detail }) => `${witness}: ${detail}`);
}

/** The line of a person with one character of what is enciphered changed. */
function otherwise(line: string): string {
  return line.replace(/("sealed":".{30})(.)/, (_, before: string, at: string) => before + (at === 'A' ? 'B' : 'A'));
}

function keyOf(personId: PersonId, dataDir = shop.dataDir): Uint8Array {
  return keysIn(dataDir).get(personId) ?? new Uint8Array();
}

describe('persons in the second copy', () => {
  test('come back as they were, with what changed since, and go on being copied by the till that was restored', async () => {
    const store = shop.open();
    const zoe = personOf({ name: 'Zoé', phone: '+33612345678', cardLabels: { c: '…4F80' } });
    const yann = personOf({ name: 'Yann' });
    keep(store, zoe);
    keep(store, yann);
    await copyNow(store, shop, place);
    const changed = { ...yann, fields: { name: 'Yann B.', notes: 'sans gluten' } };
    keep(store, changed);
    sell(store);
    await copyNow(store, shop, place);
    store.close();

    assert.deepEqual(restore(), { known: 2, lost: 0 });
    const again = openRestored();
    assert.deepEqual(again.person(zoe.personId), zoe);
    assert.deepEqual(again.person(yann.personId), changed);
    const third = keep(again, personOf({ name: 'Chloé' }));
    keep(again, personOf({ name: 'Zoé C.' }, zoe.personId));
    await copyNow(again, { ...shop, dataDir: restored }, place);
    again.close();
    assert.deepEqual(verify(restored), []);

    assert.deepEqual(restore(), { known: 3, lost: 0 });
    assert.deepEqual(namesRestored(), ['Chloé', 'Yann B.', 'Zoé C.']);
    const last = openRestored();
    assert.equal(last.person(third)?.fields.name, 'Chloé');
    last.close();
  });

  test('who were erased are not brought back, and the copy forgets their key in its place', async () => {
    const store = shop.open();
    const [zoe, yann] = ['Zoé', 'Yann'].map((name) => keep(store, personOf({ name })));
    assert.ok(zoe !== undefined && yann !== undefined);
    await copyNow(store, shop, place);
    const key = keyOf(zoe);
    assert.notDeepEqual(keyTraces([place], key), []);
    erase(store, zoe);
    assert.equal(store.isErasurePending(zoe), true);
    await copyNow(store, shop, place);
    assert.equal(store.isErasurePending(zoe), false);
    assert.deepEqual(keyTraces([place, shop.dataDir, shop.keysDir], key), []);
    store.close();
    assert.deepEqual(verify(), []);
    assert.deepEqual(restore(join(shop.root, 'new-keys')), { known: 1, lost: 0 });
    assert.deepEqual(namesRestored(join(shop.root, 'new-keys')), ['Yann']);
    const again = openRestored(join(shop.root, 'new-keys'));
    assert.equal(again.personFate(zoe), 'erased');
    again.close();
  });

  test('whose erasure the copy could not be told are known as pending, also after a restart, until it is back', async () => {
    const before = shop.open();
    const zoe = keep(before, personOf({ name: 'Zoé' }));
    const copy = startSecondCopy({ store: before, dataDir: shop.dataDir, place, clock: shop.clock, log: silentLog });
    mkdirSync(place);
    await copy.flush();
    const key = keyOf(zoe);
    const pulled = join(shop.root, 'pulled');
    renameSync(place, pulled);
    erase(before, zoe);
    await copy.flush();
    assert.equal(copy.status().state, 'unreachable');
    assert.equal(before.isErasurePending(zoe), true);
    await copy.close();
    before.close();

    const store = shop.open();
    assert.equal(store.isErasurePending(zoe), true);
    assert.deepEqual(keyTraces([shop.dataDir, shop.keysDir], key), []);
    assert.notDeepEqual(keyTraces([pulled], key), []);
    renameSync(pulled, place);
    await copyNow(store, shop, place);
    assert.equal(store.isErasurePending(zoe), false);
    assert.deepEqual(keyTraces([place], key), []);
    store.close();
  });

  test('of two sticks that take turns at one place, each is waited for', async () => {
    const store = shop.open();
    const zoe = keep(store, personOf({ name: 'Zoé' }));
    const [first, second] = [join(shop.root, 'first'), join(shop.root, 'second')];
    await copyNow(store, shop, place);
    renameSync(place, first);
    await copyNow(store, shop, place);
    const key = keyOf(zoe);
    erase(store, zoe);
    await copyNow(store, shop, place);
    assert.equal(store.isErasurePending(zoe), true, 'the other stick still has the key');
    renameSync(place, second);
    renameSync(first, place);
    await copyNow(store, shop, place);
    assert.equal(store.isErasurePending(zoe), false);
    assert.deepEqual(keyTraces([place, second], key), []);
    store.close();
  });

  test('two sticks that are swapped while the till runs each get every row and every person', async () => {
    const store = shop.open();
    keep(store, personOf({ name: 'Zoé' }));
    const copy = startSecondCopy({ store, dataDir: shop.dataDir, place, clock: shop.clock, log: silentLog });
    mkdirSync(place);
    await copy.flush();
    renameSync(place, join(shop.root, 'first'));
    mkdirSync(place);
    keep(store, personOf({ name: 'Yann' }));
    await copy.flush();
    await copy.close();
    store.close();
    assert.equal(copy.status().state, 'current');
    assert.deepEqual(verify(), []);
    assert.deepEqual(restore(), { known: 2, lost: 0 });
  });

  test('a person who was never copied is pending nowhere', async () => {
    const store = shop.open();
    keep(store, personOf({ name: 'Yann' }));
    await copyNow(store, shop, place);
    const zoe = keep(store, personOf({ name: 'Zoé' }));
    erase(store, zoe);
    assert.equal(store.isErasurePending(zoe), false);
    await copyNow(store, shop, place);
    store.close();
    restore();
    const again = openRestored();
    assert.equal(again.personFate(zoe), 'erased');
    again.close();
  });

  test('an erased person does not come back from a copy that never heard of it, while the keys folder is there', async () => {
    const store = shop.open();
    const zoe = keep(store, personOf({ name: 'Zoé' }));
    keep(store, personOf({ name: 'Yann' }));
    await copyNow(store, shop, place);
    const key = keyOf(zoe);
    erase(store, zoe);
    store.close();
    assert.deepEqual(restore(), { known: 1, lost: 0 });
    const again = openRestored();
    assert.equal(again.personFate(zoe), 'erased');
    assert.equal(again.isErasurePending(zoe), true, 'the copy that was restored from still has the key');
    await copyNow(again, { ...shop, dataDir: restored }, place);
    assert.equal(again.isErasurePending(zoe), false);
    assert.deepEqual(keyTraces([place, restored], key), []);
    again.close();
  });

  test('an erased person does not come back where the rows are newer than the files of persons', async () => {
    const store = shop.open();
    keep(store, personOf({ name: 'Yann' }));
    const zoe = keep(store, personOf({ name: 'Zoé' }));
    await copyNow(store, shop, place);
    const older = join(shop.root, 'older');
    cpSync(folder, older, { recursive: true });
    erase(store, zoe);
    await copyNow(store, shop, place);
    store.close();
    for (const path of [personsPath, personKeysPath]) copyFileSync(path(older), path(folder));
    const keysDir = join(shop.root, 'new-keys');
    assert.deepEqual(restore(keysDir), { known: 1, lost: 0 });
    assert.deepEqual(namesRestored(keysDir), ['Yann']);
  });

  test('an older copy without persons is restored as before', async () => {
    const store = shop.open();
    sell(store);
    await copyNow(store, shop, place);
    store.close();
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('person')),
      [],
      'a shop without members has no such files',
    );
    rmSync(join(folder, 'copy-id'));
    assert.deepEqual(restore(), { known: 0, lost: 0 });
  });

  test('is mended where a line, a slot or a whole file was torn, cut or lost', async () => {
    const store = shop.open();
    const ids = Array.from({ length: 12 }, (_, n) => keep(store, personOf({ name: `Zoé ${n}` })));
    erase(store, ids[4] ?? branded<PersonId>(''));
    await copyNow(store, shop, place);
    const [lines, slots] = [readFileSync(personsPath(folder)), readFileSync(personKeysPath(folder))];
    assert.equal(slots.length, 12 * SLOT_BYTES);
    const harms: readonly (() => void)[] = [
      ...[1, 40, 200, lines.length - 3, lines.length].map(
        (cut) => () => truncateSync(personsPath(folder), lines.length - cut),
      ),
      ...[1, 60, 128, 700, slots.length].map((cut) => () => truncateSync(personKeysPath(folder), slots.length - cut)),
      () => writeFileSync(personKeysPath(folder), Buffer.from(slots).fill(0, 100, 300)),
      () => writeFileSync(personKeysPath(folder), Buffer.from(slots).fill('x', 5 * 128 + 60, 5 * 128 + 70)),
      () => writeFileSync(personsPath(folder), Buffer.concat([lines, Buffer.from('{"revision":99')])),
      () => writeFileSync(personsPath(folder), Buffer.concat([lines, Buffer.from('no line\n')])),
      () => rmSync(personsPath(folder)),
      () => rmSync(personKeysPath(folder)),
    ];
    for (const [n, harm] of harms.entries()) {
      harm();
      await copyNow(store, shop, place);
      assert.deepEqual(readFileSync(personKeysPath(folder)), slots, `harm ${n}`);
      assert.deepEqual(restore(), { known: 11, lost: 0 }, `harm ${n}`);
      writeFileSync(personsPath(folder), lines);
    }
    store.close();
  });

  test('a person whose key or record did not arrive whole is counted as lost, and never taken for another', async () => {
    const store = shop.open();
    for (let n = 0; n < 6; n++) keep(store, personOf({ name: `Zoé ${n}` }));
    await copyNow(store, shop, place);
    store.close();
    const slots = readFileSync(personKeysPath(folder));
    const lines = readFileSync(personsPath(folder), 'utf8').split('\n');
    writeFileSync(personKeysPath(folder), Buffer.from(slots).fill('0', 60, 90));
    lines[3] = otherwise(lines[3] ?? '');
    lines[4] = 'no line';
    writeFileSync(personsPath(folder), lines.join('\n'));
    assert.equal(verify().length > 0, true);
    const { known, lost } = restore();
    assert.deepEqual({ known, lost }, { known: 3, lost: 2 }, 'of a line that cannot be read nobody knows whose it was');
    const again = openRestored();
    assert.equal(again.persons(null, 100).length, known);
    // Who is enrolled now takes nobody's place, and the copy goes on.
    keep(again, personOf({ name: 'Neuf' }));
    await copyNow(again, { ...shop, dataDir: restored }, place);
    again.close();
    assert.deepEqual(restore().known, known + 1);
    assert.ok(namesRestored().includes('Neuf'));
  });

  test('a copy that knows later changes than the store is a witness and is left as it is', async () => {
    const store = shop.open();
    const zoe = keep(store, personOf({ name: 'Zoé' }));
    store.checkpoint();
    store.close();
    const earlier = join(shop.root, 'earlier');
    cpSync(shop.dataDir, earlier, { recursive: true });
    const later = shop.open();
    // No row says so, only the person: the chain alone would not notice.
    later.transact((transaction) => transaction.putPerson(personOf({ name: 'Zoé C.' }, zoe)));
    await copyNow(later, shop, place);
    later.close();
    const before = readFileSync(personsPath(folder));
    rmSync(shop.dataDir, { recursive: true });
    renameSync(earlier, shop.dataDir);
    const old = shop.open();
    const copy = startSecondCopy({ store: old, dataDir: shop.dataDir, place, clock: shop.clock, log: silentLog });
    await copy.flush();
    assert.equal(copy.status().fault, 'store.behind-witness');
    assert.deepEqual(readFileSync(personsPath(folder)), before);
    await copy.close();
    old.close();
  });

  test('a till killed while it copies leaves a copy that restores, and that goes on', async () => {
    const program = `
      import { openStore, startSecondCopy } from '#main/store/store.ts';
      import { SetClock, silentLog, MIGRATIONS_DIR } from '#main/store/testing.ts';
      import { erase, keep, personOf } from '#main/store/testing-persons.ts';
      const [dataDir, keysDir, place] = process.argv.slice(1);
      const clock = new SetClock();
      const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, clock, log: silentLog });
      const copy = startSecondCopy({ store, dataDir, place, clock, log: silentLog });
      process.stdout.write('open');
      for (let n = 0; ; n++) {
        const ids = Array.from({ length: 20 }, (_, k) => keep(store, personOf({ name: 'Zoé ' + n + '-' + k })));
        await copy.flush();
        for (const id of ids.slice(0, 7)) erase(store, id);
        await copy.flush();
      }`;
    const first = shop.open();
    await copyNow(first, shop, place);
    first.close();
    for (let round = 0; round < 6; round++) {
      const args = ['--input-type=module', '-e', program, shop.dataDir, shop.keysDir, place];
      const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      setTimeout(() => child.kill('SIGKILL'), 20 + Math.random() * 400);
      await once(child, 'exit');
      const store = shop.open();
      const rows = store.entriesAfter(0, 1_000_000).filter(({ kind }) => kind === 'person-erased');
      const erased = new Set(rows.map(({ payload }) => String(payload['person_id'])));
      // As it was left, without the keys folder: whoever the copy's own rows say was erased is not there.
      const keysDir = join(shop.root, `keys-${round}`);
      restore(keysDir);
      const again = openRestored(keysDir);
      const [chainId = ''] = again.chainIds();
      const told = again.rowsAfter(chainId, 0, 1_000_000).filter(({ kind }) => kind === 'person-erased');
      for (const { payload } of told) {
        const { person_id: personId } = JSON.parse(payload) as { person_id: PersonId };
        assert.equal(again.personFate(personId), 'erased');
      }
      again.close();
      // With it: nobody who was erased.
      restore();
      const withKeys = openRestored();
      assert.deepEqual(
        withKeys.persons(null, 10_000).filter(({ personId }) => erased.has(personId)),
        [],
      );
      withKeys.close();
      await copyNow(store, shop, place);
      const known = store.persons(null, 10_000).length;
      store.close();
      assert.deepEqual(verify(), []);
      assert.deepEqual(restore(), { known, lost: 0 });
      const slots = readFileSync(personKeysPath(folder), 'latin1').split('\n').slice(0, -1);
      assert.equal(slots.filter((slot) => !slot.includes('0'.repeat(64))).length, known);
    }
  });
});

describe('verify', () => {
  test('names a person whose record was changed, in the till and in the copy', async () => {
    const store = shop.open();
    const zoe = keep(store, personOf({ name: 'Zoé' }));
    await copyNow(store, shop, place);
    store.close();
    assert.deepEqual(verify(), []);
    const whole = readFileSync(personsPath(folder), 'utf8');
    writeFileSync(personsPath(folder), otherwise(whole));
    assert.deepEqual(verify(), [`second-copy: person ${zoe} cannot be deciphered in the second copy`]);
    writeFileSync(personsPath(folder), `${whole}rubbish\n`);
    assert.deepEqual(verify(), ['second-copy: line 2 of persons.lines cannot be read']);
  });

  test('names a key that outlived its person', async () => {
    const store = shop.open();
    const zoe = keep(store, personOf({ name: 'Zoé' }));
    await copyNow(store, shop, place);
    const slots = readFileSync(personKeysPath(folder));
    erase(store, zoe);
    await copyNow(store, shop, place);
    store.close();
    assert.deepEqual(verify(), []);
    writeFileSync(personKeysPath(folder), slots);
    assert.deepEqual(verify(), [`second-copy: person ${zoe} was erased and the key is still there in the second copy`]);
  });
});
