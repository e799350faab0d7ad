/** A clock that is moved by hand, and a PC/SC service whose readers and cards are values. For tests. */
import { Fault } from '#base/fault.ts';
import type { Clock } from '#base/clock.ts';
import {
  type CardService,
  CardTroubled,
  type HeldCard,
  type OpenCardService,
  type ReaderLook,
} from '../transport/pcsc-port.ts';
import { ROUND_MS } from '../transport/pcsc-watch.ts';

export class HandClock implements Clock {
  #nowMs = 0;
  #serial = 0;
  readonly #waiting = new Map<number, { readonly atMs: number; readonly then: () => void }>();

  wallMs = (): number => this.#nowMs;
  monotonicMs = (): number => this.#nowMs;

  after(delayMs: number, then: () => void): () => void {
    this.#serial += 1;
    const serial = this.#serial;
    this.#waiting.set(serial, { atMs: this.#nowMs + delayMs, then });
    return () => this.#waiting.delete(serial);
  }

  /** Lets time pass; what falls due is called in order, and what it promises is kept before the next. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settled();
      const [next] = [...this.#waiting].filter(([, { atMs }]) => atMs <= endMs).sort(([, a], [, b]) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#waiting.delete(next[0]);
      this.#nowMs = Math.max(this.#nowMs, next[1].atMs);
      next[1].then();
    }
    this.#nowMs = endMs;
    await settled();
  }

  rounds(count: number): Promise<void> {
    return this.pass(count * ROUND_MS);
  }
}

/** Everything that was promised is kept. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export interface FakeCard {
  readonly atr?: string;
  /** What it answers; undefined is never an answer. */
  readonly answer: (command: string) => string | undefined;
}

/** The service of a machine: `open` gives what the devices process would start. */
export class FakePcsc {
  readers = new Map<string, { changes: number; card: FakeCard | null; stalled: boolean }>();
  running = true;
  /** It takes questions and answers none. */
  frozen = false;
  bindingMissing = false;
  /** How many processes were started, and how many of them are open. */
  opened = 0;
  living = 0;
  looks = 0;
  /** Another program has the card for so many tries. */
  busyTries = 0;
  readonly commands: string[] = [];
  readonly resets: boolean[] = [];
  #crash: (() => void)[] = [];

  plug(name: string): void {
    this.readers.set(name, { changes: 0, card: null, stalled: false });
  }

  unplug(name: string): void {
    this.readers.delete(name);
  }

  insert(name: string, card: FakeCard): void {
    const reader = this.#reader(name);
    reader.card = card;
    reader.changes += 1;
  }

  remove(name: string): void {
    const reader = this.#reader(name);
    reader.card = null;
    reader.changes += 1;
  }

  /** Native code fails: every process ends by itself. */
  crash(): void {
    for (const end of this.#crash.splice(0)) end();
  }

  readonly open: OpenCardService = () => {
    this.opened += 1;
    this.living += 1;
    let life: CardService['life'] = 'up';
    const rejects = new Set<(error: Error) => void>();
    const end = (): void => {
      if (life === 'ended') return;
      life = 'ended';
      this.living -= 1;
      for (const reject of rejects) reject(new Fault('card.no-service', 'ended'));
    };
    this.#crash.push(end);
    const never = <T>(): Promise<T> => new Promise<T>((_, reject) => rejects.add(reject));
    return {
      get life() {
        return life;
      },
      look: () => {
        this.looks += 1;
        if (life === 'ended') return Promise.reject(new Fault('card.no-service', 'ended'));
        return this.frozen ? never() : this.#look();
      },
      hold: (name) => (this.frozen ? never() : this.#hold(name, never)),
      close: end,
    };
  };

  #look(): Promise<readonly ReaderLook[]> {
    if (this.bindingMissing) return Promise.reject(new Fault('device.no-binding', 'no such module'));
    if (!this.running) return Promise.reject(new Fault('card.no-service', 'PC/SC service not running'));
    return Promise.resolve(
      [...this.readers].map(([name, { changes, card, stalled }]) => ({
        name,
        changes,
        state: stalled ? 'stalled' : card === null ? 'empty' : 'card',
      })),
    );
  }

  #hold(name: string, never: () => Promise<never>): Promise<HeldCard> {
    const card = this.readers.get(name)?.card;
    if (this.busyTries > 0) {
      this.busyTries -= 1;
      return Promise.reject(new CardTroubled('busy', 'Sharing violation'));
    }
    if (card === null || card === undefined)
      return Promise.reject(new CardTroubled('no-card', 'No smart card present'));
    return Promise.resolve({
      atr: card.atr ?? '',
      exchange: (command) => {
        const hex = Buffer.from(command).toString('hex');
        this.commands.push(hex);
        const answer = card.answer(hex);
        return answer === undefined ? never() : Promise.resolve(new Uint8Array(Buffer.from(answer, 'hex')));
      },
      release: ({ reset = false } = {}) => {
        this.resets.push(reset);
        return Promise.resolve();
      },
    });
  }

  #reader(name: string): { changes: number; card: FakeCard | null; stalled: boolean } {
    const reader = this.readers.get(name);
    if (reader === undefined) throw new Error(`no reader ${name}`);
    return reader;
  }
}
