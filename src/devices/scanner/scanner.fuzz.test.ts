/**
 * 250,000 hostile inputs for what makes codes of bytes: noise and codes that were damaged, cut anywhere, in any order. No
 * throw, nothing but whole text, never more held than the longest code, and the good code after the noise always arrives.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAimIdentifier, splitAim } from './aim.ts';
import { HidPosDecoder } from './hid-pos/hid-pos.codec.ts';
import { LineDecoder } from './line.codec.ts';
import { CODE_BYTES_MAX, type Read, type ReadDecoder } from './read.ts';

const LINES = 100_000;
const REPORT_RUNS = 100_000;
const TEXTS = 50_000;

const CODES = ['3017620422003', ']E096385074', ']C10103017620422003\u001d10AB', 'TK-2-000137', 'é€𝄞', '0'.repeat(60)];
/** Honeywell, Zebra, Newland, somebody. */
const VENDORS = [0x0c2e, 0x05e0, 0x1eab, 0x1234];

type Roll = (below: number) => number;

/** Mulberry32: the same hostility in each run. */
function dice(seed: number): Roll {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function noise(roll: Roll, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => (roll(4) === 0 ? roll(0x20) : roll(0x100)));
}

function damaged(roll: Roll, bytes: Uint8Array): Uint8Array {
  const result = Uint8Array.from(bytes);
  for (let count = roll(4); count > 0 && result.length > 0; count--) result[roll(result.length)] = roll(0x100);
  return roll(8) === 0 ? result.subarray(0, roll(result.length + 1)) : result;
}

const CODE_BYTES = CODES.map((code) => new TextEncoder().encode(code));
const codeBytes = (roll: Roll): Uint8Array => CODE_BYTES[roll(CODE_BYTES.length)] ?? Uint8Array.of();

function cut(roll: Roll, bytes: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = 1 + roll(roll(3) === 0 ? 300 : 12);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

function feed(decoder: ReadDecoder, pieces: readonly Uint8Array[]): readonly Read[] {
  const reads = pieces.flatMap((piece) => [...decoder.push(piece)]);
  for (const { text, symbology } of reads) {
    assert.ok(text.length > 0 && text.length <= CODE_BYTES_MAX);
    assert.ok(symbology === undefined || isAimIdentifier(symbology));
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      assert.ok((unit >= 0x20 && unit !== 0x7f) || unit === 0x1d, `control character ${unit}`);
    }
  }
  return reads;
}

test('100,000 hostile lines: however they are cut the codes are the same, and the good code after them is whole', () => {
  const roll = dice(20_261_122);
  let reads = 0;
  for (let round = 0; round < LINES; round++) {
    const parts: Uint8Array[] = [];
    for (let count = roll(4); count > 0; count--) {
      parts.push(roll(3) === 0 ? noise(roll, roll(40)) : damaged(roll, codeBytes(roll)));
      if (roll(2) === 0) parts.push(Uint8Array.of([0x0d, 0x0a, 0x09, 0x03, 0x02][roll(5)] ?? 0x0d));
    }
    if (roll(500) === 0) parts.push(new Uint8Array(3_000).fill(0x39));
    const bytes = Buffer.concat([...parts, Buffer.from('\r3017620422003\r')]);
    const [whole, pieces] = [new LineDecoder(), new LineDecoder()];
    const [once, again] = [feed(whole, [bytes]), feed(pieces, cut(roll, bytes))];
    assert.equal(JSON.stringify(again), JSON.stringify(once));
    assert.equal(once.at(-1)?.text, '3017620422003');
    assert.equal(pieces.pending, false);
    reads += once.length;
  }
  assert.ok(reads > LINES * 1.5, 'the fuzz met codes');
});

/** Reports of one code in the manner of `vendorId`, as the tables of the makers say; apart from the codec. */
function reportsOf(code: Uint8Array, vendorId: number): Uint8Array[] {
  const dataAt = vendorId === 0x05e0 ? 6 : vendorId === 0x1eab ? 2 : 5;
  const reports: Uint8Array[] = [];
  for (let at = 0; at < code.length; at += 56) {
    const piece = code.subarray(at, at + 56);
    const report = new Uint8Array(64);
    report.set([2, piece.length]);
    if (dataAt > 2) report.set([0x5d, 0x45, 0x30], dataAt - 3);
    report.set(piece, dataAt);
    report[63] = at + 56 < code.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

function shuffled<T>(roll: Roll, items: readonly T[]): readonly T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = roll(at + 1);
    const [a, b] = [result[at], result[other]];
    if (a !== undefined && b !== undefined) [result[at], result[other]] = [b, a];
  }
  return result;
}

test('100,000 hostile runs of reports, damaged, lost and in any order: the good code after a silence is whole', () => {
  const roll = dice(8_140_002);
  const good = new TextEncoder().encode('3017620422003'.repeat(6));
  let reads = 0;
  for (let round = 0; round < REPORT_RUNS; round++) {
    const vendorId = VENDORS[roll(VENDORS.length)] ?? 0;
    const decoder = new HidPosDecoder({ vendorId });
    const reports = Array.from({ length: roll(3) }, () => reportsOf(codeBytes(roll), vendorId)).flat();
    if (roll(400) === 0) reports.push(...reportsOf(new Uint8Array(4_000).fill(0x39), vendorId));
    const heard = reports.filter(() => roll(5) !== 0).map((report) => (roll(2) === 0 ? damaged(roll, report) : report));
    const extra = Array.from({ length: roll(3) }, () => Uint8Array.of(2, roll(80), ...noise(roll, 50 + roll(20))));
    reads += feed(decoder, roll(2) === 0 ? [...heard, ...extra] : shuffled(roll, [...heard, ...extra])).length;
    assert.equal(decoder.silence().length, 0);
    assert.equal(decoder.pending, false);
    const after = feed(decoder, reportsOf(good, vendorId));
    assert.equal(after.length, 1);
    assert.equal(after[0]?.text, '3017620422003'.repeat(6));
  }
  assert.ok(reads > REPORT_RUNS / 4, 'the fuzz met codes');
});

test('50,000 texts: an AIM identifier and what follows it are the text again, and an identifier has three characters', () => {
  const roll = dice(15_424);
  let split = 0;
  for (let round = 0; round < TEXTS; round++) {
    const text = Array.from({ length: roll(12) }, (_, at) =>
      at === 0 && roll(2) === 0 ? ']' : String.fromCharCode(roll(4) === 0 ? roll(0x10000) : 0x20 + roll(0x5f)),
    ).join('');
    const read = splitAim(text);
    assert.equal((read.symbology ?? '') + read.text, text);
    if (read.symbology === undefined) continue;
    split++;
    assert.equal(read.symbology.length, 3);
    assert.notEqual(read.text, '');
  }
  assert.ok(split > 1_000);
});
