/** One run with processes as they ship and a wire that fails between them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from './program.ts';

test('two real tills and a real headquarters agree to the cent after the wire between them failed and it was killed', async (context) => {
  const { text, status } = await simulate(context, '--real', '--seeds', '1', '--from', '2', '--steps', '60');
  process.stdout.write(text.replaceAll(/^/gm, '# '));
  assert.equal(status, 0, text);
});
