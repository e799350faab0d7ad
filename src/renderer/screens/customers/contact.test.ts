import assert from 'node:assert/strict';
import { test } from 'node:test';
import { birthdayTyped, contactFields, contactKind, readBirthday } from './contact.ts';

test('the one field knows a name, a phone number and an e-mail address by what is typed, in any digits', () => {
  assert.deepEqual(
    ['Zoé Martin', 'أمينة', '06 12 34 56 78', '+212 6-61.23.45.67', '٠٦١٢٣٤٥٦٧٨', 'zoe@example.fr', 'M6'].map(
      contactKind,
    ),
    ['name', 'name', 'phone', 'phone', 'phone', 'email', 'name'],
  );
});

test('what is not finished yet is nothing, so that half an address is never kept as a name', () => {
  assert.deepEqual(['', '  ', '06 12', 'zoe@', 'zoe@example', '?!'].map(contactKind), [
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('it fills the field that it is, with Arabic digits as the till reads them', () => {
  assert.deepEqual(contactFields(' ٠٦١٢٣٤٥٦٧٨ '), { phone: '0612345678' });
  assert.deepEqual(contactFields(' Zoé Martin '), { name: 'Zoé Martin' });
  assert.deepEqual(contactFields('06'), {});
});

test('a birthday is read with or without its year, and a day that does not exist is none', () => {
  assert.equal(readBirthday('22/11'), '--11-22');
  assert.equal(readBirthday('2.3.1980'), '1980-03-02');
  assert.equal(readBirthday('29/02'), '--02-29');
  assert.equal(readBirthday('31/02/1980'), null);
  assert.equal(readBirthday('demain'), null);
  assert.equal(readBirthday(' '), undefined);
  assert.deepEqual(['--11-22', '1980-03-02', undefined].map(birthdayTyped), ['22/11', '02/03/1980', '']);
});
