/**
 * Takes the figures of this store from headquarters, a few at a time between the turns of the till. Each stands for itself, so
 * that one is right as soon as it is there, and a newer one is never wrong.
 */
import type { Clock } from '#base/clock.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { FeedSink } from '#main/sync/port.ts';
import type { Store } from './port.ts';
import type { StockWrites } from './stock-port.ts';

/** Figures and removals between two turns of the till, and the pause for them. */
const SLICE_ITEMS = 100;
const PAUSE_MS = 4;

/** The sink over one store. */
export function stockSink({
  store,
  clock,
}: {
  readonly store: Pick<Store, 'note'>;
  readonly clock: Pick<Clock, 'after'>;
}): FeedSink {
  function turn<T>(work: (stock: StockWrites) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      clock.after(PAUSE_MS, () => {
        try {
          resolve(store.note(({ stock }) => work(stock)));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  async function takeIn(items: readonly FeedItem[], snapshot: number | null): Promise<void> {
    for (let from = 0; from < items.length; from += SLICE_ITEMS) {
      await turn((stock) => {
        const number = snapshot ?? stock.lastSnapshot();
        for (const item of items.slice(from, from + SLICE_ITEMS))
          if (item.kind === 'stock') stock.put(item.key, item.value, number);
      });
    }
  }

  return {
    kinds: ['stock'],
    apply: (items) =>
      takeIn(
        items.filter(({ kind }) => kind === 'stock'),
        null,
      ),
    beginSnapshot() {
      let number: number | null = null;
      let isOver = false;
      const begun = async (): Promise<number> => (number ??= (await turn((stock) => stock.lastSnapshot())) + 1);
      return {
        async add(items) {
          const own = items.filter(({ kind }) => kind === 'stock');
          if (own.length > 0 && !isOver) await takeIn(own, await begun());
        },
        async finish() {
          const snapshot = await begun();
          isOver = true;
          while (await turn((stock) => stock.forgetBefore(snapshot)));
        },
        // What came is newer than what was there; nothing is forgotten.
        abandon() {
          isOver = true;
        },
      };
    },
  };
}
