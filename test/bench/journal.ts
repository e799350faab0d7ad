/**
 * A shop with a long past, made through the real store: genesis, then sale after sale, chained, signed and projected,
 * many to a transaction. Built once into the cache.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { branded } from '#base/brand.ts';
import type { LineId, StationId, TicketId } from '#base/brand.ts';
import { addProduct, basketTotals, emptyBasket } from '#domain/basket/basket.ts';
import { currencyOf } from '#domain/money/money.ts';
import { JOURNAL_VERSION, paymentPayloads, ticketPayload } from '#domain/journal/journal.ts';
import { settle } from '#domain/tender/tender.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { openStore } from '#main/store/store.ts';
import { type Dice, diceOf } from '../rig/dice.ts';
import { madeUpProducts } from '../rig/products.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { MIGRATIONS, SELLER, type ShopFolders, foldersOf, makeShop } from '../rig/shop.ts';
import { cached } from './cache.ts';

/** Raised when what this file writes changes. */
const VERSION = 1;
const PRODUCTS = 50;
const SALES_IN_ONE = 1_000;
const ROWS_OF_A_SALE = 2;

/** The folder of a shop with about `rows` rows of journal, and no catalogue worth the name. */
export function cachedJournal(rows: number): ShopFolders {
  return foldersOf(
    cached(`journal-${JOURNAL_VERSION}.${VERSION}-${schemaHash()}-${rows}`, (folder) =>
      fill(makeShop(folder, { products: 1, devices: [] }), rows),
    ),
  );
}

/** A changed migration makes a till that no longer opens the journal of before. */
function schemaHash(): string {
  const lock = readFileSync(path.join(MIGRATIONS, 'lock.json'));
  return createHash('sha256').update(lock).digest('hex').slice(0, 8);
}

function fill(shop: ShopFolders, rows: number): void {
  const store = openStore({ ...shop, migrationsDir: MIGRATIONS, clock: systemClock, log: quietLog });
  const dice = diceOf(4);
  const products = [...madeUpProducts(PRODUCTS)].map((record, index): Product => ({
    ...record,
    id: branded(`made-up-${index}`),
  }));
  const day = '2026-01-02';
  const sessionId = dice.uuid();
  const operator = SELLER.operatorId;
  try {
    store.transact((transaction) => {
      transaction.append({
        entryId: dice.uuid(),
        family: 'L',
        kind: 'day-opened',
        payload: { business_day: day, utc_offset_minutes: 60 },
        businessDay: day,
      });
      transaction.append({
        entryId: dice.uuid(),
        family: 'L',
        kind: 'session-opened',
        businessDay: day,
        sessionId,
        operator,
        payload: { session_id: sessionId, business_day: day, station_id: 'till' },
      });
    });
    while (store.head().seq < rows) {
      const sales = Math.min(SALES_IN_ONE, Math.ceil((rows - store.head().seq) / ROWS_OF_A_SALE));
      store.transact((transaction) => {
        for (let sale = 0; sale < sales; sale++) {
          const { ticket, payments } = saleOf(products, dice, transaction.nextTicketNumber());
          const common = { businessDay: day, sessionId, operator };
          transaction.append({
            entryId: dice.uuid(),
            family: 'T',
            kind: 'ticket-validated',
            payload: ticket,
            ...common,
          });
          for (const payment of payments)
            transaction.append({
              entryId: dice.uuid(),
              family: 'P',
              kind: 'payment-received',
              payload: payment,
              ...common,
            });
        }
      });
      store.checkpoint();
      if (store.head().seq % 100_000 < ROWS_OF_A_SALE * SALES_IN_ONE)
        process.stderr.write(`bench: ${store.head().seq} rows\n`);
    }
  } finally {
    store.close();
  }
}

function saleOf(products: readonly Product[], dice: Dice, ticketNumber: string) {
  const currency = currencyOf('EUR');
  if (currency === undefined) throw new Error('there is no euro');
  let basket = emptyBasket(branded<TicketId>(dice.uuid()));
  for (let line = dice.whole(1, 2); line > 0; line--) {
    const changed = addProduct(basket, {
      product: dice.pick(products),
      quantityMilli: 1000,
      lineId: branded<LineId>(dice.uuid()),
    });
    if (changed.kind === 'changed') basket = changed.basket;
  }
  const ticket = ticketPayload(basket, {
    ticketNumber,
    stationId: branded<StationId>('till'),
    tillNumber: '1',
    software: { name: 'Comptoir', version: '0.1.0' },
    utcOffsetMinutes: 60,
    currency,
    print: 'none',
    demonstration: true,
  });
  const totalMinor = basketTotals(basket.lines).grossMinor;
  const settlement = settle({ totalMinor, currency, payments: [{ method: 'cash', tenderedMinor: totalMinor }] });
  if (settlement.kind === 'refused') throw new Error(settlement.reason);
  return { ticket, payments: paymentPayloads(ticket, { settlement, currency }).payments };
}
