import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DownMessage, UpMessage } from '#contract/screen/wire.ts';
import type { CarrierEvents } from './carrier.ts';
import { openLink } from './link.ts';

/** A carrier in the hand of the test. */
function heldCarrier() {
  const sent: UpMessage[] = [];
  let events: CarrierEvents | undefined;
  return {
    carrier: {
      open: (given: CarrierEvents) => {
        events = given;
      },
      send: (message: UpMessage) => {
        sent.push(message);
      },
    },
    sent,
    opened: () => events?.opened(),
    closed: () => events?.closed(),
    deliver: (message: DownMessage) => events?.message(message),
  };
}

function counter(): () => string {
  let next = 0;
  return () => `id-${(next += 1)}`;
}

const scan = (text: string) => ({ text, source: 'wedge' });
const commandsIn = (sent: readonly UpMessage[]) => sent.filter((message) => message.kind === 'command');

test('what was scanned before the till is up is sent in order when it is', () => {
  const held = heldCarrier();
  const port = openLink({ carrier: held.carrier, newId: counter() });
  void port.request('scan', scan('1'));
  void port.request('scan', scan('2'));
  assert.equal(held.sent.length, 0);
  assert.equal(port.connection().waitingCount, 2);
  held.opened();
  held.deliver({ kind: 'till', state: 'up' });
  assert.deepEqual(
    held.sent.slice(0, 3).map((message) => message.kind),
    ['subscribe', 'subscribe', 'subscribe'],
  );
  assert.deepEqual(
    commandsIn(held.sent).map((message) => message.id),
    ['id-1', 'id-2'],
  );
  assert.equal(port.connection().waitingCount, 0);
});

test('a command without outcome is sent again with the same id when the till is back, and settles once', async () => {
  const held = heldCarrier();
  const port = openLink({ carrier: held.carrier, newId: counter() });
  held.opened();
  held.deliver({ kind: 'till', state: 'up' });
  const outcome = port.request('scan', scan('1'));
  held.deliver({ kind: 'till', state: 'down', code: 'till.process-lost' });
  assert.deepEqual(port.connection(), { state: 'down', code: 'till.process-lost', waitingCount: 1 });
  held.deliver({ kind: 'till', state: 'up' });
  assert.deepEqual(
    commandsIn(held.sent).map((message) => message.id),
    ['id-1', 'id-1'],
  );
  held.deliver({ kind: 'outcome', id: 'id-1', outcome: { kind: 'done', lineId: 'a' } });
  held.deliver({ kind: 'outcome', id: 'id-1', outcome: { kind: 'done', lineId: 'b' } });
  assert.deepEqual(await outcome, { kind: 'done', lineId: 'a' });
});

test('a settled command is not sent again', async () => {
  const held = heldCarrier();
  const port = openLink({ carrier: held.carrier, newId: counter() });
  held.opened();
  held.deliver({ kind: 'till', state: 'up' });
  const outcome = port.request('signOut', {});
  held.deliver({ kind: 'outcome', id: 'id-1', outcome: { kind: 'done' } });
  await outcome;
  held.deliver({ kind: 'till', state: 'down' });
  held.deliver({ kind: 'till', state: 'up' });
  assert.equal(commandsIn(held.sent).length, 1);
});

test('a page whose connection broke says that the till is away and keeps the last views', () => {
  const held = heldCarrier();
  const port = openLink({ carrier: held.carrier, newId: counter() });
  held.opened();
  held.deliver({ kind: 'till', state: 'up' });
  held.deliver({ kind: 'view', topic: 'basket', view: { totalMinor: 5 } });
  held.closed();
  assert.equal(port.connection().state, 'down');
  assert.deepEqual(port.view('basket'), { totalMinor: 5 });
  void port.request('scan', scan('1'));
  assert.equal(commandsIn(held.sent).length, 0);
});

test('a message the till could not handle comes back as failed, and changes nothing', async () => {
  const held = heldCarrier();
  const port = openLink({ carrier: held.carrier, newId: counter() });
  held.opened();
  held.deliver({ kind: 'till', state: 'up' });
  const answer = port.query('jobs', {});
  held.deliver({ kind: 'failed', id: 'id-1', code: 'till.bug', detail: 'x' });
  assert.deepEqual(await answer, { kind: 'failed', code: 'till.bug', detail: 'x' });
});

test('hundreds of scans made while the till was away all arrive, in order, a few dozen at a time', () => {
  const held = heldCarrier();
  const port = openLink({ carrier: held.carrier, newId: counter() });
  const all = Array.from({ length: 300 }, (_, index) => `id-${index + 1}`);
  for (const id of all) void port.request('scan', scan(id));
  held.opened();
  held.deliver({ kind: 'till', state: 'up' });
  assert.equal(commandsIn(held.sent).length, 64);
  for (const id of all) held.deliver({ kind: 'outcome', id, outcome: { kind: 'done', lineId: id } });
  assert.deepEqual(
    commandsIn(held.sent).map((message) => message.id),
    all,
  );
});
