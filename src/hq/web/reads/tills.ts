/** Tills as pages list them, with what each last said of itself and where its chain stands. */
import type { CallAnswer } from '#contract/pages/pages.ts';
import { listAlarms } from '../../fleet/alarms.ts';
import { searchFleet } from '../../fleet/stores.ts';
import { listTills, tillsOf, type ListedTill, type TillReportRow } from '../../fleet/tills.ts';
import { organisation } from '../../identity/identity.ts';
import { CHAIN, CHAIN_OF_TILL } from '../../ingest/tables.ts';
import type { HqReads, RowOf } from '../../store/port.ts';
import { cursorText, keyOfCursor } from './cursor.ts';
import { storeNames } from './stores.ts';

type Row = CallAnswer<'tills'>['rows'][number];
type Waiting = Pick<Row, 'unsent' | 'oldestUnsentMs'>;
type Found = Extract<CallAnswer<'till'>, { readonly kind: 'found' }>;

const FOUND_MAX = 20_000;
const STORES_AT_ONCE = 25;
const TILLS_OF_STORE_MAX = 1_000;
const LOOKED_AT_MAX = 1_000;
/** Where only some are wanted: a question to the database costs more than the rows of its answer. */
const LOOKED_AT_ONCE = 250;
const ALARMS_MAX = 5_000;
const CHAINS_MAX = 200;
const SILENT_MS = 15 * 60_000;
const UNSENT_OLD_MS = 30 * 60_000;
const CLOCK_MS_MAX = 2 * 60_000;
const BAD_COPY = 'unreachable';
const BAD_DEVICE = ['trouble', 'absent', 'disabled'];

export interface TillsAsked {
  readonly storeIds: ReadonlySet<string> | null;
  readonly storeId: string | null;
  readonly search: string;
  readonly only: 'all' | 'alarmed' | 'retired';
  readonly after: string | null;
  readonly limit: number;
}

/** A page of tills. It ends early where it had to look at very many for the few that are wanted. */
export async function tillsPage(reads: HqReads, nowMs: number, asked: TillsAsked): Promise<CallAnswer<'tills'>> {
  const { organisationId } = await organisation(reads);
  const alarmed = await openAlarms(reads, organisationId);
  if (asked.search !== '') return foundPage(reads, nowMs, { organisationId, alarmed, asked });
  const rows: Row[] = [];
  let after = keyOfCursor(asked.after, 2);
  const atOnce = asked.only === 'all' ? asked.limit : Math.max(asked.limit, LOOKED_AT_ONCE);
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX; lookedAt += atOnce) {
    const listed = await listTills(reads, {
      organisationId,
      ...(asked.storeId === null ? {} : { storeId: asked.storeId }),
      ...(after === undefined ? {} : { after: { storeId: String(after[0]), tillId: String(after[1]) } }),
      limit: atOnce,
    });
    rows.push(...(await wantedRows(reads, nowMs, { listed, alarmed, asked })));
    const shown = rows[asked.limit - 1];
    if (shown !== undefined && rows.length > asked.limit)
      return { rows: rows.slice(0, asked.limit), next: cursorText([shown.storeId, shown.tillId]) };
    const last = listed.at(-1);
    if (last === undefined || listed.length < atOnce) return { rows, next: null };
    after = [last.till.store_id, last.till.till_id];
    if (rows.length >= asked.limit) break;
  }
  return { rows, next: after === undefined ? null : cursorText(after) };
}

/** One till, whole; null where there is none. */
export async function readTill(reads: HqReads, nowMs: number, tillId: string): Promise<Found | null> {
  const [listed] = await tillsOf(reads, [tillId]);
  if (listed === undefined) return null;
  const { till, report } = listed;
  const alarmRows = await listAlarms(reads, { organisationId: till.organisation_id, limit: ALARMS_MAX });
  const own = alarmRows.filter(({ till_id }) => till_id === tillId);
  const alarmed = new Set(own.some(({ is_settled }) => !is_settled) ? [tillId] : []);
  const [row] = await tillRows(reads, nowMs, { listed: [listed], alarmed });
  if (row === undefined) return null;
  const order = await reads.scan(CHAIN_OF_TILL, { prefix: [tillId], limit: CHAINS_MAX });
  const chains = await reads.getMany(
    CHAIN,
    order.map(({ chain_id }) => [chain_id]),
  );
  return {
    kind: 'found',
    till: row,
    enrolledMs: till.enrolled_at_ms,
    copyState: report?.copy_state ?? null,
    clockOffMs: report?.clock_ahead_ms ?? null,
    devices: report === null ? [] : devicesOf(report.devices),
    chains: chains
      .toSorted((a, b) => a.ordinal - b.ordinal || (a.chain_id < b.chain_id ? -1 : 1))
      .map((chain) => ({
        chainId: chain.chain_id,
        ordinal: chain.ordinal,
        state: chainStateOf(chain),
        reason: chain.stop_reason,
        seq: chain.seq,
        hash: chain.hash,
        continuesChain: chain.continues_chain_id,
      })),
    alarms: own.map((alarm) => ({
      alarmId: alarm.alarm_id,
      kind: alarm.kind,
      detail: alarm.detail,
      raisedAtMs: alarm.raised_at_ms,
      settledBy: alarm.settled_by,
    })),
  };
}

/** A page of the tills whose own name, or whose store's, has the words: only as many stores are looked into as it takes. */
async function foundPage(
  reads: HqReads,
  nowMs: number,
  given: { readonly organisationId: string; readonly alarmed: ReadonlySet<string>; readonly asked: TillsAsked },
): Promise<CallAnswer<'tills'>> {
  const { organisationId, asked } = given;
  const [afterStore = '', afterTill = ''] = (keyOfCursor(asked.after, 2) ?? []).map(String);
  const hits = await searchFleet(reads, { organisationId, text: asked.search, limit: FOUND_MAX });
  /** Of each store the tills that were found, or null where it was found itself; in their order. */
  const stores = new Map<string, string[] | null>();
  for (const { storeId, tillId } of hits) {
    if (storeId < afterStore || (asked.storeId !== null && storeId !== asked.storeId)) continue;
    const known = stores.get(storeId);
    if (tillId === null || known === null) stores.set(storeId, null);
    else stores.set(storeId, [...(known ?? []), tillId]);
  }
  const rows: Row[] = [];
  const left = [...stores].sort(([one], [other]) => (one < other ? -1 : 1));
  while (left.length > 0) {
    const found = await Promise.all(
      left.splice(0, STORES_AT_ONCE).map(async ([storeId, tillIds]) => {
        const after = storeId === afterStore ? afterTill : '';
        if (tillIds !== null) return tillsOf(reads, tillIds.filter((one) => one > after).toSorted());
        return listTills(reads, {
          organisationId,
          storeId,
          after: { storeId, tillId: after },
          limit: TILLS_OF_STORE_MAX,
        });
      }),
    );
    rows.push(...(await wantedRows(reads, nowMs, { ...given, listed: found.flat() })));
    const last = rows[asked.limit - 1];
    if (last === undefined || (rows.length === asked.limit && left.length === 0)) continue;
    return { rows: rows.slice(0, asked.limit), next: cursorText([last.storeId, last.tillId]) };
  }
  return { rows, next: null };
}

async function wantedRows(
  reads: HqReads,
  nowMs: number,
  given: { readonly listed: readonly ListedTill[]; readonly alarmed: ReadonlySet<string>; readonly asked: TillsAsked },
): Promise<Row[]> {
  const { asked } = given;
  const mine = given.listed.filter(
    ({ till }) =>
      (asked.storeIds === null || asked.storeIds.has(till.store_id)) &&
      (asked.storeId === null || asked.storeId === till.store_id),
  );
  return (await tillRows(reads, nowMs, { ...given, listed: mine })).filter(({ state, alarms }) => {
    if (asked.only === 'alarmed') return alarms.length > 0;
    return asked.only === 'all' || state === 'retired';
  });
}

async function tillRows(
  reads: HqReads,
  nowMs: number,
  { listed, alarmed }: { readonly listed: readonly ListedTill[]; readonly alarmed: ReadonlySet<string> },
): Promise<Row[]> {
  const chainIds = listed.flatMap(({ till }) => (till.chain_id === null ? [] : [[till.chain_id]]));
  const chains = await reads.getMany(CHAIN, chainIds);
  const names = await storeNames(
    reads,
    listed.map(({ till }) => till.store_id),
  );
  const chainOf = new Map(chains.map((chain) => [chain.chain_id, chain]));
  return listed.map(({ till, report }) => {
    const chain = till.chain_id === null ? undefined : chainOf.get(till.chain_id);
    const chainState = chain === undefined ? 'none' : chainStateOf(chain);
    const isAlarmed = alarmed.has(till.till_id);
    const waiting = waitingOf(report, chain);
    return {
      tillId: till.till_id,
      name: till.name,
      storeId: till.store_id,
      storeName: names.get(till.store_id) ?? till.store_id,
      state: till.state as Row['state'],
      seenMs: report?.last_seen_ms ?? null,
      version: report?.version ?? till.software_version,
      ...waiting,
      priceListMs: report?.price_list_ms ?? null,
      chainId: till.chain_id,
      chainState,
      seq: chain?.seq ?? null,
      alarms: till.state === 'retired' ? [] : alarmsOf({ report, waiting, chainState, nowMs, isAlarmed }),
    };
  });
}

/**
 * What the till has still to send, as far as is known: what it said, less what has arrived of its chain since it said so. A
 * report is a minute old at worst, and the page would name rows as unsent that are here. Of a chain that was stopped other
 * branches stand under its name: there the till's own word is taken.
 */
function waitingOf(report: TillReportRow | null, chain: RowOf<typeof CHAIN> | undefined): Waiting {
  if (report === null) return { unsent: null, oldestUnsentMs: null };
  const isOfChain = chain?.chain_id === report.chain_id && chain.state === 'open';
  const arrived = isOfChain ? Math.max(0, Math.min(chain.seq, report.seq) - report.acked_seq) : 0;
  const unsent = Math.max(0, report.unsent - arrived);
  return { unsent, oldestUnsentMs: unsent === 0 ? null : report.oldest_unsent_ms };
}

function alarmsOf(known: {
  readonly report: TillReportRow | null;
  readonly waiting: Waiting;
  readonly chainState: Row['chainState'];
  readonly nowMs: number;
  readonly isAlarmed: boolean;
}): Row['alarms'] {
  const { report, waiting, chainState, nowMs, isAlarmed } = known;
  const alarms: Row['alarms'] = [];
  if (chainState === 'stopped') alarms.push('stopped');
  if (isAlarmed) alarms.push('open-alarm');
  if (report === null) return alarms;
  const { last_seen_ms, clock_ahead_ms, copy_state, devices } = report;
  const { oldestUnsentMs } = waiting;
  if (nowMs - last_seen_ms > SILENT_MS) alarms.push('silent');
  else if (oldestUnsentMs !== null && nowMs - oldestUnsentMs > UNSENT_OLD_MS) alarms.push('unsent-old');
  if (Math.abs(clock_ahead_ms) > CLOCK_MS_MAX) alarms.push('clock');
  if (copy_state === BAD_COPY) alarms.push('copy');
  if (devicesOf(devices).some(({ state }) => BAD_DEVICE.includes(state))) alarms.push('device');
  return alarms;
}

async function openAlarms(reads: HqReads, organisationId: string): Promise<ReadonlySet<string>> {
  const rows = await listAlarms(reads, { organisationId, limit: ALARMS_MAX });
  return new Set(rows.filter(({ is_settled }) => !is_settled).map(({ till_id }) => till_id));
}

function chainStateOf(chain: RowOf<typeof CHAIN>): 'open' | 'stopped' | 'superseded' {
  if (chain.state === 'stopped') return 'stopped';
  return chain.superseded_by === null ? 'open' : 'superseded';
}

function devicesOf(text: string): Found['devices'] {
  return (JSON.parse(text) as Found['devices']).map(({ id, kind, name, state }) => ({ id, kind, name, state }));
}
