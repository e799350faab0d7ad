/**
 * The payload of a row by its kind. A row in hand was verified by its signature, or is about to be: who wrote it wrote
 * it with the types of `payloads.ts`, so that the kind vouches for the shape.
 */
import { assert } from '#base/assert.ts';
import type {
  ApprovalGivenPayload,
  CashCountedPayload,
  CashMovedPayload,
  DayClosedPayload,
  DayOpenedPayload,
  SessionClosedPayload,
  SessionOpenedPayload,
  SessionStepPayload,
  SettingsChangedPayload,
} from './cash-payloads.ts';
import type { EntryBody } from './entry.ts';
import type {
  AccountChangedPayload,
  AccountOpenedPayload,
  CardAssignedPayload,
  CardChangedPayload,
  ConsentRecordedPayload,
  PersonChangedPayload,
  PersonEnrolledPayload,
  PersonErasedPayload,
  PointsExpiredPayload,
} from './loyalty-payloads.ts';
import type {
  CashRoundedPayload,
  ClockAcceptedPayload,
  ClockSteppedPayload,
  ClosingDuplicatePayload,
  DevicesChangedPayload,
  DrawerOpenedPayload,
  DuplicatePayload,
  LineVoidedPayload,
  OperatorLockedOutPayload,
  OperatorSignedInPayload,
  OperatorSignedOutPayload,
  PaymentPayload,
  PrintResolvedPayload,
  TicketCancelledPayload,
  TicketPayload,
  TillStartedPayload,
} from './payloads.ts';
import type {
  AuthorityHandedOverPayload,
  GrantReceivedPayload,
  GrantReturnedPayload,
  HqEnrolledPayload,
  RefundReleasedPayload,
  RefundReservedPayload,
  StockCountedPayload,
  StockReceivedPayload,
} from './sync-payloads.ts';

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
  'session-suspended': SessionStepPayload;
  'session-resumed': SessionStepPayload;
  'session-blind-closed': SessionStepPayload;
  'count-begun': SessionStepPayload;
  'count-abandoned': SessionStepPayload;
  'cash-counted': CashCountedPayload;
  'session-closed': SessionClosedPayload;
  'day-closed': DayClosedPayload;
  'cash-moved': CashMovedPayload;
  'approval-given': ApprovalGivenPayload;
  'settings-changed': SettingsChangedPayload;
  'person-enrolled': PersonEnrolledPayload;
  'person-changed': PersonChangedPayload;
  'consent-recorded': ConsentRecordedPayload;
  'person-erased': PersonErasedPayload;
  'account-opened': AccountOpenedPayload;
  'account-changed': AccountChangedPayload;
  'card-assigned': CardAssignedPayload;
  'card-changed': CardChangedPayload;
  'points-expired': PointsExpiredPayload;
  'line-voided': LineVoidedPayload;
  'ticket-cancelled': TicketCancelledPayload;
  'drawer-opened': DrawerOpenedPayload;
  'devices-changed': DevicesChangedPayload;
  'print-resolved': PrintResolvedPayload;
  'duplicate-printed': DuplicatePayload;
  'closing-duplicate-printed': ClosingDuplicatePayload;
  'clock-stepped': ClockSteppedPayload;
  'clock-accepted': ClockAcceptedPayload;
  'till-started': TillStartedPayload;
  'hq-enrolled': HqEnrolledPayload;
  'authority-handed-over': AuthorityHandedOverPayload;
  'grant-received': GrantReceivedPayload;
  'grant-returned': GrantReturnedPayload;
  'refund-reserved': RefundReservedPayload;
  'refund-released': RefundReleasedPayload;
  'stock-received': StockReceivedPayload;
  'stock-counted': StockCountedPayload;
}

/** The payload of `entry`, which is of this kind; a Bug otherwise. */
export function payloadOf<Kind extends keyof PayloadByKind>(
  entry: Pick<EntryBody, 'kind' | 'payload'>,
  kind: Kind,
): PayloadByKind[Kind] {
  assert(entry.kind === kind, `a row of kind ${kind}, not ${entry.kind}`);
  return entry.payload as PayloadByKind[Kind];
}
