/**
 * What the customer sees: of one station's ticket its lines and figures, and nothing of whoever sells. The same view is
 * painted on a second screen and, in two lines of letters, shown on the displays of the counter.
 */
import type { StationId, TicketId } from '#base/brand.ts';
import type { CustomerView } from '#contract/screen/customer.ts';
import type { DisplayContent } from '#devices/display/display.ts';
import { type BasketLine, type BasketVoucher, basketTotals, isEmptyBasket } from '#domain/basket/basket.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import type { TillCore } from './core.ts';
import { CUSTOMER_WORDS, displayContent } from './customer-lines.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { customerPart, paidPart } from './members/customer-part.ts';
import { tenderOf } from './pay.ts';
import type { Station } from './station.ts';
import { voucherLabel } from './voucher-words.ts';

/** For so long a customer may still be looking for the change; then the shop says its greeting again. */
const PAID_MS_MAX = 60_000;

/** What was last seen of a station, to tell what changed. */
interface Seen {
  lines: readonly BasketLine[];
  lastLineId: string | null;
  /** The paid ticket that another one has followed: it is not shown again, even where that one is cancelled. */
  followed: TicketId | null;
  state: CustomerView['state'];
}

export class CustomerDesk {
  readonly #core: TillCore;
  readonly #seen = new Map<StationId, Seen>();
  #shown = '';

  constructor(core: TillCore) {
    this.#core = core;
  }

  /** The topic `customer`. */
  view(station: Station): CustomerView {
    const { shop, currency } = this.#core;
    const seen = this.#look(station);
    const paid = seen.state === 'paid' && station.lastTicketId !== null ? this.#paid(station.lastTicketId) : null;
    const member = paid === null ? customerPart(this.#core, station.basket) : paid.member;
    const totals = basketTotals(station.basket, this.#core.settings().loyalty);
    return {
      shopName: shop.name,
      language: shop.receiptLanguage,
      currency: { code: currency.code, exponent: currency.exponent, cashUnitMinor: currency.cashUnitMinor },
      state: seen.state,
      lines: [
        ...totals.lines.map(({ line, paidMinor }) => ({
          lineId: line.lineId,
          label: line.kind === 'deposit' ? `${CUSTOMER_WORDS[shop.receiptLanguage].deposit} ${line.label}` : line.label,
          unit: line.unit,
          quantityMilli: line.quantityMilli,
          unitPriceMinor: line.unitPriceMinor,
          grossMinor: paidMinor,
        })),
        ...station.basket.vouchers.map((voucher) => voucherLine(voucher, shop.receiptLanguage)),
      ],
      lastLineId: seen.lastLineId,
      totalMinor: paid?.totalMinor ?? totals.dueMinor,
      tenderedMinor: paid?.tenderedMinor ?? null,
      changeMinor: paid?.changeMinor ?? null,
      member,
      demonstration: DEMONSTRATION,
    };
  }

  /** What the displays of the counter are to show, null where that is shown already or there is none. */
  contentToShow(station: Station): DisplayContent | null {
    if (!this.#core.hardware.devices().some((device) => device.kind === 'display')) return null;
    const content = displayContent(this.view(station));
    const text = JSON.stringify(content);
    if (text === this.#shown) return null;
    this.#shown = text;
    return content;
  }

  /** The stations whose customer has had time enough with what was paid. */
  expired(): readonly StationId[] {
    const stations = [...this.#core.stations.values()];
    return stations.filter((station) => this.#isOver(station)).map((station) => station.id);
  }

  #isOver(station: Station): boolean {
    return this.#seen.get(station.id)?.state === 'paid' && this.#look(station).state !== 'paid';
  }

  #look(station: Station): Seen {
    const { lines } = station.basket;
    const isEmpty = isEmptyBasket(station.basket);
    const seen = this.#seen.get(station.id) ?? { lines: [], lastLineId: null, followed: null, state: 'idle' };
    this.#seen.set(station.id, seen);
    seen.lastLineId = lastTouched({ before: seen.lines, after: lines, last: seen.lastLineId });
    seen.lines = lines;
    // Who was put on the empty ticket is the next one already.
    if (!isEmpty || station.basket.member !== undefined) seen.followed = station.lastTicketId;
    seen.state = !isEmpty ? 'selling' : this.#isFresh(station.lastTicketId, seen) ? 'paid' : 'idle';
    return seen;
  }

  #isFresh(ticketId: TicketId | null, { followed }: Seen): boolean {
    if (ticketId === null || ticketId === followed) return false;
    const ticket = this.#core.ports.store.ticket(ticketId);
    // While cash is counted nobody is shown what was paid.
    if (ticket === undefined || isHidden(hiddenNow(this.#core.ports.store), ticket.entry)) return false;
    const ageMs = this.#core.ports.clock.wallMs() - ticket.atMs;
    return ageMs >= 0 && ageMs < PAID_MS_MAX;
  }

  #paid(ticketId: TicketId): Pick<CustomerView, 'totalMinor' | 'tenderedMinor' | 'changeMinor' | 'member'> | null {
    const { store } = this.#core.ports;
    const ticket = store.ticket(ticketId);
    if (ticket === undefined) return null;
    return { totalMinor: ticket.dueMinor, ...tenderOf(store, ticketId), member: paidPart(this.#core, ticket) };
  }
}

/** Stored value that is sold stands with the articles: the lines add up to the total. */
function voucherLine(
  { lineId, account, amountMinor }: BasketVoucher,
  language: CustomerView['language'],
): CustomerView['lines'][number] {
  const label = account === 'purse' ? CUSTOMER_WORDS[language].purse : voucherLabel(language);
  return { lineId, label, unit: 'piece', quantityMilli: 1000, unitPriceMinor: amountMinor, grossMinor: amountMinor };
}

/** The product line that was added or changed between two looks; where none was, the one before if it is still there. */
export function lastTouched(change: {
  readonly before: readonly BasketLine[];
  readonly after: readonly BasketLine[];
  readonly last: string | null;
}): string | null {
  if (change.before === change.after) return change.last;
  const before = new Map(change.before.map((line) => [line.lineId, line]));
  const products = change.after.filter((line) => line.kind === 'product');
  const touched = products.findLast((line) => {
    const old = before.get(line.lineId);
    return old?.quantityMilli !== line.quantityMilli || old.grossMinor !== line.grossMinor;
  });
  const kept = products.find((line) => line.lineId === change.last);
  return (touched ?? kept ?? products.at(-1))?.lineId ?? null;
}
