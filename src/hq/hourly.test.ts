import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '#base/fault.ts';
import { hourly } from './hourly.ts';
import { testHq } from './web/testing.ts';

const HOUR_MS = 3_600_000;

test('work that fails is logged, holds up nothing else, and is tried again an hour later', async () => {
  const hq = await testHq();
  let tries = 0;
  const flawed = hourly(hq.core, () => Promise.reject(new TypeError(`flawed ${++tries}`)));
  assert.equal(await flawed(), false);
  assert.equal(await flawed(), false);
  assert.equal(tries, 1);
  assert.deepEqual(
    hq.logged.map(({ event }) => event),
    ['hq.chore-failed'],
  );
  hq.pass(HOUR_MS);
  assert.equal(await flawed(), false);
  assert.equal(tries, 2);
});

test('a database that is away is no failure of the work: it is done as soon as there is one', async () => {
  const hq = await testHq();
  let isAway = true;
  let done = 0;
  const work = hourly(hq.core, () => {
    if (isAway) return Promise.reject(new Fault('hq.database-away', 'away'));
    done += 1;
    return Promise.resolve(false);
  });
  await assert.rejects(work(), Fault);
  isAway = false;
  assert.equal(await work(), false);
  assert.equal(done, 1);
  assert.deepEqual(hq.logged, []);
});
