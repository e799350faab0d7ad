/** How a catalogue is built aside while the till sells: in a process of its own in a shop, in the same one in tests. */
import type { FeedItem } from '#contract/sync/feed.ts';
import type { FeedMark } from './feed-mark.ts';

export interface CatalogueBuild {
  /** Begins a catalogue of nothing but what is added. */
  beginSnapshot(folder: string): SnapshotBuild;
  /** Puts the live changes into a new base, and that into force. Rejects with a Fault; nothing has changed then. */
  merge(folder: string): Promise<void>;
}

/** Rejections are Faults, and leave the catalogue as it was; only `abandon` may follow one. */
export interface SnapshotBuild {
  add(items: readonly FeedItem[]): Promise<void>;
  /** In force and durable when it resolves. */
  finish(mark: FeedMark): Promise<void>;
  abandon(): void;
}
