/**
 * What comes down: a snapshot where there is nothing to go on from, then changes as they happen. Whatever belongs together
 * becomes visible together: pages are gathered until headquarters says that a checkpoint is whole, given to those who keep
 * them, and only then is the cursor kept. A till that dies between the two takes the same checkpoint again.
 */
import { Fault } from '#base/fault.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { CallAnswer } from '#contract/sync/sync.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import type { Store } from '#main/store/port.ts';
import { backOffMs, refusedPauseMs } from './back-off.ts';
import type { Contact } from './contact.ts';
import { Pause } from './pause.ts';
import type { FeedSink, HqLine, HqReply, SnapshotSink } from './port.ts';

const WAIT_MS = 20_000;
const TIMEOUT_MS = WAIT_MS + 15_000;
/** Reading and looking at a page takes a few milliseconds. */
const PAGE_ITEMS = 500;

type SnapshotPage = Extract<CallAnswer<'snapshot'>, { readonly kind: 'page' }>;

export interface ReceiverOptions {
  readonly store: Store;
  readonly line: HqLine;
  readonly sinks: readonly FeedSink[];
  readonly contact: Contact;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A checkpoint with cards in it was applied: their numbers may be keyed with a secret that is not here. */
  readonly onCards: () => void;
}

/** A snapshot on its way: which page is next, and who takes what. */
interface Snapshot {
  readonly parts: readonly { readonly sink: FeedSink; readonly taking: SnapshotSink }[];
  next: string | null;
}

export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #pause: Pause;
  #stopped = false;
  #failures = 0;
  /** Where to go on; null for a snapshot. Ahead of the cursor that is kept while a checkpoint is not whole. */
  #cursor: string | null;
  #gathered: FeedItem[] = [];
  #snapshot: Snapshot | null = null;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#pause = new Pause(options.clock);
    this.#cursor = this.#keptCursor();
  }

  retryNow(): void {
    this.#pause.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#abandonSnapshot();
    this.#pause.wake();
  }

  /** Listens until it is stopped. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const delayMs = await this.#step();
      if (this.#stopped) return;
      if (delayMs > 0) await this.#pause.wait(delayMs);
    }
  }

  /** One call and what follows from it; milliseconds until the next. */
  async #step(): Promise<number> {
    try {
      const reply = this.#cursor === null ? await this.#page() : await this.#changes(this.#cursor);
      if (this.#stopped || reply === null) {
        this.#failures = 0;
        return 0;
      }
      const isRefused = reply.kind === 'fault' && !reply.code.startsWith('hq.') && this.#failures >= 2;
      this.#failures += 1;
      return isRefused ? refusedPauseMs(this.#options.random) : backOffMs(this.#failures, this.#options.random);
    } catch (error) {
      // The disk refused, or a part that keeps things has a bug: what was kept is whole, and it is tried again.
      this.#options.log.error('hq.not-kept', { detail: error instanceof Fault ? error.code : String(error) });
      this.#startFromKept();
      this.#failures += 1;
      return Math.max(1_000, backOffMs(this.#failures, this.#options.random));
    }
  }

  async #changes(cursor: string): Promise<Failed | null> {
    const input = { cursor, waitMs: WAIT_MS, limit: PAGE_ITEMS };
    const reply = this.#heard(await this.#options.line.call('feed', input, { timeoutMs: TIMEOUT_MS }));
    if (this.#stopped) return null;
    if (reply.kind !== 'answered') return reply;
    const { answer } = reply;
    if (answer.kind === 'start-over') {
      this.#options.log.info('hq.start-over', { reason: answer.reason });
      this.#cursor = null;
      this.#gathered = [];
      return null;
    }
    this.#gathered.push(...answer.items);
    this.#cursor = answer.cursor;
    if (answer.isCheckpoint) await this.#checkpoint(answer);
    return null;
  }

  async #checkpoint({ cursor, hqTimeMs }: { readonly cursor: string; readonly hqTimeMs: number }): Promise<void> {
    const { store, sinks, onCards } = this.#options;
    const items = this.#gathered;
    for (const sink of sinks) {
      const own = items.filter(({ kind }) => sink.kinds.includes(kind));
      await sink.apply(own, { hqTimeMs });
      if (this.#stopped) return;
    }
    this.#gathered = [];
    const held = heldBy(sinks);
    const kept = store.hq.progress();
    if (kept.feedCursor !== cursor || kept.held !== held)
      store.note(({ hq }) => hq.putProgress({ feedCursor: cursor, held, hqTimeMs }));
    if (items.some(({ kind }) => kind === 'card')) onCards();
  }

  async #page(): Promise<Failed | null> {
    this.#snapshot ??= {
      parts: this.#options.sinks.map((sink) => ({ sink, taking: sink.beginSnapshot() })),
      next: null,
    };
    const { next } = this.#snapshot;
    const reply = this.#heard(
      await this.#options.line.call('snapshot', { next, limit: PAGE_ITEMS }, { timeoutMs: TIMEOUT_MS }),
    );
    if (this.#stopped) return null;
    if (reply.kind !== 'answered') return reply;
    if (reply.answer.kind === 'start-over') {
      this.#options.log.info('hq.start-over', { reason: reply.answer.reason });
      this.#abandonSnapshot();
      return null;
    }
    await this.#take(this.#snapshot, reply.answer);
    return null;
  }

  async #take(snapshot: Snapshot, page: SnapshotPage): Promise<void> {
    const { store, sinks, onCards } = this.#options;
    for (const { sink, taking } of snapshot.parts) {
      const own = page.items.filter(({ kind }) => sink.kinds.includes(kind));
      if (own.length > 0) await taking.add(own);
      if (this.#stopped) return;
    }
    snapshot.next = page.next;
    if (page.next !== null) return;
    for (const { taking } of snapshot.parts) {
      await taking.finish({ hqTimeMs: page.hqTimeMs });
      if (this.#stopped) return;
    }
    this.#snapshot = null;
    this.#cursor = page.cursor;
    store.note(({ hq }) => hq.putProgress({ feedCursor: page.cursor, held: heldBy(sinks), hqTimeMs: page.hqTimeMs }));
    onCards();
  }

  #startFromKept(): void {
    this.#abandonSnapshot();
    this.#gathered = [];
    this.#cursor = this.#keptCursor();
  }

  /** The cursor counts only with the snapshot that it came after: a file beside the database may be gone, or an older one. */
  #keptCursor(): string | null {
    const { store, sinks } = this.#options;
    const { feedCursor, held } = store.hq.progress();
    return held === heldBy(sinks) ? feedCursor : null;
  }

  #abandonSnapshot(): void {
    for (const { taking } of this.#snapshot?.parts ?? []) taking.abandon();
    this.#snapshot = null;
  }

  #heard<Answer>(reply: HqReply<Answer>): HqReply<Answer> {
    return this.#options.contact.heard('feed', reply);
  }
}

type Failed = Exclude<HqReply<unknown>, { readonly kind: 'answered' }>;

/** What the files of all sinks hold, as one text; null where no sink has one. */
function heldBy(sinks: readonly FeedSink[]): string | null {
  const held = sinks.flatMap((sink) => (sink.held === undefined ? [] : [sink.held()]));
  return held.length === 0 ? null : JSON.stringify(held);
}
