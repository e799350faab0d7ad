/**
 * Whether what is to be given back for the ticket before still stands large. It goes as soon as anything else is begun or
 * opened, and does not come back: neither with the page loaded anew, nor after a ticket that was abandoned.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import type { BasketView } from '#contract/screen/views.ts';

const KEPT = 'comptoir.given-back';

type JustDone = Pick<BasketView, 'lastTicket' | 'abandoned'>;

/** What was done just before and is still to be seen large; `panel` is what stands beside the ticket. */
export function useJustDone(basket: BasketView, panel: string): JustDone {
  const [over, setOver] = useState(() => localStorage.getItem(KEPT) ?? '');
  const { lastTicket, abandoned } = basket;
  const isBegun = basket.lines.length > 0 || basket.vouchers.length > 0 || basket.tenders.length > 0;
  const goOn = useEffectEvent(() => {
    const ids = [lastTicket, abandoned].flatMap((one) => one?.ticketId ?? []).join(' ');
    localStorage.setItem(KEPT, ids);
    setOver(ids);
  });
  // Each by itself: what a panel has just brought to its end is not over because that panel is still open.
  useEffect(() => {
    if (panel !== 'find') goOn();
  }, [panel]);
  useEffect(() => {
    if (isBegun) goOn();
  }, [isBegun]);
  if (isBegun) return { lastTicket: null, abandoned: null };
  const isOver = (one: { readonly ticketId: string }): boolean => over.split(' ').includes(one.ticketId);
  if (abandoned !== null) return { lastTicket: null, abandoned: isOver(abandoned) ? null : abandoned };
  return { lastTicket: lastTicket === null || isOver(lastTicket) ? null : lastTicket, abandoned: null };
}
