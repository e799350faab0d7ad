/** What of a ticket can be brought back, for the page: found by its id or by the number on the receipt. */
import { branded } from '#base/brand.ts';
import type { PersonId, TicketId } from '#base/brand.ts';
import type { QueryAnswer, QueryInput } from '#contract/screen/screen.ts';
import type { Refundable } from '#contract/screen/views.ts';
import { typedTicketNumber } from '#domain/barcode/barcode.ts';
import { refundableLines, refundableMethods, wantedMinor } from '#domain/refund/refund.ts';
import type { TicketRecord } from '#main/store/port.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import { type TillCore, missingRight } from './core.ts';
import { ticketHere } from './own-receipt.ts';
import { isAtHeadquarters } from './refund-reservation.ts';
import { type Returnable, returnable, returnableElsewhere as readElsewhere } from './returnable.ts';
import type { Station } from './station.ts';

/** Null for an unknown ticket, without the right, and where the ticket may not be seen now. */
export function refundable(
  core: TillCore,
  station: Station,
  input: QueryInput<'refundable'>,
): QueryAnswer<'refundable'> {
  if (missingRight(core, station, 'refund') !== null) return { ticket: null };
  const record = input.elsewhere === true ? undefined : ownTicket(core, input);
  if (record === undefined) return refundableElsewhere(core, input);
  if (isHidden(hiddenNow(core.ports.store), record.entry)) return { ticket: null };
  const own = returnable(core, record.ticketId);
  if (own === undefined) return { ticket: null };
  if (isAtHeadquarters(core, own)) core.elsewhere.lookUpOwn(own.ticketId);
  return answerOf(core, own, input);
}

function answerOf(
  core: TillCore,
  ticket: Returnable,
  { lines = [] }: QueryInput<'refundable'>,
): QueryAnswer<'refundable'> {
  const { sold, before } = ticket;
  const minor = sold === null || lines.length === 0 ? null : wantedMinor(sold, before, lines);
  return { ticket: viewOf(core, ticket), wantedMinor: minor };
}

/** A ticket that is unknown here: headquarters is asked, and the page looks again when the answer has come. */
function refundableElsewhere(core: TillCore, input: QueryInput<'refundable'>): QueryAnswer<'refundable'> {
  const { ticketId, number } = input;
  const looked = core.elsewhere.lookUp({
    ...(ticketId === undefined ? {} : { ticketId }),
    ...(number === undefined ? {} : typedTicketNumber(number)),
  });
  if (looked === null) return { ticket: null };
  const ticket = looked.ticket === null ? undefined : readElsewhere(core.ports.store, looked.ticket);
  if (ticket === undefined) return { ticket: null, elsewhere: looked.state === 'found' ? 'unknown' : looked.state };
  return { ...answerOf(core, ticket, input), elsewhere: 'found' };
}

function ownTicket(core: TillCore, { ticketId, number }: QueryInput<'refundable'>): TicketRecord | undefined {
  const { store } = core.ports;
  if (ticketId !== undefined) return store.ticket(branded<TicketId>(ticketId));
  return number === undefined ? undefined : ticketHere(store, typedTicketNumber(number));
}

function viewOf(core: TillCore, ticket: Returnable): Refundable {
  const { store } = core.ports;
  const { ticketId, number, atMs, totalMinor, sold, before } = ticket;
  const soldAt = ticket.soldAt && { ...ticket.soldAt };
  const head = { ticketId, number, atMs, totalMinor, soldAt };
  // A refund itself: nothing of it comes back.
  if (sold === null) return { ...head, lines: [], methods: [], memberName: null };
  const personId = sold.ticket.loyalty?.person_id;
  return {
    ...head,
    lines: refundableLines(sold, before).map(({ line, refundedMilli, refundableMinor, why }) => ({
      lineId: line.line_id,
      label: line.label,
      unit: line.unit,
      quantityMilli: line.quantity_milli,
      refundedMilli,
      grossMinor: line.gross_minor,
      refundableMinor,
      why,
    })),
    methods: refundableMethods(sold, before).map((way) => ({ ...way })),
    memberName: personId === undefined ? null : (store.person(branded<PersonId>(personId))?.fields.name ?? null),
  };
}
