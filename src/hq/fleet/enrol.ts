/** A till becomes one of the organisation: by a code, with its own id and chain, and a key of its own for its calls. */
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import { fromBase64Url, toBase64Url } from '#domain/journal/journal.ts';
import { sealSecrets, unsealSecrets } from '#node/sealed-secrets.ts';
import { CallRefused } from '../calls/refused.ts';
import type { HqCore } from '../core.ts';
import { organisation } from '../identity/identity.ts';
import { addSecrets, organisationSecret } from '../identity/secrets.ts';
import { announceChain } from '../ingest/announce.ts';
import { lineage } from '../ingest/lineage.ts';
import { present } from '#base/assert.ts';
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import { findCode, markCodeUsed } from './codes.ts';
import { listWords } from './stores.ts';
import { type ENROLMENT_CODE, STORE, TILL, TILL_OF_STORE } from './tables.ts';

type CodeRow = RowOf<typeof ENROLMENT_CODE>;

/**
 * Enrols. The same code, till and key again give the same answer; a till id that is known under another key needs a code
 * made for it.
 */
export async function enrol(core: HqCore, input: CallInput<'enrol'>): Promise<CallAnswer<'enrol'>> {
  const nowMs = core.clock.wallMs();
  const before = await organisation(core.store.read);
  const brought = unsealSecrets({ sealed: input.sealedSecrets, reader: before.exchangeKey });
  if (brought === undefined) throw new CallRefused('request.malformed', 'the secrets are not sealed to headquarters');
  const outcome = await core.store.transact(async (transaction) => {
    const identity = await organisation(transaction);
    const found = await findCode(transaction, identity, { code: input.code, requestKey: input.requestKey, nowMs });
    if (found.kind === 'refused') return found;
    const { row } = found;
    if (row.till_id !== null && row.till_id !== input.tillId) return refusedAs('till-known');
    if (row.used_by_till_id !== null && row.used_by_till_id !== input.tillId) return refusedAs('code-unknown');
    const known = await transaction.lock(TILL, [input.tillId]);
    const isAgain = row.used_by_till_id === input.tillId;
    if (known !== undefined && !isAgain && row.till_id !== input.tillId) return refusedAs('till-known');
    if (isAgain && !isStillTheirs(known, input.requestKey)) return refusedAs('code-unknown');
    if (known?.state === 'retired') return refusedAs('till-known');
    const storeId = row.store_id;
    const till = { tillId: input.tillId, storeId, organisationId: identity.organisationId };
    await keepTill(transaction, known, {
      row,
      tillId: input.tillId,
      requestKey: input.requestKey,
      software: input.software.version,
      nowMs,
    });
    await announceChain(transaction, identity, { till, chain: input.chain, nowMs });
    await setChain(transaction, { tillId: input.tillId, chainId: input.chain.chainId });
    const keys = [brought, ...brought.older];
    await addSecrets(transaction, { organisationId: identity.organisationId, keys, isPresent: false, atMs: nowMs });
    await markCodeUsed(transaction, row, input);
    return { kind: 'enrolled', row } as const;
  });
  if (outcome.kind === 'refused') {
    core.log.warn('till.not-enrolled', { till: input.tillId, reason: outcome.reason });
    return outcome;
  }
  core.log.info('till.enrolled', { till: input.tillId, store: outcome.row.store_id });
  const names = await namesOf(core.store.read, outcome.row);
  const sealedSecrets = await sealedFor(core, input.exchangeKey);
  const { organisationId, incarnation } = await organisation(core.store.read);
  return { kind: 'enrolled', organisationId, incarnation, ...names, sealedSecrets };
}

/** Gives a new machine the identity of a lost one: its code was made for that till. The lost one is not answered any more. */
export async function recover(core: HqCore, input: CallInput<'recover'>): Promise<CallAnswer<'recover'>> {
  const nowMs = core.clock.wallMs();
  const { organisationId } = await organisation(core.store.read);
  const outcome = await core.store.transact(async (transaction) => {
    const identity = await organisation(transaction);
    const found = await findCode(transaction, identity, { code: input.code, requestKey: input.requestKey, nowMs });
    if (found.kind === 'refused') return found;
    const { row } = found;
    if (row.till_id === null) return { kind: 'refused', reason: 'code-for-new-till' } as const;
    const known = present(await transaction.lock(TILL, [row.till_id]), 'the till that a code was made for');
    const isTaken = row.used_by_key !== null && !isStillTheirs(known, input.requestKey);
    if (known.state === 'retired' || isTaken) return refusedAs('code-unknown');
    const software = known.software_version;
    await keepTill(transaction, known, { row, tillId: known.till_id, requestKey: input.requestKey, software, nowMs });
    await markCodeUsed(transaction, row, { tillId: known.till_id, requestKey: input.requestKey });
    return { kind: 'found', row, tillId: known.till_id } as const;
  });
  if (outcome.kind === 'refused') {
    core.log.warn('till.not-recovered', { reason: outcome.reason });
    return outcome;
  }
  core.log.info('till.recovered', { till: outcome.tillId, store: outcome.row.store_id });
  const { incarnation } = await organisation(core.store.read);
  const chains = await lineage(core.store.read, outcome.tillId);
  return {
    kind: 'found',
    tillId: outcome.tillId,
    organisationId,
    incarnation,
    ...(await namesOf(core.store.read, outcome.row)),
    sealedSecrets: await sealedFor(core, input.exchangeKey),
    chains: chains.map(({ chain: row, seq, hash }) => ({
      chain: {
        chainId: row.chain_id,
        ordinal: row.ordinal,
        keyId: row.key_id,
        publicKey: toBase64Url(row.public_key),
        continues:
          row.continues_chain_id === null
            ? null
            : { chainId: row.continues_chain_id, seq: row.continues_seq ?? 0, hash: row.continues_hash ?? '' },
      },
      seq,
      hash,
    })),
  };
}

/** The organisation's secrets, sealed to a key of the till's. */
export async function sealedFor(core: HqCore, exchangeKey: string): Promise<string> {
  const { organisationId } = await organisation(core.store.read);
  const secret = await organisationSecret(core.store.read, organisationId);
  const reader = fromBase64Url(exchangeKey);
  const sealed = reader && sealSecrets({ secret, reader, random: core.random });
  if (sealed === undefined) throw new CallRefused('request.malformed', 'the exchange key is no P-256 key');
  return sealed;
}

/** Notes which chain a till writes now. */
export async function setChain(
  transaction: HqTransaction,
  told: { readonly tillId: string; readonly chainId: string },
): Promise<void> {
  const till = await transaction.lock(TILL, [told.tillId]);
  if (till === undefined || till.chain_id === told.chainId) return;
  await transaction.put(TILL, [{ ...till, chain_id: told.chainId }]);
}

async function keepTill(
  transaction: HqTransaction,
  known: RowOf<typeof TILL> | undefined,
  told: {
    readonly row: CodeRow;
    readonly tillId: string;
    readonly requestKey: string;
    readonly software: string;
    readonly nowMs: number;
  },
): Promise<void> {
  const { row, tillId, nowMs } = told;
  const { organisation_id, store_id, till_name } = row;
  const requestKey = fromBase64Url(told.requestKey);
  if (requestKey === undefined) throw new CallRefused('request.malformed', 'the request key is no base64url');
  await transaction.put(TILL, [
    {
      till_id: tillId,
      organisation_id,
      store_id,
      name: till_name,
      state: 'active',
      state_reason: null,
      state_changed_at_ms: known?.state === 'active' ? known.state_changed_at_ms : nowMs,
      request_key: requestKey,
      enrolled_at_ms: known?.enrolled_at_ms ?? nowMs,
      software_version: told.software,
      chain_id: known?.chain_id ?? null,
    },
  ]);
  await transaction.insert(TILL_OF_STORE, [{ organisation_id, store_id, till_id: tillId }]);
  await listWords(transaction, { organisationId: organisation_id, storeId: store_id, tillId, name: till_name });
}

async function namesOf(
  reads: HqReads,
  row: CodeRow,
): Promise<{ readonly storeId: string; readonly storeName: string; readonly tillName: string }> {
  const store = present(await reads.get(STORE, [row.organisation_id, row.store_id]), 'the store of a code');
  return { storeId: row.store_id, storeName: store.name, tillName: row.till_name };
}

function refusedAs<Reason extends 'till-known' | 'code-unknown'>(reason: Reason) {
  return { kind: 'refused', reason } as const;
}

/** Whether a code that was used is asked for again by whom it made a till of, and nobody took that till over since. */
function isStillTheirs(known: RowOf<typeof TILL> | undefined, requestKey: string): boolean {
  return known?.state === 'active' && toBase64Url(known.request_key) === requestKey;
}
