/**
 * A projection in a new version, built beside the old one in slices while the till sells (docs/decisions/0009). The new
 * tables have names of their own and read the journal from its first row; how far they have come is kept in the
 * transaction of each slice, so that a kill costs a slice and counts nothing twice. When they have caught up with the
 * journal, one transaction gives them the old tables' names. What they replaced is emptied in slices and dropped.
 */
import { assert } from '#base/assert.ts';

import type { Sqlite } from './database.ts';
import { describeTables, PAST, NEXT, tableText } from './projection-tables.ts';
import { PROJECTIONS, type Projecting, type ProjectedRow, type Projection } from './projections/projections.ts';
import { statement } from './statement.ts';

/** Rows between two looks at the clock, and rows of one slice at most. */
const ROWS_BETWEEN_LOOKS = 10;
const SLICE_ROWS_MAX = 400;

export interface ProjectionBuilder {
  /**
   * Does one slice of what there is to do, inside a transaction of the caller; ends soon after `isOver` says so. True
   * while there is more. `head` is the place of the last row of the journal.
   */
  slice(head: number, isOver: () => boolean): boolean;
}

interface SqlVersion {
  readonly name: string;
  readonly version: number;
  readonly building: number | null;
  readonly through: number | null;
}

interface SqlRow {
  readonly position: number;
  readonly family: ProjectedRow['family'];
  readonly kind: string;
  readonly at: string;
  readonly payload: string | null;
  readonly operator: string | null;
  readonly business_day: string | null;
  readonly session_id: string | null;
}

/** A projection that is being built, with its statements. */
interface Building {
  readonly projection: Projection;
  readonly projecting: Projecting;
  rowsAfter(position: number, limit: number): readonly SqlRow[];
}

const NO_PAYLOAD = {};

/** The builder of one connection. Made anew after a transaction that failed. */
export function projectionBuilder(sqlite: Sqlite, projections: readonly Projection[] = PROJECTIONS): ProjectionBuilder {
  const versions = statement<SqlVersion>(sqlite, 'SELECT name, version, building, through FROM projections');
  const begin = statement(sqlite, 'UPDATE projections SET building = ?, through = 0 WHERE name = ?');
  const advance = statement(sqlite, 'UPDATE projections SET through = ? WHERE name = ?');
  const giveUp = statement(sqlite, 'UPDATE projections SET building = NULL, through = NULL WHERE name = ?');
  const finish = statement(
    sqlite,
    `INSERT INTO projections (name, version) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, building = NULL, through = NULL`,
  );
  const named = new Map(projections.map((projection) => [projection.name, projection]));
  let building: Building | null = null;

  /** Makes the empty tables of a version beside those in use, as the schema describes them. */
  function start(projection: Projection): void {
    for (const table of projection.tables) {
      for (const sql of describeTables(sqlite, table, NEXT)) sqlite.exec(sql);
    }
    begin.run(projection.version, projection.name);
  }

  /** Puts what was begun out of the way: it is of another version, or another shape, than this program builds. */
  function abandon(name: string, tables: readonly string[]): void {
    for (const table of tables) sqlite.exec(`ALTER TABLE ${table}${NEXT} RENAME TO ${table}${PAST}`);
    giveUp.run(name);
  }

  function project(projection: Projection, from: number, head: number, isOver: () => boolean): boolean {
    building ??= buildingOf(sqlite, projection);
    const { projecting } = building;
    let through = from;
    let [left, over] = [SLICE_ROWS_MAX, false];
    while (through < head && left > 0 && !over) {
      const rows = building.rowsAfter(through, Math.min(ROWS_BETWEEN_LOOKS, left));
      assert(rows.length > 0, `the journal has rows after ${through}`);
      for (const row of rows) {
        if (row.family !== 'X') projecting.project(row.position, rowOf(row));
        through = row.position;
      }
      left -= rows.length;
      over = isOver();
    }
    projecting.settle?.();
    if (through < head) {
      advance.run(through, projection.name);
      return true;
    }
    // Nothing can be appended between the last row that was read and this: the transaction holds the only writer.
    for (const table of projection.tables) {
      sqlite.exec(`ALTER TABLE ${table} RENAME TO ${table}${PAST}`);
      sqlite.exec(`ALTER TABLE ${table}${NEXT} RENAME TO ${table}`);
    }
    finish.run(projection.name, projection.version);
    building = null;
    return true;
  }

  return {
    slice: (head, isOver) => {
      const tables = tableNames(sqlite);
      const past = tables.find((name) => name.endsWith(PAST));
      if (past !== undefined) {
        empty(sqlite, past, isOver);
        return true;
      }
      const stored = versions.all();
      const begun = stored.find((version) => version.building !== null);
      if (begun !== undefined) {
        const projection = named.get(begun.name);
        if (
          projection !== undefined &&
          begun.building === projection.version &&
          sameShape(sqlite, projection, tables)
        ) {
          return project(projection, begun.through ?? 0, head, isOver);
        }
        building = null;
        abandon(
          begun.name,
          tables.filter((name) => name.endsWith(NEXT)).map((name) => name.slice(0, -NEXT.length)),
        );
        return true;
      }
      const stale = staleOf(stored, projections);
      if (stale === undefined) return false;
      if (!stored.some(({ name }) => name === stale.name)) finish.run(stale.name, 0);
      start(stale);
      return true;
    },
  };
}

/** The projections whose tables hold another version than this program's. */
export function staleProjections(sqlite: Sqlite): readonly Projection[] {
  const stored = storedVersions(sqlite);
  return PROJECTIONS.filter((projection) => stored.get(projection.name) !== projection.version);
}

/** Writes down that every projection is of this program's version: nothing is in the journal yet, or all was made anew. */
export function rememberVersions(sqlite: Sqlite): void {
  const remember = statement(
    sqlite,
    `INSERT INTO projections (name, version) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, building = NULL, through = NULL`,
  );
  for (const { name, version } of PROJECTIONS) remember.run(name, version);
}

function storedVersions(sqlite: Sqlite): ReadonlyMap<string, number> {
  const found = statement<{ readonly name: string; readonly version: number }>(
    sqlite,
    'SELECT name, version FROM projections',
  ).all();
  return new Map(found.map(({ name, version }) => [name, version]));
}

function staleOf(stored: readonly SqlVersion[], projections: readonly Projection[]): Projection | undefined {
  const held = new Map(stored.map(({ name, version }) => [name, version]));
  return projections.find(({ name, version }) => held.get(name) !== version);
}

function buildingOf(sqlite: Sqlite, projection: Projection): Building {
  const families = projection.families.map((family) => `'${family}'`).join(', ');
  // The payload of a row that the projection does not read stays where it is: it is most of the row.
  const rows = statement<SqlRow>(
    sqlite,
    `SELECT position, family, kind, at, CASE WHEN family IN (${families}) THEN payload END AS payload, operator,
            business_day, session_id
       FROM journal WHERE position > ? ORDER BY position LIMIT ?`,
  );
  return {
    projection,
    projecting: projection.on(sqlite, (table) => `${table}${NEXT}`),
    rowsAfter: (position, limit) => rows.all(position, limit),
  };
}

function rowOf(row: SqlRow): ProjectedRow {
  return {
    family: row.family,
    kind: row.kind,
    at: row.at,
    payload: row.payload === null ? NO_PAYLOAD : (JSON.parse(row.payload) as ProjectedRow['payload']),
    ...(row.operator === null ? {} : { operator: row.operator }),
    ...(row.business_day === null ? {} : { business_day: row.business_day }),
    ...(row.session_id === null ? {} : { session_id: row.session_id }),
  };
}

/** Whether the tables that were begun look like those in use: a migration may have changed these meanwhile. */
function sameShape(sqlite: Sqlite, projection: Projection, tables: readonly string[]): boolean {
  const begun = tables.filter((name) => name.endsWith(NEXT));
  if (begun.length !== projection.tables.length) return false;
  return projection.tables.every(
    (table) => begun.includes(`${table}${NEXT}`) && tableText(sqlite, `${table}${NEXT}`) === tableText(sqlite, table),
  );
}

function tableNames(sqlite: Sqlite): readonly string[] {
  return statement<{ readonly name: string }>(sqlite, `SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .all()
    .map(({ name }) => name);
}

/** Takes some rows out of a table that nobody reads any more, and the table when it is empty. */
function empty(sqlite: Sqlite, table: string, isOver: () => boolean): void {
  const key = sqlite
    .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`)
    .all()
    .map(({ name }) => name)
    .join(', ');
  assert(key !== '', `${table} has a key`);
  const remove = sqlite.prepare(
    `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT ${ROWS_BETWEEN_LOOKS})`,
  );
  for (let removed = 0; removed < SLICE_ROWS_MAX; removed += ROWS_BETWEEN_LOOKS) {
    if (remove.run().changes < ROWS_BETWEEN_LOOKS) {
      sqlite.exec(`DROP TABLE ${table}`);
      return;
    }
    if (isOver()) return;
  }
}
