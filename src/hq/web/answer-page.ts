/**
 * Answers a call of a page: whether it is one of ours, understood, from our own page, by somebody who is signed in and may; only
 * then is it carried out. Whatever is refused before that has a code and a line in the log, and changed nothing.
 */
import { Fault } from '#base/fault.ts';
import {
  PAGE_FAULTS,
  pageCalls,
  type CallAnswer,
  type CallInput,
  type CallName,
  type PageCall,
  type PageFault,
} from '#contract/pages/pages.ts';
import type { HqCore } from '../core.ts';
import { catalogueHandlers } from './calls/catalogue-calls.ts';
import { fleetHandlers } from './calls/fleet-calls.ts';
import { journalHandlers } from './calls/journal-calls.ts';
import { peopleHandlers } from './calls/people-calls.ts';
import { salesHandlers } from './calls/sales-calls.ts';
import { shopHandlers } from './calls/shop-calls.ts';
import { stockHandlers } from './calls/stock-calls.ts';
import { openCalls, userHandlers } from './calls/user-calls.ts';
import { cookieText, tokenOf } from './cookie.ts';
import type { Asking, OpenHandlers, PageHandlers } from './handler.ts';
import { signedInBy, type SignedIn } from './sessions.ts';

export interface PageRequest {
  readonly name: string;
  /** Headers as they came. */
  readonly cookie: string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
  /** JSON as it came: parsed for whoever may make the call, and for nobody else. */
  readonly body: string;
  /** From where, for the log and for counting wrong passwords. */
  readonly address: string;
}

export interface PageAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly setCookies?: readonly string[];
}

type OpenName = 'me' | 'sign-in' | 'sign-out';
type ClosedName = Exclude<CallName, OpenName>;

const openHandlers: OpenHandlers<OpenName> = openCalls;
const handlers: PageHandlers<ClosedName> = {
  ...userHandlers,
  ...fleetHandlers,
  ...journalHandlers,
  ...peopleHandlers,
  ...salesHandlers,
  ...shopHandlers,
  ...catalogueHandlers,
  ...stockHandlers,
};

/** Until the first password is changed, nothing else is answered. */
const BEFORE_NEW_PASSWORD: readonly string[] = ['change-own-password'];

/** The answer to a call: never rejects. */
export async function answerPage(core: HqCore, request: PageRequest): Promise<PageAnswer> {
  const { name, address } = request;
  try {
    return await answered(core, request);
  } catch (error) {
    if (error instanceof Fault) {
      core.log.warn('page-fault', { call: name, address, code: error.code });
      return { status: 503, body: { code: error.code } };
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : 'not an error';
    core.log.error('page-bug', { call: name, address, detail });
    return { status: PAGE_FAULTS['hq.bug'], body: { code: 'hq.bug' } };
  }
}

async function answered(core: HqCore, request: PageRequest): Promise<PageAnswer> {
  const { name, address, host = '', origin = '' } = request;
  const refuse = (code: PageFault, who?: SignedIn | null): PageAnswer => {
    core.log.warn('page-refused', { call: isCall(name) ? name : '?', address, code, login: who?.login });
    return { status: PAGE_FAULTS[code], body: { code } };
  };
  if (!isCall(name)) return refuse('page.unknown');
  if (!isOwnPage(origin, host)) return refuse('page.origin');
  const call: PageCall = pageCalls[name];
  const token = tokenOf(request.cookie, host);
  const who = await signedInBy(core, token);
  if (call.right !== 'anybody') {
    if (who === null) return refuse('page.signed-out');
    if (call.right !== 'signed-in' && !who.rights.has(call.right)) return refuse('page.forbidden', who);
    if (who.mustChangePassword && !BEFORE_NEW_PASSWORD.includes(name)) return refuse('page.password', who);
  }
  const parsed = call.input.safeParse(jsonOf(request.body));
  if (!parsed.success) return refuse('page.malformed', who);

  let session: string | undefined;
  const others: string[] = [];
  const visit = {
    address,
    origin,
    token,
    ...{ cookie: request.cookie, host },
    setToken: (next: string | null) => void (session = cookieText(next, { host, origin })),
    setCookie: (text: string) => void others.push(text),
  };
  const body = await carryOut({ core, visit }, { name, who, input: parsed.data });
  const setCookies = [...(session === undefined ? [] : [session]), ...others];
  return { status: 200, body, ...(setCookies.length === 0 ? {} : { setCookies }) };
}

/** Right and input are the call's own by now. */
function carryOut(
  asking: Asking,
  { name, who, input }: { readonly name: CallName; readonly who: SignedIn | null; readonly input: unknown },
): Promise<unknown> {
  if (isOpen(name)) return run(openHandlers, name, { ...asking, who }, input);
  if (who === null) throw new TypeError('a call that needs somebody has nobody');
  return run(handlers, name, { ...asking, who }, input);
}

function run<Name extends CallName, Who>(
  from: { readonly [N in Name]: (asking: Who, input: CallInput<N>) => Promise<CallAnswer<N>> },
  name: Name,
  asking: Who,
  input: unknown,
): Promise<unknown> {
  return from[name](asking, input as CallInput<Name>);
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(pageCalls, name);
}

function isOpen(name: CallName): name is OpenName {
  return Object.hasOwn(openHandlers, name);
}

/** A browser says which page asks; only ours may. Whoever sends no origin is no browser, and has no cookie of one. */
function isOwnPage(origin: string, host: string): boolean {
  return host !== '' && URL.canParse(origin) && new URL(origin).host === new URL(`http://${host}`).host;
}

/** What is no JSON is nothing that any call takes. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
