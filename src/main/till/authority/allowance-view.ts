/** How an account stands with headquarters, in a word for the page. */
import type { AllowanceView } from '#contract/screen/members.ts';
import type { Basket } from '#domain/basket/basket.ts';
import type { AccountRecord } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { floorLimit, offlineSpending } from './limits.ts';
import { holdersOf } from './holders.ts';
import { questionsOf } from './spending.ts';

/**
 * What can be spent of an account on this ticket, beside its balance; null where this till is its authority and nothing is to
 * be said.
 */
export function allowanceView(core: TillCore, basket: Basket, account: AccountRecord): AllowanceView | null {
  const { store } = core.ports;
  const { accountId, unit } = account;
  if (store.authority.authorityOf(accountId) === 'own') return null;
  const questions = questionsOf(store, { ticketId: basket.ticketId, accountId });
  const last = questions.at(-1);
  const nowMs = core.hq.trustedMs();
  const usable = store.authority
    .grants(accountId)
    .filter(
      ({ kind, expiresAtMs, ticketId }) => expiresAtMs > nowMs && (kind === 'lease' || ticketId === basket.ticketId),
    );
  const sum = (kind: 'hold' | 'lease'): number =>
    usable.filter((grant) => grant.kind === kind).reduce((total, { left }) => total + left, 0);
  const [held, leased] = [sum('hold'), sum('lease')];
  const isOnline = core.hq.status().link === 'online' && last?.state !== 'unknown';
  const floor = Math.max(0, floorLimit(offlineSpending(core), unit) - store.authority.floorUsed(accountId));
  const amount = held + leased + (isOnline ? 0 : floor);
  const holders = isOnline && last !== undefined && last.state !== 'granted' ? holdersOf(core, last) : [];
  const most = isOnline && last?.state === 'refused' ? held + leased + Math.max(0, last.available ?? 0) : null;
  const said = (state: AllowanceView['state']): AllowanceView => ({ state, amount, most, holders: [...holders] });
  if (isOnline && last?.state === 'asked') return said('asking');
  if (isOnline && last?.state === 'refused') return said('refused');
  if (held > 0) return said('hold');
  if (isOnline) return said('online');
  if (leased > 0) return said('lease');
  return said(floor > 0 ? 'floor' : 'away');
}
