/**
 * How a call is signed, so that nobody else makes it, changes it or makes it again. The till signs what it asks together
 * with a challenge of headquarters and a counter of its own; neither looks at the till's clock.
 *
 *   x-comptoir-till       the till's id
 *   x-comptoir-challenge  as `challenge` gave it; headquarters knows by itself whether and when it gave it
 *   x-comptoir-counter    a number that this till uses once with this challenge
 *   x-comptoir-signature  ES256 by the request key over `requestBytes`, base64url of r‖s
 *   x-comptoir-version    SYNC_VERSION
 */

export const HEADERS = {
  till: 'x-comptoir-till',
  challenge: 'x-comptoir-challenge',
  counter: 'x-comptoir-counter',
  signature: 'x-comptoir-signature',
  version: 'x-comptoir-version',
} as const;

/** What `recover` says for the till's id. */
export const RECOVERING_TILL = 'recovering';

/** Why a call was not carried out; the body of the answer is `{ code }`. */
export const CALL_FAULTS = {
  'request.malformed': 400,
  'request.unsigned': 401,
  'request.signature': 401,
  'request.stale': 401,
  'request.replayed': 409,
  'request.unknown-till': 403,
  'request.suspended': 403,
  'request.retired': 410,
  /** A chain that is not this till's, or that headquarters was not told of yet (`head`). */
  'request.foreign-chain': 403,
  'request.too-large': 413,
  'request.version': 426,
  'request.too-many': 429,
  'hq.busy': 503,
  'hq.database-away': 503,
  'hq.bug': 500,
} as const;

export type CallFault = keyof typeof CALL_FAULTS;

/** What is signed; `bodySha256` is lower-case hex of the body as JSON text, before compression. */
export function requestText(request: {
  readonly name: string;
  readonly tillId: string;
  readonly challenge: string;
  readonly counter: number;
  readonly bodySha256: string;
}): string {
  const { name, tillId, challenge, counter, bodySha256 } = request;
  return ['comptoir-request-v1', name, tillId, challenge, String(counter), bodySha256].join('\n');
}

/** What headquarters signs to acknowledge a chain. */
export function ackText(ack: { readonly chainId: string; readonly seq: number; readonly hash: string }): string {
  return ['comptoir-ack-v1', ack.chainId, String(ack.seq), ack.hash].join('\n');
}

/** What headquarters signs to grant a hold or a lease. */
export function grantText(grant: {
  readonly kind: string;
  readonly grantId: string;
  readonly chainId: string;
  readonly accountId: string;
  readonly unit: string;
  readonly amount: number;
  readonly expiresAtMs: number;
}): string {
  const { kind, grantId, chainId, accountId, unit, amount, expiresAtMs } = grant;
  return ['comptoir-grant-v1', kind, grantId, chainId, accountId, unit, String(amount), String(expiresAtMs)].join('\n');
}
