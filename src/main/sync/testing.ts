/**
 * A headquarters in a few maps, a network that loses, repeats and delays, and a clock that only goes on when told; for
 * tests of the till's side. What headquarters really does is tested with headquarters.
 */
import { createHash, type KeyObject } from 'node:crypto';
import { present } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import { diceOf, seededRandom } from '#base/testing.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import { ackText, HEADERS } from '#contract/sync/request.ts';
import { type CallAnswer, type CallInput, type CallName, calls } from '#contract/sync/sync.ts';
import { fromBase64Url, parseRow, type Row, toBase64Url } from '#domain/journal/journal.ts';
import { freshKey } from '#node/fresh-key.ts';
import { publicKeyOf, signText } from '#node/request-signature.ts';
import { sealSecrets } from '#node/sealed-secrets.ts';
import type { HqTransport } from './port.ts';

/** Chance that a seed repeats. */
export function seeded(seed: number): Random & { next(): number } {
  const dice = diceOf(seed);
  return { next: () => dice.share(), ...seededRandom(String(seed)) };
}

/** A clock whose time passes only in `passes`. */
export class StepClock implements Clock {
  wall = 1_790_000_000_000;
  #now = 0;
  #serial = 0;
  readonly #timers: { readonly atMs: number; readonly serial: number; readonly then: () => void }[] = [];

  wallMs(): number {
    return this.wall + this.#now;
  }

  monotonicMs(): number {
    return this.#now;
  }

  after(delayMs: number, then: () => void): () => void {
    const timer = { atMs: this.#now + Math.max(0, delayMs), serial: ++this.#serial, then };
    this.#timers.push(timer);
    this.#timers.sort((left, right) => left.atMs - right.atMs || left.serial - right.serial);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** Lets time pass until `isDone`, for at most `limitMs`; whether it came to that. */
  async passes(limitMs: number, isDone: () => boolean = () => false): Promise<boolean> {
    const endMs = this.#now + limitMs;
    for (;;) {
      await settled();
      if (isDone()) return true;
      const [timer] = this.#timers;
      if (timer === undefined || timer.atMs > endMs) break;
      this.#timers.shift();
      this.#now = Math.max(this.#now, timer.atMs);
      timer.then();
    }
    this.#now = endMs;
    return isDone();
  }
}

/** Everything that waits for nothing but its turn has had it. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

type Handlers = {
  readonly [Name in CallName]?: (input: CallInput<Name>) => CallAnswer<Name> | { readonly code: string };
};

/** What a network does to a call. */
export interface Weather {
  /** Of ten thousand. */
  readonly requestLost: number;
  readonly answerLost: number;
  readonly repeated: number;
  readonly delayMsMax: number;
}

export const FAIR: Weather = { requestLost: 0, answerLost: 0, repeated: 0, delayMsMax: 0 };

/** A headquarters that believes every signature and keeps what it is sent. */
export class FakeHq {
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #chance: ReturnType<typeof seeded>;
  weather: Weather = FAIR;
  /** Nobody answers while it is away. */
  away = false;
  incarnation = 'life-1';
  /** What is answered in place of what it would answer; undefined leaves that to it. */
  instead: Handlers = {};
  readonly chains = new Map<string, Row[]>();
  readonly persons = new Map<string, CallInput<'persons'>['persons'][number]>();
  readonly said: FeedItem[] = [];
  /** Positions in `said` after which a checkpoint is whole. */
  readonly checkpoints: number[] = [];
  readonly calls: { readonly name: string; readonly used: string }[] = [];
  signsFalsely = false;
  oldestCursor = 0;

  constructor(options: { readonly clock: Clock; readonly seed: number }) {
    this.#clock = options.clock;
    this.#chance = seeded(options.seed);
    this.#key = freshKey(this.#chance);
  }

  get publicKey(): string {
    return toBase64Url(publicKeyOf(this.#key));
  }

  /** A checkpoint of its own. */
  say(...items: readonly FeedItem[]): void {
    this.said.push(...items);
    this.checkpoints.push(this.said.length);
  }

  rows(chainId: string): readonly Row[] {
    return this.chains.get(chainId) ?? [];
  }

  readonly transport: HqTransport = {
    send: async ({ name, headers, body }, { timeoutMs }) => {
      const { requestLost, answerLost, repeated, delayMsMax } = this.weather;
      const falls = (share: number): boolean => this.#chance.next() * 10_000 < share;
      if (this.away || falls(requestLost)) return this.#nothing(timeoutMs);
      await this.#wait(this.#chance.next() * delayMsMax);
      let answer = await this.#answer(name as CallName, headers, body);
      if (falls(repeated)) {
        const again = await this.#answer(name as CallName, headers, body);
        // The network gives the caller the first of two answers, or the second.
        if (falls(5_000)) answer = again;
      }
      await this.#wait(this.#chance.next() * delayMsMax);
      return this.away || falls(answerLost) ? this.#nothing(timeoutMs) : answer;
    },
  };

  async #nothing(timeoutMs: number): Promise<null> {
    await this.#wait(Math.min(timeoutMs, 2_000));
    return null;
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(delayMs, resolve);
    });
  }

  async #answer(
    name: CallName,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<{ readonly status: number; readonly body: string }> {
    this.calls.push({ name, used: `${headers[HEADERS.challenge] ?? ''} ${headers[HEADERS.counter] ?? ''}` });
    const read = calls[name].input.safeParse(JSON.parse(body));
    if (!read.success) return { status: 400, body: JSON.stringify({ code: 'request.malformed' }) };
    const input = read.data as never;
    const special = this.instead[name] as ((input: never) => object) | undefined;
    const handler = special ?? (this.#handlers[name] as ((input: never) => object | Promise<object>) | undefined);
    if (handler === undefined) return { status: 500, body: JSON.stringify({ code: 'hq.bug' }) };
    const answer = await handler(input);
    const isFault = 'code' in answer;
    return { status: isFault ? 403 : 200, body: JSON.stringify(answer) };
  }

  #ack(chainId: string): CallAnswer<'push'> {
    const rows = this.rows(chainId);
    const last = present(rows.at(-1), 'a row to acknowledge');
    const key = this.signsFalsely ? freshKey(this.#chance) : this.#key;
    const ack = { chainId, seq: last.seq, hash: last.hash };
    const signature = signText(key, ackText(ack));
    return { kind: 'acked', ack: { ...ack, signature }, isEnded: false, branches: [] };
  }

  readonly #handlers: {
    readonly [Name in CallName]?: (input: CallInput<Name>) => CallAnswer<Name> | Promise<CallAnswer<Name>>;
  } = {
    challenge: () => ({
      challenge: this.#chance.uuid(),
      validMs: 600_000,
      hqTimeMs: Math.floor(this.#clock.wallMs()),
      version: 1,
      floor: 1,
      publicKey: this.publicKey,
      exchangeKey: this.publicKey,
      incarnation: this.incarnation,
    }),
    enrol: ({ exchangeKey }) => ({
      kind: 'enrolled',
      organisationId: 'organisation-1',
      incarnation: this.incarnation,
      storeId: 'store-1',
      storeName: 'Montpellier',
      tillName: 'Caisse 1',
      sealedSecrets: this.#secrets(exchangeKey),
    }),
    secrets: ({ exchangeKey }) => ({ sealedSecrets: this.#secrets(exchangeKey) }),
    head: ({ chain, seq }) => {
      const rows = this.rows(chain.chainId);
      const { incarnation } = this;
      const mine = rows.at(-1);
      if (mine !== undefined && mine.seq > seq) return { kind: 'behind', seq: mine.seq, hash: mine.hash, incarnation };
      return { kind: 'go-on', seq: mine?.seq ?? 0, isEnded: false, branches: [], incarnation };
    },
    push: ({ chainId, rows }) => {
      const held = this.chains.get(chainId) ?? [];
      for (const line of rows) {
        const row = parseRow(line);
        if ('reason' in row) return { kind: 'stopped', seq: held.length + 1 };
        if (row.seq > held.length + 1) return { kind: 'gap', seq: held.length };
        const known = held[row.seq - 1];
        if (known !== undefined && known.hash !== row.hash) return { kind: 'stopped', seq: row.seq };
        if (known === undefined) held.push(row);
      }
      this.chains.set(chainId, held);
      return this.#ack(chainId);
    },
    persons: ({ persons }) => {
      for (const person of persons) this.persons.set(person.personId, person);
      return { erased: [] };
    },
    feed: async ({ cursor, waitMs, limit }) => {
      const from = cursor === null ? -1 : Number(cursor.split('/')[1]);
      if (cursor === null || !cursor.startsWith(this.incarnation)) return { kind: 'start-over', reason: 'incarnation' };
      if (from < this.oldestCursor) return { kind: 'start-over', reason: 'too-old' };
      if (from >= this.said.length) await this.#wait(Math.min(waitMs, 20_000));
      return this.#changes(from, limit);
    },
    snapshot: ({ next, limit }) => {
      const [life, at] = next === null ? [this.incarnation, '0'] : next.split('/');
      if (life !== this.incarnation) return { kind: 'start-over', reason: 'incarnation' };
      const from = Number(at);
      const items = this.said.slice(from, from + limit);
      const through = from + items.length;
      return {
        kind: 'page',
        items,
        next: through < this.said.length ? `${this.incarnation}/${through}` : null,
        cursor: `${this.incarnation}/${through}`,
        hqTimeMs: Math.floor(this.#clock.wallMs()),
      };
    },
    report: () => ({
      storeName: 'Montpellier',
      tillName: 'Caisse 1',
      hqTimeMs: Math.floor(this.#clock.wallMs()),
      incarnation: this.incarnation,
    }),
  };

  #changes(from: number, limit: number): CallAnswer<'feed'> {
    const end = this.checkpoints.find((each) => each > from) ?? this.said.length;
    const through = Math.min(end, from + limit);
    return {
      kind: 'changes',
      items: this.said.slice(from, through),
      cursor: `${this.incarnation}/${through}`,
      isCheckpoint: through === end,
      hqTimeMs: Math.floor(this.#clock.wallMs()),
    };
  }

  #secrets(exchangeKey: string): string {
    const secret = { id: 'k7', bytes: createHash('sha256').update('secret').digest(), older: [] };
    const reader = present(fromBase64Url(exchangeKey), 'an exchange key');
    return present(sealSecrets({ secret, reader, random: this.#chance }), 'sealed secrets');
  }
}
