/**
 * What the screen paints, worked out from the state of the till. Nothing here decides anything.
 */
import { present } from '#base/assert.ts';
import type {
  JobView,
  NoticeView,
  OperatorView,
  PageDevice,
  ProductView,
  StationView,
  StatusView,
  TicketSummary,
} from '#contract/screen/views.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { DeviceHealth } from '#main/hardware/port.ts';
import type { Job, OperatorRecord, TicketRecord } from '#main/store/port.ts';
import { type TillCore, mayDo } from './core.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { operatorName } from './receipt.ts';
import type { Station } from './station.ts';
import { stockHere } from './stock/stock.ts';

/** Jobs that the strip speaks of one by one. */
const JOB_NOTICES_MAX = 10;
const MINUTE_MS = 60_000;

/** The topic `station`. */
export function stationView(core: TillCore, station: Station): StationView {
  const { shop, currency } = core;
  return {
    stationId: station.id,
    operator: station.operator === null ? null : operatorView(core, station.operator),
    operators: core.ports.store
      .operators()
      .map(({ id, name, role }) => ({ id, name, role, mayApprove: mayDo(core, { role }, 'approve') })),
    shop: {
      name: shop.name,
      currency: { code: currency.code, exponent: currency.exponent, cashUnitMinor: currency.cashUnitMinor },
      receiptLanguage: shop.receiptLanguage,
      printByDefault: shop.printByDefault,
      timeZone: shop.timeZone,
      demonstration: DEMONSTRATION,
      version: core.ports.software.version,
    },
    pageDevices: pageDevices(core),
  };
}

function pageDevices(core: TillCore): PageDevice[] {
  return core.hardware.devices().flatMap(({ id, kind, address, layout, repeatMs }) => {
    const via = address === 'wedge:' ? 'wedge' : address === 'camera:' ? 'camera' : null;
    if (via === null || (kind !== 'scanner' && kind !== 'card')) return [];
    return [
      { id, kind, via, ...(layout === undefined ? {} : { layout }), ...(repeatMs === undefined ? {} : { repeatMs }) },
    ];
  });
}

function operatorView(core: TillCore, { id, name, role }: OperatorRecord): OperatorView {
  return { id, name, role, rights: [...core.settings().roles[role].rights] };
}

/** A print job as the screen knows it. */
export function jobView(job: Job): JobView {
  return {
    jobId: job.jobId,
    kind: job.kind,
    state: job.state,
    ...(job.fault === undefined ? {} : { fault: job.fault }),
    ...(job.ticketNumber === undefined ? {} : { ticketNumber: job.ticketNumber }),
  };
}

/** How it stands with headquarters; nothing is unsent where there is none. */
function hqPart(core: TillCore): Pick<StatusView, 'network' | 'unsentCount' | 'unsentOldestMs' | 'hqRefusal'> {
  const { link, refusal, unsent, oldestUnsentMs } = core.hq.status();
  if (link === 'standalone') return { network: link, unsentCount: null, unsentOldestMs: null, hqRefusal: null };
  return { network: link, unsentCount: unsent, unsentOldestMs: oldestUnsentMs, hqRefusal: refusal };
}

/** The topic `status`. */
export function statusView(core: TillCore): StatusView {
  const { store, catalogue, copy } = core.ports;
  return {
    tillId: store.identity.tillId,
    businessDay: store.openDay(),
    sessionId: store.openSession(),
    ...hqPart(core),
    copy: copy.status(),
    devices: core.hardware.health().map(deviceView),
    notices: [...jobNotices(core), ...core.notices.list()],
    demonstration: DEMONSTRATION,
    keyStore: 'file',
    catalogueProducts: catalogue.count(),
    priceListMs: priceListAgeMs(core),
  };
}

/** To the minute: the strip is not sent again for a second. */
function priceListAgeMs(core: TillCore): number | null {
  const knownMs = core.ports.catalogue.priceListMs();
  if (knownMs === null) return null;
  return Math.floor(Math.max(0, core.hq.trustedMs() - knownMs) / MINUTE_MS) * MINUTE_MS;
}

function deviceView({ deviceId, kind, name, state, fault }: DeviceHealth): StatusView['devices'][number] {
  return { id: deviceId, kind, name, state, ...(fault === undefined ? {} : { fault }) };
}

/** What waits for an operator: jobs whose outcome nobody knows, and those that a fault holds up. */
function jobNotices(core: TillCore): readonly NoticeView[] {
  const waiting = core.ports.store
    .openJobs()
    .filter((job) => job.state === 'unknown' || (job.state === 'queued' && job.fault !== undefined));
  return waiting.slice(0, JOB_NOTICES_MAX).map((job) => ({
    id: `job:${job.jobId}`,
    level: job.state === 'unknown' ? 'alarm' : 'warning',
    code: job.state === 'unknown' ? 'job-unknown' : present(job.fault, 'the fault of a waiting job'),
    params: { jobs: waiting.length, ticket: job.ticketNumber ?? '' },
    atMs: 0,
    job: jobView(job),
  }));
}

/**
 * A product as search shows it, with the stock as this till knows it; without it while cash is counted, because the stock
 * would say what was sold.
 */
export function productView(core: TillCore, product: Product, isStockShown: boolean): ProductView {
  const stockMilli = isStockShown ? stockHere(core, product.id) : undefined;
  const gtin = product.gtins[0];
  return {
    id: product.id,
    name: product.name,
    unit: product.unit,
    priceMinor: product.priceMinor,
    vatRateBasisPoints: product.vatRateBasisPoints,
    ...(product.brand === undefined ? {} : { brand: product.brand }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(product.plu === undefined ? {} : { plu: product.plu }),
    ...(product.category === undefined ? {} : { category: product.category }),
    ...(stockMilli === undefined ? {} : { stockMilli }),
  };
}

/** A validated ticket in the list of recent ones. */
export function ticketSummary(core: TillCore, ticket: TicketRecord): TicketSummary {
  return {
    ticketId: ticket.ticketId,
    number: ticket.number,
    isRefund: payloadOf(ticket.entry, 'ticket-validated').transaction === 'refund',
    atMs: ticket.atMs,
    totalMinor: ticket.dueMinor,
    operatorName: operatorName(core.ports.store, ticket.operatorId),
    copies: ticket.copies,
    receipt: ticket.receiptJob === null ? null : jobView(ticket.receiptJob),
  };
}
