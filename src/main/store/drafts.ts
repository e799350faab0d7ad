/**
 * Baskets in progress, in a file of their own: a killed process loses no line, a power cut at worst the last ones and
 * never half of one. What stands here can be thrown away without harm to a sale that was paid.
 */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { StationId, TicketId } from '#base/brand.ts';
import { Fault } from '#base/fault.ts';

import { openDatabase, type Sqlite } from './database.ts';
import type { Drafts } from './port.ts';
import { onDisk } from './sqlite-fault.ts';
import { statement } from './statement.ts';

const DRAFT_FILE = 'draft.db';

/** The whole format; another number means drafts of another version, which start empty. */
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
  const putOutcome = statement(
    sqlite,
    'INSERT INTO outcomes (command_id, body_hash, outcome) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const outcome = statement<{ bodyHash: string; outcome: string }>(
    sqlite,
    'SELECT body_hash AS bodyHash, outcome FROM outcomes WHERE command_id = ?',
  );
  const forget = statement(sqlite, 'DELETE FROM outcomes');

  return {
    load: () =>
      load.all().map((found) => ({
        stationId: found.station_id as StationId,
        ticketId: found.ticket_id as TicketId,
        basket: JSON.parse(found.basket) as unknown,
      })),
    save: (draft, command) => {
      begin.run();
      try {
        save.run(draft.stationId, draft.ticketId, JSON.stringify(draft.basket));
        if (command !== undefined) {
          putOutcome.run(command.id, command.stored.bodyHash, JSON.stringify(command.stored.outcome));
        }
        commit.run();
      } catch (error) {
        if (sqlite.inTransaction) rollback.run();
        throw error;
      }
    },
    discard: (stationId) => discard.run(stationId),
    outcome: (commandId) => {
      const found = outcome.get(commandId);
      return found && { bodyHash: found.bodyHash, outcome: JSON.parse(found.outcome) as unknown };
    },
    forgetOutcomes: () => forget.run(),
    close: () => sqlite.close(),
  };
}

function openedDrafts(path: string): Sqlite {
  const sqlite = openDatabase(path, 'normal');
  try {
    onDisk('opening the drafts', () => {
      sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      const format: unknown = sqlite.pragma('user_version', { simple: true });
      if (format === FORMAT) return;
      if (format !== 0) throw new Fault('store.corrupt', `drafts of format ${String(format)}`);
      sqlite.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${FORMAT}; COMMIT`);
    });
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
