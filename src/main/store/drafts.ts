/**
 * Baskets in progress and tickets put aside, in a file of their own: a killed process loses no line, a power cut at
 * worst the last ones and never half of one. A ticket is with a station or put aside, never both and never neither.
 * What stands here can be thrown away without harm to a sale that was paid.
 */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { assert } from '#base/assert.ts';
import type { CommandId, OperatorId, StationId, TicketId } from '#base/brand.ts';
import { Fault } from '#base/fault.ts';

import { openDatabase, type Sqlite } from './database.ts';
import type { Draft, Drafts, StoredOutcome } from './port.ts';
import { onDisk } from './sqlite-fault.ts';
import { statement } from './statement.ts';

const DRAFT_FILE = 'draft.db';

/** Another number means drafts of a version that nobody can read here: they are put aside, and drafts start empty. */
const FORMAT = 1;
const TABLES = `
CREATE TABLE drafts (
  station_id TEXT PRIMARY KEY,
  ticket_id  TEXT NOT NULL,
  basket     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
  command_id TEXT PRIMARY KEY,
  body_hash  TEXT NOT NULL,
  outcome    TEXT NOT NULL
) STRICT, WITHOUT ROWID;`;

/**
 * Came later and keeps the number: a file of the version before has its tickets still, and that version, put back
 * after an update that failed, has them too.
 */
const HELD = `
CREATE TABLE IF NOT EXISTS held (
  position   INTEGER PRIMARY KEY,
  ticket_id  TEXT    NOT NULL UNIQUE,
  station_id TEXT    NOT NULL,
  basket     TEXT    NOT NULL,
  label      TEXT    NOT NULL,
  held_at_ms INTEGER NOT NULL,
  held_by    TEXT    NOT NULL
) STRICT;`;

/** Pages of the log after which it is folded into the file; a commit here is not waited for by a sale. */
const CHECKPOINT_PAGES = 1000;

/** Opens the drafts of a data folder. A damaged file is put aside and begun anew: no paid sale stands in it. */
export function openDrafts(dataDir: string): Drafts {
  const path = join(dataDir, DRAFT_FILE);
  let sqlite: Sqlite;
  try {
    sqlite = openedDrafts(path);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'store.corrupt') throw error;
    onDisk('putting damaged drafts aside', () => {
      renameSync(path, `${path}.damaged`);
      rmSync(`${path}-wal`, { force: true });
      rmSync(`${path}-shm`, { force: true });
    });
    sqlite = openedDrafts(path);
  }
  return draftsOver(sqlite);
}

interface SqlHeld {
  readonly station_id: string;
  readonly ticket_id: string;
  readonly basket: string;
  readonly label: string;
  readonly held_at_ms: number;
  readonly held_by: string;
}

function draftsOver(sqlite: Sqlite): Drafts {
  const begin = statement(sqlite, 'BEGIN IMMEDIATE');
  const commit = statement(sqlite, 'COMMIT');
  const rollback = statement(sqlite, 'ROLLBACK');
  const load = statement<{ station_id: string; ticket_id: string; basket: string }>(
    sqlite,
    'SELECT station_id, ticket_id, basket FROM drafts ORDER BY station_id',
  );
  const save = statement(
    sqlite,
    `INSERT INTO drafts (station_id, ticket_id, basket) VALUES (?, ?, ?) ON CONFLICT (station_id)
     DO UPDATE SET ticket_id = excluded.ticket_id, basket = excluded.basket`,
  );
  const discard = statement(sqlite, 'DELETE FROM drafts WHERE station_id = ?');
  // In the order in which they were put aside, whatever the clock said.
  const held = statement<SqlHeld>(
    sqlite,
    'SELECT station_id, ticket_id, basket, label, held_at_ms, held_by FROM held ORDER BY position',
  );
  const isHeld = statement<{ position: number }>(sqlite, 'SELECT position FROM held WHERE ticket_id = ?');
  const hold = statement(
    sqlite,
    'INSERT INTO held (ticket_id, station_id, basket, label, held_at_ms, held_by) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const unhold = statement(sqlite, 'DELETE FROM held WHERE ticket_id = ?');
  const putOutcome = statement(
    sqlite,
    'INSERT INTO outcomes (command_id, body_hash, outcome) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const outcome = statement<{ bodyHash: string; outcome: string }>(
    sqlite,
    'SELECT body_hash AS bodyHash, outcome FROM outcomes WHERE command_id = ?',
  );
  const forget = statement(sqlite, 'DELETE FROM outcomes');

  /** All of `work` and the outcome of its command, or nothing. */
  function together(command: DraftCommand | undefined, work: () => void): void {
    begin.run();
    try {
      work();
      if (command !== undefined) {
        putOutcome.run(command.id, command.stored.bodyHash, JSON.stringify(command.stored.outcome));
      }
      commit.run();
    } catch (error) {
      if (sqlite.inTransaction) rollback.run();
      throw error;
    }
  }
  function put({ stationId, ticketId, basket }: Draft): void {
    save.run(stationId, ticketId, JSON.stringify(basket));
  }

  return {
    load: () => load.all().map(draftOf),
    save: (draft, command) => together(command, () => put(draft)),
    discard: (stationId) => discard.run(stationId),
    held: () =>
      held.all().map((found) => ({
        ...draftOf(found),
        label: found.label,
        heldAtMs: found.held_at_ms,
        heldBy: found.held_by as OperatorId,
      })),
    hold(aside, next, command) {
      assert(aside.ticketId !== next.ticketId, 'a ticket put aside is no longer with its station');
      const { ticketId, stationId, basket, label, heldAtMs, heldBy } = aside;
      together(command, () => {
        hold.run(ticketId, stationId, JSON.stringify(basket), label, heldAtMs, heldBy);
        put(next);
      });
    },
    recall(aside, command) {
      together(command, () => {
        assert(isHeld.get(aside.ticketId) !== undefined, 'a ticket that is taken back was put aside');
        unhold.run(aside.ticketId);
        put(aside);
      });
    },
    discardHeld: (ticketId) => unhold.run(ticketId),
    outcome: (commandId) => {
      const found = outcome.get(commandId);
      return found && { bodyHash: found.bodyHash, outcome: JSON.parse(found.outcome) as unknown };
    },
    forgetOutcomes: () => forget.run(),
    close: () => sqlite.close(),
  };
}

interface DraftCommand {
  readonly id: CommandId;
  readonly stored: StoredOutcome;
}

function draftOf(found: { readonly station_id: string; readonly ticket_id: string; readonly basket: string }): Draft {
  return {
    stationId: found.station_id as StationId,
    ticketId: found.ticket_id as TicketId,
    basket: JSON.parse(found.basket) as unknown,
  };
}

function openedDrafts(path: string): Sqlite {
  const sqlite = openDatabase(path, 'normal');
  try {
    onDisk('opening the drafts', () => {
      sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      const format: unknown = sqlite.pragma('user_version', { simple: true });
      if (format !== 0 && format !== FORMAT) throw new Fault('store.corrupt', `drafts of format ${String(format)}`);
      if (format === 0) sqlite.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${FORMAT}; COMMIT`);
      sqlite.exec(HELD);
    });
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
