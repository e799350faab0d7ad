/**
 * GS1 codes under fire: 150,000 random and mutated texts. Nothing throws; what is taken for a list is one that the
 * dictionary allows, with every check digit right, and is written again as the same list.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasValidCheckDigit, readCode } from '../barcode.ts';
import { readDigitalLink } from './digital-link.ts';
import { allIdentifiers } from './dictionary.ts';
import { elementString, type Gs1Reading, GS, readElements, readPrinted, verified } from './elements.ts';

const GOOD = [
  `010301762042200310ABC${GS}17261231`,
  '01095201234567883103001500',
  `01095201234567883103001500392200425${GS}10A-1${GS}21000`,
  `0203017620422003${GS}3724${GS}00312345678901234560`,
  '(01)09520123456788(3103)001500(3932)97800425(17)261231',
  'https://id.gs1.org/01/09520123456788/10/ABC?17=261231&3103=000195',
  `8006095201234567880102${GS}10A`,
  `8003009520123456788${GS}423250056`,
];
const character = fc.oneof(
  fc.constantFrom(...`0123456789${GS}()/?&=%ABCxyz !-`),
  fc.string({ unit: 'binary', maxLength: 1 }),
);
/** A good code with a few characters changed, put in or left out. */
const mutated = fc
  .tuple(fc.constantFrom(...GOOD), fc.array(fc.tuple(fc.nat(90), fc.constantFrom(0, 1), character), { maxLength: 4 }))
  .map(([code, changes]) =>
    changes.reduce((text, [at, drop, put]) => text.slice(0, at) + put + text.slice(at + drop), code),
  );
const glued = fc
  .array(fc.tuple(fc.constantFrom(...allIdentifiers()), fc.stringMatching(/^[0-9]{0,18}$/), fc.constantFrom('', GS)), {
    maxLength: 6,
  })
  .map((parts) => parts.flat().join(''));
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.stringMatching(/^[0-9A-Z()]{0,80}$/),
  fc.nat(512).map((length) => '10'.repeat(length / 2)),
);

function check(reading: Gs1Reading | null): boolean {
  if (reading?.kind !== 'elements') return false;
  const { elements } = reading;
  assert.deepEqual(verified(elements), reading);
  if (elements.every(({ value }) => !value.includes(GS)))
    assert.deepEqual(readElements(elementString(elements), 'kept'), reading);
  for (const { ai, value } of elements) if (ai === '01' || ai === '02') assert.ok(hasValidCheckDigit(value));
  return true;
}

function readAll(text: string): boolean {
  const reading = readCode(text);
  if (reading.kind === 'trade-item') assert.ok(hasValidCheckDigit(reading.item.gtin14));
  readCode(text, { symbology: ']C1', separators: 'kept' });
  return [readElements(text, 'kept'), readElements(text, 'doubtful'), readPrinted(text), readDigitalLink(text)]
    .map(check)
    .includes(true);
}

test('150,000 hostile texts: never a throw, never a list that the dictionary forbids, and lists are written as read', () => {
  let lists = 0;
  const property = (text: string): void => void (lists += readAll(text) ? 1 : 0);
  fc.assert(fc.property(mutated, property), { numRuns: 70_000 });
  assert.ok(lists > 10_000, 'the fuzz met real lists');
  fc.assert(fc.property(glued, property), { numRuns: 40_000 });
  fc.assert(fc.property(anything, property), { numRuns: 40_000 });
});
