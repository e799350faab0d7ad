/** A ticket that takes more than there is says so on its line, and is sold all the same: the goods are in the customer's hand. */
import type { TicketId } from '#base/brand.ts';
import { isOversold } from '#domain/stock/stock.ts';
import { hiddenNow } from '../cash/hidden.ts';
import type { TillCore } from '../core.ts';
import type { Station } from '../station.ts';
import { stockHere } from './stock-here.ts';

interface Looked {
  readonly ticketId: TicketId;
  readonly hereMilli: Map<string, number | undefined>;
}

/** Looked up once for each article of a ticket: the view is made at each scan. */
const lookedUp = new WeakMap<Station, Looked>();

/** What there is of the articles that the ticket takes more of, by product. */
export function oversoldHere(core: TillCore, station: Station): ReadonlyMap<string, number> {
  const oversold = new Map<string, number>();
  const { basket } = station;
  const wanted = new Map<string, number>();
  for (const { kind, productId, quantityMilli, coded } of basket.lines) {
    // A piece at the price of its label takes out of the stock what the label says, which is not counted in pieces.
    if (kind === 'product' && coded?.contents === undefined)
      wanted.set(productId, (wanted.get(productId) ?? 0) + quantityMilli);
  }
  if (wanted.size === 0 || hiddenNow(core.ports.store) === 'all') return oversold;
  let looked = lookedUp.get(station);
  if (looked?.ticketId !== basket.ticketId) {
    looked = { ticketId: basket.ticketId, hereMilli: new Map() };
    lookedUp.set(station, looked);
  }
  for (const [productId, wantedMilli] of wanted) {
    if (!looked.hereMilli.has(productId)) looked.hereMilli.set(productId, stockHere(core, productId));
    const hereMilli = looked.hereMilli.get(productId);
    if (isOversold(hereMilli, wantedMilli)) oversold.set(productId, hereMilli ?? 0);
  }
  return oversold;
}
