/**
 * Persons in the second copy: two files, because what is enciphered may stay and a key must not.
 *
 *   persons.lines   one line a change, in the order of revisions; the last line of a person counts. Only ever longer.
 *   person-keys     one slot of 128 bytes a person, in the order of positions. A key is overwritten where it lies: a
 *                   new file beside the old one would leave the old one's blocks on the stick.
 *
 * A line without its end, and a slot whose checksum is wrong, were being written when the light went out: they are none.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

import { assert } from '#base/assert.ts';
import { branded, type PersonId } from '#base/brand.ts';

import { wholeLines } from './copy-file.ts';

export const SLOT_BYTES = 128;

const SLICE_SLOTS = 2048;
const PERSON_ID = /^[\w-]{1,36}$/;
const SLOT = /^( *(\d+) ([\w-]+) *  ([0-9a-f]{64})) ([0-9a-f]{13})\n$/;
const CHECKSUM_DIGITS = 13;

/** The lines of persons in the folder of a till. */
export function personsPath(folder: string): string {
  return join(folder, 'persons.lines');
}

/** The keys of persons in the folder of a till. */
export function personKeysPath(folder: string): string {
  return join(folder, 'person-keys');
}

/** Names one second copy: two sticks that take turns at one place are two copies. */
export function copyIdPath(folder: string): string {
  return join(folder, 'copy-id');
}

/** The id of the copy in a till's folder; null where it has none. */
export function readCopyId(folder: string): string | null {
  const path = copyIdPath(folder);
  return existsSync(path) ? copyIdOf(readFileSync(path, 'latin1')) : null;
}

/** The id that a file says; null where it was damaged. */
export function copyIdOf(text: string): string | null {
  return /^[\w-]{1,64}\n$/.test(text) ? text.trimEnd() : null;
}

/** One line of `persons.lines`: what is known of somebody, or that they were erased. */
export interface CopiedPerson {
  readonly position: number;
  readonly personId: PersonId;
  readonly revision: number;
  /** Null of somebody erased. */
  readonly sealed: Uint8Array | null;
}

/** One line, its end included. */
export function personLine({ position, personId, revision, sealed }: CopiedPerson): string {
  const said = sealed === null ? { erased: true } : { sealed: Buffer.from(sealed).toString('base64url') };
  return `${JSON.stringify({ revision, position, person_id: personId, ...said })}\n`;
}

/** A line again, without its end; undefined where it is none. */
export function parsePersonLine(line: string): CopiedPerson | undefined {
  let said: Partial<Record<string, unknown>>;
  try {
    said = JSON.parse(line) as typeof said;
  } catch {
    return undefined;
  }
  const { revision, position, person_id: personId, sealed, erased } = said;
  if (!isPlace(revision) || !isPlace(position) || typeof personId !== 'string') return undefined;
  const at = { revision, position, personId: branded<PersonId>(personId) };
  if (erased === true) return { ...at, sealed: null };
  return typeof sealed === 'string' ? { ...at, sealed: Buffer.from(sealed, 'base64url') } : undefined;
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** What stands in a slot. */
export interface KeySlot {
  readonly position: number;
  readonly personId: PersonId;
  /** All zeros of somebody erased. */
  readonly key: Uint8Array;
}

/** The bytes of a slot; its place in the file is `(position - 1) * SLOT_BYTES`. */
export function slotBytes({ position, personId, key }: KeySlot): Buffer {
  assert(PERSON_ID.test(personId), 'the id of a person fits its slot');
  const text = `${String(position).padStart(10)} ${personId.padEnd(36)}  ${Buffer.from(key).toString('hex')}`;
  const bytes = Buffer.from(`${text} ${checksum(text)}\n`, 'latin1');
  assert(bytes.length === SLOT_BYTES, 'a slot is a slot');
  return bytes;
}

/** The slot at a position of the file; undefined where it is empty, torn or stands somewhere else. */
export function parseSlot(bytes: Uint8Array, position: number): KeySlot | undefined {
  const [, text, at, personId, hex, sum] = SLOT.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  if (text === undefined || personId === undefined || hex === undefined || Number(at) !== position) return undefined;
  if (sum !== checksum(text)) return undefined;
  return { position, personId: branded<PersonId>(personId), key: Buffer.from(hex, 'hex') };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, CHECKSUM_DIGITS);
}

/** Every slot of a till's copy that says something, one after the other. */
export function* keySlots(folder: string): Generator<KeySlot> {
  const path = personKeysPath(folder);
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const slice = Buffer.alloc(SLICE_SLOTS * SLOT_BYTES);
    for (let first = 1; ; first += SLICE_SLOTS) {
      const count = readSync(file, slice, 0, slice.length, (first - 1) * SLOT_BYTES);
      for (let n = 0; (n + 1) * SLOT_BYTES <= count; n++) {
        const slot = parseSlot(slice.subarray(n * SLOT_BYTES, (n + 1) * SLOT_BYTES), first + n);
        if (slot !== undefined) yield slot;
      }
      if (count < slice.length) return;
    }
  } finally {
    closeSync(file);
  }
}

/** The last word on every person in a till's copy, and which lines say nothing that can be read. */
export function copiedPersons(folder: string): {
  readonly persons: ReadonlyMap<PersonId, CopiedPerson>;
  readonly badLines: readonly number[];
} {
  const persons = new Map<PersonId, CopiedPerson>();
  const badLines: number[] = [];
  const path = personsPath(folder);
  if (!existsSync(path)) return { persons, badLines };
  let number = 0;
  for (const line of wholeLines(path)) {
    number += 1;
    const person = parsePersonLine(line);
    if (person === undefined) badLines.push(number);
    // A copy never holds somebody again who was erased.
    else if (persons.get(person.personId)?.sealed !== null) persons.set(person.personId, person);
  }
  return { persons, badLines };
}
