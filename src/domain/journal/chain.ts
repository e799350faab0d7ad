/**
 * Growing a chain: one new entry becomes a row that names the row before it, is hashed and signed. Pure: who signs,
 * what time it is and where the row goes are the caller's.
 */
import { assert } from '#base/assert.ts';
import { canonicalJson } from '#base/canonical-json.ts';

import { fromBase64Url, fromHex, toBase64Url, toHex } from './bytes.ts';
import { FISCAL_FAMILIES, JOURNAL_VERSION, type Family, type NewEntry, type Payload } from './entry.ts';
import { bodyBytes, GENESIS_PREV_HASH, linkBytes, type Row, type RowBody } from './row.ts';
import { lowered, signedMessage, type JournalCrypto, type JournalSigner } from './signature.ts';

/** Who writes a chain: the same in all its rows. */
export interface ChainIdentity {
  readonly chainId: string;
  readonly tillId: string;
  readonly taxpayerId: string;
}

/** Where a chain stands: its last row, and the last row of each family. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
  readonly signature: string;
  readonly at: string;
  readonly families: Readonly<Partial<Record<Family, { readonly seq: number; readonly signature: string }>>>;
}

/** The next row of the chain, sealed. `head` is undefined for a genesis. */
export function sealRow(options: {
  readonly identity: ChainIdentity;
  readonly head: ChainHead | undefined;
  readonly entry: NewEntry;
  readonly at: string;
  readonly signer: JournalSigner;
  readonly crypto: Pick<JournalCrypto, 'sha256'>;
}): Row {
  const { identity, head, entry, signer, crypto } = options;
  const family = head?.families[entry.family];
  const body: RowBody = {
    v: JOURNAL_VERSION,
    chain_id: identity.chainId,
    seq: (head?.seq ?? 0) + 1,
    entry_id: entry.entryId,
    till_id: identity.tillId,
    taxpayer_id: identity.taxpayerId,
    key_id: signer.keyId,
    ...(entry.businessDay === undefined ? {} : { business_day: entry.businessDay }),
    ...(entry.sessionId === undefined ? {} : { session_id: entry.sessionId }),
    family: entry.family,
    family_seq: (family?.seq ?? 0) + 1,
    kind: entry.kind,
    at: options.at,
    payload: canonicalJson(chainedPayload(entry, family?.signature)),
    ...(entry.operator === undefined ? {} : { operator: entry.operator }),
    prev_hash: head === undefined ? GENESIS_PREV_HASH : linkHash(head, crypto),
  };
  const hash = crypto.sha256(bodyBytes(body));
  const signature = lowered(signer.sign(signedMessage(hash)));
  return { ...body, hash: toHex(hash), signature: toBase64Url(signature) };
}

/** Where the chain stands after `row`. */
export function headAfter(head: ChainHead | undefined, row: Row): ChainHead {
  const last = { seq: row.family_seq, signature: row.signature };
  return {
    seq: row.seq,
    hash: row.hash,
    signature: row.signature,
    at: row.at,
    families: { ...head?.families, [row.family]: last },
  };
}

/** The `prev_hash` of the row that follows `last`, in hexadecimal. */
export function linkHash(last: Pick<Row, 'hash' | 'signature'>, crypto: Pick<JournalCrypto, 'sha256'>): string {
  const hash = fromHex(last.hash);
  const signature = fromBase64Url(last.signature);
  assert(hash !== undefined && signature !== undefined, 'a head has a hash and a signature');
  return toHex(crypto.sha256(linkBytes(hash, signature)));
}

/** Whether rows of `family` carry the previous signature of their family. */
export function isFiscal(family: Family): boolean {
  return FISCAL_FAMILIES.includes(family);
}

function chainedPayload(entry: NewEntry, previousSignature: string | undefined): Payload {
  assert(!('previous_signature' in entry.payload), 'the journal itself adds the previous signature');
  return isFiscal(entry.family) && previousSignature !== undefined
    ? { ...entry.payload, previous_signature: previousSignature }
    : entry.payload;
}
