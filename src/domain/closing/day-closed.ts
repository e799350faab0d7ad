/**
 * The row of a Z: the figures of its day, and the perpetual totals, which are those of the last Z and the day, and are
 * never reset (CGI art. 286-I-3° bis; BOI-TVA-DECLA-30-10-30 §210).
 */
import type { DayClosedPayload, PerpetualTotals } from '#domain/journal/journal.ts';
import { type Outstanding, reportFigures } from './figures.ts';
import type { ClosingState } from './fold.ts';

/** The payload of the G row that closes a day. */
export function dayClosedPayload(
  state: ClosingState,
  closing: {
    readonly businessDay: string;
    readonly zNumber: number;
    readonly currency: string;
    readonly stationId: string;
    readonly utcOffsetMinutes: number;
    readonly outstanding: Outstanding;
    /** The chain that closes the day, and its last row: a day may have begun before a restore. */
    readonly chainId: string;
    readonly headSeq: number;
    /** As the last Z left them; zero before the first. */
    readonly perpetualBefore: PerpetualTotals;
    readonly demonstration: boolean;
  },
): DayClosedPayload {
  const { perpetualBefore } = closing;
  const place = state.place?.chainId === closing.chainId ? state.place : null;
  const refundsMinor = state.refunds.amount_minor;
  return {
    ...reportFigures(state, closing),
    z_number: closing.zNumber,
    station_id: closing.stationId,
    utc_offset_minutes: closing.utcOffsetMinutes,
    ...(place === null ? {} : { first_seq: place.firstSeq }),
    last_seq: place?.lastSeq ?? closing.headSeq,
    sessions: state.sessions,
    perpetual_net_minor: perpetualBefore.netMinor + state.sales.amount_minor + refundsMinor,
    perpetual_absolute_minor: perpetualBefore.absoluteMinor + state.sales.amount_minor - refundsMinor,
    perpetual_ticket_count: perpetualBefore.ticketCount + state.sales.count + state.refunds.count,
    demonstration: closing.demonstration,
  };
}
