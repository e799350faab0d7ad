/** The enrolment that somebody asked for: it takes as long as a network takes, and no command waits for it. */
import { readInvitation } from '#contract/sync/invitation.ts';
import { type EnrolRefusal, type HqStatus, needsCode } from '#main/sync/sync.ts';

export type Joining =
  { readonly state: 'asking' } | { readonly state: 'refused'; readonly reason: EnrolRefusal } | null;

export interface Invitation {
  readonly url: string;
  readonly code: string;
  readonly fingerprint: string | null;
}

/** Whether a code enrols this till: one that works alone, or one that its headquarters does not know any more. */
export function mayJoin({ link, refusal }: Pick<HqStatus, 'link' | 'refusal'>): boolean {
  return link === 'standalone' || (link === 'refused' && needsCode(refusal));
}

/** What was typed or scanned: the text of the QR says everything, a code alone needs an address beside it. Pure. */
export function invitationOf(typed: { readonly url: string; readonly code: string }): Invitation {
  return readInvitation(typed.code) ?? { url: typed.url.trim(), code: typed.code.trim(), fingerprint: null };
}
