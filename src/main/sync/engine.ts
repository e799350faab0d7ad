/**
 * Sync: a sender, a receiver and a teller, each in a loop of its own over one line, so that what goes up never waits for what
 * comes down. Time comes from the clock and chance from the random of whoever starts it.
 */
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { branded, type ChainId, type PersonId } from '#base/brand.ts';
import type { Store } from '#main/store/port.ts';
import type { Contact } from './contact.ts';
import type { FeedSink, HqLine, TillFacts } from './port.ts';
import { Receiver } from './receiver.ts';
import { Sender } from './sender.ts';
import { Teller } from './teller.ts';

export interface SyncOptions {
  readonly store: Store;
  readonly line: HqLine;
  readonly sinks: readonly FeedSink[];
  readonly pinnedKey: string;
  readonly contact: Contact;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly facts: () => TillFacts;
  /** False where it has to be tried again. */
  readonly adoptSecrets: () => Promise<boolean>;
  readonly onNames: (names: { readonly storeName: string; readonly tillName: string }) => void;
  readonly onProgress: () => void;
}

export interface Sync {
  unsent(): number;
  firstUnsent(): { readonly chainId: ChainId; readonly after: number } | null;
  standing(): readonly { readonly chainId: ChainId; readonly seq: number }[];
  /** There is something to send. */
  wake(): void;
  /** Headquarters answers again: nobody waits any longer. */
  reached(): void;
  /** Headquarters is in another life: it came back from a backup. */
  startAnew(): void;
  stop(): void;
}

/** Starts to send, to listen and to tell. */
export function startSync(options: SyncOptions): Sync {
  const { store, sinks, log } = options;
  const sender = new Sender({
    ...options,
    async onErased(personIds) {
      // Not as a checkpoint of its own: the receiver may be in the middle of one, or of a snapshot.
      const erased = personIds.map((personId) => branded<PersonId>(personId));
      for (const sink of sinks) await sink.erase?.(erased);
    },
  });
  const teller = new Teller({
    ...options,
    unsent: () => sender.unsent(),
    firstUnsent: () => sender.firstUnsent(),
    hole: () => sender.hole(),
  });
  const receiver = new Receiver({ ...options, onCards: () => teller.wantSecrets() });
  const stopListening = store.onAppended(() => sender.wake());
  for (const part of [sender, receiver, teller]) {
    part.run().catch((error: unknown) => {
      log.error('hq.loop-ended', { part: part.constructor.name, detail: String(error) });
    });
  }
  return {
    unsent: () => sender.unsent(),
    firstUnsent: () => sender.firstUnsent(),
    standing: () => sender.standing(),
    wake: () => sender.wake(),
    reached() {
      sender.retryNow();
      receiver.retryNow();
      teller.wake();
    },
    startAnew() {
      sender.startAnew();
      teller.wantSecrets();
    },
    stop() {
      stopListening();
      sender.stop();
      receiver.stop();
      teller.stop();
    },
  };
}
