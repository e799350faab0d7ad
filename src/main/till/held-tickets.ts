/**
 * Tickets that were put aside. They lie in the draft file and nowhere else; the journal is right about them as it is about
 * the ticket of a station: one that it knows is over, and a line that it says was voided is gone.
 */
import type { CommandId, StationId, TicketId } from '#base/brand.ts';
import type { HeldTicket } from '#contract/screen/views.ts';
import {
  type Basket,
  articleCount,
  basketTotals,
  emptyBasket,
  isEmptyBasket,
  parseBasket,
  withoutLines,
} from '#domain/basket/basket.ts';
import type { HeldDraft, StoredOutcome } from '#main/store/port.ts';
import { present } from '#base/assert.ts';
import { type TillCore, newId } from './core.ts';
import { operatorName } from './receipt.ts';
import type { Station } from './station.ts';

/** A held ticket with its basket. */
export interface HeldBasket {
  readonly draft: HeldDraft;
  readonly basket: Basket;
}

/** Read once and again after each change; views ask at each scan. */
const known = new WeakMap<TillCore, readonly HeldBasket[]>();

/** All held tickets, the oldest first. One whose ticket the journal knows is thrown away. */
export function heldBaskets(core: TillCore): readonly HeldBasket[] {
  const before = known.get(core);
  if (before !== undefined) return before;
  const { drafts, store } = core.ports;
  const open = drafts.held().flatMap((draft): readonly HeldBasket[] => {
    if (store.ticketFate(draft.ticketId) !== undefined) {
      drafts.discardHeld(draft.ticketId);
      return [];
    }
    const basket = parseBasket((draft.basket as { readonly basket?: unknown } | null)?.basket);
    return basket === undefined ? [] : [{ draft, basket: withoutLines(basket, store.voidedLines(draft.ticketId)) }];
  });
  known.set(core, open);
  return open;
}

/** Held tickets as the page lists them. */
export function heldViews(core: TillCore): HeldTicket[] {
  return heldBaskets(core).map(({ draft, basket }) => ({
    ticketId: draft.ticketId,
    label: draft.label,
    totalMinor: basketTotals(basket, core.settings().loyalty).dueMinor,
    articleCount: articleCount(basket.lines),
    heldAtMs: draft.heldAtMs,
    operatorName: operatorName(core.ports.store, draft.heldBy),
  }));
}

/** A command with the outcome that is kept together with what it did. */
export interface KeptCommand {
  readonly id: CommandId;
  readonly stored: StoredOutcome;
}

/**
 * Puts the ticket of a station aside and gives it an empty one, in one change of the draft file. Throws the Fault of a draft
 * file that cannot be written; nothing is changed then.
 */
export function putAside(
  core: TillCore,
  station: Station,
  about: { readonly label: string; readonly heldBy?: HeldDraft['heldBy'] },
  command?: KeptCommand,
): void {
  const next = emptyBasket(newId<TicketId>(core));
  const { lastTicketId } = station;
  core.ports.drafts.hold(
    {
      stationId: station.id,
      ticketId: station.basket.ticketId,
      basket: { basket: station.basket, lastTicketId },
      label: about.label,
      heldAtMs: core.ports.clock.wallMs(),
      heldBy: about.heldBy ?? present(station.operator, 'an operator').id,
    },
    { stationId: station.id, ticketId: next.ticketId, basket: { basket: next, lastTicketId } },
    command,
  );
  known.delete(core);
  core.members.forget(station.id);
  station.basket = next;
  station.notice = null;
  station.nextQuantityMilli = null;
  core.changed('basket');
}

/** Gives a held ticket to a station whose own is empty. Throws as `putAside` does. */
export function takeBack(core: TillCore, station: Station, held: HeldBasket, command: KeptCommand): void {
  const { lastTicketId } = station;
  core.ports.drafts.recall(
    { ...held.draft, stationId: station.id, basket: { basket: held.basket, lastTicketId } },
    command,
  );
  known.delete(core);
  station.basket = held.basket;
  core.changed('basket');
}

/** Stations that have a ticket in progress. One that is empty holds nobody up. */
export function openTicketStations(core: TillCore): readonly StationId[] {
  return [...core.stations.values()].filter(({ basket }) => !isEmptyBasket(basket)).map((station) => station.id);
}
