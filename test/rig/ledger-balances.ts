/**
 * Points, gift cards and purses past the till's own code: the movements of the rows added up, held against the projection;
 * no stored value below zero, no line brought back more often than it was bought.
 */
import type Database from 'better-sqlite3';
import type { Row } from '#domain/journal/journal.ts';

interface TicketRow {
  readonly ticket_id: string;
  readonly ticket_number: string;
  readonly balance_movements?: readonly {
    readonly account_id: string;
    readonly unit: string;
    readonly amount: number;
    readonly authority?: { readonly kind: 'hold' | 'lease' | 'floor'; readonly grant_id?: string };
  }[];
  readonly lines: readonly {
    readonly line_id: string;
    readonly quantity_milli: number;
    readonly refund_of_line_id?: string;
  }[];
  readonly refund?: { readonly ticket_id: string; readonly chain_id?: string };
}

/** What is wrong with balances and returns, in words. */
export function balanceFlaws(database: Database.Database, rows: readonly Row[]): readonly string[] {
  const flaws: string[] = [];
  let isLinked = false;
  const balances = new Map<string, number>();
  const opened = new Set<string>();
  const bought = new Map<string, number>();
  const names = new Set<string>();
  const elsewhere = new Set<string>();
  const grants = new Map<string, { readonly accountId: string; left: number }>();
  const spendGrant = (accountId: string, grantId: string, amount: number): void => {
    const grant = grants.get(grantId);
    if (grant?.accountId !== accountId)
      flaws.push(`account ${accountId} spends of ${grantId}, which was not granted for it`);
    else if ((grant.left -= amount) < 0) flaws.push(`grant ${grantId} is overspent by ${-grant.left}`);
  };
  const move = (accountId: string, unit: string, amount: number): void => {
    // Of an account of another till, or of one that was handed over, only a part of the movements stands here.
    const isWhole = opened.has(accountId) && !elsewhere.has(accountId);
    if (!opened.has(accountId) && !isLinked) flaws.push(`account ${accountId} moves before it is opened`);
    const balance = (balances.get(accountId) ?? 0) + amount;
    balances.set(accountId, balance);
    if (balance < 0 && unit !== 'points' && isWhole) flaws.push(`stored value ${accountId} is overspent: ${balance}`);
  };
  for (const row of rows) {
    const payload = JSON.parse(row.payload) as Record<string, unknown>;
    if (row.kind === 'account-opened' || row.kind === 'card-assigned' || row.kind === 'person-enrolled') {
      const name = `${row.kind} ${String(payload['card_id'] ?? payload['account_id'] ?? payload['person_id'])}`;
      if (names.has(name)) flaws.push(`${name}: twice`);
      names.add(name);
    }
    if (row.kind === 'hq-enrolled') isLinked = true;
    if (row.kind === 'authority-handed-over')
      for (const accountId of payload['account_ids'] as readonly string[]) elsewhere.add(accountId);
    if (row.kind === 'grant-received')
      grants.set(String(payload['grant_id']), {
        accountId: String(payload['account_id']),
        left: Number(payload['amount']),
      });
    if (row.kind === 'grant-returned') {
      const grant = grants.get(String(payload['grant_id']));
      if (grant !== undefined && grant.left !== Number(payload['amount']))
        flaws.push(`grant ${String(payload['grant_id'])} gives back ${String(payload['amount'])} of ${grant.left}`);
      grants.set(String(payload['grant_id']), { accountId: String(payload['account_id']), left: 0 });
    }
    if (row.kind === 'account-opened') opened.add(String(payload['account_id']));
    if (row.kind === 'points-expired') move(String(payload['account_id']), 'points', Number(payload['amount']));
    if (row.family !== 'T') continue;
    const ticket = payload as unknown as TicketRow;
    for (const { account_id: account, unit, amount, authority } of ticket.balance_movements ?? []) {
      move(account, unit, amount);
      if (authority?.grant_id !== undefined) spendGrant(account, authority.grant_id, -amount);
      if (amount < 0 && authority === undefined && elsewhere.has(account) && unit !== 'points')
        flaws.push(`${ticket.ticket_number} spends of ${account}, which was handed over, without anybody’s word`);
    }
    for (const line of ticket.lines) {
      if (ticket.refund === undefined) {
        bought.set(`${ticket.ticket_id} ${line.line_id}`, line.quantity_milli);
        continue;
      }
      // What another till sold stands in its journal.
      if (ticket.refund.chain_id !== undefined) continue;
      const name = `${ticket.refund.ticket_id} ${line.refund_of_line_id ?? ''}`;
      const left = (bought.get(name) ?? 0) + line.quantity_milli;
      bought.set(name, left);
      if (left < 0) flaws.push(`${ticket.ticket_number} brings back more of a line than was bought`);
    }
  }
  const stored = database
    .prepare<[], { account_id: string; balance: number }>('SELECT account_id, balance FROM accounts')
    .all();
  for (const { account_id: accountId, balance } of stored) {
    if (balance !== (balances.get(accountId) ?? 0))
      flaws.push(`the projection of account ${accountId} says ${balance}, its rows ${balances.get(accountId) ?? 0}`);
  }
  if (stored.length !== opened.size)
    flaws.push(`the projection has ${stored.length} accounts, the journal ${opened.size}`);
  return flaws;
}
