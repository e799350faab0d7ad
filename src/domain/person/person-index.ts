/**
 * Who is meant by what was typed: words of a name from their beginning, digits of a phone from anywhere, an e-mail address from
 * its beginning. Accents, capitals and scripts' digits make no difference. One short text a person, and all of them in one long
 * text that is looked through from end to end: a hundred thousand persons take a few milliseconds.
 */
import { typedWords } from '#domain/catalogue/catalogue.ts';
import { latinDigits } from '#base/text.ts';
import { subscriberDigits } from './contact.ts';
import type { PersonFields } from './fields.ts';

/** Fewer digits are no part of a phone number that tells people apart. */
const PHONE_DIGITS_MIN = 3;
const SEPARATOR = '\n';

/** Ends the text of a person in the long one. */
const END = '\u0001';
/** So many persons may stand beside the long text before it is written anew, and a quarter of those in it. */
const BESIDE_MIN = 500;
/** Who types one letter is shown the first that fit; nobody reads further. */
const CANDIDATES_MAX = 2_000;

/** Names, phones and addresses of all customers, in memory. */
export class PersonIndex<Id extends string> {
  /** All texts in one, so that a machine looks through a hundred thousand persons as through one page. */
  #text = '';
  #ids: Id[] = [];
  /** Where the text of each begins. */
  #starts: number[] = [];
  /** Persons of the long text who are gone or have changed. */
  readonly #gone = new Set<Id>();
  readonly #beside = new Map<Id, string>();
  readonly #known = new Set<Id>();

  get size(): number {
    return this.#known.size;
  }

  has(id: Id): boolean {
    return this.#known.has(id);
  }

  /** Enters a person, or enters them anew. */
  put(id: Id, fields: PersonFields): void {
    if (this.#known.has(id)) this.#gone.add(id);
    this.#known.add(id);
    this.#beside.set(id, textOf(fields));
    if (this.#beside.size > Math.max(BESIDE_MIN, this.#ids.length >> 2)) this.#writeAnew();
  }

  remove(id: Id): void {
    if (!this.#known.delete(id)) return;
    this.#gone.add(id);
    this.#beside.delete(id);
  }

  /** The persons that everything typed fits, whole words of the name first. */
  search(text: string, limit: number): readonly Id[] {
    const [first, ...rest] = needlesOf(text);
    if (first === undefined) return [];
    const whole = new Set<Id>();
    const part = new Set<Id>();
    for (const [id, known] of this.#containing(first)) {
      if (!rest.every((any) => any.some((needle) => known.includes(needle)))) continue;
      const isWhole = [first, ...rest].every(([needle = '']) => known.includes(`${needle} `));
      (isWhole ? whole : part).add(id);
      if (whole.size >= limit || whole.size + part.size >= CANDIDATES_MAX) break;
    }
    return [...new Set([...whole, ...part])].slice(0, limit);
  }

  /** Somebody who may be the same, and by which field; a name that is the same but for accents and order counts. */
  alike(fields: PersonFields): { readonly id: Id; readonly field: 'phone' | 'email' | 'name' } | null {
    const [name = '', phone = '', email = ''] = textOf(fields).split(SEPARATOR);
    if (phone !== '')
      for (const [id] of this.#containing([`${SEPARATOR}${phone}${SEPARATOR}`])) return { id, field: 'phone' };
    if (email !== '')
      for (const [id, known] of this.#containing([`${SEPARATOR}${email}`]))
        if (known.endsWith(`${SEPARATOR}${email}`)) return { id, field: 'email' };
    const [word] = name.trim().split(' ');
    if (word === undefined || word === '') return null;
    const sorted = sortedName(name);
    for (const [id, known] of this.#containing([` ${word} `]))
      if (sortedName(known.split(SEPARATOR)[0] ?? '') === sorted) return { id, field: 'name' };
    return null;
  }

  /** The persons with one of these in their text, some of them twice. */
  *#containing(needles: readonly string[]): Generator<readonly [Id, string]> {
    for (const needle of needles) {
      // The mark in front is everywhere: looking for what follows it is many times faster.
      const rest = needle.slice(1);
      for (let at = this.#text.indexOf(rest); at >= 0; at = this.#text.indexOf(rest, at)) {
        if (!this.#text.startsWith(needle, at - 1)) {
          at += 1;
          continue;
        }
        const index = this.#indexAt(at);
        const id = this.#ids[index];
        at = this.#starts[index + 1] ?? this.#text.length;
        if (id !== undefined && !this.#gone.has(id)) yield [id, this.#textAt(index)];
      }
    }
    for (const [id, known] of this.#beside) if (needles.some((needle) => known.includes(needle))) yield [id, known];
  }

  /** Whose text this place of the long one is in. */
  #indexAt(at: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #textAt(index: number): string {
    const end = this.#starts[index + 1] ?? this.#text.length;
    return this.#text.slice(this.#starts[index], end - END.length);
  }

  #writeAnew(): void {
    const kept = this.#ids.flatMap((id, index): [Id, string][] =>
      this.#gone.has(id) ? [] : [[id, this.#textAt(index)]],
    );
    const all = [...kept, ...this.#beside];
    this.#gone.clear();
    this.#beside.clear();
    this.#ids = all.map(([id]) => id);
    let start = 0;
    this.#starts = all.map(([, text]) => {
      const at = start;
      start += text.length + END.length;
      return at;
    });
    this.#text = all.map(([, text]) => text + END).join('');
  }
}

/**
 * ` camille martin \n33612345678 ~612345678\n@camille@example.org`: each word behind a space, the number once more as it is
 * dialled in its country, the address behind its own mark.
 */
function textOf({ name, phone, email }: PersonFields): string {
  const words = typedWords(latinDigits(name ?? ''));
  return [
    words.length === 0 ? '' : ` ${words.join(' ')} `,
    phone === undefined ? '' : `${phone.replace(/\D/g, '')} ~${subscriberDigits(phone)}`,
    email === undefined ? '' : `@${email.toLowerCase()}`,
  ].join(SEPARATOR);
}

/** For each thing typed, the texts of which one must be there. */
function needlesOf(text: string): readonly (readonly string[])[] {
  const typed = latinDigits(text).trim().toLowerCase();
  if (typed.includes('@') && !typed.startsWith('@')) return [[`@${typed}`]];
  const digits = typed.replace(/[\s.\-/()+]/g, '');
  if (/^\d+$/.test(digits)) {
    if (digits.length < PHONE_DIGITS_MIN) return [];
    return [[digits.replace(/^0+/, digits.startsWith('00') ? '' : '~'), ` ${digits}`]];
  }
  return typedWords(typed).map((word) => [` ${word}`, `@${word}`]);
}

function sortedName(name: string): string {
  return name.trim().split(' ').sort().join(' ');
}
