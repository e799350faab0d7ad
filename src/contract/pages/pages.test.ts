import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import { PAGES_VERSION, pageCalls, type PageCall } from './pages.ts';

/**
 * Pages and server come from one build, so that any change is allowed; it only has to be meant. After a change of a schema:
 * raise PAGES_VERSION by one and put the hash that this test prints beside it.
 */
const KNOWN = { version: 2, hash: 'c39fe5f066d1cbf61bd083e0a3960f8a9e2c21bd59f1e55f7fbe9e7de143f82e' } as const;

test('the contract of the pages changes only together with its version', () => {
  const text = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const calls = Object.entries<PageCall>(pageCalls).map(([name, { right, input, answer }]) => [
    name,
    right,
    text(input),
    text(answer),
  ]);
  const hash = createHash('sha256').update(JSON.stringify(calls)).digest('hex');
  assert.deepEqual({ version: PAGES_VERSION, hash }, KNOWN);
});
