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
  version: 3,
  hash: 'acc78f87b5189ef713f3338a8c7361b6c615ebe72ea65bbab0675ff12bbd585a',
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
