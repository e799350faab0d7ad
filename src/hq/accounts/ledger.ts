/**
 * Accounts in hand: locked in the order of their ids, changed in memory, written at once. Whoever moves, grants, blocks or
 * merges goes through here, so that `reserved`, debts and what tills are told always agree.
 */
import { present } from '#base/assert.ts';
import type { Change } from '../feed/publish.ts';
import { compareText, keyText } from '../store/order.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import {
  accountValueOf,
  askedBackOf,
  askingBack,
  leftOf,
  unknownAccount,
  type AccountRow,
  type Exposed,
  type GrantRow,
} from './account.ts';
import type { Moved, Source } from './facts.ts';
import {
  ACCOUNT,
  ACCOUNT_DEBT,
  ACCOUNT_GRANT,
  ACCOUNT_MOVEMENT,
  EXPOSURE,
  OPEN_GRANT,
  OPEN_GRANT_OF_ACCOUNT,
  POINTS_MONTH,
} from './tables.ts';

export type ExposureRow = RowOf<typeof EXPOSURE>;

export class Ledger {
  private readonly transaction: HqTransaction;
  private readonly rows = new Map<string, AccountRow>();
  private readonly before = new Map<string, AccountRow | undefined>();
  private readonly grants = new Map<string, GrantRow>();
  private readonly changedGrants = new Set<string>();
  private readonly exposures: ExposureRow[] = [];

  constructor(transaction: HqTransaction) {
    this.transaction = transaction;
  }

  /** Locks accounts, also such as nothing is known of yet. All of a transaction at once. */
  async lock(accountIds: Iterable<string>): Promise<void> {
    const ids = [...new Set(accountIds)].filter((id) => !this.rows.has(id)).sort(compareText);
    for (const id of ids) {
      let row = await this.transaction.lock(ACCOUNT, [id]);
      if (row === undefined) {
        await this.transaction.insert(ACCOUNT, [unknownAccount(id)]);
        row = present(await this.transaction.lock(ACCOUNT, [id]), 'the account that was put there');
      }
      this.rows.set(id, row);
      this.before.set(id, row);
    }
  }

  /** An account that was locked. */
  account(accountId: string): AccountRow {
    return present(this.rows.get(accountId), 'an account that was locked');
  }

  set(row: AccountRow): void {
    this.rows.set(row.account_id, row);
  }

  /** Reads grants, of accounts that were locked. */
  async readGrants(keys: readonly (readonly [accountId: string, grantId: string])[]): Promise<void> {
    const wanted = new Map(keys.map((key) => [grantName(...key), key]));
    for (const name of this.grants.keys()) wanted.delete(name);
    if (wanted.size === 0) return;
    for (const grant of await this.transaction.getMany(ACCOUNT_GRANT, [...wanted.values()]))
      this.grants.set(grantName(grant.account_id, grant.grant_id), grant);
  }

  grant(accountId: string, grantId: string): GrantRow | undefined {
    return this.grants.get(grantName(accountId, grantId));
  }

  /** A new grant, or one that was spent of, given back or written off: what is reserved follows. */
  setGrant(grant: GrantRow): void {
    const name = grantName(grant.account_id, grant.grant_id);
    const before = this.grants.get(name);
    const row = this.account(grant.account_id);
    const reserved = row.reserved + leftOf(grant) - (before === undefined ? 0 : leftOf(before));
    this.grants.set(name, grant);
    this.changedGrants.add(name);
    const still = leftOf(grant) > 0 ? askedBackOf(row) : askedBackOf(row).filter((id) => id !== grant.grant_id);
    this.set(askingBack({ ...row, reserved }, still));
  }

  /** Enters movements; those that were there already are left out of the answer. */
  async insertMovements(
    movements: readonly { readonly fact: Moved; readonly from: Source }[],
    nowMs: number,
  ): Promise<ReadonlySet<string>> {
    if (movements.length === 0) return new Set();
    const rows = movements.map((each) => movementRow(each, nowMs));
    const inserted = await this.transaction.insert(ACCOUNT_MOVEMENT, rows);
    const points = movements.filter(({ fact }) => fact.unit === 'points' && fact.amount > 0);
    await this.noteMonth(
      points.map(({ fact }) => fact.accountId),
      nowMs,
    );
    return new Set(inserted.map(keyText));
  }

  /** Notes that these accounts have points to be looked at once those of this month are too old. */
  async noteMonth(accountIds: readonly string[], nowMs: number): Promise<void> {
    const month = monthOf(nowMs);
    const rows = [...new Set(accountIds)].map((account_id) => ({ month, account_id }));
    if (rows.length > 0) await this.transaction.insert(POINTS_MONTH, rows);
  }

  expose(fact: Moved, from: Source, exposed: Exposed): void {
    this.exposures.push({
      ...exposureOf(from),
      n: fact.n,
      kind: exposed.kind,
      account_id: fact.accountId,
      ticket_id: fact.ticketId,
      line_id: null,
      unit: fact.unit,
      amount: exposed.amount,
    });
  }

  /** Writes everything, and says what tills are to be told. `nowMs` is when an account went below zero. */
  async settle(nowMs: number): Promise<readonly Change[]> {
    const changed = [...this.rows.values()].filter((row) => row !== this.before.get(row.account_id));
    if (changed.length > 0) await this.transaction.put(ACCOUNT, changed);
    await this.settleDebts(changed, nowMs);
    await this.settleGrants();
    if (this.exposures.length > 0) await this.transaction.insert(EXPOSURE, this.exposures);
    return changed.flatMap((row): Change[] => {
      const value = accountValueOf(row);
      return value === null ? [] : [{ stream: 'people', item: { kind: 'account', key: row.account_id, value } }];
    });
  }

  private async settleDebts(changed: readonly AccountRow[], nowMs: number): Promise<void> {
    const wasBelow = ({ account_id }: AccountRow): boolean => (this.before.get(account_id)?.balance ?? 0) < 0;
    const below = changed.filter(({ balance, unit }) => balance < 0 && unit !== null);
    const known = await this.transaction.getMany(ACCOUNT_DEBT, below.filter(wasBelow).map(debtKey));
    const since = new Map(known.map((debt) => [debt.account_id, debt.since_ms]));
    if (below.length > 0) {
      const rows = below.map((row) => ({
        unit: row.unit ?? '',
        account_id: row.account_id,
        balance: row.balance,
        since_ms: since.get(row.account_id) ?? nowMs,
      }));
      await this.transaction.put(ACCOUNT_DEBT, rows);
    }
    const paid = changed.filter((row) => row.balance >= 0 && wasBelow(row));
    if (paid.length > 0) await this.transaction.remove(ACCOUNT_DEBT, paid.map(debtKey));
  }

  private async settleGrants(): Promise<void> {
    const grants = [...this.changedGrants].map((name) => present(this.grants.get(name), 'a grant that changed'));
    if (grants.length === 0) return;
    await this.transaction.put(ACCOUNT_GRANT, grants);
    const open = grants.filter((grant) => leftOf(grant) > 0).map(openGrantOf);
    const shut = grants.filter((grant) => leftOf(grant) === 0).map(openGrantOf);
    if (open.length > 0) {
      await this.transaction.put(OPEN_GRANT, open);
      await this.transaction.put(OPEN_GRANT_OF_ACCOUNT, open);
    }
    if (shut.length === 0) return;
    const byChain = shut.map((row) => [row.chain_id, row.account_id, row.grant_id]);
    await this.transaction.remove(OPEN_GRANT, byChain);
    const byAccount = shut.map((row) => [row.account_id, row.chain_id, row.grant_id]);
    await this.transaction.remove(OPEN_GRANT_OF_ACCOUNT, byAccount);
  }
}

/** The key of a movement as {@link Ledger.insertMovements} names it. */
export function movementName(fact: Moved, from: Source): string {
  return keyText([fact.accountId, from.atMs, from.chainId, from.seq, fact.n]);
}

/** `2026-11` of an instant, UTC. */
export function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

/** What every exposure of a row has. */
export function exposureOf(
  from: Pick<Source, 'atMs' | 'chainId' | 'seq' | 'storeId' | 'tillId'>,
): Pick<ExposureRow, 'month' | 'at_ms' | 'chain_id' | 'entry_seq' | 'store_id' | 'till_id'> {
  return {
    month: monthOf(from.atMs),
    at_ms: from.atMs,
    chain_id: from.chainId,
    entry_seq: from.seq,
    store_id: from.storeId,
    till_id: from.tillId,
  };
}

function movementRow(
  { fact, from }: { readonly fact: Moved; readonly from: Source },
  nowMs: number,
): RowOf<typeof ACCOUNT_MOVEMENT> {
  return {
    arrived_at_ms: nowMs,
    account_id: fact.accountId,
    at_ms: from.atMs,
    chain_id: from.chainId,
    entry_seq: from.seq,
    n: fact.n,
    entry_id: from.entryId,
    amount: fact.amount,
    reason: fact.reason,
    store_id: from.storeId,
    till_id: from.tillId,
    ticket_id: fact.ticketId,
    ticket_number: fact.ticketNumber,
    authority: fact.authority?.kind ?? null,
    grant_id: fact.authority?.grantId ?? null,
  };
}

function grantName(accountId: string, grantId: string): string {
  return `${accountId}\n${grantId}`;
}

function debtKey(row: AccountRow): readonly [string, string] {
  return [row.unit ?? '', row.account_id];
}

function openGrantOf(grant: GrantRow): RowOf<typeof OPEN_GRANT> {
  return { chain_id: grant.chain_id, account_id: grant.account_id, grant_id: grant.grant_id };
}
