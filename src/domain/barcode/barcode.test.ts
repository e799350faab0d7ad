/**
 * The parser of scans under fire: 120,000 generated texts, among them valid codes with one or more characters
 * changed. It never throws, never returns a GTIN without a valid check digit, and never another product than the
 * digits say.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  canonicalGtin,
  checkDigit,
  CODE_CHARACTERS_MAX,
  expandUpcE,
  hasValidCheckDigit,
  readCode,
  RECEIPT_CODE_PREFIX,
} from './barcode.ts';

const gtin = (gtin14: string) => ({ kind: 'gtin', gtin14 });
const unreadable = (why: string) => ({ kind: 'unreadable', why });

test('check digits are those printed on real products', () => {
  for (const code of ['3017620422003', '5449000000996', '96385074', '036000291452', '10614141000415', '9782070612758'])
    assert.ok(hasValidCheckDigit(code), code);
  for (const code of ['3017620422004', '96385075', '7', '']) assert.equal(hasValidCheckDigit(code), false, code);
});

test('UPC-E is expanded where its last digit says', () => {
  const pairs = {
    '01234505': '012000003455',
    '01234514': '012100003454',
    '01234523': '012200003453',
    '01234531': '012300000451',
    '01234543': '012340000053',
    '04252614': '042100005264',
    '01234565': '012345000065',
    '01234596': '012345000096',
  };
  for (const [short, long] of Object.entries(pairs)) {
    assert.equal(expandUpcE(short), long);
    assert.ok(hasValidCheckDigit(long), long);
    assert.deepEqual(readCode(short), gtin(`00${long}`));
  }
  assert.equal(expandUpcE('21234565'), undefined);
});

test('every length of product code is one and the same fourteen digits', () => {
  assert.deepEqual(readCode('3017620422003'), gtin('03017620422003'));
  assert.deepEqual(readCode('03017620422003'), gtin('03017620422003'));
  assert.deepEqual(readCode('036000291452'), gtin('00036000291452'));
  assert.deepEqual(readCode('0036000291452'), gtin('00036000291452'));
  assert.deepEqual(readCode('96385074'), gtin('00000096385074'));
});

test('terminators, AIM identifiers, printed groups and eastern digits change nothing', () => {
  for (const text of [
    '3017620422003\r\n',
    '\t3017620422003',
    ']E03017620422003\r',
    '3 017620 422003',
    '3-017620-422003',
    '٣٠١٧٦٢٠٤٢٢٠٠٣',
  ]) {
    assert.deepEqual(readCode(text), gtin('03017620422003'), text);
  }
  assert.deepEqual(readCode(']E496385074'), gtin('00000096385074'));
});

test('what the scanner says about the bars decides between codes of eight digits', () => {
  assert.deepEqual(readCode('04252614', { symbology: 'upc-e' }), gtin('00042100005264'));
  assert.deepEqual(readCode('425261', { symbology: 'UPC_E' }), gtin('00042100005264'));
  assert.deepEqual(readCode('0425261', { symbology: 'upce' }), gtin('00042100005264'));
  assert.deepEqual(readCode('04252614', { symbology: 'EAN-8' }), unreadable('check-digit'));
  assert.deepEqual(readCode('96385074', { symbology: 'upc-e' }), unreadable('length'));
});

test('numbers typed by the cashier are price look-up numbers', () => {
  assert.deepEqual(readCode('4011'), { kind: 'plu', plu: '4011' });
  assert.deepEqual(readCode('007'), { kind: 'plu', plu: '007' });
  assert.deepEqual(readCode('40 11'), unreadable('not-a-code'));
});

test('the code of a receipt is a receipt', () => {
  assert.deepEqual(readCode(`${RECEIPT_CODE_PREFIX}2-000137`), { kind: 'receipt', ticketNumber: '2-000137' });
});

test('each way of being unreadable has its name', () => {
  assert.deepEqual(readCode(''), unreadable('empty'));
  assert.deepEqual(readCode(' \r\n'), unreadable('empty'));
  assert.deepEqual(readCode('3017620422004'), unreadable('check-digit'));
  assert.deepEqual(readCode('00000000'), unreadable('check-digit'));
  assert.deepEqual(readCode('30176204220'), unreadable('length'));
  assert.deepEqual(readCode('1'.repeat(500)), unreadable('length'));
  assert.deepEqual(readCode('1'.repeat(CODE_CHARACTERS_MAX + 1)), unreadable('too-long'));
  assert.deepEqual(readCode('30176\u000120422003'), unreadable('control-characters'));
  assert.deepEqual(readCode(`]C10031234567890123456${checkDigit('31234567890123456')}`), unreadable('gs1-no-product'));
  assert.deepEqual(readCode(']C1010301762042200317261332'), unreadable('gs1-value'));
  assert.deepEqual(readCode('0103017620422004'), unreadable('check-digit'));
  assert.deepEqual(readCode('https://example.org/products/03017620422003'), unreadable('not-a-code'));
  assert.deepEqual(readCode('à&é"\'(-è_ç'), unreadable('not-a-code'));
});

/** The fourteen digits that `text` says by the rules of GS1, worked out apart from the parser; undefined for none. */
function productsOf(text: string): readonly string[] {
  const digits = text.replace(/^\s*(\][A-Za-z][0-9A-Za-z])?/, '').replace(/\D/g, '');
  const after01 = /^0[12](\d{14})/.exec(digits)?.[1] ?? '';
  return [canonicalGtin(digits), canonicalGtin(expandUpcE(digits) ?? ''), canonicalGtin(after01)].filter(
    (code) => code !== undefined,
  );
}

const digitsOf = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const withCheck = (length: number) => digitsOf(length - 1).map((body) => body + checkDigit(body));
const valid = fc.oneof(withCheck(8), withCheck(12), withCheck(13), withCheck(14));
const mutated = fc
  .tuple(
    valid,
    fc.array(fc.tuple(fc.nat(13), fc.constantFrom(...'0123456789A \u0000\u001d-')), { minLength: 1, maxLength: 3 }),
  )
  .map(([code, changes]) =>
    changes.reduce((text, [at, character]) => text.slice(0, at) + character + text.slice(at + 1), code),
  );
const dressed = fc
  .tuple(
    fc.constantFrom('', ']E0', ']E4', ']C1', ' ', '\u0002'),
    fc.oneof(valid, mutated),
    fc.constantFrom('', '\r', '\r\n', '\t', '\u0003'),
  )
  .map((parts) => parts.join(''));
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.stringMatching(/^[0-9]{0,20}$/),
  fc.nat(600).map((length) => '7'.repeat(length)),
);

test('120,000 hostile texts: never a throw, never a code that fails its check, never another product', () => {
  let codes = 0;
  const check = (text: string): void => {
    const reading = readCode(text);
    if (reading.kind === 'gtin') {
      codes += 1;
      assert.match(reading.gtin14, /^\d{14}$/);
      assert.ok(hasValidCheckDigit(reading.gtin14));
      assert.ok(productsOf(text).includes(reading.gtin14), JSON.stringify(text));
    }
    if (reading.kind === 'trade-item') assert.ok(productsOf(text).includes(reading.item.gtin14), JSON.stringify(text));
    if (reading.kind === 'plu') assert.match(reading.plu, /^\d{1,6}$/);
  };
  fc.assert(fc.property(fc.oneof(valid, mutated, dressed), check), { numRuns: 70_000 });
  assert.ok(codes > 20_000, 'the fuzz met real codes');
  fc.assert(fc.property(anything, check), { numRuns: 50_000 });
});

test('one wrong digit in a product code is always noticed', () => {
  fc.assert(
    fc.property(withCheck(13), fc.nat(12), fc.integer({ min: 1, max: 9 }), (code, at, shift) => {
      const wrong = String((Number(code[at]) + shift) % 10);
      assert.deepEqual(readCode(code.slice(0, at) + wrong + code.slice(at + 1)), unreadable('check-digit'));
    }),
    { numRuns: 2000 },
  );
});
