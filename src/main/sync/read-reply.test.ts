import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Log, LogFields } from '#base/log.ts';
import { readReply } from './signed-line.ts';

function read(items: unknown) {
  const logged: (LogFields | undefined)[] = [];
  const write = (_: string, fields?: LogFields): void => void logged.push(fields);
  const log: Log = { info: write, warn: write, error: write };
  const body = { kind: 'changes', items, cursor: 'c1', isCheckpoint: true, hqTimeMs: 5 };
  return { logged, reply: readReply('feed', { status: 200, body: JSON.stringify(body) }, log) };
}

const GONE = { kind: 'product', key: 'p1', value: null };

test('what cannot be read of a feed is left out with a line in the log that says its name and nothing of it', () => {
  const { logged, reply } = read([
    { kind: 'person', key: 'anna', value: { name: 'Anna Martin' } },
    GONE,
    { kind: 'of-tomorrow', key: 'x', value: 1 },
    null,
  ]);
  assert.ok(reply.kind === 'answered' && reply.answer.kind === 'changes');
  assert.deepEqual([reply.answer.items, reply.answer.cursor], [[GONE], 'c1']);
  assert.deepEqual(logged, [{ item: 'person anna' }, { item: 'of-tomorrow x' }, { item: 'object' }]);
});

test('an answer that is wrong elsewhere stays no answer', () => {
  assert.equal(read('none').reply.kind, 'away');
  const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const body = JSON.stringify({ kind: 'changes', items: [GONE], isCheckpoint: true, hqTimeMs: 5 });
  assert.deepEqual(readReply('feed', { status: 200, body }, log), { kind: 'away' });
});
