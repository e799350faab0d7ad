/**
 * `erase-persons FOLDER`: enrols persons in the shop there, erases every second one, and keeps a second copy beside it all.
 * Says on descriptor 3 what it confirms: `kept ID KEY`, `erased ID`, and `copied` when nothing more is pending.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import path from 'node:path';
import type { PersonId } from '#base/brand.ts';
import { openStore, startSecondCopy } from '#main/store/store.ts';
import { erase, keep, keysIn, personOf } from '#main/store/testing-persons.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { foldersOf, MIGRATIONS } from '../rig/shop.ts';

const ROUNDS = 4;
const PERSONS = 4;
/** What leaves through the first three is not on record. */
const OUT = 3;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('erase-persons FOLDER');
const { dataDir, keysDir } = foldersOf(folder);
const room = { ballastBytes: 0, floorBytes: 0 };
const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS, clock: systemClock, log: quietLog, room });
const place = path.join(folder, 'place');
const copy = startSecondCopy({ store, dataDir, place, clock: systemClock, log: quietLog });

function say(words: string): void {
  writeSync(OUT, `${words}\n`);
}

for (let round = 0; round < ROUNDS; round++) {
  const ids: PersonId[] = [];
  for (let n = 0; n < PERSONS; n++) {
    const personId = keep(store, personOf({ name: `Zoé ${round}`, notes: randomBytes(400).toString('hex') }));
    say(`kept ${personId} ${Buffer.from(keysIn(dataDir).get(personId) ?? []).toString('hex')}`);
    ids.push(personId);
  }
  await copy.flush();
  say('copied');
  for (const personId of ids.slice(PERSONS / 2)) {
    erase(store, personId);
    say(`erased ${personId}`);
  }
  if (round % 2 === 1) store.checkpoint();
  await copy.flush();
  say('copied');
}
await copy.close();
store.close();
