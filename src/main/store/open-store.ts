/** Opening the store of a shop's folder: lock, database, key, witness, room. */
import { accessSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ChainId, KeyId, TillId } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import {
  genesisOrdinal,
  genesisPublicKey,
  isSealed,
  toBase64Url,
  type JournalSigner,
  type Payload,
} from '#domain/journal/journal.ts';

import { DiskRoom, lockFolder, ROOM, TILL_FILE, type Room } from './data-folder.ts';
import { openDatabase, openDatabaseReadOnly, type Sqlite } from './database.ts';
import { openHeadFile, readHeadFile, type HeadFile } from './head-file.ts';
import type { JournalTable } from './journal-table.ts';
import { journalCrypto, journalSigner } from '#node/journal-crypto.ts';
import { readJournalKey } from './keys.ts';
import { live, type Live, type Standing } from './live.ts';
import { migrate, readMigrations, requireMigrated } from './migrate.ts';
import type { StoreIdentity } from './port.ts';
import { onDisk } from './sqlite-fault.ts';
import { TillStore } from './till-store.ts';

export interface OpenStoreOptions {
  readonly dataDir: string;
  readonly keysDir: string;
  /** Folder of the numbered SQL files and their lock. */
  readonly migrationsDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly room?: Room;
}

/** Whether a shop lives in this folder: whether its journal has a genesis. Throws a Fault where that cannot be read. */
export function shopExists(dataDir: string): boolean {
  const path = join(dataDir, TILL_FILE);
  if (!existsSync(path)) return false;
  return withReadable(path, (sqlite) => {
    const table = sqlite.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'journal'`).get();
    return table !== undefined && sqlite.prepare('SELECT 1 FROM journal LIMIT 1').get() !== undefined;
  });
}

/**
 * Opens the store. It opens for reading only (`readOnly` says why) in a folder that may not be written, without its
 * key, or behind its own witness. Throws a Fault for a locked, corrupt or foreign one.
 */
export function openStore(options: OpenStoreOptions): TillStore {
  const { dataDir } = options;
  if (!existsSync(join(dataDir, TILL_FILE))) throw new Fault('store.corrupt', `there is no till in ${dataDir}`);
  return mayWrite(dataDir) ? openForWriting(options) : openForReading(options, 'store.read-only');
}

/** Reads a database wherever it lies: in place, or where nothing may be written beside it from a copy. */
export function withReadable<T>(path: string, read: (sqlite: Sqlite) => T): T {
  const { sqlite, release } = openReadable(path);
  try {
    return onDisk(`reading ${path}`, () => read(sqlite));
  } finally {
    sqlite.close();
    release();
  }
}

function openForWriting(options: OpenStoreOptions): TillStore {
  const { dataDir, keysDir, clock, log } = options;
  const migrations = readMigrations(options.migrationsDir);
  const unlock = lockFolder(dataDir);
  let sqlite: Sqlite | undefined;
  let headFile: HeadFile | null = null;
  try {
    sqlite = openDatabase(join(dataDir, TILL_FILE), 'full', { mustExist: true });
    migrate(sqlite, migrations);
    const open = live(sqlite);
    const { identity, standing, publicKey } = readIdentity(open);
    const signer = readSigner(keysDir, identity.chainId, publicKey);
    const witness = witnessed(keysDir, identity.chainId, open.journal, standing);
    const readOnly = signer === null ? 'store.key-missing' : witness === 'store.behind-witness' ? witness : null;
    if (readOnly === null) headFile = openedHeadFile(keysDir, identity.chainId, log);
    const room = new DiskRoom(dataDir, options.room ?? ROOM);
    if (readOnly === null) room.restore();
    // The whole chain is for verify; the row that the next one will name is looked at every time.
    const last = open.journal.last()?.row;
    const sealed = last !== undefined && isSealed(last, publicKey, journalCrypto);
    const alarm = witness ?? (sealed ? null : 'store.chain-broken');
    return new TillStore({
      dataDir,
      keysDir,
      live: open,
      identity,
      standing,
      signer,
      headFile,
      room,
      readOnly,
      alarm,
      clock,
      log,
      release: unlock,
    });
  } catch (error) {
    headFile?.close();
    sqlite?.close();
    unlock();
    throw error;
  }
}

function openForReading(options: OpenStoreOptions, readOnly: FaultCode): TillStore {
  const { dataDir, keysDir, clock, log } = options;
  const { sqlite, release } = openReadable(join(dataDir, TILL_FILE));
  try {
    requireMigrated(sqlite, readMigrations(options.migrationsDir));
    const open = live(sqlite);
    const { identity, standing } = readIdentity(open);
    const room = new DiskRoom(dataDir, options.room ?? ROOM);
    return new TillStore({
      dataDir,
      keysDir,
      live: open,
      identity,
      standing,
      signer: null,
      headFile: null,
      room,
      readOnly,
      alarm: null,
      clock,
      log,
      release,
    });
  } catch (error) {
    sqlite.close();
    release();
    throw error;
  }
}

/** SQLite reads a WAL database only where it may write a file beside it; elsewhere a copy is read. */
function openReadable(path: string): { readonly sqlite: Sqlite; readonly release: () => void } {
  try {
    return { sqlite: openDatabaseReadOnly(path), release: () => undefined };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'store.read-only') throw error;
  }
  const folder = mkdtempSync(join(tmpdir(), 'till-read-only-'));
  const release = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, TILL_FILE);
    onDisk('copying a till that may not be written', () => {
      copyFileSync(path, copy);
      // A first start cut short by a power cut has a journal to roll back, any later one a log to read.
      for (const suffix of ['-wal', '-journal']) {
        if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
      }
    });
    return { sqlite: openDatabase(copy, 'normal', { mustExist: true }), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Who this store is: its latest chain, by that chain's genesis. */
export function readIdentity(open: Live): {
  readonly identity: StoreIdentity;
  readonly standing: Standing;
  readonly publicKey: Uint8Array;
} {
  const last = open.journal.last();
  if (last === undefined) throw new Fault('store.corrupt', 'the journal is empty');
  const genesis = open.journal.genesis(last.row.chain_id);
  const head = open.journal.head(last.row.chain_id);
  const payload = genesis === undefined ? undefined : (JSON.parse(genesis.payload) as Payload);
  const publicKey = payload && genesisPublicKey(payload);
  const chainOrdinal = payload && genesisOrdinal(payload);
  if (genesis === undefined || head === undefined || publicKey === undefined || chainOrdinal === undefined) {
    throw new Fault('store.chain-broken', 'the chain has no genesis that can be read');
  }
  const identity = {
    chainId: genesis.chain_id as ChainId,
    chainOrdinal,
    tillId: genesis.till_id as TillId,
    taxpayerId: genesis.taxpayer_id,
    keyId: genesis.key_id as KeyId,
  };
  return { identity, standing: { position: last.position, head }, publicKey };
}

/** The chain's own key; null where it is missing or is another chain's. */
function readSigner(keysDir: string, chainId: string, publicKey: Uint8Array): JournalSigner | null {
  const key = readJournalKey(keysDir, chainId);
  const signer = key === null ? null : journalSigner(key);
  return signer !== null && toBase64Url(signer.publicKey) === toBase64Url(publicKey) ? signer : null;
}

/** What the head file says against the journal; null where they agree or there is none. */
function witnessed(keysDir: string, chainId: string, journal: JournalTable, standing: Standing): FaultCode | null {
  const witness = readHeadFile(keysDir, chainId);
  if (witness === null) return null;
  if (witness.seq > standing.head.seq) return 'store.behind-witness';
  const [row] = journal.after(chainId, witness.seq - 1, 1);
  return row?.hash === witness.hash ? null : 'store.chain-broken';
}

function openedHeadFile(keysDir: string, chainId: string, log: Log): HeadFile | null {
  try {
    return openHeadFile(keysDir, chainId);
  } catch (error) {
    log.warn('store.head-file-failed', { detail: String(error) });
    return null;
  }
}

function mayWrite(dataDir: string): boolean {
  try {
    accessSync(dataDir, constants.W_OK);
    accessSync(join(dataDir, TILL_FILE), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
