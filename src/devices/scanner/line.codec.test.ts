import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CODE_BYTES_MAX, LineDecoder } from './line.codec.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function codes(pieces: readonly Uint8Array[]): readonly string[] {
  const decoder = new LineDecoder();
  return [...pieces.flatMap((piece) => [...decoder.push(piece)]), ...decoder.silence()];
}

test('CR, LF, CRLF, TAB and silence each end a code', () => {
  assert.deepEqual(codes([bytesOf('111\r222\n333\r\n444\t555')]), ['111', '222', '333', '444', '555']);
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

test('a code longer than any that exists is cut short, and the one after it is whole', () => {
  const read = codes([bytesOf(`${'9'.repeat(5_000)}\r96385074\r`)]);
  assert.deepEqual(read, ['9'.repeat(CODE_BYTES_MAX), '96385074']);
  assert.deepEqual(codes([bytesOf(`${'9'.repeat(500)}\r`)]), ['9'.repeat(500)]);
});

test('framing characters of a maker are left out, the separator of GS1 fields stays', () => {
  assert.deepEqual(codes([bytesOf('\u0002]C10112345678901231\u001d10AB\u0003\u0000\r')]), [
    ']C10112345678901231\u001d10AB',
  ]);
});

test('no code holds a control character other than the GS1 separator, whatever the line says', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const code of codes([bytes])) {
        assert.ok(code.length > 0 && code.length <= CODE_BYTES_MAX);
        // eslint-disable-next-line no-control-regex -- control characters are what is looked for
        assert.equal(/[\u0000-\u001c\u001e\u001f\u007f]/.test(code), false);
      }
    }),
    { numRuns: 2_000 },
  );
});
