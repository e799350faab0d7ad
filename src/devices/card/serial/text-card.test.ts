import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryLine } from '../../transport/transport.ts';
import type { CardEvent } from '../card.ts';
import { HandClock } from '../testing.ts';
import { TextCardDecoder, type TextFrame } from './text-card.codec.ts';
import { listenToTextReader } from './text-card.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

function framesOf(pieces: readonly Uint8Array[]): readonly TextFrame[] {
  const decoder = new TextCardDecoder();
  return pieces.flatMap((piece) => [...decoder.push(piece)]);
}
const texts = (...pieces: readonly string[]): readonly string[] =>
  framesOf(pieces.map(bytesOf)).map((frame) => (frame.kind === 'text' ? frame.text : frame.kind));

test('numbers between STX and ETX, and ended by CR, LF or both, are each one', () => {
  assert.deepEqual(texts('\x0251E69621\x03\x020563537489\r\n\x0330,1\r230,38433\n\n51e69621\r\n'), [
    ...['51E69621', '0563537489', '30,1', '230,38433', '51e69621'],
  ]);
});

test('the check byte of a 125 kHz module is checked and is no part of the number', () => {
  // 01 ^ 00 ^ 12 ^ a4 ^ 5c = eb
  assert.deepEqual(texts('\x02010012A45CEB\r\n\x03'), ['010012A45C']);
  assert.deepEqual(texts('\x02010012A45DEB\r\n\x03'), ['damaged']);
});

test('half a number before the next STX, or before a silence, is never a number', () => {
  assert.deepEqual(texts('\x0251E6', '\x02010012A45CEB\x03'), ['010012A45C']);
  const decoder = new TextCardDecoder();
  decoder.push(bytesOf('51e6'));
  assert.equal(decoder.pending, true);
  decoder.silence();
  assert.deepEqual(decoder.push(bytesOf('51e69621\r')), [{ kind: 'text', text: '51e69621' }]);
});

test('a line that sends without end costs no memory, and the number after it is whole', () => {
  assert.deepEqual(texts('9'.repeat(10_000), '\r51e69621\r'), ['damaged', '51e69621']);
});

test('however the line cuts its bytes, the numbers are the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.array(fc.nat(120), { maxLength: 8 }), (bytes, cuts) => {
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      assert.deepEqual(framesOf(pieces), framesOf([bytes]));
    }),
    { numRuns: 2_000 },
  );
});

test('after any noise, the next number between STX and ETX arrives whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      assert.deepEqual(framesOf([noise, bytesOf('\x0251e69621\x03')]).at(-1), { kind: 'text', text: '51e69621' });
    }),
    { numRuns: 2_000 },
  );
});

test('each card is one event: repeated while it lies there it is one, read again later it is another', async () => {
  const { clock, far, events } = listening('decimal-10');
  for (let time = 0; time < 5; time++) {
    far.send(bytesOf('0563537489\r\n'));
    await clock.pass(200);
  }
  assert.deepEqual(events, [{ kind: 'card', card: { uid: '2196e651', medium: 'text' } }]);
  await clock.pass(2_000);
  far.send(bytesOf('0563537489\r\n'));
  await clock.pass(10);
  assert.equal(events.length, 2);
});

test('without a notation, what the number may be is shown; what is no number is refused', async () => {
  const { clock, far, events } = listening();
  far.send(bytesOf('51e69621\rbonjour\r'));
  await clock.pass(10);
  assert.deepEqual(events, [
    { kind: 'card', card: { uid: '51e69621', mayBe: ['51e69621', '2196e651'], medium: 'text' } },
    { kind: 'refused', why: 'unreadable' },
  ]);
});

test('a phone, whose number is made anew each time, is refused and is nobody’s card', async () => {
  for (const [notation, text] of [
    ['hex', '08A1B2C3'],
    ['decimal-10', '0144814787'],
  ] as const) {
    const { clock, far, events } = listening(notation);
    far.send(bytesOf(`${text}\r`));
    await clock.pass(10);
    assert.deepEqual(events, [{ kind: 'refused', why: 'random-uid' }], notation);
  }
  const { clock, far, events } = listening();
  far.send(bytesOf('08A1B2C3\r'));
  await clock.pass(10);
  assert.equal(events[0]?.kind, 'card', 'without a notation it may be a card read backwards');
});

test('a number that stops in the middle is dropped, and the next one is whole', async () => {
  const { clock, far, events } = listening('hex');
  far.send(bytesOf('51e6'));
  await clock.pass(1_000);
  far.send(bytesOf('51e69621\r'));
  await clock.pass(10);
  assert.deepEqual(events, [{ kind: 'card', card: { uid: '51e69621', medium: 'text' } }]);
});

function listening(notation?: 'hex' | 'decimal-10') {
  const clock = new HandClock();
  const { near, far } = memoryLine();
  const events: CardEvent[] = [];
  listenToTextReader({
    line: near,
    clock,
    ...(notation === undefined ? {} : { notation }),
    onEvent: (event) => events.push(event),
  });
  return { clock, far, events };
}
