/** One Z, whole: what its signed row says, read strictly, with the names that headquarters knows. */
import { entryOf, parseRow, type Entry } from '#domain/journal/journal.ts';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { tillsOf } from '../../fleet/tills.ts';
import { JOURNAL_ROW, type CHAIN } from '../../ingest/tables.ts';
import {
  integerOf,
  integerOrNull,
  partOrNull,
  partsOf,
  RowNotUnderstood,
  textOf,
  textOrNull,
} from '../../project/row-fields.ts';
import { DAY_CLOSING } from '../../sales/tables.ts';
import type { HqReads, RowOf } from '../../store/port.ts';
import { closingOf } from './cash.ts';
import { operatorNames, type OperatorOf } from './operators.ts';
import { storeNames } from './stores.ts';

type Answer = CallAnswer<'closing'>;
type Report = Extract<Answer, { readonly kind: 'found' }>['report'];
type Part = Readonly<Record<string, unknown>>;

const UNKNOWN: Answer = { kind: 'refused', reason: 'unknown' };

/** The Z that this row of a chain is. */
export async function readClosing(reads: HqReads, chain: RowOf<typeof CHAIN>, seq: number): Promise<Answer> {
  const stored = await reads.get(JOURNAL_ROW, [chain.chain_id, seq]);
  if (stored?.kind !== 'day-closed') return UNKNOWN;
  const row = parseRow(stored.line);
  if ('reason' in row) return { kind: 'refused', reason: 'not-understood' };
  const entry = entryOf(row);
  const closing = await reads.get(DAY_CLOSING, [chain.chain_id, String(entry.payload['business_day'])]);
  if (closing?.seq !== seq) return { kind: 'refused', reason: 'not-understood' };
  const [till] = await tillsOf(reads, [chain.till_id]);
  const names = await storeNames(reads, [chain.store_id]);
  const place = {
    tillName: till?.till.name ?? chain.till_id,
    store: { store_id: chain.store_id, name: names.get(chain.store_id) ?? chain.store_id },
  };
  try {
    return { kind: 'found', closing: closingOf(closing, place), report: reportOf(entry, await operatorNames(reads)) };
  } catch (error) {
    if (error instanceof RowNotUnderstood) return { kind: 'refused', reason: 'not-understood' };
    throw error;
  }
}

function reportOf({ payload, operator }: Entry, operatorOf: OperatorOf): Report {
  const part = (name: string): Part => partOrNull(payload, name) ?? {};
  const minor = (from: Part, name: string): number => integerOrNull(from, name) ?? 0;
  const summed = (from: Part) => ({ count: minor(from, 'count'), amountMinor: integerOf(from, 'amount_minor') });
  const summedWithRefunds = (from: Part) => ({
    ...summed(from),
    refundCount: minor(from, 'refund_count'),
    refundedMinor: minor(from, 'refunded_minor'),
  });
  const countedBy = (session: Part) => {
    const id = textOrNull(session, 'counted_by');
    return id === null ? null : operatorOf(id);
  };
  const [sales, refunds, stored] = [part('sales'), part('refunds'), part('stored_value')];
  return {
    closedBy: operator === undefined || operator === '' ? null : operatorOf(operator),
    firstTicketNumber: textOrNull(payload, 'first_ticket_number'),
    lastTicketNumber: textOrNull(payload, 'last_ticket_number'),
    saleCount: minor(sales, 'count'),
    saleMinor: minor(sales, 'amount_minor'),
    refundCount: minor(refunds, 'count'),
    refundMinor: minor(refunds, 'amount_minor'),
    articleCount: integerOrNull(payload, 'article_count') ?? 0,
    discountMinor: minor(part('discounts'), 'amount_minor'),
    vat: partsOf(payload, 'vat').map((one) => ({
      rateBasisPoints: integerOf(one, 'rate_basis_points'),
      netMinor: integerOf(one, 'net_minor'),
      vatMinor: integerOf(one, 'vat_minor'),
      grossMinor: integerOf(one, 'gross_minor'),
    })),
    methods: partsOf(payload, 'methods').map((one) => ({
      method: textOf(one, 'method'),
      ...summedWithRefunds(one),
    })),
    cashRoundingMinor: integerOrNull(payload, 'cash_rounding_minor') ?? 0,
    categories: partsOf(payload, 'categories').map((one) => ({
      category: one['category'] === '' ? '' : textOf(one, 'category'),
      ...summed(one),
    })),
    operators: partsOf(payload, 'operators').map((one) => ({
      operator: operatorOf(one['operator'] === '' ? '' : textOf(one, 'operator')),
      ...summedWithRefunds(one),
    })),
    storedValue: {
      loadedMinor: minor(stored, 'loaded_minor'),
      besideTurnoverMinor: minor(stored, 'beside_turnover_minor'),
      spentMinor: minor(stored, 'spent_minor'),
      returnedMinor: minor(stored, 'returned_minor'),
      outstandingMinor: minor(stored, 'outstanding_minor'),
    },
    sessions: partsOf(payload, 'sessions').map((one) => ({
      sessionId: textOf(one, 'session_id'),
      openedBy: operatorOf(one['opened_by'] === '' ? '' : textOf(one, 'opened_by')),
      countedBy: countedBy(one),
      isCounted: one['counted'] === true,
      differences: partsOf(one, 'differences').map((each) => ({
        method: textOf(each, 'method'),
        differenceMinor: integerOf(each, 'difference_minor'),
      })),
      depositMinor: minor(one, 'deposit_minor'),
    })),
    perpetualAbsoluteMinor: integerOrNull(payload, 'perpetual_absolute_minor') ?? 0,
  };
}
