/** Cash sessions and closings, store by store: each is read from the chains of its tills. */
import type { CallAnswer } from '#contract/pages/pages.ts';
import { listTills } from '../../fleet/tills.ts';
import { listStores, storeOf, type StoreRow } from '../../fleet/stores.ts';
import { organisation } from '../../identity/identity.ts';
import { CHAIN_OF_TILL } from '../../ingest/tables.ts';
import { CASH_SESSION, DAY_CLOSING } from '../../sales/tables.ts';
import type { HqReads, RowOf } from '../../store/port.ts';
import { operatorNames, type OperatorOf } from './operators.ts';

type Session = CallAnswer<'sessions'>['rows'][number];
type Closing = CallAnswer<'closings'>['rows'][number];

const STORES_IN_CALL = 25;
const TILLS_MAX = 1_000;
const CHAINS_MAX = 200;
const ROWS_OF_CHAIN_MAX = 500;

export interface Period {
  readonly storeIds: ReadonlySet<string> | null;
  readonly storeId: string | null;
  readonly fromDay: string;
  readonly untilDay: string;
  readonly after: string | null;
  readonly limit: number;
}

interface ChainPlace {
  readonly chainId: string;
  readonly tillName: string;
  readonly store: { readonly store_id: string; readonly name: string };
}

/** Sessions of the stores that follow, the latest first within each store. */
export async function sessionsPage(reads: HqReads, period: Period): Promise<CallAnswer<'sessions'>> {
  const operatorOf = await operatorNames(reads);
  return byStore(reads, period, async (place) => {
    const rows = await reads.scan(CASH_SESSION, {
      prefix: [place.chainId],
      from: period.fromDay,
      until: period.untilDay,
      reverse: true,
      limit: ROWS_OF_CHAIN_MAX,
    });
    return rows.map((row) => sessionOf(row, place, operatorOf));
  });
}

/** The Zs of the stores that follow, the latest first within each store. */
export async function closingsPage(reads: HqReads, period: Period): Promise<CallAnswer<'closings'>> {
  return byStore(reads, period, async (place) => {
    const rows = await reads.scan(DAY_CLOSING, {
      prefix: [place.chainId],
      from: period.fromDay,
      until: period.untilDay,
      reverse: true,
      limit: ROWS_OF_CHAIN_MAX,
    });
    return rows.map((row) => closingOf(row, place));
  });
}

async function byStore<Row extends { readonly businessDay: string }>(
  reads: HqReads,
  period: Period,
  rowsOf: (place: ChainPlace) => Promise<readonly Row[]>,
): Promise<{ rows: Row[]; next: string | null }> {
  const { organisationId } = await organisation(reads);
  const stores = await storesOf(reads, organisationId, period);
  const rows: Row[] = [];
  for (const [index, store] of stores.entries()) {
    const own: Row[] = [];
    for (const place of await chainsOfStore(reads, organisationId, store)) own.push(...(await rowsOf(place)));
    rows.push(...own.toSorted((a, b) => (a.businessDay < b.businessDay ? 1 : -1)));
    const isLast = index === stores.length - 1;
    if (rows.length >= period.limit && !isLast) return { rows, next: store.store_id };
  }
  const last = stores.at(-1);
  const hasMore = period.storeId === null && stores.length >= STORES_IN_CALL && last !== undefined;
  return { rows, next: hasMore ? last.store_id : null };
}

async function storesOf(reads: HqReads, organisationId: string, period: Period): Promise<readonly StoreRow[]> {
  const { storeIds, storeId, after } = period;
  if (storeId === null && storeIds === null)
    return listStores(reads, { organisationId, ...(after === null ? {} : { after }), limit: STORES_IN_CALL });
  const ids = storeId === null ? [...(storeIds ?? [])] : storeIds?.has(storeId) === false ? [] : [storeId];
  const wanted = ids
    .filter((one) => after === null || one > after)
    .toSorted()
    .slice(0, STORES_IN_CALL);
  const stores = await Promise.all(wanted.map((one) => storeOf(reads, organisationId, one)));
  return stores.filter((one) => one !== undefined);
}

async function chainsOfStore(reads: HqReads, organisationId: string, store: StoreRow): Promise<readonly ChainPlace[]> {
  const tills = await listTills(reads, { organisationId, storeId: store.store_id, limit: TILLS_MAX });
  const chains = await Promise.all(
    tills.map(async ({ till }) =>
      (await reads.scan(CHAIN_OF_TILL, { prefix: [till.till_id], limit: CHAINS_MAX })).map(({ chain_id }) => ({
        chainId: chain_id,
        tillName: till.name,
        store,
      })),
    ),
  );
  return chains.flat();
}

function sessionOf(row: RowOf<typeof CASH_SESSION>, { tillName, store }: ChainPlace, operatorOf: OperatorOf): Session {
  const methods = JSON.parse(row.methods) as readonly {
    readonly method: string;
    readonly expected_minor: number;
    readonly counted_minor: number;
    readonly difference_minor: number;
  }[];
  return {
    sessionId: row.session_id,
    chainId: row.chain_id,
    storeId: store.store_id,
    storeName: store.name,
    tillName,
    businessDay: row.business_day,
    state: row.state,
    openedMs: row.opened_at_ms,
    openedBy: row.opened_by === null ? null : operatorOf(row.opened_by),
    closedMs: row.closed_at_ms,
    closedBy: row.closed_by === null ? null : operatorOf(row.closed_by),
    countedBy: row.counted_by === null ? null : operatorOf(row.counted_by),
    isCounted: row.is_counted,
    methods: methods.map((one) => ({
      method: one.method,
      expectedMinor: one.expected_minor,
      countedMinor: one.counted_minor,
      differenceMinor: one.difference_minor,
    })),
    differenceMinor: row.difference_minor,
    reason: row.reason,
  };
}

/** A Z as a list has it. */
export function closingOf(
  row: RowOf<typeof DAY_CLOSING>,
  { tillName, store }: Pick<ChainPlace, 'tillName' | 'store'>,
): Closing {
  return {
    chainId: row.chain_id,
    seq: row.seq,
    zNumber: row.z_number,
    businessDay: row.business_day,
    atMs: Math.max(0, row.at_ms),
    storeName: store.name,
    tillName,
    grossMinor: row.gross_minor,
    netMinor: row.net_minor,
    vatMinor: row.vat_minor,
    perpetualNetMinor: row.perpetual_net_minor,
    perpetualTicketCount: row.perpetual_ticket_count,
  };
}
