/** What a catalogue file says of where it came from: a snapshot of headquarters, or a file of the shop. */
import type { Database } from 'better-sqlite3';

export interface FeedMark {
  /** The snapshot that this catalogue goes back to; null where it is the shop's own. */
  readonly feedId: string | null;
  /** The file of live changes that goes with it; with another one, or none, changes are missing. */
  readonly liveId: string | null;
  /** The changes up to this checkpoint are in here. */
  readonly through: number;
  /** Headquarters' time when this was the whole truth; null where it never was. */
  readonly hqTimeMs: number | null;
}

export const NO_FEED: FeedMark = { feedId: null, liveId: null, through: 0, hqTimeMs: null };

/** Reads the mark of an open catalogue. */
export function readFeedMark(database: Database): FeedMark {
  const rows = database.prepare<[], { name: string; value: string }>('SELECT name, value FROM meta').all();
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  const hqTime = values.get('hq_time_ms');
  return {
    feedId: values.get('feed_id') ?? null,
    liveId: values.get('live_id') ?? null,
    through: Number(values.get('live_through') ?? 0),
    hqTimeMs: hqTime === undefined ? null : Number(hqTime),
  };
}

/** Writes the mark into a catalogue that is being built. */
export function writeFeedMark(database: Database, { feedId, liveId, through, hqTimeMs }: FeedMark): void {
  const put = database.prepare<[string, string], unknown>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
  if (feedId !== null) put.run('feed_id', feedId);
  if (liveId !== null) put.run('live_id', liveId);
  if (hqTimeMs !== null) put.run('hq_time_ms', String(hqTimeMs));
  put.run('live_through', String(through));
}
