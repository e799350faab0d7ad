/** The journal: one append-only, hash-chained, signed list of facts per till. Door of the folder. */
export { atText, wallMsOf } from './at.ts';
export { fromBase64Url, fromHex, toBase64Url, toHex } from './bytes.ts';
export { headAfter, linkHash, sealRow } from './chain.ts';
export type { ChainHead, ChainIdentity } from './chain.ts';
export { JOURNAL_VERSION } from './entry.ts';
export type { Entry, EntryBody, Family, NewEntry, Payload } from './entry.ts';
export { GENESIS_KIND, genesisContinues, genesisEntry, genesisOrdinal, genesisPublicKey } from './genesis.ts';
export type { Continued, Genesis, PerpetualTotals, ShopIdentity, SoftwareIdentity } from './genesis.ts';
export { entryOf, GENESIS_PREV_HASH, parseRow, rowText } from './row.ts';
export type { Row } from './row.ts';
export { isLow, lowered } from './signature.ts';
export type { JournalCrypto, JournalSigner } from './signature.ts';
export { ChainVerifier, isSealed } from './verify-chain.ts';
export type { ChainOrigin, Flaw, FlawReason } from './verify-chain.ts';
export { CLOSING_KINDS, ClosingsVerifier } from './verify-closings.ts';
export { dueOf, goneLines, paymentPayloads, ticketPayload } from './build-payloads.ts';
export type { SaleBalances } from './build-payloads.ts';
export type {
  ClosingDuplicatePayload,
  DuplicatePayload,
  DuplicateReason,
  StockMovementPayload,
  TicketLinePayload,
  TicketPayload,
  TillStartedPayload,
  VatRowPayload,
} from './payloads.ts';
export { payloadOf } from './read-payload.ts';
export type { PayloadByKind } from './read-payload.ts';
export type {
  ApprovalGivenPayload,
  ApprovedAction,
  CashCountedPayload,
  CashMovedPayload,
  CountedMethodPayload,
  DayClosedPayload,
  DenominationPayload,
  DrawerPayload,
  SessionClosedPayload,
  SumPayload,
  SumWithRefundsPayload,
  TenderMethod,
} from './cash-payloads.ts';
export type {
  AccountKind,
  AccountOpenedPayload,
  AccountUnit,
  BalanceMovementPayload,
  CardAssignedPayload,
} from './loyalty-payloads.ts';
export type {
  AuthorityHandedOverPayload,
  GrantReceivedPayload,
  GrantReturnedPayload,
  HqEnrolledPayload,
  RefundReservedPayload,
  SpendingAuthority,
  StockCountedPayload,
  StockReceivedPayload,
} from './sync-payloads.ts';
