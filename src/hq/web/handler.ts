/** What a call of a page is answered by. */
import type { CallAnswer, CallInput, CallName } from '#contract/pages/pages.ts';
import type { HqCore } from '../core.ts';
import type { SignedIn } from './sessions.ts';

/** Where a call came from, for those that are made before signing in. */
export interface Visit {
  readonly address: string;
  /** Where the page was opened, and tills of the same network find headquarters. */
  readonly origin: string;
  readonly token: string | null;
  /** Headers as they came. */
  readonly cookie: string | undefined;
  readonly host: string;
  /** Has the browser keep another token, or forget its own. */
  readonly setToken: (token: string | null) => void;
  /** Has the browser keep something else. */
  readonly setCookie: (text: string) => void;
}

export interface Asking {
  readonly core: HqCore;
  readonly visit: Visit;
}

/** Calls that anybody may make are told who it is, where it is somebody. */
export type OpenHandlers<Names extends CallName> = {
  readonly [Name in Names]: (
    asking: Asking & { readonly who: SignedIn | null },
    input: CallInput<Name>,
  ) => Promise<CallAnswer<Name>>;
};

export type PageHandlers<Names extends CallName> = {
  readonly [Name in Names]: (
    asking: Asking & { readonly who: SignedIn },
    input: CallInput<Name>,
  ) => Promise<CallAnswer<Name>>;
};

/** Whether somebody may see what is this store's. */
export function maySeeStore(who: SignedIn, storeId: string): boolean {
  return who.storeIds === null || who.storeIds.has(storeId);
}
