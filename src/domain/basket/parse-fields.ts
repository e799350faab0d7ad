/** Fields of untrusted JSON, looked at one by one. */
import { isBorderText } from '#base/text.ts';

const TEXT_CHARACTERS_MAX = 1000;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text as the border lets it in. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TEXT_CHARACTERS_MAX && isBorderText(value);
}

export function isId(value: unknown): value is string {
  return isText(value) && value.length > 0;
}

/** Digits of a code on goods. */
export function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,14}$/.test(value);
}

/** A whole number from 0 to `max`. */
export function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;
}

export function isAbsentOr<T>(is: (value: unknown) => value is T, value: unknown): value is T | undefined {
  return value === undefined || is(value);
}

/** The value where there is one, undefined where there is none, null where it is not what it should be. */
export function optional<T>(value: unknown, parse: (value: unknown) => T | undefined): T | undefined | null {
  return value === undefined ? undefined : (parse(value) ?? null);
}

/** A list of so many at most, all of which are what they should be. */
export function parseList<T>(
  value: unknown,
  max: number,
  parse: (value: unknown) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length > max) return undefined;
  const items: T[] = [];
  for (const item of value as readonly unknown[]) {
    const parsed = parse(item);
    if (parsed === undefined) return undefined;
    items.push(parsed);
  }
  return items;
}
