import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changedFields, displayName, greetingName, PersonIndex, readEmail, readFields, readPhone } from './person.ts';

test('a phone number is kept one way however it is typed', () => {
  for (const typed of [
    '06 12 34 56 78',
    '0612345678',
    '+33612345678',
    '+33 (0)6 12.34.56.78',
    '0033 6 12 34 56 78',
    '٠٦١٢٣٤٥٦٧٨',
  ])
    assert.equal(readPhone(typed, 'FR'), '+33612345678', typed);
  assert.equal(readPhone('0661-234567', 'MA'), '+212661234567');
  assert.equal(readPhone('+212 0661 234567', 'FR'), '+212661234567');
  assert.equal(readPhone('20 123 456', 'TN'), '+21620123456');
  assert.equal(readPhone('+44 20 7946 0958', 'FR'), '+442079460958');
});

test('what is no phone number of the country is refused and not guessed', () => {
  for (const typed of ['', '12', '612345678', '00', '00123456', '06123456789', 'six', '+33 1', '+1', '0x12345678'])
    assert.equal(readPhone(typed, 'FR'), null, typed);
  assert.equal(readPhone('0161234567', 'MA'), null);
  assert.equal(readPhone('10123456', 'TN'), null);
  assert.equal(readPhone('0612345678', 'US'), null, 'a country without a plan asks for + and its digits');
});

test('an address is kept when somebody could write to it', () => {
  assert.equal(readEmail(' Camille.Martin@Example.ORG '), 'Camille.Martin@example.org');
  assert.equal(readEmail('é@exemple.fr'), 'é@exemple.fr');
  for (const typed of ['camille', '@example.org', 'a@b', 'a b@c.fr', 'a@b..fr', 'a@b.fr, c@d.fr', 'a@@b.fr'])
    assert.equal(readEmail(typed), null, typed);
});

test('fields are clean, empty ones are left out, and the wrong one is named', () => {
  assert.deepEqual(readFields({ name: '  Camille\u0000  \u200fMartin ', phone: '', notes: ' ' }, 'FR'), {
    kind: 'fields',
    fields: { name: 'Camille Martin' },
  });
  assert.deepEqual(readFields({ phone: '12' }, 'FR'), { kind: 'invalid', field: 'phone' });
  assert.deepEqual(readFields({ email: 'x' }, 'FR'), { kind: 'invalid', field: 'email' });
  assert.deepEqual(readFields({ name: '—' }, 'FR'), { kind: 'invalid', field: 'name' });
  assert.deepEqual(readFields({ birthday: '1980-13-01' }, 'FR'), { kind: 'invalid', field: 'birthday' });
  assert.deepEqual(readFields({ birthday: '--02-29' }, 'FR'), { kind: 'fields', fields: { birthday: '--02-29' } });
  assert.deepEqual(changedFields({ name: 'A', phone: '+33612345678' }, { name: 'A', email: 'a@b.fr' }), [
    'phone',
    'email',
  ]);
});

test('whatever is typed, what is kept is kept again as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom('FR', 'MA', 'TN'), (text, country) => {
      for (const typed of [{ name: text }, { phone: text }, { email: text }, { notes: text }]) {
        const first = readFields(typed, country);
        if (first.kind === 'fields') assert.deepEqual(readFields(first.fields, country), first);
      }
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^0[1-9]\d{8}$/), (typed) => {
      const kept = readPhone(typed, 'FR');
      assert.ok(kept !== null);
      assert.equal(readPhone(kept, 'FR'), kept);
    }),
  );
});

test('the screen that others see shows no family name where it can be told', () => {
  assert.equal(greetingName({ name: 'Camille Martin' }), 'Camille');
  assert.equal(greetingName({ name: 'MARTIN Camille' }), 'Camille');
  assert.equal(greetingName({ name: 'Camille' }), 'Camille');
  assert.equal(greetingName({ name: 'Mme Martin' }), null);
  assert.equal(greetingName({ name: 'M. DURAND' }), null);
  assert.equal(greetingName({ name: 'Mme Camille Martin' }), 'Camille');
  assert.equal(greetingName({ name: 'فاطمة الزهراء' }), 'فاطمة');
  assert.equal(greetingName({ name: 'السيدة الزهراء' }), null);
  assert.equal(greetingName({ phone: '+33612345678' }), null);
  assert.equal(displayName({ phone: '+33612345678' }), '+33612345678');
  assert.equal(displayName({}, '…a1b2'), '…a1b2');
});

function shop(): PersonIndex<string> {
  const index = new PersonIndex<string>();
  index.put('p1', { name: 'Zoé Lefèvre', phone: '+33612345678', email: 'zoe@example.org' });
  index.put('p2', { name: 'فَاطِمَة الزهراء', phone: '+212661234567' });
  index.put('p3', { name: 'Jean-Œdipe Zola', email: 'Jean@Example.org' });
  index.put('p4', { phone: '+33698765432' });
  return index;
}

test('a customer is found by words of the name, digits of the phone and the address, without accents', () => {
  const index = shop();
  const found = (text: string) => index.search(text, 10);
  assert.deepEqual(found('zoe'), ['p1']);
  assert.deepEqual(found('LEFEVRE zo'), ['p1']);
  assert.deepEqual(found('zo'), ['p1', 'p3']);
  assert.deepEqual(found('oedipe'), ['p3']);
  assert.deepEqual(found('فاطمه'), ['p2']);
  assert.deepEqual(found('06 12 34'), ['p1']);
  assert.deepEqual(found('+33 6 12'), ['p1']);
  assert.deepEqual(found('0612'), ['p1'], 'a zero in front is where a number begins');
  assert.deepEqual(found('٠٦٦١٢٣٤'), ['p2']);
  assert.deepEqual(found('5432'), ['p4'], 'the last digits, as people tell them');
  assert.deepEqual(found('jean@exa'), ['p3']);
  assert.deepEqual(found('zola lefevre'), [], 'everything typed must fit');
  assert.deepEqual([found(''), found('  '), found('06')], [[], [], []]);
  assert.deepEqual(index.search('zo', 1), ['p1']);
});

test('whole words come before beginnings', () => {
  const index = new PersonIndex<string>();
  index.put('p1', { name: 'Martinez' });
  index.put('p2', { name: 'Martin' });
  assert.deepEqual(index.search('martin', 10), ['p2', 'p1']);
});

test('somebody alike is found by phone, by address, and by a name in any order', () => {
  const index = shop();
  assert.deepEqual(index.alike({ name: 'Nobody', phone: '+33612345678' }), { id: 'p1', field: 'phone' });
  assert.deepEqual(index.alike({ email: 'JEAN@example.org' }), { id: 'p3', field: 'email' });
  assert.deepEqual(index.alike({ name: 'LEFEVRE Zoe' }), { id: 'p1', field: 'name' });
  assert.equal(index.alike({ name: 'Zoé' }), null);
  assert.equal(index.alike({}), null);
  index.remove('p1');
  assert.equal(index.alike({ phone: '+33612345678' }), null);
  assert.deepEqual(index.search('zoe', 10), []);
});

test('whatever is entered, changed and removed, searching finds what looking at everybody finds', () => {
  const names = ['Zoé', 'Paul', 'Paule', 'Anne-Marie', 'Marie', 'علي', 'Œdipe'];
  const step = fc.record({
    id: fc.integer({ min: 0, max: 1_500 }).map((n) => `p${n}`),
    fields: fc.option(
      fc.record({
        name: fc.constantFrom(...names),
        phone: fc.integer({ min: 0, max: 99 }).map((n) => `+336000000${n}`),
      }),
    ),
  });
  const queries = ['zoe', 'paul', 'marie', 'anne', 'علي', 'oe', '0600', '0000042', 'paul marie'];
  fc.assert(
    fc.property(fc.array(step, { maxLength: 2_000, size: 'max' }), (steps) => {
      const index = new PersonIndex<string>();
      const all = new Map<string, { name: string; phone: string }>();
      for (const { id, fields } of steps) {
        if (fields === null) index.remove(id);
        else index.put(id, fields);
        if (fields === null) all.delete(id);
        else all.set(id, fields);
      }
      assert.equal(index.size, all.size);
      for (const query of queries) {
        const expected = [...all].filter(([, fields]) => {
          const one = new PersonIndex<string>();
          one.put('x', fields);
          return one.search(query, 1).length === 1;
        });
        assert.deepEqual([...index.search(query, 3_000)].sort(), expected.map(([id]) => id).sort(), query);
      }
    }),
    { numRuns: 10 },
  );
});

test('of a hundred thousand persons each is found by name, phone and address', () => {
  const index = new PersonIndex<string>();
  const fieldsOf = (at: number) => ({
    name: `Prénom${at} Nom${at * 7}`,
    phone: `+336${String(at).padStart(8, '0')}`,
    email: `p${at}@example.org`,
  });
  for (let at = 0; at < 100_000; at += 1) index.put(`p${at}`, fieldsOf(at));
  for (const at of [0, 1, 54_321, 99_999]) {
    const { name, phone, email } = fieldsOf(at);
    assert.equal(index.search(name, 5)[0], `p${at}`);
    assert.ok(index.search(phone, 5).includes(`p${at}`));
    assert.deepEqual(index.search(email, 5), [`p${at}`]);
    assert.deepEqual(index.alike({ phone }), { id: `p${at}`, field: 'phone' });
  }
  assert.equal(index.search('prenom', 20).length, 20);
});
