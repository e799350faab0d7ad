/**
 * Persons brought back from a second copy. Whoever was erased stays erased, whatever the copy holds of them: the journal,
 * the copy's own tombstones and the keys folder are each believed.
 */
import type { PersonId } from '#base/brand.ts';

import { readCopyId, type CopiedPerson, type KeySlot, copiedPersons, keySlots } from './copied-persons.ts';
import { readErased } from './erased-file.ts';
import type { Live } from './live.ts';
import { isPersonKey, NO_KEY, unsealPerson } from './person-cipher.ts';
import type { StoredPerson } from './person-table.ts';

/** How many persons came back, and how many did not arrive whole in the copy. */
export interface RestoredPersons {
  readonly known: number;
  readonly lost: number;
}

/** Puts persons and tombstones into a store whose journal was brought back. Inside a transaction. */
export function bringPersonsBack(open: Live, folder: string, keysDir: string): RestoredPersons {
  const { persons: copied } = copiedPersons(folder);
  const slots = new Map([...keySlots(folder)].map((slot) => [slot.personId, slot]));
  const gone = new Set([...readErased(keysDir), ...erasedByJournal(open)]);
  const known: StoredPerson[] = [];
  let lost = 0;
  for (const person of copied.values()) {
    const { personId, position, sealed } = person;
    const slot = slots.get(personId);
    if (sealed === null || (slot !== undefined && !isPersonKey(slot.key))) gone.add(personId);
    if (gone.has(personId) || sealed === null) continue;
    const isWhole = slot?.position === position && unsealPerson(personId, sealed, slot.key) !== undefined;
    if (isWhole) known.push({ ...person, key: slot.key });
    else lost += 1;
  }
  // What comes next goes after everything that the copy has ever held, the damaged included.
  const keysThrough = highest([...copied.values(), ...slots.values()].map(({ position }) => position));
  const through = highest([...copied.values()].map(({ revision }) => revision));
  const tombstones = tombstonesOf({ gone, copied, slots, keysThrough, through });
  const persons = [...known, ...tombstones].sort((left, right) => left.position - right.position);
  for (const person of persons) open.persons.bringBack(person);
  if (keysThrough > 0) open.persons.setCopied(readCopyId(folder) ?? UNNAMED_COPY, { keysThrough, through });
  return { known: known.length, lost };
}

/** A copy whose id did not arrive. */
const UNNAMED_COPY = 'unnamed';

function erasedByJournal(open: Live): readonly PersonId[] {
  return open.sqlite
    .prepare<[], PersonId>(
      `SELECT payload ->> '$.person_id' FROM journal WHERE family = 'L' AND kind = 'person-erased'`,
    )
    .pluck()
    .all();
}

/**
 * Tombstones at the places that the copy gave: there it still may hold a key. Where it does not know of the erasure,
 * the tombstone is news to it.
 */
function tombstonesOf(options: {
  readonly gone: ReadonlySet<PersonId>;
  readonly copied: ReadonlyMap<PersonId, CopiedPerson>;
  readonly slots: ReadonlyMap<PersonId, KeySlot>;
  readonly keysThrough: number;
  readonly through: number;
}): readonly StoredPerson[] {
  const { gone, copied, slots } = options;
  let { keysThrough, through } = options;
  return [...gone].map((personId) => {
    const line = copied.get(personId);
    const knowsOfIt = line?.sealed === null;
    return {
      personId,
      position: slots.get(personId)?.position ?? line?.position ?? ++keysThrough,
      revision: knowsOfIt ? line.revision : ++through,
      sealed: null,
      key: NO_KEY,
    };
  });
}

function highest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), 0);
}
