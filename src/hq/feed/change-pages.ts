/**
 * Pages of changes that many tills read at the same moment: a hundred tills that hear of a hundred thousand prices ask the
 * database once, not a hundred times. A change never becomes another, so that nothing here grows old; pages of another life
 * of the database go by another incarnation.
 */
import type { HqReads } from '../store/port.ts';
import { readAlong, scanChanges, type ChangeRange, type ChangesAlong, type StreamChange, type Way } from './changes.ts';

/** Rows kept at most: some tens of megabytes. */
const ROWS_MAX = 50_000;
/** Ways kept at most: those that stand together go on together. */
const WAYS_MAX = 8;

export class ChangePages {
  /** Whole pages, the oldest first. */
  readonly #pages = new Map<string, readonly StreamChange[]>();
  readonly #asked = new Map<string, Promise<readonly StreamChange[]>>();
  /** The oldest first. */
  readonly #ways = new Map<string, Promise<ChangesAlong>>();
  #rows = 0;

  /** The changes of a way, as `readAlong` reads them: put together once for all who go it at the same moment. */
  async along(reads: HqReads, incarnation: string, way: Way): Promise<ChangesAlong> {
    const { from, until, limit } = way;
    const name = JSON.stringify([
      incarnation,
      ...[from.at, from.owed, from.marks, until].map((map) => [...map]),
      limit,
    ]);
    const known = this.#ways.get(name);
    if (known !== undefined) return known;
    const read = readAlong((range) => this.read(reads, incarnation, range), way);
    this.#ways.set(name, read);
    for (const oldest of this.#ways.keys()) {
      if (this.#ways.size <= WAYS_MAX) break;
      this.#ways.delete(oldest);
    }
    try {
      const answer = await read;
      // Nothing more was there: who asks again finds it once it is.
      if (answer.changes.length === 0) this.#ways.delete(name);
      return answer;
    } catch (error) {
      this.#ways.delete(name);
      throw error;
    }
  }

  /** The changes of a range, as `scanChanges` reads them. */
  async read(reads: HqReads, incarnation: string, range: ChangeRange): Promise<readonly StreamChange[]> {
    const { stream, after, until, limit } = range;
    const name = JSON.stringify([incarnation, stream, after, limit]);
    const page = until - after >= limit ? this.#pages.get(name) : undefined;
    if (page !== undefined) return page;
    const question = `${name} ${until}`;
    const asked = this.#asked.get(question) ?? scanChanges(reads, range);
    this.#asked.set(question, asked);
    try {
      const rows = await asked;
      if (rows.length === limit && rows[0]?.position === after + 1) this.#keep(name, rows);
      return rows;
    } finally {
      this.#asked.delete(question);
    }
  }

  #keep(name: string, rows: readonly StreamChange[]): void {
    if (this.#pages.has(name)) return;
    this.#pages.set(name, rows);
    this.#rows += rows.length;
    for (const [oldest, page] of this.#pages) {
      if (this.#rows <= ROWS_MAX) return;
      this.#pages.delete(oldest);
      this.#rows -= page.length;
    }
  }
}
