import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Bug } from '#base/assert.ts';
import { journalCrypto, journalSigner } from '#node/journal-crypto.ts';
import { atText, wallMsOf } from './at.ts';
import { fromBase64Url, fromHex, toBase64Url, toHex } from './bytes.ts';
import { headAfter, sealRow, type ChainHead } from './chain.ts';
import type { NewEntry } from './entry.ts';
import { genesisContinues, genesisEntry } from './genesis.ts';
import { bodyText, entryOf, parseRow, rowOf, rowText, type Row } from './row.ts';
import { isLow, lowered, signedMessage } from './signature.ts';
import { ChainVerifier } from './verify-chain.ts';

const signer = journalSigner(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);
const identity = { chainId: 'chain-1', tillId: 'till-1', taxpayerId: 'taxpayer-1' };
const genesis = genesisEntry('entry-1', {
  publicKey: signer.publicKey,
  chainOrdinal: 1,
  shop: { name: 'Épicerie', addressLines: [], countryCode: 'FR', registrationId: 'r', vatId: 'v', currencyCode: 'EUR' },
  software: { version: '0.1.0', hash: 'ab', fiscalModuleHash: 'cd' },
});

function seal(head: ChainHead | undefined, entry: NewEntry): Row {
  return sealRow({ identity, head, entry, at: atText(1_790_000_000_000), signer, crypto: journalCrypto });
}

function chainOf(...entries: readonly NewEntry[]): readonly Row[] {
  const rows: Row[] = [];
  let head: ChainHead | undefined;
  for (const entry of [genesis, ...entries]) {
    const row = seal(head, entry);
    head = headAfter(head, row);
    rows.push(row);
  }
  return rows;
}

function event(family: NewEntry['family'], payload: NewEntry['payload'] = {}): NewEntry {
  return { entryId: 'entry', family, kind: 'something-happened', payload };
}

describe('bytes as text', () => {
  test('come back as they were, and have one spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        assert.deepEqual(fromHex(toHex(bytes)), bytes);
        assert.deepEqual(fromBase64Url(toBase64Url(bytes)), bytes);
        assert.equal(toHex(bytes), Buffer.from(bytes).toString('hex'));
        assert.equal(toBase64Url(bytes), Buffer.from(bytes).toString('base64url'));
      }),
    );
    for (const text of ['A', 'AB', 'AAA=', 'A+A', 'AA A', 'AAAAA']) assert.equal(fromBase64Url(text), undefined, text);
    for (const text of ['a', 'AB', '0x', 'zz']) assert.equal(fromHex(text), undefined, text);
  });
});

describe('the time of a row', () => {
  test('is the one that the platform writes, for every instant of four-digit years', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (wallMs) => {
        assert.equal(atText(wallMs), new Date(wallMs).toISOString());
        assert.equal(wallMsOf(atText(wallMs)), wallMs);
      }),
    );
    for (const at of ['2000-02-29T00:00:00.000Z', '2100-03-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z']) {
      assert.equal(atText(Date.parse(at)), at);
    }
  });

  test('is nothing but that form', () => {
    const wrong = [
      '2026-02-29T00:00:00.000Z',
      '2026-13-01T00:00:00.000Z',
      '2026-01-01T24:00:00.000Z',
      '2026-01-01T00:60:00.000Z',
    ];
    for (const at of [...wrong, '2026-01-01T00:00:00Z', '2026-01-01', 'yesterday', '1969-12-31T23:59:59.999Z']) {
      assert.equal(wallMsOf(at), undefined, at);
    }
  });
});

describe('a signature', () => {
  test('is always the low one, verifies, and its high twin is refused', () => {
    for (let count = 0; count < 40; count++) {
      const hash = journalCrypto.sha256(Uint8Array.of(count));
      const signature = lowered(signer.sign(signedMessage(hash)));
      assert.equal(signature.length, 64);
      assert.equal(isLow(signature), true);
      assert.equal(journalCrypto.verify(signer.publicKey, signedMessage(hash), signature), true);
      assert.equal(journalCrypto.verify(signer.publicKey, hash, signature), false);
      assert.deepEqual(lowered(signature), signature);
    }
  });

  test('of nonsense, or by nonsense for a key, is false and no exception', () => {
    const message = signedMessage(new Uint8Array(32));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.uint8Array({ maxLength: 100 }),
        (signature, key) => {
          assert.equal(journalCrypto.verify(signer.publicKey, message, signature), false);
          assert.equal(journalCrypto.verify(key, message, signature), false);
        },
      ),
    );
    assert.equal(journalCrypto.verify(signer.publicKey, message, new Uint8Array(64)), false);
  });
});

describe('a chain', () => {
  test('numbers its rows and each family without a gap', () => {
    const rows = chainOf(event('T'), event('P'), event('P'), event('T'), event('M'), event('M'));
    const names = rows.map(({ seq, family, family_seq }) => `${seq}${family}${family_seq}`);
    assert.deepEqual(names, ['1L1', '2T1', '3P1', '4P2', '5T2', '6M1', '7M2']);
  });

  test('carries the previous signature of the family in fiscal families only, and not in their first row', () => {
    const [, t1, p1, t2, m1, m2] = chainOf(event('T'), event('P'), event('T'), event('M'), event('M')).map(entryOf);
    assert.equal(t1?.payload['previous_signature'], undefined);
    assert.equal(p1?.payload['previous_signature'], undefined);
    assert.equal(t2?.payload['previous_signature'], t1?.signature);
    assert.equal(m1?.payload['previous_signature'], undefined);
    assert.equal(m2?.payload['previous_signature'], undefined);
    assert.throws(() => seal(undefined, event('T', { previous_signature: 'mine' })), Bug);
  });

  test('takes no fraction, no text that is not NFC and no lone surrogate', () => {
    for (const value of [0.5, Number.NaN, 2 ** 53, 'e\u0301', '\ud800']) {
      assert.throws(() => seal(undefined, event('T', { value })), Bug);
    }
  });

  test('reads back from its lines, byte for byte', () => {
    for (const row of chainOf(
      event('T', { label: 'Œuf « à la coque »\n', list: [1, { b: null, a: true }] }),
      event('L'),
    )) {
      assert.deepEqual(parseRow(rowText(row)), row);
      assert.deepEqual(rowOf(entryOf(row)), row);
      const { hash: _hash, signature: _signature, ...body } = JSON.parse(rowText(row)) as Record<string, unknown>;
      assert.deepEqual(JSON.parse(bodyText(row)), body);
    }
  });

  test('has no line that is not exactly a row', () => {
    const line = rowText(chainOf()[0] ?? assert.fail());
    const wrong = [
      '',
      '[]',
      'null',
      '{}',
      `${line} `,
      line.replace('"v":1', '"v":1.0'),
      line.replace('"v":1', '"v":"1"'),
      line.replace('"v":1', '"extra":1,"v":1'),
      line.replace('"seq":1,', ''),
      line.replace('{"at"', '{ "at"'),
    ];
    for (const text of wrong) assert.ok('reason' in parseRow(text), text);
  });

  test('that is good stays good, and its first flaw is final', () => {
    const rows = chainOf(event('T'), event('P'), event('L'));
    const verifier = new ChainVerifier(journalCrypto);
    for (const row of rows) assert.equal(verifier.push(row), undefined);
    assert.equal(verifier.head?.seq, 4);
    assert.equal(verifier.ordinal, 1);
    assert.equal(verifier.push(rows[3] ?? assert.fail())?.reason, 'sequence');
    assert.equal(verifier.flaw?.seq, 5);
    assert.equal(verifier.refuse('something else').reason, 'sequence');
  });

  test('begins with its genesis and has one', () => {
    const first = seal(undefined, event('T'));
    assert.equal(new ChainVerifier(journalCrypto).push(first)?.reason, 'genesis');
    const verifier = new ChainVerifier(journalCrypto);
    const rows = chainOf({ ...genesis, entryId: 'again' });
    assert.deepEqual(
      rows.map((row) => verifier.push(row)?.reason),
      [undefined, 'genesis'],
    );
  });

  test('that goes on after a restore names the head and the totals of the one before', () => {
    const perpetual = { netMinor: 100, absoluteMinor: 300, ticketCount: 2 };
    const lastKnown = { seq: 9, hash: 'f'.repeat(64) };
    const entry = genesisEntry('entry', {
      publicKey: signer.publicKey,
      chainOrdinal: 2,
      shop: {
        name: 'n',
        addressLines: [],
        countryCode: 'FR',
        registrationId: 'r',
        vatId: 'v',
        activityCode: '4711B',
        currencyCode: 'EUR',
      },
      software: { version: '0.1.0', hash: 'ab', fiscalModuleHash: 'cd' },
      continues: { chainId: 'chain-1', chainOrdinal: 1, seq: 7, hash: 'e'.repeat(64), perpetual, lastKnown },
    });
    const row = seal(undefined, entry);
    assert.equal(new ChainVerifier(journalCrypto).push(row), undefined);
    assert.deepEqual(genesisContinues(entryOf(row).payload), { chainId: 'chain-1', seq: 7, hash: 'e'.repeat(64) });
    assert.equal((entryOf(row).payload['continues'] as Record<string, unknown>)['last_known_seq'], 9);
  });
});
