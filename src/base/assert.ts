/**
 * Assertions: for bugs only, on in production. A refusal the operator can act on is a value, never an assertion.
 */

/** A bug in this program: what "cannot happen" did. The command that met it is abandoned before its commit. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

/** Throws a {@link Bug} unless `condition` holds. The message says what should have been true. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Bug(message);
}

/** The value, or a {@link Bug} naming what was expected to be there. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Bug(`missing: ${what}`);
  return value;
}
