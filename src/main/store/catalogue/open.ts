/**
 * The catalogue as the till has it open: the version in force with what was changed since, and the next version as soon as
 * the pointer names it.
 */
import type { Database } from 'better-sqlite3';
import { Fault } from '#base/fault.ts';
import type { Catalogue } from '#main/store/catalogue-port.ts';
import { NO_FEED } from './feed-mark.ts';
import { openLiveFile } from './live-file.ts';
import { livePath } from './live-format.ts';
import { type LiveReader, openLiveReader } from './live-reader.ts';
import { type LiveWriter, liveWriter } from './live-writer.ts';
import { type Lookups, lookups } from './lookups.ts';
import { currentVersion, removeVersionsBelow, versionPath } from './pointer.ts';
import type { CatalogueFile } from './reader.ts';
import { guarded, openCatalogueFile } from './reader.ts';

const NOTHING: CatalogueFile = {
  path: '',
  byGtin: () => undefined,
  byPlu: () => undefined,
  byId: () => undefined,
  prices: () => [],
  price: () => undefined,
  source: () => ({
    byWords: () => [],
    hasWord: () => false,
    termsUnder: () => [],
    byPlu: () => [],
    byGtin: () => [],
  }),
  hasTerm: () => false,
  hasPrices: false,
  count: 0,
  rankLast: 0,
  mark: NO_FEED,
  close: () => undefined,
};

/** No version has this number: the next look opens whatever the pointer names. */
const NONE_READABLE = -1;

/** The catalogue as whoever keeps it up to date needs it. */
export interface FedCatalogue extends Catalogue {
  readonly folder: string;
  /** The snapshot of headquarters that all this goes back to; null where the shop made it, or where changes were lost. */
  feedId(): string | null;
  /** The file of live changes, made where there is none, and its writer. Held until `close`. */
  openChanges(newId: () => string): LiveChanges;
  /** What was written became visible. */
  changesVisible(): void;
  /** Headquarters said that nothing else is known up to then. */
  listIsCurrent(hqTimeMs: number): void;
}

export interface LiveChanges {
  readonly liveId: string;
  readonly database: Database;
  readonly writer: LiveWriter;
}

interface Open {
  readonly version: number;
  readonly base: CatalogueFile;
  readonly live: LiveReader | null;
  readonly ask: Lookups;
}

/**
 * Opens the catalogue in `folder` (the `catalogue` folder of a shop's data). Empty where nothing was ever imported. `nowMs`:
 * the time by which dated prices go. Throws catalogue.unreadable when the version in force is missing or damaged; with
 * `onUnreadable` that is told, and the catalogue is empty until another version stands in its place.
 */
export function openCatalogue({
  folder,
  nowMs = () => Date.now(),
  onUnreadable,
}: {
  readonly folder: string;
  readonly nowMs?: () => number;
  readonly onUnreadable?: (fault: Fault) => void;
}): FedCatalogue {
  let open = firstOpen();
  let changes: LiveChanges | undefined;
  let currentMs: number | null = null;

  return {
    folder,
    byGtin: (gtin14) => open.ask.byGtin(gtin14),
    byPlu: (plu) => open.ask.byPlu(plu),
    byId: (id) => open.ask.byId(id),
    search: (text, limit) => open.ask.search(text, limit),
    importedStockMilli: (id) => open.ask.importedStockMilli(id),
    count: () => open.ask.count(),
    feedId: () => (isWhole() ? open.base.mark.feedId : null),
    priceListMs() {
      const times = [currentMs, open.live?.hqTimeMs ?? null, open.base.mark.hqTimeMs].filter((time) => time !== null);
      return open.base.mark.feedId === null || times.length === 0 ? null : Math.max(...times);
    },
    refresh() {
      if (currentVersion(folder) === open.version) return false;
      const previous = open;
      open = openCurrent();
      closeParts(previous);
      removeVersionsBelow(folder, open.version);
      return true;
    },
    openChanges(newId) {
      changes ??= openedChanges(newId);
      return changes;
    },
    changesVisible() {
      if (open.live !== null) open.live.look(open.base.mark.through);
    },
    listIsCurrent(hqTimeMs) {
      currentMs = hqTimeMs;
    },
    close() {
      changes?.database.close();
      closeParts(open);
    },
  };

  function firstOpen(): Open {
    try {
      return openCurrent();
    } catch (error) {
      if (onUnreadable === undefined || !(error instanceof Fault)) throw error;
      onUnreadable(error);
      return { version: NONE_READABLE, base: NOTHING, live: null, ask: lookups({ base: NOTHING, live: null, nowMs }) };
    }
  }

  function openCurrent(): Open {
    const { version, base } = openBase(folder);
    const live = base.mark.liveId === null ? null : liveOf(base);
    return { version, base, live, ask: lookups({ base, live, nowMs }) };
  }

  /** The changes that belong to a base. Without them it sells at the prices that it has, and a snapshot is asked for. */
  function liveOf(base: CatalogueFile): LiveReader | null {
    const path = livePath(folder);
    try {
      const live = guarded(path, () => openLiveReader(path, base.mark.through));
      if (live === null || live.liveId === base.mark.liveId) return live;
      live.close();
      return null;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      onUnreadable?.(error);
      return null;
    }
  }

  function isWhole(): boolean {
    return open.base.mark.liveId === null || open.live !== null;
  }

  function openedChanges(newId: () => string): LiveChanges {
    const path = livePath(folder);
    return guarded(path, () => {
      const database = openLiveFile(folder, newId);
      const liveId = String(database.prepare(`SELECT value FROM meta WHERE name = 'live_id'`).pluck().get());
      return { liveId, database, writer: liveWriter(database, () => open.base) };
    });
  }
}

function closeParts({ base, live }: Open): void {
  live?.close();
  base.close();
}

function openBase(folder: string): { readonly version: number; readonly base: CatalogueFile } {
  for (;;) {
    const version = currentVersion(folder);
    if (version === 0) return { version, base: NOTHING };
    try {
      return { version, base: openCatalogueFile(versionPath(folder, version)) };
    } catch (error) {
      // Another import may have finished, and its files been tidied, between the pointer and the file.
      if (currentVersion(folder) === version) throw error;
    }
  }
}
