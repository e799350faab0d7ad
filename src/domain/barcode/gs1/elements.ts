/**
 * GS1 element strings: application identifier, value, and a separator (GS, 1D hex) behind those values whose length the
 * identifier does not say (GS1 General Specifications §7.8). Every way in which they come ends as one list.
 *
 * A keyboard cannot always type a separator. Without one, what may follow a value of varying length may as well belong to
 * it: a text that can be read in two ways is refused and never guessed, because the second way may hold the date.
 */
import { type Gs1Identifier, identifierAt, identifierOf, lengthsOf, matchesPattern } from './dictionary.ts';
import { isOfType, passes } from './linters.ts';

export const GS = '\u001d';

export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

export type Gs1Flaw =
  /** What stands where an application identifier should. */
  | 'gs1-identifier'
  /** A value that its identifier does not allow: too long, no date, other characters. */
  | 'gs1-value'
  | 'check-digit'
  /** The separators were lost on the way, and without them it can be read in more than one way. */
  | 'gs1-separators'
  /** Identifiers that must not stand together, or one without those that it needs. */
  | 'gs1-companions';

export type Gs1Reading =
  | { readonly kind: 'elements'; readonly elements: readonly Gs1Element[] }
  | { readonly kind: 'flaw'; readonly why: Gs1Flaw };

/** What carries the text: whether a separator that the bars had is in it for certain. */
export type Separators = 'kept' | 'doubtful';

/** The elements of an element string without the sign that begins it. Never throws. */
export function readElements(body: string, separators: Separators): Gs1Reading {
  // eslint-disable-next-line no-control-regex -- the separator is one
  const inner = body.replace(/^\u001d+|\u001d+$/g, '');
  if (inner === '') return flaw('gs1-identifier');
  const split = splitAtSeparators(inner);
  if (separators === 'kept' || inner.includes(GS)) return split;
  const [only, another] = readings(inner);
  if (only === undefined) return split;
  return another === undefined ? together(only) : flaw('gs1-separators');
}

/** The elements of the line under the bars, `(01)03017620422003(10)ABC`. Never throws. */
export function readPrinted(text: string): Gs1Reading {
  const elements: Gs1Element[] = [];
  const parts = text.replaceAll(' ', '').split(/\((\d{2,4})\)/);
  if (parts[0] !== '' || parts.length === 1) return flaw('gs1-identifier');
  for (let at = 1; at < parts.length; at += 2) elements.push({ ai: parts[at] ?? '', value: parts[at + 1] ?? '' });
  return verified(elements);
}

/** Looks at each element and at all of them together. */
export function verified(elements: readonly Gs1Element[]): Gs1Reading {
  for (const { ai, value } of elements) {
    const identifier = identifierOf(ai);
    const wrong = identifier === undefined ? 'gs1-identifier' : valueFlaw(identifier, value);
    if (wrong !== null) return flaw(wrong);
  }
  return together(elements);
}

/** The one element string of a list: separators where they have to be and nowhere else. */
export function elementString(elements: readonly Gs1Element[]): string {
  return elements
    .map(({ ai, value }, at) => {
      const ends = at === elements.length - 1 || identifierOf(ai)?.predefined === true;
      return `${ai}${value}${ends ? '' : GS}`;
    })
    .join('');
}

/** The line under the bars, as people read it. */
export function printedElements(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value}`).join('');
}

function splitAtSeparators(text: string): Gs1Reading {
  const elements: Gs1Element[] = [];
  for (let at = 0; at < text.length;) {
    const ai = identifierAt(text, at);
    const identifier = ai === undefined ? undefined : identifierOf(ai);
    if (ai === undefined || identifier === undefined) return flaw('gs1-identifier');
    const from = at + ai.length;
    const separator = text.indexOf(GS, from);
    const end = separator === -1 ? text.length : separator;
    const to = identifier.predefined ? Math.min(from + lengthsOf(identifier).max, end) : end;
    const value = text.slice(from, to);
    const wrong = valueFlaw(identifier, value);
    if (wrong !== null) return flaw(wrong);
    elements.push({ ai, value });
    at = to === end && separator !== -1 ? end + 1 : to;
  }
  return together(elements);
}

/**
 * The first two ways in which a text without separators can be read. Worked out from its end, so that each place is
 * looked at once for each length that a value there may have.
 */
function readings(text: string): readonly (readonly Gs1Element[])[] {
  const from: (readonly (readonly Gs1Element[])[])[] = [];
  from[text.length] = [[]];
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const found: (readonly Gs1Element[])[] = [];
    const ai = identifierAt(text, at);
    const identifier = ai === undefined ? undefined : identifierOf(ai);
    if (ai !== undefined && identifier !== undefined) {
      const { min, max } = lengthsOf(identifier);
      const begin = at + ai.length;
      for (let end = begin + min; end <= Math.min(begin + max, text.length) && found.length < 2; end += 1) {
        const rests = from[end] ?? [];
        if (rests.length === 0 || valueFlaw(identifier, text.slice(begin, end)) !== null) continue;
        for (const rest of rests) found.push([{ ai, value: text.slice(begin, end) }, ...rest]);
      }
    }
    from[at] = found.slice(0, 2);
  }
  return from[0] ?? [];
}

function valueFlaw(identifier: Gs1Identifier, value: string): 'gs1-value' | 'check-digit' | null {
  let rest = value;
  for (const { type, lengthMin, lengthMax, optional, linters } of identifier.components) {
    if (rest === '' && optional) break;
    const part = rest.slice(0, lengthMax);
    rest = rest.slice(lengthMax);
    if (part.length < lengthMin || !isOfType(type, part)) return 'gs1-value';
    const failed = linters.find((linter) => !passes(linter, part));
    if (failed !== undefined) return failed === 'csum' ? 'check-digit' : 'gs1-value';
  }
  return rest === '' ? null : 'gs1-value';
}

/** The same element twice is one; another value for it is a contradiction. Companions are those of the dictionary. */
function together(all: readonly Gs1Element[]): Gs1Reading {
  const elements = all.filter(
    ({ ai, value }, at) => all.findIndex((other) => other.ai === ai && other.value === value) === at,
  );
  const ais = elements.map(({ ai }) => ai);
  if (new Set(ais).size < ais.length) return flaw('gs1-companions');
  const has = (pattern: string): boolean => ais.some((ai) => matchesPattern(ai, pattern));
  for (const { ai } of elements) {
    const identifier = identifierOf(ai);
    const excluded = identifier?.excludes.some((pattern) =>
      ais.some((other) => other !== ai && matchesPattern(other, pattern)),
    );
    const complete = identifier?.requires.every((alternatives) => alternatives.some((group) => group.every(has)));
    if (excluded === true || complete === false) return flaw('gs1-companions');
  }
  return { kind: 'elements', elements };
}

function flaw(why: Gs1Flaw): Gs1Reading {
  return { kind: 'flaw', why };
}
