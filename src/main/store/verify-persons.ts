/**
 * Are persons as they were written, and is nobody kept who was erased? No chain covers them, because they can be
 * destroyed; what is enciphered answers for itself, and the second copy is held against it.
 */
import type { PersonId } from '#base/brand.ts';

import { copiedPersons, type CopiedPerson, type KeySlot, keySlots } from './copied-persons.ts';
import type { Sqlite } from './database.ts';
import { isPersonKey, unsealPerson } from './person-cipher.ts';

export interface PersonFlaw {
  readonly witness: 'database' | 'second-copy';
  readonly detail: string;
}

/** The persons of a second copy as they were when the check began. */
export interface PersonsOfCopy {
  readonly persons: ReadonlyMap<PersonId, CopiedPerson>;
  readonly badLines: readonly number[];
  readonly slots: ReadonlyMap<PersonId, KeySlot>;
}

/** Lines first: the key of somebody whom a line says to be erased was gone before that line was written. */
export function readPersonsOfCopy(folder: string): PersonsOfCopy {
  return { ...copiedPersons(folder), slots: new Map([...keySlots(folder)].map((slot) => [slot.personId, slot])) };
}

/** What is wrong with the persons of a till and of its copy. The copy was read before; it may be behind. */
export function personFlaws(sqlite: Sqlite, copy: PersonsOfCopy | null): readonly PersonFlaw[] {
  const flaws: PersonFlaw[] = [];
  let through = 0;
  for (const { revision } of copy?.persons.values() ?? []) through = Math.max(through, revision);
  const stored = sqlite.prepare<[], SqlPerson>(
    `SELECT person_id, revision, sealed, key FROM persons LEFT JOIN person_keys
       ON person_keys.position = persons.position ORDER BY persons.position`,
  );
  for (const { person_id: personId, revision, sealed, key } of stored.iterate()) {
    const flaw = flawOf(personId, sealed, key ?? NONE);
    if (flaw !== null) flaws.push({ witness: 'database', detail: `person ${personId} ${flaw}` });
    const line = copy?.persons.get(personId);
    if (copy !== null && line === undefined && revision <= through) {
      flaws.push({ witness: 'second-copy', detail: `person ${personId} is not in the second copy` });
    }
  }
  return copy === null ? flaws : [...flaws, ...flawsOfCopy(copy)];
}

function flawsOfCopy({ persons, badLines, slots }: PersonsOfCopy): readonly PersonFlaw[] {
  const flaws = badLines.map((line) => `line ${line} of persons.lines cannot be read`);
  for (const { personId, sealed, position } of persons.values()) {
    const slot = slots.get(personId);
    // A key that went after the line was read is an erasure on its way.
    if (slot !== undefined && sealed !== null && !isPersonKey(slot.key)) continue;
    const key = slot?.position === position ? slot.key : NONE;
    const flaw = flawOf(personId, sealed, key);
    if (flaw !== null) flaws.push(`person ${personId} ${flaw} in the second copy`);
  }
  return flaws.map((detail) => ({ witness: 'second-copy', detail }));
}

function flawOf(personId: PersonId, sealed: Uint8Array | null, key: Uint8Array): string | null {
  if (sealed === null) return isPersonKey(key) ? 'was erased and the key is still there' : null;
  return unsealPerson(personId, sealed, key) === undefined ? 'cannot be deciphered' : null;
}

interface SqlPerson {
  readonly person_id: PersonId;
  readonly revision: number;
  readonly sealed: Uint8Array | null;
  readonly key: Uint8Array | null;
}

const NONE = new Uint8Array();
