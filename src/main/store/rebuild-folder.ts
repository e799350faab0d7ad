/**
 * A till built anew, in an empty folder, of rows that somebody else kept: the chains one after the other, each row checked before
 * it is taken, and a new chain with a new key that goes on from the last. Built aside and put in place by one rename.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import {
  ChainVerifier,
  entryOf,
  type NewEntry,
  parseRow,
  payloadOf,
  type Row,
  type SoftwareIdentity,
} from '#domain/journal/journal.ts';
import { SETTINGS_GROUPS } from '#domain/settings/settings.ts';
import { journalCrypto } from '#node/journal-crypto.ts';

import { syncFolder } from '../sync-folder.ts';
import { appendToChain, continuedFrom } from './continue-in-new-chain.ts';
import { NO_PIN, openChain } from './create-shop.ts';
import { TILL_FILE } from './data-folder.ts';
import { openDatabase, type Sqlite } from './database.ts';
import type { HqLink } from './hq-port.ts';
import { live, type Live } from './live.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Shop } from './port.ts';
import { rememberVersions } from './projection-builder.ts';
import { onDisk } from './sqlite-fault.ts';

export interface RebuildOptions {
  /** A folder that is empty or not there. */
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  readonly software: SoftwareIdentity;
  readonly clock: Clock;
  readonly random: Random;
}

export interface RebuiltTill {
  readonly tillId: string;
  readonly chainId: string;
  readonly chainOrdinal: number;
  readonly rows: number;
}

/** Where a till is put together. */
export class RebuiltFolder {
  readonly #options: RebuildOptions;
  readonly #building: string;
  readonly #sqlite: Sqlite;
  readonly #live: Live;
  #position = 0;
  #ordinal = 0;
  #last: Row | undefined;

  private constructor(options: RebuildOptions, building: string) {
    this.#options = options;
    this.#building = building;
    this.#sqlite = openDatabase(join(building, TILL_FILE), 'normal');
    migrate(this.#sqlite, readMigrations(options.migrationsDir));
    rememberVersions(this.#sqlite);
    this.#live = live(this.#sqlite);
  }

  /** Begins beside the folder; null where that is not empty. Throws a Fault where the disk refuses. */
  static begin(options: RebuildOptions): RebuiltFolder | null {
    const { dataDir } = options;
    if (existsSync(dataDir) && readdirSync(dataDir).length > 0) return null;
    return onDisk(`rebuilding ${dataDir}`, () => {
      const building = `${dataDir}.rebuilding`;
      rmSync(building, { recursive: true, force: true });
      mkdirSync(building, { recursive: true, mode: 0o700 });
      return new RebuiltFolder(options, building);
    });
  }

  /** Takes the rows of the next chain in order; call what it gives with each piece. It answers what is wrong, or null. */
  chain(ordinal: number): (lines: readonly string[]) => string | null {
    const verifier = new ChainVerifier(journalCrypto);
    this.#ordinal = Math.max(this.#ordinal, ordinal);
    return (lines) => {
      const { sql, journal, projector } = this.#live;
      sql.begin.run();
      for (const line of lines) {
        const row = parseRow(line);
        const flaw = 'reason' in row ? verifier.refuse(row.reason) : verifier.push(row);
        if (flaw !== undefined || 'reason' in row) {
          sql.rollback.run();
          return `row ${flaw?.seq ?? 0}: ${flaw?.detail ?? ''}`;
        }
        this.#position += 1;
        journal.insert(this.#position, row);
        const entry = entryOf(row);
        projector.project(this.#position, entry);
        if (entry.kind === 'settings-changed') this.#keepSettings(payloadOf(entry, 'settings-changed'));
        this.#last = row;
      }
      sql.commit.run();
      return null;
    };
  }

  /** The shop as the last genesis names it, and what no row says. Undefined where there are no rows. */
  lastGenesis(): Row | undefined {
    return this.#last && this.#live.journal.genesis(this.#last.chain_id);
  }

  /** Opens the new chain and puts the folder in place. Throws a Fault where the disk refuses. */
  finish(given: { readonly shop: Shop; readonly link: HqLink; readonly enrolled: NewEntry }): RebuiltTill {
    const { dataDir, keysDir } = this.#options;
    const last = this.#last;
    if (last === undefined) throw new Error('a till is rebuilt of at least one row');
    const open = this.#live;
    open.projector.sumStock();
    const chainOrdinal = this.#ordinal + 1;
    const { till_id: tillId, taxpayer_id: taxpayerId } = last;
    open.sql.begin.run();
    const continues = continuedFrom(open, keysDir, last, this.#ordinal);
    const { shop } = given;
    const chainId = openChain({ ...this.#options, live: open, tillId, taxpayerId, shop, chainOrdinal, continues });
    open.sql.putShop.run(JSON.stringify(shop));
    open.hq.putLink(given.link);
    // The operators of headquarters come with the feed; where it has none, somebody must be able to sign in.
    open.sql.putOperator.run('responsable', 'Responsable', 'manager', NO_PIN);
    appendToChain(open, { ...this.#options, chainId, entry: given.enrolled });
    open.sql.commit.run();
    this.#sqlite.pragma('synchronous = FULL');
    this.#sqlite.pragma('wal_checkpoint(TRUNCATE)');
    this.#sqlite.close();
    onDisk(`rebuilding ${dataDir}`, () => {
      syncFolder(this.#building);
      if (existsSync(dataDir)) rmdirSync(dataDir);
      renameSync(this.#building, dataDir);
      syncFolder(dirname(dataDir));
    });
    return { tillId, chainId, chainOrdinal, rows: this.#position };
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.#sqlite.close();
    rmSync(this.#building, { recursive: true, force: true });
  }

  /** What was set at the till stands in its rows; what headquarters set comes from there again. */
  #keepSettings({ station_id: station, group, value }: { station_id: string; group: string; value: string }): void {
    const isOwn = station !== 'headquarters' && SETTINGS_GROUPS.some((known) => known === group);
    if (isOwn) this.#live.sql.putSetting.run(`settings.${group}`, value);
  }
}
