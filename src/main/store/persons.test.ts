import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

import { branded, type PersonId } from '#base/brand.ts';

import { sealPerson, newPersonKey, unsealPerson } from './person-cipher.ts';
import { erase, keep, keysIn, keyTraces, personOf } from './testing-persons.ts';
import { makeShop, sell, type TestShop } from './testing.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let shop: TestShop;

beforeEach(() => {
  shop = makeShop();
});
afterEach(() => shop.remove());

function keyOf(personId: PersonId): Uint8Array {
  const key = keysIn(shop.dataDir).get(personId);
  assert.ok(key !== undefined && key.some((byte) => byte !== 0));
  return key;
}

describe('a person in the store', () => {
  test('is there as they were enrolled and as they were changed, also after the till was started again', () => {
    const person = {
      ...personOf({ name: 'Zoé Açaí', phone: '+33612345678', cardLabels: { 'card-1': '…4F80' } }),
      consents: [
        { channel: 'email', purpose: 'marketing', given: true, atMs: 1_790_000_000_500, text: 'Offres par courriel' },
      ] as const,
    };
    shop.withStore((store) => {
      keep(store, person);
      assert.deepEqual(store.person(person.personId), person);
    });
    const changed = { ...person, fields: { ...person.fields, name: 'زوي', notes: 'aime le café' } };
    shop.withStore((store) => keep(store, changed));
    shop.withStore((store) => {
      assert.deepEqual(store.person(person.personId), changed);
      assert.equal(store.personFate(person.personId), 'known');
      assert.equal(store.person(branded<PersonId>('nobody')), undefined);
      assert.equal(store.personFate(branded<PersonId>('nobody')), undefined);
    });
  });

  test('is found with all others in slices, each once, in the order of their ids, the erased left out', () => {
    shop.withStore((store) => {
      const ids = Array.from({ length: 25 }, () => keep(store, personOf({ name: 'X' })));
      const gone = ids.filter((_, index) => index % 5 === 0);
      for (const personId of gone) erase(store, personId);
      const found: PersonId[] = [];
      for (let slice = store.persons(null, 4); slice.length > 0; slice = store.persons(found.at(-1) ?? null, 4)) {
        assert.ok(slice.length <= 4);
        found.push(...slice.map(({ personId }) => personId));
      }
      assert.deepEqual(found, ids.filter((personId) => !gone.includes(personId)).sort());
    });
  });

  test('and their row are kept together, or neither', () => {
    shop.withStore((store) => {
      const person = personOf({ name: 'X' });
      const before = store.head().seq;
      assert.throws(() =>
        store.transact((transaction) => {
          transaction.append({ entryId: 'e', family: 'M', kind: 'person-enrolled', payload: {} });
          transaction.putPerson(person);
          throw new Error('refused');
        }),
      );
      assert.equal(store.personFate(person.personId), undefined);
      assert.equal(store.head().seq, before);
    });
  });

  test('whose record was put under somebody else is not taken for them, and costs nobody else', () => {
    const [first, second, third] = shop.withStore((store) =>
      ['Anne', 'Béa', 'Chloé'].map((name) => keep(store, personOf({ name }))),
    );
    const sqlite = new Database(join(shop.dataDir, 'till.db'));
    const sealed = sqlite.prepare('SELECT sealed FROM persons WHERE person_id = ?').pluck().get(first);
    sqlite.prepare('UPDATE persons SET sealed = ? WHERE person_id = ?').run(sealed, second);
    sqlite.close();
    shop.withStore((store) => {
      assert.throws(() => store.person(second ?? branded<PersonId>('')), { code: 'store.corrupt' });
      assert.deepEqual(
        store
          .persons(null, 10)
          .map(({ fields }) => fields.name)
          .sort(),
        ['Anne', 'Chloé'],
      );
      assert.equal(store.person(third ?? branded<PersonId>(''))?.fields.name, 'Chloé');
    });
  });

  test('cannot be deciphered with another key, under another id, or with any bit changed', () => {
    const person = personOf({ name: 'Zoé' });
    const key = newPersonKey();
    const sealed = sealPerson(person, key);
    assert.deepEqual(unsealPerson(person.personId, sealed, key), person);
    assert.equal(unsealPerson(person.personId, sealed, newPersonKey()), undefined);
    assert.equal(unsealPerson(branded<PersonId>('other'), sealed, key), undefined);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(unsealPerson(person.personId, changed, key), undefined, `byte ${at}`);
    }
    assert.equal(unsealPerson(person.personId, new Uint8Array(), key), undefined);
    assert.notDeepEqual(sealPerson(person, key), sealed, 'the same text is never enciphered to the same bytes');
  });
});

describe('a person who was erased', () => {
  test('is gone, is known to be gone, stays gone, and cannot be written again', () => {
    const personId = shop.withStore((store) => {
      const id = keep(store, personOf({ name: 'Zoé' }));
      erase(store, id);
      return id;
    });
    shop.withStore((store) => {
      assert.equal(store.person(personId), undefined);
      assert.equal(store.personFate(personId), 'erased');
      assert.deepEqual(store.persons(null, 10), []);
      assert.throws(() => keep(store, personOf({ name: 'Zoé' }, personId)), /never written again/);
      assert.throws(() => erase(store, personId), /who is known/);
      assert.equal(store.isErasurePending(personId), false, 'there is no second copy that could hold the key');
    });
  });

  test('leaves the key in no file the moment the command is over, while the till runs on', () => {
    shop.withStore((store) => {
      const folders = [shop.dataDir, shop.keysDir];
      const personId = keep(store, personOf({ name: 'Zoé' }));
      const other = keep(store, personOf({ name: 'Yann' }));
      keep(store, personOf({ name: 'Zoé B.' }, personId));
      const [key, otherKey] = [keyOf(personId), keyOf(other)];
      assert.notDeepEqual(keyTraces(folders, key), [], 'the search finds a key that is there');
      erase(store, personId);
      assert.deepEqual(keyTraces(folders, key), []);
      assert.notDeepEqual(keyTraces(folders, otherKey), []);
      assert.equal(store.person(other)?.fields.name, 'Yann');
      for (let count = 0; count < 20; count++) sell(store);
      store.checkpoint();
      assert.deepEqual(keyTraces(folders, key), []);
    });
  });

  test('leaves the key in no unused corner of the file, whatever was enrolled, changed and erased around them', () => {
    const gone: Buffer[] = [];
    shop.withStore((store) => {
      const reader = new Database(join(shop.dataDir, 'till.db'), { readonly: true });
      const find = reader
        .prepare<[string], Buffer>('SELECT key FROM persons JOIN person_keys USING (position) WHERE person_id = ?')
        .pluck();
      const keyNow = (personId: PersonId): Buffer => find.get(personId) ?? Buffer.alloc(0);
      const known: PersonId[] = [];
      for (let step = 0; step < 600; step++) {
        const chance = Math.random();
        const at = Math.floor(Math.random() * known.length);
        const somebody = known[at];
        if (chance < 0.55 || somebody === undefined) {
          known.push(keep(store, personOf({ name: 'X'.repeat(Math.random() * 300) })));
        } else if (chance < 0.75) {
          keep(store, personOf({ notes: 'Y'.repeat(Math.random() * 900) }, somebody));
        } else {
          gone.push(keyNow(somebody));
          known.splice(at, 1);
          erase(store, somebody);
        }
      }
      const keys = known.map(keyNow);
      reader.close();
      store.checkpoint();
      const bytes = Buffer.concat(['till.db', 'till.db-wal'].map((name) => readFileSync(join(shop.dataDir, name))));
      assert.ok(gone.length > 30);
      assert.equal(gone.filter((key) => key.length === 32 && !bytes.includes(Buffer.from(key))).length, gone.length);
      assert.equal(keys.filter((key) => key.length === 32 && bytes.includes(Buffer.from(key))).length, known.length);
    });
  });

  test('is erased or not, and never half, when the process is killed in the middle of it', async () => {
    const program = `
      import { makeShop } from '#main/store/testing.ts';
      import { openStore } from '#main/store/store.ts';
      import { SetClock, silentLog, MIGRATIONS_DIR } from '#main/store/testing.ts';
      import { erase } from '#main/store/testing-persons.ts';
      const [dataDir, keysDir] = process.argv.slice(1);
      const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, clock: new SetClock(), log: silentLog });
      process.stdout.write('open');
      for (const { personId } of store.persons(null, 1000)) erase(store, personId);
      process.stdout.write('over');
      setInterval(() => undefined, 1000);`;
    let cut = 0;
    for (let round = 0; round < 6; round++) {
      shop.withStore((store) => {
        for (let count = 0; count < 25; count++) keep(store, personOf({ name: `Zoé ${count}` }));
      });
      const keys = keysIn(shop.dataDir);
      const args = ['--input-type=module', '-e', program, shop.dataDir, shop.keysDir];
      const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 250);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      assert.equal(signal, 'SIGKILL');
      shop.withStore((store) => {
        const erased = [...keys.keys()].filter((id) => store.personFate(branded<PersonId>(id)) === 'erased');
        if (erased.length > 0 && store.persons(null, 1).length > 0) cut += 1;
        const rows = store.entriesAfter(0, 100_000).filter(({ kind }) => kind === 'person-erased');
        for (const [id, key] of keys) {
          const personId = branded<PersonId>(id);
          const isErased = erased.includes(id);
          if (key.every((byte) => byte === 0)) continue;
          assert.equal(
            rows.some(({ payload }) => payload['person_id'] === id),
            isErased,
          );
          assert.equal(store.person(personId) === undefined, isErased);
          assert.equal(keyTraces([shop.dataDir, shop.keysDir], key).length > 0, !isErased);
        }
        for (const { personId } of store.persons(null, 1000)) erase(store, personId);
      });
    }
    assert.ok(cut > 0, 'at least one kill came between two erasures');
  });

  test('counts as begun while the keys folder cannot be told, and is finished at the next quiet moment', () => {
    shop.withStore((store) => {
      const personId = keep(store, personOf({ name: 'Zoé' }));
      const key = keyOf(personId);
      // Something stands where the file belongs.
      mkdirSync(join(shop.keysDir, 'erased-persons'));
      erase(store, personId);
      assert.equal(store.personFate(personId), 'erased');
      assert.equal(erasures(), 'begun');
      rmSync(join(shop.keysDir, 'erased-persons'), { recursive: true });
      store.checkpoint();
      assert.equal(erasures(), 'done');
      assert.match(readFileSync(join(shop.keysDir, 'erased-persons'), 'utf8'), new RegExp(personId));
      assert.deepEqual(keyTraces([shop.dataDir, shop.keysDir], key), []);
    });
  });

  test('counts as begun while somebody else reads the file, and the log is emptied when they are done', () => {
    shop.withStore((store) => {
      const personId = keep(store, personOf({ name: 'Zoé' }));
      const key = keyOf(personId);
      const reader = new Database(join(shop.dataDir, 'till.db'), { readonly: true });
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM journal').get();
      erase(store, personId);
      assert.equal(erasures(), 'begun');
      assert.equal(store.person(personId), undefined);
      reader.close();
      store.checkpoint();
      assert.equal(erasures(), 'done');
      assert.deepEqual(keyTraces([shop.dataDir, shop.keysDir], key), []);
    });
  });
});

function erasures(): unknown {
  const sqlite = new Database(join(shop.dataDir, 'till.db'), { readonly: true });
  try {
    return sqlite.prepare('SELECT erasure FROM persons').pluck().get();
  } finally {
    sqlite.close();
  }
}
