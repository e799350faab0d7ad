/**
 * Parts of a payment that were received before the rest is: a card slip, a handful of vouchers. They stay with the ticket, so
 * that a page that is reloaded, a till that is killed and whoever takes a held ticket up again find what was received. The
 * journal says nothing of them until the ticket is paid: `pay` is sent all parts and judges them.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { TOTAL_MINOR_MAX, isEmptyBasket } from '#domain/basket/basket.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import { forgetRefusals, prepareSpending } from './authority/authority.ts';
import { type Command, type Handled, type TillCore, missingTicket, refused, saveBasket } from './core.ts';
import { tendered } from './pay.ts';

/** Keeps what was received so far; an empty list takes it all back. */
export function setTenders(
  core: TillCore,
  command: Command,
  input: CommandInput<'setTenders'>,
): Handled<Outcome<'setTenders'>> {
  const { basket } = command.station;
  const stale = missingTicket(core, command.station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  // What was received for goods that went can still be given back.
  if (isEmptyBasket(basket) && input.payments.length > basket.tenders.length) return refused('basket_empty');
  if (input.payments.some(({ tenderedMinor }) => tenderedMinor <= 0 || tenderedMinor > TOTAL_MINOR_MAX))
    return refused('amount_invalid');
  const tenders = input.payments.map(tendered);
  if (tenders.some(({ accountId }) => accountId === '')) return refused('account_unknown');
  const unallowed = unallowedMore(core, command, tenders);
  if (unallowed !== null) return { outcome: unallowed, kept: false };
  return saveBasket(core, command, {
    basket: { ...basket, version: basket.version + 1, tenders },
    outcome: { kind: 'done' },
  });
}

type Tender = ReturnType<typeof tendered>;

/** Why stored value that is more than before cannot pay, or null; where headquarters has to be asked, that begins here. */
function unallowedMore(core: TillCore, { station }: Command, tenders: readonly Tender[]): Refusal | null {
  const { basket } = station;
  const sumOf = (parts: readonly Tender[], accountId: string): number =>
    parts.filter((part) => part.accountId === accountId).reduce((sum, part) => sum + part.tenderedMinor, 0);
  forgetRefusals(core, basket.ticketId);
  for (const accountId of new Set(tenders.flatMap((tender) => tender.accountId ?? []))) {
    const amount = sumOf(tenders, accountId);
    const account = core.ports.store.account(accountId);
    // Judged when it is paid: an account that is unknown, or has not so much.
    if (account === undefined || amount <= sumOf(basket.tenders, accountId) || amount > account.balance) continue;
    const refusal = prepareSpending(core, { ticketId: basket.ticketId, accountId, unit: account.unit, amount });
    if (refusal !== null) return refusal;
  }
  return null;
}
