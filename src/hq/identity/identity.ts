/**
 * The organisation and the keys of headquarters: made once, also by two nodes that start at the same moment, and the same on
 * all of them.
 */
import type { KeyObject } from 'node:crypto';
import { present } from '#base/assert.ts';
import { keyBytes, keyOfBytes, freshKey } from '#node/fresh-key.ts';
import { keyIdOf } from '#node/journal-crypto.ts';
import { publicKeyOf, signText } from '#node/request-signature.ts';
import type { HqCore } from '../core.ts';
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import { addSecrets } from './secrets.ts';
import { ORGANISATION } from './tables.ts';

const PLACE = 'organisation';
const CHALLENGE_KEY_BYTES = 32;
const SECRET_BYTES = 32;

/** Beyond any number that a till which counts its keys from k1 would reach, so that the present key's id is nobody else's. */
const FIRST_SECRET_NUMBER = 1_000_000_000;

export interface Organisation {
  readonly organisationId: string;
  readonly name: string;
  /** ISO 4217. */
  readonly currencyCode: string;
  /** IANA, of stores that have none of their own. */
  readonly timeZone: string;
  readonly incarnation: string;
  readonly isRecovering: boolean;
  readonly signingKey: KeyObject;
  /** SubjectPublicKeyInfo of `signingKey`: what tills pin. */
  readonly publicKey: Uint8Array;
  /** The first 32 hexadecimal digits of its SHA-256: what a QR code says of it. */
  readonly fingerprint: string;
  readonly exchangeKey: KeyObject;
  readonly exchangePublicKey: Uint8Array;
  readonly challengeKey: Uint8Array;
}

/** Makes the organisation and its keys unless they are there; what holds afterwards. Repeated, it changes nothing. */
export async function openOrganisation(
  core: Pick<HqCore, 'store' | 'random' | 'clock'>,
  options: { readonly name: string; readonly currencyCode: string; readonly timeZone: string },
): Promise<Organisation> {
  const { random, clock } = core;
  const there = await core.store.read.get(ORGANISATION, [PLACE]);
  if (there !== undefined) return organisationOf(there);
  const atMs = clock.wallMs();
  const row: RowOf<typeof ORGANISATION> = {
    place: PLACE,
    organisation_id: random.uuid(),
    name: options.name,
    currency_code: options.currencyCode,
    time_zone: options.timeZone,
    incarnation: random.uuid(),
    is_recovering: false,
    signing_key: keyBytes(freshKey(random)),
    exchange_key: keyBytes(freshKey(random)),
    challenge_key: random.bytes(CHALLENGE_KEY_BYTES),
    created_at_ms: atMs,
  };
  const secret = { id: `k${FIRST_SECRET_NUMBER + numberOf(random.bytes(4))}`, bytes: random.bytes(SECRET_BYTES) };
  return core.store.transact(async (transaction) => {
    const made = await transaction.insert(ORGANISATION, [row]);
    if (made.length > 0) {
      await addSecrets(transaction, { organisationId: row.organisation_id, keys: [secret], isPresent: true, atMs });
    }
    return organisation(transaction);
  });
}

/** Who headquarters is, as it stands. A Bug where `openOrganisation` was never called. */
export async function organisation(reads: HqReads): Promise<Organisation> {
  return organisationOf(present(await reads.get(ORGANISATION, [PLACE]), 'the organisation'));
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockOrganisation(transaction: HqTransaction): Promise<Organisation> {
  return organisationOf(present(await transaction.lock(ORGANISATION, [PLACE]), 'the organisation'));
}

/** Another after each return from a backup: cursors and answers of an earlier one are not used. */
export async function incarnation(reads: HqReads): Promise<string> {
  return (await organisation(reads)).incarnation;
}

/** Signs what headquarters gives out and wants to know again: challenges, and cursors. The same on every node. */
export async function ownKey(reads: HqReads): Promise<Uint8Array> {
  return (await organisation(reads)).challengeKey;
}

/**
 * Whether headquarters came back from a backup and has not heard of every chain since: what it granted in the meantime may be
 * in a row that it does not hold yet, so that it grants nothing.
 */
export async function isRecovering(reads: HqReads): Promise<boolean> {
  return (await organisation(reads)).isRecovering;
}

/** The signature of headquarters over a text of the contract (`ackText`, `grantText`), base64url. */
export async function signAsHq(reads: HqReads, text: string): Promise<string> {
  return signText((await organisation(reads)).signingKey, text);
}

/** Changes what the organisation is called, or its incarnation. The row is locked by the caller. */
export async function changeOrganisation(
  transaction: HqTransaction,
  change: Partial<Pick<RowOf<typeof ORGANISATION>, 'name' | 'incarnation' | 'is_recovering'>>,
): Promise<void> {
  const row = present(await transaction.get(ORGANISATION, [PLACE]), 'the organisation');
  await transaction.put(ORGANISATION, [{ ...row, ...change }]);
}

type Keys = Pick<Organisation, 'signingKey' | 'publicKey' | 'fingerprint' | 'exchangeKey' | 'exchangePublicKey'>;

/** Keys in parsed form by organisation: they never change, and every call asks for them. */
const parsedKeys = new Map<string, Keys>();
/** One database has one organisation; simulations in one process have many. */
const PARSED_KEYS_MAX = 64;

function organisationOf(row: RowOf<typeof ORGANISATION>): Organisation {
  return {
    organisationId: row.organisation_id,
    name: row.name,
    currencyCode: row.currency_code,
    timeZone: row.time_zone,
    incarnation: row.incarnation,
    isRecovering: row.is_recovering,
    challengeKey: row.challenge_key,
    ...keysOf(row),
  };
}

function keysOf(row: RowOf<typeof ORGANISATION>): Keys {
  const name = `${row.organisation_id} ${Buffer.from(row.signing_key).toString('base64')}`;
  const known = parsedKeys.get(name);
  if (known !== undefined) return known;
  const signingKey = keyOfBytes(row.signing_key);
  const exchangeKey = keyOfBytes(row.exchange_key);
  const publicKey = publicKeyOf(signingKey);
  const keys = {
    signingKey,
    publicKey,
    fingerprint: keyIdOf(publicKey),
    exchangeKey,
    exchangePublicKey: publicKeyOf(exchangeKey),
  };
  if (parsedKeys.size >= PARSED_KEYS_MAX) parsedKeys.clear();
  parsedKeys.set(name, keys);
  return keys;
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}
