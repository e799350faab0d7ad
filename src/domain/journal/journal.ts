/** The journal: one append-only, hash-chained, signed list of facts per till. Door of the folder. */
export { atText, wallMsOf } from './at.ts';
export { fromBase64Url, fromHex, toBase64Url, toHex } from './bytes.ts';
export { headAfter, sealRow } from './chain.ts';
export type { ChainHead, ChainIdentity } from './chain.ts';
export { JOURNAL_VERSION } from './entry.ts';
export type { Entry, EntryBody, Family, NewEntry, Payload } from './entry.ts';
export { GENESIS_KIND, genesisContinues, genesisEntry, genesisOrdinal, genesisPublicKey } from './genesis.ts';
export type { Continued, Genesis, PerpetualTotals, ShopIdentity, SoftwareIdentity } from './genesis.ts';
export { entryOf, parseRow, rowText } from './row.ts';
export type { Row } from './row.ts';
export type { JournalCrypto, JournalSigner } from './signature.ts';
export { ChainVerifier, isSealed } from './verify-chain.ts';
export type { Flaw, FlawReason } from './verify-chain.ts';
export { goneLines, paymentPayloads, ticketPayload } from './build-payloads.ts';
export type {
  DuplicatePayload,
  DuplicateReason,
  TicketLinePayload,
  TicketPayload,
  TillStartedPayload,
} from './payloads.ts';
export { payloadOf } from './read-payload.ts';
export type { PayloadByKind } from './read-payload.ts';
