/**
 * Persons in the database: what is known of them, enciphered, and each one's key in a table of its own.
 *
 * A key is written once at the end of its table and later overwritten where it lies, never removed: no page with a key
 * on it is ever split or merged, and nothing hangs on what SQLite leaves in the unused space of one that was.
 */
import { assert, present } from '#base/assert.ts';
import type { PersonId } from '#base/brand.ts';
import { Fault } from '#base/fault.ts';

import type { Sqlite } from './database.ts';
import { NO_KEY, newPersonKey, sealPerson, unsealPerson } from './person-cipher.ts';
import type { PersonRecord } from './port.ts';
import { statement } from './statement.ts';

/** One person as the store keeps them, for a second copy. */
export interface StoredPerson {
  readonly position: number;
  readonly personId: PersonId;
  readonly revision: number;
  /** Null of somebody erased. */
  readonly sealed: Uint8Array | null;
  /** All zeros of somebody erased. */
  readonly key: Uint8Array;
}

/** How far a second copy has got. */
export interface CopiedPersons {
  /** It may hold keys of persons up to this position. */
  readonly keysThrough: number;
  /** It has every change and every erasure up to this revision. */
  readonly through: number;
}

export type PersonTable = ReturnType<typeof personTable>;

interface SqlPerson {
  readonly position: number;
  readonly person_id: string;
  readonly revision: number;
  readonly sealed: Uint8Array | null;
  readonly key: Uint8Array;
}

/** Persons over one open connection. */
export function personTable(sqlite: Sqlite) {
  const columns = 'persons.position, person_id, revision, sealed, key';
  const from = 'persons JOIN person_keys ON person_keys.position = persons.position';
  const find = statement<SqlPerson>(sqlite, `SELECT ${columns} FROM ${from} WHERE person_id = ?`);
  const list = statement<SqlPerson>(
    sqlite,
    `SELECT ${columns} FROM ${from} WHERE person_id > ? AND sealed IS NOT NULL ORDER BY person_id LIMIT ?`,
  );
  const fate = statement<{ erasure: string | null }>(sqlite, 'SELECT erasure FROM persons WHERE person_id = ?');
  const changed = statement<SqlPerson>(
    sqlite,
    `SELECT ${columns} FROM ${from} WHERE revision > ? ORDER BY revision LIMIT ?`,
  );
  const placed = statement<SqlPerson>(
    sqlite,
    `SELECT ${columns} FROM ${from} WHERE persons.position > ? ORDER BY persons.position LIMIT ?`,
  );
  const last = statement<{ position: number; revision: number }>(
    sqlite,
    // A copy that was restored may have given places to persons who did not come back.
    `SELECT max(ifnull((SELECT max(position) FROM persons), 0), ifnull(max(keys_through), 0)) AS position,
            max(ifnull((SELECT max(revision) FROM persons), 0), ifnull(max(through), 0)) AS revision
       FROM person_copies`,
  );
  const insert = statement(
    sqlite,
    'INSERT INTO persons (position, person_id, revision, sealed, erasure) VALUES (?, ?, ?, ?, ?)',
  );
  const insertKey = statement(sqlite, 'INSERT INTO person_keys (position, key) VALUES (?, ?)');
  const change = statement(sqlite, 'UPDATE persons SET sealed = ?, revision = ? WHERE position = ?');
  const erase = statement(
    sqlite,
    `UPDATE persons SET sealed = NULL, erasure = 'begun', revision = ? WHERE position = ?`,
  );
  const destroyKey = statement(sqlite, 'UPDATE person_keys SET key = ? WHERE position = ?');
  const begun = statement<{ person_id: string }>(sqlite, `SELECT person_id FROM persons WHERE erasure = 'begun'`);
  const finish = statement(sqlite, `UPDATE persons SET erasure = 'done' WHERE erasure = 'begun'`);
  const pending = statement<{ pending: number }>(
    sqlite,
    `SELECT EXISTS (SELECT 1 FROM persons JOIN person_copies
      WHERE person_id = ? AND erasure IS NOT NULL AND keys_through >= position AND through < revision) AS pending`,
  );
  const copied = statement<CopiedPersons>(
    sqlite,
    'SELECT keys_through AS keysThrough, through FROM person_copies WHERE copy_id = ?',
  );
  const setCopied = statement(
    sqlite,
    `INSERT INTO person_copies (copy_id, keys_through, through) VALUES (?, ?, ?) ON CONFLICT (copy_id)
     DO UPDATE SET keys_through = excluded.keys_through, through = excluded.through`,
  );

  function lastOf(): { readonly position: number; readonly revision: number } {
    return present(last.get(), 'the last place of a person');
  }

  return {
    /** Throws Fault `store.corrupt` where what is stored cannot be deciphered. */
    get(personId: PersonId): PersonRecord | undefined {
      const found = find.get(personId);
      if (found === undefined || found.sealed === null) return undefined;
      const person = unsealPerson(personId, found.sealed, found.key);
      if (person === undefined) throw new Fault('store.corrupt', `person ${personId} cannot be deciphered`);
      return person;
    },

    /**
     * In the order of their ids. One that cannot be deciphered is left out: `verify` names it, and the others are
     * found all the same.
     */
    after(personId: PersonId | null, limit: number): readonly PersonRecord[] {
      const found: PersonRecord[] = [];
      let from: string = personId ?? '';
      while (found.length < limit) {
        const wanted = limit - found.length;
        const rows = list.all(from, wanted);
        for (const { person_id, sealed, key } of rows) {
          const person = sealed === null ? undefined : unsealPerson(person_id as PersonId, sealed, key);
          if (person !== undefined) found.push(person);
        }
        if (rows.length < wanted) break;
        from = rows.at(-1)?.person_id ?? from;
      }
      return found;
    },

    /** Of the last change; undefined for nobody. */
    revision: (personId: PersonId): number | undefined => find.get(personId)?.revision,

    fate(personId: PersonId): 'known' | 'erased' | undefined {
      const found = fate.get(personId);
      return found && (found.erasure === null ? 'known' : 'erased');
    },

    put(person: PersonRecord): void {
      const { position, revision } = lastOf();
      const found = find.get(person.personId);
      if (found === undefined) {
        const key = newPersonKey();
        insertKey.run(position + 1, key);
        insert.run(position + 1, person.personId, revision + 1, sealPerson(person, key), null);
        return;
      }
      assert(found.sealed !== null, 'a person who was erased is never written again');
      change.run(sealPerson(person, found.key), revision + 1, found.position);
    },

    erase(personId: PersonId): void {
      const found = find.get(personId);
      assert(found?.sealed !== undefined && found.sealed !== null, 'a person is erased who is known');
      destroyKey.run(NO_KEY, found.position);
      erase.run(lastOf().revision + 1, found.position);
    },

    /** Puts back what a second copy held, at its old position. */
    bringBack({ position, personId, revision, sealed, key }: StoredPerson): void {
      insertKey.run(position, key);
      insert.run(position, personId, revision, sealed, sealed === null ? 'begun' : null);
    },

    /** The last position and the last revision that were given. */
    last: lastOf,

    /** Persons erased whose erasure is not finished in the log and in the keys folder. */
    erasuresBegun: (): readonly PersonId[] => begun.all().map(({ person_id }) => person_id as PersonId),
    finishErasures: () => finish.run(),

    isErasurePending: (personId: PersonId): boolean => pending.get(personId)?.pending === 1,

    /** What changed after a revision, in order. */
    changedAfter: (revision: number, limit: number): readonly StoredPerson[] =>
      changed.all(revision, limit).map(storedPerson),
    /** In the order of their positions. */
    placedAfter: (position: number, limit: number): readonly StoredPerson[] =>
      placed.all(position, limit).map(storedPerson),

    copied: (copyId: string): CopiedPersons => copied.get(copyId) ?? { keysThrough: 0, through: 0 },
    setCopied: (copyId: string, { keysThrough, through }: CopiedPersons) => setCopied.run(copyId, keysThrough, through),
  };
}

function storedPerson({ position, person_id, revision, sealed, key }: SqlPerson): StoredPerson {
  return { position, personId: person_id as PersonId, revision, sealed, key };
}
