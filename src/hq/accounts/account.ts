/** One account as headquarters keeps it: how facts change it. Pure; the ledger locks, reads and writes. */
import type { AccountValue } from '#contract/sync/feed.ts';
import { addedTo, RowNotUnderstood } from '../project/row-fields.ts';
import type { RowOf } from '../store/port.ts';
import type { AccountFact, Moved, Source } from './facts.ts';
import type { ACCOUNT, ACCOUNT_GRANT } from './tables.ts';

export type AccountRow = RowOf<typeof ACCOUNT>;
export type GrantRow = RowOf<typeof ACCOUNT_GRANT>;

/** Why a spend was nobody's to allow, in full or in part. */
type ExposureKind =
  /** Within the floor limit of the shop. */
  | 'floor'
  /** More than its hold or lease had left. */
  | 'beyond-grant'
  /** Under a hold or lease that this chain does not have. */
  | 'without-grant'
  /** Of an account that this till is not the authority of, and nothing named. */
  | 'without-authority';

export interface Exposed {
  readonly kind: ExposureKind;
  readonly amount: number;
}

/** An account that nothing is known of yet. */
export function unknownAccount(accountId: string): AccountRow {
  return {
    account_id: accountId,
    kind: null,
    unit: null,
    person_id: null,
    voucher: null,
    vat_rate_basis_points: null,
    expires_on: null,
    state: 'active',
    is_blocked_here: false,
    balance: 0,
    reserved: 0,
    includes: '{}',
    opened_by_till: null,
    handed_over_by_till: null,
    handed_over_by_chain: null,
    handed_over_seq: null,
    last_at_ms: 0,
    asked_back: null,
  };
}

/** The leases of this account that their tills are asked to give back. */
export function askedBackOf(row: Pick<AccountRow, 'asked_back'>): readonly string[] {
  return row.asked_back === null ? [] : (JSON.parse(row.asked_back) as string[]);
}

/** The account with other leases asked back. */
export function askingBack(row: AccountRow, grantIds: readonly string[]): AccountRow {
  const asked_back = grantIds.length === 0 ? null : JSON.stringify([...grantIds].sort());
  return asked_back === row.asked_back ? row : { ...row, asked_back };
}

/** What the row's `includes` says: chain to seq. */
export function includesOf(row: { readonly includes: string }): Readonly<Record<string, number>> {
  return JSON.parse(row.includes) as Record<string, number>;
}

/** `includes` with one more row in it, keys in order. */
export function including(row: { readonly includes: string }, source: Pick<Source, 'chainId' | 'seq'>): string {
  const before = includesOf(row);
  const after = { ...before, [source.chainId]: Math.max(before[source.chainId] ?? 0, source.seq) };
  return JSON.stringify(Object.fromEntries(Object.entries(after).sort(([left], [right]) => (left < right ? -1 : 1))));
}

/** Whether a row of this chain from before `source` is in it already: what a row says of a state counts in its order. */
export function isPassed(row: { readonly includes: string }, source: Pick<Source, 'chainId' | 'seq'>): boolean {
  return (includesOf(row)[source.chainId] ?? 0) >= source.seq;
}

/** Closed, or blocked by a till or here, or active. */
export function stateOf(row: Pick<AccountRow, 'state' | 'is_blocked_here'>): 'active' | 'blocked' | 'closed' {
  if (row.state === 'closed') return 'closed';
  return row.is_blocked_here || row.state === 'blocked' ? 'blocked' : 'active';
}

/** Whether headquarters says what may be spent: the till that opened the account has handed it over. */
export function isHandedOver(row: AccountRow): boolean {
  return row.opened_by_till !== null && row.handed_over_by_till === row.opened_by_till;
}

/** What anybody may still ask for. Never less than nothing. */
export function availableOf(row: Pick<AccountRow, 'balance' | 'reserved'>): number {
  return Math.max(0, row.balance - row.reserved);
}

/** What of a grant is still its chain's to spend: reserved here until a row of that chain or a write-off says otherwise. */
export function leftOf(grant: GrantRow): number {
  return grant.state === 'written-off' ? 0 : grant.amount - grant.spent - grant.returned;
}

/** What tills are told; null until the account was opened. */
export function accountValueOf(row: AccountRow): AccountValue | null {
  if (row.kind === null || row.unit === null) return null;
  const askedBack = askedBackOf(row);
  return {
    accountId: row.account_id,
    account: row.kind as AccountValue['account'],
    unit: row.unit,
    personId: row.person_id,
    state: stateOf(row),
    voucher: row.voucher as AccountValue['voucher'],
    vatRateBasisPoints: row.vat_rate_basis_points,
    expiresOn: row.expires_on,
    balance: row.balance,
    reserved: row.reserved,
    includes: { ...includesOf(row) },
    ...(askedBack.length === 0 ? {} : { askedBack: [...askedBack] }),
  };
}

/** The account opened. Who opened it first is who did; a second opening says nothing. */
export function opened(
  row: AccountRow,
  fact: Extract<AccountFact, { readonly kind: 'opened' }>,
  from: Source,
  owner: { readonly personId: string | null; readonly isErased: boolean },
): AccountRow {
  if (row.kind !== null) return row;
  if (row.unit !== null && row.unit !== fact.unit) throw new RowNotUnderstood('an account was moved in another unit');
  return {
    ...row,
    kind: fact.account,
    unit: fact.unit,
    person_id: owner.personId,
    voucher: fact.voucher,
    vat_rate_basis_points: fact.vatRateBasisPoints,
    expires_on: fact.expiresOn,
    state: owner.isErased ? 'closed' : row.state,
    opened_by_till: from.tillId,
  };
}

/** A till closed it, blocked it or let it go again. The last to arrive counts; what is closed stays closed. */
export function changed(row: AccountRow, state: 'active' | 'blocked' | 'closed', from: Source): AccountRow {
  return row.state === 'closed' || isPassed(row, from) ? row : { ...row, state };
}

/** A till hands it over. Once the till that opened it has, nobody hands it over again. */
export function handedOver(row: AccountRow, from: Source): AccountRow {
  if (isHandedOver(row)) return row;
  return {
    ...row,
    handed_over_by_till: from.tillId,
    handed_over_by_chain: from.chainId,
    handed_over_seq: from.seq,
  };
}

/** A movement that was not in the sum yet. */
export function moved(row: AccountRow, fact: Moved, from: Source): AccountRow {
  if (row.unit !== null && row.unit !== fact.unit) throw new RowNotUnderstood('a movement in another unit');
  return {
    ...row,
    unit: fact.unit,
    balance: addedTo(row.balance, fact.amount),
    last_at_ms: Math.max(row.last_at_ms, from.atMs),
  };
}

/** Whether a movement needs somebody to allow it. Taking back and expiry need nobody: they make a debt at worst. */
export function isSpend(fact: Moved): boolean {
  return fact.amount < 0 && (fact.reason === 'spent' || fact.reason === 'redeemed');
}

/**
 * What a spend takes from its grant, and what of it nobody allowed. `grant` is that of the id which the movement names,
 * where there is one.
 */
export function burnt(
  row: AccountRow,
  fact: Moved,
  from: Source,
  grant: GrantRow | undefined,
): { readonly grant: GrantRow | null; readonly exposed: Exposed | null } {
  const amount = -fact.amount;
  if (fact.authority === null)
    return { grant: null, exposed: isOwn(row, from) ? null : { kind: 'without-authority', amount } };
  if (fact.authority.kind === 'floor') return { grant: null, exposed: { kind: 'floor', amount } };
  if (grant === undefined || grant.chain_id !== from.signedChainId)
    return { grant: null, exposed: { kind: 'without-grant', amount } };
  const burn = Math.min(amount, leftOf(grant));
  return {
    grant: burn === 0 ? null : { ...grant, spent: grant.spent + burn },
    exposed: burn === amount ? null : { kind: 'beyond-grant', amount: amount - burn },
  };
}

/**
 * Whether the till was the authority itself: it opened the account, and the chain that handed it over had not done so yet (rows of
 * one chain come in order; those of an earlier chain of the till may come after). An account whose opening is still on its
 * way is nobody else's.
 */
function isOwn(row: AccountRow, from: Source): boolean {
  if (row.opened_by_till === null) return true;
  // Taken over here by a decision: whatever its till spent on its own word may have been granted to others since.
  if (isHandedOver(row) && row.handed_over_by_chain === null) return false;
  return row.opened_by_till === from.tillId && row.handed_over_by_chain !== from.chainId;
}
