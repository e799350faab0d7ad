import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Column } from './columns.ts';
import { COLUMNS, readHeader } from './columns.ts';
import { productFileHeader, productFileLine } from './product-file.ts';
import type { ProductRecord } from './product.ts';
import { applyChanges, LINE_REASONS, NAME_CHARACTERS_MAX, readProductLine } from './product-line.ts';

const COLA: ProductRecord = {
  name: 'Cola',
  brand: 'Marque',
  gtins: ['03017620422003'],
  plu: '12',
  unit: 'piece',
  priceMinor: 150,
  vatRateBasisPoints: 550,
  category: 'Boissons',
  ageLimitYears: 16,
  depositMinor: 20,
  mealVoucher: true,
  stockMilli: 3000,
};

function readLine(columns: readonly Column[], fields: readonly string[]) {
  return readProductLine({ fields, columns, exponent: 2 });
}

test('a line says what its columns say, and nothing of the others', () => {
  const { changes, problems } = readLine(['gtin', 'name', 'price'], ['3017620422003', ' Nutella\u00a0400 g ', '3,49']);
  assert.deepEqual(problems, []);
  assert.deepEqual(changes, { gtins: ['03017620422003'], name: 'Nutella\u00a0400 g', priceMinor: 349 });
});

test('of a line with several mistakes all are named', () => {
  const { problems } = readLine(['gtin', 'price', 'vatRate', 'unit'], ['123', 'cher', 'forte', 'tonne']);
  assert.deepEqual(
    problems.map(({ reason }) => reason),
    ['gtin-invalid', 'price-invalid', 'vat-rate-invalid', 'unit-unknown'],
  );
});

test('a line without barcode and PLU is about no product', () => {
  assert.deepEqual(readLine(['gtin', 'plu', 'name'], ['', '', 'x']).problems, [{ reason: 'code-missing', value: '' }]);
  assert.deepEqual(readLine(['gtin', 'name'], []).problems, [{ reason: 'code-missing', value: '' }]);
});

test('hostile names lose their control characters, their turning marks and the guard of a formula', () => {
  const name = (text: string) => readLine(['plu', 'name'], ['1', text]).changes.name;
  assert.equal(name('Lait\u0000\u001b@\u0007cru'), 'Lait @ cru');
  assert.equal(name('Prix\u202e99,1\u2066'), 'Prix99,1');
  assert.equal(name(`'=HYPERLINK("x")`), '=HYPERLINK("x")');
  assert.equal(name(`'s Gravenhage`), `'s Gravenhage`);
  assert.deepEqual(
    readLine(['plu', 'name'], ['1', 'x'.repeat(NAME_CHARACTERS_MAX + 1)]).problems.map(({ reason }) => reason),
    ['name-too-long'],
  );
});

test('a column that the file does not have leaves what the shop knows, an empty field clears what may be empty', () => {
  const { changes } = readLine(['gtin', 'price', 'brand', 'name', 'stock'], ['3017620422003', '2', '', '', '']);
  const applied = applyChanges({ changes, before: COLA, defaults: {} });
  const { brand: _brand, stockMilli: _stock, ...rest } = COLA;
  assert.deepEqual(applied, { record: { ...rest, priceMinor: 200 } });
});

test('a new product without price or rate takes the defaults, or is refused for both', () => {
  const { changes } = readLine(['gtin', 'name'], ['3017620422003', 'Nutella']);
  assert.deepEqual(applyChanges({ changes, before: undefined, defaults: {} }), {
    problems: [
      { reason: 'price-missing', value: '' },
      { reason: 'vat-rate-missing', value: '' },
    ],
  });
  assert.deepEqual(
    applyChanges({ changes, before: undefined, defaults: { priceMinor: 100, vatRateBasisPoints: 550, unit: 'kg' } }),
    {
      record: {
        name: 'Nutella',
        gtins: ['03017620422003'],
        unit: 'kg',
        priceMinor: 100,
        vatRateBasisPoints: 550,
        mealVoucher: false,
      },
    },
  );
});

test('a product written as a line is the same product when the line is read', () => {
  const text = fc
    .string({ unit: fc.constantFrom(...'aé œ=+-@\'";,'), minLength: 1, maxLength: 12 })
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/^'[=+\-@]/.test(name));
  const record = fc.record(
    {
      name: text,
      gtins: fc.subarray(['03017620422003', '00000096385074', '10614141000415']),
      plu: fc.constantFrom('7', '0042', '123456'),
      unit: fc.constantFrom('piece' as const, 'kg' as const, 'l' as const),
      priceMinor: fc.nat(10_000_000),
      vatRateBasisPoints: fc.nat(5000),
      mealVoucher: fc.boolean(),
      brand: text,
      category: text,
      ageLimitYears: fc.integer({ min: 1, max: 99 }),
      depositMinor: fc.integer({ min: 1, max: 5000 }),
      stockMilli: fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
    },
    {
      requiredKeys: ['name', 'gtins', 'plu', 'unit', 'priceMinor', 'vatRateBasisPoints', 'mealVoucher'],
      noNullPrototype: true,
    },
  );
  const { columns } = readHeader(productFileHeader());
  fc.assert(
    fc.property(record, fc.constantFrom(0, 2, 3), (product, exponent) => {
      const { changes, problems } = readProductLine({ fields: productFileLine(product, exponent), columns, exponent });
      assert.deepEqual(problems, []);
      assert.deepEqual(applyChanges({ changes, before: undefined, defaults: {} }), { record: product });
    }),
    { numRuns: 1000 },
  );
});

test('whatever stands in a line, it is read or refused with a reason and never throws', () => {
  const fields = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('3017620422003', '4011', '1,5', '20', 'oui', ''),
    ),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(fields, (line) => {
      const { changes, problems } = readProductLine({ fields: line, columns: COLUMNS, exponent: 2 });
      for (const { reason } of problems) assert.ok(LINE_REASONS.includes(reason));
      if (problems.length > 0) return;
      const applied = applyChanges({ changes, before: undefined, defaults: { priceMinor: 1, vatRateBasisPoints: 0 } });
      if ('problems' in applied) return;
      assert.ok(applied.record.name.length > 0 && Number.isSafeInteger(applied.record.priceMinor));
      assert.ok(applied.record.gtins.every((gtin) => /^\d{14}$/.test(gtin)));
    }),
    { numRuns: 2000 },
  );
});
