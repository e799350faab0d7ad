import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineDecoder } from './line.codec.ts';
import { CODE_BYTES_MAX } from './read.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function codes(pieces: readonly Uint8Array[]): readonly string[] {
  const decoder = new LineDecoder();
  const reads = [...pieces.flatMap((piece) => [...decoder.push(piece)]), ...decoder.silence()];
  return reads.map(({ text, symbology }) => (symbology ?? '') + text);
}

test('no. 11: CR, LF, CRLF, TAB, ETX and silence each end a code, all in one session', () => {
  const typed = '111\r222\n333\r\n444\t\u0002555\u0003\u0002666\r\u0003777';
  assert.deepEqual(codes([bytesOf(typed)]), ['111', '222', '333', '444', '555', '666', '777']);
});

test('an AIM identifier before a code is its symbology, letter case kept', () => {
  const decoder = new LineDecoder();
  assert.deepEqual(decoder.push(bytesOf(']E03017620422003\r\u0002]e00103017620422003\u0003]C1\r]A\r')), [
    { text: '3017620422003', symbology: ']E0' },
    { text: '0103017620422003', symbology: ']e0' },
    { text: ']C1' },
    { text: ']A' },
  ]);
});

test('a code begun by STX is apart from whatever stood before it without an end', () => {
  assert.deepEqual(codes([bytesOf('3017620422003\u000296385074\u0003')]), ['3017620422003', '96385074']);
});

test('letters of two or more bytes arrive whole, wherever the line cuts them', () => {
  const code = bytesOf('TK-é€𝄞-ش\r');
  for (let cut = 0; cut <= code.length; cut++) {
    assert.deepEqual(codes([code.subarray(0, cut), code.subarray(cut)]), ['TK-é€𝄞-ش']);
  }
});

test('bytes that are no UTF-8 become one character each, and nothing throws', () => {
  assert.deepEqual(codes([Uint8Array.of(0x41, 0xe9, 0xff, 0x80, 0x0d)]), ['A\u00e9\u00ff\u0080']);
});

test('bytes of flow control inside a code are no part of it', () => {
  assert.deepEqual(codes([bytesOf('30176\u001320422\u0011003\r')]), ['3017620422003']);
});

test('however the line cuts its bytes, the codes are the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200), { maxLength: 10 }), (bytes, cuts) => {
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      assert.deepEqual(codes(pieces), codes([bytes]));
    }),
    { numRuns: 2_000 },
  );
});

test('after any junk and an end of line, the next code arrives whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1_200 }), (junk) => {
      assert.equal(codes([junk, bytesOf('\r3017620422003\r')]).at(-1), '3017620422003');
    }),
    { numRuns: 2_000 },
  );
});

test('a code of 10,000 characters is cut, still too long to be any other, and the one after it is whole', () => {
  const read = codes([bytesOf(`${'9'.repeat(10_000)}\r96385074\r`)]);
  assert.deepEqual(read, ['9'.repeat(CODE_BYTES_MAX), '96385074']);
  assert.deepEqual(codes([bytesOf(`${'9'.repeat(500)}\r`)]), ['9'.repeat(500)]);
});

test('framing characters of a maker are left out, the separator of GS1 fields stays', () => {
  assert.deepEqual(codes([bytesOf('\u0002]C10112345678901231\u001d10AB\u0003\u0000\r')]), [
    ']C10112345678901231\u001d10AB',
  ]);
});
