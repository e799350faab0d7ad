import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LineFrame } from '../wire.ts';
import { frameBytes, parseRecording, type Recording, writeRecording } from './recording.ts';

const FRAMES: readonly LineFrame[] = [
  { atMs: 1_795_330_000_000, direction: 'opened', hex: '' },
  { atMs: 1_795_330_000_010, direction: 'out', hex: '1b40' },
  { atMs: 1_795_330_000_020, direction: 'in', hex: '12' },
  { atMs: 1_795_330_000_030, direction: 'closed', hex: '' },
];
const RECORDING: Recording = {
  device: { kind: 'printer', address: 'tcp://10.0.0.8:9100', name: 'Ticket', profile: 'TM-T88V' },
  facts: { maker: 'EPSON', model: 'TM-T88V' },
  frames: FRAMES,
};

test('a recording is lines of JSON, the device first, and reads back as it was', () => {
  const text = writeRecording(RECORDING);
  assert.deepEqual(text.split('\n').slice(0, 3), [
    '{"comptoirRecording":1,"device":{"kind":"printer","address":"tcp://10.0.0.8:9100","name":"Ticket","profile":"TM-T88V"},' +
      '"facts":{"maker":"EPSON","model":"TM-T88V"}}',
    '{"at_ms":1795330000000,"direction":"opened","hex":""}',
    '{"at_ms":1795330000010,"direction":"out","hex":"1b40"}',
  ]);
  assert.deepEqual(parseRecording(text), { kind: 'recording', ...RECORDING });
  assert.deepEqual(parseRecording(`\uFEFF${text.replaceAll('\n', '\r\n')}`), { kind: 'recording', ...RECORDING });
});

test("a logo is no part of a recording, and a newer version's settings are left out", () => {
  const device = {
    kind: 'printer',
    address: 'usb:///dev/usb/lp0',
    drawer: true,
    logoPng: 'AAAA',
    columns: 42,
  } as const;
  assert.doesNotMatch(writeRecording({ device, frames: [] }), /AAAA/);
  const newer = '{"comptoirRecording":1,"device":{"kind":"display","address":"x","dialect":"aedex","columns":20}}';
  assert.deepEqual(parseRecording(newer), {
    kind: 'recording',
    device: { kind: 'display', address: 'x', columns: 20 },
    frames: [],
  });
});

test('what is no recording is said to be none, with the line where it ends to be one', () => {
  const header = writeRecording({ ...RECORDING, frames: [] });
  for (const [text, line] of [
    ['', 1],
    ['{}', 1],
    ['[1]', 1],
    ['{"comptoirRecording":2,"device":{"kind":"printer","address":"x"}}', 1],
    ['{"comptoirRecording":1,"device":{"kind":"kettle","address":"x"}}', 1],
    [`${header}{"at_ms":1,"direction":"out","hex":"1"}`, 2],
    [`${header}{"at_ms":1,"direction":"up","hex":"11"}`, 2],
    [`${header}{"at_ms":1.5,"direction":"in","hex":"11"}`, 2],
    [`${header}\n{"at_ms":1,"direction":"in","hex":"11"}`, 2],
    [`${header}{"at_ms":1,"direction":"in","hex":"11"}\nx`, 3],
  ] as const) {
    const parsed = parseRecording(text);
    assert.equal(parsed.kind, 'unreadable', text);
    assert.equal(parsed.kind === 'unreadable' ? parsed.line : 0, line, text);
  }
});

test('any traffic is written and read back byte for byte', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (pieces) => {
      const frames = pieces.map((bytes): LineFrame => ({
        atMs: 5,
        direction: 'in',
        hex: Buffer.from(bytes).toString('hex'),
      }));
      const parsed = parseRecording(writeRecording({ ...RECORDING, frames }));
      assert.ok(parsed.kind === 'recording');
      assert.deepEqual(
        parsed.frames.map((frame) => [...frameBytes(frame)]),
        pieces.map((bytes) => [...bytes]),
      );
    }),
  );
});
