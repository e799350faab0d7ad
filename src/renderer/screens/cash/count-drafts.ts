/**
 * What was typed of a count that is not confirmed yet, by session: whoever looks at a ticket meanwhile, or gives the screen to
 * somebody else, finds it again. It lives in the memory of the page and ends with the confirmed count.
 */
import { useState } from 'react';
import type { TenderMethod } from '#domain/journal/journal.ts';
import type { Typed } from './counted.ts';

/** Methods whose papers are counted beside their amount. */
export const HAS_PIECES: ReadonlySet<TenderMethod> = new Set<TenderMethod>(['cheque', 'meal-voucher']);

export interface TypedMethod {
  readonly amount: string;
  readonly pieces: string;
}

export interface CountDraft {
  readonly cash: Typed;
  readonly methods: Readonly<Partial<Record<TenderMethod, TypedMethod>>>;
}

const NOTHING: CountDraft = { cash: {}, methods: {} };
const drafts = new Map<string, CountDraft>();

/** The draft of a session, and how it is changed; null forgets it. */
export function useCountDraft(sessionId: string): [CountDraft, (draft: CountDraft | null) => void] {
  const [, paint] = useState(0);
  return [
    drafts.get(sessionId) ?? NOTHING,
    (draft) => {
      if (draft === null) drafts.delete(sessionId);
      else drafts.set(sessionId, draft);
      paint((times) => times + 1);
    },
  ];
}
