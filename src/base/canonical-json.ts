/**
 * Canonical JSON, RFC 8785, restricted to what a journal may hold: integers only, text well-formed and in NFC,
 * absent fields left out. Key order is by UTF-16 code units, as the RFC asks.
 */
import { assert } from './assert.ts';
import { isBorderText } from './text.ts';

export type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue | undefined };

/** Printable ASCII without quotation mark and backslash: stands in JSON as it is, and is NFC. Most text of a row. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

/** The RFC 8785 text of `value`. Throws a Bug on a fraction, an unsafe integer or text that is not NFC. */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `canonical JSON holds safe integers only, not ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (typeof value === 'string') {
    if (PLAIN_TEXT.test(value)) return `"${value}"`;
    assert(isBorderText(value), 'canonical JSON holds well-formed NFC text only');
    return JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const field = value[key];
    if (field !== undefined) parts.push(`${canonicalJson(key)}:${canonicalJson(field)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Whether `text` is exactly the canonical JSON of the value that it parses to. Never throws. */
export function isCanonicalJson(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text) as CanonicalValue) === text;
  } catch {
    return false;
  }
}

function isList(value: object): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}
