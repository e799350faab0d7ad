/**
 * Checking a chain row by row, holding nothing but where it stands: bytes, hash, link, numbers, family links, one
 * key from its genesis on, one identity, every signature. The first flaw is final: what comes after a bad row says
 * nothing.
 */
import { isCanonicalJson } from '#base/canonical-json.ts';

import { wallMsOf } from './at.ts';
import { fromBase64Url, fromHex, sameBytes } from './bytes.ts';
import { headAfter, isFiscal, linkHash, type ChainHead } from './chain.ts';
import { JOURNAL_VERSION, type Family, type Payload } from './entry.ts';
import { GENESIS_KIND, genesisOrdinal, genesisPublicKey } from './genesis.ts';
import { bodyBytes, GENESIS_PREV_HASH, type Row } from './row.ts';
import { isLow, signedMessage, type JournalCrypto } from './signature.ts';

/** The first bad row of a chain and what is wrong with it. */
export interface Flaw {
  /** The seq where the row should stand. */
  readonly seq: number;
  readonly reason: FlawReason;
  readonly detail: string;
}

export type FlawReason =
  | 'format'
  | 'canonical'
  | 'hash'
  | 'link'
  | 'sequence'
  | 'family-sequence'
  | 'family-link'
  | 'identity'
  | 'genesis'
  | 'signature';

const FAMILIES: readonly string[] = ['T', 'I', 'P', 'B', 'G', 'L', 'C', 'A', 'X', 'M'] satisfies readonly Family[];

/** Who writes a chain and with which key, as its genesis says. */
export interface ChainOrigin {
  readonly chainId: string;
  readonly tillId: string;
  readonly taxpayerId: string;
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  readonly ordinal: number;
}

/** One chain being checked, row by row. */
export class ChainVerifier {
  readonly #crypto: JournalCrypto;
  #origin: ChainOrigin | undefined;
  #head: ChainHead | undefined;
  #flaw: Flaw | undefined;

  /** From its genesis, or `from` where its rows up to a head were checked before. */
  constructor(crypto: JournalCrypto, from?: { readonly head: ChainHead; readonly origin: ChainOrigin }) {
    this.#crypto = crypto;
    this.#head = from?.head;
    this.#origin = from?.origin;
  }

  /** Takes the next row; the chain's first flaw if there is one by now. */
  push(row: Row): Flaw | undefined {
    if (this.#flaw !== undefined) return this.#flaw;
    const wrong = this.#check(row);
    if (wrong === undefined) this.#head = headAfter(this.#head, row);
    else this.#flaw = { seq: (this.#head?.seq ?? 0) + 1, ...wrong };
    return this.#flaw;
  }

  /** Records that the next row could not even be read. */
  refuse(detail: string): Flaw {
    this.#flaw ??= { seq: (this.#head?.seq ?? 0) + 1, reason: 'format', detail };
    return this.#flaw;
  }

  /** Where the good part of the chain ends. */
  get head(): ChainHead | undefined {
    return this.#head;
  }

  get flaw(): Flaw | undefined {
    return this.#flaw;
  }

  /** Who writes the chain, once its genesis was good. */
  get origin(): ChainOrigin | undefined {
    return this.#origin;
  }

  /** The chain's ordinal, once its genesis was good. */
  get ordinal(): number | undefined {
    return this.#origin?.ordinal;
  }

  #check(row: Row): Omit<Flaw, 'seq'> | undefined {
    const head = this.#head;
    const hash = fromHex(row.hash);
    const signature = fromBase64Url(row.signature);
    if (row.v !== JOURNAL_VERSION) return flaw('format', `version ${row.v}`);
    if (hash?.length !== 32) return flaw('format', 'hash is not 32 bytes of lower-case hexadecimal');
    if (signature?.length !== 64) return flaw('format', 'signature is not 64 bytes of base64url');
    if (!FAMILIES.includes(row.family)) return flaw('format', `no family ${row.family}`);
    if (wallMsOf(row.at) === undefined) return flaw('format', `at is no time: ${row.at}`);
    if (!isCanonicalJson(row.payload)) return flaw('canonical', 'the payload is not canonical');
    const payload = payloadOf(row);
    if (payload === undefined) return flaw('format', 'the payload is not an object');
    const bytes = this.#bytes(row);
    if (bytes === undefined) return flaw('canonical', 'the row has no canonical text');
    if (!sameBytes(this.#crypto.sha256(bytes), hash)) return flaw('hash', 'the hash is not that of the row');

    if (row.seq !== (head?.seq ?? 0) + 1) return flaw('sequence', `seq is ${row.seq}`);
    const prevHash = head === undefined ? GENESIS_PREV_HASH : linkHash(head, this.#crypto);
    if (row.prev_hash !== prevHash) return flaw('link', 'prev_hash does not name the row before');
    const family = head?.families[row.family];
    if (row.family_seq !== (family?.seq ?? 0) + 1) return flaw('family-sequence', `family_seq is ${row.family_seq}`);
    const previousSignature = isFiscal(row.family) ? family?.signature : undefined;
    if (payload['previous_signature'] !== previousSignature) {
      return flaw('family-link', 'previous_signature does not name the row before in its family');
    }
    return this.#checkOrigin(row, payload) ?? this.#checkSignature(hash, signature);
  }

  #checkOrigin(row: Row, payload: Payload): Omit<Flaw, 'seq'> | undefined {
    const origin = this.#origin;
    if (origin === undefined) {
      const publicKey = genesisPublicKey(payload);
      const ordinal = genesisOrdinal(payload);
      if (row.kind !== GENESIS_KIND || row.family !== 'L') return flaw('genesis', 'a chain begins with its genesis');
      if (publicKey === undefined || ordinal === undefined) return flaw('genesis', 'the genesis has no key or ordinal');
      const { chain_id: chainId, till_id: tillId, taxpayer_id: taxpayerId, key_id: keyId } = row;
      this.#origin = { chainId, tillId, taxpayerId, keyId, publicKey, ordinal };
      return undefined;
    }
    if (row.kind === GENESIS_KIND) return flaw('genesis', 'a chain has one genesis');
    const same =
      row.chain_id === origin.chainId &&
      row.till_id === origin.tillId &&
      row.taxpayer_id === origin.taxpayerId &&
      row.key_id === origin.keyId;
    return same ? undefined : flaw('identity', 'chain, till, taxpayer or key is not that of the genesis');
  }

  #checkSignature(hash: Uint8Array, signature: Uint8Array): Omit<Flaw, 'seq'> | undefined {
    if (!isLow(signature)) return flaw('signature', 'the signature has a high s');
    const publicKey = this.#origin?.publicKey;
    const good = publicKey !== undefined && this.#crypto.verify(publicKey, signedMessage(hash), signature);
    return good ? undefined : flaw('signature', 'the signature is not one of the chain’s key');
  }

  #bytes(row: Row): Uint8Array | undefined {
    try {
      return bodyBytes(row);
    } catch {
      return undefined;
    }
  }
}

/** Whether one row by itself is hashed and signed as it says; its place in the chain is not looked at. */
export function isSealed(row: Row, publicKey: Uint8Array, crypto: JournalCrypto): boolean {
  const hash = fromHex(row.hash);
  const signature = fromBase64Url(row.signature);
  if (hash === undefined || signature === undefined || !isLow(signature)) return false;
  return sameBytes(crypto.sha256(bodyBytes(row)), hash) && crypto.verify(publicKey, signedMessage(hash), signature);
}

function payloadOf(row: Row): Payload | undefined {
  const value = JSON.parse(row.payload) as unknown;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
}

function flaw(reason: FlawReason, detail: string): Omit<Flaw, 'seq'> {
  return { reason, detail };
}
