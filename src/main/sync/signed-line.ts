/**
 * Calls to headquarters, each signed together with a challenge that headquarters gave and a number used once. A call that
 * comes too late for its challenge is made again with a fresh one: every call is such that repeating it is harmless.
 */
import { createHash, type KeyObject } from 'node:crypto';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import { feedItemSchema } from '#contract/sync/feed.ts';
import { CALL_FAULTS, type CallFault, HEADERS, requestText } from '#contract/sync/request.ts';
import { type CallAnswer, calls, type CallInput, type CallName, SYNC_VERSION } from '#contract/sync/sync.ts';
import { signText } from '#node/request-signature.ts';
import type { HqLine, HqReply, HqTransport } from './port.ts';

const TIMEOUT_MS = 20_000;
/** A challenge is used for this part of the time that it is good for: the call has to get there. */
const CHALLENGE_SHARE = 0.5;
const TRIES = 3;
/** What a fresh challenge mends. */
const MENDED: ReadonlySet<CallFault> = new Set(['request.stale', 'request.replayed']);
/** Answers that a headquarters which came back from a backup knows nothing of. */
const OF_ONE_LIFE: ReadonlySet<CallName> = new Set(['hold', 'lease', 'reserve']);

export type Challenge = CallAnswer<'challenge'>;

export interface SignedLineOptions {
  readonly transport: HqTransport;
  readonly tillId: string;
  readonly requestKey: KeyObject;
  /** The public key of headquarters as it was pinned, base64url of DER. */
  readonly pinnedKey: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Every time that headquarters says; called as its answer comes. */
  readonly onTime: (hqTimeMs: number) => void;
  readonly onIncarnation: (incarnation: string) => void;
  /** Whether the headquarters at the address is the one that was pinned. */
  readonly onIdentity: (isPinned: boolean) => void;
}

/** A challenge in use, and the number used with it last. */
interface Given {
  readonly challenge: string;
  readonly untilMs: number;
  counter: number;
}

/** A line to the headquarters that this till is enrolled at. */
export function signedLine(options: SignedLineOptions): HqLine {
  const { transport, tillId, requestKey, pinnedKey, clock, log } = options;
  let given: Given | null = null;
  let asking: Promise<Given | null> | null = null;
  let incarnation: string | null = null;

  function lives(next: string): void {
    if (next === incarnation) return;
    incarnation = next;
    options.onIncarnation(next);
  }

  /** The challenge in use, or a fresh one; those who need one at the same time share it. */
  async function challenged(): Promise<Given | null> {
    if (given !== null && clock.monotonicMs() < given.untilMs) return given;
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  async function ask(): Promise<Given | null> {
    const reply = await askChallenge(transport, log);
    given = null;
    if (reply === null) return null;
    options.onIdentity(reply.publicKey === pinnedKey);
    if (reply.publicKey !== pinnedKey) {
      log.error('hq.other-key', {});
      return null;
    }
    options.onTime(reply.hqTimeMs);
    lives(reply.incarnation);
    given = {
      challenge: reply.challenge,
      untilMs: clock.monotonicMs() + reply.validMs * CHALLENGE_SHARE,
      counter: 0,
    };
    return given;
  }

  async function once<Name extends CallName>(
    name: Name,
    body: string,
    timeoutMs: number,
  ): Promise<HqReply<CallAnswer<Name>>> {
    const fresh = await challenged();
    if (fresh === null) return { kind: 'away' };
    fresh.counter += 1;
    const { challenge, counter } = fresh;
    const headers = signedHeaders({ name, body, tillId, requestKey, challenge, counter });
    const life = incarnation;
    const reply = await transport.send({ name, headers, body }, { timeoutMs });
    const answer = reply === null ? AWAY : readReply(name, reply, log);
    if (answer.kind === 'answered') heard(answer.answer);
    if (given === fresh && (isMended(answer) || isOfAnotherLife(answer))) given = null;
    if (OF_ONE_LIFE.has(name) && life !== incarnation) return AWAY;
    return answer;
  }

  function heard(answer: object): void {
    if ('hqTimeMs' in answer && typeof answer.hqTimeMs === 'number') options.onTime(answer.hqTimeMs);
    if ('incarnation' in answer && typeof answer.incarnation === 'string') lives(answer.incarnation);
  }

  return {
    async call(name, input, { timeoutMs = TIMEOUT_MS } = {}) {
      const body = JSON.stringify(input);
      let answer = await once(name, body, timeoutMs);
      for (let tried = 1; tried < TRIES && isMended(answer); tried++) answer = await once(name, body, timeoutMs);
      return answer;
    },
  };
}

const AWAY = { kind: 'away' } as const;

function isMended(reply: HqReply<unknown>): boolean {
  return reply.kind === 'fault' && MENDED.has(reply.code);
}

/**
 * What headquarters says where it may have come back from a backup: the next challenge tells, and is asked for at once instead of when
 * this one is over. A chain that it was told of and does not know is a sign too, where reports are all that is sent.
 */
function isOfAnotherLife(reply: HqReply<object>): boolean {
  if (reply.kind === 'fault') return reply.code === 'request.foreign-chain';
  return reply.kind === 'answered' && 'reason' in reply.answer && reply.answer.reason === 'incarnation';
}

/** Asks for a challenge: the one call that nobody signs. Null where there is no answer that can be understood. */
export async function askChallenge(transport: HqTransport, log: Log): Promise<Challenge | null> {
  const headers = { [HEADERS.version]: String(SYNC_VERSION) };
  const reply = await transport.send({ name: 'challenge', headers, body: '{}' }, { timeoutMs: TIMEOUT_MS });
  const answer = reply === null ? AWAY : readReply('challenge', reply, log);
  return answer.kind === 'answered' ? answer.answer : null;
}

/** The headers of one call (`contract/sync/request.ts`). */
export function signedHeaders(call: {
  readonly name: CallName;
  readonly body: string;
  readonly tillId: string;
  readonly requestKey: KeyObject;
  readonly challenge: string;
  readonly counter: number;
}): Readonly<Record<string, string>> {
  const { name, body, tillId, requestKey, challenge, counter } = call;
  const bodySha256 = createHash('sha256').update(body, 'utf8').digest('hex');
  return {
    [HEADERS.version]: String(SYNC_VERSION),
    [HEADERS.till]: tillId,
    [HEADERS.challenge]: challenge,
    [HEADERS.counter]: String(counter),
    [HEADERS.signature]: signText(requestKey, requestText({ name, tillId, challenge, counter, bodySha256 })),
  };
}

/** What came back, looked at as closely as anything from outside. */
export function readReply<Name extends CallName>(
  name: Name,
  reply: { readonly status: number; readonly body: string },
  log: Log,
): HqReply<CallAnswer<Name>> {
  let body: unknown;
  try {
    body = JSON.parse(reply.body);
  } catch {
    // A proxy's page, or an answer that was cut off: nobody knows whether the call was carried out.
    log.warn('hq.answer-unreadable', { call: name, status: reply.status });
    return AWAY;
  }
  if (reply.status !== 200) {
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
    if (typeof code === 'string' && Object.hasOwn(CALL_FAULTS, code)) return { kind: 'fault', code: code as CallFault };
    log.warn('hq.answer-unreadable', { call: name, status: reply.status });
    return AWAY;
  }
  const whole = calls[name].answer.safeParse(body);
  const parsed = whole.success ? whole : calls[name].answer.safeParse(withoutUnreadable(body, log));
  if (parsed.success) return { kind: 'answered', answer: parsed.data as CallAnswer<Name> };
  log.error('hq.answer-malformed', { call: name, detail: parsed.error.message.slice(0, 500) });
  return AWAY;
}

/** An answer with those of its feed items that can be read: one that cannot keeps no till from the others. */
function withoutUnreadable(body: unknown, log: Log): unknown {
  if (typeof body !== 'object' || body === null || !('items' in body) || !Array.isArray(body.items)) return body;
  const items = body.items.filter((item: unknown) => {
    const isReadable = feedItemSchema.safeParse(item).success;
    if (!isReadable) log.error('hq.item-unreadable', { item: nameOf(item) });
    return isReadable;
  });
  return { ...body, items };
}

/** The kind and key of an item that is none, as far as they are there; never its value, which may be somebody's. */
function nameOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return typeof item;
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 100) : '');
  return `${text('kind' in item ? item.kind : '')} ${text('key' in item ? item.key : '')}`;
}

/** For `enrol` and `recover`, which a till signs before it has a line. Null where nobody answers. */
export async function signedOnce<Name extends 'enrol' | 'recover'>(
  name: Name,
  input: CallInput<Name>,
  options: {
    readonly transport: HqTransport;
    readonly tillId: string;
    readonly requestKey: KeyObject;
    readonly challenge: string;
    readonly log: Log;
  },
): Promise<HqReply<CallAnswer<Name>>> {
  const { transport, tillId, requestKey, challenge, log } = options;
  const body = JSON.stringify(input);
  const headers = signedHeaders({ name, body, tillId, requestKey, challenge, counter: 1 });
  const reply = await transport.send({ name, headers, body }, { timeoutMs: TIMEOUT_MS });
  return reply === null ? AWAY : readReply(name, reply, log);
}
