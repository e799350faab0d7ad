/** What is asked of business days, sessions and closings. None of it walks further back than the day it is about. */
import { wallMsOf, type Entry } from '#domain/journal/journal.ts';
import type { OperatorId, SessionId } from '#base/brand.ts';

import type { Sqlite } from './database.ts';
import type { CashMovement, SessionRecord } from './port.ts';
import { statement } from './statement.ts';

type DayStatements = ReturnType<typeof dayStatements>;

export interface SqlSession {
  readonly session_id: string;
  readonly business_day: string | null;
  readonly operator: string | null;
  readonly opened_position: number;
  readonly closed_position: number | null;
  readonly state: Exclude<SessionRecord['state'], 'closed'>;
  readonly float_minor: number;
  readonly count_position: number | null;
  readonly opened_at: string;
}

export interface SqlDay {
  readonly opened_position: number;
  readonly closed_position: number | null;
  readonly late_position: number | null;
  readonly next_opened_position: number | null;
  /** Of the day opened before: where it ends; null while it has no Z, 0 where there is none. */
  readonly before_closed_position: number | null;
  readonly session_closed_position: number | null;
}

const SESSION = `SELECT sessions.session_id, sessions.business_day, sessions.operator, opened_position, closed_position, state,
  float_minor, count_position, journal.at AS opened_at
  FROM sessions JOIN journal ON journal.position = opened_position`;

/** Places in the journal. */
export interface DaySpan {
  readonly openedPosition: number;
  /** Rows of the day lie above `after` and up to `to`. */
  readonly after: number;
  readonly to: number;
}

/** The statements behind these reads, on one connection. */
export function dayStatements(sqlite: Sqlite) {
  function prepare<Result>(sql: string) {
    return statement<Result>(sqlite, sql);
  }
  return {
    openDay: prepare<{ readonly business_day: string }>(
      'SELECT business_day FROM days WHERE closed_position IS NULL ORDER BY opened_position DESC LIMIT 1',
    ),
    drawerSession: prepare<SqlSession>(
      `${SESSION} WHERE closed_position IS NULL AND state <> 'blind-closed' ORDER BY opened_position DESC LIMIT 1`,
    ),
    openSession: prepare<{ readonly session_id: string }>(
      `SELECT session_id FROM sessions WHERE closed_position IS NULL AND state <> 'blind-closed'
        ORDER BY opened_position DESC LIMIT 1`,
    ),
    session: prepare<SqlSession>(`${SESSION} WHERE sessions.session_id = ?`),
    sessionsOfDay: prepare<SqlSession>(`${SESSION} WHERE sessions.business_day = ? ORDER BY opened_position`),
    uncountedSessions: prepare<SqlSession>(
      `${SESSION} WHERE closed_position IS NULL AND state = 'blind-closed' ORDER BY opened_position`,
    ),
    unclosedDays: prepare<{ readonly business_day: string }>(
      'SELECT business_day FROM days WHERE closed_position IS NULL ORDER BY opened_position',
    ),
    day: prepare<SqlDay>(
      `SELECT opened_position, closed_position, late_position,
              (SELECT min(opened_position) FROM days WHERE opened_position > d.opened_position) AS next_opened_position,
              (SELECT max(closed_position) FROM sessions WHERE business_day = d.business_day) AS session_closed_position,
              CASE WHEN d.opened_position = (SELECT min(opened_position) FROM days) THEN 0
                ELSE (SELECT closed_position FROM days WHERE opened_position < d.opened_position
                       ORDER BY opened_position DESC LIMIT 1) END AS before_closed_position
         FROM days AS d WHERE business_day = ?`,
    ),
    closedDays: prepare<{ readonly business_day: string; readonly closed_position: number }>(
      `SELECT business_day, closed_position FROM days WHERE closed_position IS NOT NULL
        ORDER BY business_day DESC LIMIT ?`,
    ),
    sessionClosings: prepare<{ readonly closed_position: number }>(
      `SELECT closed_position FROM sessions WHERE business_day >= ? AND closed_position IS NOT NULL
        ORDER BY closed_position`,
    ),
    left: prepare<{ readonly left_minor: number }>('SELECT left_minor FROM drawer'),
    slips: prepare<{ readonly count: number }>('SELECT count FROM slips WHERE movement = ?'),
  };
}

/** These reads over the statements of a connection; `entryAt` reads one row of the journal. */
export class DayReads {
  readonly #sql: DayStatements;
  readonly #entryAt: (position: number) => Entry;

  constructor(sql: DayStatements, entryAt: (position: number) => Entry) {
    this.#sql = sql;
    this.#entryAt = entryAt;
  }

  openDay(): string | null {
    return this.#sql.openDay.get()?.business_day ?? null;
  }

  openSession(): SessionId | null {
    return (this.#sql.openSession.get()?.session_id as SessionId | undefined) ?? null;
  }

  drawerSession(): SessionRecord | null {
    const found = this.#sql.drawerSession.get();
    return found === undefined ? null : this.#record(found);
  }

  session(sessionId: SessionId): SessionRecord | undefined {
    const found = this.#sql.session.get(sessionId);
    return found && this.#record(found);
  }

  sessionsOfDay(businessDay: string): readonly SessionRecord[] {
    return this.#sql.sessionsOfDay.all(businessDay).map((found) => this.#record(found));
  }

  uncountedSessions(): readonly SessionRecord[] {
    return this.#sql.uncountedSessions.all().map((found) => this.#record(found));
  }

  unclosedDays(): readonly string[] {
    return this.#sql.unclosedDays.all().map((found) => found.business_day);
  }

  lastClosedDay(): string | null {
    return this.#sql.closedDays.get(1)?.business_day ?? null;
  }

  leftMinor(): number | null {
    return this.#sql.left.get()?.left_minor ?? null;
  }

  closing(businessDay: string): Entry | undefined {
    const position = this.#sql.day.get(businessDay)?.closed_position;
    return position === undefined || position === null ? undefined : this.#entryAt(position);
  }

  closings(limit: number): readonly Entry[] {
    return this.#sql.closedDays.all(limit).map((found) => this.#entryAt(found.closed_position));
  }

  sessionClosings(sinceBusinessDay: string): readonly Entry[] {
    return this.#sql.sessionClosings.all(sinceBusinessDay).map((found) => this.#entryAt(found.closed_position));
  }

  slipCount(movement: CashMovement): number {
    return this.#sql.slips.get(movement)?.count ?? 0;
  }

  /**
   * Where the rows of a day lie: above `after`, up to `to`. What happened while no day was open (a drawer opened before the
   * session, a Z printed again) lies before its opening and belongs to it too. Null for a day that was never opened.
   */
  spanOfDay(businessDay: string, head: number): DaySpan | null {
    const day = this.#sql.day.get(businessDay);
    if (day === undefined) return null;
    // A day before that waits for its Z was open all the time; one that got it later says nothing of what lies between.
    const before = day.before_closed_position ?? day.opened_position;
    const after = Math.min(before, day.opened_position - 1);
    const openedPosition = day.opened_position;
    if (day.closed_position !== null) return { openedPosition, after, to: day.closed_position };
    if (day.next_opened_position === null) return { openedPosition, after, to: head };
    // The first version had late rows of one kind only, and they are known before its rows have been read again.
    const late = Math.max(day.late_position ?? 0, day.session_closed_position ?? 0);
    return { openedPosition, after, to: Math.max(day.next_opened_position - 1, late) };
  }

  #record(found: SqlSession): SessionRecord {
    const { count_position: counted, closed_position: closed } = found;
    const entryAt = this.#entryAt;
    return {
      sessionId: found.session_id as SessionId,
      businessDay: found.business_day ?? '',
      state: closed === null ? found.state : 'closed',
      openedBy: (found.operator ?? '') as OperatorId,
      openedAtMs: wallMsOf(found.opened_at) ?? 0,
      floatMinor: found.float_minor,
      // Read when asked for: every command asks for the state of the session, and few for what was counted.
      get count() {
        return counted === null ? null : entryAt(counted);
      },
      get closing() {
        return closed === null ? null : entryAt(closed);
      },
    };
  }
}
