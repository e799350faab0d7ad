import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DownMessage } from '#contract/screen/wire.ts';
import { UNANSWERED_MAX, linkPage } from './page-link.ts';

function linked() {
  const told: DownMessage[] = [];
  const relayed: unknown[] = [];
  let tell = (_message: DownMessage): void => undefined;
  const link = linkPage({
    supervisor: {
      connect(_stationId, send) {
        tell = send;
        return { receive: (message) => relayed.push(message) > 0, close: () => undefined };
      },
    },
    stationId: 'till',
    send: (message) => void told.push(message),
  });
  return { link, told, relayed, tell: (message: DownMessage) => tell(message) };
}

const query = (id: number) => ({ kind: 'query', id: `q-${id}`, name: 'ping', input: {} });

test('a page that asks more than it waits for is told so, and is heard again once it was answered', () => {
  const { link, told, relayed, tell } = linked();
  for (let id = 0; id <= UNANSWERED_MAX; id += 1) link.receive(query(id));
  assert.equal(relayed.length, UNANSWERED_MAX);
  assert.deepEqual(
    told.map((message) => (message.kind === 'failed' ? [message.id, message.code] : [])),
    [[`q-${UNANSWERED_MAX}`, 'till.overloaded']],
  );
  tell({ kind: 'answer', id: 'q-0', answer: {} });
  link.receive(query(1000));
  assert.equal(relayed.length, UNANSWERED_MAX + 1);
});

test('a till that comes back owes the page nothing: what it asks again is heard', () => {
  const { link, relayed, tell } = linked();
  for (let id = 0; id < UNANSWERED_MAX; id += 1) link.receive(query(id));
  tell({ kind: 'till', state: 'down' });
  tell({ kind: 'till', state: 'up' });
  for (let id = 0; id < UNANSWERED_MAX; id += 1) link.receive(query(id));
  assert.equal(relayed.length, 2 * UNANSWERED_MAX);
});

test('what is no message never reaches the till', () => {
  const { link, told, relayed } = linked();
  for (const noise of [
    '',
    '{',
    'null',
    '[]',
    '{"kind":"command"}',
    `{"kind":"command","id":"${'x'.repeat(65)}","name":"a","input":1}`,
  ])
    link.receiveText(noise);
  assert.equal(relayed.length, 0);
  assert.ok(told.every((message) => message.kind === 'failed' && message.code === 'wire.malformed'));
  assert.equal(told.length, 6);
});
