/** Persons enrolled and erased as the till does it, and the search of whole folders for what must not be there; for tests. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { branded, type PersonId } from '#base/brand.ts';

import { withReadable } from './open-store.ts';
import type { PersonFields, PersonRecord, Transaction } from './port.ts';

/** A person with these fields. */
export function personOf(fields: PersonFields, personId: string = randomUUID()): PersonRecord {
  return { personId: branded<PersonId>(personId), fields, consents: [], enrolledAtMs: 1_790_000_000_000 };
}

interface Writes {
  transact<T>(work: (transaction: Transaction) => T): T;
}

/** Enrols or changes somebody: their fields, and a row that names them by id. */
export function keep(store: Writes, person: PersonRecord): PersonId {
  const { personId } = person;
  store.transact((transaction) => {
    const kind = transaction.personFate(personId) === undefined ? 'person-enrolled' : 'person-changed';
    const payload = {
      person_id: personId,
      station_id: 'till',
      ...(kind === 'person-changed' ? { fields: ['name'] } : {}),
    };
    transaction.append({ entryId: randomUUID(), family: 'M', kind, payload });
    transaction.putPerson(person);
  });
  return personId;
}

/** Erases somebody: the key, and a row that says so. */
export function erase(store: Writes, personId: PersonId): void {
  store.transact((transaction) => {
    const payload = { person_id: personId, station_id: 'till', reason: 'asked for it' };
    transaction.append({ entryId: randomUUID(), family: 'L', kind: 'person-erased', payload });
    transaction.erasePerson(personId);
  });
}

/** The keys of persons as they stand in a till's folder, whether it is open or not. */
export function keysIn(dataDir: string): ReadonlyMap<string, Uint8Array> {
  return withReadable(join(dataDir, 'till.db'), (sqlite) => {
    const sql = 'SELECT person_id, key FROM persons JOIN person_keys ON person_keys.position = persons.position';
    const rows = sqlite.prepare<[], { person_id: string; key: Uint8Array }>(sql).all();
    return new Map(rows.map(({ person_id, key }) => [person_id, key]));
  });
}

/** Where a key lies, in any file of the folders, in any form in which a file might hold it. */
export function keyTraces(folders: readonly string[], key: Uint8Array): readonly string[] {
  const bytes = Buffer.from(key);
  const texts = [
    bytes.toString('hex'),
    bytes.toString('base64url').slice(0, -1),
    bytes.toString('base64').slice(0, 40),
  ];
  return tracesOf(folders, new Map([['bytes', bytes], ...encodings(texts)]));
}

/** Where any of these texts stands, in any file of the folders: UTF-8, UTF-16, JSON, base64, and for numbers hex. */
export function textTraces(folders: readonly string[], texts: readonly string[]): readonly string[] {
  return tracesOf(
    folders,
    encodings(texts.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase(), escaped(text)])),
  );
}

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function encodings(texts: readonly string[]): ReadonlyMap<string, Buffer> {
  const needles = new Map<string, Buffer>();
  for (const text of texts) {
    const utf16 = Buffer.from(text, 'utf16le');
    needles.set(`${text} as UTF-8`, Buffer.from(text, 'utf8'));
    needles.set(`${text} as UTF-16 LE`, utf16);
    needles.set(`${text} as UTF-16 BE`, Buffer.from(utf16).swap16());
    needles.set(`${text} as Latin-1`, Buffer.from(text, 'latin1'));
    // The middle of a base64 text at each of its three phases, without the characters that neighbours share.
    for (const phase of [0, 1, 2]) {
      const middle = Buffer.from(' '.repeat(phase) + text, 'utf8')
        .toString('base64')
        .replace(/=+$/, '')
        .slice(phase === 0 ? 0 : 4, -1);
      if (middle.length >= 8) needles.set(`${text} as base64`, Buffer.from(middle, 'latin1'));
    }
    if (/^(?:[0-9a-f]{2}){4,}$/i.test(text)) needles.set(`${text} as its bytes`, Buffer.from(text, 'hex'));
  }
  return needles;
}

function tracesOf(folders: readonly string[], needles: ReadonlyMap<string, Buffer>): readonly string[] {
  return folders.flatMap(filesOf).flatMap((path) => {
    const bytes = Buffer.concat([Buffer.from(path), readFileSync(path)]);
    return [...needles].filter(([, needle]) => bytes.includes(needle)).map(([what]) => `${path}: ${what}`);
  });
}

/**
 * Every file below a folder but the index of a log: SQLite fills it with whatever lay in the memory of the process that
 * opens the database (seen with 3.54), which in a test knows all that is searched for. Each opening empties it.
 */
export function filesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => !path.endsWith('-shm') && statSync(path).isFile());
}
