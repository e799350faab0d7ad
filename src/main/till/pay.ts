/**
 * Paying: the one moment that must not be lost. Ticket row, payment rows, what follows from them, the drawer's pulse, the
 * receipt's job and the outcome are one durable transaction. Then the drawer opens, then the page is told, then the
 * printer gets its bytes.
 *
 * A ticket is paid once: whoever pays it again, with whatever id, gets the outcome of the first time.
 */
import type { AccountId, JobId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { cleanText } from '#base/text.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { type Basket, basketTotals, emptyBasket, isEmptyBasket, spendVouchers } from '#domain/basket/basket.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { type Settlement, type TenderedPayment, settle } from '#domain/tender/tender.ts';
import type { Job, StoreReads, TicketRecord, Transaction } from '#main/store/port.ts';
import { appendApproval } from './approval.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import {
  type Command,
  type Handled,
  type TillCore,
  commit,
  followJournal,
  missingSession,
  missingTicket,
  newId,
  refused,
  sendNow,
} from './core.ts';
import { addGiftCardSlips, opensPaperCard } from './gift-card-slips.ts';
import { unloadable, withPurses } from './open-accounts.ts';
import { receiptOf } from './receipt.ts';
import { unredeemable } from './sale-points.ts';
import { type Sale, appendSale } from './sale-rows.ts';
import { type BeyondCap, storedPayments } from './stored-value.ts';

type Pay = Handled<Outcome<'pay'>>;
type Paid = Extract<Outcome<'pay'>, { readonly kind: 'done' }>;

/** Validates the station's ticket. */
export function pay(core: TillCore, command: Command, input: CommandInput<'pay'>): Pay {
  const { station } = command;
  const { store } = core.ports;
  if (input.ticketId !== station.basket.ticketId) {
    const before = store.ticket(branded<TicketId>(input.ticketId));
    // While cash is counted nobody is told what was paid.
    if (before !== undefined && !isHidden(hiddenNow(store), before.entry))
      return { outcome: outcomeOf(store, before), kept: false };
  }
  const unable = missingSession(core, 'session') ?? missingTicket(core, station, input);
  if (unable !== null) return { outcome: unable, kept: false };
  if (isEmptyBasket(station.basket)) return refused('basket_empty');
  const payable = settled(core, command, input);
  if (payable.kind === 'refused') return { outcome: payable, kept: false };
  const { basket, settlement, beyondCap } = payable;
  const printer = core.hardware.receiptPrinter();
  if (printer === null && (input.print === 'paper' || opensPaperCard(core, basket))) return refused('no_printer');

  const pulse: Omit<Job, 'position'> | null =
    printer?.drawer === true && needsDrawer(settlement)
      ? {
          jobId: newId<JobId>(core),
          kind: 'pulse',
          state: 'sending',
          deviceId: printer.deviceId,
          ticketId: basket.ticketId,
        }
      : null;
  const outcome = commit(core, command, (transaction) => {
    for (const { accountId, capMinor, wantedMinor } of beyondCap)
      appendApproval(core, transaction, command, {
        action: 'gift-card-cap',
        reason: 'spending-cap',
        about: { ticket_id: basket.ticketId, account_id: accountId, cap_minor: capMinor, wanted_minor: wantedMinor },
      });
    const sale = appendSale(core, command, { transaction, basket, settlement, print: input.print });
    if (pulse !== null) transaction.addJob({ ...pulse, ticketNumber: sale.ticketNumber });
    const receipt =
      input.print === 'paper' && printer !== null
        ? addReceipt(core, transaction, { ...sale, deviceId: printer.deviceId })
        : null;
    if (printer !== null) addGiftCardSlips(core, transaction, { ...sale, basket, deviceId: printer.deviceId });
    return paidOutcome({ ...sale, settlement, receiptJobId: receipt });
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };

  // The next customer's drawer is another matter than the last one's.
  core.notices.clear('drawer-not-opened');
  // The ticket that a restart left intact is over.
  core.notices.clear('till-restarted');
  station.notice = null;
  station.nextQuantityMilli = null;
  followJournal(core, station, { basket: emptyBasket(newId<TicketId>(core)), lastTicketId: basket.ticketId });
  core.wakePrinting();
  core.authority.sold(basket.ticketId);
  return {
    outcome,
    kept: true,
    effects: () => (pulse === null ? undefined : sendNow(core, { ...pulse, position: 0 })),
  };
}

interface Payable {
  readonly kind: 'payable';
  readonly basket: Basket;
  readonly settlement: Settlement;
  readonly beyondCap: readonly BeyondCap[];
}

/** The ticket with what pays for it, or why it cannot be paid so. */
function settled(core: TillCore, command: Command, input: CommandInput<'pay'>): Payable | Refusal {
  const whole = withPurses(core, command.station.basket);
  const { tenders, loyalty } = core.settings();
  const payments = input.payments.map(tendered);
  const unknown = payments.find(({ method }) => method !== 'cash' && !tenders.methods.includes(method));
  if (unknown !== undefined) return refuse('tender_not_accepted', { method: unknown.method });
  const wrong = unredeemable(core, whole) ?? unloadable(core, whole);
  if (wrong !== null) return wrong;
  const stored = storedPayments(core, whole, { payments, isApproved: command.approver !== null });
  if ('kind' in stored) return stored;
  const spent = spendVouchers(whole, stored.vouchers, loyalty);
  if (spent.kind === 'refused') return refuse(spent.reason, spent.params);
  const totals = basketTotals(spent.basket, loyalty);
  const settlement = settle({
    totalMinor: totals.dueMinor,
    currency: core.currency,
    payments: [...payments.filter(({ accountId }) => accountId === undefined), ...stored.payments],
    mealVoucherMinorMax: Math.min(totals.mealVoucherMinor, tenders.mealVoucherMinorMax),
    storedValueMinorMax: totals.grossMinor,
    ...(core.shop.cashLimitMinor === undefined ? {} : { cashLimitMinor: core.shop.cashLimitMinor }),
  });
  if (settlement.kind === 'refused') return refuse(settlement.reason, settlement.params);
  return { kind: 'payable', basket: spent.basket, settlement, beyondCap: stored.beyondCap };
}

/** A part of a payment as it may be kept. */
export function tendered({
  method,
  tenderedMinor,
  accountId,
  reference,
}: CommandInput<'pay'>['payments'][number]): TenderedPayment {
  const isStored = method === 'gift-card' || method === 'purse';
  const said = withoutCardNumber(cleanText(reference ?? ''));
  return {
    method,
    tenderedMinor,
    ...(isStored ? { accountId: branded<AccountId>(accountId ?? '') } : {}),
    ...(said === '' || isStored ? {} : { reference: said }),
  };
}

/** What was typed by mistake for an approval code is never kept: of so many digits the last four (PCI DSS 3.4). */
function withoutCardNumber(reference: string): string {
  const digits = reference.replace(/\D/g, '');
  return digits.length < CARD_DIGITS_MIN ? reference : `…${digits.slice(-4)}`;
}

/** The shortest number of a payment card (ISO/IEC 7812). */
const CARD_DIGITS_MIN = 12;

/** Cash, cheques and paper vouchers go into the drawer; a card and stored value leave it shut. */
function needsDrawer({ payments }: Settlement): boolean {
  return payments.some(({ method, tenderedMinor }) => DRAWER_METHODS.has(method) && tenderedMinor > 0);
}

const DRAWER_METHODS: ReadonlySet<string> = new Set(['cash', 'cheque', 'meal-voucher']);

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
    totalMinor: ticket.dueMinor,
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
