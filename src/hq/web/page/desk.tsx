/** What every page has at hand: who is signed in, the words, the formats, and this browser's preferences. */
import { createContext, useContext } from 'react';
import { present } from '#base/assert.ts';
import type { CallAnswer } from '#contract/pages/pages.ts';
import type { PageRight } from '#contract/pages/right.ts';
import type { Formats } from '#renderer/format/format.ts';
import type { Language } from '#renderer/text/text.ts';
import type { PageWords } from './text/text.ts';

export type Me = Extract<CallAnswer<'me'>, { readonly kind: 'signed-in' }>;

export interface Looks {
  readonly language: Language;
  readonly theme: 'auto' | 'light' | 'dark';
}

export interface Desk {
  readonly words: PageWords;
  /** Of the organisation's currency and time zone. */
  readonly formats: Formats;
  readonly looks: Looks;
  readonly prefer: (changed: Partial<Looks>) => void;
}

export const DeskContext = createContext<Desk | null>(null);
export const MeContext = createContext<Me | null>(null);

export function useDesk(): Desk {
  return present(useContext(DeskContext), 'the desk around every page');
}

export function useMe(): Me {
  return present(useContext(MeContext), 'somebody who is signed in');
}

/** Whether something is offered at all; the server checks it again. */
export function useRight(right: PageRight): boolean {
  return useMe().rights.includes(right);
}
