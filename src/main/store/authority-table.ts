/** Grants, hand-overs and open questions, over one open connection. Grants of another chain are void: nothing here finds them. */
import type { AccountId, LineId, TicketId } from '#base/brand.ts';
import type { GrantHolder } from '#contract/sync/sync.ts';
import { authorityOf } from '#domain/authority/authority.ts';

import type { AuthorityWrites, HqFigure, HqQuestion, OpenGrant } from './authority-port.ts';
import type { Sqlite } from './database.ts';
import { heldAs } from './hq-table.ts';
import { ACCOUNT_NOW } from './replica-sql.ts';
import { statement } from './statement.ts';

interface SqlGrant {
  readonly kind: 'hold' | 'lease';
  readonly grantId: string;
  readonly accountId: AccountId;
  readonly left: number;
  readonly expiresAtMs: number;
  readonly ticketId: string | null;
  readonly isAskedBack: 0 | 1;
}

interface SqlQuestion {
  readonly questionId: string;
  readonly kind: HqQuestion['kind'];
  readonly ticketId: TicketId | null;
  readonly accountId: AccountId | null;
  readonly amount: number | null;
  readonly lines: string | null;
  readonly state: HqQuestion['state'];
  readonly reason: string | null;
  readonly available: number | null;
  readonly untilMs: number | null;
  readonly askedAtMs: number;
  readonly holders: string | null;
}

const GRANT = `SELECT grants.kind, grant_id AS grantId, grants.account_id AS accountId, grants.amount - spent AS left,
    expires_at_ms AS expiresAtMs, hq_questions.ticket_id AS ticketId,
    EXISTS (SELECT 1 FROM ${ACCOUNT_NOW} AS said, json_each(said.asked_back)
      WHERE said.account_id = grants.account_id AND value = grant_id) AS isAskedBack
  FROM grants JOIN journal ON journal.position = grants.position
  LEFT JOIN hq_questions ON question_id = grant_id
 WHERE is_returned = 0 AND spent < grants.amount AND chain_id = (SELECT chain_id FROM journal ORDER BY position DESC LIMIT 1)`;

const QUESTION = `SELECT question_id AS questionId, kind, ticket_id AS ticketId, account_id AS accountId, amount, lines, state,
  reason, available, until_ms AS untilMs, asked_at_ms AS askedAtMs, holders FROM hq_questions`;

export function authorityTable(sqlite: Sqlite): AuthorityWrites {
  const isLinked = statement<{ readonly one: 1 }>(
    sqlite,
    'SELECT 1 AS one FROM hq_link UNION ALL SELECT 1 FROM hq_enrolments LIMIT 1',
  );
  const opened = statement<{ readonly chainId: string }>(
    sqlite,
    `SELECT chain_id AS chainId FROM accounts JOIN journal ON journal.position = accounts.position WHERE account_id = ?`,
  );
  const presentChain = statement<{ readonly chainId: string }>(
    sqlite,
    'SELECT chain_id AS chainId FROM journal ORDER BY position DESC LIMIT 1',
  );
  const handedOver = statement<{ readonly one: 1 }>(sqlite, 'SELECT 1 AS one FROM handed_over WHERE account_id = ?');
  const toHandOver = statement<{ readonly accountId: AccountId }>(
    sqlite,
    'SELECT account_id AS accountId FROM accounts_to_hand_over LIMIT ?',
  );
  // Accounts of the time before there was a headquarters: looked at only once no others are left.
  const olderToHandOver = statement<{ readonly accountId: AccountId }>(
    sqlite,
    `SELECT account_id AS accountId FROM accounts
      WHERE account_id >= ? AND NOT EXISTS (SELECT 1 FROM handed_over WHERE handed_over.account_id = accounts.account_id)
      ORDER BY account_id LIMIT ?`,
  );
  const grants = statement<SqlGrant>(sqlite, `${GRANT} AND grants.account_id = ?`);
  const allGrants = statement<SqlGrant>(sqlite, GRANT);
  const floorUsed = statement<{ readonly amount: number | null }>(
    sqlite,
    `SELECT sum(amount) AS amount FROM floor_spends JOIN journal ON journal.position = floor_spends.position
      WHERE floor_spends.account_id = ? AND seq > ifnull((
        SELECT value FROM json_each((SELECT includes FROM ${ACCOUNT_NOW} WHERE account_id = floor_spends.account_id))
         WHERE key = ${heldAs({ chainId: 'journal.chain_id', seq: 'journal.seq' })}), 0)`,
  );
  const questions = statement<SqlQuestion>(sqlite, `${QUESTION} ORDER BY asked_at_ms, question_id`);
  const ofTicket = statement<SqlQuestion>(sqlite, `${QUESTION} WHERE ticket_id = ? ORDER BY asked_at_ms, question_id`);
  const put = statement(
    sqlite,
    `INSERT INTO hq_questions (question_id, kind, ticket_id, account_id, amount, lines, state, reason, available, until_ms,
       asked_at_ms, holders)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (question_id) DO UPDATE SET state = excluded.state,
       reason = excluded.reason, available = excluded.available, until_ms = excluded.until_ms,
       holders = excluded.holders`,
  );
  const drop = statement(sqlite, 'DELETE FROM hq_questions WHERE question_id = ?');
  const figure = statement<HqFigure>(
    sqlite,
    `SELECT balance, reserved, includes, as_of_ms AS asOfMs FROM ${ACCOUNT_NOW} WHERE account_id = ?`,
  );
  const reservations = statement<{ readonly reservationId: string; readonly ticketId: TicketId }>(
    sqlite,
    `SELECT reservation_id AS reservationId, ticket_id AS ticketId FROM refund_reservations
       JOIN journal ON journal.position = refund_reservations.position
      WHERE state = 'open' AND chain_id = (SELECT chain_id FROM journal ORDER BY position DESC LIMIT 1)`,
  );
  let olderFrom = '';

  return {
    authorityOf(accountId) {
      if (isLinked.get() === undefined) return 'own';
      const openedIn = opened.get(accountId)?.chainId;
      return authorityOf({
        isLinked: true,
        isOpenedHere: openedIn !== undefined && openedIn === presentChain.get()?.chainId,
        isHandedOver: handedOver.get(accountId) !== undefined,
      });
    },
    accountsToHandOver(limit) {
      const found = toHandOver.all(limit);
      if (found.length > 0) return found.map(({ accountId }) => accountId);
      const older = olderToHandOver.all(olderFrom, limit);
      // Whatever this page names is handed over when the next one is asked for, or is named again.
      olderFrom = older[0]?.accountId ?? LAST;
      return older.map(({ accountId }) => accountId);
    },
    grants: (accountId) => grants.all(accountId).map(openGrant),
    allGrants: () => allGrants.all().map(openGrant),
    floorUsed: (accountId) => floorUsed.get(accountId)?.amount ?? 0,
    questions: () => questions.all().map(questionOf),
    questionsOfTicket: (ticketId) => ofTicket.all(ticketId).map(questionOf),
    hqFigure: (accountId) => figure.get(accountId) ?? null,
    openReservations: () => reservations.all(),

    putQuestion(question) {
      put.run(
        question.questionId,
        question.kind,
        question.kind === 'lease' ? null : question.ticketId,
        question.kind === 'reservation' ? null : question.accountId,
        question.kind === 'reservation' ? null : question.amount,
        question.kind === 'reservation' ? JSON.stringify(question.lines) : null,
        question.state,
        question.reason,
        question.available,
        question.kind === 'reservation' ? question.untilMs : null,
        question.askedAtMs,
        question.kind === 'hold' ? JSON.stringify(question.holders) : null,
      );
    },
    dropQuestion: (questionId) => drop.run(questionId),
  };
}

/** Behind every id. */
const LAST = '\uffff';

function openGrant(grant: SqlGrant): OpenGrant {
  return { ...grant, isAskedBack: grant.isAskedBack === 1 };
}

function questionOf(row: SqlQuestion): HqQuestion {
  const {
    questionId,
    kind,
    ticketId,
    accountId,
    amount,
    lines,
    state,
    reason,
    available,
    untilMs,
    askedAtMs,
    holders,
  } = row;
  const asked = { questionId, state, reason, available, askedAtMs };
  if (kind === 'lease') return { kind, ...asked, accountId: accountId as AccountId, amount: amount ?? 0 };
  if (kind === 'hold')
    return {
      kind,
      ...asked,
      ticketId: ticketId as TicketId,
      accountId: accountId as AccountId,
      amount: amount ?? 0,
      holders: JSON.parse(holders ?? '[]') as readonly GrantHolder[],
    };
  return {
    kind,
    ...asked,
    ticketId: ticketId as TicketId,
    lines: JSON.parse(lines ?? '[]') as readonly { readonly lineId: LineId; readonly quantityMilli: number }[],
    untilMs,
  };
}
