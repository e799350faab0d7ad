import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadersState } from '../../transport/pcsc-watch.ts';
import type { CardEvent } from '../card.ts';
import { type FakeCard, FakePcsc, HandClock } from '../testing.ts';
import { watchPcscReader } from './pcsc-reader.ts';

const ACS = 'ACS ACR122U [PICC Interface] 00 00';
const ULTRALIGHT = '3b8f8001804f0ca0000003060300030000000068';
const DESFIRE = '3b8180018080';
const NUMBER = '04a1b2c3d4e580';
const GET_NUMBER = 'ffca000000';
/** Visible within two rounds, recovered within five: what the shop was promised. */
const SEEN_ROUNDS = 2;
const BACK_ROUNDS = 5;

function begin(wanted = 'ACS') {
  const clock = new HandClock();
  const pcsc = new FakePcsc();
  const states: string[] = [];
  const events: CardEvent[] = [];
  const notes: string[] = [];
  pcsc.plug(ACS);
  const close = watchPcscReader({
    clock,
    open: pcsc.open,
    reader: wanted,
    onState: (state) => states.push(said(state)),
    onEvent: (event) => events.push(event),
    note: (direction, bytes) => notes.push(`${direction} ${Buffer.from(bytes).toString('hex')}`),
  });
  return { clock, pcsc, states, events, notes, close };
}

function said(state: ReadersState): string {
  return 'fault' in state ? state.fault : state.state;
}

const answering = (answers: Readonly<Record<string, string>>, atr?: string): FakeCard => ({
  answer: (command) => answers[command] ?? '6d00',
  ...(atr === undefined ? {} : { atr }),
});
const plain = (number = NUMBER): FakeCard => answering({ [GET_NUMBER]: `${number}9000` });

test('a card is told once with its number, and its going once', async () => {
  const { clock, pcsc, states, events } = begin();
  await clock.rounds(1);
  pcsc.insert(ACS, plain());
  await clock.rounds(5);
  pcsc.remove(ACS);
  await clock.rounds(5);
  assert.deepEqual(events, [{ kind: 'card', card: { uid: NUMBER, medium: 'contactless' } }, { kind: 'gone' }]);
  assert.deepEqual(states, ['ready']);
});

test('the text on an NTAG21x is read with its number, in as many pages as it takes', async () => {
  const { clock, pcsc, events } = begin();
  pcsc.insert(
    ACS,
    answering(
      {
        [GET_NUMBER]: `${NUMBER}9000`,
        ffb0000310: 'e11012000314d10110540266726669649000',
        ffb0000710: '656c6974653a31303432fe00000000009000',
      },
      ULTRALIGHT,
    ),
  );
  await clock.rounds(1);
  assert.deepEqual(events, [
    { kind: 'card', card: { uid: NUMBER, medium: 'contactless', atr: ULTRALIGHT, memoryText: 'fidelite:1042' } },
  ]);
});

test('a memory that cannot be read costs the text and not the card', async () => {
  for (const answer of ['', '6300', 'e110', '9000', '010203049000']) {
    const { clock, pcsc, events } = begin();
    pcsc.insert(ACS, answering({ [GET_NUMBER]: `${NUMBER}9000`, ffb0000310: answer }, ULTRALIGHT));
    await clock.rounds(1);
    assert.deepEqual(events, [{ kind: 'card', card: { uid: NUMBER, medium: 'contactless', atr: ULTRALIGHT } }], answer);
  }
});

test('no. 16: success without a byte, half an answer and 6300 are tried three times and then are nobody’s card', async () => {
  for (const answer of ['', '90', '6300', '9000', '04a1b29000', '04a1b26300', '889000', '88a1b2c39000']) {
    const { clock, pcsc, events } = begin();
    pcsc.insert(ACS, answering({ [GET_NUMBER]: answer }));
    await clock.rounds(10);
    assert.deepEqual(events, [{ kind: 'refused', why: 'torn' }], answer);
    assert.equal(pcsc.commands.length, 3, answer);
  }
});

test('no. 16: a card torn once and held again is read', async () => {
  const { clock, pcsc, events } = begin();
  const answers = ['', `${NUMBER}9000`];
  pcsc.insert(ACS, { answer: () => answers.shift() ?? '6d00' });
  await clock.rounds(5);
  assert.deepEqual(events, [{ kind: 'card', card: { uid: NUMBER, medium: 'contactless' } }]);
});

test('no. 16: a card that is gone before it was read is refused as torn, and nothing more is sent to it', async () => {
  const { clock, pcsc, events } = begin();
  pcsc.insert(ACS, answering({ [GET_NUMBER]: '' }));
  await clock.rounds(1);
  pcsc.remove(ACS);
  await clock.rounds(6);
  assert.deepEqual(events, [{ kind: 'refused', why: 'torn' }, { kind: 'gone' }]);
  assert.equal(pcsc.commands.length, 1);
});

test('no. 16: a card that came and went between two looks is told as torn', async () => {
  const { clock, pcsc, events } = begin();
  await clock.rounds(1);
  pcsc.insert(ACS, plain());
  pcsc.remove(ACS);
  await clock.rounds(1);
  assert.deepEqual(events, [{ kind: 'refused', why: 'torn' }, { kind: 'gone' }]);
});

test('a card swapped for another between two looks is told as gone, and the other as a card', async () => {
  const { clock, pcsc, events } = begin();
  pcsc.insert(ACS, plain());
  await clock.rounds(1);
  pcsc.remove(ACS);
  pcsc.insert(ACS, plain('04ffffff111111'));
  await clock.rounds(1);
  assert.deepEqual(
    events.map((event) => (event.kind === 'card' ? event.card.uid : event.kind)),
    [NUMBER, 'gone', '04ffffff111111'],
  );
});

test('no. 17: a DESFire card whose session was taken over is powered anew and asked again', async () => {
  const { clock, pcsc, events } = begin();
  const answers = ['911c', '911c', `${NUMBER}9000`];
  pcsc.insert(ACS, { atr: DESFIRE, answer: () => answers.shift() ?? '6d00' });
  await clock.rounds(5);
  assert.deepEqual(events, [{ kind: 'card', card: { uid: NUMBER, medium: 'contactless', atr: DESFIRE } }]);
  assert.deepEqual(pcsc.resets, [true, true, false]);
});

test('no. 17: a card that another program holds is waited for, and refused when it is never let go', async () => {
  const { clock, pcsc, events } = begin();
  pcsc.busyTries = 6;
  pcsc.insert(ACS, plain());
  await clock.rounds(8);
  assert.deepEqual(events, [{ kind: 'card', card: { uid: NUMBER, medium: 'contactless' } }]);
  pcsc.remove(ACS);
  pcsc.busyTries = 1_000;
  await clock.rounds(1);
  pcsc.insert(ACS, plain());
  await clock.rounds(20);
  assert.deepEqual(events.slice(1), [{ kind: 'gone' }, { kind: 'refused', why: 'unreadable' }]);
});

test('no. 18: a number that a phone makes anew each time is refused at once', async () => {
  for (const number of ['08a1b2c3', '08000000', '01fe112233445566']) {
    const { clock, pcsc, events } = begin();
    pcsc.insert(ACS, plain(number));
    await clock.rounds(6);
    assert.deepEqual(events, [{ kind: 'refused', why: 'random-uid' }], number);
    assert.equal(pcsc.commands.length, 1);
  }
});

test('numbers of a length or a value that no card has are refused as unreadable', async () => {
  for (const number of ['0102030405', '01020304050607080911', '00000000', 'ffffffffffffff', '0102030405060708091011']) {
    const { clock, pcsc, events } = begin();
    pcsc.insert(ACS, plain(number));
    await clock.rounds(6);
    const ten = number.length === 20;
    assert.deepEqual(
      events.map((event) => (event.kind === 'refused' ? event.why : event.kind)),
      [ten ? 'card' : 'unreadable'],
      number,
    );
  }
});

test('no. 20: a service that is not there at the start is said at once, and used within five rounds of its start', async () => {
  const { clock, pcsc, states, events } = begin();
  pcsc.running = false;
  await clock.rounds(SEEN_ROUNDS);
  // The first look was made before the service went.
  assert.equal(states.at(-1), 'card.no-service');
  await clock.rounds(500);
  assert.equal(states.length, 2, 'what stays as it is is said once');
  pcsc.running = true;
  pcsc.insert(ACS, plain());
  await clock.rounds(BACK_ROUNDS);
  assert.equal(states.at(-1), 'ready');
  assert.equal(events.length, 1);
});

test('no. 20: a service that is killed while a card lies there is said, the card is gone, and is read again afterwards', async () => {
  const { clock, pcsc, states, events } = begin();
  pcsc.insert(ACS, plain());
  await clock.rounds(2);
  for (let time = 0; time < 5; time++) {
    pcsc.running = false;
    await clock.rounds(SEEN_ROUNDS);
    assert.equal(states.at(-1), 'card.no-service');
    assert.equal(events.at(-1)?.kind, 'gone');
    pcsc.running = true;
    await clock.rounds(BACK_ROUNDS);
    assert.equal(states.at(-1), 'ready');
    assert.equal(events.at(-1)?.kind, 'card');
  }
  assert.equal(events.length, 11);
});

test('no. 20: a reader that stalls is said within two rounds and found within five, its card with it', async () => {
  const { clock, pcsc, states, events } = begin();
  pcsc.insert(ACS, plain());
  await clock.rounds(1);
  const reader = pcsc.readers.get(ACS);
  assert.ok(reader);
  reader.stalled = true;
  await clock.rounds(SEEN_ROUNDS);
  assert.equal(states.at(-1), 'card.reader-stalled');
  reader.stalled = false;
  await clock.rounds(BACK_ROUNDS);
  assert.equal(states.at(-1), 'ready');
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['card', 'gone', 'card'],
  );
});

test('no. 20: a service that hangs is said within two rounds and found within five, though its last question stays open', async () => {
  for (const rounds of [2, 3, 4, 5, 6, 7, 8, 20, 100]) {
    const { clock, pcsc, states } = begin();
    await clock.rounds(1);
    pcsc.frozen = true;
    await clock.rounds(SEEN_ROUNDS);
    assert.equal(states.at(-1), 'card.reader-stalled');
    await clock.rounds(rounds);
    assert.ok(pcsc.living <= 1);
    assert.ok(pcsc.opened <= 2 + rounds / 4, `${pcsc.opened} processes in ${rounds} rounds`);
    pcsc.frozen = false;
    // What was asked of it stays unanswered: a new context is what finds it again.
    await clock.rounds(BACK_ROUNDS);
    assert.equal(states.at(-1), 'ready', `after ${rounds} rounds`);
    assert.deepEqual(states, ['ready', 'card.reader-stalled', 'ready']);
  }
});

test('no. 20: a reader that takes a command and never answers is said within two rounds; the next card is read', async () => {
  const { clock, pcsc, states, events } = begin();
  await clock.rounds(1);
  pcsc.insert(ACS, { answer: () => undefined });
  await clock.rounds(1);
  await clock.rounds(SEEN_ROUNDS);
  assert.equal(states.at(-1), 'card.reader-stalled');
  await clock.rounds(100);
  assert.deepEqual(states, ['ready', 'card.reader-stalled'], 'what stays as it is is said once');
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['refused', 'gone'],
  );
  pcsc.remove(ACS);
  await clock.rounds(BACK_ROUNDS);
  assert.equal(states.at(-1), 'ready');
  pcsc.insert(ACS, plain());
  await clock.rounds(BACK_ROUNDS);
  assert.equal(events.at(-1)?.kind, 'card');
});

test('a reader pulled out and plugged in is said both times, and a card on it goes with it', async () => {
  const { clock, pcsc, states, events } = begin();
  pcsc.insert(ACS, plain());
  await clock.rounds(1);
  for (let time = 0; time < 5; time++) {
    pcsc.unplug(ACS);
    await clock.rounds(SEEN_ROUNDS);
    assert.equal(states.at(-1), 'card.no-reader');
    pcsc.plug(ACS);
    await clock.rounds(SEEN_ROUNDS);
    assert.equal(states.at(-1), 'ready');
  }
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['card', 'gone'],
  );
});

test('without the native binding the reader is absent by name, and it is looked for again now and then', async () => {
  const { clock, pcsc, states } = begin();
  pcsc.bindingMissing = true;
  await clock.rounds(2);
  assert.deepEqual(states, ['ready', 'device.no-binding']);
  await clock.rounds(100);
  assert.ok(pcsc.opened < 8, `${pcsc.opened} processes`);
  assert.equal(states.length, 2);
  pcsc.bindingMissing = false;
  await clock.rounds(30);
  assert.equal(states.at(-1), 'ready');
});

test('a binding that crashes its process three times in a minute is left alone, and once is not', async () => {
  const { clock, pcsc, states } = begin();
  await clock.rounds(2);
  pcsc.crash();
  await clock.rounds(10);
  assert.equal(states.at(-1), 'ready');
  pcsc.crash();
  await clock.rounds(10);
  pcsc.crash();
  await clock.rounds(10);
  assert.equal(states.at(-1), 'device.driver-disabled');
  const { opened } = pcsc;
  await clock.rounds(1_000);
  assert.equal(pcsc.opened, opened);
});

test('only readers of the name are used; a slot for a maker’s module is none that a customer holds a card to', async () => {
  const { clock, pcsc, states, events } = begin('HID');
  await clock.rounds(2);
  assert.deepEqual(states, ['card.no-reader']);
  pcsc.plug('HID Global OMNIKEY 5022 Smart Card Reader 0');
  await clock.rounds(2);
  assert.deepEqual(states, ['card.no-reader', 'ready']);
  pcsc.insert(ACS, plain());
  await clock.rounds(2);
  assert.equal(events.length, 0);

  const any = begin('');
  any.pcsc.plug('ACS ACR1252 1S CL Reader [ACR1252 Reader SAM] 01 00');
  any.pcsc.insert('ACS ACR1252 1S CL Reader [ACR1252 Reader SAM] 01 00', plain());
  await any.clock.rounds(2);
  assert.equal(any.events.length, 0);
  any.pcsc.insert(ACS, plain());
  await any.clock.rounds(2);
  assert.equal(any.events.length, 1);
});

test('what goes to the card and comes back is given to the recorder', async () => {
  const { clock, pcsc, notes } = begin();
  pcsc.insert(ACS, plain());
  await clock.rounds(1);
  assert.deepEqual(notes, [`out ${GET_NUMBER}`, `in ${NUMBER}9000`]);
});

test('once closed, nothing is asked and nothing is told any more', async () => {
  const { clock, pcsc, events, close } = begin();
  await clock.rounds(2);
  close();
  const { looks } = pcsc;
  pcsc.insert(ACS, plain());
  await clock.rounds(20);
  assert.deepEqual(events, []);
  assert.equal(pcsc.looks, looks);
  assert.equal(pcsc.living, 0);
});
