/** What the pages kept for a while and need no more: guesses of long ago, and sessions that nobody will come back to. */
import type { HqCore } from '../core.ts';
import type { Key, RowOf, Table } from '../store/port.ts';
import { isForgotten } from './guesses.ts';
import { isOver } from './sessions.ts';
import { PAGE_GUESS, PAGE_SESSION } from './tables.ts';

/** Rows looked at in one step. */
const SLICE = 500;

type Step = (core: HqCore) => Promise<boolean>;

/** Drops guesses of long ago, a slice each time; whether there are more to look at. Done again it finds nothing. */
export function forgetGuesses(): Step {
  return sweeping({ table: PAGE_GUESS, keyOf: ({ subject }) => [subject], isNeedless: isForgotten });
}

/** Drops sessions that are over, a slice each time; whether there are more to look at. Done again it finds nothing. */
export function forgetSessions(): Step {
  return sweeping({ table: PAGE_SESSION, keyOf: ({ token_hash }) => [token_hash], isNeedless: isOver });
}

interface Sweep<T extends Table> {
  readonly table: T;
  readonly keyOf: (row: RowOf<T>) => Key;
  readonly isNeedless: (row: RowOf<T>, nowMs: number) => boolean;
}

function sweeping<T extends Table>({ table, keyOf, isNeedless }: Sweep<T>): Step {
  let after: Key | undefined;
  return async ({ store, clock }) => {
    const from = after === undefined ? {} : { after };
    const rows = await store.read.scan(table, { prefix: [], limit: SLICE, ...from });
    const nowMs = clock.wallMs();
    const needless = rows.filter((row) => isNeedless(row, nowMs)).map(keyOf);
    if (needless.length > 0) {
      await store.transact(async (transaction) => {
        // What was used again meanwhile stays.
        const locked = await transaction.lockMany(table, needless);
        const keys = locked.filter((row) => isNeedless(row, nowMs)).map(keyOf);
        if (keys.length > 0) await transaction.remove(table, keys);
      });
    }
    const last = rows.at(-1);
    after = rows.length < SLICE || last === undefined ? undefined : keyOf(last);
    return after !== undefined;
  };
}
