/** Fields of a payload. Who wrote a row wrote it with its type, so that what is missing is a bug and not a refusal. */
import { assert } from '#base/assert.ts';
import type { Payload } from '#domain/journal/journal.ts';

export function text(payload: Payload, name: string): string {
  const value = payload[name];
  assert(typeof value === 'string', `a payload has the text ${name}`);
  return value;
}

export function textOrNull(payload: Payload, name: string): string | null {
  const value = payload[name];
  return typeof value === 'string' ? value : null;
}

export function integer(payload: Payload, name: string): number {
  const value = payload[name];
  assert(typeof value === 'number', `a payload has the number ${name}`);
  return value;
}

export function integerOrNull(payload: Payload, name: string): number | null {
  const value = payload[name];
  return typeof value === 'number' ? value : null;
}

export function list(payload: Payload, name: string): readonly Payload[] {
  const value = payload[name];
  return Array.isArray(value) ? (value as readonly Payload[]) : [];
}

export function partOrNull(payload: Payload, name: string): Payload | null {
  const value = payload[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : null;
}
