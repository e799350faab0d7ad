/**
 * The journal's format, by two implementations that share no code: the till's own verifier and tools/journal-check.mjs.
 * They agree on ten golden vectors, and on every mutation of a whole chain.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';

import { ChainVerifier, parseRow, toBase64Url, genesisPublicKey, type Payload } from '#domain/journal/journal.ts';
import { journalCrypto } from '#node/journal-crypto.ts';
// @ts-expect-error -- the second implementation is plain JavaScript without types, and stays so.
import { checkChain } from '../tools/journal-check.mjs';

interface Vector {
  readonly promise: string;
  readonly public_key: string;
  readonly bad: { readonly seq: number; readonly reason: string } | null;
  readonly rows: readonly string[];
}

type Verdict = { readonly rows: number } | { readonly seq: number; readonly why: string };

const FOLDER = fileURLToPath(new URL('./fixtures/journal', import.meta.url));
const VECTORS = readdirSync(FOLDER)
  .filter((name) => name.startsWith('golden-'))
  .map((name) => ({ name, vector: JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Vector }));

const secondOpinion = checkChain as (lines: readonly string[]) => Verdict;

function firstOpinion(lines: readonly string[]): Verdict {
  const verifier = new ChainVerifier(journalCrypto);
  for (const line of lines) {
    const row = parseRow(line);
    const flaw = 'reason' in row ? verifier.refuse(row.reason) : verifier.push(row);
    if (flaw !== undefined) return { seq: flaw.seq, why: flaw.reason };
  }
  return { rows: lines.length };
}

function badSeq(verdict: Verdict): number | null {
  return 'seq' in verdict ? verdict.seq : null;
}

describe('the golden vectors of the journal', () => {
  test('are ten', () => assert.equal(VECTORS.length, 10));

  for (const { name, vector } of VECTORS) {
    test(`${name}: ${vector.promise}, say both implementations`, () => {
      assert.equal(badSeq(firstOpinion(vector.rows)), vector.bad?.seq ?? null);
      assert.equal(badSeq(secondOpinion(vector.rows)), vector.bad?.seq ?? null);
      const genesis = JSON.parse(vector.rows[0] ?? '{}') as { readonly payload: Payload };
      assert.equal(toBase64Url(genesisPublicKey(genesis.payload) ?? new Uint8Array()), vector.public_key);
    });
  }
});

describe('both implementations of the journal', () => {
  const lines = VECTORS.find(({ name }) => name.includes('families'))?.vector.rows ?? [];

  test('find a changed character in the row where it was changed', () => {
    const place = fc.nat({ max: lines.length - 1 }).chain((row) =>
      fc.record({
        row: fc.constant(row),
        at: fc.nat({ max: (lines[row]?.length ?? 1) - 1 }),
        flip: fc.integer({ min: 1, max: 127 }),
      }),
    );
    fc.assert(
      fc.property(place, ({ row, at, flip }) => {
        const line = lines[row] ?? '';
        const changed = String.fromCharCode(line.charCodeAt(at) ^ flip);
        const mutated = lines.with(row, line.slice(0, at) + changed + line.slice(at + 1));
        assert.equal(badSeq(firstOpinion(mutated)), row + 1);
        assert.equal(badSeq(secondOpinion(mutated)), row + 1);
      }),
      { numRuns: 150 },
    );
  });

  test('agree on rows removed, doubled and swapped', () => {
    const index = fc.nat({ max: lines.length - 2 });
    fc.assert(
      fc.property(index, index, fc.constantFrom('remove', 'double', 'swap'), (left, right, how) => {
        const mutated = mutate(how, left, right);
        const verdict = badSeq(firstOpinion(mutated));
        assert.equal(verdict, badSeq(secondOpinion(mutated)));
        if (how !== 'swap' || left !== right) assert.notEqual(verdict, null);
      }),
      { numRuns: 60 },
    );
  });

  function mutate(how: string, left: number, right: number): readonly string[] {
    if (how === 'remove') return lines.toSpliced(left, 1);
    if (how === 'double') return lines.toSpliced(left, 0, lines[left] ?? '');
    return lines.with(left, lines[right] ?? '').with(right, lines[left] ?? '');
  }
});
