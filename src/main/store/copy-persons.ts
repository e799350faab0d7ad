/**
 * Persons brought to the second copy. A key is there before the line that needs it, and is gone before the line that
 * says so; the lines are where the copy goes on from, so that a round cut off anywhere is done again from there.
 */
import { constants } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';

import { Fault } from '#base/fault.ts';

import { parsePersonLine, personKeysPath, personLine, personsPath, SLOT_BYTES, slotBytes } from './copied-persons.ts';
import { syncNames } from './copy-names.ts';
import { mendedTail } from './copy-tail.ts';
import type { StoredPerson } from './person-table.ts';
import type { TillStore } from './till-store.ts';

/** Persons read in one go: about a millisecond of the till's thread. */
const BATCH_PERSONS = 256;

export interface PersonCopyOptions {
  readonly store: TillStore;
  readonly folder: string;
  readonly copyId: string;
  readonly isClosed: () => boolean;
}

/**
 * Brings everything to the copy that happened after revision `through`, and gives how far it got. `through` is null
 * where it is not known what the copy holds: it is then looked through from its first key to its last.
 */
export async function copyPersons(options: PersonCopyOptions, through: number | null): Promise<number> {
  const { store, folder, isClosed } = options;
  if (through !== null && store.personsChangedAfter(through, 1).length === 0) return through;
  // A shop without members has no such files.
  if (store.lastPerson().revision === 0) return 0;
  noteKeys(options);
  const keys = await open(personKeysPath(folder), constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    let at = through ?? (await resume(options, keys));
    while (!isClosed()) {
      const batch = store.personsChangedAfter(at, BATCH_PERSONS);
      const last = batch.at(-1);
      if (last === undefined) break;
      await writeSlots(keys, batch);
      await keys.sync();
      await append(personsPath(folder), batch);
      at = last.revision;
      noteThrough(options, at);
    }
    return at;
  } finally {
    await keys.close();
  }
}

/** Before the first key goes there: from now on an erasure of any of them waits for this copy. */
function noteKeys({ store, copyId }: PersonCopyOptions): void {
  const copied = store.copiedPersons(copyId);
  const { position } = store.lastPerson();
  if (copied.keysThrough < position) store.setCopiedPersons(copyId, { ...copied, keysThrough: position });
}

function noteThrough({ store, copyId }: PersonCopyOptions, through: number): void {
  const copied = store.copiedPersons(copyId);
  if (copied.through !== through) store.setCopiedPersons(copyId, { ...copied, through });
}

async function append(path: string, batch: readonly StoredPerson[]): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(batch.map(personLine).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Slots that follow each other go in one write. */
async function writeSlots(keys: FileHandle, persons: readonly StoredPerson[]): Promise<void> {
  const placed = [...persons].sort((left, right) => left.position - right.position);
  for (let from = 0; from < placed.length;) {
    const first = placed[from]?.position ?? 0;
    let to = from + 1;
    while (placed[to]?.position === first + to - from) to += 1;
    const run = Buffer.concat(placed.slice(from, to).map(slotBytes));
    await keys.write(run, 0, run.length, (first - 1) * SLOT_BYTES);
    from = to;
  }
}

/** Where the lines end, after a torn one was cut off; every slot says then what the store says. */
async function resume(options: PersonCopyOptions, keys: FileHandle): Promise<number> {
  const { store, folder } = options;
  const file = await open(personsPath(folder), 'a+', 0o600);
  let last: string;
  try {
    last = await mendedTail(file);
  } finally {
    await file.close();
  }
  const through = last === '' ? 0 : parsePersonLine(last)?.revision;
  if (through !== undefined && through > store.lastPerson().revision) {
    throw new Fault('store.behind-witness', 'the second copy holds changes of persons that the store does not have');
  }
  await mendSlots(options, keys);
  return through ?? writeAnew(options);
}

/** Compares every slot with the store and writes those that differ: what was torn, and keys of the erased. */
async function mendSlots({ store, isClosed }: PersonCopyOptions, keys: FileHandle): Promise<void> {
  for (let position = 0; !isClosed();) {
    const persons = store.personsPlacedAfter(position, BATCH_PERSONS);
    const [first, last] = [persons[0], persons.at(-1)];
    if (first === undefined || last === undefined) break;
    const begin = (first.position - 1) * SLOT_BYTES;
    const bytes = Buffer.alloc(last.position * SLOT_BYTES - begin);
    await keys.read(bytes, 0, bytes.length, begin);
    const stands = (person: StoredPerson): boolean => {
      const at = (person.position - 1) * SLOT_BYTES - begin;
      return bytes.subarray(at, at + SLOT_BYTES).equals(slotBytes(person));
    };
    await writeSlots(
      keys,
      persons.filter((person) => !stands(person)),
    );
    position = last.position;
  }
  await keys.sync();
}

/** The lines once more from the first on, put in the place of what could not be read. */
async function writeAnew({ store, folder }: PersonCopyOptions): Promise<number> {
  const path = personsPath(folder);
  const file = await open(`${path}.new`, 'w', 0o600);
  let at = 0;
  try {
    for (;;) {
      const batch = store.personsChangedAfter(at, BATCH_PERSONS);
      await file.appendFile(batch.map(personLine).join(''));
      at = batch.at(-1)?.revision ?? at;
      if (batch.length === 0) break;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncNames(folder);
  return at;
}
