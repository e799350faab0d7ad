/**
 * One card, read: its number, its answer to reset, and the text of its memory where it is an NTAG21x. A card that was torn
 * away, or that somebody else spoke to, is tried again while it is there; what stays unclear is refused and is nobody.
 */
import type { Clock } from '#base/clock.ts';
import { Fault } from '#base/fault.ts';
import { CardTroubled, type HeldCard } from '../../transport/pcsc-port.ts';
import { type CardPresence, ROUND_MS } from '../../transport/pcsc-watch.ts';
import type { CardEvent, CardRead, CardRefusal } from '../card.ts';
import { type CardAnswer, GET_NUMBER, parseAnswer, readPages } from './apdu.codec.ts';
import { refusalOf } from './card-number.ts';
import { bytesNeeded, memoryText } from './ndef.codec.ts';

const RETRIES_MAX = 2;
/** Another program that opens each new card (Windows does) has done with it by then. */
const BUSY_ROUNDS_MAX = 10;
const FIRST_PAGE = 3;
/** Texts of loyalty cards are short, and every sixteen bytes cost a customer's patience. */
const MEMORY_BYTES_MAX = 272;
const NTAG_NUMBER_BYTES = 7;
/** Registered identifier of PC/SC's storage cards, A0 00 00 03 06, then type A part 3, then MIFARE Ultralight, as readers call NTAG. */
const ULTRALIGHT_ATR = /a000000306030003/;

export interface ReadCardOptions {
  readonly card: CardPresence;
  readonly clock: Clock;
  /** What went to the card and came back, for the line's recorder. */
  readonly note: (direction: 'in' | 'out', bytes: Uint8Array) => void;
}

type Tried =
  { readonly kind: 'read'; readonly card: CardRead } | { readonly kind: 'not' | 'busy'; readonly why: CardRefusal };

/** What came of it. Rejects with nothing: a service that went away in the middle left the card torn. */
export async function readCard(options: ReadCardOptions): Promise<Exclude<CardEvent, { readonly kind: 'gone' }>> {
  const { card, clock } = options;
  let retries = 0;
  let busyRounds = 0;
  for (;;) {
    const tried = await tryOnce(options);
    if (tried.kind === 'read') return { kind: 'card', card: tried.card };
    if (tried.kind === 'busy') busyRounds += 1;
    else if (tried.why === 'random-uid') return { kind: 'refused', why: tried.why };
    else retries += 1;
    // The next look tells whether it is still there.
    if (card.present) await new Promise<void>((resolve) => void clock.after(ROUND_MS, resolve));
    const last = retries > RETRIES_MAX || busyRounds > BUSY_ROUNDS_MAX;
    if (!card.present) return { kind: 'refused', why: 'torn' };
    if (last) return { kind: 'refused', why: tried.why };
  }
}

async function tryOnce({ card, note }: ReadCardOptions): Promise<Tried> {
  let held: HeldCard | undefined;
  let reset = false;
  try {
    const holding = await card.hold();
    held = holding;
    const { atr } = holding;
    const exchange = async (command: Uint8Array): Promise<CardAnswer> => {
      note('out', command);
      const answer = await holding.exchange(command);
      note('in', answer);
      return parseAnswer(answer);
    };
    const answer = await exchange(GET_NUMBER);
    // A session that was ended needs a fresh one. After a tear it would harm: pcscd takes a reader whose reset failed for empty,
    // and does not see the card that is held to it again before it was taken away once more (seen with 1.9.9).
    reset = answer.kind === 'interrupted';
    if (answer.kind !== 'data') return { kind: 'not', why: answer.kind === 'refused' ? 'unreadable' : 'torn' };
    const why = refusalOf(answer.data);
    if (why !== null) return { kind: 'not', why };
    const text = await textOf(answer.data, atr, exchange);
    return { kind: 'read', card: cardRead(answer.data, atr, text) };
  } catch (error) {
    if (error instanceof CardTroubled)
      return error.why === 'busy' ? { kind: 'busy', why: 'unreadable' } : { kind: 'not', why: 'torn' };
    if (error instanceof Fault) return { kind: 'not', why: 'torn' };
    throw error;
  } finally {
    await held?.release({ reset });
  }
}

function cardRead(number: Uint8Array, atr: string, text: string | undefined): CardRead {
  return {
    uid: Buffer.from(number).toString('hex'),
    medium: 'contactless',
    ...(atr === '' ? {} : { atr }),
    ...(text === undefined ? {} : { memoryText: text }),
  };
}

/** Undefined where there is none. Its loss costs the text and not the card, whose number was whole. */
async function textOf(
  number: Uint8Array,
  atr: string,
  exchange: (command: Uint8Array) => Promise<CardAnswer>,
): Promise<string | undefined> {
  if (number.length !== NTAG_NUMBER_BYTES || !ULTRALIGHT_ATR.test(atr)) return undefined;
  let memory = new Uint8Array(0);
  try {
    while (bytesNeeded(memory) > memory.length && memory.length < MEMORY_BYTES_MAX) {
      const answer = await exchange(readPages(FIRST_PAGE + memory.length / 4));
      if (answer.kind !== 'data' || answer.data.length === 0 || answer.data.length % 4 !== 0) return undefined;
      memory = Uint8Array.from([...memory, ...answer.data]);
    }
  } catch (error) {
    if (error instanceof CardTroubled) return undefined;
    throw error;
  }
  return memoryText(memory);
}
