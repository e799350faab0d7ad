/**
 * GS1 element strings by GS1's own dictionary: one list whatever the guise, values and companions tested, nothing guessed
 * where separators were lost. Examples with a source are those of the GS1 General Specifications or of GS1's syntax tests.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkDigit, readCode } from '../barcode.ts';
import { readDigitalLink } from './digital-link.ts';
import { allIdentifiers, identifierOf, linterNames } from './dictionary.ts';
import {
  elementString,
  type Gs1Element,
  GS,
  printedElements,
  readElements,
  readPrinted,
  verified,
} from './elements.ts';
import { isLinter, passes, UNTESTED_LINTERS } from './linters.ts';
import { exactly, gs1Day, rounded } from './trade-item.ts';

const GTIN = '03017620422003';
/** A lot between GTIN and date: without its separator the date could belong to the lot. */
const LIST: readonly Gs1Element[] = [
  { ai: '01', value: GTIN },
  { ai: '3103', value: '001500' },
  { ai: '10', value: 'ABC' },
  { ai: '17', value: '261231' },
];
const BODY = `01${GTIN}310300150010ABC${GS}17261231`;
const item = readCode(`(01)${GTIN}(3103)001500(10)ABC(17)261231`);
const unreadable = (why: string) => ({ kind: 'unreadable', why });

test('no. 14: in six guises of FNC1 the same list comes out, and without separators nothing is guessed', () => {
  assert.deepEqual(readElements(BODY, 'doubtful'), { kind: 'elements', elements: LIST });
  assert.equal(elementString(LIST), BODY);
  assert.ok(item.kind === 'trade-item');
  assert.deepEqual(item.item, {
    gtin14: GTIN,
    text: `(01)${GTIN}(3103)001500(10)ABC(17)261231`,
    measure: { digits: '001500', decimals: 3, unit: 'kg' },
    lot: 'ABC',
    useBy: '261231',
  });
  const guises = {
    'the AIM prefix of GS1-128': `]C1${BODY}`,
    'a leading separator': `${GS}${BODY}`,
    nothing: BODY,
    'the printed line': `(01)${GTIN}(3103)001500(10)ABC(17)261231`,
    'the AIM prefix of GS1 DataMatrix': `]d2${BODY}`,
    'the AIM prefix of GS1 QR': `]Q3${BODY}\r\n`,
    'the AIM prefix of GS1 DataBar': `]e0${BODY}${GS}`,
    'a web address': `https://example.org/shop/01/${GTIN}/10/ABC?3103=001500&17=261231&linkType=all`,
  };
  for (const [guise, text] of Object.entries(guises)) {
    const reading = readCode(text);
    assert.ok(reading.kind === 'trade-item', guise);
    assert.deepEqual({ ...reading.item, text: '' }, { ...item.item, text: '' }, guise);
  }
  for (const symbology of [']C1', ']e0', ']d2', ']Q3', ']J1', 'GS1-128', 'gs1_databar'])
    assert.deepEqual(readCode(BODY, { symbology, separators: 'kept' }), item, symbology);
  const dropped = BODY.replaceAll(GS, '');
  assert.deepEqual(readCode(dropped), unreadable('gs1-separators'));
  assert.deepEqual(readCode(`]C1${dropped}`), unreadable('gs1-separators'), 'a prefix does not bring separators back');
});

test('a code that needs no separator is read the same from a keyboard, whatever it dropped', () => {
  const reading = readCode(`01${GTIN}31030015001726123110A`);
  assert.ok(reading.kind === 'trade-item' && reading.item.useBy === '261231' && reading.item.lot === 'A');
  assert.equal(readCode(`01${GTIN}15261231`).kind, 'trade-item');
});

test('a line that keeps separators is believed: what is behind the last identifier belongs to it', () => {
  const glued = `01${GTIN}10ABC17261231`;
  const reading = readCode(glued, { symbology: ']C1', separators: 'kept' });
  assert.ok(reading.kind === 'trade-item' && reading.item.lot === 'ABC17261231' && reading.item.useBy === undefined);
  assert.deepEqual(readCode(glued, { symbology: ']C1' }), unreadable('gs1-separators'));
});

test('each flaw of a GS1 code has its own word', () => {
  const cases: readonly (readonly [string, string])[] = [
    [`]C101${GTIN.slice(0, 13)}4`, 'check-digit'],
    [`]C101${GTIN}17261332`, 'gs1-value'],
    [`]C101${GTIN}10${'A'.repeat(21)}`, 'gs1-value'],
    [`]C101${GTIN}10A|B`, 'gs1-value'],
    [`]C101${GTIN}${GS}18123456`, 'gs1-identifier'],
    [`]C101${GTIN.slice(0, 9)}`, 'gs1-value'],
    [']C1', 'empty'],
    [GS, 'gs1-identifier'],
    // Companions of the dictionary: (37) counts what (02) names; (310n) is given once; (392n) needs a measure.
    [`]C101${GTIN}3712`, 'gs1-companions'],
    [`]C102${GTIN}`, 'gs1-companions'],
    [`]C101${GTIN}31030015003102000150`, 'gs1-companions'],
    [`]C101${GTIN}39220500`, 'gs1-companions'],
    [`]C101${GTIN}10A${GS}10B`, 'gs1-companions'],
    [`]C1414${'301234567890'}${checkDigit('301234567890')}`, 'gs1-no-product'],
    ['(01)12(', 'gs1-value'],
    ['(05)12', 'gs1-identifier'],
  ];
  for (const [text, why] of cases) assert.deepEqual(readCode(text), unreadable(why), text);
  assert.equal(readCode(`]C101${GTIN}10A${GS}10A`).kind, 'trade-item', 'the same twice is once');
});

test('weight, volume, price, count, serial and dates are those of their identifiers', () => {
  const read = (text: string) => {
    const reading = readCode(text);
    assert.ok(reading.kind === 'trade-item', text);
    return reading.item;
  };
  assert.deepEqual(read(`(01)${GTIN}(3152)000075`).measure, { digits: '000075', decimals: 2, unit: 'l' });
  assert.deepEqual(read(`(01)${GTIN}(3103)000195(3922)00425`).price, { digits: '00425', decimals: 2 });
  assert.deepEqual(read(`(01)${GTIN}(3103)000195(3932)97800425`).price, {
    digits: '00425',
    decimals: 2,
    currencyNumber: '978',
  });
  assert.equal(read(`(01)${GTIN}(30)12`).count, 12);
  assert.equal(read(`(00)${'3123456789012345'}6${checkDigit('31234567890123456')}(02)${GTIN}(37)24`).count, 24);
  assert.equal(read(`(01)${GTIN}(21)S-1`).serial, 'S-1');
  assert.equal(read(`(01)${GTIN}(15)261200`).bestBefore, '261200');
});

test('years are those of the sliding century, and day 00 is the last of its month', () => {
  assert.equal(gs1Day('261231', '2026-11-22'), '2026-12-31');
  assert.equal(gs1Day('270200', '2026-11-22'), '2027-02-28');
  assert.equal(gs1Day('280200', '2026-11-22'), '2028-02-29');
  // GS1 General Specifications §7.12: 51 to 99 ahead is the century before, 50 to 99 behind the one after.
  assert.equal(gs1Day('760101', '2026-11-22'), '2076-01-01');
  assert.equal(gs1Day('770101', '2026-11-22'), '1977-01-01');
  assert.equal(gs1Day('000101', '2051-06-01'), '2100-01-01');
  assert.equal(gs1Day('010101', '2051-06-01'), '2101-01-01');
  assert.equal(gs1Day('020101', '2051-06-01'), '2002-01-01');
  assert.equal(gs1Day('000229', '2051-06-01'), undefined, '2100 has no 29 February');
});

test('amounts are exact or none, measures are rounded to the thousandth', () => {
  assert.equal(exactly({ digits: '003975', decimals: 2 }, 2), 3975);
  assert.equal(exactly({ digits: '39', decimals: 0 }, 2), 3900);
  assert.equal(exactly({ digits: '39750', decimals: 3 }, 2), 3975);
  assert.equal(exactly({ digits: '39751', decimals: 3 }, 2), undefined);
  assert.equal(exactly({ digits: '9'.repeat(15), decimals: 0 }, 3), undefined);
  assert.equal(rounded({ digits: '000150', decimals: 3 }, 3), 150);
  assert.equal(rounded({ digits: '001505', decimals: 4 }, 3), 151);
  assert.equal(rounded({ digits: '000015', decimals: 1 }, 3), 1500);
});

test('a Digital Link is read wherever the page is, and other addresses are none', () => {
  const elements = (text: string) => {
    const reading = readDigitalLink(text);
    return reading?.kind === 'elements' ? printedElements(reading.elements) : (reading?.why ?? null);
  };
  // The example of GS1's Digital Link standard, and of its syntax dictionary for the order of qualifiers.
  assert.equal(elements('https://id.gs1.org/01/09520123456788'), '(01)09520123456788');
  assert.equal(
    elements('HTTPS://ID.GS1.ORG/01/09520123456788/10/ABC%2F1/21/12345?17=180426'),
    '(01)09520123456788(10)ABC/1(21)12345(17)180426',
  );
  assert.equal(elements('https://example.org/a/b/01/3017620422003/'), `(01)${GTIN}`);
  assert.equal(elements('https://id.gs1.org/01/09520123456788/21/1/10/A'), 'gs1-companions');
  assert.equal(elements('https://id.gs1.org/01/09520123456789'), 'check-digit');
  assert.equal(elements('https://id.gs1.org/01/09520123456788?21=1'), 'gs1-identifier');
  assert.equal(elements('https://id.gs1.org/01/09520123456788/10/%C3%A9'), 'gs1-value');
  assert.equal(elements('https://example.org/'), null);
  assert.equal(elements('https://example.org/contact/01'), null);
  assert.equal(elements('ftp://id.gs1.org/01/09520123456788'), null);
});

test('every linter that the dictionary names is made here, or is named as not made', () => {
  for (const name of linterNames()) assert.notEqual(isLinter(name), UNTESTED_LINTERS.includes(name), name);
});

test('linters pass and refuse what those of GS1 do', () => {
  const cases: Readonly<Record<string, readonly [passed: readonly string[], refused: readonly string[]]>> = {
    csum: [['24012345678905', '95012345678903', '376104250021234569'], ['24012345678909']],
    csumalpha: [
      ['1987654Ad4X4bL5ttr2310c2K', '12345_ABCDEFGHIJKLMCP', '22'],
      ['1987654Ad4X4bL5ttr2310cXK', '33'],
    ],
    gcppos1: [
      ['0123', '0123A'],
      ['012', '012A'],
    ],
    gcppos2: [
      ['00123', 'A0123'],
      ['0123', '0012A'],
    ],
    yymmdd: [
      ['261231', '240229', '000229'],
      ['261300', '260100', '250229', '260431'],
    ],
    yymmd0: [
      ['261231', '260100'],
      ['261300', '260000', '250229'],
    ],
    yyyymmdd: [
      ['19000228', '20000229'],
      ['19000229', '20261301'],
    ],
    hhmi: [
      ['0000', '2359'],
      ['2400', '2360'],
    ],
    iban: [['GB82WEST12345698765432'], ['GB82WEST12345698765433', 'GB', '82GBWEST']],
    pcenc: [
      ['100%25', 'a%c3%A9'],
      ['100%', '%2', '%G0'],
    ],
    pieceoftotal: [
      ['0101', '0299'],
      ['0001', '0201', '0000'],
    ],
    posinseqslash: [
      ['1/1', '2/3'],
      ['3/2', '0/1', '123'],
    ],
    winding: [['0', '1', '9'], ['2']],
    iso5218: [['0', '1', '2', '9'], ['3']],
    mediatype: [
      ['01', '10', '80', '99'],
      ['00', '11', '79'],
    ],
    latitude: [['0000000000', '1800000000'], ['1800000001']],
    longitude: [['3600000000'], ['3600000001']],
    nozeroprefix: [['0', '10'], ['01']],
    zero: [['0'], ['1']],
    nonzero: [['01'], ['00']],
    hasnondigit: [['1a'], ['11']],
    hyphen: [['-'], ['1', '']],
    importeridx: [
      ['-', 'Z', '_'],
      ['', 'AA', '/'],
    ],
    yesno: [['0', '1'], ['2']],
  };
  for (const [name, [passed, refused]] of Object.entries(cases)) {
    for (const text of passed) assert.ok(passes(name, text), `${name} ${text}`);
    for (const text of refused) assert.ok(!passes(name, text), `${name} ${text}`);
  }
});

const lot = fc.stringMatching(/^[!"%-?A-Z_a-z]{1,20}$/);
const day = fc
  .tuple(fc.nat(99), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 28 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(''));
const gtin = fc.stringMatching(/^[0-9]{12}[1-9]$/).map((body) => `0${body.slice(1)}${checkDigit(`0${body.slice(1)}`)}`);
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
/** Lists that the dictionary allows, in any order. */
const lists = fc
  .record(
    {
      '01': gtin,
      '10': lot,
      '15': day,
      '17': day,
      '21': lot,
      '3103': digits(6),
      '3922': digits(5),
      '240': lot,
      '422': fc.constantFrom('250', '056'),
      '90': lot,
    },
    { requiredKeys: ['01', '3103'] },
  )
  .map((record) => Object.entries(record).map(([ai, value]) => ({ ai, value })))
  .chain((list) => fc.shuffledSubarray(list, { minLength: list.length }));

test('whatever list the dictionary allows, its element string and its printed line give it back', () => {
  fc.assert(
    fc.property(lists, (list) => {
      assert.deepEqual(verified(list), { kind: 'elements', elements: list });
      assert.deepEqual(readElements(elementString(list), 'kept'), { kind: 'elements', elements: list });
      const hasBrackets = list.some(({ value }) => /[()]/.test(value));
      if (!hasBrackets) assert.deepEqual(readPrinted(printedElements(list)), { kind: 'elements', elements: list });
    }),
    { numRuns: 5_000 },
  );
});

/** What a scale or a packer prints: few elements, of which one varies in length. */
const shortLists = fc
  .tuple(gtin, digits(6), day, fc.stringMatching(/^[A-Z0-9]{1,4}$/))
  .map(([code, weight, useBy, batch]) => [
    { ai: '01', value: code },
    { ai: '3103', value: weight },
    { ai: '17', value: useBy },
    { ai: '10', value: batch },
  ])
  .chain((list) => fc.shuffledSubarray(list, { minLength: list.length }));

test('without separators the list is the one that was meant, or is refused', () => {
  let meant = 0;
  fc.assert(
    fc.property(fc.oneof(lists, shortLists), (list) => {
      const reading = readElements(elementString(list).replaceAll(GS, ''), 'doubtful');
      if (reading.kind === 'elements') {
        meant += 1;
        assert.deepEqual(reading.elements, list);
      }
    }),
    { numRuns: 5_000 },
  );
  assert.ok(meant > 100, 'some lists need no separators');
});

test('one wrong digit in the GTIN of a GS1 code is always noticed', () => {
  fc.assert(
    fc.property(gtin, fc.nat(13), fc.integer({ min: 1, max: 9 }), lot, (code, at, shift, batch) => {
      const wrong = code.slice(0, at) + String((Number(code[at]) + shift) % 10) + code.slice(at + 1);
      assert.deepEqual(readElements(`01${wrong}10${batch}`, 'kept'), { kind: 'flaw', why: 'check-digit' });
    }),
    { numRuns: 2_000 },
  );
});

test('the list is as long as the dictionary and knows each identifier by its digits alone', () => {
  const all = allIdentifiers();
  assert.ok(all.length > 500);
  for (const ai of all) {
    assert.ok(identifierOf(ai));
    assert.equal(
      all.find((other) => other !== ai && other.startsWith(ai)),
      undefined,
      ai,
    );
  }
});
