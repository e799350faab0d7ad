/**
 * What a store does in the pauses of the till, a few milliseconds at a time: projections in a new version are built, and
 * outcomes that the Z forgot are removed. On one connection; made anew after a transaction that failed.
 */
import type { Clock } from '#base/clock.ts';

import type { Sqlite } from './database.ts';
import type { Live } from './live.ts';
import { projectionBuilder, type ProjectionBuilder } from './projection-builder.ts';
import { statement } from './statement.ts';

/** A scan that comes in the middle of a slice waits no longer than this, and nobody sees it. */
const SLICE_MS = 4;
const OUTCOMES_OF_SLICE = 100;

export class WorkAside {
  readonly #live: Live;
  readonly #clock: Clock;
  readonly #builder: ProjectionBuilder;
  readonly #outcomes: OutcomeSweep;

  constructor(live: Live, clock: Clock) {
    this.#live = live;
    this.#clock = clock;
    this.#builder = projectionBuilder(live.sqlite);
    this.#outcomes = outcomeSweep(live);
  }

  /** Whether this works on the connection that is open now. */
  isOf(live: Live): boolean {
    return this.#live === live;
  }

  /** One slice, inside a transaction of the caller; `head` is the place of the journal's last row. True while there is more. */
  slice(head: number): boolean {
    const endMs = this.#clock.monotonicMs() + SLICE_MS;
    return this.#builder.slice(head, () => this.#clock.monotonicMs() >= endMs) || this.#outcomes();
  }
}

/** Removes some outcomes of earlier epochs; true while there may be more. */
type OutcomeSweep = () => boolean;

function outcomeSweep({ sqlite, sql }: Live): OutcomeSweep {
  const sweeps = [
    tableSweep(sqlite, { table: 'first_outcomes', epoch: '0' }),
    tableSweep(sqlite, { table: 'outcomes', epoch: 'epoch' }),
  ];
  let sweptEpoch: number | null = null;
  let at = 0;

  return () => {
    const epoch = sql.outcomeEpoch.get()?.epoch ?? 0;
    if (sweptEpoch === epoch) return false;
    for (; at < sweeps.length; at++) if (sweeps[at]?.() === true) return true;
    at = 0;
    sweptEpoch = epoch;
    return false;
  };
}

/** Goes through one table from its first row to its last, again and again; false at its end. */
function tableSweep(
  sqlite: Sqlite,
  { table, epoch }: { readonly table: string; readonly epoch: string },
): OutcomeSweep {
  const bound = statement<{ readonly command_id: string }>(
    sqlite,
    `SELECT command_id FROM ${table} WHERE command_id > ? ORDER BY command_id LIMIT 1 OFFSET ${OUTCOMES_OF_SLICE - 1}`,
  );
  const forgotten = `${epoch} < (SELECT epoch FROM outcome_epoch)`;
  const remove = statement(sqlite, `DELETE FROM ${table} WHERE command_id > ? AND command_id <= ? AND ${forgotten}`);
  const removeRest = statement(sqlite, `DELETE FROM ${table} WHERE command_id > ? AND ${forgotten}`);
  let after = '';

  return () => {
    const through = bound.get(after)?.command_id;
    if (through === undefined) {
      removeRest.run(after);
      after = '';
      return false;
    }
    remove.run(after, through);
    after = through;
    return true;
  };
}
