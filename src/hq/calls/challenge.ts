/**
 * Challenges: `<issued>.<nonce>.<mac>`. Headquarters keeps none of them; any node knows by its key whether headquarters gave
 * one and when, so that a call is fresh by the clock of headquarters and by no other.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CallAnswer } from '#contract/sync/sync.ts';
import { SYNC_FLOOR, SYNC_VERSION } from '#contract/sync/sync.ts';
import { toBase64Url, toHex } from '#domain/journal/journal.ts';
import type { HqCore } from '../core.ts';
import { organisation } from '../identity/identity.ts';

/** How long calls may be signed over one challenge. */
export const CHALLENGE_VALID_MS = 5 * 60 * 1_000;
const NONCE_BYTES = 12;
const MAC_LETTERS = 32;
const PURPOSE = 'comptoir-challenge-v1\n';
const FORM = /^([0-9a-z]{1,10})\.([0-9a-f]{24})\.([\w-]{32})$/;

/** The answer to `challenge`. */
export async function giveChallenge(core: HqCore): Promise<CallAnswer<'challenge'>> {
  const identity = await organisation(core.store.read);
  const nowMs = core.clock.wallMs();
  const said = `${nowMs.toString(36)}.${toHex(core.random.bytes(NONCE_BYTES))}`;
  return {
    challenge: `${said}.${macOf(identity.challengeKey, said)}`,
    validMs: CHALLENGE_VALID_MS,
    hqTimeMs: nowMs,
    version: SYNC_VERSION,
    floor: SYNC_FLOOR,
    publicKey: toBase64Url(identity.publicKey),
    exchangeKey: toBase64Url(identity.exchangePublicKey),
    incarnation: identity.incarnation,
  };
}

/**
 * When headquarters gave this challenge; undefined where it did not, or too long ago. Nodes may differ by as much as a
 * challenge lasts.
 */
export function issuedMs(challengeKey: Uint8Array, challenge: string, nowMs: number): number | undefined {
  const [, issued, nonce, mac] = FORM.exec(challenge) ?? [];
  if (issued === undefined || nonce === undefined || mac === undefined) return undefined;
  const expected = Buffer.from(macOf(challengeKey, `${issued}.${nonce}`));
  if (!timingSafeEqual(expected, Buffer.from(mac))) return undefined;
  const atMs = parseInt(issued, 36);
  return Math.abs(nowMs - atMs) <= CHALLENGE_VALID_MS ? atMs : undefined;
}

function macOf(challengeKey: Uint8Array, said: string): string {
  return createHmac('sha256', challengeKey).update(PURPOSE).update(said).digest('base64url').slice(0, MAC_LETTERS);
}
