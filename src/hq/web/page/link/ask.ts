/** The way to the server: one call, one answer, or the code of what kept it from answering. */
import type { CallAnswer, CallInput, CallName } from '#contract/pages/pages.ts';

export interface Failed {
  readonly kind: 'failed';
  /** `page.…` or `hq.…` of the server; `away` where nobody answered. */
  readonly code: string;
}

const SIGNED_OUT = 'page.signed-out';
const listeners = new Set<() => void>();

/** Calls `then` when the server says that nobody is signed in any more. */
export function onSignedOut(then: () => void): () => void {
  listeners.add(then);
  return () => void listeners.delete(then);
}

/** Asks the server. Never rejects. */
export async function ask<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<CallAnswer<Name> | Failed> {
  try {
    const response = await fetch(`/pages/v1/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      credentials: 'same-origin',
    });
    const body = (await response.json()) as unknown;
    if (response.ok) return body as CallAnswer<Name>;
    const code = codeOf(body);
    if (code === SIGNED_OUT) for (const tell of listeners) tell();
    return { kind: 'failed', code };
  } catch {
    return { kind: 'failed', code: 'away' };
  }
}

export function isFailed(answer: object): answer is Failed {
  return 'kind' in answer && answer.kind === 'failed';
}

function codeOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
    ? body.code
    : 'away';
}
