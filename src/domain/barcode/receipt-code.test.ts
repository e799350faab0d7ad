/** The barcode of a receipt: whatever is written is read back, and no mark makes a number of another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chainMark, readCode, receiptCode, typedTicketNumber } from './barcode.ts';

const mark = chainMark('8c1f6a52-2f0e-4a53-9f0b-2d8f6a1f7c33');

test('the code of a receipt names its till and its number', () => {
  assert.equal(receiptCode({ ticketNumber: '000002', mark: '726491' }), 'TK-72649101000002');
  assert.equal(receiptCode({ ticketNumber: '2-000137', mark: '726491' }), 'TK-72649102000137');
  assert.equal(receiptCode({ ticketNumber: '1234567', mark: '726491' }), 'TK-7264910101234567');
  assert.deepEqual(readCode(']C0TK-72649102000137'), { kind: 'receipt', ticketNumber: '2-000137', mark: '726491' });
});

test('a receipt of the first version is read as it was', () => {
  assert.deepEqual(readCode('TK-000002'), { kind: 'receipt', ticketNumber: '000002' });
  assert.deepEqual(readCode('TK-2-000137'), { kind: 'receipt', ticketNumber: '2-000137' });
});

test('whatever number a till can have is read back from its barcode, with the mark where there is room for it', () => {
  const ordinals = fc.integer({ min: 1, max: 120 });
  const numbers = fc.oneof(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 1, max: 2_000_000_000 }));
  fc.assert(
    fc.property(ordinals, numbers, (ordinal, number) => {
      const digits = String(number).padStart(6, '0');
      const ticketNumber = ordinal === 1 ? digits : `${ordinal}-${digits}`;
      const hasRoom = ordinal <= 99 && number <= 99_999_999;
      const read = { kind: 'receipt', ticketNumber, ...(hasRoom ? { mark } : {}) };
      assert.deepEqual(readCode(receiptCode({ ticketNumber, mark })), read);
    }),
    { numRuns: 2_000 },
  );
});

test('the marks of a thousand chains are as good as all different, and spread over all six digits', () => {
  const marks = Array.from({ length: 1_000 }, (_, index) => chainMark(`chain-${index}`));
  for (const each of marks) assert.match(each, /^\d{6}$/);
  // Of a thousand drawn from a million about one pair falls together in every second lot.
  assert.ok(new Set(marks).size >= 997);
  assert.equal(new Set(marks.map((each) => each.slice(0, 2))).size, 100);
  assert.equal(new Set(marks.map((each) => each.slice(4))).size, 100);
});

test('a number is found as people type it', () => {
  for (const typed of ['2', ' 000002 ', '02', '٢', 'TK-000002', 'tk-000002'])
    assert.deepEqual(typedTicketNumber(typed), { ticketNumber: '000002' }, typed);
  assert.deepEqual(typedTicketNumber('2-137'), { ticketNumber: '2-000137' });
  assert.deepEqual(typedTicketNumber('1234567'), { ticketNumber: '1234567' });
  assert.deepEqual(typedTicketNumber('tk-72649102000137'), { ticketNumber: '2-000137', mark: '726491' });
  // The digits under the barcode, without the letters in front of them.
  for (const typed of ['72649102000137', ' ٧٢٦٤٩١٠٢٠٠٠١٣٧ '])
    assert.deepEqual(typedTicketNumber(typed), { ticketNumber: '2-000137', mark: '726491' }, typed);
  assert.deepEqual(typedTicketNumber('7264910101234567'), { ticketNumber: '1234567', mark: '726491' });
  assert.deepEqual(typedTicketNumber('726491020001379'), { ticketNumber: '726491020001379' });
  for (const typed of ['1-2', '0-2', 'Ticket 2', '-2', '2-', '9'.repeat(17)])
    assert.deepEqual(typedTicketNumber(typed), { ticketNumber: typed }, typed);
});
