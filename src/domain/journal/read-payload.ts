/**
 * The payload of a row by its kind. A row in hand was verified by its signature, or is about to be: who wrote it wrote
 * it with the types of `payloads.ts`, so that the kind vouches for the shape.
 */
import { assert } from '#base/assert.ts';
import type { EntryBody } from './entry.ts';
import type {
  CashRoundedPayload,
  ClockAcceptedPayload,
  ClockSteppedPayload,
  DayOpenedPayload,
  DevicesChangedPayload,
  DrawerOpenedPayload,
  DuplicatePayload,
  LineVoidedPayload,
  OperatorLockedOutPayload,
  OperatorSignedInPayload,
  OperatorSignedOutPayload,
  PaymentPayload,
  PrintResolvedPayload,
  SessionClosedPayload,
  SessionOpenedPayload,
  TicketCancelledPayload,
  TicketPayload,
  TillStartedPayload,
} from './payloads.ts';

/** Every kind of row of this version but the genesis. */
export interface PayloadByKind {
  'ticket-validated': TicketPayload;
  'payment-received': PaymentPayload;
  'cash-rounded': CashRoundedPayload;
  'operator-signed-in': OperatorSignedInPayload;
  'operator-signed-out': OperatorSignedOutPayload;
  'operator-locked-out': OperatorLockedOutPayload;
  'day-opened': DayOpenedPayload;
  'session-opened': SessionOpenedPayload;
  'session-closed': SessionClosedPayload;
  'line-voided': LineVoidedPayload;
  'ticket-cancelled': TicketCancelledPayload;
  'drawer-opened': DrawerOpenedPayload;
  'devices-changed': DevicesChangedPayload;
  'print-resolved': PrintResolvedPayload;
  'duplicate-printed': DuplicatePayload;
  'clock-stepped': ClockSteppedPayload;
  'clock-accepted': ClockAcceptedPayload;
  'till-started': TillStartedPayload;
}

/** The payload of `entry`, which is of this kind; a Bug otherwise. */
export function payloadOf<Kind extends keyof PayloadByKind>(
  entry: Pick<EntryBody, 'kind' | 'payload'>,
  kind: Kind,
): PayloadByKind[Kind] {
  assert(entry.kind === kind, `a row of kind ${kind}, not ${entry.kind}`);
  return entry.payload as PayloadByKind[Kind];
}
