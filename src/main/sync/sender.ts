/**
 * What goes up: every row of every chain of this till in order, and persons once the rows that name them are there. Where
 * headquarters stands is asked at each start and whenever it came back from a backup; what it then lacks is sent again.
 */
import type { ChainId } from '#base/brand.ts';
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import { ackText } from '#contract/sync/request.ts';
import { fromBase64Url } from '#domain/journal/journal.ts';
import { isSignedText } from '#node/request-signature.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import type { Store } from '#main/store/port.ts';
import { backOffMs, refusedPauseMs } from './back-off.ts';
import { readBatch } from './batch.ts';
import { chainInput } from './chain-input.ts';
import type { Contact } from './contact.ts';
import { Pause } from './pause.ts';
import { personsToSend, type SentPerson } from './persons-to-send.ts';
import type { HqLine, HqReply } from './port.ts';

/** Rows that come one after the other, a ticket and its payments, travel together. */
const GATHER_MS = 15;
/** Without new rows it looks now and then all the same: for a stopped chain, and for what no wake told of. */
const IDLE_MS = 60_000;

/** Why nothing more of a chain goes up: a row of it is missing here. */
const HOLE = 'hole';

type HeadAnswer = CallAnswer<'head'>;

/** How a chain stands at headquarters. */
interface ChainState {
  readonly chainId: ChainId;
  /** Headquarters holds it up to here. */
  seq: number;
  /** Whether headquarters was asked where it stands since this process or its own life began. */
  isGreeted: boolean;
  /** Why it takes no more of it. */
  refusal: string | null;
  /** It has another continuation there, or another chain goes on from it: what is written is taken, and a new chain is due. */
  isEnded: boolean;
}

/** What one step came to. */
type Step = 'sent' | 'nothing' | 'refused' | { readonly afterMs: number };

export interface SenderOptions {
  readonly store: Store;
  readonly line: HqLine;
  readonly pinnedKey: string;
  readonly contact: Contact;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Headquarters says that these persons were erased. */
  readonly onErased: (personIds: readonly string[]) => Promise<void>;
  /** How far it got changed. */
  readonly onProgress: () => void;
}

export class Sender {
  readonly #options: SenderOptions;
  readonly #pause: Pause;
  readonly #chains: readonly ChainState[];
  #batchRows: number | undefined;
  #failures = 0;
  #stopped = false;
  #sleepsUntilMs = 0;
  /** When a chain that headquarters stopped is asked about again. */
  #askAgainMs = 0;
  /** Persons are sent up to `revision` once the present chain is acknowledged up to `seq`. */
  #personsMark: { readonly revision: number; readonly seq: number } | null = null;
  #lastRevision = -1;

  constructor(options: SenderOptions) {
    const { store, clock } = options;
    this.#options = options;
    this.#pause = new Pause(clock);
    this.#chains = store.chainIds().map((chainId) => ({
      chainId,
      seq: store.hq.ack(chainId)?.seq ?? 0,
      isGreeted: false,
      refusal: null,
      isEnded: false,
    }));
  }

  /** Rows that headquarters does not hold, over all chains. */
  unsent(): number {
    return this.#chains.reduce((sum, chain) => sum + Math.max(0, this.#headSeq(chain) - chain.seq), 0);
  }

  /** Where the oldest row lies that headquarters does not hold; null where it has everything. */
  firstUnsent(): { readonly chainId: ChainId; readonly after: number } | null {
    const chain = this.#chains.find((each) => this.#headSeq(each) > each.seq);
    return chain === undefined ? null : { chainId: chain.chainId, after: chain.seq };
  }

  /** After which row of which chain the next one is missing here; null where none is. */
  hole(): { readonly chainId: ChainId; readonly after: number } | null {
    const chain = this.#chains.find(({ refusal }) => refusal === HOLE);
    return chain === undefined ? null : { chainId: chain.chainId, after: chain.seq };
  }

  /** The chains and how far headquarters holds each. */
  standing(): readonly { readonly chainId: ChainId; readonly seq: number }[] {
    return this.#chains.map(({ chainId, seq }) => ({ chainId, seq }));
  }

  wake(): void {
    this.#pause.wake();
  }

  /** Headquarters is back: nobody waits any longer. */
  retryNow(): void {
    this.#sleepsUntilMs = 0;
    this.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#pause.wake();
  }

  /** Headquarters came back from a backup: where it stands is asked anew, and what it lost is sent again. */
  startAnew(): void {
    for (const chain of this.#chains) chain.isGreeted = false;
    this.#options.store.note(({ hq }) => hq.putProgress({ personsThrough: 0 }));
    this.#personsMark = null;
    this.#lastRevision = -1;
    this.wake();
  }

  /** Sends until it is stopped. */
  async run(): Promise<void> {
    const { random } = this.#options;
    while (!this.#stopped) {
      const step = await this.#step();
      if (this.#stopped) return;
      if (step === 'sent') {
        this.#failures = 0;
        await this.#pause.yield();
      } else if (step === 'nothing') {
        this.#failures = 0;
        await this.#pause.wait(IDLE_MS);
        if (!this.#stopped) await this.#gather();
      } else {
        await this.#sleep(step === 'refused' ? refusedPauseMs(random) : step.afterMs);
      }
    }
  }

  /** A pause that new rows do not cut short: headquarters is away or said when to come back. */
  async #sleep(delayMs: number): Promise<void> {
    const { clock } = this.#options;
    this.#sleepsUntilMs = clock.monotonicMs() + delayMs;
    while (!this.#stopped && clock.monotonicMs() < this.#sleepsUntilMs)
      await this.#pause.wait(Math.max(1, this.#sleepsUntilMs - clock.monotonicMs()));
  }

  #gather(): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(GATHER_MS, resolve);
    });
  }

  async #step(): Promise<Step> {
    this.#askAgain();
    const greeted = await this.#greet();
    if (greeted !== null) return greeted;
    const persons = this.#markPersons();
    const open = this.#chains.filter(({ refusal }) => refusal === null);
    const chain = open.find((each) => this.#headSeq(each) > each.seq);
    if (chain !== undefined) return this.#push(chain);
    if (persons) return this.#sendPersons();
    return 'nothing';
  }

  /** A stopped chain is asked about again, but seldom: somebody has to do something first. */
  #askAgain(): void {
    const { clock, random } = this.#options;
    // An old copy that wrote something has become a fork: headquarters gets to see the other branch.
    for (const chain of this.#chains)
      if (chain.refusal === 'behind' && this.#headSeq(chain) > chain.seq) chain.isGreeted = false;
    if (clock.monotonicMs() < this.#askAgainMs) return;
    this.#askAgainMs = clock.monotonicMs() + refusedPauseMs(random);
    for (const chain of this.#chains) if (chain.refusal !== null) chain.isGreeted = false;
  }

  /**
   * Asks where each chain stands, the latest first: headquarters then knows of each earlier one what goes on from it.
   */
  async #greet(): Promise<Step | null> {
    for (const chain of this.#chains.toReversed()) {
      if (chain.isGreeted) continue;
      const input = this.#headInput(chain);
      const reply = this.#heard(await this.#options.line.call('head', input));
      if (this.#stopped) return 'nothing';
      if (reply.kind !== 'answered') return this.#failed(reply);
      this.#took(chain, reply.answer, input.seq);
      this.#options.onProgress();
    }
    return null;
  }

  #took(chain: ChainState, answer: HeadAnswer, askedSeq: number): void {
    chain.isGreeted = true;
    chain.refusal = null;
    const isPresent = chain.chainId === this.#options.store.identity.chainId;
    switch (answer.kind) {
      case 'go-on':
        chain.seq = answer.seq;
        this.#held(chain, answer);
        break;
      case 'behind':
        // Headquarters holds all that is here, and more: nothing is to be sent, and of the present chain nothing may follow.
        chain.seq = askedSeq;
        if (isPresent) chain.refusal = 'behind';
        break;
      case 'stopped':
        chain.seq = Math.min(chain.seq, answer.seq);
        chain.refusal = 'flawed';
    }
    this.#tellRefusal();
  }

  /** Keeps under which names headquarters holds what this till wrote of a chain. */
  #held(chain: ChainState, answer: Pick<HeadAnswer & { readonly kind: 'go-on' }, 'isEnded' | 'branches'>): void {
    const { store, onProgress } = this.#options;
    const { chainId } = chain;
    chain.isEnded = answer.isEnded;
    const partings = answer.branches.map(({ after, branchId }) => ({ afterSeq: after, branchId }));
    if (JSON.stringify(partings) === JSON.stringify(store.hq.partings(chainId))) return;
    store.note(({ hq }) => hq.putPartings(chainId, partings));
    onProgress();
  }

  async #push(chain: ChainState): Promise<Step> {
    const { store, line } = this.#options;
    const batch = await readBatch(store, {
      chainId: chain.chainId,
      seq: chain.seq,
      ...(this.#batchRows === undefined ? {} : { limit: this.#batchRows }),
      between: () => this.#pause.yield(),
    });
    if (this.#stopped) return 'nothing';
    if (batch.rows.length === 0) return this.#stuck(chain, batch.isAtHole);
    const reply = this.#heard(await line.call('push', { chainId: chain.chainId, rows: [...batch.rows] }));
    if (this.#stopped) return 'nothing';
    if (reply.kind === 'fault' && reply.code === 'request.too-large' && batch.rows.length > 1) {
      this.#batchRows = Math.ceil(batch.rows.length / 2);
      return 'sent';
    }
    if (reply.kind === 'fault' && reply.code === 'request.foreign-chain') chain.isGreeted = false;
    if (reply.kind !== 'answered') return this.#failed(reply);
    this.#batchRows = undefined;
    return this.#pushed(chain, reply.answer);
  }

  /** A row that this machine has lost: headquarters takes none of the later ones, and somebody must know. */
  #stuck(chain: ChainState, isAtHole: boolean): Step {
    if (!isAtHole) return 'nothing';
    chain.refusal = HOLE;
    this.#options.log.error('hq.hole', { chain: chain.chainId, after: chain.seq });
    this.#tellRefusal();
    return 'nothing';
  }

  #pushed(chain: ChainState, answer: CallAnswer<'push'>): Step {
    switch (answer.kind) {
      case 'acked':
        if (!this.#keepAck(chain, answer.ack)) return 'refused';
        this.#held(chain, answer);
        this.#tellRefusal();
        this.#options.onProgress();
        return 'sent';
      case 'gap':
        this.#options.log.warn('hq.gap', { chain: chain.chainId, seq: answer.seq });
        chain.seq = answer.seq;
        return { afterMs: backOffMs(++this.#failures, this.#options.random) };
      case 'stopped':
        chain.refusal = 'flawed';
        this.#options.log.error('hq.chain-stopped', { chain: chain.chainId, seq: answer.seq });
        this.#tellRefusal();
        return 'nothing';
      case 'busy':
        return { afterMs: answer.afterMs + backOffMs(1, this.#options.random) };
    }
  }

  /** Keeps the word of headquarters that it holds the chain, where it is its word and about this chain. */
  #keepAck(chain: ChainState, ack: CallInput<'head'>['acked'] & object): boolean {
    const { store, pinnedKey, contact, log } = this.#options;
    const key = fromBase64Url(pinnedKey);
    const [row] = store.rowsAfter(chain.chainId, ack.seq - 1, 1);
    const isTrue =
      ack.chainId === chain.chainId &&
      row?.seq === ack.seq &&
      row.hash === ack.hash &&
      key !== undefined &&
      isSignedText(key, ackText(ack), ack.signature);
    contact.refuse('ack', isTrue ? null : 'ack-false');
    if (!isTrue) {
      log.error('hq.ack-false', { chain: chain.chainId, seq: ack.seq });
      return false;
    }
    chain.seq = ack.seq;
    store.note(({ hq }) => hq.putAck(ack));
    return true;
  }

  /** Whether persons wait and every row that names them is acknowledged. */
  #markPersons(): boolean {
    const { store } = this.#options;
    const { personsThrough } = store.hq.progress();
    if (this.#personsMark === null) {
      const { revision } = store.lastPerson();
      if (revision === this.#lastRevision || revision <= personsThrough) return false;
      this.#personsMark = { revision, seq: store.head().seq };
    }
    const present = this.#chains.at(-1);
    return present !== undefined && present.seq >= this.#personsMark.seq;
  }

  async #sendPersons(): Promise<Step> {
    const { store } = this.#options;
    const mark = this.#personsMark;
    if (mark === null) return 'nothing';
    const { personsThrough } = store.hq.progress();
    const { persons, through } = personsToSend(store, { after: personsThrough, until: mark.revision });
    if (persons.length > 0) {
      const failed = await this.#tellPersons(persons);
      if (this.#stopped) return 'nothing';
      if (failed !== null) return failed;
    }
    store.note(({ hq }) => hq.putProgress({ personsThrough: through }));
    if (through >= mark.revision) {
      this.#lastRevision = mark.revision;
      this.#personsMark = null;
    }
    return 'sent';
  }

  /** Tells of persons together, and one by one where headquarters does not take them so: one that it does not take stops no other. */
  async #tellPersons(persons: readonly SentPerson[]): Promise<Step | null> {
    const { line, log, onErased } = this.#options;
    const reply = await line.call('persons', { persons: [...persons] });
    if (this.#stopped) return null;
    if (reply.kind !== 'fault' || !NOT_TAKEN.has(reply.code)) {
      // What it does not take of persons is no refusal of the till.
      this.#heard(reply);
      if (reply.kind !== 'answered') return this.#failed(reply);
      if (reply.answer.erased.length > 0) await onErased(reply.answer.erased);
      return null;
    }
    const [first] = persons;
    if (persons.length === 1) {
      log.error('hq.person-not-taken', { person: first?.personId ?? '', code: reply.code });
      return null;
    }
    for (const person of persons) {
      const failed = await this.#tellPersons([person]);
      if (this.#stopped || failed !== null) return failed;
    }
    return null;
  }

  #failed(reply: Exclude<HqReply<unknown>, { readonly kind: 'answered' }>): Step {
    const isRefused =
      reply.kind === 'fault' && !reply.code.startsWith('hq.') && !PASSING.has(reply.code) && this.#failures >= 2;
    this.#failures += 1;
    return isRefused ? 'refused' : { afterMs: backOffMs(this.#failures, this.#options.random) };
  }

  #heard<Answer>(reply: HqReply<Answer>): HqReply<Answer> {
    return this.#options.contact.heard('push', reply);
  }

  #tellRefusal(): void {
    const { contact, clock, random } = this.#options;
    const refused = this.#chains.filter(({ refusal }) => refusal !== null);
    if (refused.length > 0) this.#askAgainMs = clock.monotonicMs() + refusedPauseMs(random);
    const present = this.#chains.at(-1);
    const last = refused.at(-1);
    // Of the present chain a new one leads on; of an earlier one it did already, and its rows wait.
    const said = last?.refusal === HOLE && last !== present ? 'hole-before' : last?.refusal;
    contact.refuse('chain', said ?? (present?.isEnded === true ? 'forked' : null));
  }

  #headSeq({ chainId }: ChainState): number {
    const { store } = this.#options;
    return chainId === store.identity.chainId ? store.head().seq : (store.headOf(chainId)?.seq ?? 0);
  }

  #headInput({ chainId }: ChainState): CallInput<'head'> {
    const { store } = this.#options;
    const head = store.headOf(chainId) ?? { seq: 0, hash: '0'.repeat(64) };
    const acked = store.hq.ack(chainId);
    const { chainId: present } = store.identity;
    return { chain: chainInput(store, chainId), present, seq: head.seq, hash: head.hash, acked };
  }
}

/** What headquarters says of persons that it does not understand, or that are too much. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['request.malformed', 'request.too-large']);

/** Faults that go by themselves. */
const PASSING: ReadonlySet<string> = new Set([
  'request.stale',
  'request.replayed',
  'request.too-many',
  'request.foreign-chain',
]);
