/** Whether a grant is the word of this till's headquarters, and about what was asked. */
import { grantText } from '#contract/sync/request.ts';
import type { Grant } from '#contract/sync/sync.ts';
import { fromBase64Url } from '#domain/journal/journal.ts';
import type { HoldQuestion, LeaseQuestion } from '#main/store/authority-port.ts';
import { isSignedText } from '#node/request-signature.ts';
import type { TillCore } from '../core.ts';

/** By the key that was pinned at enrolment. A lease may be smaller than what was asked for; a hold is all of it. */
export function isGenuine(core: TillCore, question: HoldQuestion | LeaseQuestion, grant: Grant): boolean {
  const { store } = core.ports;
  const publicKey = fromBase64Url(store.hq.link()?.publicKey ?? '');
  const isOfIt =
    grant.kind === question.kind &&
    grant.grantId === question.questionId &&
    grant.chainId === store.identity.chainId &&
    grant.accountId === question.accountId &&
    grant.amount <= question.amount &&
    (grant.kind === 'lease' || grant.amount === question.amount);
  return isOfIt && publicKey !== undefined && isSignedText(publicKey, grantText(grant), grant.signature);
}
