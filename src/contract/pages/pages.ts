/**
 * The pages contract: everything that a page of headquarters can ask, by name: what it takes, what it gives, and which right it
 * needs. One call is one `POST /pages/v1/<name>` with a JSON body. Page and server come from one build, so that a change only
 * has to be meant. Refusals are values; a call that is not understood or not allowed has an HTTP status and a code.
 */
import type { z } from 'zod';
import { catalogueCalls } from './catalogue.ts';
import { fleetCalls } from './fleet.ts';
import { journalCalls } from './journal.ts';
import { peopleCalls } from './people.ts';
import type { PageRight } from './right.ts';
import { salesCalls } from './sales.ts';
import { shopCalls } from './shop.ts';
import { stockCalls } from './stock.ts';
import { userCalls } from './users.ts';

/** Raised with every change of the schemas; a test holds it to their hash. */
export const PAGES_VERSION = 2;

/** Why a call was not carried out; the body of the answer is `{ code }`. */
export const PAGE_FAULTS = {
  'page.malformed': 400,
  'page.signed-out': 401,
  'page.password': 403,
  'page.forbidden': 403,
  'page.origin': 403,
  'page.unknown': 404,
  'hq.database-away': 503,
  'hq.bug': 500,
} as const;

export type PageFault = keyof typeof PAGE_FAULTS;

export interface PageCall {
  /** `anybody` is asked before signing in; `signed-in` needs no right but that. */
  readonly right: PageRight | 'anybody' | 'signed-in';
  readonly input: z.ZodType;
  readonly answer: z.ZodType;
}

export const pageCalls = {
  ...userCalls,
  ...fleetCalls,
  ...journalCalls,
  ...peopleCalls,
  ...salesCalls,
  ...shopCalls,
  ...catalogueCalls,
  ...stockCalls,
} as const satisfies Record<string, PageCall>;

export type CallName = keyof typeof pageCalls;
export type CallInput<Name extends CallName> = z.infer<(typeof pageCalls)[Name]['input']>;
export type CallAnswer<Name extends CallName> = z.infer<(typeof pageCalls)[Name]['answer']>;
