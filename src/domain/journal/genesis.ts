/**
 * The first row of a chain: who writes it, with which key, by which software, and what it continues. Everything that
 * is needed to check the rest of the chain stands here.
 */
import { fromBase64Url, toBase64Url } from './bytes.ts';
import type { NewEntry, Payload } from './entry.ts';

export const GENESIS_KIND = 'chain-opened';

/** The shop as its genesis names it. */
export interface ShopIdentity {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly countryCode: string;
  readonly registrationId: string;
  readonly vatId: string;
  readonly activityCode?: string;
  readonly currencyCode: string;
}

/** The software that opened the chain. */
export interface SoftwareIdentity {
  readonly version: string;
  /** SHA-256 of the software as delivered, hexadecimal. */
  readonly hash: string;
  /** SHA-256 of the fiscal module (journal, VAT, tickets), hexadecimal. */
  readonly fiscalModuleHash: string;
}

/** Totals over all tickets of a till since its first chain; never reset. */
export interface PerpetualTotals {
  /** Sales less refunds. */
  readonly netMinor: number;
  /** Sales plus refunds, each without its sign. */
  readonly absoluteMinor: number;
  readonly ticketCount: number;
}

/** The chain that a restored till goes on from, as far as it is known. */
export interface Continued {
  readonly chainId: string;
  readonly chainOrdinal: number;
  readonly seq: number;
  readonly hash: string;
  readonly perpetual: PerpetualTotals;
  /** What the head file had seen, where that is further than what could be restored: these rows are lost. */
  readonly lastKnown?: { readonly seq: number; readonly hash: string };
}

export interface Genesis {
  /** SubjectPublicKeyInfo of the journal key, DER. */
  readonly publicKey: Uint8Array;
  readonly chainOrdinal: number;
  readonly shop: ShopIdentity;
  readonly software: SoftwareIdentity;
  readonly continues?: Continued;
}

/** The entry that opens a chain. */
export function genesisEntry(entryId: string, genesis: Genesis): NewEntry {
  const { shop, software, continues } = genesis;
  return {
    entryId,
    family: 'L',
    kind: GENESIS_KIND,
    payload: {
      public_key: toBase64Url(genesis.publicKey),
      chain_ordinal: genesis.chainOrdinal,
      shop: {
        name: shop.name,
        address_lines: shop.addressLines,
        country_code: shop.countryCode,
        registration_id: shop.registrationId,
        vat_id: shop.vatId,
        activity_code: shop.activityCode,
        currency_code: shop.currencyCode,
      },
      software: {
        version: software.version,
        hash: software.hash,
        fiscal_module_hash: software.fiscalModuleHash,
      },
      continues: continues && {
        chain_id: continues.chainId,
        chain_ordinal: continues.chainOrdinal,
        seq: continues.seq,
        hash: continues.hash,
        perpetual_net_minor: continues.perpetual.netMinor,
        perpetual_absolute_minor: continues.perpetual.absoluteMinor,
        perpetual_ticket_count: continues.perpetual.ticketCount,
        last_known_seq: continues.lastKnown?.seq,
        last_known_hash: continues.lastKnown?.hash,
      },
    },
  };
}

/** The public key that a genesis payload carries; undefined where it carries none. */
export function genesisPublicKey(payload: Payload): Uint8Array | undefined {
  const text = payload['public_key'];
  return typeof text === 'string' && text !== '' ? fromBase64Url(text) : undefined;
}

/** The ordinal that a genesis payload carries; 1 is a till's first chain. */
export function genesisOrdinal(payload: Payload): number | undefined {
  const ordinal = payload['chain_ordinal'];
  return typeof ordinal === 'number' && Number.isSafeInteger(ordinal) && ordinal >= 1 ? ordinal : undefined;
}

/** The head of the chain that a genesis goes on from; undefined in a till's first chain. */
export function genesisContinues(payload: Payload): { chainId: string; seq: number; hash: string } | undefined {
  const continues = payload['continues'];
  if (typeof continues !== 'object' || continues === null || Array.isArray(continues)) return undefined;
  const { chain_id: chainId, seq, hash } = continues as Payload;
  if (typeof chainId !== 'string' || typeof seq !== 'number' || typeof hash !== 'string') return undefined;
  return { chainId, seq, hash };
}
