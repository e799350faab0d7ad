/** The topic `basket`: the ticket in progress with every figure worked out, what waits beside it, and the one just paid. */
import type { JobId, TicketId } from '#base/brand.ts';
import type { BasketView, LineView } from '#contract/screen/views.ts';
import {
  type Basket,
  type BasketTotals,
  type Discount,
  type LineTotals,
  articleCount,
  basketTotals,
  isEmptyBasket,
} from '#domain/basket/basket.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { roundToCashUnit } from '#domain/money/money.ts';
import { quickAmounts } from '#domain/tender/tender.ts';
import type { StoreReads } from '#main/store/port.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import type { TillCore } from './core.ts';
import { givenBack } from './giving-back.ts';
import { heldViews } from './held-tickets.ts';
import { memberViews } from './members/member-views.ts';
import { tenderOf } from './pay.ts';
import type { Station } from './station.ts';
import { oversoldHere } from './stock/stock.ts';
import { jobView } from './views.ts';

/** The ticket of a station as its page paints it. */
export function basketView(core: TillCore, station: Station): BasketView {
  const { basket } = station;
  const { tenders, loyalty } = core.settings();
  const totals = basketTotals(basket, loyalty);
  const oversold = oversoldHere(core, station);
  return {
    ticketId: basket.ticketId,
    version: basket.version,
    lines: totals.lines.map((line) => lineView(line, oversold)),
    vouchers: voucherViews(core, basket),
    totalMinor: totals.dueMinor,
    cashTotalMinor: roundToCashUnit(totals.dueMinor, core.currency),
    discountMinor: totals.discountMinor,
    discount: basket.discount === undefined ? null : discountView(basket.discount),
    ...memberViews(core, station),
    mealVoucherMinorMax: mealVoucherMinorMax(totals, tenders),
    methods: [...new Set(['cash' as const, ...tenders.methods])],
    tenders: basket.tenders.map((tender) => ({ ...tender })),
    held: heldViews(core),
    articleCount: articleCount(basket.lines),
    vat: totals.rows.map(({ rateBasisPoints, grossMinor, netMinor, vatMinor }) => ({
      rateBasisPoints,
      grossMinor,
      netMinor,
      vatMinor,
    })),
    quickAmountsMinor: isEmptyBasket(basket) ? [] : [...quickAmounts(totals.dueMinor, core.currency)],
    nextQuantityMilli: station.nextQuantityMilli,
    lookUps: core.elsewhere.answers,
    refundsAsked: [...core.authority.ticketsAsked()],
    notice: station.notice,
    lastTicket: lastTicketView(core, station),
    abandoned: station.abandoned,
  };
}

function mealVoucherMinorMax(
  { mealVoucherMinor }: BasketTotals,
  tenders: { readonly methods: readonly string[]; readonly mealVoucherMinorMax: number },
): number {
  return tenders.methods.includes('meal-voucher') ? Math.min(mealVoucherMinor, tenders.mealVoucherMinorMax) : 0;
}

function lineView({ line, paidMinor }: LineTotals, oversold: ReadonlyMap<string, number>): LineView {
  const { lineId, productId, label, unit, quantityMilli, unitPriceMinor, vatRateBasisPoints, kind } = line;
  const stockLeftMilli = kind === 'product' ? oversold.get(productId) : undefined;
  return {
    lineId,
    productId,
    label,
    unit,
    quantityMilli,
    unitPriceMinor,
    grossMinor: paidMinor,
    ...(paidMinor === line.grossMinor ? {} : { listGrossMinor: line.grossMinor }),
    ...(line.override === undefined ? {} : { listUnitPriceMinor: line.override.listUnitPriceMinor }),
    ...(line.discount === undefined ? {} : { discount: discountView(line.discount) }),
    vatRateBasisPoints,
    kind,
    ...(line.brand === undefined ? {} : { brand: line.brand }),
    ...(line.gtin === undefined ? {} : { gtin: line.gtin }),
    ...(line.ageLimitYears === undefined ? {} : { ageLimitYears: line.ageLimitYears }),
    ...(stockLeftMilli === undefined ? {} : { stockLeftMilli }),
  };
}

function discountView({ kind, value, reason }: Discount): NonNullable<BasketView['discount']> {
  return { kind, value, reason };
}

/** The balance that an account will have: vouchers of one account count one after the other. */
function voucherViews(core: TillCore, { vouchers }: Basket): BasketView['vouchers'] {
  return vouchers.map(({ lineId, accountId, account, amountMinor }, index) => ({
    lineId,
    account,
    amountMinor,
    balanceAfterMinor: vouchers
      .slice(0, index + 1)
      .filter((other) => other.accountId === accountId)
      .reduce((sum, other) => sum + other.amountMinor, core.ports.store.account(accountId)?.balance ?? 0),
  }));
}

/** What of a paid ticket never changes, and the session that it belongs to. */
interface Paid {
  readonly ticketId: TicketId;
  readonly said: Omit<NonNullable<BasketView['lastTicket']>, 'receipt'>;
  readonly receiptJobId: JobId | null;
  readonly row: { readonly session_id?: string };
}

/** Read from the journal once: the view is made at each scan of the next ticket. */
const lastPaid = new WeakMap<Station, Paid>();

/** From counting on nobody is told what was paid: expected cash could be worked out of it. */
function lastTicketView(core: TillCore, station: Station): BasketView['lastTicket'] {
  if (station.lastTicketId === null) return null;
  const { store } = core.ports;
  const known = lastPaid.get(station);
  const paid = known?.ticketId === station.lastTicketId ? known : readPaid(store, station.lastTicketId);
  if (paid === null) return null;
  lastPaid.set(station, paid);
  if (isHidden(hiddenNow(store), paid.row)) return null;
  const job = paid.receiptJobId === null ? undefined : store.job(paid.receiptJobId);
  return { ...paid.said, receipt: job === undefined ? null : jobView(job) };
}

function readPaid(store: StoreReads, ticketId: TicketId): Paid | null {
  const ticket = store.ticket(ticketId);
  if (ticket === undefined) return null;
  const { entry } = ticket;
  return {
    ticketId,
    said: {
      ticketId,
      number: ticket.number,
      totalMinor: ticket.dueMinor,
      ...tenderOf(store, ticketId),
      isRefund: payloadOf(entry, 'ticket-validated').transaction === 'refund',
      back: givenBack(store, ticketId),
    },
    receiptJobId: ticket.receiptJob?.jobId ?? null,
    row: entry.session_id === undefined ? {} : { session_id: entry.session_id },
  };
}
