/**
 * The running figures of every business day that is not closed, and of each of its sessions: kept in memory, extended by
 * the rows that came since, never read again from the start. A till that starts in the middle of a busy day reads its rows
 * in slices between the turns, so that nobody waits for them.
 */
import type { SessionId } from '#base/brand.ts';
import { EMPTY_CLOSING, type ClosingState, foldRow } from '#domain/closing/closing.ts';
import type { StoreReads } from '#main/store/port.ts';
import { asFault, type TillCore } from '../core.ts';

/** Rows that one turn reads; some milliseconds. */
const SLICE_ROWS = 250;

interface DayFold {
  through: number;
  day: ClosingState;
  readonly sessions: Map<string, ClosingState>;
}

export class CashBook {
  readonly #reads: Pick<StoreReads, 'rowsOfDay'>;
  readonly #days = new Map<string, DayFold>();

  constructor(reads: Pick<StoreReads, 'rowsOfDay'>) {
    this.#reads = reads;
  }

  /** The figures of a day with all its rows. */
  day(businessDay: string): ClosingState {
    return this.#upToDate(businessDay).day;
  }

  /** The figures of a session of that day. */
  session(session: { readonly sessionId: SessionId; readonly businessDay: string }): ClosingState {
    return this.#upToDate(session.businessDay).sessions.get(session.sessionId) ?? EMPTY_CLOSING;
  }

  /** Reads some rows more; false where there are none. */
  readOn(businessDay: string): boolean {
    const fold = this.#fold(businessDay);
    const { entries, through } = this.#reads.rowsOfDay(businessDay, fold.through, SLICE_ROWS);
    if (through === fold.through) return false;
    for (const entry of entries) {
      fold.day = foldRow(fold.day, entry);
      if (entry.session_id === undefined) continue;
      fold.sessions.set(entry.session_id, foldRow(fold.sessions.get(entry.session_id) ?? EMPTY_CLOSING, entry));
    }
    fold.through = through;
    return true;
  }

  /** A day that is closed changes no more, and its Z says everything. */
  forget(businessDay: string): void {
    this.#days.delete(businessDay);
  }

  #upToDate(businessDay: string): DayFold {
    while (this.readOn(businessDay));
    return this.#fold(businessDay);
  }

  #fold(businessDay: string): DayFold {
    const known = this.#days.get(businessDay);
    if (known !== undefined) return known;
    const made: DayFold = { through: 0, day: EMPTY_CLOSING, sessions: new Map() };
    this.#days.set(businessDay, made);
    return made;
  }
}

const books = new WeakMap<TillCore, CashBook>();

/** The book of this till process. */
export function bookOf(core: TillCore): CashBook {
  const known = books.get(core);
  if (known !== undefined) return known;
  const made = new CashBook(core.ports.store);
  books.set(core, made);
  return made;
}

/**
 * Reads what was sold before this process began, a slice a turn, until the end or until it is called off. Whoever needs it
 * earlier reads the rest at once.
 */
export function readBookInSlices(core: TillCore): () => void {
  const { store, clock, log } = core.ports;
  const book = bookOf(core);
  const slice = (): void => {
    try {
      const day = store.unclosedDays().at(-1);
      if (day !== undefined && book.readOn(day)) cancel = clock.after(0, slice);
    } catch (error) {
      // What cannot be read now is read by whoever needs it, and they say why not.
      log.warn('book-not-read', { code: asFault(error).code });
    }
  };
  let cancel = clock.after(0, slice);
  return () => cancel();
}
