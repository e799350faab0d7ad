/** What a customer gets back and by which way: for the person at the till, who has to hand it out. */
import type { TicketId } from '#base/brand.ts';
import type { BasketView } from '#contract/screen/views.ts';
import type { Basket } from '#domain/basket/basket.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { StoreReads } from '#main/store/port.ts';

type Back = NonNullable<BasketView['abandoned']>['back'];

/** The change of a sale, or what a refund gave back by each way. */
export function givenBack(store: StoreReads, ticketId: TicketId): Back {
  const rows = store.payments(ticketId).filter((entry) => entry.kind === 'payment-received');
  return byMethod(
    rows.map((entry) => {
      const { method, tendered_minor: tenderedMinor, change_minor: changeMinor } = payloadOf(entry, 'payment-received');
      return { method, amountMinor: changeMinor + Math.max(0, -tenderedMinor) };
    }),
  );
}

/**
 * What was received for a ticket that is not paid after all: no row says that it came in, so that nobody expects it in the
 * drawer. Gift cards and purses are charged when the ticket is paid: of them nothing was taken.
 */
export function receivedForNothing({ tenders }: Basket): Back {
  const taken = tenders.filter(({ accountId }) => accountId === undefined);
  return byMethod(taken.map(({ method, tenderedMinor }) => ({ method, amountMinor: tenderedMinor })));
}

function byMethod(parts: Back): Back {
  return [...Map.groupBy(parts, ({ method }) => method)]
    .map(([method, own]) => ({ method, amountMinor: own.reduce((sum, { amountMinor }) => sum + amountMinor, 0) }))
    .filter(({ amountMinor }) => amountMinor > 0);
}
