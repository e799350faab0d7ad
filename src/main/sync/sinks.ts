/** Who keeps what headquarters says, each kind of thing in one place. The order is that in which a checkpoint is given out. */
import type { PersonId } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { peopleSink } from '#main/store/people-sink.ts';
import { stockSink } from '#main/store/stock-sink.ts';
import type { TillStore } from '#main/store/store.ts';
import type { FeedSink } from './port.ts';
import { shopSink } from './shop-sink.ts';

/** All sinks; `catalogue` is that of products and prices, which lie in files of their own. */
export function feedSinks(options: {
  readonly store: TillStore;
  readonly catalogue: readonly FeedSink[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onShopChanged: () => void;
  readonly onPersonsChanged: (personIds: readonly PersonId[]) => void;
}): readonly FeedSink[] {
  const { store, clock, random, log, onShopChanged, onPersonsChanged } = options;
  return [
    shopSink({ store, random, log, onChanged: onShopChanged }),
    peopleSink({ store, clock, onShown: onPersonsChanged }),
    stockSink({ store, clock }),
    ...options.catalogue,
  ];
}
