/**
 * What a manager at headquarters decides about accounts and cards, each written down with who and why: money that no row
 * frees, the authority of a till that is lost, what opens no more.
 */
import type { HqCore } from '../core.ts';
import { publish, type Stream } from '../feed/publish.ts';
import type { HqTransaction } from '../store/port.ts';
import { isHandedOver, leftOf } from './account.ts';
import { CardDeck } from './cards.ts';
import { Ledger } from './ledger.ts';
import { ACCOUNT, CARD, DECISION } from './tables.ts';

/** Who decides, and why. */
export interface Decider {
  readonly userId: string;
  readonly reason: string;
}

export type Decided<Reason extends string> =
  { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: Reason };

type Work<Reason extends string> = (
  transaction: HqTransaction,
) => Promise<{ readonly refused: Reason } | { readonly streams: readonly Stream[] }>;

/**
 * Frees what a hold or a lease still reserves. The till that has it may have spent it without anybody knowing, or may yet: what
 * then comes is listed as exposure. The one way out where a till is lost.
 */
export async function writeOffGrant(
  core: HqCore,
  input: { readonly accountId: string; readonly grantId: string },
  by: Decider,
): Promise<Decided<'unknown-grant' | 'nothing-left'>> {
  return decided(core, async (transaction) => {
    const ledger = await known(transaction, input.accountId);
    await ledger?.readGrants([[input.accountId, input.grantId]]);
    const grant = ledger?.grant(input.accountId, input.grantId);
    if (ledger === undefined || grant === undefined) return { refused: 'unknown-grant' };
    const left = leftOf(grant);
    if (left === 0) return { refused: 'nothing-left' };
    const closed = { state: 'written-off', closed_at_ms: core.clock.wallMs(), closed_by: by.userId, reason: by.reason };
    ledger.setGrant({ ...grant, ...closed });
    await note(core, transaction, by, { subjectId: input.accountId, what: 'grant-written-off', amount: left });
    return { streams: await publish(transaction, await ledger.settle(core.clock.wallMs())) };
  });
}

/**
 * Makes headquarters the authority of an account whose till is lost and never handed it over. What that till spent and nobody
 * heard of is then spent twice at worst.
 */
export async function takeOverAccount(
  core: HqCore,
  accountId: string,
  by: Decider,
): Promise<Decided<'unknown-account' | 'handed-over'>> {
  return decided(core, async (transaction) => {
    const ledger = await known(transaction, accountId);
    const row = ledger?.account(accountId);
    if (ledger === undefined || row === undefined || row.opened_by_till === null) return { refused: 'unknown-account' };
    if (isHandedOver(row)) return { refused: 'handed-over' };
    const over = { handed_over_by_till: row.opened_by_till, handed_over_by_chain: null, handed_over_seq: null };
    ledger.set({ ...row, ...over });
    await note(core, transaction, by, { subjectId: accountId, what: 'taken-over', amount: row.balance });
    return { streams: await publish(transaction, await ledger.settle(core.clock.wallMs())) };
  });
}

/** Blocks an account, or lets it go again. What tills say of it counts beside this, and undoes it never. */
export async function blockAccount(
  core: HqCore,
  input: { readonly accountId: string; readonly isBlocked: boolean },
  by: Decider,
): Promise<Decided<'unknown-account'>> {
  return decided(core, async (transaction) => {
    const ledger = await known(transaction, input.accountId);
    if (ledger === undefined) return { refused: 'unknown-account' };
    ledger.set({ ...ledger.account(input.accountId), is_blocked_here: input.isBlocked });
    const what = input.isBlocked ? 'account-blocked' : 'account-released';
    await note(core, transaction, by, { subjectId: input.accountId, what, amount: null });
    return { streams: await publish(transaction, await ledger.settle(core.clock.wallMs())) };
  });
}

/** Blocks a card, or lets it go again. */
export async function blockCard(
  core: HqCore,
  input: { readonly cardId: string; readonly isBlocked: boolean },
  by: Decider,
): Promise<Decided<'unknown-card'>> {
  return decided(core, async (transaction) => {
    if ((await transaction.lock(CARD, [input.cardId])) === undefined) return { refused: 'unknown-card' };
    const cards = new CardDeck(transaction);
    await cards.lock([input.cardId]);
    cards.set({ ...cards.card(input.cardId), is_blocked_here: input.isBlocked });
    const what = input.isBlocked ? 'card-blocked' : 'card-released';
    await note(core, transaction, by, { subjectId: input.cardId, what, amount: null });
    return { streams: await publish(transaction, await cards.settle()) };
  });
}

/** Carries a decision out, and wakes the tills that wait for its streams. */
export async function decided<Reason extends string>(core: HqCore, work: Work<Reason>): Promise<Decided<Reason>> {
  const outcome = await core.store.transact(work);
  if ('refused' in outcome) return { kind: 'refused', reason: outcome.refused };
  for (const stream of outcome.streams) core.streamChanged(stream);
  return { kind: 'done' };
}

/** Writes a decision down, with who and why. */
export async function note(
  core: HqCore,
  transaction: HqTransaction,
  by: Decider,
  about: { readonly subjectId: string; readonly what: string; readonly amount: number | null },
): Promise<void> {
  await transaction.insert(DECISION, [
    {
      subject_id: about.subjectId,
      at_ms: core.clock.wallMs(),
      decision_id: core.random.uuid(),
      what: about.what,
      user_id: by.userId,
      reason: by.reason,
      amount: about.amount,
    },
  ]);
}

async function known(transaction: HqTransaction, accountId: string): Promise<Ledger | undefined> {
  if ((await transaction.lock(ACCOUNT, [accountId])) === undefined) return undefined;
  const ledger = new Ledger(transaction);
  await ledger.lock([accountId]);
  return ledger;
}
