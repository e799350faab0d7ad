/**
 * Takings of a day. Pages ask every two seconds, many at once: what a node read is good for a second and shared by all who ask,
 * and who knows the figures already is told so in a line.
 */
import { createHash } from 'node:crypto';
import type { CallAnswer, CallInput } from '#contract/pages/pages.ts';
import type { HqCore } from '../../core.ts';
import { tillsOf } from '../../fleet/tills.ts';
import { organisation } from '../../identity/identity.ts';
import { addedSums, hoursOf, methodsOf, NOTHING_SOLD, sumOf, type DaySums } from '../../sales/sums.ts';
import { TAKINGS_CHAIN_OF_STORE, TAKINGS_STORE_DAY } from '../../sales/tables.ts';
import type { HqReads, RowOf } from '../../store/port.ts';
import { maySeeStore } from '../handler.ts';
import type { SignedIn } from '../sessions.ts';
import { storeNames } from './stores.ts';

type Figures = Extract<CallAnswer<'today'>, { readonly kind: 'figures' }>;
type StoreDay = RowOf<typeof TAKINGS_STORE_DAY>;

const FRESH_MS = 1_000;
const BATCH = 2_000;
const STORES_SHOWN = 50;
const CHAINS_MAX = 2_000;

interface Kept {
  readonly day: string;
  readonly sinceMs: number;
  readonly rows: Promise<readonly StoreDay[]>;
}

const kept = new WeakMap<HqCore, Kept>();

/** The day's figures of the stores that somebody may see, or of one of them. */
export async function readToday(core: HqCore, who: SignedIn, input: CallInput<'today'>): Promise<CallAnswer<'today'>> {
  const { read } = core.store;
  const day = input.businessDay ?? (await organisationDay(core));
  const { storeId } = input;
  const all = await storesOfDay(core, day);
  const rows = all.filter(({ store_id }) => maySeeStore(who, store_id) && (storeId === null || store_id === storeId));
  const total = rows.length === all.length ? totalOf(all) : sumOf(rows);
  const stamp = stampOf(day, input.storeId, rows, total);
  if (stamp === input.known) return { kind: 'unchanged', stamp };
  const shown = rows.toSorted((a, b) => b.gross_minor - a.gross_minor).slice(0, STORES_SHOWN);
  const names = await storeNames(
    read,
    shown.map(({ store_id }) => store_id),
  );
  return {
    kind: 'figures',
    stamp,
    businessDay: day,
    total: takingsOf(total),
    hours: hoursOf(total).map((hour) => ({ ...hour })),
    methods: methodsOf(total).map((method) => ({ ...method })),
    stores: shown.map((row) => ({
      storeId: row.store_id,
      name: names.get(row.store_id) ?? row.store_id,
      ...takingsOf(row),
    })),
    storeCount: rows.length,
    tills: storeId === null || !maySeeStore(who, storeId) ? [] : await tillsOfDay(read, storeId, day),
  };
}

const totals = new WeakMap<readonly StoreDay[], DaySums>();

/** The sum of all stores, added up once for all who may see them. */
function totalOf(all: readonly StoreDay[]): DaySums {
  const total = totals.get(all) ?? sumOf(all);
  totals.set(all, total);
  return total;
}

/** Each till of a store, its chains of the day together. */
async function tillsOfDay(reads: HqReads, storeId: string, day: string): Promise<Figures['tills']> {
  const chains = await reads.scan(TAKINGS_CHAIN_OF_STORE, { prefix: [storeId, day], limit: CHAINS_MAX });
  const sums = new Map<string, DaySums>();
  for (const row of chains) sums.set(row.till_id, addedSums(sums.get(row.till_id) ?? NOTHING_SOLD, row));
  const tills = await tillsOf(reads, [...sums.keys()]);
  const names = new Map(tills.map(({ till }) => [till.till_id, till.name]));
  return [...sums]
    .map(([tillId, sum]) => ({ tillId, name: names.get(tillId) ?? tillId, ...takingsOf(sum) }))
    .sort((a, b) => b.grossMinor - a.grossMinor);
}

/** All stores of a day, read at most once a second on this node. */
function storesOfDay(core: HqCore, day: string): Promise<readonly StoreDay[]> {
  const nowMs = core.clock.monotonicMs();
  const known = kept.get(core);
  if (known?.day === day && nowMs - known.sinceMs < FRESH_MS) return known.rows;
  const rows = readStores(core.store.read, day);
  kept.set(core, { day, sinceMs: nowMs, rows });
  // What failed is nobody's figures: the next one who asks reads again.
  rows.catch(() => kept.delete(core));
  return rows;
}

async function readStores(reads: HqReads, day: string): Promise<readonly StoreDay[]> {
  const rows: StoreDay[] = [];
  for (let after: string | undefined; ; after = rows.at(-1)?.store_id) {
    const batch = await reads.scan(TAKINGS_STORE_DAY, {
      prefix: [day],
      ...(after === undefined ? {} : { after: [day, after] }),
      limit: BATCH,
    });
    rows.push(...batch);
    if (batch.length < BATCH) return rows;
  }
}

/** Today where the organisation is, `2026-11-22`. */
async function organisationDay(core: HqCore): Promise<string> {
  const { timeZone } = await organisation(core.store.read);
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    core.clock.wallMs(),
  );
}

function takingsOf(sums: DaySums) {
  return {
    saleCount: sums.sale_count,
    refundCount: sums.refund_count,
    grossMinor: sums.gross_minor,
    refundMinor: sums.refund_minor,
    netMinor: sums.net_minor,
    vatMinor: sums.vat_minor,
    discountMinor: sums.discount_minor,
    articleCount: sums.article_count,
    basketCount: sums.basket_count,
    storedValueMinor: sums.stored_value_minor,
    lastSaleMs: sums.last_at_ms === null ? null : Math.max(0, sums.last_at_ms),
  };
}

/** Another wherever any figure is another. */
function stampOf(day: string, storeId: string | null, rows: readonly StoreDay[], total: DaySums): string {
  const each = rows.map((row) => [
    row.store_id,
    row.sale_count,
    row.refund_count,
    row.gross_minor,
    row.stored_value_minor,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([day, storeId, total, each]))
    .digest('base64url');
}
