/** Headquarters' signed word that it holds a chain up to a row; the till keeps it as a witness against both of them. */
import { ackText } from '#contract/sync/request.ts';
import type { Ack } from '#contract/sync/sync.ts';
import { isSignedText, signText } from '#node/request-signature.ts';
import type { Organisation } from '../identity/identity.ts';

export function ackOf(
  identity: Organisation,
  held: { readonly chainId: string; readonly seq: number; readonly hash: string },
): Ack {
  const { chainId, seq, hash } = held;
  return { chainId, seq, hash, signature: signText(identity.signingKey, ackText(held)) };
}

/** Whether headquarters, of whatever incarnation, did say so of this chain. */
export function isOwnAck(identity: Organisation, chainId: string, ack: Ack): boolean {
  return ack.chainId === chainId && isSignedText(identity.publicKey, ackText(ack), ack.signature);
}
