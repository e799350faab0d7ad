/**
 * Paying: the one moment that must not be lost. Ticket row, payment rows, what follows from them, the drawer's pulse, the
 * receipt's job and the outcome are one durable transaction. Then the drawer opens, then the page is told, then the
 * printer gets its bytes.
 *
 * A ticket is paid once: whoever pays it again, with whatever id, gets the outcome of the first time.
 */
import type { JobId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { basketTotals, emptyBasket } from '#domain/basket/basket.ts';
import { type Entry, paymentPayloads, payloadOf, ticketPayload } from '#domain/journal/journal.ts';
import { type Settlement, settle } from '#domain/tender/tender.ts';
import type { Job, StoreReads, TicketRecord, Transaction } from '#main/store/port.ts';
import { DEMONSTRATION, TILL_NUMBER } from './demonstration.ts';
import {
  type Command,
  type Handled,
  type TillCore,
  commit,
  followJournal,
  missingTicket,
  newId,
  refused,
  rowOf,
  sendNow,
} from './core.ts';
import { utcOffsetMinutes } from './local-time.ts';
import { receiptOf } from './receipt.ts';

type Pay = Handled<Outcome<'pay'>>;
type Paid = Extract<Outcome<'pay'>, { readonly kind: 'done' }>;

/** Validates the station's ticket. */
export function pay(core: TillCore, command: Command, input: CommandInput<'pay'>): Pay {
  const { station } = command;
  const { store } = core.ports;
  if (input.ticketId !== station.basket.ticketId) {
    const before = store.ticket(branded<TicketId>(input.ticketId));
    if (before !== undefined) return { outcome: outcomeOf(store, before), kept: false };
  }
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const { basket } = station;
  if (basket.lines.length === 0) return refused('basket_empty');
  const { currency, shop } = core;
  const settlement = settle({
    totalMinor: basketTotals(basket.lines).grossMinor,
    currency,
    payments: input.payments,
    ...(shop.cashLimitMinor === undefined ? {} : { cashLimitMinor: shop.cashLimitMinor }),
  });
  if (settlement.kind === 'refused') return refused(settlement.reason, settlement.params);
  const printer = core.hardware.receiptPrinter();
  if (input.print === 'paper' && printer === null) return refused('no_printer');

  const pulse: Omit<Job, 'position'> | null =
    printer?.drawer === true
      ? {
          jobId: newId<JobId>(core),
          kind: 'pulse',
          state: 'sending',
          deviceId: printer.deviceId,
          ticketId: basket.ticketId,
        }
      : null;
  const outcome = commit(core, command, (transaction) => {
    const sale = appendSale(core, command, { transaction, settlement, print: input.print });
    if (pulse !== null) transaction.addJob({ ...pulse, ticketNumber: sale.ticketNumber });
    const receipt =
      input.print === 'paper' && printer !== null
        ? addReceipt(core, transaction, { ...sale, deviceId: printer.deviceId })
        : null;
    return paidOutcome({ ...sale, settlement, receiptJobId: receipt });
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };

  // The next customer's drawer is another matter than the last one's.
  core.notices.clear('drawer-not-opened');
  station.notice = null;
  station.nextQuantityMilli = null;
  followJournal(core, station, { basket: emptyBasket(newId<TicketId>(core)), lastTicketId: basket.ticketId });
  core.wakePrinting();
  return {
    outcome,
    kept: true,
    effects: () => (pulse === null ? undefined : sendNow(core, { ...pulse, position: 0 })),
  };
}

interface Sale {
  readonly ticket: Entry;
  readonly ticketNumber: string;
  readonly totalMinor: number;
  readonly payments: readonly Entry[];
}

function appendSale(
  core: TillCore,
  command: Command,
  sale: { readonly transaction: Transaction; readonly settlement: Settlement; readonly print: 'paper' | 'none' },
): Sale {
  const { transaction, settlement } = sale;
  const { station } = command;
  const { currency } = core;
  const payload = ticketPayload(station.basket, {
    ticketNumber: transaction.nextTicketNumber(),
    stationId: station.id,
    tillNumber: TILL_NUMBER,
    software: { name: core.ports.software.name, version: core.ports.software.version },
    utcOffsetMinutes: utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone),
    currency,
    print: sale.print,
    demonstration: DEMONSTRATION,
  });
  const ticket = transaction.append(
    rowOf(core, transaction, { station, family: 'T', kind: 'ticket-validated', payload }),
  );
  const { payments, rounding } = paymentPayloads(payload, { settlement, currency });
  const rows = payments.map((payment) =>
    transaction.append(rowOf(core, transaction, { station, family: 'P', kind: 'payment-received', payload: payment })),
  );
  const rounded =
    rounding === null
      ? []
      : [
          transaction.append(
            rowOf(core, transaction, { station, family: 'P', kind: 'cash-rounded', payload: rounding }),
          ),
        ];
  return {
    ticket,
    ticketNumber: payload.ticket_number,
    totalMinor: payload.gross_minor,
    payments: [...rows, ...rounded],
  };
}

function addReceipt(core: TillCore, transaction: Transaction, sale: Sale & { readonly deviceId: string }): JobId {
  const ticketId = branded<TicketId>(payloadOf(sale.ticket, 'ticket-validated').ticket_id);
  const job = transaction.addJob({
    jobId: newId<JobId>(core),
    kind: 'receipt',
    state: 'queued',
    deviceId: sale.deviceId,
    document: receiptOf(core, transaction, sale),
    ticketId,
    ticketNumber: sale.ticketNumber,
  });
  return job.jobId;
}

function paidOutcome(paid: {
  readonly ticketNumber: string;
  readonly totalMinor: number;
  readonly settlement: Pick<Settlement, 'changeMinor'>;
  readonly receiptJobId: JobId | null;
}): Paid {
  const { ticketNumber, totalMinor, settlement, receiptJobId } = paid;
  return { kind: 'done', ticketNumber, totalMinor, changeMinor: settlement.changeMinor, receiptJobId };
}

/** The outcome of a ticket that was paid before, from its rows. */
function outcomeOf(store: StoreReads, ticket: TicketRecord): Paid {
  const { changeMinor } = tenderOf(store, ticket.ticketId);
  const receiptJobId = ticket.receiptJob?.jobId ?? null;
  return paidOutcome({
    ticketNumber: ticket.number,
    totalMinor: ticket.totalMinor,
    settlement: { changeMinor },
    receiptJobId,
  });
}

/** What was given and given back for a ticket, as its P rows say. */
export function tenderOf(
  store: StoreReads,
  ticketId: TicketId,
): { readonly tenderedMinor: number; readonly changeMinor: number } {
  const received = store
    .payments(ticketId)
    .filter((entry) => entry.kind === 'payment-received')
    .map((entry) => payloadOf(entry, 'payment-received'));
  return {
    tenderedMinor: received.reduce((sum, row) => sum + row.tendered_minor, 0),
    changeMinor: received.reduce((sum, row) => sum + row.change_minor, 0),
  };
}
