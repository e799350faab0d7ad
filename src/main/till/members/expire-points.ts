/**
 * Points that are too old are taken off when their account is next used. The row is worked out of the account's movements, and
 * these have it from then on: however often this runs, points expire once.
 */
import { atText } from '#domain/journal/journal.ts';
import type { AccountRecord, Transaction } from '#main/store/port.ts';
import { type TillCore, asFault, rowOf } from '../core.ts';
import type { Station } from '../station.ts';
import { expiredNow } from './member-reads.ts';

/** Takes expired points off an account, in a transaction that does more. The number of points that went. */
export function expireWithin(
  core: TillCore,
  transaction: Transaction,
  use: { readonly station: Station; readonly account: AccountRecord },
): number {
  const { station, account } = use;
  const { amount, cutoffMs } = expiredNow(core, transaction, account.accountId);
  if (amount === 0) return 0;
  const payload = { account_id: account.accountId, amount: -amount, earned_before: atText(cutoffMs) };
  transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'points-expired', payload }));
  return amount;
}

/** The same in a transaction of its own; a disk that refuses leaves it to the next time. */
export function expireNow(core: TillCore, station: Station, account: AccountRecord): void {
  const { store } = core.ports;
  if (expiredNow(core, store, account.accountId).amount === 0 || store.readOnly !== null) return;
  try {
    store.transact((transaction) => void expireWithin(core, transaction, { station, account }));
  } catch (error) {
    core.notices.raise({ level: 'alarm', code: asFault(error).code });
  }
}
