/** Everything the store asks of one open connection; made anew when the store is reopened. */
import { assert } from '#base/assert.ts';
import { entryOf, type ChainHead, type Entry } from '#domain/journal/journal.ts';

import type { AuthorityWrites } from './authority-port.ts';
import { authorityTable } from './authority-table.ts';
import type { Sqlite } from './database.ts';
import type { HqWrites } from './hq-port.ts';
import { hqTable } from './hq-table.ts';
import { journalTable, type JournalTable } from './journal-table.ts';
import { MergedMembers } from './merged-members.ts';
import { personTable, type PersonTable } from './person-table.ts';
import type { Job, JobKind, JobState, OperatorRecord } from './port.ts';
import { projector, type Projector } from './projector.ts';
import { DayReads, dayStatements } from './read-days.ts';
import { memberStatements } from './read-members.ts';
import { replicaTable, type ReplicaTable } from './replica-table.ts';
import { statement, type Statement } from './statement.ts';
import type { StockWrites } from './stock-port.ts';
import { stockTable } from './stock-table.ts';

export interface Live {
  readonly sqlite: Sqlite;
  readonly journal: JournalTable;
  readonly projector: Projector;
  readonly persons: PersonTable;
  readonly days: DayReads;
  readonly members: MergedMembers;
  readonly authority: AuthorityWrites;
  readonly replica: ReplicaTable;
  readonly stock: StockWrites;
  readonly hq: HqWrites;
  readonly sql: Statements;
  /** The row at a place that is known to have one. */
  entryAt(position: number): Entry;
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
  readonly kind: 'sale' | 'refund';
  readonly due_minor: number;
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
  const sql = statements(sqlite);
  const journal = journalTable(sqlite);
  function entryAt(position: number): Entry {
    const row = journal.at(position);
    assert(row !== undefined, `the journal has a row at ${position}`);
    return entryOf(row);
  }
  return {
    sqlite,
    journal,
    projector: projector(sqlite),
    persons: personTable(sqlite),
    days: new DayReads(sql, entryAt),
    members: new MergedMembers(sqlite, sql),
    authority: authorityTable(sqlite),
    replica: replicaTable(sqlite),
    stock: stockTable(sqlite, journal),
    hq: hqTable(sqlite),
    sql,
    entryAt,
  };
}

const TICKET = `SELECT tickets.position, ticket_id, number, at_ms, total_minor, operator, copies,
  ifnull(kind, 'sale') AS kind, ifnull(due_minor, total_minor) AS due_minor
  FROM tickets LEFT JOIN unusual_tickets ON unusual_tickets.position = tickets.position`;
const JOB = 'position, job_id, kind, state, device_id, document, ticket_id, ticket_number, fault';

function statements(sqlite: Sqlite) {
  function prepare<Result = never>(sql: string): Statement<Result> {
    return statement<Result>(sqlite, sql);
  }
  return {
    ...dayStatements(sqlite),
    ...memberStatements(sqlite),
    begin: prepare('BEGIN IMMEDIATE'),
    commit: prepare('COMMIT'),
    rollback: prepare('ROLLBACK'),
    shop: prepare<{ readonly json: string }>('SELECT json FROM shop'),
    operators: prepare<Omit<OperatorRecord, 'pinHash'> & { readonly pinHash: string }>(
      `SELECT operator_id AS id, name, role, pin_hash AS pinHash FROM hq_operators WHERE role IS NOT NULL
       UNION ALL SELECT operator_id, name, role, pin_hash FROM operators
        WHERE operator_id NOT IN (SELECT operator_id FROM hq_operators) ORDER BY name`,
    ),
    lockout: prepare<{ readonly failures: number; readonly lockedUntilMs: number }>(
      'SELECT failures, locked_until_ms AS lockedUntilMs FROM lockouts WHERE operator_id = ?',
    ),
    outcome: prepare<{ readonly bodyHash: string; readonly outcome: string }>(
      `SELECT body_hash AS bodyHash, outcome FROM (
         SELECT command_id, body_hash, outcome, epoch FROM outcomes
         UNION ALL SELECT command_id, body_hash, outcome, 0 AS epoch FROM first_outcomes)
        WHERE command_id = ? AND epoch = (SELECT epoch FROM outcome_epoch)`,
    ),
    ticket: prepare<SqlTicket>(`${TICKET} WHERE ticket_id = ?`),
    ticketAt: prepare<SqlTicket>(`${TICKET} WHERE tickets.position = ?`),
    refunds: prepare<{ readonly position: number }>(
      'SELECT position FROM refunds WHERE ticket_id = ? ORDER BY position',
    ),
    tickets: prepare<SqlTicket>(`${TICKET} ORDER BY tickets.position DESC LIMIT ?`),
    cancelled: prepare<{ readonly position: number }>('SELECT position FROM cancelled_tickets WHERE ticket_id = ?'),
    payments: prepare<{ readonly position: number }>(
      'SELECT position FROM payments WHERE ticket = ? ORDER BY position',
    ),
    copies: prepare<{ readonly count: number }>('SELECT count(*) AS count FROM copies WHERE ticket_id = ?'),
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
    setting: prepare<{ readonly value: string }>('SELECT value FROM settings WHERE name = ?'),
    totals: prepare<{ readonly name: string; readonly value: number }>('SELECT name, value FROM totals'),
    putShop: prepare('INSERT INTO shop (one, json) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET json = excluded.json'),
    putOperator: prepare(
      `INSERT INTO operators (operator_id, name, role, pin_hash) VALUES (?, ?, ?, ?) ON CONFLICT (operator_id)
       DO UPDATE SET name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash`,
    ),
    dropForgottenOutcome: prepare(
      'DELETE FROM outcomes WHERE command_id = ? AND epoch < (SELECT epoch FROM outcome_epoch)',
    ),
    putOutcome: prepare(
      `INSERT INTO outcomes (command_id, body_hash, outcome, epoch)
       VALUES (?, ?, ?, (SELECT epoch FROM outcome_epoch))`,
    ),
    beginOutcomeEpoch: prepare('UPDATE outcome_epoch SET epoch = epoch + 1'),
    outcomeEpoch: prepare<{ readonly epoch: number }>('SELECT epoch FROM outcome_epoch'),
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
