/**
 * The watchdog of card readers: looks at them in rounds, and says how they stand and which card came or went.
 *
 * No binding recovers by itself when the service is killed and started again, or when it hangs (measured with five of
 * them). So each round begins with a question that has one round to be answered; a service that leaves it open is stalled,
 * and after some rounds it is ended and another one made. All times are rounds of the injected clock.
 */
import type { Clock } from '#base/clock.ts';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { CardService, HeldCard, OpenCardService, ReaderLook } from './pcsc-port.ts';

/** As often as pcscd itself looks at readers that do not report by themselves. */
export const ROUND_MS = 400;
/** A command that has no answer for so many rounds is a stalled reader, and then one that is given up. */
const STALLED_ROUNDS = 2;
const HUNG_ROUNDS = 3;
/** A process that does not even begin by then is ended. */
const START_ROUNDS_MAX = 50;
/** Between one process that was given up and the next. With it, what comes back is found within five rounds at the worst. */
const PAUSE_ROUNDS = 1;
/** A machine without the binding has none in the next second either. */
const NO_BINDING_ROUNDS = 25;
/** So many crashes of the process within so long, and it is left alone. */
const CRASHES_MAX = 3;
const CRASH_WINDOW_MS = 60_000;

export type ReadersState =
  | { readonly state: 'ready' }
  | { readonly state: 'connecting' }
  | { readonly state: 'absent' | 'trouble'; readonly fault: FaultCode };

/** One card in one reader, from its coming to its going. */
export interface CardPresence {
  readonly reader: string;
  /** Whether it is still there, as of the last look. */
  readonly present: boolean;
  /** The reader left the last command without an answer: it is tried again, and there is nothing new to say if it fails. */
  readonly again: boolean;
  /** Takes it for ourselves. Rejects with CardTroubled or a Fault. */
  hold(): Promise<HeldCard>;
}

export interface ReaderWatch {
  close(): void;
}

export interface WatchOptions {
  readonly clock: Clock;
  readonly open: OpenCardService;
  /** Readers whose name begins so; empty for any. */
  readonly reader: string;
  /** Called on each change, and only then. */
  readonly onState: (state: ReadersState) => void;
  readonly onCard: (card: CardPresence) => void;
  /** A card went; null when it came and went between two looks, so that nobody could speak to it. */
  readonly onGone: (card: CardPresence | null) => void;
}

/** Whether the reader is one that the set-up means. The slot for a maker's own module is none that a customer holds a card to. */
export function matchesReader(name: string, wanted: string): boolean {
  return name.startsWith(wanted) && (wanted !== '' || !/\bSAM\b/.test(name));
}

/** Begins to watch; the first look is at once. */
export function watchReaders(options: WatchOptions): ReaderWatch {
  return new Watchdog(options);
}

class Presence implements CardPresence {
  readonly reader: string;
  readonly again: boolean;
  readonly hold: () => Promise<HeldCard>;
  present = true;

  constructor(reader: string, again: boolean, hold: () => Promise<HeldCard>) {
    this.reader = reader;
    this.again = again;
    this.hold = hold;
  }
}

interface Known {
  readonly changes: number;
  readonly card: Presence | null;
}

class Watchdog implements ReaderWatch {
  readonly #options: WatchOptions;
  #known = new Map<string, Known>();
  /** Readers that left a command without an answer, until they answer one or change. */
  readonly #silent = new Set<string>();
  #service: CardService | null = null;
  #closed = false;
  #cancelRound: () => void = () => undefined;
  #said = 'connecting ';
  #lookOpen = false;
  #lookRounds = 0;
  #exchange: { readonly reader: string; rounds: number } | null = null;
  #startRounds = 0;
  #pauseRounds = 0;
  #crashesMs: readonly number[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#round();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRound();
    this.#service?.close();
  }

  #round(): void {
    this.#cancelRound = this.#options.clock.after(ROUND_MS, () => this.#round());
    if (this.#pauseRounds > 0) {
      this.#pauseRounds -= 1;
      return;
    }
    this.#service ??= this.#options.open();
    this.#watchExchange();
    if (this.#lookOpen) this.#watchLook();
    else this.#look();
  }

  #look(): void {
    const service = this.#service;
    if (service === null) return;
    this.#lookOpen = true;
    this.#lookRounds = 0;
    service.look().then(
      (readers) => {
        if (service !== this.#service || this.#closed) return;
        this.#lookOpen = false;
        this.#see(readers.filter(({ name }) => matchesReader(name, this.#options.reader)));
      },
      (error: unknown) => {
        if (service !== this.#service || this.#closed) return;
        this.#lookOpen = false;
        this.#missed(error instanceof Fault ? error.code : 'card.no-service', service);
      },
    );
  }

  /** A round began and the last one's question is still open. */
  #watchLook(): void {
    if (this.#service?.life === 'starting') {
      this.#startRounds += 1;
      if (this.#startRounds >= START_ROUNDS_MAX) this.#giveUp('card.no-service');
      return;
    }
    if (this.#startRounds > 0) {
      // It came up during this round: the question has had no full round yet.
      this.#startRounds = 0;
      return;
    }
    this.#lookRounds += 1;
    this.#lose();
    this.#say({ state: 'trouble', fault: 'card.reader-stalled' });
    if (this.#lookRounds >= HUNG_ROUNDS) this.#giveUp('card.reader-stalled');
  }

  #watchExchange(): void {
    if (this.#exchange === null) return;
    this.#exchange.rounds += 1;
    if (this.#exchange.rounds < STALLED_ROUNDS) return;
    this.#silent.add(this.#exchange.reader);
    this.#say({ state: 'trouble', fault: 'card.reader-stalled' });
    if (this.#exchange.rounds >= HUNG_ROUNDS) this.#giveUp('card.reader-stalled');
  }

  /** Ends the process; the first round after the pause begins another. */
  #giveUp(fault: FaultCode): void {
    this.#service?.close();
    this.#service = null;
    this.#exchange = null;
    this.#lookOpen = false;
    this.#startRounds = 0;
    this.#pauseRounds = PAUSE_ROUNDS;
    this.#lose();
    this.#say({ state: fault === 'card.reader-stalled' ? 'trouble' : 'absent', fault });
  }

  #missed(fault: FaultCode, service: CardService): void {
    if (service.life === 'ended') {
      this.#crashed();
      return;
    }
    this.#lose();
    this.#say({ state: 'absent', fault });
    if (fault !== 'device.no-binding') return;
    service.close();
    this.#service = null;
    this.#pauseRounds = NO_BINDING_ROUNDS;
  }

  /** The process ended by itself: native code failed in it. It costs the other devices nothing, and is not tried for ever. */
  #crashed(): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#crashesMs = [...this.#crashesMs, nowMs].filter((atMs) => nowMs - atMs < CRASH_WINDOW_MS);
    this.#giveUp('card.no-service');
    if (this.#crashesMs.length < CRASHES_MAX) return;
    this.#say({ state: 'absent', fault: 'device.driver-disabled' });
    this.#cancelRound();
  }

  #see(readers: readonly ReaderLook[]): void {
    const before = this.#known;
    this.#known = new Map(readers.map((look) => [look.name, this.#follow(look, before.get(look.name))]));
    for (const [name, { card }] of before) if (!this.#known.has(name)) this.#went(card);
    for (const name of this.#silent) if (!this.#known.has(name)) this.#silent.delete(name);
    const answering = readers.filter(({ name, state }) => state !== 'stalled' && !this.#silent.has(name));
    if (readers.length === 0) this.#say({ state: 'absent', fault: 'card.no-reader' });
    else if (answering.length === 0) this.#say({ state: 'trouble', fault: 'card.reader-stalled' });
    else this.#say({ state: 'ready' });
  }

  #follow(look: ReaderLook, known: Known | undefined): Known {
    const { name, changes } = look;
    const same = known !== undefined && known.changes === changes;
    if (look.state === 'stalled') {
      this.#went(known?.card ?? null);
      return { changes: known?.changes ?? changes, card: null };
    }
    if (look.state === 'empty' || (known !== undefined && !same)) this.#silent.delete(name);
    if (look.state === 'empty') {
      this.#went(known?.card ?? null);
      // Two more changes and empty again: a card came and went unseen.
      if (known?.card === null && !same && ((changes - known.changes) & 0xffff) >= 2) this.#options.onGone(null);
      return { changes, card: null };
    }
    if (same && known.card !== null) return known;
    this.#went(known?.card ?? null);
    const card = new Presence(name, this.#silent.has(name), () => this.#hold(name));
    this.#options.onCard(card);
    return { changes, card };
  }

  #went(card: Presence | null): void {
    if (card === null) return;
    card.present = false;
    this.#options.onGone(card);
  }

  /** Nothing is known of any card any more. */
  #lose(): void {
    for (const { card } of this.#known.values()) this.#went(card);
    this.#known.clear();
  }

  async #hold(reader: string): Promise<HeldCard> {
    const service = this.#service;
    if (service === null) throw new Fault('card.no-service', 'the service went away');
    const card = await this.#timed(reader, service.hold(reader));
    return {
      atr: card.atr,
      exchange: async (command) => {
        const answer = await this.#timed(reader, card.exchange(command));
        this.#silent.delete(reader);
        return answer;
      },
      release: (how) => this.#timed(reader, card.release(how)),
    };
  }

  async #timed<T>(reader: string, asked: Promise<T>): Promise<T> {
    const exchange = { reader, rounds: 0 };
    this.#exchange = exchange;
    try {
      return await asked;
    } finally {
      if (this.#exchange === exchange) this.#exchange = null;
    }
  }

  #say(state: ReadersState): void {
    const said = `${state.state} ${'fault' in state ? state.fault : ''}`;
    if (this.#closed || said === this.#said) return;
    this.#said = said;
    this.#options.onState(state);
  }
}
