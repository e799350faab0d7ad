/** What the two tills, their own journals and headquarters say of the same day: to the cent, and each row once. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { type Ledger, readLedger } from '../rig/ledger.ts';
import { patiently, type Town, type TownTill } from './hq-town.ts';

/** Of the demonstration, in the order of its codes. */
const STORES = ['demo-lyon', 'demo-marseille'] as const;

/** What both tills sold. */
export function total({ one, two }: Town): { readonly count: number; readonly grossMinor: number } {
  return { count: one.sold.count + two.sold.count, grossMinor: one.sold.grossMinor + two.sold.grossMinor };
}

export interface GiftCards {
  readonly rows: readonly {
    readonly accountId: string;
    readonly isHandedOver: boolean;
    readonly balance: number;
    readonly reserved: number;
  }[];
}

interface Journal {
  readonly state: string;
  readonly seq: number;
  readonly rows: readonly HqRow[];
  readonly suspectCount: number;
  readonly unprojectedCount: number;
}

interface HqRow {
  readonly seq: number;
  readonly kind: string;
  readonly hash: string;
  readonly proof: { readonly isHashed: boolean; readonly isSigned: boolean; readonly isLinked: boolean };
}

interface Sums {
  readonly saleCount: number;
  readonly grossMinor: number;
}

/** What a till's own database holds. */
export function signedHere(till: TownTill): Ledger {
  return readLedger(path.join(till.counter.shop.data, 'till.db'));
}

/** A till's whole journal as headquarters holds it, newest first. */
async function journal({ hq, tills }: Town, till: TownTill): Promise<Journal> {
  const storeId = STORES[tills.indexOf(till)];
  const { rows: found } = (await hq.ask('tills', { storeId, search: '', only: 'all', after: null, limit: 10 })) as {
    readonly rows: readonly { readonly chainId: string }[];
  };
  assert.equal(found.length, 1, 'each store has one till');
  const rows: HqRow[] = [];
  let before: number | null = null;
  for (;;) {
    const page = (await hq.ask('journal', {
      chainId: found[0]?.chainId,
      before,
      family: '',
      limit: 100,
    })) as Journal & {
      readonly before: number | null;
    };
    rows.push(...page.rows);
    before = page.before;
    if (before === null) return { ...page, rows };
  }
}

/** What a till says is on an account; undefined where it does not know it. */
export async function balance(till: TownTill, accountId: string): Promise<number | undefined> {
  const found = await till.station().query('account', { accountId });
  return 'account' in found ? found.account?.balance : undefined;
}

/** The customer's points at a till; null where it does not know her. */
export async function points(till: TownTill): Promise<number | null> {
  const found = await till.station().query('customers', { text: 'benali', limit: 10 });
  return 'customers' in found ? (found.customers[0]?.points ?? null) : null;
}

/** Headquarters' takings, in all and of each store, are what the tills sold and what each till's own report says. */
export async function sees(town: Town): Promise<void> {
  const wanted = town.tills.map(({ sold }) => [sold.count, sold.grossMinor]);
  for (const [index, till] of town.tills.entries()) {
    const answer = await till.station().query('xReport', {});
    assert.ok('report' in answer && answer.report !== null);
    assert.deepEqual([answer.report.ticketCount, answer.report.grossMinor], wanted[index], `till ${index + 1}`);
  }
  let seen: unknown;
  await patiently('headquarters with all of it', async () => {
    const today = (await town.hq.ask('today', { storeId: null, businessDay: null, known: null })) as {
      readonly total: Sums;
      readonly stores: readonly (Sums & { readonly storeId: string })[];
    };
    const sums = ({ saleCount, grossMinor }: Sums): number[] => [saleCount, grossMinor];
    const stores = today.stores.toSorted((left, right) => (left.storeId < right.storeId ? -1 : 1)).map(sums);
    seen = { total: sums(today.total), stores };
    return today.total.saleCount >= total(town).count;
  });
  const { count, grossMinor } = total(town);
  assert.deepEqual(seen, { total: [count, grossMinor], stores: wanted.filter(([sales]) => sales !== 0) });
}

/** The figures on headquarters' open page are what the tills sold. */
export async function readsOnPage(town: Town): Promise<void> {
  const { count, grossMinor } = total(town);
  const money = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' }).format(grossMinor / 100);
  for (const [figure, text] of [
    ['tickets', String(count)],
    ['gross', money],
  ] as const) {
    const shown = async (): Promise<string> =>
      ((await town.page.locator(`[data-figure="${figure}"] dd`).first().textContent()) ?? '').replace(/\s/gu, ' ');
    await patiently(`${text} on headquarters' page`, async () => (await shown()).startsWith(text.replace(/\s/gu, ' ')));
  }
}

/** What is on the gift card, and the customer's points, are the same at both tills and at headquarters. */
export async function equalBalances(
  { hq, one, two, tills }: Town,
  card: { readonly accountId: string; readonly soldMinor: number; readonly spentMinor: number },
): Promise<void> {
  const { accountId, soldMinor, spentMinor } = card;
  await patiently('the same balance everywhere', async () => {
    const { rows } = (await hq.ask('gift-cards', { after: null, limit: 10 })) as GiftCards;
    const here = await Promise.all(tills.map((till) => balance(till, accountId)));
    return rows.length === 1 && [rows[0]?.balance, ...here].every((each) => each === soldMinor - spentMinor);
  });
  const { rows } = (await hq.ask('movements', { accountId, after: null, limit: 10 })) as {
    readonly rows: readonly { readonly amount: number }[];
  };
  assert.deepEqual(
    rows.map(({ amount }) => amount).toSorted((a, b) => a - b),
    [-spentMinor, soldMinor],
  );
  await patiently('the same points at both tills', async () => (await points(one)) === (await points(two)));
  assert.ok(((await points(one)) ?? 0) > 0, 'she earned something');
}

/**
 * Both databases of the tills are whole, read past their own code, and every row of theirs is at headquarters once, as the
 * till signed it, in a journal that goes on.
 */
export async function nothingTwice(town: Town): Promise<void> {
  for (const till of town.tills) {
    // A till goes on writing rows of its own, such as a grant's.
    let held = await journal(town, till);
    let here = signedHere(till);
    await patiently('every row at headquarters', async () => {
      held = await journal(town, till);
      here = signedHere(till);
      return held.seq === here.rows.length;
    });
    assert.deepEqual(here.flaws, []);
    assert.deepEqual(
      held.rows.toReversed().map(({ seq, kind, hash }) => [seq, kind, hash]),
      here.rows.map(({ seq, kind, hash }) => [seq, kind, hash]),
    );
    assert.equal(
      held.rows.every(({ proof }) => proof.isHashed && proof.isSigned && proof.isLinked),
      true,
    );
    const { state, suspectCount, unprojectedCount } = held;
    assert.deepEqual(
      { state, suspectCount, unprojectedCount },
      { state: 'open', suspectCount: 0, unprojectedCount: 0 },
    );
    const sales = [...here.sales.values()];
    assert.deepEqual(
      [sales.length, sales.reduce((sum, { grossMinor }) => sum + grossMinor, 0)],
      [till.sold.count, till.sold.grossMinor],
    );
  }
}
