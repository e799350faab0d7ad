/** Random and mutated texts against what reads addresses and recordings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '#base/fault.ts';
import { parseRecording, writeRecording } from './recording.ts';
import { parseAddress } from './transport.ts';

const ADDRESSES = [
  'serial:///dev/serial/by-id/usb-x?baud=9600&parity=even&data=7&stop=2&flow=rtscts',
  'tcp://[fe80::1]:9100',
  'hid://0c2e:0b61?serial=A%201',
  'usb:///dev/usb/lp0',
  'pcsc://ACS%20ACR122U',
  'cups://10.0.0.1:631/Re%C3%A7us',
  'wedge:',
];
const RECORDING = writeRecording({
  device: { kind: 'display', address: 'serial:///dev/ttyS0', dialect: 'cd5220', columns: 20 },
  facts: { maker: 'x' },
  frames: [
    { atMs: 1, direction: 'opened', hex: '' },
    { atMs: 2, direction: 'in', hex: '0011ff' },
  ],
});

/** One of `texts` with a piece of it replaced by something else. */
function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({
      text: fc.constantFrom(...texts),
      at: fc.nat(200),
      length: fc.nat(8),
      by: fc.oneof(
        fc.string({ maxLength: 6, unit: 'binary' }),
        fc.constantFrom('..', '%', '%00', '-', '?', '&', '\n', '"', '{', '\u0000'),
      ),
    })
    .map(({ text, at, length, by }) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + by + text.slice(from + length);
    });
}

test('80,000 random and mutated addresses are read or refused by name, and none reaches past its device', () => {
  fc.assert(
    fc.property(fc.oneof(mutated(ADDRESSES), fc.string({ maxLength: 60, unit: 'binary' })), (text) => {
      try {
        const address = parseAddress(text);
        if (address.kind === 'serial' || address.kind === 'usb') assert.doesNotMatch(address.path, /\.\.|\0/);
        if (address.kind === 'cups') assert.doesNotMatch(address.queue, /^-|\0|\//);
      } catch (error) {
        assert.ok(error instanceof Fault && error.code === 'device.address-invalid', String(error));
      }
    }),
    { numRuns: 80_000 },
  );
});

test('40,000 random and mutated recordings are read or said to be none', () => {
  fc.assert(
    fc.property(fc.oneof(mutated([RECORDING]), fc.string({ maxLength: 100, unit: 'binary' })), (text) => {
      const parsed = parseRecording(text);
      if (parsed.kind === 'unreadable') {
        assert.ok(parsed.line >= 1);
        return;
      }
      const written = writeRecording(parsed);
      const again = parseRecording(written);
      assert.ok(again.kind === 'recording' && writeRecording(again) === written);
    }),
    { numRuns: 40_000 },
  );
});
