/**
 * Enrolment: the till shows the code that headquarters gave, hands over the public half of a key of its own and the secrets
 * with which it keyed cards and PINs so far, and pins the key of headquarters. From the row it then writes on, it works with
 * that headquarters.
 */
import type { KeyObject } from 'node:crypto';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { type CallAnswer, SYNC_FLOOR, SYNC_VERSION } from '#contract/sync/sync.ts';
import { fromBase64Url, type HqEnrolledPayload, toBase64Url } from '#domain/journal/journal.ts';
import { freshKey } from '#node/fresh-key.ts';
import { keyIdOf } from '#node/journal-crypto.ts';
import type { OrganisationSecret } from '#node/organisation-secret.ts';
import { publicKeyOf } from '#node/request-signature.ts';
import { sealSecrets, unsealSecrets } from '#node/sealed-secrets.ts';
import type { HqLink } from '#main/store/hq-port.ts';
import type { Store } from '#main/store/port.ts';
import { chainInput } from './chain-input.ts';
import type { EnrolInput, EnrolOutcome, EnrolRefusal, HqTransport } from './port.ts';
import { askChallenge, type Challenge, signedOnce } from './signed-line.ts';

export interface EnrolOptions extends EnrolInput {
  readonly store: Store;
  readonly transport: HqTransport;
  readonly requestKey: KeyObject;
  readonly secret: OrganisationSecret & { adopt(given: OrganisationSecret): void };
  readonly software: { readonly version: string; readonly hash: string };
  readonly random: Random;
  readonly log: Log;
}

type Enrolled = Extract<CallAnswer<'enrol'>, { readonly kind: 'enrolled' }>;

/**
 * Enrols this till. Asked again with the same code it ends the same way, wherever it was interrupted. Throws a Fault where the
 * disk refuses.
 */
export async function enrolTill(options: EnrolOptions): Promise<EnrolOutcome> {
  const { store, transport, requestKey, secret, code, random, log } = options;
  const met = await meet(options);
  if ('refused' in met) return { kind: 'refused', reason: met.refused };
  const exchange = freshKey(random);
  const sealedSecrets = sealSecrets({ secret, reader: met.exchangeKey, random });
  if (sealedSecrets === undefined) return { kind: 'refused', reason: 'not-understood' };
  const { tillId, chainId } = store.identity;
  const input = {
    code,
    tillId,
    requestKey: toBase64Url(publicKeyOf(requestKey)),
    chain: chainInput(store, chainId),
    exchangeKey: toBase64Url(publicKeyOf(exchange)),
    sealedSecrets,
    software: { version: options.software.version.slice(0, 32), hash: options.software.hash },
  };
  const { challenge } = met.challenge;
  const reply = await signedOnce('enrol', input, { transport, tillId, requestKey, challenge, log });
  if (reply.kind !== 'answered') return { kind: 'refused', reason: refusalOf(reply) };
  if (reply.answer.kind === 'refused') return { kind: 'refused', reason: reply.answer.reason };
  const given = unsealSecrets({ sealed: reply.answer.sealedSecrets, reader: exchange });
  if (given === undefined) return { kind: 'refused', reason: 'not-understood' };
  secret.adopt(given);
  keepLink(options, linkOf(options.url, met.challenge, reply.answer), input.requestKey);
  return { kind: 'enrolled', storeName: reply.answer.storeName, tillName: reply.answer.tillName };
}

/** Headquarters at the address says who it is; why that is not good enough. */
export async function meet(options: {
  readonly transport: HqTransport;
  readonly fingerprint: string | null;
  readonly log: Log;
}): Promise<{ readonly challenge: Challenge; readonly exchangeKey: Uint8Array } | { readonly refused: EnrolRefusal }> {
  const challenge = await askChallenge(options.transport, options.log);
  if (challenge === null) return { refused: 'no-answer' };
  if (challenge.floor > SYNC_VERSION || challenge.version < SYNC_FLOOR) return { refused: 'version' };
  const publicKey = fromBase64Url(challenge.publicKey);
  const exchangeKey = fromBase64Url(challenge.exchangeKey);
  if (publicKey === undefined || exchangeKey === undefined) return { refused: 'not-understood' };
  if (options.fingerprint !== null && keyIdOf(publicKey) !== options.fingerprint) return { refused: 'other-key' };
  return { challenge, exchangeKey };
}

/** What a call that was not answered means to whoever enrols. */
export function refusalOf(
  reply: { readonly kind: 'away' } | { readonly kind: 'fault'; readonly code: string },
): EnrolRefusal {
  if (reply.kind === 'away' || reply.code.startsWith('hq.')) return 'no-answer';
  if (reply.code === 'request.version') return 'version';
  return reply.code === 'request.too-many' ? 'too-many-guesses' : 'not-understood';
}

/** The link as it is kept. */
export function linkOf(url: string, challenge: Challenge, answer: Omit<Enrolled, 'kind' | 'sealedSecrets'>): HqLink {
  const { organisationId, incarnation, storeId, storeName, tillName } = answer;
  return { url, organisationId, incarnation, storeId, storeName, tillName, publicKey: challenge.publicKey };
}

/**
 * Link and row together; whoever enrols a till says everything anew, and is told of every person. A till that was enrolled at
 * that store before has its row already.
 */
function keepLink({ store, random, operator }: EnrolOptions, link: HqLink, requestKeyText: string): void {
  const before = store.hq.link();
  const isKnown = before?.organisationId === link.organisationId && before.storeId === link.storeId;
  store.transact((transaction) => {
    transaction.hq.putLink(link);
    transaction.hq.putProgress({ feedCursor: null, held: null, personsThrough: 0 });
    if (isKnown) return;
    const payload: HqEnrolledPayload = {
      organisation_id: link.organisationId,
      store_id: link.storeId,
      hq_public_key: link.publicKey,
      request_key: requestKeyText,
    };
    const businessDay = transaction.openDay();
    transaction.append({
      entryId: random.uuid(),
      family: 'L',
      kind: 'hq-enrolled',
      payload,
      ...(operator === undefined ? {} : { operator }),
      ...(businessDay === null ? {} : { businessDay }),
    });
  });
}
