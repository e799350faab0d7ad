/**
 * The demo shop: what `npm start` opens on an empty folder. A shop like any other, made by the same means; only its
 * name, its operators' PINs and its prices are known to everybody.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, present } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import { currencyOf } from '#domain/money/money.ts';
import { importProducts } from '#main/store/catalogue/catalogue.ts';
import type { Shop } from '#main/store/port.ts';
import { createShop } from '#main/store/store.ts';
import type { CreateShopOptions, NewOperator } from '#main/store/store.ts';

/** The folder of the catalogue in a shop's data. */
const CATALOGUE_FOLDER = 'catalogue';

export interface DemoShopOptions {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  /** The folder with `shop.json`, `operators.json` and `products.tsv`. */
  readonly demoDir: string;
  readonly tillId: string;
  readonly software: CreateShopOptions['software'];
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Makes the demo shop in an empty folder. The shop itself comes last: after a crash there is none, and the next start
 * makes it again over the catalogue that may be there. Throws a Fault where the disk refuses.
 */
export async function makeDemoShop(options: DemoShopOptions): Promise<void> {
  const { demoDir, ...shopOptions } = options;
  const shop = readJson(join(demoDir, 'shop.json')) as Shop;
  const operators = readJson(join(demoDir, 'operators.json')) as readonly NewOperator[];
  const { exponent } = present(currencyOf(shop.currencyCode), `the currency ${shop.currencyCode} of the demo shop`);
  const { refused } = await importProducts({
    folder: join(options.dataDir, CATALOGUE_FOLDER),
    path: join(demoDir, 'products.tsv'),
    exponent,
    defaults: {},
  });
  assert(refused === 0, 'every line of the demo products is taken');
  createShop({ ...shopOptions, shop, operators });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
