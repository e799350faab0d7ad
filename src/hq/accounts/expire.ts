/**
 * Points that nobody spent in time. Of an account that was handed over headquarters alone knows every movement, so that it takes them
 * off; a till does so only where it is the authority itself. Points are as old as their arrival here, whatever a till's
 * clock said, and go by whole months, once the last of the month is too old: both in the customer's favour.
 */
import { expiredPoints, expiryCutoffMs } from '#domain/loyalty/loyalty.ts';
import type { HqCore } from '../core.ts';
import { publish } from '../feed/publish.ts';
import { isRecovering } from '../identity/identity.ts';
import { heldSettings } from '../settings/settings.ts';
import type { HqTransaction, Key } from '../store/port.ts';
import { availableOf, includesOf, including, isHandedOver, moved } from './account.ts';
import type { Moved, Source } from './facts.ts';
import { Ledger, monthOf } from './ledger.ts';
import { ACCOUNT_MOVEMENT, POINTS_MONTH } from './tables.ts';

/** What headquarters itself moves is in the sum under this name, as if it were a chain. */
const HQ_CHAIN = 'hq';
/** Accounts in one round. */
const SLICE = 50;
const PAGE = 1_000;

/** One round: takes points that are too old off a few accounts. Whether there are more. */
export async function expireDue(core: HqCore): Promise<boolean> {
  const { read } = core.store;
  const [first, ...rest] = await read.scan(POINTS_MONTH, { prefix: [], limit: SLICE });
  if (first === undefined) return false;
  const cutoffMs = expiryCutoffMs((await heldSettings(read, null)).loyalty.value, core.clock.wallMs());
  if (cutoffMs === null || first.month >= monthOf(cutoffMs) || (await isRecovering(read))) return false;
  const beginMs = Date.parse(`${monthOf(cutoffMs)}-01T00:00:00.000Z`);
  const due = [first, ...rest].filter(({ month }) => month < monthOf(cutoffMs));
  for (const { month, account_id: accountId } of due) {
    const streams = await core.store.transact((transaction) =>
      expire(core, transaction, { month, accountId, beginMs }),
    );
    for (const stream of streams) core.streamChanged(stream);
  }
  return due.length === SLICE;
}

interface Due {
  readonly month: string;
  readonly accountId: string;
  /** What came before this instant is too old. */
  readonly beginMs: number;
}

async function expire(core: HqCore, transaction: HqTransaction, due: Due): Promise<readonly string[]> {
  const ledger = new Ledger(transaction);
  await ledger.lock([due.accountId]);
  if ((await transaction.get(POINTS_MONTH, [due.month, due.accountId])) === undefined) return [];
  await transaction.remove(POINTS_MONTH, [[due.month, due.accountId]]);
  const row = ledger.account(due.accountId);
  if (!isHandedOver(row) || row.kind !== 'points') return [];
  const tooOld = expiredPoints(await flowOf(transaction, due));
  const amount = Math.min(tooOld, availableOf(row));
  // What is granted may be spent yet; it is looked at again a month later.
  if (amount < tooOld)
    await transaction.put(POINTS_MONTH, [{ month: monthOf(due.beginMs), account_id: due.accountId }]);
  if (amount === 0) return [];
  const from = sourceOf(core, includesOf(row)[HQ_CHAIN] ?? 0);
  const fact = expiryOf(due.accountId, -amount);
  await ledger.insertMovements([{ fact, from }], from.atMs);
  const next = moved(row, fact, from);
  ledger.set({ ...next, includes: including(next, from) });
  return publish(transaction, await ledger.settle(from.atMs));
}

/** What came to the account in time, and everything that ever left it. */
async function flowOf(
  transaction: HqTransaction,
  { accountId, beginMs }: Due,
): Promise<{ readonly creditedUntil: number; readonly debited: number }> {
  let [creditedUntil, debited] = [0, 0];
  let after: Key | undefined;
  for (;;) {
    const scan = { prefix: [accountId], limit: PAGE, ...(after === undefined ? {} : { after }) };
    const rows = await transaction.scan(ACCOUNT_MOVEMENT, scan);
    for (const { amount, arrived_at_ms } of rows) {
      if (amount < 0) debited -= amount;
      else if (arrived_at_ms < beginMs) creditedUntil += amount;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return { creditedUntil, debited };
    after = [accountId, last.at_ms, last.chain_id, last.entry_seq, last.n];
  }
}

function sourceOf(core: HqCore, seq: number): Source {
  const chain = { chainId: HQ_CHAIN, signedChainId: HQ_CHAIN, tillId: '', storeId: '' };
  return { ...chain, seq: seq + 1, entryId: core.random.uuid(), atMs: core.clock.wallMs() };
}

function expiryOf(accountId: string, amount: number): Moved {
  const nothing = { authority: null, ticketId: null, ticketNumber: null };
  return { kind: 'moved', accountId, n: 1, unit: 'points', amount, reason: 'expired', ...nothing };
}
