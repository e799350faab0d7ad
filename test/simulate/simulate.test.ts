/** The simulation in the test run: seeds without a flaw, and the same seed twice the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from './program.ts';

/** A few minutes on a quiet machine; a busy one is given its time. */
const TOWNS_TIMEOUT_MS = 20 * 60_000;

test(
  'five hundred towns lose, double and overspend nothing, whatever fails in between',
  { timeout: TOWNS_TIMEOUT_MS },
  async (context) => {
    const { text, status } = await simulate(context, '--seeds', '500', '--from', '1');
    process.stdout.write(text.replaceAll(/^/gm, '# '));
    assert.equal(status, 0, text);
  },
);

test('seeds that are run again do the same again', async (context) => {
  const counts = async (): Promise<string> =>
    (await simulate(context, '--seeds', '5', '--from', '4242', '--store', 'memory')).text.replace(/\d+ s$/m, '');
  assert.equal(await counts(), await counts());
});
