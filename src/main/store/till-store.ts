/**
 * The store over one data folder. A transaction is journal rows, projections, jobs and outcome together, durable when
 * `transact` returns. When the disk refuses, the connection is closed and opened anew before anything else is read:
 * after a failed sync nobody knows what of it is on disk, and only the file itself can say.
 */
import { join } from 'node:path';

import { assert } from '#base/assert.ts';
import type { ChainId } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import { entryOf, type Entry, type JournalSigner, type PerpetualTotals, type Row } from '#domain/journal/journal.ts';

import { TILL_FILE, type DiskRoom } from './data-folder.ts';
import { emptyLog, openDatabase, setDurability } from './database.ts';
import { addErased } from './erased-file.ts';
import type { HeadFile } from './head-file.ts';
import { live, type Live, type Standing } from './live.ts';
import type { CopiedPersons, StoredPerson } from './person-table.ts';
import type { Store, StoreIdentity, Transaction } from './port.ts';
import { Reads } from './reads.ts';
import { rebuildProjections } from './rebuild.ts';
import { onDisk, storeFault } from './sqlite-fault.ts';
import { OpenTransaction } from './transaction.ts';
import { WorkAside } from './work-aside.ts';

/** What a store is made of; openStore puts it together. */
export interface StoreParts {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly live: Live;
  readonly identity: StoreIdentity;
  readonly standing: Standing;
  /** Null where the store may only be read. */
  readonly signer: JournalSigner | null;
  readonly headFile: HeadFile | null;
  readonly room: DiskRoom;
  readonly readOnly: FaultCode | null;
  readonly alarm: FaultCode | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Undoes what opening did besides the connection: the folder's lock, a temporary copy. */
  readonly release: () => void;
}

/** Keeps the log of a long building short. */
const SLICES_OF_CHECKPOINT = 16;

/** What a transaction gave, and what it did to persons. */
interface Done<T> {
  readonly result: T;
  readonly persons: 'changed' | 'erased' | null;
}

export class TillStore extends Reads implements Store {
  readonly identity: StoreIdentity;
  readonly readOnly: FaultCode | null;
  readonly alarm: FaultCode | null;
  readonly #parts: StoreParts;
  readonly #listeners = new Set<() => void>();
  #live: Live | null;
  #standing: Standing;
  #busy = false;
  #closed = false;
  #aside: WorkAside | null = null;
  #asideSlices = 0;
  #asideGaveUp = false;

  constructor(parts: StoreParts) {
    super();
    this.#parts = parts;
    this.identity = parts.identity;
    this.readOnly = parts.readOnly;
    this.alarm = parts.alarm;
    this.#live = parts.live;
    this.#standing = parts.standing;
    if (parts.readOnly === null) this.#finishErasures();
  }

  transact<T>(work: (transaction: Transaction) => T): T {
    const before = this.#standing;
    const { result, persons } = this.#inTransaction(work);
    if (persons === 'erased') this.#finishErasures();
    if (this.#standing !== before || persons !== null) this.#appended();
    return result;
  }

  note<T>(work: (transaction: Pick<Transaction, 'setJobState' | 'job' | 'openJobs' | 'hq' | 'people' | 'stock'>) => T): T {
    const { result, persons } = this.#noted(work);
    if (persons === 'erased') this.#finishErasures();
    if (persons !== null) this.#appended();
    return result;
  }

  #noted<T>(work: (transaction: Transaction) => T): Done<T> {
    const { sqlite } = this.live;
    setDurability(sqlite, 'normal');
    try {
      return this.#inTransaction(work);
    } finally {
      // A connection that was reopened meanwhile is FULL already; setting it again harms nothing.
      if (this.#live !== null) setDurability(this.#live.sqlite, 'full');
    }
  }

  entriesAfter(seq: number, limit: number): readonly Entry[] {
    return this.live.journal.after(this.identity.chainId, seq, limit).map(entryOf);
  }

  chainIds(): readonly ChainId[] {
    return this.live.journal.chainIds() as readonly ChainId[];
  }

  headOf(chainId: string): { readonly seq: number; readonly hash: string } | undefined {
    return chainId === this.identity.chainId ? this.#standing.head : this.live.journal.head(chainId);
  }

  rowsAfter(chainId: string, seq: number, limit: number): readonly Row[] {
    return this.live.journal.after(chainId, seq, limit);
  }

  /** Drops every projection and makes it again from the journal. */
  rebuildProjections(): void {
    rebuildProjections(this.live.sqlite);
  }

  /** For a second copy: with what is sealed. */
  personsChangedAfter(revision: number, limit: number): readonly StoredPerson[] {
    return this.live.persons.changedAfter(revision, limit);
  }

  /** Persons by their positions, for a second copy. */
  personsPlacedAfter(position: number, limit: number): readonly StoredPerson[] {
    return this.live.persons.placedAfter(position, limit);
  }

  /** The last position and the last revision that a person was given. */
  lastPerson(): { readonly position: number; readonly revision: number } {
    return this.live.persons.last();
  }

  /** How far a second copy has got with persons. */
  copiedPersons(copyId: string): CopiedPersons {
    return this.live.persons.copied(copyId);
  }

  /** Keeps how far a second copy has got; an erasure is pending until its copy has got past it. */
  setCopiedPersons(copyId: string, copied: CopiedPersons): void {
    this.note(() => this.live.persons.setCopied(copyId, copied));
  }

  onAppended(listen: () => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  spaceFault(): Fault | null {
    return this.readOnly === null ? this.#parts.room.fault() : null;
  }

  perpetualTotals(): PerpetualTotals {
    const values = new Map(this.live.sql.totals.all().map(({ name, value }) => [name, value]));
    return {
      netMinor: values.get('perpetual_net_minor') ?? 0,
      absoluteMinor: values.get('perpetual_absolute_minor') ?? 0,
      ticketCount: values.get('perpetual_ticket_count') ?? 0,
    };
  }

  checkpoint(): void {
    if (this.readOnly !== null) return;
    const { sqlite, projector } = this.live;
    this.note(() => projector.sumStock());
    this.#finishErasures();
    try {
      sqlite.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      this.#fail(error, 'checkpoint');
    }
    this.#parts.room.restore();
  }

  workAside(): boolean {
    // Nothing here is worth a disk that is needed for selling.
    if (this.readOnly !== null || this.#asideGaveUp || this.spaceFault() !== null) return false;
    try {
      const open = this.live;
      const aside = this.#aside?.isOf(open) === true ? this.#aside : new WorkAside(open, this.#parts.clock);
      this.#aside = aside;
      const more = this.note(() => aside.slice(this.#standing.position));
      if (++this.#asideSlices % SLICES_OF_CHECKPOINT === 0) open.sqlite.pragma('wal_checkpoint(PASSIVE)');
      return more;
    } catch (error) {
      // What is in use is whole; the next start tries again.
      this.#asideGaveUp = true;
      this.#aside = null;
      this.#parts.log.error('store.aside-failed', { detail: String(error) });
      return false;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#live?.sqlite.close();
    this.#live = null;
    this.#parts.headFile?.close();
    this.#parts.release();
  }

  protected override get live(): Live {
    this.#live ??= this.#reopened();
    return this.#live;
  }

  protected override get standing(): Standing {
    return this.#standing;
  }

  #inTransaction<T>(work: (transaction: Transaction) => T): Done<T> {
    const { signer } = this.#parts;
    if (this.readOnly !== null || signer === null) {
      throw new Fault(this.readOnly ?? 'store.key-missing', 'this store may only be read');
    }
    assert(!this.#busy, 'one transaction at a time');
    const open = this.live;
    const transaction = new OpenTransaction({
      live: open,
      identity: this.identity,
      standing: this.#standing,
      signer,
      wallMs: () => this.#parts.clock.wallMs(),
    });
    this.#busy = true;
    try {
      open.sql.begin.run();
      const result = work(transaction);
      const standing = transaction.end();
      open.sql.commit.run();
      this.#standing = standing;
      return { result, persons: transaction.personsTouched };
    } catch (error) {
      transaction.end();
      throw this.#abandon(open, error);
    } finally {
      this.#busy = false;
    }
  }

  /** Undoes an open transaction. What it was abandoned for comes back, as a Fault where the disk is to blame. */
  #abandon(open: Live, error: unknown): unknown {
    const cause = storeFault(error, 'committing');
    if (cause instanceof Fault && cause.code.startsWith('store.')) return this.#fail(cause, 'commit');
    try {
      if (open.sqlite.inTransaction) open.sql.rollback.run();
    } catch (rollbackError) {
      this.#fail(rollbackError, 'rollback');
    }
    return cause;
  }

  /** Closes the connection after the disk refused something; the next use opens it anew. */
  #fail(error: unknown, doing: string): unknown {
    const fault = storeFault(error, doing);
    const code = fault instanceof Fault ? fault.code : 'till.bug';
    this.#parts.log.error('store.failed', { doing, code });
    this.#drop();
    if (code === 'store.disk-full' && this.#parts.room.release()) this.#parts.log.warn('store.ballast-released');
    try {
      this.#live = this.#reopened();
    } catch (reopenError) {
      this.#parts.log.error('store.not-reopened', { detail: String(reopenError) });
    }
    return fault;
  }

  #drop(): void {
    try {
      this.#live?.sqlite.close();
    } catch (error) {
      this.#parts.log.warn('store.close-failed', { detail: String(error) });
    }
    this.#live = null;
  }

  #reopened(): Live {
    if (this.#closed) throw new Fault('store.io', 'the store is closed');
    const sqlite = openDatabase(join(this.#parts.dataDir, TILL_FILE), 'full', { mustExist: true });
    try {
      const open = live(sqlite);
      const last = open.journal.last();
      const head = open.journal.head(this.identity.chainId);
      if (last === undefined || head === undefined) throw new Fault('store.corrupt', 'the journal is empty');
      // A commit whose sync failed may be readable and yet not on disk: what can be read now is written and synced
      // once more, into the database file, before anyone is told of it.
      if (head.seq > this.#standing.head.seq) sqlite.pragma('wal_checkpoint(TRUNCATE)');
      this.#standing = { position: last.position, head };
      return open;
    } catch (error) {
      sqlite.close();
      throw storeFault(error, 'reopening');
    }
  }

  /**
   * What an erasure leaves to do once it is committed: the keys folder is told, and the log, in which the key once
   * stood, is emptied. What fails is tried again at the next checkpoint and at the next opening; until then the
   * erasure counts as begun.
   */
  #finishErasures(): void {
    const { keysDir, log } = this.#parts;
    const begun = this.live.persons.erasuresBegun();
    if (begun.length === 0) return;
    try {
      onDisk('telling the keys folder of an erasure', () => addErased(keysDir, begun));
      const open = this.live;
      if (this.#emptyLog(open)) this.note(() => open.persons.finishErasures());
    } catch (error) {
      log.warn('store.erasure-unfinished', { detail: String(error) });
    }
  }

  /** False while somebody else reads the file (`verify`, a backup): the log is emptied when they are done. */
  #emptyLog({ sqlite }: Live): boolean {
    try {
      return emptyLog(sqlite);
    } catch (error) {
      throw this.#fail(error, 'checkpoint');
    }
  }

  #appended(): void {
    try {
      this.#parts.headFile?.write(this.#standing.head);
    } catch (error) {
      this.#parts.log.warn('store.head-file-failed', { detail: String(error) });
    }
    for (const listen of this.#listeners) {
      try {
        listen();
      } catch (error) {
        this.#parts.log.error('store.listener-failed', { detail: String(error) });
      }
    }
  }
}
