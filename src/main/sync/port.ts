/**
 * How the till speaks with headquarters. Nothing of a sale waits for any of this: what comes back comes back as a turn of
 * its own.
 */
import type { ChainId, PersonId } from '#base/brand.ts';
import type { FeedItem, FeedKind } from '#contract/sync/feed.ts';
import type { CallAnswer, CallInput, CallName } from '#contract/sync/sync.ts';
import type { CallFault } from '#contract/sync/request.ts';

/** One call to headquarters, signed and fresh. Never rejects. */
export interface HqLine {
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    options?: { readonly timeoutMs?: number },
  ): Promise<HqReply<CallAnswer<Name>>>;
}

export type HqReply<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** No answer: whether it was carried out is unknown, and asking again with the same ids is harmless. */
  | { readonly kind: 'away' }
  | { readonly kind: 'fault'; readonly code: CallFault };

/** Carries one request. Never rejects. */
export interface HqTransport {
  /** Null: no answer within the time, or none at all. */
  send(
    call: { readonly name: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
    options: { readonly timeoutMs: number },
  ): Promise<{ readonly status: number; readonly body: string } | null>;
}

/**
 * Who keeps what headquarters says of some kinds of things. A checkpoint is applied whole, by key, newest wins: applied
 * twice, or after later ones of another key, it changes nothing.
 */
export interface FeedSink {
  readonly kinds: readonly FeedKind[];
  /**
   * Takes a checkpoint; an empty one says that there is nothing new up to `hqTimeMs`. Resolves once it is durable and
   * visible; may work in slices between the turns of the till.
   */
  apply(items: readonly FeedItem[], at: { readonly hqTimeMs: number }): Promise<void>;
  /** Everything anew: pages in any number, then `finish` makes them visible at once and forgets what they do not name. */
  beginSnapshot(): SnapshotSink;
  /** Of the sink that keeps persons: destroys these at once, also in the middle of a checkpoint or a snapshot. */
  erase?(personIds: readonly PersonId[]): Promise<void>;
  /**
   * Of a sink that keeps a file of its own: the name of the snapshot in it, null for none. The cursor of the feed counts
   * only together with that snapshot.
   */
  held?(): string | null;
  /** Nothing is kept any more; what was begun and not finished never resolves. */
  stop?(): void;
}

export interface SnapshotSink {
  /** Pages come in order: a thing may come again, newest wins, and null means that it is gone. */
  add(items: readonly FeedItem[]): Promise<void>;
  finish(at: { readonly hqTimeMs: number }): Promise<void>;
  abandon(): void;
}

/** How the till stands with headquarters, for the screen. */
export interface HqStatus {
  readonly link: 'standalone' | 'online' | 'offline' | 'refused';
  /** Why headquarters does not take what is sent (`forked`, `request.suspended`, …); null where it does. */
  readonly refusal: string | null;
  readonly unsent: number;
  /** Age of the oldest row that headquarters does not have. */
  readonly oldestUnsentMs: number | null;
  /** Since headquarters last answered; null where it did not since this process began. */
  readonly lastContactMs: number | null;
  readonly url: string | null;
  readonly storeName: string | null;
  readonly tillName: string | null;
}

/** What use cases are given of headquarters. */
export interface Headquarters {
  /** Null for a till that works alone. Use cases that need an answer ask and end; the answer is another turn. */
  readonly line: HqLine | null;
  status(): HqStatus;
  /**
   * The time of headquarters plus what has passed since; until it said it in this process, the later of the wall clock and the last
   * that was kept. Holds, leases, reservations and ages go by it.
   */
  trustedMs(): number;
  /** There is something to send: wakes the sender. */
  wake(): void;
  /** Where the oldest row lies that headquarters does not have; null where it has everything. */
  firstUnsent(): { readonly chainId: ChainId; readonly after: number } | null;
}

/** What the till says of itself, for headquarters' page of tills. */
export interface TillFacts {
  readonly version: string;
  readonly priceListMs: number | null;
  readonly copyState: string;
  readonly devices: readonly {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly state: string;
  }[];
}

/** What headquarters is told of the till, and tells it. */
export interface HqEvents {
  /** Runs `work` as a turn of the till: what changed is shown when it ends. */
  turn(work: () => void): void;
  /** The status is another one. Inside a turn. */
  statusChanged(): void;
  /** Settings or operators are others. Inside a turn. */
  shopChanged(): void;
  /** Customers, cards or accounts are others; named are the customers. Inside a turn. */
  personsChanged(personIds: readonly PersonId[]): void;
  /** Headquarters said what time it is. Inside a turn. */
  hqTime(hqTimeMs: number): void;
  facts(): TillFacts;
}

export interface EnrolInput {
  readonly url: string;
  readonly code: string;
  /** Of headquarters' public key, as its QR says it; null where the address was typed. */
  readonly fingerprint: string | null;
  /** Who asked for it. */
  readonly operator?: string;
}

export type EnrolOutcome =
  | { readonly kind: 'enrolled'; readonly storeName: string; readonly tillName: string }
  | { readonly kind: 'refused'; readonly reason: EnrolRefusal };

export type EnrolRefusal =
  | 'address-invalid'
  | 'no-answer'
  | 'other-key'
  | 'code-unknown'
  | 'code-expired'
  | 'too-many-guesses'
  | 'till-known'
  | 'other-organisation'
  | 'version'
  | 'not-understood'
  | 'already-enrolled'
  /** The disk of the till refused. */
  | 'not-kept';

/** Headquarters as the till opens it. */
export interface OpenHeadquarters {
  readonly headquarters: Headquarters;
  enrol(input: EnrolInput): Promise<EnrolOutcome>;
  /** Begins to send and to listen, where there is a link. */
  start(): void;
  /** Ends at once: what is on its way comes back to nobody. */
  stop(): void;
}
