/** Everything the store asks of one open connection; made anew when the store is reopened. */
import type { ChainHead } from '#domain/journal/journal.ts';

import type { Sqlite } from './database.ts';
import { journalTable, type JournalTable } from './journal-table.ts';
import type { Job, JobKind, JobState, OperatorRecord } from './port.ts';
import { projector, type Projector } from './projector.ts';
import { statement, type Statement } from './statement.ts';

export interface Live {
  readonly sqlite: Sqlite;
  readonly journal: JournalTable;
  readonly projector: Projector;
  readonly sql: Statements;
}

/** Where the journal of this store stands. */
export interface Standing {
  /** Place of the last row in the file. */
  readonly position: number;
  readonly head: ChainHead;
}

export interface SqlTicket {
  readonly position: number;
  readonly ticket_id: string;
  readonly number: string;
  readonly at_ms: number;
  readonly total_minor: number;
  readonly operator: string;
  readonly copies: number;
}

export interface SqlJob {
  readonly position: number;
  readonly job_id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly device_id: string;
  readonly document: string | null;
  readonly ticket_id: string | null;
  readonly ticket_number: string | null;
  readonly fault: string | null;
}

export type Statements = ReturnType<typeof statements>;

export function live(sqlite: Sqlite): Live {
  return { sqlite, journal: journalTable(sqlite), projector: projector(sqlite), sql: statements(sqlite) };
}

const TICKET = 'position, ticket_id, number, at_ms, total_minor, operator, copies';
const JOB = 'position, job_id, kind, state, device_id, document, ticket_id, ticket_number, fault';

function statements(sqlite: Sqlite) {
  function prepare<Result = never>(sql: string): Statement<Result> {
    return statement<Result>(sqlite, sql);
  }
  return {
    begin: prepare('BEGIN IMMEDIATE'),
    commit: prepare('COMMIT'),
    rollback: prepare('ROLLBACK'),
    shop: prepare<{ readonly json: string }>('SELECT json FROM shop'),
    operators: prepare<Omit<OperatorRecord, 'pinHash'> & { readonly pinHash: string }>(
      'SELECT operator_id AS id, name, role, pin_hash AS pinHash FROM operators ORDER BY name',
    ),
    lockout: prepare<{ readonly failures: number; readonly lockedUntilMs: number }>(
      'SELECT failures, locked_until_ms AS lockedUntilMs FROM lockouts WHERE operator_id = ?',
    ),
    outcome: prepare<{ readonly bodyHash: string; readonly outcome: string }>(
      'SELECT body_hash AS bodyHash, outcome FROM outcomes WHERE command_id = ?',
    ),
    openDay: prepare<{ readonly business_day: string }>(
      'SELECT business_day FROM days WHERE closed_position IS NULL ORDER BY opened_position DESC LIMIT 1',
    ),
    openSession: prepare<{ readonly session_id: string }>(
      'SELECT session_id FROM sessions WHERE closed_position IS NULL ORDER BY opened_position DESC LIMIT 1',
    ),
    ticket: prepare<SqlTicket>(`SELECT ${TICKET} FROM tickets WHERE ticket_id = ?`),
    ticketByNumber: prepare<SqlTicket>(`SELECT ${TICKET} FROM tickets WHERE number = ?`),
    tickets: prepare<SqlTicket>(`SELECT ${TICKET} FROM tickets ORDER BY position DESC LIMIT ?`),
    cancelled: prepare<{ readonly position: number }>('SELECT position FROM cancelled_tickets WHERE ticket_id = ?'),
    payments: prepare<{ readonly position: number }>(
      'SELECT position FROM payments WHERE ticket = ? ORDER BY position',
    ),
    voidedLines: prepare<{ readonly line_id: string }>(
      'SELECT line_id FROM voided_lines WHERE ticket_id = ? ORDER BY position',
    ),
    job: prepare<SqlJob>(`SELECT ${JOB} FROM jobs WHERE job_id = ?`),
    receiptJob: prepare<SqlJob>(
      `SELECT ${JOB} FROM jobs WHERE ticket_id = ? AND kind = 'receipt' ORDER BY position LIMIT 1`,
    ),
    openJobs: prepare<SqlJob>(
      `SELECT ${JOB} FROM jobs WHERE state IN ('queued', 'sending', 'failed', 'unknown') ORDER BY position`,
    ),
    lastJob: prepare<{ readonly position: number | null }>('SELECT max(position) AS position FROM jobs'),
    stock: prepare<{ readonly quantityMilli: number | null }>(
      `SELECT sum(quantity_milli) AS quantityMilli FROM (
         SELECT quantity_milli FROM stock WHERE product_id = ?
         UNION ALL
         SELECT quantity_milli FROM stock_movements
          WHERE position > ifnull((SELECT through FROM stock_through), 0) AND product_id = ?)`,
    ),
    setting: prepare<{ readonly value: string }>('SELECT value FROM settings WHERE name = ?'),
    totals: prepare<{ readonly name: string; readonly value: number }>('SELECT name, value FROM totals'),
    putShop: prepare('INSERT INTO shop (one, json) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET json = excluded.json'),
    putOperator: prepare(
      `INSERT INTO operators (operator_id, name, role, pin_hash) VALUES (?, ?, ?, ?) ON CONFLICT (operator_id)
       DO UPDATE SET name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash`,
    ),
    putOutcome: prepare('INSERT INTO outcomes (command_id, body_hash, outcome) VALUES (?, ?, ?)'),
    addJob: prepare(`INSERT INTO jobs (${JOB}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    setJobState: prepare('UPDATE jobs SET state = ?, fault = ? WHERE job_id = ?'),
    putLockout: prepare(
      `INSERT INTO lockouts (operator_id, failures, locked_until_ms) VALUES (?, ?, ?) ON CONFLICT (operator_id)
       DO UPDATE SET failures = excluded.failures, locked_until_ms = excluded.locked_until_ms`,
    ),
    putSetting: prepare(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
  };
}

/** A stored job as the till knows it. */
export function jobOf(found: SqlJob): Job {
  return {
    jobId: found.job_id as Job['jobId'],
    kind: found.kind,
    state: found.state,
    deviceId: found.device_id,
    ...(found.document === null ? {} : { document: JSON.parse(found.document) as NonNullable<Job['document']> }),
    ...(found.ticket_id === null ? {} : { ticketId: found.ticket_id as NonNullable<Job['ticketId']> }),
    ...(found.ticket_number === null ? {} : { ticketNumber: found.ticket_number }),
    ...(found.fault === null ? {} : { fault: found.fault }),
    position: found.position,
  };
}
