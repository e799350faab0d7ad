/** What rows say of deliveries and counts. */
import type { StockCountedPayload, StockReceivedPayload } from '../journal/journal.ts';

/** Up to which row of each chain a figure goes. */
export type Includes = Readonly<Record<string, number>>;

export interface ReceivedArticle {
  readonly productId: string;
  readonly unit: 'piece' | 'kg' | 'l';
  /** Negative takes back what was received by mistake. */
  readonly quantityMilli: number;
}

export interface CountedArticle {
  readonly productId: string;
  readonly unit: 'piece' | 'kg' | 'l';
  readonly countedMilli: number;
  /** What the till knew, 0 where it knew nothing. */
  readonly knownMilli: number;
  /** Rows that `knownMilli` goes up to; null without headquarters. */
  readonly includes: Includes | null;
}

/** A delivery as its row says it: one movement for each article, in the order given. */
export function receivedPayload({
  stationId,
  reference,
  lines,
}: {
  readonly stationId: string;
  readonly reference: string;
  readonly lines: readonly ReceivedArticle[];
}): StockReceivedPayload {
  return {
    station_id: stationId,
    ...(reference === '' ? {} : { reference }),
    movements: lines.map(({ productId, unit, quantityMilli }, at) => ({
      n: at + 1,
      product_id: productId,
      unit,
      quantity_milli: quantityMilli,
    })),
  };
}

/**
 * A count as its row says it. Its movement is fixed here, counted − known: added to the rest in whatever order rows arrive, it
 * gives what was counted and all that the till did not know then.
 */
export function countedPayload({
  stationId,
  articles,
}: {
  readonly stationId: string;
  readonly articles: readonly CountedArticle[];
}): StockCountedPayload {
  return {
    station_id: stationId,
    counts: articles.map(({ productId, unit, countedMilli, knownMilli, includes }, at) => ({
      n: at + 1,
      product_id: productId,
      unit,
      counted_milli: countedMilli,
      known_milli: knownMilli,
      ...(includes === null ? {} : { includes }),
      quantity_milli: countedMilli - knownMilli,
    })),
  };
}
