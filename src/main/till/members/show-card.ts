/**
 * A card that was shown, whatever reader or scanner read it: a customer's puts them on the ticket, a gift card is at hand to pay with,
 * one that is lost, blocked or replaced is refused in words, one that nobody has waits to be given to somebody.
 */
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { Outcome } from '#contract/screen/screen.ts';
import { showStoredValue } from '#domain/basket/basket.ts';
import type { AccountRecord, CardRecord } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, missingSession } from '../core.ts';
import { nextNoticeSerial } from '../scan-notice.ts';
import type { Station } from '../station.ts';
import { unusableAccount } from '../stored-value.ts';
import { cardBlocked } from './assign-card.ts';
import { keepBasket, putOnTicket } from './attach.ts';
import { knownCards } from './card-name.ts';
import type { ShownCard } from './member-desk.ts';
import { memberById, pointsBalance } from './member-reads.ts';

type Shown = Handled<Outcome<'presentCard'>>;

/** What was read, without the reference that it gets when nobody has it. */
export type CardRead = Omit<ShownCard, 'cardRef' | 'serial' | 'station'>;

/** The cards of the till that a read may be. */
export function cardsOf(core: TillCore, { names }: Pick<CardRead, 'names'>): readonly CardRecord[] {
  return knownCards(core, core.ports.store, names);
}

/** Does what a card that is known is for, and shows it at the station. */
export function showKnown(core: TillCore, command: Command, read: CardRead): Shown {
  const known = cardsOf(core, read);
  const [card, other] = known;
  const handled =
    card === undefined || other !== undefined
      ? { outcome: refuse('card_unknown', { card: read.masked, why: 'card-several' }), kept: false }
      : use(core, command, { read, card });
  const { station } = command;
  if (handled.outcome.kind === 'done') core.members.forget(station.id);
  else note(core, station, handled.outcome);
  return handled;
}

/** Holds a card that nobody has, so that it can be given to somebody, and says that it is unknown. */
export function showUnknown(core: TillCore, station: Station, read: CardRead): Refusal {
  core.members.hold({ ...read, station: station.id });
  const outcome = refuse('card_unknown', { card: read.masked, numbers: new Set(read.names).size });
  note(core, station, outcome);
  return outcome;
}

/** The line beside the field, about a card. */
export function note(
  core: TillCore,
  station: Station,
  { reason, params }: Pick<Refusal, 'params'> & { readonly reason: string },
): void {
  station.notice = {
    serial: nextNoticeSerial(core, station),
    kind: 'card',
    reason,
    ...(params === undefined ? {} : { params }),
  };
  core.changed('basket', station.id);
}

function use(
  core: TillCore,
  command: Command,
  { read, card }: { readonly read: CardRead; readonly card: CardRecord },
): Shown {
  const { store } = core.ports;
  const blocked = cardBlocked(card, read.masked);
  if (blocked !== null) return { outcome: blocked, kept: false };
  if (card.personId !== null) return useCustomers(core, command, { read, card, personId: card.personId });
  const account = card.accountId === null ? undefined : store.account(card.accountId);
  if (account === undefined) return { outcome: refuse('account_unknown'), kept: false };
  return useGiftCard(core, command, { read, card, account });
}

function useCustomers(
  core: TillCore,
  command: Command,
  { read, card, personId }: { readonly read: CardRead; readonly card: CardRecord; readonly personId: string },
): Shown {
  const { store } = core.ports;
  const member = memberById(store, personId);
  if ('kind' in member) return { outcome: member, kept: false };
  const handled = putOnTicket(core, command, { member, medium: read.medium, cardId: card.cardId });
  if (handled.outcome.kind !== 'done') return handled;
  const points = store.account(member.points.accountId) ?? member.points;
  note(core, command.station, { reason: 'customer', params: { points: pointsBalance(core, store, points) } });
  return handled;
}

function useGiftCard(
  core: TillCore,
  command: Command,
  { read, card, account }: { readonly read: CardRead; readonly card: CardRecord; readonly account: AccountRecord },
): Shown {
  const { station } = command;
  // What stands on it tells what was loaded: nobody learns that from a tap while the drawer is counted.
  const unusable = unusableAccount(core, account) ?? missingSession(core, 'no-count');
  if (unusable !== null) return { outcome: unusable, kept: false };
  const shown = {
    accountId: account.accountId,
    account: 'gift-card' as const,
    medium: read.medium,
    cardId: card.cardId,
  };
  const handled = keepBasket(core, command, showStoredValue(station.basket, shown));
  if (handled.outcome.kind === 'done')
    note(core, station, {
      reason: 'gift-card',
      params: { balanceMinor: account.balance, accountId: account.accountId },
    });
  return handled;
}
