/**
 * Stock by store: sums of what tickets, deliveries and counts moved. A count's movement is fixed by its own row (counted − what
 * the till knew, which is headquarters' figure up to the rows that it names and the till's own), so that the sum is the same in
 * whatever order chains arrive.
 */
import { present } from '#base/assert.ts';
import type { Entry } from '#domain/journal/journal.ts';
import { sourceOf } from '../accounts/project.ts';
import type { Source } from '../accounts/facts.ts';
import { including } from '../accounts/account.ts';
import { publish, storeStream, type Change } from '../feed/publish.ts';
import type { Projector } from '../project/projector.ts';
import {
  addedTo,
  idOf,
  integerOf,
  partOrNull,
  partsOf,
  RowNotUnderstood,
  textOf,
  textOrNull,
} from '../project/row-fields.ts';
import { compareText, keyText } from '../store/order.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { STOCK, STOCK_BELOW, STOCK_MOVEMENT } from './tables.ts';

type StockRow = RowOf<typeof STOCK>;
type MovementRow = RowOf<typeof STOCK_MOVEMENT>;

export const STOCK_PROJECTOR: Projector = {
  name: 'stock',
  kinds: ['ticket-validated', 'stock-received', 'stock-counted'],
  apply: async (core, transaction, rows, chain) => {
    const said = rows.flatMap((row) => {
      const from = sourceOf(row, chain);
      return movementsOf(row, from).map((movement) => ({ movement, from }));
    });
    if (said.length === 0) return [];
    const stocks = await lockStocks(
      transaction,
      chain.storeId,
      said.map(({ movement }) => movement.product_id),
    );
    const before = new Map(stocks);
    const inserted = await transaction.insert(
      STOCK_MOVEMENT,
      said.map(({ movement }) => movement),
    );
    const fresh = new Set(inserted.map(keyText));
    const nowMs = core.clock.wallMs();
    for (const { movement, from } of said) {
      const stock = present(stocks.get(movement.product_id), 'a stock that was locked');
      const moved = fresh.has(keyText(keyOfMovement(movement))) ? movement.quantity_milli : 0;
      const quantity_milli = addedTo(stock.quantity_milli, moved);
      const was_counted = stock.was_counted || movement.kind === 'received' || movement.kind === 'counted';
      const next = { ...stock, quantity_milli, was_counted, includes: including(stock, from), as_of_ms: nowMs };
      stocks.set(movement.product_id, next);
    }
    await transaction.put(STOCK, [...stocks.values()]);
    await noteBelow(transaction, before, [...stocks.values()]);
    return publish(transaction, [...stocks.values()].map(stockChange));
  },
};

/** What a row moves. Training (family X) moves nothing. */
function movementsOf(row: Entry, from: Source): readonly MovementRow[] {
  const { payload } = row;
  if (row.family === 'X') return [];
  const places = new Set<number>();
  const movement = (
    part: Readonly<Record<string, unknown>>,
    rest: Pick<MovementRow, 'kind' | 'reference'> & Partial<MovementRow>,
  ): MovementRow => {
    const n = integerOf(part, 'n');
    if (places.has(n)) throw new RowNotUnderstood('two movements in one place');
    places.add(n);
    return {
      store_id: from.storeId,
      product_id: idOf(part, 'product_id'),
      at_ms: from.atMs,
      chain_id: from.chainId,
      entry_seq: from.seq,
      n,
      entry_id: from.entryId,
      till_id: from.tillId,
      quantity_milli: integerOf(part, 'quantity_milli'),
      counted_milli: null,
      known_through: null,
      ...rest,
    };
  };
  switch (row.kind) {
    case 'ticket-validated': {
      const kind = textOf(payload, 'transaction') === 'refund' ? 'refund' : 'sale';
      const reference = textOf(payload, 'ticket_number');
      return partsOf(payload, 'movements').map((part) => movement(part, { kind, reference }));
    }
    case 'stock-received': {
      const reference = textOrNull(payload, 'reference');
      return partsOf(payload, 'movements').map((part) => movement(part, { kind: 'received', reference }));
    }
    case 'stock-counted':
      return partsOf(payload, 'counts').map((part) => {
        const counted_milli = integerOf(part, 'counted_milli');
        if (counted_milli - integerOf(part, 'known_milli') !== integerOf(part, 'quantity_milli'))
          throw new RowNotUnderstood('a count that is not counted − known');
        const includes = partOrNull(part, 'includes');
        const known_through = includes === null ? null : JSON.stringify(includes);
        return movement(part, { kind: 'counted', reference: null, counted_milli, known_through });
      });
    default:
      return [];
  }
}

async function lockStocks(
  transaction: HqTransaction,
  storeId: string,
  productIds: readonly string[],
): Promise<Map<string, StockRow>> {
  const keys = [...new Set(productIds)].sort(compareText).map((productId) => [storeId, productId] as const);
  const rows = [...(await transaction.lockMany(STOCK, keys))];
  const known = new Set(rows.map(({ product_id }) => product_id));
  const missing = keys.filter(([, productId]) => !known.has(productId));
  if (missing.length > 0) {
    const empty = { quantity_milli: 0, was_counted: false, includes: '{}', as_of_ms: 0 };
    await transaction.insert(
      STOCK,
      missing.map(([, product_id]) => ({ store_id: storeId, product_id, ...empty })),
    );
    rows.push(...(await transaction.lockMany(STOCK, missing)));
  }
  const stocks = new Map(rows.map((row) => [row.product_id, row]));
  return stocks;
}

/** Keeps the list of what was sold beyond what there is. */
async function noteBelow(
  transaction: HqTransaction,
  before: ReadonlyMap<string, StockRow>,
  after: readonly StockRow[],
): Promise<void> {
  const wasBelow = ({ product_id }: StockRow): boolean => (before.get(product_id)?.quantity_milli ?? 0) < 0;
  const fell = after.filter((row) => row.quantity_milli < 0);
  if (fell.length > 0) {
    const keys = fell.map(({ store_id, product_id }) => [store_id, product_id]);
    const known = await transaction.getMany(STOCK_BELOW, keys);
    const since = new Map(known.map((row) => [row.product_id, row.since_ms]));
    await transaction.put(
      STOCK_BELOW,
      fell.map(({ store_id, product_id, quantity_milli, was_counted, as_of_ms }) => ({
        store_id,
        product_id,
        quantity_milli,
        was_counted,
        since_ms: since.get(product_id) ?? as_of_ms,
      })),
    );
  }
  const rose = after.filter((row) => row.quantity_milli >= 0 && wasBelow(row));
  if (rose.length > 0)
    await transaction.remove(
      STOCK_BELOW,
      rose.map(({ store_id, product_id }) => [store_id, product_id]),
    );
}

function keyOfMovement(row: MovementRow): readonly (string | number)[] {
  return [row.store_id, row.product_id, row.at_ms, row.chain_id, row.entry_seq, row.n];
}

function stockChange({ store_id, product_id, quantity_milli, was_counted, includes, as_of_ms }: StockRow): Change {
  const through = JSON.parse(includes) as Record<string, number>;
  const value = { quantityMilli: quantity_milli, includes: through, asOfMs: as_of_ms, isCounted: was_counted };
  return { stream: storeStream(store_id), item: { kind: 'stock', key: product_id, value } };
}
