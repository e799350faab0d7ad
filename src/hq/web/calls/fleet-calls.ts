/** Stores and tills. A store manager sees those of their own stores; another one's till is as one that is not there. */
import { settleAlarm } from '../../fleet/alarms.ts';
import { invitationText } from '#contract/sync/invitation.ts';
import { createEnrolmentCode } from '../../fleet/codes.ts';
import { saveStore } from '../../fleet/stores.ts';
import { renameTill, setTillState, tillsOf } from '../../fleet/tills.ts';
import { organisation } from '../../identity/identity.ts';
import { listRecovery, writeOffChain } from '../../ingest/restored.ts';
import { maySeeStore, type PageHandlers } from '../handler.ts';
import { storeNames, storesPage } from '../reads/stores.ts';
import { readTill, tillsPage } from '../reads/tills.ts';

type Names =
  | 'stores'
  | 'store-names'
  | 'save-store'
  | 'tills'
  | 'till'
  | 'create-code'
  | 'set-till-state'
  | 'rename-till'
  | 'recovery'
  | 'write-off-chain'
  | 'settle-alarm';

const RECOVERY_SHOWN_MAX = 500;

export const fleetHandlers: PageHandlers<Names> = {
  stores: ({ core, who }, input) => storesPage(core.store.read, { ...input, storeIds: who.storeIds }),

  async 'store-names'({ core, who }, { storeIds }) {
    const names = await storeNames(
      core.store.read,
      storeIds.filter((one) => maySeeStore(who, one)),
    );
    return { stores: [...names].map(([storeId, name]) => ({ storeId, name })) };
  },

  async 'save-store'({ core, who }, input) {
    const outcome = await saveStore(core, input);
    if (outcome.kind === 'refused') return outcome;
    core.log.info('page-store-saved', { login: who.login, store: input.storeId });
    return { kind: 'done' };
  },

  tills: ({ core, who }, input) =>
    tillsPage(core.store.read, core.clock.wallMs(), { ...input, storeIds: who.storeIds }),

  async till({ core, who }, { tillId }) {
    const found = await readTill(core.store.read, core.clock.wallMs(), tillId);
    return found === null || !maySeeStore(who, found.till.storeId) ? { kind: 'refused', reason: 'unknown' } : found;
  },

  async 'create-code'({ core, who, visit }, input) {
    const [lost] = input.kind === 'new' ? [] : await tillsOf(core.store.read, [input.tillId]);
    if (input.kind === 'replacement' && lost === undefined) return { kind: 'refused', reason: 'unknown-till' };
    const outcome = await createEnrolmentCode(
      core,
      input.kind === 'new'
        ? { storeId: input.storeId, tillName: input.tillName }
        : { storeId: lost?.till.store_id ?? '', tillName: lost?.till.name ?? '', tillId: input.tillId },
    );
    if (outcome.kind === 'refused') return outcome;
    core.log.info('page-code-made', { login: who.login, for: input.kind });
    const { code, expiresAtMs, fingerprint } = outcome;
    const text = invitationText({ url: visit.origin, code, fingerprint });
    return { kind: 'code', code, expiresAtMs, address: visit.origin, fingerprint, text };
  },

  async 'set-till-state'({ core, who }, { tillId, state }) {
    const outcome = await setTillState(core, { tillId, state, reason: `by ${who.login}` });
    core.log.info('page-till-state', { login: who.login, till: tillId, state, outcome: outcome.kind });
    return outcome;
  },

  async recovery({ core, who }) {
    const { read } = core.store;
    const { organisationId, isRecovering } = await organisation(read);
    const waiting = await listRecovery(read, { organisationId, limit: RECOVERY_SHOWN_MAX });
    // A chain of a till that nobody knows any more is no store's: whoever sees all of them sees it.
    const own = waiting.filter(({ store_id }) => maySeeStore(who, store_id));
    const tills = await tillsOf(read, [...new Set(own.map(({ till_id }) => till_id))]);
    const tillNames = new Map(tills.map(({ till }) => [till.till_id, till.name]));
    const names = await storeNames(
      read,
      own.map(({ store_id }) => store_id),
    );
    return {
      isRecovering,
      chains: own.map(({ chain_id, till_id, store_id }) => ({
        chainId: chain_id,
        tillId: till_id,
        tillName: tillNames.get(till_id) ?? till_id,
        storeName: names.get(store_id) ?? store_id,
      })),
    };
  },

  async 'write-off-chain'({ core, who }, { chainId, reason }) {
    const isDone = await writeOffChain(core, { chainId, by: who.login, reason });
    core.log.warn('page-chain-written-off', { login: who.login, chain: chainId, done: isDone });
    return isDone ? { kind: 'done' } : { kind: 'refused', reason: 'unknown-chain' };
  },

  'rename-till': ({ core }, input) => renameTill(core, input),

  async 'settle-alarm'({ core, who }, { alarmId }) {
    const { organisationId } = await organisation(core.store.read);
    const nowMs = core.clock.wallMs();
    const isThere = await core.store.transact((transaction) =>
      settleAlarm(transaction, { organisationId, alarmId, by: who.login, nowMs }),
    );
    return isThere ? { kind: 'done' } : { kind: 'refused', reason: 'unknown' };
  },
};
