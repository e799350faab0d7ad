/** Reservations that nobody uses and nobody gives back: listed, and freed by somebody who answers for it. */
import { decided, note, type Decided, type Decider } from '../accounts/decisions.ts';
import type { HqCore } from '../core.ts';
import type { HqReads, RowOf } from '../store/port.ts';
import { OPEN_RESERVATION, REFUND_RESERVATION, REFUND_TICKET } from './tables.ts';

/** What a chain has reserved and not used, of whichever tickets. */
export async function readReservationsOfChain(
  reads: HqReads,
  chainId: string,
  limit: number,
): Promise<readonly RowOf<typeof REFUND_RESERVATION>[]> {
  const open = await reads.scan(OPEN_RESERVATION, { prefix: [chainId], limit });
  return reads.getMany(
    REFUND_RESERVATION,
    open.map(({ ticket_id, reservation_id }) => [ticket_id, reservation_id]),
  );
}

/** Frees reserved lines. The till that has them may yet refund them: that is then listed. */
export async function writeOffReservation(
  core: HqCore,
  input: { readonly ticketId: string; readonly reservationId: string },
  by: Decider,
): Promise<Decided<'unknown-reservation' | 'nothing-left'>> {
  return decided(core, async (transaction) => {
    await transaction.lock(REFUND_TICKET, [input.ticketId]);
    const row = await transaction.get(REFUND_RESERVATION, [input.ticketId, input.reservationId]);
    if (row === undefined) return { refused: 'unknown-reservation' };
    if (row.state !== 'open') return { refused: 'nothing-left' };
    const closed = { state: 'written-off', closed_by: by.userId, reason: by.reason };
    await transaction.put(REFUND_RESERVATION, [{ ...row, ...closed }]);
    await transaction.remove(OPEN_RESERVATION, [[row.chain_id, row.ticket_id, row.reservation_id]]);
    await note(core, transaction, by, { subjectId: input.ticketId, what: 'reservation-written-off', amount: null });
    return { streams: [] };
  });
}
