import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemRandom } from '#node/system.ts';
import { openHq } from '../hq.ts';
import { beginGuess } from './guesses.ts';
import { beginSession } from './sessions.ts';
import { PAGE_GUESS, PAGE_SESSION, PAGE_USER, USERS } from './tables.ts';
import { testHq, type TestHq } from './testing.ts';

const DAY_MS = 24 * 60 * 60_000;

const guessesOf = ({ core }: TestHq) => core.store.read.scan(PAGE_GUESS, { prefix: [], limit: 9_000 });
const sessionsOf = ({ core }: TestHq) => core.store.read.scan(PAGE_SESSION, { prefix: [], limit: 9_000 });

test('whoever is locked out fills no table with the names they go on trying', async () => {
  const hq = await testHq();
  const guess = (login: string) => beginGuess(hq.core, { login, address: '10.0.0.7', device: null });
  for (let tries = 0; tries < 31; tries += 1) await guess(`first ${tries}`);
  const before = await guessesOf(hq);
  for (let tries = 0; tries < 200; tries += 1) assert.ok((await guess(`more ${tries}`)).lockedMs > 0);
  assert.deepEqual(await guessesOf(hq), before);
});

test('guesses and sessions of long ago go by themselves, however many, and those of today stay', async () => {
  const hq = await testHq();
  const { store, clock, log } = hq.core;
  await hq.addUser({ login: 'anna', role: 'viewer' });
  const anna = await store.read.get(PAGE_USER, [USERS, 'anna']);
  assert.ok(anna !== undefined);
  const old = Array.from({ length: 1_200 }, (_, index) => index);
  const nowMs = clock.wallMs();
  const counted = { wrong_count: 3, last_ms: nowMs, locked_until_ms: 0 };
  await store.transact(async (transaction) => {
    const guesses = old.map((index) => ({ subject: `pair:10.0.0.9:${index}`, ...counted }));
    await transaction.put(PAGE_GUESS, guesses);
    const begun = { login: 'anna', revision: 1, begun_ms: nowMs, seen_ms: nowMs };
    await transaction.put(
      PAGE_SESSION,
      old.map((index) => ({ token_hash: `hash ${index}`, ...begun })),
    );
  });
  hq.pass(DAY_MS + 1);
  await beginGuess(hq.core, { login: 'anna', address: '10.0.0.7', device: null });
  await beginSession(hq.core, anna);
  const today = { guesses: 4, sessions: 1 };
  const opened = await openHq({ store, clock, log, random: systemRandom });
  const count = async () => ({ guesses: (await guessesOf(hq)).length, sessions: (await sessionsOf(hq)).length });
  while (await opened.work()) continue;
  assert.deepEqual(await count(), today);
  hq.pass(60 * 60_000);
  while (await opened.work()) continue;
  assert.deepEqual(await count(), today);
  opened.close();
});
