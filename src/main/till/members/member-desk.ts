/**
 * What of members lives in memory and nowhere else: the index that finds them, and the cards that were just held to a reader.
 * The number of a card is in here and in no row, log, outcome, draft or file; a page names it by `cardRef`, which ends with
 * the process.
 */
import type { PersonId, StationId } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import { PersonIndex } from '#domain/person/person.ts';
import type { Store } from '#main/store/port.ts';

/** So many are deciphered in one go, between two turns of the till. */
const SLICE_PERSONS = 200;
/** A search that comes before the index is whole waits for so many at most: below this no shop ever sees half an index. */
const AT_ONCE_PERSONS = 2_000;
/** Cards shown lately, of all stations: more are older than any question that is still on a screen. */
const CARDS_MAX = 64;

/** A card that was shown and is nobody's yet. */
export interface ShownCard {
  readonly cardRef: string;
  readonly station: StationId;
  /** Canonical texts (`card-name.ts`), the likeliest first. */
  readonly names: readonly string[];
  readonly medium: 'uid' | 'code';
  /** The end of its number. */
  readonly masked: string;
  /** As it was scanned, for the question whether it is a product's code; null for a chip. */
  readonly text: string | null;
  readonly serial: number;
}

export class MemberDesk {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #index = new PersonIndex<PersonId>();
  readonly #cards = new Map<string, ShownCard>();
  #indexedTo: PersonId | null = null;
  #isWhole = false;
  #cancel = (): void => {};
  #serial = 0;

  constructor(ports: { readonly store: Store; readonly clock: Clock; readonly random: Random }) {
    this.#store = ports.store;
    this.#clock = ports.clock;
    this.#random = ports.random;
  }

  /** Begins to read the persons of the store, a slice between two turns, so that nobody who sells waits. */
  start(): void {
    this.#cancel = this.#clock.after(0, () => {
      this.#slice();
      if (!this.#isWhole) this.start();
    });
  }

  stop(): void {
    this.#cancel();
    this.#isWhole = true;
  }

  /** The index, with everybody in it where the shop is not a very large one that has just started. */
  index(): PersonIndex<PersonId> {
    for (let read = 0; read < AT_ONCE_PERSONS && !this.#isWhole; read += SLICE_PERSONS) this.#slice();
    return this.#index;
  }

  /** What the store says of these persons counts from now on: they came from headquarters, or it says that they are gone. */
  learn(personIds: readonly PersonId[]): void {
    for (const personId of personIds) {
      const person = this.#store.person(personId);
      if (person?.personId === personId) this.#index.put(personId, person.fields);
      else this.#index.remove(personId);
    }
  }

  /** Holds a card that nobody has, and shows it at the station until another one comes or it is forgotten. */
  hold(card: Omit<ShownCard, 'cardRef' | 'serial'>): ShownCard {
    this.forget(card.station);
    this.#serial += 1;
    const held = { ...card, cardRef: this.#random.uuid(), serial: this.#serial };
    this.#cards.set(held.cardRef, held);
    const [oldest] = this.#cards.keys();
    if (this.#cards.size > CARDS_MAX && oldest !== undefined) this.#cards.delete(oldest);
    return held;
  }

  card(cardRef: string): ShownCard | undefined {
    return this.#cards.get(cardRef);
  }

  /** The card that a station's screen speaks of. */
  shownAt(station: StationId): ShownCard | undefined {
    return [...this.#cards.values()].findLast((card) => card.station === station);
  }

  /** Forgets what was shown at a station. */
  forget(station: StationId): void {
    for (const card of this.#cards.values()) if (card.station === station) this.#cards.delete(card.cardRef);
  }

  #slice(): void {
    if (this.#isWhole) return;
    const persons = this.#store.persons(this.#indexedTo, SLICE_PERSONS);
    // Who was enrolled or changed meanwhile is in there as they are now.
    for (const { personId, fields } of persons) {
      if (!this.#index.has(personId) && this.#store.survivor(personId) === personId) this.#index.put(personId, fields);
    }
    this.#indexedTo = persons.at(-1)?.personId ?? this.#indexedTo;
    this.#isWhole = persons.length < SLICE_PERSONS;
  }
}
