/**
 * The edge of the sync wire: a call is of a version that is understood, said by a till that is one of ours, fresh, made for
 * the first time, and of the contract, or it is refused with a code and one line of log, and nothing is stored. What a call
 * says of its caller counts for nothing: who calls is who signed.
 */
import { createHash } from 'node:crypto';
import { Fault } from '#base/fault.ts';
import { CALL_FAULTS, HEADERS, RECOVERING_TILL, requestText, type CallFault } from '#contract/sync/request.ts';
import { BODY_BYTES_MAX, calls, SYNC_FLOOR, SYNC_VERSION, type CallInput, type CallName } from '#contract/sync/sync.ts';
import { fromBase64Url } from '#domain/journal/journal.ts';
import { isSignedText } from '#node/request-signature.ts';
import type { Caller, HqCore, SyncHandlers } from '../core.ts';
import { enrol, recover } from '../fleet/enrol.ts';
import { TILL } from '../fleet/tables.ts';
import { organisation } from '../identity/identity.ts';
import { hearStranger } from '../ingest/head.ts';
import { CHAIN } from '../ingest/tables.ts';
import { giveChallenge, issuedMs } from './challenge.ts';
import { isStorable } from './storable.ts';
import { CallRefused } from './refused.ts';
import { isFirstTime } from './seen.ts';

/** Calls of a till that headquarters knows; the others bring their own proof. */
export type SignedName = Exclude<CallName, 'challenge' | 'enrol' | 'recover'>;
export type Handlers = SyncHandlers<SignedName>;

export interface WireCall {
  readonly name: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Unpacked, as JSON text. */
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  /** To be sent as JSON. */
  readonly body: unknown;
}

/** Bodies that anybody may have read: those of calls that no till signed yet. */
const OPEN_BODY_LETTERS_MAX = 1_000_000;
const STRANGER_BODY_LETTERS_MAX = 20_000;
const TILL_ID_LETTERS_MAX = 64;
const COUNTER = /^[1-9]\d{0,14}$/;
const OK = 200;

/** Answers one call. Never rejects: what goes wrong is a status and a code. */
export async function answerCall(core: HqCore, handlers: Handlers, call: WireCall): Promise<WireAnswer> {
  try {
    return { status: OK, body: await carriedOut(core, handlers, call) };
  } catch (error) {
    const code = codeOf(error);
    const fields = {
      call: call.name.slice(0, 40),
      code,
      till: (headerOf(call, HEADERS.till) ?? '').slice(0, 64),
      detail: error instanceof Error ? error.message.slice(0, 300) : '',
    };
    if (code === 'hq.bug') core.log.error('call.failed', { ...fields, stack: stackOf(error) });
    else core.log.warn('call.refused', fields);
    return { status: CALL_FAULTS[code], body: { code } };
  }
}

async function carriedOut(core: HqCore, handlers: Handlers, call: WireCall): Promise<unknown> {
  if (!isCallName(call.name)) throw new CallRefused('request.malformed', 'no such call');
  checkVersion(call);
  if (call.body.length > BODY_BYTES_MAX) throw new CallRefused('request.too-large', `${call.body.length} letters`);
  switch (call.name) {
    case 'challenge':
      inputOf('challenge', call);
      return giveChallenge(core);
    case 'enrol': {
      const input = inputOf('enrol', call);
      await checkOpenCall(core, call, { requestKey: input.requestKey, tillId: input.tillId });
      return enrol(core, input);
    }
    case 'recover': {
      const input = inputOf('recover', call);
      await checkOpenCall(core, call, { requestKey: input.requestKey, tillId: RECOVERING_TILL });
      return recover(core, input);
    }
    default:
      return answered(core, handlers, call, call.name);
  }
}

async function answered<Name extends SignedName>(
  core: HqCore,
  handlers: SyncHandlers<Name>,
  call: WireCall,
  name: Name,
): Promise<unknown> {
  const tillId = headerOf(call, HEADERS.till);
  if (tillId === undefined) throw new CallRefused('request.unsigned', 'no till');
  const sign = signOf(call);
  const identity = await organisation(core.store.read);
  const issued = freshOf(core, identity.challengeKey, sign.challenge);
  const till = isStorable(tillId) ? await core.store.read.get(TILL, [tillId]) : undefined;
  if (till?.organisation_id !== identity.organisationId) {
    if (name === 'head' || name === 'report') await hearUnknown(core, call, name, tillId);
    throw new CallRefused('request.unknown-till', 'not enrolled');
  }
  checkSignature(call, { ...sign, tillId, requestKey: till.request_key });
  if (till.state === 'retired') throw new CallRefused('request.retired', 'retired');
  if (till.state !== 'active') throw new CallRefused('request.suspended', till.state);
  const input = inputOf(name, call);
  const caller: Caller = { tillId, storeId: till.store_id, organisationId: till.organisation_id };
  await checkChain(core, caller, name, input);
  if (!(await isFirstTime(core, { tillId, ...sign, issuedMs: issued }))) {
    throw new CallRefused('request.replayed', `counter ${sign.counter}`);
  }
  return handlers[name](core, caller, input);
}

/** Of a till that is unknown nothing counts but what headquarters itself signed: then a backup was put back. */
async function hearUnknown(core: HqCore, call: WireCall, name: 'head' | 'report', tillId: string): Promise<void> {
  if (call.body.length > STRANGER_BODY_LETTERS_MAX) return;
  const input = inputOf(name, call);
  if (input.acked === null || !isStorable(tillId) || tillId.length > TILL_ID_LETTERS_MAX) return;
  const chainIds = 'present' in input ? [input.chain.chainId, input.present] : [input.chainId];
  await hearStranger(core, { tillId, acked: input.acked, chainIds });
}

/** A till that headquarters does not know signs with the key that it brings: the code in the call speaks for it. */
async function checkOpenCall(
  core: HqCore,
  call: WireCall,
  by: { readonly requestKey: string; readonly tillId: string },
): Promise<void> {
  const sign = signOf(call);
  const tillId = headerOf(call, HEADERS.till);
  if (tillId !== by.tillId) throw new CallRefused('request.signature', 'another till signs');
  const identity = await organisation(core.store.read);
  freshOf(core, identity.challengeKey, sign.challenge);
  const requestKey = fromBase64Url(by.requestKey);
  if (requestKey === undefined) throw new CallRefused('request.malformed', 'the request key is no base64url');
  checkSignature(call, { ...sign, tillId, requestKey });
}

function checkVersion(call: WireCall): void {
  const text = headerOf(call, HEADERS.version);
  if (text === undefined && call.name === 'challenge') return;
  const version = COUNTER.test(text ?? '') ? Number(text) : 0;
  const isKnown = version >= SYNC_FLOOR && version <= SYNC_VERSION;
  if (!isKnown) throw new CallRefused('request.version', `version ${version} of ${SYNC_FLOOR} to ${SYNC_VERSION}`);
}

interface Sign {
  readonly challenge: string;
  readonly counter: number;
  readonly signature: string;
}

function signOf(call: WireCall): Sign {
  const challenge = headerOf(call, HEADERS.challenge);
  const counter = headerOf(call, HEADERS.counter);
  const signature = headerOf(call, HEADERS.signature);
  if (challenge === undefined || counter === undefined || signature === undefined) {
    throw new CallRefused('request.unsigned', 'challenge, counter or signature is missing');
  }
  if (!COUNTER.test(counter)) throw new CallRefused('request.malformed', 'the counter is no number');
  return { challenge, counter: Number(counter), signature };
}

function freshOf(core: HqCore, challengeKey: Uint8Array, challenge: string): number {
  const issued = issuedMs(challengeKey, challenge, core.clock.wallMs());
  if (issued === undefined) throw new CallRefused('request.stale', 'the challenge is not ours, or too old');
  return issued;
}

function checkSignature(
  call: WireCall,
  sign: Sign & { readonly tillId: string; readonly requestKey: Uint8Array },
): void {
  const { tillId, challenge, counter, signature, requestKey } = sign;
  const bodySha256 = createHash('sha256').update(call.body, 'utf8').digest('hex');
  const text = requestText({ name: call.name, tillId, challenge, counter, bodySha256 });
  if (!isSignedText(requestKey, text, signature)) throw new CallRefused('request.signature', 'not signed by this till');
}

function inputOf<Name extends CallName>(name: Name, call: WireCall): CallInput<Name> {
  const isOpen = name === 'challenge' || name === 'enrol' || name === 'recover';
  if (isOpen && call.body.length > OPEN_BODY_LETTERS_MAX) {
    throw new CallRefused('request.too-large', `${call.body.length} letters`);
  }
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch {
    throw new CallRefused('request.malformed', 'the body is not JSON');
  }
  const parsed = calls[name].input.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CallRefused('request.malformed', `${issue?.path.join('.') ?? ''}: ${issue?.code ?? ''}`);
  }
  if (!isStorable(parsed.data)) throw new CallRefused('request.malformed', 'text that no database keeps');
  return parsed.data as CallInput<Name>;
}

/** A call speaks of a chain of its caller; only `head` may tell of a new one. */
async function checkChain(core: HqCore, caller: Caller, name: CallName, input: object): Promise<void> {
  if (name === 'head' || !('chainId' in input) || typeof input.chainId !== 'string') return;
  const chain = await core.store.read.get(CHAIN, [input.chainId]);
  if (chain?.till_id !== caller.tillId || chain.branch_of !== null) {
    throw new CallRefused('request.foreign-chain', `chain ${input.chainId} is not known of this till`);
  }
}

function headerOf(call: WireCall, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

function codeOf(error: unknown): CallFault {
  if (error instanceof CallRefused) return error.code;
  return error instanceof Fault && error.code === 'hq.database-away' ? 'hq.database-away' : 'hq.bug';
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? '').slice(0, 2_000) : '';
}
