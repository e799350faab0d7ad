/** A value that a schema takes, made from the schema, and hostile text in each of its texts; for tests. */
import { z } from 'zod';
import { assert, present } from '#base/assert.ts';

/** What no database keeps, or nobody means: refused wherever it is not cleaned. */
export const UNSTORABLE: Readonly<Record<string, string>> = {
  nul: 'a\u0000b',
  'half a character': 'a\ud800b',
  'the other half': '\udc00',
};

/** Text like any other: it is kept as it is, or is not what the field takes. */
export const HOSTILE: Readonly<Record<string, string>> = {
  sql: "'); DROP TABLE till; --",
  'sql that is true': "' OR '1'='1",
  script: '<script>alert(1)</script>',
  image: '<img src=x onerror=alert(1)>',
  bidi: '\u202egnp.\u2066exe',
  path: '../../../etc/passwd',
  prototype: '__proto__',
  template: '{{7*7}}${7*7}%s%n',
  'line of a log': 'a\n{"level":"error","event":"forged"}',
  long: 'x'.repeat(50_000),
  empty: '',
};

const TEXTS = ['a', 's1', '2026-11-22', '2026-11', '0'.repeat(64), 'QUJD', 'a long enough text', '1', '000000'];
const NUMBERS = [1, 0, 10];

/** Something that the schema takes; of a union its first. Fields of these names are given these values. */
export function exampleOf(schema: z.ZodType, known: Readonly<Record<string, unknown>> = {}, name = ''): unknown {
  if (Object.hasOwn(known, name) && schema.safeParse(known[name]).success) return known[name];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return exampleOf(schema.unwrap() as z.ZodType, known, name);
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
    return Object.fromEntries(fields.map(([field, inner]) => [field, exampleOf(inner, known, field)]));
  }
  if (schema instanceof z.ZodArray) return [exampleOf(schema.element as z.ZodType, known, name)];
  if (schema instanceof z.ZodUnion) return exampleOf(present(schema.options[0], 'an option') as z.ZodType, known, name);
  if (schema instanceof z.ZodRecord) return { a: exampleOf(schema.valueType as z.ZodType, known, name) };
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return schema.value;
  const found = [...TEXTS, ...NUMBERS, true].find((value) => schema.safeParse(value).success);
  assert(found !== undefined, `there is an example of ${name}`);
  return found;
}

/** Copies of a value with `text` in the place of each of its texts, and of each name that is not of the contract. */
export function* replaced(
  value: unknown,
  text: string,
  at = '',
): Generator<{ readonly at: string; readonly value: unknown }> {
  if (typeof value === 'string') yield { at, value: text };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value))
    for (const inner of replaced(field, text, `${at}.${name}`))
      yield {
        at: inner.at,
        value: Array.isArray(value)
          ? value.map((each: unknown, index) => (String(index) === name ? inner.value : each))
          : { ...value, [name]: inner.value },
      };
  if (!Array.isArray(value))
    yield { at: `${at} (a name)`, value: Object.fromEntries([...Object.entries(value), [text, text]]) };
}
