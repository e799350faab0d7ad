/**
 * A station: one screen with its own operator and its own ticket in progress. Drawer, session and journal are the
 * till's and shared. A station outlives its connections; its ticket outlives the process in the draft file.
 */
import type { StationId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { TopicView } from '#contract/screen/screen.ts';
import type { BasketView } from '#contract/screen/views.ts';
import { type Basket, emptyBasket, parseBasket, withoutLines } from '#domain/basket/basket.ts';
import type { OperatorRecord, StoreReads } from '#main/store/port.ts';
import { approvedBasket } from './approved-change.ts';

export interface Station {
  readonly id: StationId;
  operator: OperatorRecord | null;
  basket: Basket;
  /** The ticket validated just before, for the change to give and its receipt. */
  lastTicketId: TicketId | null;
  /** What was received for the ticket abandoned just before and has to be given back, until anything else is done. */
  abandoned: BasketView['abandoned'];
  notice: BasketView['notice'];
  /** The quantity that the next article takes, null for one piece. */
  nextQuantityMilli: number | null;
  /** The file that a page here asked for last. */
  file: TopicView<'file'>['file'];
  /**
   * A commit failed and the store could not be read afterwards: whether it happened is unknown, and is looked up before
   * anything else is done here.
   */
  doubtful: boolean;
}

/** What the draft file keeps of a station. */
export interface StationDraft {
  readonly basket: Basket;
  readonly lastTicketId: TicketId | null;
}

/** A station as its draft left it, or a new one. */
export function openStation(options: {
  readonly id: StationId;
  readonly draft: unknown;
  readonly store: StoreReads;
  readonly newTicketId: () => TicketId;
}): Station {
  const { id, store } = options;
  const draft = withApproved(id, readDraft(options.draft), store);
  const kept = draft === undefined ? undefined : stillOpen(draft, store);
  return {
    id,
    operator: null,
    basket: kept?.basket ?? emptyBasket(options.newTicketId()),
    lastTicketId: kept?.lastTicketId ?? lastTicketOf(draft, store),
    abandoned: null,
    notice: null,
    nextQuantityMilli: null,
    file: null,
    doubtful: false,
  };
}

function readDraft(value: unknown): StationDraft | undefined {
  if (typeof value !== 'object' || value === null || !('basket' in value)) return undefined;
  const basket = parseBasket(value.basket);
  if (basket === undefined) return undefined;
  const last = 'lastTicketId' in value ? value.lastTicketId : null;
  return { basket, lastTicketId: typeof last === 'string' ? branded<TicketId>(last) : null };
}

/**
 * A change that somebody let pass is in the store before it is in the draft file: a draft of the same ticket that is older was
 * overtaken by a crash.
 */
function withApproved(id: StationId, draft: StationDraft | undefined, store: StoreReads): StationDraft | undefined {
  const approved = draft === undefined ? undefined : approvedBasket(store, id);
  if (draft === undefined || approved === undefined || approved.ticketId !== draft.basket.ticketId) return draft;
  return approved.version > draft.basket.version ? { ...draft, basket: approved } : draft;
}

/** The journal is right: a draft whose ticket it knows is over, and a line that it says was voided is gone. */
function stillOpen(draft: StationDraft, store: StoreReads): StationDraft | undefined {
  const { ticketId } = draft.basket;
  if (store.ticketFate(ticketId) !== undefined) return undefined;
  return { ...draft, basket: withoutLines(draft.basket, store.voidedLines(ticketId)) };
}

function lastTicketOf(draft: StationDraft | undefined, store: StoreReads): TicketId | null {
  if (draft === undefined) return null;
  return store.ticketFate(draft.basket.ticketId) === 'validated' ? draft.basket.ticketId : draft.lastTicketId;
}
