/**
 * The same run as `npm run soak`, sixty tickets of it. The seed is fresh each time and stands in the output, so that a
 * failure can be had again.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { seedFrom } from '../rig/dice.ts';
import { soakRun } from './soak.ts';

const TICKETS = 60;

test(`${TICKETS} tickets while every plug is pulled at random: nothing lost, nothing twice, nothing leaked`, async (t) => {
  const seed = seedFrom(undefined);
  t.diagnostic(`seed ${seed}`);
  const report = await soakRun({ tickets: TICKETS, seed });
  t.diagnostic(JSON.stringify(report));
  assert.deepEqual(report.flaws, [], `npm run soak -- --tickets ${TICKETS} --seed ${seed}`);
  // It looked: articles were scanned, receipts asked for, and plugs pulled.
  assert.ok(report.articles >= TICKETS && report.receiptsAsked > 0);
  assert.ok(Object.values(report.unpluggings).reduce((sum, count) => sum + count, 0) > 5);
});
