/**
 * GS1 Digital Link: the same elements as a web address, `https://example.org/01/03017620422003/10/ABC?17=261231`
 * (GS1 Digital Link Standard: URI Syntax). Nothing is fetched; whose the address is does not matter.
 */
import { type Gs1Identifier, identifierOf } from './dictionary.ts';
import { type Gs1Element, type Gs1Reading, verified } from './elements.ts';

const GTIN_DIGITS = 14;

/** The elements of `text`, null where it is a web address of something else. Never throws. */
export function readDigitalLink(text: string): Gs1Reading | null {
  const [, path = '', query = ''] = /^https?:\/\/[^/?#]+\/([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i.exec(text) ?? [];
  const segments = path.replace(/\/$/, '').split('/').map(decoded);
  // The path may begin with anything; the key is the last identifier that can be one with only its qualifiers behind it.
  for (let at = segments.length - 2; at >= 0; at -= 2) {
    const key = identifierOf(segments[at] ?? '');
    if (key === undefined || key.qualifiers === null) continue;
    const elements = pairsOf(segments.slice(at));
    if (!isInOrder(key.qualifiers, elements)) return { kind: 'flaw', why: 'gs1-companions' };
    const attributes = attributesOf(query);
    return attributes === null ? { kind: 'flaw', why: 'gs1-identifier' } : verified([...elements, ...attributes]);
  }
  return null;
}

function pairsOf(segments: readonly string[]): readonly Gs1Element[] {
  const pairs: Gs1Element[] = [];
  for (let at = 0; at + 1 < segments.length; at += 2) pairs.push(elementOf(segments[at] ?? '', segments[at + 1] ?? ''));
  return pairs;
}

/** Keys that are no numbers belong to somebody else; a number that is no attribute makes the whole address doubtful. */
function attributesOf(query: string): readonly Gs1Element[] | null {
  const elements: Gs1Element[] = [];
  for (const part of query.split(/[&;]/)) {
    const [name = '', value = ''] = part.split('=', 2).map(decoded);
    if (!/^\d+$/.test(name)) continue;
    if (identifierOf(name)?.dataAttribute !== true) return null;
    elements.push(elementOf(name, value));
  }
  return elements;
}

/** GTINs of eight, twelve and thirteen digits were allowed until 2023 and are still on packs. */
function elementOf(ai: string, value: string): Gs1Element {
  return ai === '01' && /^(\d{8}|\d{12,13})$/.test(value)
    ? { ai, value: value.padStart(GTIN_DIGITS, '0') }
    : { ai, value };
}

function isInOrder(orders: NonNullable<Gs1Identifier['qualifiers']>, elements: readonly Gs1Element[]): boolean {
  const used = elements.slice(1).map(({ ai }) => ai);
  return orders.some((order) => {
    const places = used.map((ai) => order.indexOf(ai));
    return places.every((place, at) => place !== -1 && (at === 0 || place > (places[at - 1] ?? place)));
  });
}

/** Byte by byte: GS1 values are ASCII, so that an escape of anything else is a character that no value may have. */
function decoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
