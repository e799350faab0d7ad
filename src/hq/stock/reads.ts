/** What the pages ask of stock. */
import type { HqReads, Key, RowOf } from '../store/port.ts';
import { STOCK, STOCK_BELOW, STOCK_MOVEMENT } from './tables.ts';

/** What a store has, product by product in the order of their ids. */
export function readStock(
  reads: HqReads,
  page: { readonly storeId: string; readonly after?: string; readonly limit: number },
): Promise<readonly RowOf<typeof STOCK>[]> {
  const after = page.after === undefined ? {} : { after: [page.storeId, page.after] };
  return reads.scan(STOCK, { prefix: [page.storeId], ...after, limit: page.limit });
}

/** What a store has of these products. */
export function readStockOf(
  reads: HqReads,
  { storeId, productIds }: { readonly storeId: string; readonly productIds: readonly string[] },
): Promise<readonly RowOf<typeof STOCK>[]> {
  return reads.getMany(
    STOCK,
    productIds.map((id) => [storeId, id]),
  );
}

/** Movements of one product in one store, the latest by the tills' clocks first; `after` is the key of the last one seen. */
export function readStockMovements(
  reads: HqReads,
  page: { readonly storeId: string; readonly productId: string; readonly after?: Key; readonly limit: number },
): Promise<readonly RowOf<typeof STOCK_MOVEMENT>[]> {
  const after = page.after === undefined ? {} : { after: page.after };
  const prefix = [page.storeId, page.productId];
  return reads.scan(STOCK_MOVEMENT, { prefix, reverse: true, ...after, limit: page.limit });
}

/** What a store sold more of than it has. */
export function readOversold(
  reads: HqReads,
  page: { readonly storeId: string; readonly after?: string; readonly limit: number },
): Promise<readonly RowOf<typeof STOCK_BELOW>[]> {
  const after = page.after === undefined ? {} : { after: [page.storeId, page.after] };
  return reads.scan(STOCK_BELOW, { prefix: [page.storeId], ...after, limit: page.limit });
}
