/**
 * Queries: read, change nothing. Who is not signed in, or has no right to see, sees nothing.
 */
import { type TicketId, branded } from '#base/brand.ts';
import type { QueryAnswer, QueryInput, QueryName } from '#contract/screen/screen.ts';
import { cleanText } from '#base/text.ts';
import { devicesText } from '#main/hardware/devices-file.ts';
import { type TillCore, missingRight } from './core.ts';
import { receiptOf } from './receipt.ts';
import type { Station } from './station.ts';
import { jobView, productView, ticketSummary } from './views.ts';

type Answers = {
  readonly [Name in QueryName]: (core: TillCore, station: Station, input: QueryInput<Name>) => QueryAnswer<Name>;
};

/** One function a query. */
export const answers: Answers = {
  search(core, station, { text, limit }) {
    if (missingRight(station, 'sell') !== null) return { products: [] };
    return {
      products: core.ports.catalogue.search(cleanText(text), limit).map((product) => productView(core, product)),
    };
  },
  tickets(core, station, { limit }) {
    if (missingRight(station, 'see-tickets') !== null) return { tickets: [] };
    return { tickets: core.ports.store.tickets(limit).map((ticket) => ticketSummary(core, ticket)) };
  },
  receipt(core, station, { ticketId }) {
    const { store } = core.ports;
    const ticket = store.ticket(branded<TicketId>(ticketId));
    if (ticket === undefined || missingRight(station, 'see-tickets') !== null) return { document: null };
    const document = receiptOf(core, store, { ticket: ticket.entry, payments: store.payments(ticket.ticketId) });
    return { document: JSON.parse(JSON.stringify(document)) as QueryAnswer<'receipt'>['document'] };
  },
  jobs(core, station) {
    return missingRight(station, 'signed-in') === null
      ? { jobs: core.ports.store.openJobs().map(jobView) }
      : { jobs: [] };
  },
  deviceSetUp(core, station) {
    return { text: missingRight(station, 'manage-devices') === null ? devicesText(core.hardware.devices()) : null };
  },
  ping: () => ({}),
};
