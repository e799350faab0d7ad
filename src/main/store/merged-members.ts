/**
 * Cards and accounts as one, wherever their rows are: what this journal says, and what headquarters says of all tills. A balance is
 * the figure of headquarters and the rows of this journal that the figure does not include; of an account that headquarters
 * does not know it is the rows alone.
 */
import type { AccountId, CardId, PersonId } from '#base/brand.ts';

import type { Sqlite } from './database.ts';
import { heldAs } from './hq-table.ts';
import type { AccountMovement, AccountRecord, CardRecord } from './port.ts';
import { MemberReads, type SqlMovement, type memberStatements } from './read-members.ts';
import { ACCOUNT_NOW, CARD_NOW, MERGE_NOW } from './replica-sql.ts';
import { statement } from './statement.ts';

/** So many steps from a customer to the one they were merged into: more is a circle. */
const MERGES_MAX = 8;

interface SqlAccount extends AccountRecord {
  readonly includes: string;
  readonly asOfMs: number;
}

interface SqlCard extends CardRecord {
  readonly through: number;
}

/** A movement of this journal, and whether the figure of headquarters knows of it. */
interface OwnMovement extends SqlMovement {
  readonly isIncluded: 0 | 1;
}

/** `seq` of a row beyond what `includes` says of its chain, or of the branch of it that this till wrote. */
const HELD_AS = heldAs({ chainId: 'journal.chain_id', seq: 'journal.seq' });
const BEYOND = `journal.seq > ifnull((SELECT value FROM json_each(?) WHERE key = ${HELD_AS}), 0)`;

function statements(sqlite: Sqlite) {
  const prepare = <Result>(sql: string) => statement<Result>(sqlite, sql);
  const account = `SELECT account_id AS accountId, account, unit, person_id AS personId, balance, state, voucher,
    vat_rate_basis_points AS vatRateBasisPoints, expires_on AS expiresOn, includes, as_of_ms AS asOfMs FROM ${ACCOUNT_NOW}`;
  const card = `SELECT card_id AS cardId, card_hash AS cardHash, person_id AS personId, account_id AS accountId, medium, state,
    replaced_by AS replacedBy, assigned_at_ms AS assignedAtMs, through FROM ${CARD_NOW}`;
  return {
    hasReplica: prepare<{ readonly one: 1 }>('SELECT one FROM hq_generations'),
    account: prepare<SqlAccount>(`${account} WHERE account_id = ?`),
    accountsOfPerson: prepare<SqlAccount>(`${account} WHERE person_id = ? ORDER BY account_id`),
    card: prepare<SqlCard>(`${card} WHERE card_id = ?`),
    cardsByHash: prepare<SqlCard>(`${card} WHERE card_hash = ? ORDER BY card_id`),
    cardsOfPerson: prepare<SqlCard>(`${card} WHERE person_id = ? ORDER BY assigned_at_ms, card_id`),
    mergedInto: prepare<{ readonly personId: PersonId }>(
      `SELECT merged_into AS personId FROM ${MERGE_NOW} WHERE person_id = ? AND merged_into IS NOT NULL`,
    ),
    mergedFrom: prepare<{ readonly personId: PersonId }>(
      `SELECT person_id AS personId FROM ${MERGE_NOW} WHERE merged_into = ? ORDER BY person_id`,
    ),
    accountChange: prepare<{ readonly state: AccountRecord['state'] }>(
      `SELECT state FROM account_changes JOIN journal ON journal.position = account_changes.position
        WHERE account_id = ? AND ${BEYOND}`,
    ),
    cardChange: prepare<Pick<CardRecord, 'state' | 'replacedBy'>>(
      'SELECT state, replaced_by AS replacedBy FROM card_changes WHERE card_id = ? AND position > ?',
    ),
    movedBeyond: prepare<{ readonly amount: number | null }>(
      `SELECT sum(amount) AS amount FROM account_movements JOIN journal ON journal.position = account_movements.position
        WHERE account_id = ? AND ${BEYOND}`,
    ),
    includedSum: prepare<{ readonly amount: number | null }>(
      `SELECT sum(amount) AS amount FROM account_movements JOIN journal ON journal.position = account_movements.position
        WHERE account_id = ? AND NOT ${BEYOND}`,
    ),
    movements: prepare<OwnMovement>(
      `SELECT journal.entry_id AS entryId, n, at_ms AS atMs, amount, balance_after AS balanceAfter, reason,
              (SELECT number FROM tickets WHERE tickets.position = account_movements.position) AS ticketNumber,
              NOT ${BEYOND} AS isIncluded
         FROM account_movements JOIN journal ON journal.position = account_movements.position
        WHERE account_id = ? ORDER BY account_movements.position DESC, n DESC LIMIT ?`,
    ),
  };
}

/** The reads of members, with what headquarters says in them. */
export class MergedMembers extends MemberReads {
  readonly #sql: ReturnType<typeof statements>;

  constructor(sqlite: Sqlite, own: ReturnType<typeof memberStatements>) {
    super(own);
    this.#sql = statements(sqlite);
  }

  /** The customer as whom somebody counts: themselves, or whom they were merged into. */
  survivor(personId: PersonId): PersonId {
    let survivor = personId;
    for (let step = 0; step < MERGES_MAX; step++) {
      const next = this.#sql.mergedInto.get(survivor)?.personId;
      if (next === undefined) return survivor;
      survivor = next;
    }
    return survivor;
  }

  /** Everybody who counts as one customer, that one first. */
  everybodyOf(personId: PersonId): readonly PersonId[] {
    const survivor = this.survivor(personId);
    const all = [survivor];
    for (const one of all) {
      for (const { personId: merged } of this.#sql.mergedFrom.all(one)) if (!all.includes(merged)) all.push(merged);
    }
    return all;
  }

  override lastVisitMs(personId: PersonId): number | null {
    const visits = this.everybodyOf(personId).flatMap((one) => super.lastVisitMs(one) ?? []);
    return visits.length === 0 ? null : Math.max(...visits);
  }

  override account(accountId: AccountId): AccountRecord | undefined {
    const said = this.#sql.account.get(accountId);
    return said === undefined ? super.account(accountId) : this.#merged(said);
  }

  override accountsOfPerson(personId: PersonId): readonly AccountRecord[] {
    if (this.#sql.hasReplica.get() === undefined) return super.accountsOfPerson(personId);
    const people = this.everybodyOf(personId);
    const found = new Map<AccountId, AccountRecord>();
    for (const one of people) {
      for (const own of super.accountsOfPerson(one)) found.set(own.accountId, this.account(own.accountId) ?? own);
      for (const said of this.#sql.accountsOfPerson.all(one)) found.set(said.accountId, this.#merged(said));
    }
    // Whose an account is headquarters says last.
    return [...found.values()].filter((account) => account.personId !== null && people.includes(account.personId));
  }

  override accountMovements(accountId: AccountId, limit: number): readonly AccountMovement[] {
    const said = this.#sql.account.get(accountId);
    if (said === undefined) return super.accountMovements(accountId, limit);
    const own = this.#sql.movements.all(said.includes, accountId, limit);
    const includedSum = this.#sql.includedSum.get(accountId, said.includes)?.amount ?? 0;
    const elsewhere = said.balance - includedSum;
    const beyond = own.filter(({ isIncluded }) => isIncluded === 0);
    const included = own.filter(({ isIncluded }) => isIncluded === 1);
    const movements: AccountMovement[] = [];
    let balance = this.#merged(said).balance;
    // What other tills moved lies somewhere between those that the figure has in it: what was left after each of them is not known.
    let isKnown = true;
    const push = ({ entryId, n, isIncluded: _, ...movement }: OwnMovement): void => {
      movements.push({ ...movement, movementId: `${entryId}/${n}`, balanceAfter: isKnown ? balance : null });
      balance -= movement.amount;
    };
    beyond.forEach(push);
    isKnown = elsewhere === 0;
    if (elsewhere !== 0) {
      movements.push({
        movementId: `hq/${accountId}`,
        atMs: said.asOfMs,
        amount: elsewhere,
        balanceAfter: balance,
        reason: 'elsewhere',
        ticketNumber: null,
      });
      balance -= elsewhere;
    }
    included.forEach(push);
    return movements.slice(0, limit);
  }

  override card(cardId: CardId): CardRecord | undefined {
    const said = this.#sql.card.get(cardId);
    return said === undefined ? super.card(cardId) : this.#mergedCard(said);
  }

  override cardByHash(cardHash: string): CardRecord | undefined {
    const own = super.cardByHash(cardHash);
    const known = own === undefined ? [] : [this.card(own.cardId) ?? own];
    const all = [...known, ...this.#sql.cardsByHash.all(cardHash).map((said) => this.#mergedCard(said))];
    // A card that went from hand to hand is whoever’s got it last.
    return all.reduce<CardRecord | undefined>(
      (latest, card) => (latest === undefined || card.assignedAtMs >= latest.assignedAtMs ? card : latest),
      undefined,
    );
  }

  override cardsOfPerson(personId: PersonId): readonly CardRecord[] {
    if (this.#sql.hasReplica.get() === undefined) return super.cardsOfPerson(personId);
    const found = new Map<CardId, CardRecord>();
    for (const one of this.everybodyOf(personId)) {
      for (const own of super.cardsOfPerson(one)) found.set(own.cardId, this.card(own.cardId) ?? own);
      for (const said of this.#sql.cardsOfPerson.all(one)) found.set(said.cardId, this.#mergedCard(said));
    }
    return [...found.values()];
  }

  #merged({ includes, asOfMs: _, ...said }: SqlAccount): AccountRecord {
    const beyond = this.#sql.movedBeyond.get(said.accountId, includes)?.amount ?? 0;
    const state = this.#sql.accountChange.get(said.accountId, includes)?.state ?? said.state;
    return { ...said, balance: said.balance + beyond, state };
  }

  #mergedCard({ through, ...said }: SqlCard): CardRecord {
    return { ...said, ...this.#sql.cardChange.get(said.cardId, through) };
  }
}
