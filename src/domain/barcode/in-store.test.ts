import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkDigit, isInStore, parsePatterns, patternsText, readCode, readInStore } from './barcode.ts';
import { verifierDigit } from './in-store.ts';

function patternsOf(text: string) {
  const reading = parsePatterns(text);
  assert.ok(reading.kind === 'patterns', JSON.stringify(reading));
  return reading.patterns;
}

/** An in-store code as a scan gives it. */
function gtin14Of(code: string): string {
  const reading = readCode(code);
  assert.ok(reading.kind === 'gtin' && isInStore(reading.gtin14), code);
  return reading.gtin14;
}

const flawOf = (text: string) => {
  const reading = parsePatterns(text);
  return reading.kind === 'flaw' ? reading.why : null;
};

test('a price, a weight in grams and a weight of a kilogram and a half are read from the codes of scales', () => {
  assert.deepEqual(readInStore(gtin14Of('2135040039753'), patternsOf('21PPPPPEEEEEC:2')), {
    kind: 'coded',
    item: '35040',
    zeroGtin14: '02135040000005',
    price: { digits: '03975', decimals: 2 },
  });
  assert.deepEqual(readInStore(gtin14Of('2623570001505'), patternsOf('26PPPPPWWWWWC:3')), {
    kind: 'coded',
    item: '23570',
    zeroGtin14: '02623570000003',
    measure: { digits: '00150', decimals: 3 },
  });
  assert.deepEqual(readInStore(gtin14Of('2112345015002'), patternsOf('21PPPPPWWWWWC:3')), {
    kind: 'coded',
    item: '12345',
    zeroGtin14: '02112345000008',
    measure: { digits: '01500', decimals: 3 },
  });
});

test('only codes that begin with 02 or 20 to 29 are those of the shop', () => {
  for (const code of ['0212345012344', '2000000000008', '2912345012345'].map((text) => text.slice(0, 12)))
    assert.ok(isInStore(`0${code}${checkDigit(code)}`), code);
  // A UPC-A of number system 2 is the same code with a zero in front.
  assert.ok(isInStore(gtin14Of(`21234501234${checkDigit('21234501234')}`)));
  for (const code of ['3017620422003', '0312345012343', '96385074', '20123451'])
    assert.ok(!isInStore(code.padStart(14, '0')), code);
});

test('a code that no pattern fits is left alone', () => {
  const patterns = patternsOf('21PPPPPWWWWWC:3 22PPPPPEEEEEC:2');
  assert.deepEqual(readInStore(gtin14Of('2623570001505'), patterns), { kind: 'no-pattern' });
  assert.deepEqual(readInStore(gtin14Of('2623570001505'), []), { kind: 'no-pattern' });
});

test('the check digit of a price is that of GS1, and a price that does not fit it is refused', () => {
  // GS1 General Specifications §7.9.3 and §7.9.4.
  assert.equal(verifierDigit('2875'), '9');
  assert.equal(verifierDigit('14685'), '6');
  const patterns = patternsOf('20PPPPPVEEEEC:2');
  const code = (verifier: string) => `201234${5}${verifier}2875`;
  assert.deepEqual(readInStore(`0${code('9')}${checkDigit(code('9'))}`, patterns), {
    kind: 'coded',
    item: '12345',
    zeroGtin14: `0201234500000${checkDigit('201234500000')}`,
    price: { digits: '2875', decimals: 2 },
  });
  assert.deepEqual(readInStore(`0${code('8')}${checkDigit(code('8'))}`, patterns), { kind: 'damaged' });
});

test('each way in which a pattern cannot be used has its name, and two that fit one code are refused', () => {
  const flaws: Readonly<Record<string, string>> = {
    '21PPPPPWWWWW:3': 'form',
    '21PPPPPPPPPPC:3': 'form',
    '21PPPPPWWEEEC:2': 'form',
    '21PPWWWWWPPPC:3': 'form',
    '21WWWWWWWWWWC:3': 'form',
    '21PPPPPWWWWWW:3': 'form',
    '21PPPPVVEEEEC:2': 'form',
    '21PPPPPwwwwwC:3': 'form',
    '31PPPPPWWWWWC:3': 'prefix',
    '03PPPPPWWWWWC:3': 'prefix',
    '2WWWWWPPPPPPC:3': 'prefix',
    '21PPPPPWWWWWC': 'decimals',
    '21PPPPPWWWWWC:4': 'decimals',
    '21PPPPPWWWWWC:3:3': 'decimals',
    '21PPPPVEEEEEC:2 21PPPPPWWWWWC:3': 'overlap',
    '2PPPPPPWWWWWC:3 22PPPPPEEEEEC:2': 'overlap',
    '21PVEEEEEEEEC:2': 'verifier',
  };
  for (const [text, why] of Object.entries(flaws)) assert.equal(flawOf(text), why, text);
  const good = '02PPPPPEEEEEC:2 20PPPPPVEEEEC:2 21PPPPPWWWWWC:3 2200PPPEEEEEC:2 2201PPPEEEEEC:0';
  assert.equal(patternsText(patternsOf(`  ${good.replaceAll(' ', '\n')} `)), good);
  assert.deepEqual(patternsOf(''), []);
});

test('whatever a pattern holds comes out again, and two good patterns never fit the same code', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 29 }), digits(5), digits(5), fc.nat(3), (prefix, item, value, decimals) => {
      const body = `${prefix}${item}${value}`;
      const patterns = patternsOf(`${prefix}PPPPPWWWWWC:${decimals}`);
      const reading = readInStore(`0${body}${checkDigit(body)}`, patterns);
      assert.ok(reading.kind === 'coded');
      assert.equal(reading.item, item);
      assert.deepEqual(reading.measure, { digits: value, decimals });
      const zero = readCode(reading.zeroGtin14);
      assert.deepEqual(zero, { kind: 'gtin', gtin14: reading.zeroGtin14 });
    }),
    { numRuns: 2_000 },
  );
  const letter = fc.constantFrom(...'0123PPPPWWEVC');
  const pattern = fc
    .tuple(fc.constantFrom('02', '2', '21', '20'), fc.array(letter, { minLength: 9, maxLength: 12 }))
    .map(([head, rest]) => `${head}${rest.join('')}C:2`);
  fc.assert(
    fc.property(pattern, pattern, digits(13), (one, other, code) => {
      const reading = parsePatterns(`${one} ${other}`);
      if (reading.kind === 'flaw') return;
      const fitting = reading.patterns.filter((item) => readInStore(`0${code}`, [item]).kind !== 'no-pattern');
      assert.ok(fitting.length <= 1);
    }),
    { numRuns: 5_000 },
  );
});
