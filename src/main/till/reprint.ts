/**
 * A copy of a receipt on request. A sale validated without paper has its first print here, as copy number 1.
 */
import type { TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import { type Command, type Handled, type TillCore, commit, refused } from './core.ts';
import { addDuplicate } from './duplicate.ts';

/** Prints a duplicate of a validated ticket. */
export function reprint(core: TillCore, command: Command, input: CommandInput<'reprint'>): Handled<Outcome<'reprint'>> {
  const ticket = core.ports.store.ticket(branded<TicketId>(input.ticketId));
  if (ticket === undefined) return refused('ticket_unknown');
  if (isHidden(hiddenNow(core.ports.store), ticket.entry)) return refused('session_counting');
  const printer = core.hardware.receiptPrinter();
  if (printer === null) return refused('no_printer');
  const isFirst = ticket.receiptJob === null && ticket.copies === 0;
  const outcome = commit(core, command, (transaction) => {
    const copy = addDuplicate(core, transaction, {
      station: command.station,
      ticket,
      deviceId: printer.deviceId,
      reason: isFirst ? 'first-print-after-sale' : 'customer-request',
    });
    return { kind: 'done' as const, ...copy };
  });
  if (outcome.kind === 'done') core.wakePrinting();
  return { outcome, kept: true };
}
