/**
 * Faults: trouble of a device, a disk or a network, classified once at the edge. Every code has its line in
 * docs/faults.md (cause, what the cashier sees, what support does); a test holds list and page to each other.
 */
export const FAULT_CODES = [
  'store.disk-full',
  'store.read-only',
  'store.corrupt',
  'store.from-the-future',
  'store.migration-changed',
  'store.locked',
  'store.io',
  'store.key-missing',
  'store.chain-broken',
  'store.behind-witness',
  'copy.unreachable',
  'catalogue.unreadable',
  'catalogue.import-failed',
  'clock.stepped',
  'clock.implausible',
  'device.unreachable',
  'device.lost',
  'device.address-invalid',
  'device.driver-disabled',
  'device.profile-unknown',
  'device.file-invalid',
  'device.file-not-written',
  'device.busy',
  'device.no-permission',
  'device.no-answer',
  'device.no-binding',
  'device.types-keys',
  'devices.process-lost',
  'printer.paper-out',
  'printer.paper-near-end',
  'printer.cover-open',
  'printer.offline',
  'printer.error',
  'printer.cannot-draw',
  'printer.outcome-unknown',
  'printer.queue-missing',
  'printer.not-a-printer',
  'drawer.left-open',
  'file.not-drawn',
  'card.no-service',
  'card.no-reader',
  'card.reader-stalled',
  'camera.denied',
  'camera.lost',
  'till.process-lost',
  'till.bug',
  'till.overloaded',
  'wire.malformed',
  'hq.database-away',
  'hq.schema-differs',
  'hq.data-in-use',
  'hq.data-unusable',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

/** A classified fault. `detail` is for the log and for support; the screen shows the code's own words. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly detail: string;

  constructor(code: FaultCode, detail: string, options?: { readonly cause?: unknown }) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}
