/**
 * Queries: read, change nothing. Who is not signed in, or has no right to see, sees nothing.
 */
import { type TicketId, branded } from '#base/brand.ts';
import type { QueryAnswer, QueryInput, QueryName } from '#contract/screen/screen.ts';
import { cleanText } from '#base/text.ts';
import { devicesText } from '#main/hardware/devices-file.ts';
import { type TillCore, missingRight } from './core.ts';
import { cashAnswers } from './cash/cash.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import { hqAnswers } from './headquarters/headquarters.ts';
import { memberAnswers } from './members/members.ts';
import { closingCsv } from '#domain/closing-file/closing-file.ts';
import { closingFile } from './export-closing.ts';
import { receiptOf } from './receipt.ts';
import { refundable } from './refundable.ts';
import type { Station } from './station.ts';
import { jobView, productView, ticketSummary } from './views.ts';

/** One function a query. */
export type Answers<Name extends QueryName = QueryName> = {
  readonly [Each in Name]: (core: TillCore, station: Station, input: QueryInput<Each>) => QueryAnswer<Each>;
};

type OwnName = 'search' | 'tickets' | 'receipt' | 'refundable' | 'closingCsv' | 'jobs' | 'deviceSetUp' | 'ping';

const ownAnswers: Answers<OwnName> = {
  search(core, station, { text, limit }) {
    if (missingRight(core, station, 'sell') !== null) return { products: [] };
    const found = core.ports.catalogue.search(cleanText(text), limit);
    const isStockShown = hiddenNow(core.ports.store) !== 'all';
    return { products: found.map((product) => productView(core, product, isStockShown)) };
  },
  tickets(core, station, { limit }) {
    if (missingRight(core, station, 'see-tickets') !== null) return { tickets: [] };
    const { store } = core.ports;
    const hidden = hiddenNow(store);
    if (hidden === 'all') return { tickets: [] };
    const shown = store.tickets(limit).filter((ticket) => hidden.size === 0 || !isHidden(hidden, ticket.entry));
    return { tickets: shown.map((ticket) => ticketSummary(core, ticket)) };
  },
  receipt(core, station, { ticketId }) {
    const { store } = core.ports;
    const ticket = store.ticket(branded<TicketId>(ticketId));
    if (ticket === undefined || missingRight(core, station, 'see-tickets') !== null) return { document: null };
    if (isHidden(hiddenNow(store), ticket.entry)) return { document: null };
    const document = receiptOf(core, store, { ticket: ticket.entry, payments: store.payments(ticket.ticketId) });
    return { document: JSON.parse(JSON.stringify(document)) as QueryAnswer<'receipt'>['document'] };
  },
  refundable,
  closingCsv(core, station, { businessDay }) {
    const closing = missingRight(core, station, 'see-closings') === null ? closingFile(core, businessDay) : null;
    return { text: closing === null ? null : closingCsv(closing) };
  },
  jobs(core, station) {
    return missingRight(core, station, 'signed-in') === null
      ? { jobs: core.ports.store.openJobs().map(jobView) }
      : { jobs: [] };
  },
  deviceSetUp(core, station) {
    return {
      text: missingRight(core, station, 'manage-devices') === null ? devicesText(core.hardware.devices()) : null,
    };
  },
  ping: () => ({}),
};

/** All of them. */
export const answers: Answers = { ...ownAnswers, ...cashAnswers, ...memberAnswers, ...hqAnswers };
