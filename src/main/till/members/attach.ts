/**
 * Customers on tickets: at any moment, on an empty ticket too, and still there after a crash, because the draft has them. Their
 * purse comes with them.
 */
import { type Basket, attachMember, detachMember, hideStoredValue, showStoredValue } from '#domain/basket/basket.ts';
import type { CardId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { StoreReads } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, missingTicket, saveBasket } from '../core.ts';
import { expireNow } from './expire-points.ts';
import { type Member, memberById, stateOf } from './member-reads.ts';

type Attach = Handled<Outcome<'attachCustomer'>>;

/** Puts a customer on the ticket. */
export function attachCustomer(core: TillCore, command: Command, input: CommandInput<'attachCustomer'>): Attach {
  const stale = missingTicket(core, command.station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const member = memberById(core.ports.store, input.personId);
  if ('kind' in member) return { outcome: member, kept: false };
  return putOnTicket(core, command, { member, medium: 'none' });
}

/** Takes the customer off again, and what they brought. */
export function detachCustomer(core: TillCore, command: Command, input: CommandInput<'detachCustomer'>): Attach {
  const stale = missingTicket(core, command.station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const loaded = purseLoadOf(command.station.basket);
  if (loaded !== null) return { outcome: loaded, kept: false };
  const basket = withoutMember(core.ports.store, command.station.basket);
  return keepBasket(core, command, basket);
}

/** Puts a member on the station's ticket in whose place another may be, with how they were shown. */
export function putOnTicket(
  core: TillCore,
  command: Command,
  shown: { readonly member: Member; readonly medium: 'uid' | 'code' | 'none'; readonly cardId?: CardId },
): Attach {
  const { store } = core.ports;
  const { medium, cardId } = shown;
  const { person, points, purse } = shown.member;
  const present = command.station.basket;
  const other = present.member !== undefined && present.member.personId !== person.personId;
  const loaded = other ? purseLoadOf(present) : null;
  if (loaded !== null) return { outcome: loaded, kept: false };
  expireNow(core, command.station, points);
  const free = other ? withoutMember(store, present) : present;
  const attached = attachMember(free, { personId: person.personId, accountId: points.accountId });
  const hasPurse = purse !== null && purse.balance > 0 && stateOf(core, purse) === 'active';
  const basket = hasPurse
    ? showStoredValue(attached, {
        accountId: purse.accountId,
        account: 'purse',
        medium,
        ...(cardId === undefined ? {} : { cardId }),
      })
    : attached;
  return keepBasket(core, command, basket);
}

/** A customer whose purse the ticket loads stays on it until the load is taken off: their money goes to nobody else. */
function purseLoadOf(basket: Basket): Refusal | null {
  return basket.vouchers.some(({ account }) => account === 'purse')
    ? refuse('unsent_or_open_ticket', { why: 'purse-load-on-ticket' })
    : null;
}

/** The ticket without its member; a purse goes with its owner. */
export function withoutMember(reads: StoreReads, basket: Basket): Basket {
  if (basket.member === undefined) return basket;
  const theirs = reads.accountsOfPerson(basket.member.personId).map(({ accountId }) => accountId);
  return once(basket, hideStoredValue(detachMember(basket), theirs));
}

/** Saves a ticket that changed; one that did not is as it was. */
export function keepBasket(core: TillCore, command: Command, basket: Basket): Attach {
  const before = command.station.basket;
  if (basket === before) return { outcome: { kind: 'done' }, kept: false };
  return saveBasket(core, command, { basket: once(before, basket), outcome: { kind: 'done' } });
}

/** One change, whatever it was made of. */
function once(before: Basket, after: Basket): Basket {
  return after === before ? before : { ...after, version: before.version + 1 };
}

/** A person erased is on no ticket any more, on whatever station. */
export function detachEverywhere(core: TillCore, personId: string): void {
  for (const station of core.stations.values()) {
    if (station.basket.member?.personId !== personId) continue;
    station.basket = withoutMember(core.ports.store, station.basket);
    core.changed('basket', station.id);
    try {
      const { basket, lastTicketId } = station;
      const draft = { stationId: station.id, ticketId: basket.ticketId, basket: { basket, lastTicketId } };
      core.ports.drafts.save(draft);
    } catch (error) {
      core.ports.log.warn('draft-not-saved', { station: station.id, detail: String(error) });
    }
  }
}
