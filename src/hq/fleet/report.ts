/** What a till says of itself every minute: kept for the pages, and heard for what it shows of headquarters itself. */
import { present } from '#base/assert.ts';
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import type { Caller, HqCore } from '../core.ts';
import { organisation } from '../identity/identity.ts';
import { hearReport } from '../ingest/head.ts';
import { CHAIN } from '../ingest/tables.ts';
import { raiseAlarm } from './alarms.ts';
import { STORE, TILL, TILL_REPORT } from './tables.ts';

/** Keeps the report, and tells the till its names and the incarnation. */
export async function keepReport(
  core: HqCore,
  caller: Caller,
  input: CallInput<'report'>,
): Promise<CallAnswer<'report'>> {
  const nowMs = core.clock.wallMs();
  await core.store.transact((transaction) =>
    transaction.put(TILL_REPORT, [
      {
        till_id: caller.tillId,
        last_seen_ms: nowMs,
        version: input.version,
        chain_id: input.chainId,
        seq: input.seq,
        acked_seq: input.acked?.seq ?? 0,
        unsent: input.unsent,
        oldest_unsent_ms: input.oldestUnsentMs,
        price_list_ms: input.priceListMs,
        copy_state: input.copyState,
        devices: JSON.stringify(input.devices),
        clock_ahead_ms: input.wallMs - nowMs,
      },
    ]),
  );
  if (input.hole !== undefined) await hearHole(core, caller, input.hole);
  await hearReport(core, input);
  const { read } = core.store;
  const { incarnation } = await organisation(read);
  const till = present(await read.get(TILL, [caller.tillId]), 'the till that called');
  const store = present(await read.get(STORE, [caller.organisationId, caller.storeId]), 'the store of the till');
  return { storeName: store.name, tillName: till.name, hqTimeMs: nowMs, incarnation };
}

/** Somebody must look: what the till sells in that chain after the missing row reaches nobody. */
async function hearHole(
  core: HqCore,
  { tillId, storeId, organisationId }: Caller,
  { chainId, after }: { readonly chainId: string; readonly after: number },
): Promise<void> {
  const nowMs = core.clock.wallMs();
  await core.store.transact(async (transaction) => {
    const chain = await transaction.get(CHAIN, [chainId]);
    if (chain?.till_id !== tillId) return;
    // One for each chain, whatever row a till names: it must not fill the page with holes.
    const detail = `row ${after + 1} is missing at the till, and later ones are there`;
    const alarm = { kind: 'chain-hole', tillId, storeId, chainId, place: 'hole', detail } as const;
    await raiseAlarm(transaction, organisationId, { ...alarm, isLasting: true }, nowMs);
  });
}
