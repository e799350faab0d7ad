/** Building in this very process: for the program that the shop runs aside, for tests, and where time is simulated. */
import type { FeedItem } from '#contract/sync/feed.ts';
import type { CatalogueBuild } from './build-port.ts';
import { beginCatalogue, type CatalogueBuilder } from './builder.ts';
import { recordOfFeed } from './feed-record.ts';
import { priceRowOf } from './price-row.ts';

/** Every step is done when its call returns. */
export function buildHere(): CatalogueBuild {
  return {
    beginSnapshot(folder) {
      let builder: CatalogueBuilder | null = null;
      const begun = (): CatalogueBuilder => (builder ??= beginCatalogue({ folder, startEmpty: true }));
      return {
        add: (items) =>
          asPromise(() => {
            const building = begun();
            for (const item of items) addItem(building, item);
          }),
        finish: (mark) =>
          asPromise(() => {
            begun().setMark(mark);
            begun().publish();
          }),
        abandon: () => builder?.abandon(),
      };
    },
    merge: (folder) =>
      asPromise(() => {
        const builder = beginCatalogue({ folder });
        try {
          builder.publish();
        } catch (error) {
          builder.abandon();
          throw error;
        }
      }),
  };
}

function addItem(builder: CatalogueBuilder, item: FeedItem): void {
  if (item.kind === 'product') {
    if (item.value === null) builder.drop(item.key);
    else builder.put(item.key, recordOfFeed(item.value));
  }
  if (item.kind === 'price') builder.putPrice(priceRowOf(item));
}

function asPromise(work: () => void): Promise<void> {
  return new Promise((resolve) => {
    work();
    resolve();
  });
}
