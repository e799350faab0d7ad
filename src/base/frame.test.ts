import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeFrame, FRAME_BYTES_MAX, FrameDecoder } from './frame.ts';

test('however the pipe cuts its bytes, the messages are the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (messages, cuts) => {
        const sent = messages.map((message) => JSON.parse(JSON.stringify(message)) as unknown);
        const bytes = Buffer.concat(sent.map((message) => encodeFrame(message)));
        const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
        const decoder = new FrameDecoder();
        const received: unknown[] = [];
        let from = 0;
        for (const to of [...at, bytes.length]) {
          received.push(...decoder.push(bytes.subarray(from, to)));
          from = to;
        }
        assert.deepEqual(received, sent);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('what a decoder holds is its own: the buffer that brought it may be reused', () => {
  const frame = Buffer.from(encodeFrame({ text: 'œuf' }));
  const chunk = Buffer.from(frame.subarray(0, 9));
  const decoder = new FrameDecoder();
  assert.deepEqual(decoder.push(chunk), []);
  chunk.fill(0);
  assert.deepEqual(decoder.push(frame.subarray(9)), [{ text: 'œuf' }]);
});

test('a length that no sender of ours writes is a bug, not a wait for sixteen megabytes', () => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(FRAME_BYTES_MAX + 1);
  assert.throws(() => new FrameDecoder().push(length), /too long/);
});
