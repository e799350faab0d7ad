/** What one ticket adds to the figures of its period: its own totals, taken over as they were signed. */
import { dueOf, payloadOf, type SumPayload, type TicketPayload, wallMsOf } from '#domain/journal/journal.ts';
import { lineGrossMinor } from '#domain/money/money.ts';
import type { ClosingState, FoldedEntry } from './fold.ts';
import { add, counted, oneOf, plus } from './sums.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The figures after a T row. */
export function foldTicket(state: ClosingState, entry: FoldedEntry): ClosingState {
  const ticket = payloadOf(entry, 'ticket-validated');
  const isRefund = ticket.transaction === 'refund';
  const grossMinor = ticket.gross_minor;
  return {
    ...state,
    firstTicketNumber: state.firstTicketNumber ?? ticket.ticket_number,
    lastTicketNumber: ticket.ticket_number,
    sales: isRefund ? state.sales : counted(state.sales, grossMinor),
    refunds: isRefund ? counted(state.refunds, grossMinor) : state.refunds,
    netMinor: state.netMinor + ticket.net_minor,
    vatMinor: state.vatMinor + ticket.vat_minor,
    vat: ticket.vat.reduce((vat, row) => addRate(vat, row), state.vat),
    articleCount: state.articleCount + ticket.article_count,
    categories: addCategories(state.categories, ticket),
    operators: add(state.operators, entry.operator ?? '', oneOf(isRefund, grossMinor)),
    hours: add(state.hours, localHour(entry.at, ticket.utc_offset_minutes), {
      count: isRefund ? 0 : 1,
      amount_minor: grossMinor,
    }),
    besideTurnoverMinor: state.besideTurnoverMinor + dueOf(ticket) - grossMinor,
    discounts: isRefund ? state.discounts : plus(state.discounts, discountsOf(ticket)),
    priceOverrides: isRefund ? state.priceOverrides : plus(state.priceOverrides, overridesOf(ticket)),
    ...balances(state, ticket),
  };
}

function addRate(vat: ClosingState['vat'], row: TicketPayload['vat'][number]): ClosingState['vat'] {
  const rate = row.rate_basis_points;
  const before = vat.get(rate) ?? { rate_basis_points: rate, gross_minor: 0, net_minor: 0, vat_minor: 0 };
  return new Map(vat).set(rate, {
    rate_basis_points: rate,
    gross_minor: before.gross_minor + row.gross_minor,
    net_minor: before.net_minor + row.net_minor,
    vat_minor: before.vat_minor + row.vat_minor,
  });
}

/** Lines by category, those that came back taken off; those of a product that has none, and deposits, by the empty name. */
function addCategories(categories: ClosingState['categories'], ticket: TicketPayload): ClosingState['categories'] {
  const count = ticket.transaction === 'refund' ? 0 : 1;
  const sums = new Map(categories);
  for (const line of ticket.lines) {
    const category = line.category ?? '';
    const before = sums.get(category) ?? { count: 0, amount_minor: 0 };
    sums.set(category, plus(before, { count, amount_minor: line.gross_minor }));
  }
  return sums;
}

/** The hour of the shop's clock in which the row was written, 0 to 23. */
function localHour(at: string, utcOffsetMinutes: number): number {
  const localMs = (wallMsOf(at) ?? 0) + utcOffsetMinutes * MINUTE_MS;
  return ((Math.floor(localMs / HOUR_MS) % 24) + 24) % 24;
}

/** Each discount on a line counts once, that on the ticket and that for points once each, on however many lines. */
function discountsOf(ticket: TicketPayload): SumPayload {
  const given = ticket.lines.flatMap((line) => line.discounts ?? []);
  const onLines = given.filter(({ kind }) => kind === 'line').length;
  const shared = new Set(given.filter(({ kind }) => kind !== 'line').map(({ kind }) => kind)).size;
  return { count: onLines + shared, amount_minor: given.reduce((sum, each) => sum + each.amount_minor, 0) };
}

/** What prices of the list were lowered by; a price that was raised counts against it. */
function overridesOf(ticket: TicketPayload): SumPayload {
  return ticket.lines.reduce(
    (sum, line) => {
      const { list_unit_price_minor: listMinor, unit_price_minor: unitMinor, quantity_milli: quantityMilli } = line;
      if (line.override === undefined || listMinor === undefined) return sum;
      const list = lineGrossMinor({ unitPriceMinor: listMinor, quantityMilli });
      return counted(sum, list - lineGrossMinor({ unitPriceMinor: unitMinor, quantityMilli }));
    },
    { count: 0, amount_minor: 0 },
  );
}

/** Points and stored value that moved with the ticket; what was spent or returned waits for the payment that names it. */
function balances(state: ClosingState, ticket: TicketPayload): Pick<ClosingState, 'points' | 'storedValue' | 'unpaid'> {
  let { earned, redeemed, takenBack, givenBack } = state.points;
  let { loadedMinor, spentMinor, returnedMinor } = state.storedValue;
  const byAccount = new Map<string, number>();
  for (const { reason, amount, account_id: accountId } of ticket.balance_movements ?? []) {
    if (reason === 'earned') earned += amount;
    else if (reason === 'redeemed') redeemed -= amount;
    else if (reason === 'taken-back') takenBack -= amount;
    else if (reason === 'given-back') givenBack += amount;
    else if (reason === 'loaded') loadedMinor += amount;
    else {
      if (reason === 'spent') spentMinor -= amount;
      else returnedMinor += amount;
      byAccount.set(accountId, (byAccount.get(accountId) ?? 0) + amount);
    }
  }
  return {
    points: { ...state.points, earned, redeemed, takenBack, givenBack },
    storedValue: { loadedMinor, spentMinor, returnedMinor },
    unpaid: { ticketId: ticket.ticket_id, byAccount },
  };
}
