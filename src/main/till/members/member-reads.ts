/** What the till knows of a member and of an account, read where it is needed and kept nowhere. */
import { type AccountId, type PersonId, branded } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { TIER_MONTHS, expiredPoints, expiryCutoffMs, monthsBeforeMs } from '#domain/loyalty/loyalty.ts';
import { displayName } from '#domain/person/person.ts';
import type { AccountRecord, PersonRecord, StoreReads } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { localDate } from '../local-time.ts';

/** A member who can be on a ticket. */
export interface Member {
  readonly person: PersonRecord;
  readonly points: AccountRecord;
  readonly purse: AccountRecord | null;
}

/** A person with their accounts, or why there is none. */
export function memberById(reads: StoreReads, personId: string): Member | Refusal {
  const id = branded<PersonId>(personId);
  const fate = reads.personFate(id);
  if (fate === 'erased') return refuse('customer_erased');
  const person = reads.person(id);
  const accounts = reads.accountsOfPerson(id);
  const points = pointsOf(accounts);
  if (fate === undefined || person === undefined || points === undefined) return refuse('customer_unknown');
  return { person, points, purse: purseOfPerson(reads, id) };
}

/** Two customers who turned out to be one have two accounts of points: the first that is active counts. */
function pointsOf(accounts: readonly AccountRecord[]): AccountRecord | undefined {
  const points = accounts.filter(({ account }) => account === 'points');
  return points.find(({ state }) => state === 'active') ?? points[0];
}

/** The purse of a person: the one that is not closed, where there is one. */
export function purseOfPerson(reads: Pick<StoreReads, 'accountsOfPerson'>, personId: PersonId): AccountRecord | null {
  const purses = reads.accountsOfPerson(personId).filter(({ account }) => account === 'purse');
  return purses.find(({ state }) => state !== 'closed') ?? purses[0] ?? null;
}

/** The member on a ticket; null for none, and for one who was erased meanwhile. */
export function memberOnTicket(
  reads: StoreReads,
  basket: { readonly member?: { readonly personId: PersonId } },
): Member | null {
  if (basket.member === undefined) return null;
  const member = memberById(reads, basket.member.personId);
  return 'kind' in member ? null : member;
}

/** How somebody is called at the counter. */
export function nameOf({ fields }: PersonRecord): string {
  return displayName(fields, Object.values(fields.cardLabels ?? {})[0] ?? '—');
}

/** The points that can be given: what has expired and was not taken off yet is gone already. */
export function pointsBalance(core: TillCore, reads: StoreReads, account: AccountRecord): number {
  return account.balance - expiredNow(core, reads, account.accountId).amount;
}

/** What of an account's points has expired and still stands in its balance. */
export function expiredNow(
  core: TillCore,
  reads: StoreReads,
  accountId: AccountId,
): { readonly amount: number; readonly cutoffMs: number } {
  const cutoffMs = expiryCutoffMs(core.settings().loyalty, core.ports.clock.wallMs());
  // What other tills moved nobody here knows one by one: only the authority of an account can say what is too old.
  const isOwn = reads.authority.authorityOf(accountId) === 'own';
  return cutoffMs === null || !isOwn
    ? { amount: 0, cutoffMs: 0 }
    : { amount: expiredPoints(reads.accountFlow(accountId, cutoffMs)), cutoffMs };
}

/** Points earned within the last twelve months. */
export function earnedInYear(core: TillCore, reads: StoreReads, accountId: AccountId): number {
  return reads.earnedSince(accountId, monthsBeforeMs(core.ports.clock.wallMs(), TIER_MONTHS));
}

/** The state of an account, with the end of its time. */
export function stateOf(core: TillCore, account: AccountRecord): AccountRecord['state'] | 'expired' {
  if (account.state !== 'active' || account.expiresOn === null) return account.state;
  return account.expiresOn < localDate(core.ports.clock.wallMs(), core.shop.timeZone) ? 'expired' : 'active';
}
