/** As many again as in `simulate.test.ts`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from './program.ts';

/** A few minutes on a quiet machine; a busy one is given its time. */
const TOWNS_TIMEOUT_MS = 20 * 60_000;

test(
  'another five hundred towns lose, double and overspend nothing',
  { timeout: TOWNS_TIMEOUT_MS },
  async (context) => {
    const { text, status } = await simulate(context, '--seeds', '500', '--from', '501');
    process.stdout.write(text.replaceAll(/^/gm, '# '));
    assert.equal(status, 0, text);
  },
);
