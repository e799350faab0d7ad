import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAnswer, readPages } from './apdu.codec.ts';
import { bytesNeeded, memoryText } from './ndef.codec.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

test('data is only what came with 9000 behind it', () => {
  assert.deepEqual(parseAnswer(bytes('04a1b2c3d4e580 9000')), { kind: 'data', data: bytes('04a1b2c3d4e580') });
  assert.deepEqual(parseAnswer(bytes('')), { kind: 'torn' });
  assert.deepEqual(parseAnswer(bytes('90')), { kind: 'torn' });
  assert.deepEqual(parseAnswer(bytes('6300')), { kind: 'torn' });
  assert.deepEqual(parseAnswer(bytes('911c')), { kind: 'interrupted' });
  assert.deepEqual(parseAnswer(bytes('6a81')), { kind: 'refused', status: 0x6a81 });
});

test('pages are asked for by number, four at a time', () => {
  assert.deepEqual(readPages(3), bytes('ffb0000310'));
  assert.deepEqual(readPages(0x102), bytes('ffb0010210'));
});

test('the first text or link of a memory is its text (NFC Forum’s own examples)', () => {
  // RTD Text 1.0, appendix A: "Hello, World!" in English.
  assert.equal(memoryText(bytes('e1101200 0314 d1 01 10 54 02 656e 48656c6c6f2c20576f726c6421 fe')), 'Hello, World!');
  // RTD URI 1.0, appendix A.1: http://www.nfc.com.
  assert.equal(memoryText(bytes('e1101200 030c d1 01 08 55 01 6e66632e636f6d fe')), 'http://www.nfc.com');
  // A.2: a telephone number.
  assert.equal(memoryText(bytes('e1101200 0311 d1 01 0d 55 05 2b33353839313233343536 37 fe')), 'tel:+35891234567');
});

test('blocks before the message, a long length, an id, a long record and another record before it are passed over', () => {
  // Lock control and memory control (NTAG216), then null bytes.
  assert.equal(memoryText(bytes('e1106d00 0103a00c34 0203a0c044 0000 0306 d1 01 02 54 00 41 fe')), 'A');
  assert.equal(memoryText(bytes('e1106d00 03ff0006 d1 01 02 54 00 41 fe')), 'A');
  assert.equal(memoryText(bytes('e1106d00 0309 c1 01 00000002 54 00 41 fe')), 'A');
  assert.equal(memoryText(bytes('e1106d00 0308 d9 01 02 01 54 78 00 41 fe')), 'A');
  assert.equal(memoryText(bytes('e1106d00 030c 92 01 02 78 0102 51 01 02 54 00 41 fe')), 'A');
  assert.equal(memoryText(bytes('e1106d00 0307 d1 01 03 54 80 0041 fe')), 'A');
});

test('a memory that is empty, of another kind, cut short or no text has none', () => {
  for (const hex of [
    ...[
      '',
      '00000000',
      'e1101200',
      'e1101200 fe',
      'e1101200 0300 fe',
      'e1101200 0314 d1 01 10 54 02 65',
      'e1101200 0306 d1 01 09 54 00 41 fe',
    ],
    ...[
      'e1101200 0306 f1 01 02 54 00 41 fe',
      'e1101200 0306 d1 01 02 54 00 ff fe',
      'e1101200 0306 d1 01 02 54 00 0a fe',
      'e1101200 0306 d1 01 02 55 ff 41 fe',
    ],
  ]) {
    assert.equal(memoryText(bytes(hex)), undefined, hex);
  }
});

test('however far a memory is read, more is asked for until its message is whole, and no more than that', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 200 }).filter((text) => !/\p{Cc}|\p{Cs}/u.test(text)),
      (text) => {
        const payload = [0x02, 0x66, 0x72, ...new TextEncoder().encode(text)];
        const record =
          payload.length < 256
            ? [0xd1, 1, payload.length, 0x54]
            : [0xc1, 1, 0, 0, payload.length >> 8, payload.length & 0xff, 0x54];
        const message = [...record, ...payload];
        const length = message.length < 255 ? [message.length] : [0xff, message.length >> 8, message.length & 0xff];
        const memory = Uint8Array.from([
          0xe1,
          0x10,
          0x6d,
          0x00,
          0x03,
          ...length,
          ...message,
          0xfe,
          ...new Array<number>(32).fill(0),
        ]);
        let read = 0;
        for (let asked = 0; asked < 40 && bytesNeeded(memory.subarray(0, read)) > read; asked++) {
          assert.equal(memoryText(memory.subarray(0, read)), undefined);
          read += 16;
        }
        assert.equal(memoryText(memory.subarray(0, read)), text);
        assert.ok(read < memory.length);
      },
    ),
    { numRuns: 2_000 },
  );
});
