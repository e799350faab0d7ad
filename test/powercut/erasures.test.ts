/**
 * Power cuts while persons are enrolled and erased: whatever is left, somebody whose erasure was confirmed is erased, the key of
 * whoever is erased is in no file once the till has opened, and everybody else is there.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { branded, type PersonId } from '#base/brand.ts';
import { openStore, restoreTill, type TillStore } from '#main/store/store.ts';
import { filesOf } from '#main/store/testing-persons.ts';
import { seedFrom } from '../rig/dice.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { foldersOf, makeStore, MIGRATIONS } from '../rig/shop.ts';
import { planCuts } from './cuts.ts';
import { cutAll, writeImage } from './images.ts';
import { imageOf } from './record.ts';
import { recorderEnvironment } from './recorder.ts';
import { readTrace, type TraceEvent } from './trace.ts';

const IMAGES = 150;
const PROGRAM = fileURLToPath(new URL('erase-persons.ts', import.meta.url));

/** What had been confirmed by a place of the trace. */
class Confirmed {
  readonly keys = new Map<PersonId, Buffer>();
  readonly erased = new Set<PersonId>();
  /** Whom the second copy has, and whom it has forgotten. */
  readonly copied = new Set<PersonId>();
  readonly forgotten = new Set<PersonId>();
  #words = '';

  add(event: TraceEvent): void {
    if (event.kind !== 'said') return;
    this.#words += Buffer.from(event.bytes).toString('latin1');
    const lines = this.#words.split('\n');
    this.#words = lines.pop() ?? '';
    for (const line of lines) {
      const [word, personId = '', key = ''] = line.split(' ');
      if (word === 'kept') this.keys.set(branded<PersonId>(personId), Buffer.from(key, 'hex'));
      if (word === 'erased') this.erased.add(branded<PersonId>(personId));
      if (word !== 'copied') continue;
      for (const known of this.keys.keys()) (this.erased.has(known) ? this.forgotten : this.copied).add(known);
      for (const gone of this.forgotten) this.copied.delete(gone);
    }
  }
}

function record(folder: string) {
  const shop = path.join(folder, 'shop');
  const folders = { ...foldersOf(shop), place: path.join(shop, 'place') };
  for (const made of [folders.dataDir, folders.keysDir, folders.place]) mkdirSync(made, { recursive: true });
  makeStore(folders);
  const roots = [folders.dataDir, folders.keysDir, folders.place];
  const before = imageOf(roots);
  const traceFile = path.join(folder, 'trace');
  const done = spawnSync(process.execPath, [PROGRAM, shop], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...recorderEnvironment({ traceFile, roots, bytes: true }) },
  });
  assert.equal(done.status, 0, done.stderr);
  return { ...folders, before, events: readTrace(traceFile) };
}

function open(folders: { readonly dataDir: string; readonly keysDir: string }): TillStore {
  const room = { ballastBytes: 0, floorBytes: 0 };
  return openStore({ ...folders, migrationsDir: MIGRATIONS, clock: systemClock, log: quietLog, room });
}

function holds(folder: string, key: Buffer): boolean {
  const hex = Buffer.from(key.toString('hex'), 'latin1');
  return filesOf(folder).some((file) => {
    const bytes = readFileSync(file);
    return bytes.includes(key) || bytes.includes(hex);
  });
}

test(`of ${IMAGES} disks that power cuts leave, none has half a person, and none the key of one who is erased`, () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'erasures-')));
  const disk = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'erasures-'));
  try {
    const { events, before, ...recorded } = record(folder);
    const confirmed = new Confirmed();
    let at = 0;
    const found = { erased: 0, restored: 0 };
    cutAll({
      before,
      events,
      cuts: planCuts(events, { count: IMAGES, seed: seedFrom(undefined) }),
      check(cut, image) {
        for (; at < cut.at; at++) {
          const event = events[at];
          if (event !== undefined) confirmed.add(event);
        }
        writeImage(image, disk);
        const [dataDir, keysDir, place] = [recorded.dataDir, recorded.keysDir, recorded.place].map((name) =>
          path.join(disk, name),
        ) as [string, string, string];
        try {
          checkStore({ dataDir, keysDir }, confirmed, found);
          checkCopy({ place, disk }, confirmed, found);
        } catch (error) {
          throw new Error(`after a cut at ${JSON.stringify(cut)} of ${events.length}`, { cause: error });
        }
      },
    });
    assert.ok(found.erased > IMAGES && found.restored > IMAGES, `it looked at both: ${JSON.stringify(found)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(disk, { recursive: true, force: true });
  }
});

function checkStore(
  folders: { readonly dataDir: string; readonly keysDir: string },
  { keys, erased }: Confirmed,
  found: { erased: number },
): void {
  const store = open(folders);
  try {
    assert.equal(store.readOnly, null);
    for (const [personId, key] of keys) {
      const isErased = store.personFate(personId) === 'erased';
      assert.ok(isErased || !erased.has(personId), `${personId} was confirmed as erased and is there`);
      assert.equal(store.person(personId) === undefined, isErased);
      assert.equal(holds(folders.dataDir, key), !isErased, `${personId} is ${isErased ? 'erased' : 'known'}`);
      if (isErased) found.erased += 1;
    }
    const rows = store.entriesAfter(0, 100_000).filter(({ kind }) => kind === 'person-erased');
    for (const { payload } of rows) assert.equal(store.personFate(branded(String(payload['person_id']))), 'erased');
  } finally {
    store.close();
  }
}

/** The disk is gone, the stick is there, the keys folder is not. */
function checkCopy(
  { place, disk }: { readonly place: string; readonly disk: string },
  { keys, copied, forgotten }: Confirmed,
  found: { restored: number },
): void {
  for (const personId of forgotten) {
    assert.ok(
      !holds(place, keys.get(personId) ?? Buffer.of(0)),
      `the copy was confirmed to have forgotten ${personId}`,
    );
  }
  const restored = { dataDir: path.join(disk, 'restored'), keysDir: path.join(disk, 'new-keys') };
  const outcome = restoreTill({
    place,
    ...restored,
    migrationsDir: MIGRATIONS,
    software: { version: '0', hash: '0'.repeat(64), fiscalModuleHash: '0'.repeat(64) },
    clock: systemClock,
    random: { bytes: () => new Uint8Array(), uuid: randomUUID },
  });
  if (copied.size + forgotten.size === 0 && outcome.kind === 'refused') return;
  assert.equal(outcome.kind, 'restored', JSON.stringify(outcome));
  const store = open(restored);
  try {
    for (const personId of forgotten) assert.equal(store.personFate(personId), 'erased');
    for (const personId of copied) {
      // An erasure may be on its way, told to the copy and not yet confirmed.
      if (store.personFate(personId) === 'erased') continue;
      assert.ok(store.person(personId) !== undefined, `${personId} was confirmed as copied`);
      found.restored += 1;
    }
  } finally {
    store.close();
  }
}
