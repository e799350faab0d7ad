/**
 * Stored value sold: a gift card on the card that was just shown, on one that the till makes itself, or on one that is known
 * already; or the member's purse loaded. The account of a new card comes into being when the ticket is paid.
 */
import { codeName } from '#domain/card/card.ts';
import { type AccountId, type CardId, type LineId, type PersonId, branded } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { type Basket, type OpeningCard, addVoucher as putVoucher } from '#domain/basket/basket.ts';
import type { AccountRecord } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, missingTicket, newId, noRoomToBegin, saveBasket } from '../core.ts';
import { unusableAccount } from '../stored-value.ts';
import { voucherLabel } from '../voucher-words.ts';
import { shownCard } from './assign-card.ts';
import { cardHashOf } from './card-name.ts';
import { newGiftCode } from './gift-code.ts';
import { memberOnTicket } from './member-reads.ts';

type Input = CommandInput<'addVoucher'>;

/** What is loaded: an account that is there, or one that the ticket opens. */
interface Target {
  readonly kind: 'target';
  readonly accountId: AccountId;
  readonly existing: AccountRecord | null;
  /** Whose purse it is. */
  readonly personId?: PersonId;
  readonly opens?: OpeningCard;
}

/** Adds stored value to the ticket. */
export function addVoucher(core: TillCore, command: Command, input: Input): Handled<Outcome<'addVoucher'>> {
  const { station } = command;
  const unable = missingTicket(core, station, input) ?? noRoomToBegin(core, station);
  if (unable !== null) return { outcome: unable, kept: false };
  const { basket } = station;
  const target = input.account === 'purse' ? purseOf(core, basket, input) : giftCardOf(core, basket, input);
  if (target.kind === 'refused') return { outcome: target, kept: false };
  const beyond = beyondLimits(core, basket, { target, amountMinor: input.amountMinor });
  if (beyond !== null) return { outcome: beyond, kept: false };
  const rate = singlePurposeRate(core, input, target);
  const changed = putVoucher(basket, {
    lineId: newId<LineId>(core),
    accountId: target.accountId,
    account: input.account,
    amountMinor: input.amountMinor,
    ...(target.personId === undefined ? {} : { personId: target.personId }),
    ...(target.opens === undefined ? {} : { opens: target.opens }),
    ...(rate === null
      ? {}
      : { singlePurpose: { vatRateBasisPoints: rate, label: voucherLabel(core.shop.receiptLanguage) } }),
  });
  if (changed.kind === 'refused') return { outcome: refuse(changed.reason, changed.params), kept: false };
  const { lineId } = changed;
  const handled = saveBasket(core, command, { basket: changed.basket, outcome: { kind: 'done' as const, lineId } });
  if (handled.outcome.kind === 'done') core.members.forget(station.id);
  return handled;
}

/** The purse of the member on the ticket; the first load opens it. */
function purseOf(core: TillCore, basket: Basket, { accountId }: Input): Target | Refusal {
  const member = memberOnTicket(core.ports.store, basket);
  if (member === null) return refuse('customer_unknown');
  const { purse } = member;
  const { personId } = member.person;
  if (accountId !== undefined && purse?.accountId !== accountId) return refuse('account_unknown');
  if (purse !== null)
    return unusableAccount(core, purse) ?? { kind: 'target', accountId: purse.accountId, existing: purse, personId };
  const begun = basket.vouchers.find(({ account }) => account === 'purse');
  return { kind: 'target', accountId: begun?.accountId ?? newId<AccountId>(core), existing: null, personId };
}

function giftCardOf(core: TillCore, basket: Basket, { cardRef, accountId }: Input): Target | Refusal {
  if (accountId !== undefined) return knownAccount(core, branded<AccountId>(accountId));
  if (cardRef === undefined) return madeHere(core);
  const found = shownCard(core, core.ports.store, cardRef);
  if (found.kind === 'refused') return found;
  if (found.kind === 'theirs') return refuse('card_taken', { card: found.card.masked, why: 'card-is-customers' });
  if (found.kind === 'gift-card') return knownAccount(core, found.accountId);
  const { names, medium, masked } = found.card;
  const cardHash = cardHashOf(core, names[0] ?? '');
  // The same card twice on one ticket is loaded twice, and opened once.
  const begun = [...basket.vouchers, ...basket.lines].find(({ opens }) => opens?.cardHash === cardHash);
  if (begun?.accountId !== undefined && begun.opens !== undefined)
    return { kind: 'target', accountId: begun.accountId, existing: null, opens: begun.opens };
  if (isOnAnotherTicket(core, cardHash)) return refuse('card_taken', { card: masked, why: 'card-on-another-ticket' });
  return {
    kind: 'target',
    accountId: newId<AccountId>(core),
    existing: null,
    opens: { cardId: newId<CardId>(core), cardHash, medium },
  };
}

function knownAccount(core: TillCore, accountId: AccountId): Target | Refusal {
  const account = core.ports.store.account(accountId);
  if (account?.account !== 'gift-card' || account.unit !== core.currency.code) return refuse('account_unknown');
  return unusableAccount(core, account) ?? { kind: 'target', accountId, existing: account };
}

/** A card of paper: its code is printed when the ticket is paid, and without a printer nobody would ever have it. */
function madeHere(core: TillCore): Target | Refusal {
  if (core.hardware.receiptPrinter() === null) return refuse('no_printer');
  const cardId = newId<CardId>(core);
  const cardHash = cardHashOf(core, codeName(newGiftCode(core, cardId)));
  return {
    kind: 'target',
    accountId: newId<AccountId>(core),
    existing: null,
    opens: { cardId, cardHash, medium: 'code' },
  };
}

function isOnAnotherTicket(core: TillCore, cardHash: string): boolean {
  return [...core.stations.values()].some(({ basket }) =>
    [...basket.vouchers, ...basket.lines].some(({ opens }) => opens?.cardHash === cardHash),
  );
}

function beyondLimits(
  core: TillCore,
  basket: Basket,
  { target, amountMinor }: { readonly target: Target; readonly amountMinor: number },
): Refusal | null {
  const { loadMinorMin, loadMinorMax, balanceMinorMax } = core.settings()['gift-cards'];
  const onTicket = [...basket.vouchers, ...basket.lines.map((line) => ({ ...line, amountMinor: line.grossMinor }))]
    .filter(({ accountId }) => accountId === target.accountId)
    .reduce((sum, voucher) => sum + voucher.amountMinor, 0);
  const balanceMinor = (target.existing?.balance ?? 0) + onTicket;
  const isWithin =
    amountMinor >= loadMinorMin && amountMinor <= loadMinorMax && balanceMinor + amountMinor <= balanceMinorMax;
  return isWithin
    ? null
    : refuse('load_limits', {
        leastMinor: loadMinorMin,
        mostMinor: loadMinorMax,
        balanceMostMinor: balanceMinorMax,
        balanceMinor,
      });
}

/** The rate of a voucher that is taxed when it is sold, null for one that is taxed when it is spent. A card stays what it was. */
function singlePurposeRate(core: TillCore, { account }: Input, { existing }: Target): number | null {
  if (account === 'purse') return null;
  const { voucher, vatRateBasisPoints } = core.settings()['gift-cards'];
  const kind = existing?.voucher ?? voucher;
  return kind === 'single-purpose' ? (existing?.vatRateBasisPoints ?? vatRateBasisPoints) : null;
}
