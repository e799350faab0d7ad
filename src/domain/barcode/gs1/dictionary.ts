/**
 * What GS1's syntax dictionary says of an application identifier: whether a separator has to follow it, what its value
 * is made of, which others it needs beside it and which it excludes.
 */
import { present } from '#base/assert.ts';
import { GS1_TABLE } from './table.ts';

/** A part of a value. Only the last part of a value varies in length. */
export interface Gs1Component {
  /** N digits, X the 82 characters of GS1, Y 39 of them, Z base64url. */
  readonly type: 'N' | 'X' | 'Y' | 'Z';
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly optional: boolean;
  readonly linters: readonly string[];
}

export interface Gs1Identifier {
  /** Its length is known by the identifier alone, so that no separator has to follow. */
  readonly predefined: boolean;
  /** May stand behind the question mark of a Digital Link. */
  readonly dataAttribute: boolean;
  readonly components: readonly Gs1Component[];
  /** Each list holds alternatives, each alternative identifiers that must all be there. */
  readonly requires: readonly (readonly (readonly string[])[])[];
  readonly excludes: readonly string[];
  /** Orders of qualifiers in a Digital Link; null where it cannot begin one. */
  readonly qualifiers: readonly (readonly string[])[] | null;
}

const IDENTIFIERS: ReadonlyMap<string, Gs1Identifier> = new Map(GS1_TABLE.flatMap(entriesOf));

/** The identifier `ai`, undefined where GS1 has not given it a meaning. */
export function identifierOf(ai: string): Gs1Identifier | undefined {
  return IDENTIFIERS.get(ai);
}

/** The identifier that `text` has at `at`; no identifier is the beginning of another one. */
export function identifierAt(text: string, at: number): string | undefined {
  for (const length of [2, 3, 4]) {
    const ai = text.slice(at, at + length);
    if (ai.length === length && IDENTIFIERS.has(ai)) return ai;
  }
  return undefined;
}

/** Whether `ai` is the one that `pattern` means; `n` stands for any digit (`31nn`). */
export function matchesPattern(ai: string, pattern: string): boolean {
  return ai.length === pattern.length && [...pattern].every((wanted, at) => wanted === 'n' || wanted === ai[at]);
}

/** The fewest and the most characters that a value may have. */
export function lengthsOf(identifier: Gs1Identifier): { readonly min: number; readonly max: number } {
  const sum = (of: (component: Gs1Component) => number): number =>
    identifier.components.reduce((total, component) => total + of(component), 0);
  return {
    min: sum(({ optional, lengthMin }) => (optional ? 0 : lengthMin)),
    max: sum(({ lengthMax }) => lengthMax),
  };
}

/** Every name of a linter that some identifier asks for. */
export function linterNames(): ReadonlySet<string> {
  return new Set(
    [...IDENTIFIERS.values()].flatMap(({ components }) => components.flatMap((component) => component.linters)),
  );
}

/** Every identifier, in the order of the dictionary. */
export function allIdentifiers(): readonly string[] {
  return [...IDENTIFIERS.keys()];
}

function entriesOf(row: string): readonly (readonly [string, Gs1Identifier])[] {
  const [range = '', flags = '', components = '', requires = '', excludes = '', qualifiers = ''] = row.split(';');
  const [first = '', last = first] = range.split('-');
  const identifier: Gs1Identifier = {
    predefined: flags.includes('*'),
    dataAttribute: flags.includes('?'),
    components: components.split(' ').map(componentOf),
    requires: words(requires, ' ').map((list) => list.split(',').map((alternative) => alternative.split('+'))),
    excludes: words(excludes.replaceAll(' ', ','), ','),
    qualifiers: qualifiers === '' ? null : qualifiers.split('|').map((order) => words(order.replace('-', ''), ',')),
  };
  return Array.from(
    { length: Number(last) - Number(first) + 1 },
    (_, index) => [String(Number(first) + index).padStart(first.length, '0'), identifier] as const,
  );
}

function componentOf(text: string): Gs1Component {
  const [, type, variable, length] = present(/^\[?([NXYZ])(\.\.)?(\d+)/.exec(text), 'a component of the table');
  const lengthMax = Number(length);
  return {
    type: type as Gs1Component['type'],
    lengthMin: variable === undefined ? lengthMax : 1,
    lengthMax,
    optional: text.startsWith('['),
    linters: text.split(',').slice(1),
  };
}

function words(text: string, separator: string): readonly string[] {
  return text === '' ? [] : text.split(separator);
}
