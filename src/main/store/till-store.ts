/**
 * The store over one data folder. A transaction is journal rows, projections, jobs and outcome together, durable when
 * `transact` returns. When the disk refuses, the connection is closed and opened anew before anything else is read:
 * after a failed sync nobody knows what of it is on disk, and only the file itself can say.
 */
import { join } from 'node:path';

import { assert } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import { entryOf, type Entry, type JournalSigner, type PerpetualTotals, type Row } from '#domain/journal/journal.ts';

import { TILL_FILE, type DiskRoom } from './data-folder.ts';
import { openDatabase, setDurability } from './database.ts';
import type { HeadFile } from './head-file.ts';
import { live, type Live, type Standing } from './live.ts';
import type { Store, StoreIdentity, Transaction } from './port.ts';
import { Reads } from './reads.ts';
import { rebuildProjections } from './rebuild.ts';
import { storeFault } from './sqlite-fault.ts';
import { OpenTransaction } from './transaction.ts';

/** What a store is made of; openStore puts it together. */
export interface StoreParts {
  readonly dataDir: string;
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

  constructor(parts: StoreParts) {
    super();
    this.#parts = parts;
    this.identity = parts.identity;
    this.readOnly = parts.readOnly;
    this.alarm = parts.alarm;
    this.#live = parts.live;
    this.#standing = parts.standing;
  }

  transact<T>(work: (transaction: Transaction) => T): T {
    const before = this.#standing;
    const result = this.#inTransaction(work);
    if (this.#standing !== before) this.#appended();
    return result;
  }

  note<T>(work: (transaction: Pick<Transaction, 'setJobState' | 'job' | 'openJobs'>) => T): T {
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

  /** All chains of this folder, the oldest first; the last is the present one. */
  chainIds(): readonly string[] {
    return this.live.journal.chainIds();
  }

  /** Rows of any chain after `seq`, in order, as they were sealed. */
  rowsAfter(chainId: string, seq: number, limit: number): readonly Row[] {
    return this.live.journal.after(chainId, seq, limit);
  }

  /** Drops every projection and makes it again from the journal. */
  rebuildProjections(): void {
    rebuildProjections(this.live.sqlite);
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
    try {
      sqlite.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      this.#fail(error, 'checkpoint');
    }
    this.#parts.room.restore();
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

  #inTransaction<T>(work: (transaction: Transaction) => T): T {
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
      return result;
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
