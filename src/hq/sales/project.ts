/** Sales and cash of a chain, in the transaction that takes its rows. A row that cannot be understood is listed; the others count. */
import type { Entry } from '#domain/journal/journal.ts';
import { listUnprojected } from '../project/unprojected.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { salesFactOf, type SalesFact } from './facts.ts';
import { addedSums, NOTHING_SOLD } from './sums.ts';
import { CASH_SESSION, DAY_CLOSING, SOLD_TICKET, TAKINGS_DAY, TICKET_PAYMENT } from './tables.ts';

/** The name under which rows that it does not understand are listed. */
export const SALES_STEP = 'sales';

type DayRow = RowOf<typeof TAKINGS_DAY>;
type SessionRow = RowOf<typeof CASH_SESSION>;

/** Projects rows of a chain that is locked, in order; those that were not understood. */
export async function projectSales(
  transaction: HqTransaction,
  options: {
    readonly chain: { readonly chain_id: string; readonly organisation_id: string };
    readonly entries: readonly Entry[];
    readonly nowMs: number;
  },
): Promise<readonly Entry[]> {
  const { chain, entries, nowMs } = options;
  const read = entries.map((entry) => ({ entry, ...factOrReason(entry) }));
  const facts = read.flatMap(({ fact }) => fact ?? []);
  const days = await daysOf(transaction, chain.chain_id, facts);
  const sessions = await sessionsOf(transaction, chain.chain_id, facts);
  const wrong: { entry: Entry; reason: string }[] = [];
  const taken: SalesFact[] = [];
  for (const { entry, fact, reason } of read) {
    if (reason !== undefined) wrong.push({ entry, reason });
    if (fact === undefined) continue;
    try {
      const before = days.get(fact.businessDay) ?? { ...NOTHING_SOLD, ...keyOf(chain.chain_id, fact) };
      days.set(fact.businessDay, { ...before, ...addedSums(before, fact.sums) });
    } catch (error) {
      wrong.push({ entry, reason: messageOf(error) });
      continue;
    }
    taken.push(fact);
    const { session } = fact;
    if (session === undefined) continue;
    const name = sessionName(fact.businessDay, session.sessionId);
    const before = sessions.get(name) ?? newSession(chain.chain_id, fact.businessDay, session.sessionId);
    sessions.set(name, { ...before, ...session.change });
  }
  const ofChain = { chain_id: chain.chain_id };
  await put(
    transaction,
    SOLD_TICKET,
    taken.flatMap(({ ticket }) => (ticket ? [{ ...ofChain, ...ticket }] : [])),
  );
  await put(
    transaction,
    TICKET_PAYMENT,
    taken.flatMap(({ payment }) => (payment ? [{ ...ofChain, ...payment }] : [])),
  );
  const closings = taken.flatMap(({ closing }) => (closing ? [{ ...ofChain, ...closing }] : []));
  await put(transaction, DAY_CLOSING, [...new Map(closings.map((row) => [row.business_day, row])).values()]);
  if (facts.length > 0) await put(transaction, TAKINGS_DAY, [...days.values()]);
  await put(transaction, CASH_SESSION, [...sessions.values()]);
  await listUnprojected(transaction, { chain, projector: SALES_STEP, rows: wrong, nowMs });
  return wrong.map(({ entry }) => entry);
}

async function put<T extends Parameters<HqTransaction['put']>[0]>(
  transaction: HqTransaction,
  table: T,
  rows: readonly RowOf<T>[],
): Promise<void> {
  if (rows.length > 0) await transaction.put(table, rows);
}

function factOrReason(entry: Entry): { readonly fact?: SalesFact | undefined; readonly reason?: string } {
  try {
    return { fact: salesFactOf(entry) };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

async function daysOf(
  transaction: HqTransaction,
  chainId: string,
  facts: readonly SalesFact[],
): Promise<Map<string, DayRow>> {
  const wanted = [...new Set(facts.map(({ businessDay }) => businessDay))];
  const rows =
    wanted.length === 0
      ? []
      : await transaction.getMany(
          TAKINGS_DAY,
          wanted.map((day) => [chainId, day]),
        );
  return new Map(rows.map((row) => [row.business_day, row]));
}

async function sessionsOf(
  transaction: HqTransaction,
  chainId: string,
  facts: readonly SalesFact[],
): Promise<Map<string, SessionRow>> {
  const keys = new Map<string, readonly string[]>();
  for (const { businessDay, session } of facts) {
    if (session === undefined) continue;
    keys.set(sessionName(businessDay, session.sessionId), [chainId, businessDay, session.sessionId]);
  }
  const rows = keys.size === 0 ? [] : await transaction.getMany(CASH_SESSION, [...keys.values()]);
  return new Map(rows.map((row) => [sessionName(row.business_day, row.session_id), row]));
}

function sessionName(businessDay: string, sessionId: string): string {
  return `${businessDay} ${sessionId}`;
}

function keyOf(chainId: string, fact: SalesFact): Pick<DayRow, 'chain_id' | 'business_day'> {
  return { chain_id: chainId, business_day: fact.businessDay };
}

function newSession(chainId: string, businessDay: string, sessionId: string): SessionRow {
  return {
    chain_id: chainId,
    business_day: businessDay,
    session_id: sessionId,
    state: 'open',
    opened_at_ms: null,
    opened_by: null,
    float_minor: null,
    closed_at_ms: null,
    closed_by: null,
    counted_by: null,
    is_counted: false,
    count_number: 0,
    methods: '[]',
    difference_minor: 0,
    deposit_minor: null,
    next_float_minor: null,
    reason: null,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
