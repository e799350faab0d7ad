import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Read } from '../read.ts';
import { HidPosDecoder } from './hid-pos.codec.ts';

const HONEYWELL = 0x0c2e;
const ZEBRA = 0x05e0;
const NEWLAND = 0x1eab;
const LOREM =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna.';

/** A report by the table of Hand Held Products' USB guide, p. 1-11; written out here, apart from the codec. */
function honeywell(
  text: string,
  options: { readonly aim?: string; readonly more?: boolean; readonly id?: string } = {},
): Buffer {
  const report = Buffer.alloc(64);
  report[0] = 2;
  report[1] = Buffer.byteLength(text, 'latin1');
  report.write(options.aim ?? ']E0', 2, 'latin1');
  report.write(text, 5, 'latin1');
  report.write(options.id ?? '\u0000', 61, 'latin1');
  report[63] = options.more === true ? 1 : 0;
  return report;
}

function inPieces(text: string, aim: string): readonly Buffer[] {
  const pieces = text.match(/[^]{1,56}/g) ?? [];
  return pieces.map((piece, index) => honeywell(piece, { aim, more: index < pieces.length - 1 }));
}

function reads(reports: readonly Uint8Array[], vendorId?: number): readonly Read[] {
  const decoder = new HidPosDecoder(vendorId === undefined ? {} : { vendorId });
  return reports.flatMap((report) => [...decoder.push(report)]);
}

const filled = (start: string, end: string): Buffer => {
  const report = Buffer.alloc(64);
  Buffer.from(start.replaceAll(' ', ''), 'hex').copy(report);
  const tail = Buffer.from(end.replaceAll(' ', ''), 'hex');
  tail.copy(report, 64 - tail.length);
  return report;
};

test('the same UPC-A in the reports of a Honeywell, a Zebra and a Newland is one code', () => {
  const digits = Buffer.from('306030209223').toString('hex');
  assert.deepEqual(reads([filled(`02 0c 5d4530 ${digits}`, '63 41 00')], HONEYWELL), [
    { text: '306030209223', symbology: ']E0' },
  ]);
  assert.deepEqual(reads([filled(`02 0c 00 5d5867 ${digits}`, '63 00')], ZEBRA), [
    { text: '306030209223', symbology: ']E0' },
  ]);
  assert.deepEqual(reads([filled(`02 0c ${digits}`, '00 00')], NEWLAND), [{ text: '306030209223' }]);
  assert.deepEqual(reads([filled(`02 0f 5d4530 ${digits}`, '00 00')], NEWLAND), [
    { text: '306030209223', symbology: ']E0' },
  ]);
});

test('a maker that nobody knows is understood by how its report looks', () => {
  const digits = Buffer.from('96385074').toString('hex');
  assert.deepEqual(reads([filled(`02 08 5d4534 ${digits}`, '00')]), [{ text: '96385074', symbology: ']E4' }]);
  assert.deepEqual(reads([filled(`02 08 00 5d4534 ${digits}`, '00')]), [{ text: '96385074', symbology: ']E4' }]);
  assert.deepEqual(reads([filled(`02 08 ${digits}`, '00')]), [{ text: '96385074' }]);
  assert.deepEqual(reads([filled(`02 08 000000 ${digits}`, '00')]), [{ text: '96385074' }]);
});

test("where the scanner leaves the AIM identifier blank, Honeywell's own letter says the symbology", () => {
  for (const [id, symbology] of [
    ['d', ']E0'],
    ['D', ']E4'],
    ['I', ']C1'],
  ] as const) {
    const report = honeywell('96385074', { aim: '\0\0\0', id });
    assert.deepEqual(reads([report], HONEYWELL), [{ text: '96385074', symbology }]);
  }
  assert.deepEqual(reads([honeywell('96385074', { aim: '\0\0\0', id: '?' })], HONEYWELL), [{ text: '96385074' }]);
});

test('no. 15: a code of more than 56 characters comes in several reports and is one read', () => {
  assert.deepEqual(reads(inPieces(LOREM, ']Q1'), HONEYWELL), [{ text: LOREM, symbology: ']Q1' }]);
  const exactlyTwo = LOREM.slice(0, 112);
  assert.deepEqual(reads(inPieces(exactlyTwo, ']Q1'), HONEYWELL), [{ text: exactlyTwo, symbology: ']Q1' }]);
});

test('a scanner that says the symbology in the first report only is understood as well', () => {
  for (const gap of [0, 1]) {
    const first = Buffer.alloc(64);
    first[0] = 2;
    first[1] = 56;
    first.write(`${LOREM.slice(0, 56)}`, 5 + gap, 'latin1');
    first.write(']Q1', 2 + gap, 'latin1');
    first[63] = 1;
    const last = Buffer.alloc(64);
    last[0] = 2;
    last[1] = LOREM.length - 56 > 56 ? 56 : LOREM.length - 56;
    last.write(LOREM.slice(56, 112), 5 + gap, 'latin1');
    assert.deepEqual(reads([first, last]), [{ text: LOREM.slice(0, 112), symbology: ']Q1' }]);
  }
});

test('no. 15: when the last report of a code is lost, the half is dropped and the next code is whole', () => {
  const decoder = new HidPosDecoder({ vendorId: HONEYWELL });
  const [first, second] = inPieces(LOREM, ']Q1');
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual([...decoder.push(first), ...decoder.push(second)], []);
  assert.ok(decoder.pending);
  assert.deepEqual(decoder.silence(), []);
  assert.equal(decoder.pending, false);
  assert.deepEqual(decoder.push(honeywell('96385074', { aim: ']E4' })), [{ text: '96385074', symbology: ']E4' }]);
});

test('no. 15: a code of another symbology begins while one has not ended: the half is dropped at once', () => {
  const [first] = inPieces(LOREM, ']Q1');
  assert.ok(first !== undefined);
  assert.deepEqual(reads([first, honeywell('3017620422003')], HONEYWELL), [
    { text: '3017620422003', symbology: ']E0' },
  ]);
});

test('no. 15: a damaged report spoils its own code to the end, and no other', () => {
  const pieces = inPieces(LOREM, ']Q1');
  const damaged = Buffer.from(pieces[1] ?? Buffer.alloc(64));
  damaged[1] = 200;
  const reports = [pieces[0], damaged, pieces[2], honeywell('3017620422003')].filter((report) => report !== undefined);
  assert.deepEqual(reads(reports, HONEYWELL), [{ text: '3017620422003', symbology: ']E0' }]);
});

test('reports of other kinds, short ones and empty ones say nothing and cost nothing', () => {
  const other = Buffer.from(honeywell('999'));
  other[0] = 7;
  const code = honeywell('3017620422003');
  assert.deepEqual(reads([other, Buffer.alloc(0), code.subarray(0, 20), honeywell(''), code]), [
    { text: '3017620422003', symbology: ']E0' },
  ]);
});

test('two reports given in one go are two reports', () => {
  const both = Buffer.concat([honeywell('3017620422003'), honeywell('96385074', { aim: ']E4' })]);
  assert.deepEqual(reads([both]), [
    { text: '3017620422003', symbology: ']E0' },
    { text: '96385074', symbology: ']E4' },
  ]);
});

test('a suffix that the scanner is set to send is no part of the code, the separator of GS1 fields is', () => {
  const gs1 = '0103017620422003\u001d10AB\r\n';
  assert.deepEqual(reads([honeywell(gs1, { aim: ']C1' })]), [{ text: gs1.trimEnd(), symbology: ']C1' }]);
});

test('letters of two bytes arrive whole across two reports', () => {
  const text = Buffer.from(`${'A'.repeat(55)}é-€`, 'utf8').toString('latin1');
  assert.deepEqual(reads(inPieces(text, ']Q1')), [{ text: `${'A'.repeat(55)}é-€`, symbology: ']Q1' }]);
});

test('10,000 characters are cut, still too long to be any other code, and the next one is whole', () => {
  const all = reads([...inPieces('9'.repeat(10_000), ']Q1'), honeywell('3017620422003')]);
  assert.equal(all.length, 2);
  assert.ok((all[0]?.text.length ?? 0) > 512);
  assert.deepEqual(all[1], { text: '3017620422003', symbology: ']E0' });
});

test('whatever was said before, after a silence the next code is whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 60, maxLength: 70 }), { maxLength: 6 }), (junk) => {
      const decoder = new HidPosDecoder({ vendorId: HONEYWELL });
      for (const report of junk) {
        report[0] = 2;
        decoder.push(report);
      }
      decoder.silence();
      const heard = inPieces(LOREM, ']Q1').flatMap((report) => [...decoder.push(report)]);
      assert.deepEqual(heard, [{ text: LOREM, symbology: ']Q1' }]);
    }),
    { numRuns: 2_000 },
  );
});
