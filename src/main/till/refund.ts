/**
 * Bringing something back: a ticket of its own, never more than was bought and at the price that was paid. Its rows, the
 * drawer's pulse, its receipt and the outcome are one durable transaction, as those of a sale are.
 *
 * What can come back is worked out from the rows of the sale and of its earlier refunds, inside the same turn: two
 * stations that bring the same thing back at once are one after the other here.
 */
import type { JobId, LineId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { Entry } from '#domain/journal/journal.ts';
import {
  type RefundPlan,
  grossAt,
  planRefund,
  pointsOfRefund,
  refundPayload,
  refundPaymentPayloads,
} from '#domain/refund/refund.ts';
import type { AccountRecord, NewJob, Transaction } from '#main/store/port.ts';
import { appendApproval, approvalNeeded } from './approval.ts';
import { dayTooLong } from './cash/day-age.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import { type Command, type Handled, type TillCore, commit, followJournal, newId, rowOf, sendNow } from './core.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { placeSaid, tillName } from './till-name.ts';
import { utcOffsetMinutes } from './local-time.ts';
import { receiptOf } from './receipt.ts';
import { type RefundAllowance, refundAllowance } from './refund-reservation.ts';
import { type Returnable, returnable } from './returnable.ts';

type Input = CommandInput<'refund'>;
type Refunded = Outcome<'refund'>;

interface Wanted {
  readonly ticket: Returnable;
  readonly plan: RefundPlan;
  readonly reason: string;
  readonly needsApproval: boolean;
  /** What lets it come back here, and nowhere else. */
  readonly allowance: RefundAllowance;
}

/** Brings lines of a ticket back. */
export function refund(core: TillCore, command: Command, input: Input): Handled<Refunded> {
  const wanted = wantedRefund(core, command, input);
  if ('kind' in wanted) return { outcome: wanted, kept: false };
  const printer = core.hardware.receiptPrinter();
  if (input.print === 'paper' && printer === null) return { outcome: refuse('no_printer'), kept: false };
  const ticketId = newId<TicketId>(core);
  const pulse: NewJob | null =
    printer?.drawer === true && opensDrawer(wanted.plan)
      ? { jobId: newId<JobId>(core), kind: 'pulse', state: 'sending', deviceId: printer.deviceId, ticketId }
      : null;
  const outcome = commit(core, command, (transaction) => {
    const rows = appendRefund(core, command, { transaction, wanted, ticketId, print: input.print });
    if (pulse !== null) transaction.addJob({ ...pulse, ticketNumber: rows.ticketNumber });
    const receiptJobId =
      input.print === 'paper' && printer !== null
        ? addReceipt(core, transaction, { ...rows, ticketId, deviceId: printer.deviceId })
        : null;
    const { ticketNumber } = rows;
    return { kind: 'done' as const, ticketId, ticketNumber, totalMinor: -wanted.plan.totalMinor, receiptJobId };
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };
  core.notices.clear('drawer-not-opened');
  core.elsewhere.forget(wanted.ticket.ticketId);
  followJournal(core, command.station, { basket: command.station.basket, lastTicketId: ticketId });
  core.changed('cash');
  core.wakePrinting();
  core.authority.sold(ticketId);
  core.authority.refunded(wanted.ticket.ticketId);
  return {
    outcome,
    kept: true,
    effects: () => (pulse === null ? undefined : sendNow(core, { ...pulse, position: 0 })),
  };
}

/** What would come back and how, or why it cannot. */
function wantedRefund(core: TillCore, command: Command, input: Input): Wanted | Refusal {
  const { store } = core.ports;
  const tooLong = dayTooLong(core);
  if (tooLong !== null) return tooLong;
  const ticket = returnable(core, branded<TicketId>(input.ticketId));
  if (ticket === undefined) return refuse('ticket_unknown');
  // What an uncounted session sold is nobody's to look at until it is counted.
  if (ticket.chainId === null && isHidden(hiddenNow(store), ticket.entry)) return refuse('session_counting');
  const { sold } = ticket;
  if (sold === null) return refuse('refund_empty', { why: 'is-refund' });
  const reason = cleanText(input.reason);
  if (reason === '') return refuse('reason_missing');
  const wish = {
    lines: input.lines,
    payments: input.payments.map(({ method, amountMinor, accountId }) => ({
      method,
      amountMinor,
      ...(accountId === undefined ? {} : { accountId }),
    })),
  };
  const plan = planRefund(sold, ticket.before, wish, core.currency);
  if (plan.kind === 'refused') return refuse(plan.reason, plan.params);
  for (const { accountId } of plan.payments) {
    const account = accountId === undefined ? null : store.account(branded<AccountRecord['accountId']>(accountId));
    if (account === undefined) return refuse('account_unknown');
    if (account?.state === 'closed') return refuse('account_closed');
  }
  // What single-purpose vouchers had paid goes back to them, whatever was chosen.
  for (const { kind, account_id: accountId, gross_minor: grossMinor } of sold.ticket.lines) {
    if (kind !== 'voucher' || accountId === undefined || grossMinor >= 0) continue;
    if (store.account(branded<AccountRecord['accountId']>(accountId))?.state === 'closed')
      return refuse('account_closed');
  }
  const limitMinor = refundLimit(core, command);
  // Counted with what came back of this ticket before: in small pieces is no way round the limit.
  const amountMinor = plan.totalMinor + grossAt(sold.ticket, plan.refundedBefore.milliByLine);
  const allowance = refundAllowance(core, ticket, { plan, lines: input.lines });
  if (allowance.kind === 'refused') return allowance;
  const needsApproval = amountMinor > limitMinor || allowance.kind === 'floor';
  // Before headquarters is asked: nothing is kept for whoever goes away without an approval.
  if (needsApproval && command.approver === null) return approvalNeeded('refund', { amountMinor, limitMinor });
  if (allowance.kind === 'to-ask') {
    const { lines, known } = allowance;
    core.authority.askReservation(command.station.id, { ticketId: ticket.ticketId, lines }, known);
    return refuse('refund_asked');
  }
  return { ticket, plan, reason, needsApproval, allowance };
}

function refundLimit(core: TillCore, { station }: Command): number {
  return station.operator === null ? 0 : core.settings().roles[station.operator.role].refundMinorMax;
}

/** Coins and paper vouchers are in the drawer. */
function opensDrawer({ payments }: RefundPlan): boolean {
  return payments.some(({ method }) => method === 'cash' || method === 'meal-voucher');
}

interface RefundRows {
  readonly ticket: Entry;
  readonly ticketNumber: string;
  readonly payments: readonly Entry[];
}

function appendRefund(
  core: TillCore,
  command: Command,
  refund: {
    readonly transaction: Transaction;
    readonly wanted: Wanted;
    readonly ticketId: TicketId;
    readonly print: 'paper' | 'none';
  },
): RefundRows {
  const { transaction, ticketId } = refund;
  const { ticket: sold, plan, reason, needsApproval, allowance } = refund.wanted;
  const { station } = command;
  const { currency } = core;
  const approvalId = needsApproval
    ? appendApproval(core, transaction, command, {
        action: 'refund',
        reason,
        about: { ticket_id: sold.ticketId, amount_minor: plan.totalMinor },
      })
    : undefined;
  const payload = refundPayload(plan, {
    ticketId,
    ticketNumber: transaction.nextTicketNumber(),
    soldEntryId: sold.entry.entry_id,
    ...(sold.chainId === null ? {} : { soldChainId: sold.chainId }),
    ...(sold.soldAt === null ? {} : { soldAt: placeSaid(sold.soldAt) }),
    ...(allowance.kind === 'reserved' ? { reservationId: allowance.reservationId } : {}),
    reason,
    ...(approvalId === undefined ? {} : { approvalId }),
    stationId: station.id,
    tillNumber: tillName(core),
    software: core.ports.software,
    utcOffsetMinutes: utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone),
    currency,
    newLineId: () => newId<LineId>(core),
    ...memberPoints(core, transaction, plan),
    print: refund.print,
    demonstration: DEMONSTRATION,
  });
  const ticket = transaction.append(
    rowOf(core, transaction, { station, family: 'T', kind: 'ticket-validated', payload }),
  );
  const { payments, rounding } = refundPaymentPayloads(payload, plan, currency);
  const rows = payments.map((payment) =>
    transaction.append(rowOf(core, transaction, { station, family: 'P', kind: 'payment-received', payload: payment })),
  );
  if (rounding !== null)
    rows.push(
      transaction.append(rowOf(core, transaction, { station, family: 'P', kind: 'cash-rounded', payload: rounding })),
    );
  return { ticket, ticketNumber: payload.ticket_number, payments: rows };
}

/** Points go back to the account that earned them, whoever holds it now; where it is closed nobody has them any more. */
function memberPoints(
  core: TillCore,
  transaction: Transaction,
  plan: RefundPlan,
): Pick<Parameters<typeof refundPayload>[1], 'points'> {
  const accountId = plan.sold.ticket.loyalty?.account_id;
  if (accountId === undefined) return {};
  const account = transaction.account(branded<AccountRecord['accountId']>(accountId));
  if (account === undefined || account.state === 'closed') return {};
  return { points: { ...pointsOfRefund(plan, core.settings().loyalty), balanceBefore: account.balance } };
}

function addReceipt(
  core: TillCore,
  transaction: Transaction,
  rows: RefundRows & { readonly ticketId: TicketId; readonly deviceId: string },
): JobId {
  const { ticketId, ticketNumber, deviceId } = rows;
  const job = transaction.addJob({
    jobId: newId<JobId>(core),
    kind: 'receipt',
    state: 'queued',
    deviceId,
    document: receiptOf(core, transaction, rows),
    ticketId,
    ticketNumber,
  });
  return job.jobId;
}
