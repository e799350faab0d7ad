/** A till with its store and a pretended headquarters over a wire of any weather, on a clock that the test moves. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { TillStore } from '#main/store/store.ts';
import { LiveSecret } from '#main/store/store.ts';
import { makeShop, silentLog, type TestShop } from '#main/store/testing.ts';
import type { FeedSink, OpenHeadquarters } from './port.ts';
import { openHeadquarters, TrustedTime } from './sync.ts';
import { FakeHq, seeded, StepClock } from './testing.ts';

export const HOUR_MS = 3_600_000;

const shops: TestShop[] = [];
after(() => {
  for (const shop of shops) shop.remove();
});

export interface Rig {
  readonly clock: StepClock;
  readonly hq: FakeHq;
  readonly store: TillStore;
  readonly products: ProductShelf;
  readonly keysDir: string;
  headquarters: OpenHeadquarters;
  /** What a killed process leaves, and the next one. */
  restart(): void;
  close(): void;
}

/** Keeps products as a sink does: whole checkpoints, and everything anew. */
class ProductShelf implements FeedSink {
  readonly kinds = ['product'] as const;
  readonly shown = new Map<string, string>();
  readonly checkpoints: number[] = [];
  failing = 0;

  apply(items: readonly FeedItem[]): Promise<void> {
    if (this.failing > 0 && items.length > 0) {
      this.failing -= 1;
      return Promise.reject(new Error('the disk is full'));
    }
    if (items.length > 0) this.checkpoints.push(items.length);
    this.#keep(this.shown, items);
    return Promise.resolve();
  }

  beginSnapshot(): ReturnType<FeedSink['beginSnapshot']> {
    const taking = new Map<string, string>();
    return {
      add: (items) => Promise.resolve(this.#keep(taking, items)),
      finish: () => {
        this.shown.clear();
        for (const [key, name] of taking) this.shown.set(key, name);
        return Promise.resolve();
      },
      abandon: () => taking.clear(),
    };
  }

  #keep(into: Map<string, string>, items: readonly FeedItem[]): void {
    for (const item of items) {
      if (item.kind !== 'product') continue;
      if (item.value === null) into.delete(item.key);
      else into.set(item.key, item.value.name);
    }
  }
}

export function rig(seed: number): Rig {
  const shop = makeShop();
  shops.push(shop);
  const clock = new StepClock();
  const random = seeded(seed);
  const hq = new FakeHq({ clock, seed: seed + 1 });
  const products = new ProductShelf();
  let store = shop.open({ clock });
  const open = (): OpenHeadquarters =>
    openHeadquarters({
      store,
      catalogue: [products],
      keysDir: shop.keysDir,
      secret: new LiveSecret(shop.keysDir),
      transport: () => hq.transport,
      time: new TrustedTime(clock, store.hq.progress().hqTimeMs),
      clock,
      random,
      log: silentLog,
      software: { version: '0.1.0', hash: '0'.repeat(64) },
      events: {
        turn: (work) => work(),
        statusChanged: () => undefined,
        shopChanged: () => undefined,
        personsChanged: () => undefined,
        hqTime: () => undefined,
        facts: () => ({ version: '0.1.0', priceListMs: null, copyState: 'none', devices: [] }),
      },
    });
  const made: Rig = {
    clock,
    hq,
    get store() {
      return store;
    },
    products,
    keysDir: shop.keysDir,
    headquarters: open(),
    restart() {
      made.headquarters.stop();
      store.close();
      store = shop.open({ clock });
      made.headquarters = open();
      made.headquarters.start();
    },
    close() {
      made.headquarters.stop();
      store.close();
    },
  };
  made.headquarters.start();
  return made;
}

export async function enrolled(seed: number): Promise<Rig> {
  const made = rig(seed);
  const outcome = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE-12345', fingerprint: null });
  await made.clock.passes(10_000);
  assert.deepEqual(await outcome, { kind: 'enrolled', storeName: 'Montpellier', tillName: 'Caisse 1' });
  return made;
}

export function status(made: Rig) {
  return made.headquarters.headquarters.status();
}

export function isSent(made: Rig): boolean {
  return status(made).unsent === 0;
}

export function product(key: string, name: string): FeedItem {
  return {
    kind: 'product',
    key,
    value: {
      id: key,
      name,
      gtins: [],
      unit: 'piece',
      priceMinor: 100,
      vatRateBasisPoints: 2_000,
      mealVoucher: false,
    },
  };
}
