/**
 * Holds and leases: what one chain may spend of one account, promised with the account's row locked, so that no two
 * promises count the same money. Nothing here is freed by time.
 */
import { grantText } from '#contract/sync/request.ts';
import type { CallAnswer, CallInput, Grant } from '#contract/sync/sync.ts';
import { isSignedText } from '#node/request-signature.ts';
import type { Caller, HqCore, SyncHandlers } from '../core.ts';
import { publish } from '../feed/publish.ts';
import { isRecovering, organisation, signAsHq } from '../identity/identity.ts';
import { offlineSpending } from '../settings/settings.ts';
import type { HqTransaction } from '../store/port.ts';
import { askBack } from './ask-back.ts';
import { availableOf, isHandedOver, leftOf, stateOf, type AccountRow, type GrantRow } from './account.ts';
import { isWholeBefore, mayAsk } from './chains.ts';
import { Ledger } from './ledger.ts';
import { ACCOUNT, ACCOUNT_GRANT, OPEN_GRANT } from './tables.ts';

/** Long enough for a slow line and a slow customer; what is not spent comes back by a row anyway. */
const HOLD_MS = 120_000;
const HOUR_MS = 3_600_000;
/** A till with more open grants on one account than this gives none of them back. */
const OPEN_MAX = 1_000;

type GrantAnswer = CallAnswer<'hold'> | CallAnswer<'lease'>;
type Refusal = Extract<GrantAnswer, { readonly kind: 'refused' }>['reason'];

interface Ask {
  readonly kind: 'hold' | 'lease';
  readonly grantId: string;
  readonly chainId: string;
  readonly accountId: string;
  readonly amount: number;
}

export const grantHandlers: SyncHandlers<'hold' | 'lease'> = {
  hold: (core, caller, input: CallInput<'hold'>) => {
    const { holdId, chainId, accountId, amount } = input;
    return grant(core, caller, { kind: 'hold', grantId: holdId, chainId, accountId, amount });
  },
  lease: (core, caller, input: CallInput<'lease'>) => {
    const { leaseId, chainId, accountId, wanted } = input;
    return grant(core, caller, { kind: 'lease', grantId: leaseId, chainId, accountId, amount: wanted });
  },
};

/** Whether headquarters itself signed this grant. */
export async function isGrantOfOurs(
  transaction: HqTransaction,
  granted: Omit<Grant, 'signature'>,
  signature: string,
): Promise<boolean> {
  const { publicKey } = await organisation(transaction);
  return isSignedText(publicKey, grantText(granted), signature);
}

async function grant(core: HqCore, caller: Caller, ask: Ask): Promise<CallAnswer<'hold'>> {
  const { answer, streams } = await core.store.transact(async (transaction) => {
    // An account that nobody opened is not put there by a question.
    const known = await transaction.lock(ACCOUNT, [ask.accountId]);
    if (known?.kind === undefined || known.kind === null) return refusal('unknown-account');
    const ledger = new Ledger(transaction);
    await ledger.lock([ask.accountId]);
    await ledger.readGrants([[ask.accountId, ask.grantId]]);
    const before = ledger.grant(ask.accountId, ask.grantId);
    if (before !== undefined) return again(ask, before, known);
    const why = await refusedBecause(transaction, caller, ask, known);
    if (why !== null) return refusal(why, known);
    const nowMs = core.clock.wallMs();
    const terms = await grantable(transaction, { caller, nowMs }, ask, known);
    if (terms === 'insufficient' && ask.kind === 'hold')
      return heldElsewhere({ transaction, ledger, nowMs }, caller, ask);
    if (typeof terms === 'string') return refusal(terms, known);
    const { amount, validMs } = terms;
    const fresh = await freshGrant({ transaction, nowMs }, caller, { ...ask, amount }, { account: known, validMs });
    ledger.setGrant(fresh);
    const changes = await ledger.settle(nowMs);
    return { ...granted(fresh, known), streams: await publish(transaction, changes) };
  });
  for (const stream of streams) core.streamChanged(stream);
  return answer;
}

/** A hold that is too much for what is free: what other tills have of it is asked back, where that would be enough. */
async function heldElsewhere(
  {
    transaction,
    ledger,
    nowMs,
  }: { readonly transaction: HqTransaction; readonly ledger: Ledger; readonly nowMs: number },
  { organisationId }: Caller,
  { chainId, accountId, amount }: Ask,
): Promise<Outcome> {
  const account = ledger.account(accountId);
  const available = availableOf(account);
  const asked = await askBack(transaction, account, { chainId, missing: amount - available, organisationId, nowMs });
  if (asked === null) return refusal('insufficient', account);
  ledger.set(asked.account);
  const streams = await publish(transaction, await ledger.settle(nowMs));
  return { answer: { kind: 'held-elsewhere', available, holders: [...asked.holders] }, streams };
}

type Outcome = { readonly answer: CallAnswer<'hold'>; readonly streams: readonly string[] };

function refusal(reason: Exclude<Refusal, never>, account?: AccountRow): Outcome {
  const available = account === undefined ? 0 : availableOf(account);
  return { answer: { kind: 'refused', reason, available }, streams: [] };
}

/** The same id: the same grant, whatever is asked for now. One that is another chain's, or over, is nobody's to have again. */
function again(ask: Ask, before: GrantRow, account: AccountRow): Outcome {
  const isSame = before.chain_id === ask.chainId && before.kind === ask.kind && before.state === 'open';
  return isSame ? granted(before, account) : refusal('not-allowed', account);
}

function granted(row: GrantRow, account: AccountRow): Outcome {
  const grant: Grant = {
    kind: row.kind as Grant['kind'],
    grantId: row.grant_id,
    chainId: row.chain_id,
    accountId: row.account_id,
    unit: row.unit,
    amount: row.amount,
    expiresAtMs: row.expires_at_ms,
    signature: row.signature,
  };
  return { answer: { kind: 'granted', grant, balance: account.balance }, streams: [] };
}

async function refusedBecause(
  transaction: HqTransaction,
  caller: Caller,
  ask: Ask,
  account: AccountRow,
): Promise<Refusal | null> {
  if (!(await mayAsk(transaction, caller, ask.chainId))) return 'not-allowed';
  const state = stateOf(account);
  if (state === 'closed') return 'account-closed';
  if (state === 'blocked') return 'account-blocked';
  // A grant made after the backup may be out on any account: until every chain has told, nothing is promised twice.
  if (await isRecovering(transaction)) return 'recovering';
  if (!isHandedOver(account)) return 'not-handed-over';
  const { handed_over_by_chain: chainId, handed_over_seq: seq } = account;
  // Taken over by somebody's decision: whatever of its till never came counts no more.
  if (chainId === null || seq === null) return null;
  return (await isWholeBefore(transaction, { chainId, seq })) ? null : 'not-handed-over';
}

/** How much, and for how long: a hold all or nothing, a lease what there is within the merchant's limit. */
async function grantable(
  transaction: HqTransaction,
  { caller, nowMs }: { readonly caller: Caller; readonly nowMs: number },
  ask: Ask,
  account: AccountRow,
): Promise<{ readonly amount: number; readonly validMs: number } | Refusal> {
  const available = availableOf(account);
  if (ask.kind === 'hold') return available >= ask.amount ? { amount: ask.amount, validMs: HOLD_MS } : 'insufficient';
  // Somebody waits for what is to come back: it is not lent out again meanwhile.
  if (account.asked_back !== null) return 'insufficient';
  const limits = await offlineSpending(transaction, caller.storeId);
  const most = account.kind === 'points' ? limits.leasePointsMax : limits.leaseMinorMax;
  if (most === 0) return 'not-allowed';
  const amount = Math.min(ask.amount, available, most - (await leased(transaction, ask, nowMs)));
  return amount > 0 ? { amount, validMs: limits.leaseHours * HOUR_MS } : 'insufficient';
}

/** What the chain may still spend of this account under leases that last. */
async function leased(transaction: HqTransaction, ask: Ask, nowMs: number): Promise<number> {
  const open = await transaction.scan(OPEN_GRANT, { prefix: [ask.chainId, ask.accountId], limit: OPEN_MAX });
  const grants = await transaction.getMany(
    ACCOUNT_GRANT,
    open.map(({ account_id, grant_id }) => [account_id, grant_id]),
  );
  return grants
    .filter((grant) => grant.kind === 'lease' && grant.expires_at_ms > nowMs)
    .reduce((sum, grant) => sum + leftOf(grant), 0);
}

async function freshGrant(
  { transaction, nowMs }: { readonly transaction: HqTransaction; readonly nowMs: number },
  caller: Caller,
  ask: Ask,
  { account, validMs }: { readonly account: AccountRow; readonly validMs: number },
): Promise<GrantRow> {
  const { kind, grantId, chainId, accountId, amount } = ask;
  const unit = account.unit ?? '';
  const expiresAtMs = nowMs + validMs;
  const text = grantText({ kind, grantId, chainId, accountId, unit, amount, expiresAtMs });
  return {
    account_id: accountId,
    grant_id: grantId,
    chain_id: chainId,
    till_id: caller.tillId,
    store_id: caller.storeId,
    kind,
    unit,
    amount,
    spent: 0,
    returned: 0,
    granted_at_ms: nowMs,
    expires_at_ms: expiresAtMs,
    state: 'open',
    closed_at_ms: null,
    closed_by: null,
    reason: null,
    signature: await signAsHq(transaction, text),
  };
}
