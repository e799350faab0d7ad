/** What a store has, with the names of the catalogue. */
import type { CallAnswer } from '#contract/pages/pages.ts';
import { productsOf, searchProducts } from '../../catalogue/catalogue.ts';
import { tillsOf } from '../../fleet/tills.ts';
import { readOversold, readStock, readStockMovements, readStockOf } from '../../stock/stock.ts';
import type { STOCK } from '../../stock/tables.ts';
import type { HqReads, RowOf } from '../../store/port.ts';
import { maySeeStore, type PageHandlers } from '../handler.ts';
import { keyOfCursor } from '../reads/cursor.ts';
import { paged } from '../reads/people.ts';

type Row = CallAnswer<'stock'>['rows'][number];

const NOTHING = { rows: [], next: null };

export const stockHandlers: PageHandlers<'stock' | 'stock-movements'> = {
  async stock({ core, who }, { storeId, search, only, after, limit }) {
    const { read } = core.store;
    if (!maySeeStore(who, storeId)) return NOTHING;
    const at = { storeId, limit, ...(after === null ? {} : { after }) };
    if (only === 'below-zero') {
      const rows = await readOversold(read, at);
      const named = await namedRows(
        read,
        rows.map((row) => ({ ...row, as_of_ms: row.since_ms })),
      );
      return { rows: named, next: rows.length < limit ? null : (rows.at(-1)?.product_id ?? null) };
    }
    if (search !== '') {
      const { products, next } = await searchProducts(read, {
        text: search,
        limit,
        ...(after === null ? {} : { after }),
      });
      const rows = await readStockOf(read, { storeId, productIds: products.map((product) => product.id) });
      return { rows: await namedRows(read, rows), next };
    }
    const rows = await readStock(read, at);
    return {
      rows: await namedRows(read, rows),
      next: rows.length < limit ? null : (rows.at(-1)?.product_id ?? null),
    };
  },

  async 'stock-movements'({ core, who }, { storeId, productId, after, limit }) {
    const { read } = core.store;
    if (!maySeeStore(who, storeId)) return NOTHING;
    const key = keyOfCursor(after, 6);
    const rows = await readStockMovements(read, {
      storeId,
      productId,
      limit,
      ...(key === undefined ? {} : { after: key }),
    });
    const tills = await tillsOf(read, [...new Set(rows.map(({ till_id }) => till_id))]);
    const names = new Map(tills.map(({ till }) => [till.till_id, till.name]));
    return paged(rows, limit, {
      keyOf: (row) => [row.store_id, row.product_id, row.at_ms, row.chain_id, row.entry_seq, row.n],
      show: (row) => ({
        key: `${row.entry_id}/${row.n}`,
        atMs: Math.max(0, row.at_ms),
        kind: row.kind,
        quantityMilli: row.quantity_milli,
        countedMilli: row.counted_milli,
        reference: row.reference,
        tillName: names.get(row.till_id) ?? row.till_id,
        chainId: row.chain_id,
        seq: row.entry_seq,
      }),
    });
  },
};

async function namedRows(
  reads: HqReads,
  rows: readonly Pick<RowOf<typeof STOCK>, 'product_id' | 'quantity_milli' | 'was_counted' | 'as_of_ms'>[],
): Promise<Row[]> {
  const products = await productsOf(
    reads,
    rows.map(({ product_id }) => product_id),
  );
  return rows.map(({ product_id, quantity_milli, was_counted, as_of_ms }) => ({
    productId: product_id,
    name: products.get(product_id)?.name ?? null,
    unit: products.get(product_id)?.unit ?? 'piece',
    quantityMilli: quantity_milli,
    isUncounted: quantity_milli <= 0 && !was_counted,
    asOfMs: Math.max(0, as_of_ms),
  }));
}
