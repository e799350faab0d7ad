/**
 * The same run as `npm run crash`, two hundred rounds of it. The seed is fresh each time and stands in the output, so
 * that a failure can be had again.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { seedFrom } from '../rig/dice.ts';
import { crashRun } from './crash.ts';

const ROUNDS = 200;

test(`a till killed ${ROUNDS} times at random instants loses no sale and does nothing twice`, async (t) => {
  const seed = seedFrom(undefined);
  t.diagnostic(`seed ${seed}`);
  const report = await crashRun({ rounds: ROUNDS, seed });
  t.diagnostic(JSON.stringify(report));
  assert.deepEqual(report.flaws, [], `npm run crash -- --rounds ${ROUNDS} --seed ${seed}`);
  assert.equal(report.tillKills, ROUNDS);
  // It looked: tills were killed while selling, receipts broken off, devices processes killed.
  assert.ok(report.salesConfirmed > ROUNDS / 10, `only ${report.salesConfirmed} sales were made`);
  assert.ok(report.devicesKills > 0 && report.reconnections > 0 && report.receiptsUnknown > 0);
});
