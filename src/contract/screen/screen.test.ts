import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import { commands, queries, SCREEN_VERSION, topics } from './screen.ts';
import { downMessageSchema, shellToTillSchema, tillToShellSchema, upMessageSchema } from './wire.ts';

/**
 * Pages and till of one build speak one version, so that any change is allowed; it only has to be meant. After a change
 * of a schema: raise SCREEN_VERSION by one and put the hash that this test prints beside it.
 */
const KNOWN = {
  version: 7,
  hash: '49b1b4d3a6e7737ccafb75596e98dc1faa3577c94d4610d7546fca2ec6291a5e',
} as const;

test('the screen contract changes only together with its version', () => {
  const text = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any' });
  const contract = {
    commands: Object.entries(commands).map(([name, { input, outcome }]) => [name, text(input), text(outcome)]),
    queries: Object.entries(queries).map(([name, { input, answer }]) => [name, text(input), text(answer)]),
    topics: Object.entries(topics).map(([name, view]) => [name, text(view)]),
    wire: [upMessageSchema, downMessageSchema, shellToTillSchema, tillToShellSchema].map(text),
  };
  const hash = createHash('sha256').update(JSON.stringify(contract)).digest('hex');
  assert.deepEqual({ version: SCREEN_VERSION, hash }, KNOWN);
});
