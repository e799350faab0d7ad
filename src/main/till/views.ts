/**
 * What the screen paints, worked out from the state of the till. Nothing here decides anything.
 */
import { present } from '#base/assert.ts';
import type {
  BasketView,
  JobView,
  LineView,
  NoticeView,
  OperatorView,
  PageDevice,
  ProductView,
  StationView,
  StatusView,
  TicketSummary,
} from '#contract/screen/views.ts';
import { type BasketLine, articleCount, basketTotals } from '#domain/basket/basket.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { roundToCashUnit } from '#domain/money/money.ts';
import { rightsOf } from '#domain/operator/operator.ts';
import { quickAmounts } from '#domain/tender/tender.ts';
import type { DeviceHealth } from '#main/hardware/port.ts';
import type { Job, OperatorRecord, TicketRecord } from '#main/store/port.ts';
import type { TillCore } from './core.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { tenderOf } from './pay.ts';
import { operatorName } from './receipt.ts';
import type { Station } from './station.ts';

/** Jobs that the strip speaks of one by one. */
const JOB_NOTICES_MAX = 10;

/** The topic `station`. */
export function stationView(core: TillCore, station: Station): StationView {
  const { shop, currency } = core;
  return {
    stationId: station.id,
    operator: station.operator === null ? null : operatorView(station.operator),
    operators: core.ports.store.operators().map(({ id, name, role }) => ({ id, name, role })),
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

function operatorView({ id, name, role }: OperatorRecord): OperatorView {
  return { id, name, role, rights: [...rightsOf(role)] };
}

/** The topic `basket`. */
export function basketView(core: TillCore, station: Station): BasketView {
  const { basket } = station;
  const totals = basketTotals(basket.lines);
  return {
    ticketId: basket.ticketId,
    version: basket.version,
    lines: basket.lines.map(lineView),
    totalMinor: totals.grossMinor,
    cashTotalMinor: roundToCashUnit(totals.grossMinor, core.currency),
    articleCount: articleCount(basket.lines),
    vat: totals.rows.map(({ rateBasisPoints, grossMinor, netMinor, vatMinor }) => ({
      rateBasisPoints,
      grossMinor,
      netMinor,
      vatMinor,
    })),
    quickAmountsMinor: basket.lines.length === 0 ? [] : [...quickAmounts(totals.grossMinor, core.currency)],
    nextQuantityMilli: station.nextQuantityMilli,
    notice: station.notice,
    lastTicket: lastTicketView(core, station),
  };
}

function lineView(line: BasketLine): LineView {
  const { lineId, productId, label, unit, quantityMilli, unitPriceMinor, grossMinor, vatRateBasisPoints, kind } = line;
  return {
    lineId,
    productId,
    label,
    unit,
    quantityMilli,
    unitPriceMinor,
    grossMinor,
    vatRateBasisPoints,
    kind,
    ...(line.brand === undefined ? {} : { brand: line.brand }),
    ...(line.gtin === undefined ? {} : { gtin: line.gtin }),
    ...(line.ageLimitYears === undefined ? {} : { ageLimitYears: line.ageLimitYears }),
  };
}

function lastTicketView(core: TillCore, station: Station): BasketView['lastTicket'] {
  if (station.lastTicketId === null) return null;
  const { store } = core.ports;
  const ticket = store.ticket(station.lastTicketId);
  if (ticket === undefined) return null;
  return {
    ticketId: ticket.ticketId,
    number: ticket.number,
    totalMinor: ticket.totalMinor,
    ...tenderOf(store, ticket.ticketId),
    receipt: ticket.receiptJob === null ? null : jobView(ticket.receiptJob),
  };
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

/** The topic `status`. */
export function statusView(core: TillCore): StatusView {
  const { store, catalogue, copy } = core.ports;
  return {
    tillId: store.identity.tillId,
    businessDay: store.openDay(),
    sessionId: store.openSession(),
    network: 'standalone',
    unsentCount: null,
    unsentOldestMs: null,
    copy: copy.status(),
    devices: core.hardware.health().map(deviceView),
    notices: [...jobNotices(core), ...core.notices.list()],
    demonstration: DEMONSTRATION,
    keyStore: 'file',
    catalogueProducts: catalogue.count(),
  };
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

/** A product as search shows it, with the stock as this till knows it. */
export function productView(core: TillCore, product: Product): ProductView {
  const { catalogue, store } = core.ports;
  const importedMilli = catalogue.importedStockMilli(product.id);
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
    ...(importedMilli === undefined ? {} : { stockMilli: importedMilli + (store.stockMilli(product.id) ?? 0) }),
  };
}

/** A validated ticket in the list of recent ones. */
export function ticketSummary(core: TillCore, ticket: TicketRecord): TicketSummary {
  return {
    ticketId: ticket.ticketId,
    number: ticket.number,
    atMs: ticket.atMs,
    totalMinor: ticket.totalMinor,
    operatorName: operatorName(core.ports.store, ticket.operatorId),
    copies: ticket.copies,
    receipt: ticket.receiptJob === null ? null : jobView(ticket.receiptJob),
  };
}
