/**
 * What is asked of persons (as ids), cards and accounts. What a sale asks is kept ready; sums over the movements of one
 * account walk through that account's and nobody else's.
 */
import type { AccountId, CardId, PersonId } from '#base/brand.ts';

import type { Sqlite } from './database.ts';
import type { AccountMovement, AccountRecord, CardRecord } from './port.ts';
import { statement } from './statement.ts';

type MemberStatements = ReturnType<typeof memberStatements>;

export interface SqlMovement extends Omit<AccountMovement, 'movementId'> {
  readonly entryId: string;
  readonly n: number;
}

const CARD = `SELECT card_id AS cardId, card_hash AS cardHash, person_id AS personId, account_id AS accountId, medium, state,
  replaced_by AS replacedBy, assigned_at_ms AS assignedAtMs FROM cards`;
const ACCOUNT = `SELECT account_id AS accountId, account, unit, person_id AS personId, balance, state, voucher,
  vat_rate_basis_points AS vatRateBasisPoints, expires_on AS expiresOn FROM accounts`;

/** The statements behind these reads, on one connection. */
export function memberStatements(sqlite: Sqlite) {
  function prepare<Result>(sql: string) {
    return statement<Result>(sqlite, sql);
  }
  return {
    personFate: prepare<{ readonly erased_position: number | null }>(
      'SELECT erased_position FROM person_fates WHERE person_id = ?',
    ),
    visit: prepare<{ readonly at_ms: number }>('SELECT at_ms FROM visits WHERE person_id = ?'),
    card: prepare<CardRecord>(`${CARD} WHERE card_id = ?`),
    // The latest assignment of a card that went from hand to hand.
    cardByHash: prepare<CardRecord>(`${CARD} WHERE card_hash = ? ORDER BY position DESC LIMIT 1`),
    cardsOfPerson: prepare<CardRecord>(`${CARD} WHERE person_id = ? ORDER BY position`),
    account: prepare<AccountRecord>(`${ACCOUNT} WHERE account_id = ?`),
    accountsOfPerson: prepare<AccountRecord>(`${ACCOUNT} WHERE person_id = ? ORDER BY position`),
    accountMovements: prepare<SqlMovement>(
      `SELECT journal.entry_id AS entryId, n, at_ms AS atMs, amount, balance_after AS balanceAfter, reason,
              (SELECT number FROM tickets WHERE tickets.position = account_movements.position) AS ticketNumber
         FROM account_movements JOIN journal ON journal.position = account_movements.position
        WHERE account_id = ? ORDER BY account_movements.position DESC, n DESC LIMIT ?`,
    ),
    credited: prepare<{ readonly amount: number | null }>(
      'SELECT sum(amount) AS amount FROM account_movements WHERE account_id = ? AND amount > 0 AND at_ms <= ?',
    ),
    debited: prepare<{ readonly debited: number }>('SELECT debited FROM accounts WHERE account_id = ?'),
    earnedSince: prepare<{ readonly amount: number | null }>(
      `SELECT sum(amount) AS amount FROM account_movements
        WHERE account_id = ? AND reason IN ('earned', 'taken-back') AND at_ms >= ?`,
    ),
    spentInDay: prepare<{ readonly amount: number | null }>(
      `SELECT -sum(amount) AS amount FROM account_movements
        WHERE account_id = ? AND position >= ifnull((SELECT opened_position FROM days WHERE days.business_day = ?), 0)
          AND reason = 'spent' AND business_day = ?`,
    ),
    outstanding: prepare<{ readonly amount: number | null }>(
      'SELECT sum(balance) AS amount FROM accounts WHERE unit = ? AND balance > 0',
    ),
  };
}

/** These reads over the statements of a connection. */
export class MemberReads {
  readonly #sql: MemberStatements;

  constructor(sql: MemberStatements) {
    this.#sql = sql;
  }

  personFate(personId: PersonId): 'known' | 'erased' | undefined {
    const found = this.#sql.personFate.get(personId);
    return found && (found.erased_position === null ? 'known' : 'erased');
  }

  card(cardId: CardId): CardRecord | undefined {
    return this.#sql.card.get(cardId);
  }

  cardByHash(cardHash: string): CardRecord | undefined {
    return this.#sql.cardByHash.get(cardHash);
  }

  cardsOfPerson(personId: PersonId): readonly CardRecord[] {
    return this.#sql.cardsOfPerson.all(personId);
  }

  account(accountId: AccountId): AccountRecord | undefined {
    return this.#sql.account.get(accountId);
  }

  accountsOfPerson(personId: PersonId): readonly AccountRecord[] {
    return this.#sql.accountsOfPerson.all(personId);
  }

  accountMovements(accountId: AccountId, limit: number): readonly AccountMovement[] {
    return this.#sql.accountMovements
      .all(accountId, limit)
      .map(({ entryId, n, ...movement }) => ({ movementId: `${entryId}/${n}`, ...movement }));
  }

  accountFlow(accountId: AccountId, untilMs: number): { readonly creditedUntil: number; readonly debited: number } {
    return {
      creditedUntil: this.#sql.credited.get(accountId, untilMs)?.amount ?? 0,
      debited: this.#sql.debited.get(accountId)?.debited ?? 0,
    };
  }

  earnedSince(accountId: AccountId, sinceMs: number): number {
    return this.#sql.earnedSince.get(accountId, sinceMs)?.amount ?? 0;
  }

  spentInDay(accountId: AccountId, businessDay: string): number {
    return this.#sql.spentInDay.get(accountId, businessDay, businessDay)?.amount ?? 0;
  }

  lastVisitMs(personId: PersonId): number | null {
    return this.#sql.visit.get(personId)?.at_ms ?? null;
  }

  outstanding(unit: string): number {
    return this.#sql.outstanding.get(unit)?.amount ?? 0;
  }
}
