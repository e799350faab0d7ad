/**
 * A shop with a long past, made through the real store: genesis, then day after day from its opening to its Z, chained,
 * signed and projected, a day to a transaction. Built once into the cache.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { branded } from '#base/brand.ts';
import type { LineId, StationId, TicketId } from '#base/brand.ts';
import { addProduct, basketTotals, emptyBasket } from '#domain/basket/basket.ts';
import { currencyOf } from '#domain/money/money.ts';
import { type ClosingState, EMPTY_CLOSING, dayClosedPayload, foldRow } from '#domain/closing/closing.ts';
import { JOURNAL_VERSION, paymentPayloads, ticketPayload } from '#domain/journal/journal.ts';
import type { Family, Payload, PerpetualTotals } from '#domain/journal/journal.ts';
import { settle } from '#domain/tender/tender.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import type { Transaction } from '#main/store/port.ts';
import { openStore, type TillStore } from '#main/store/store.ts';
import { type Dice, diceOf } from '../rig/dice.ts';
import { madeUpProducts } from '../rig/products.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { MIGRATIONS, SELLER, type ShopFolders, foldersOf, makeShop } from '../rig/shop.ts';
import { cached } from './cache.ts';

/** Raised when what this file writes changes. */
const VERSION = 2;
const PRODUCTS = 50;
const SALES_OF_DAY = 1_000;
const FIRST_DAY_MS = Date.UTC(2020, 0, 2);
const DAY_MS = 86_400_000;
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
  try {
    sellDays(store, {
      firstDayMs: FIRST_DAY_MS,
      salesOfDay: SALES_OF_DAY,
      linesMax: 2,
      until: () => Math.ceil((rows - store.head().seq) / ROWS_OF_A_SALE),
      onDay() {
        if (store.head().seq % 100_000 < ROWS_OF_A_SALE * SALES_OF_DAY)
          process.stderr.write(`bench: ${store.head().seq} rows\n`);
      },
    });
  } finally {
    store.close();
  }
}

/** Sells day after day, each from its opening to its Z, a day to a transaction, while `until` says that some sales are left. */
export function sellDays(
  store: TillStore,
  options: {
    readonly firstDayMs: number;
    readonly salesOfDay: number;
    readonly linesMin?: number;
    readonly linesMax: number;
    readonly until: () => number;
    readonly onDay?: () => void;
  },
): void {
  const dice = diceOf(4);
  const products = [...madeUpProducts(PRODUCTS)].map((record, index): Product => ({
    ...record,
    id: branded(`made-up-${index}`),
  }));
  let before: PerpetualTotals = { netMinor: 0, absoluteMinor: 0, ticketCount: 0 };
  for (let day = 0; options.until() > 0; day++) {
    const sales = Math.min(options.salesOfDay, options.until());
    const lines = { min: options.linesMin ?? 1, max: options.linesMax };
    const { firstDayMs } = options;
    store.transact((transaction) => {
      const { chainId } = store.identity;
      before = writeDay(transaction, { day, firstDayMs, sales, lines, before, dice, products, chainId });
    });
    store.checkpoint();
    options.onDay?.();
  }
}

/** How many lines a ticket has. */
interface Lines {
  readonly min: number;
  readonly max: number;
}

/** A business day from its opening to its Z; the perpetual totals after it. */
function writeDay(
  transaction: Transaction,
  options: {
    readonly day: number;
    readonly firstDayMs: number;
    readonly sales: number;
    readonly lines: Lines;
    readonly before: PerpetualTotals;
    readonly dice: Dice;
    readonly products: readonly Product[];
    readonly chainId: string;
  },
): PerpetualTotals {
  const { dice, products } = options;
  const businessDay = new Date(options.firstDayMs + options.day * DAY_MS).toISOString().slice(0, 10);
  const sessionId = dice.uuid();
  const ids = { session_id: sessionId, business_day: businessDay };
  let figures: ClosingState = EMPTY_CLOSING;
  const append = (family: Family, kind: string, payload: Payload): void => {
    const row = { entryId: dice.uuid(), family, kind, payload, businessDay, sessionId, operator: SELLER.operatorId };
    figures = foldRow(figures, transaction.append(row));
  };
  append('L', 'day-opened', { business_day: businessDay, utc_offset_minutes: 60 });
  append('L', 'session-opened', { ...ids, station_id: 'till' });
  for (let sale = 0; sale < options.sales; sale++) {
    const { ticket, payments } = saleOf(products, dice, {
      ticketNumber: transaction.nextTicketNumber(),
      lines: options.lines,
    });
    append('T', 'ticket-validated', ticket);
    for (const payment of payments) append('P', 'payment-received', payment);
  }
  append('G', 'session-closed', { ...ids, counted: false, reason: 'last-operator-signed-out' });
  const closing = dayClosedPayload(figures, {
    businessDay,
    zNumber: options.day + 1,
    currency: 'EUR',
    stationId: 'till',
    utcOffsetMinutes: 60,
    outstanding: { storedValueMinor: 0, points: 0 },
    chainId: options.chainId,
    headSeq: transaction.head().seq,
    perpetualBefore: options.before,
    demonstration: true,
  });
  append('G', 'day-closed', closing);
  return {
    netMinor: closing.perpetual_net_minor,
    absoluteMinor: closing.perpetual_absolute_minor,
    ticketCount: closing.perpetual_ticket_count,
  };
}

function saleOf(
  products: readonly Product[],
  dice: Dice,
  { ticketNumber, lines }: { readonly ticketNumber: string; readonly lines: Lines },
) {
  const currency = currencyOf('EUR');
  if (currency === undefined) throw new Error('there is no euro');
  let basket = emptyBasket(branded<TicketId>(dice.uuid()));
  for (let line = dice.whole(lines.min, lines.max); line > 0; line--) {
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
  const totalMinor = basketTotals(basket).grossMinor;
  const settlement = settle({ totalMinor, currency, payments: [{ method: 'cash', tenderedMinor: totalMinor }] });
  if (settlement.kind === 'refused') throw new Error(settlement.reason);
  return { ticket, payments: paymentPayloads(ticket, { settlement, currency }).payments };
}
