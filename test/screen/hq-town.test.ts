/**
 * One story, told twice: two shops and their headquarters together, cut apart, and together again. Once with headquarters and
 * a PostgreSQL of its own; once with two nodes on Debian's, of which one is killed on the way.
 */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openTestPostgres } from '#hq/store/testing-postgres.ts';
import { panel } from './drawer.ts';
import {
  balance,
  equalBalances,
  type GiftCards,
  nothingTwice,
  points,
  readsOnPage,
  sees,
  signedHere,
  total,
} from './hq-town-books.ts';
import {
  enrol,
  openTown,
  patiently,
  payAtPage,
  picture,
  scanAtPage,
  sellAtStation,
  signInAtHq,
  toSelling,
  type Town,
  type TownTill,
} from './hq-town.ts';
import { someEans, typeSlowly, wedgeScan } from './screen-desk.ts';

/** Codes that no product of the demo shop has. */
const MEMBER_CARD = '9900000012345678';
const GIFT_CARD = '9900000055556666';
const GIFT_MINOR = 2_000;
/** More than half of the gift card: paid twice it would be overdrawn. */
const PRICE_MINOR = 1_234;
/** An answer that a till with nothing in hand gives while headquarters is away. */
const NOTHING_HERE = /hors ligne : pas sans le siège/;
const REFUSED = 'Le siège ne répond pas et rien n’est réservé ici pour ce compte';
/** Of each till while the line is cut; some of them by hand at its page, the others at its second station. */
const OFFLINE_SALES = 50;
const OFFLINE_SALES_BY_HAND = 4;
/** Of each till while a node is killed. */
const MEANWHILE_SALES = 10;
/** What is left to a test that hangs. */
const TIMEOUT = { timeout: 600_000 };

interface Story {
  /** Before the names of its pictures. */
  readonly name: string;
  /** What happens to headquarters while both tills sell. */
  meanwhile?(): Promise<void>;
}

test(
  'two tills and headquarters are one, are cut apart, sell fifty each, and are one again to the cent',
  TIMEOUT,
  async (context) => {
    const town = await openTown();
    try {
      await tell(context, town, { name: 'town' });
    } finally {
      await town.close();
    }
  },
);

test("two nodes on Debian's PostgreSQL, one killed meanwhile, are that headquarters too", TIMEOUT, async (context) => {
  const postgres = await openTestPostgres('debian');
  try {
    const town = await openTown({ databaseUrl: await postgres.emptyDatabase(), nodes: 2 });
    try {
      await tell(context, town, { name: 'town-nodes', meanwhile: () => town.hq.kill() });
    } finally {
      await town.close();
    }
  } finally {
    await postgres.end();
  }
});

const ARTICLES = someEans(12);
const [DEAR, ...OTHERS] = ARTICLES.map(({ gtin }) => gtin) as [string, ...string[]];

async function tell(context: TestContext, town: Town, story: Story): Promise<void> {
  const { hq, page, one, two, tills } = town;
  const shoot = (from: TownTill['page'], name: string): Promise<void> => picture(from, `${story.name}-${name}`);
  const startMs = Date.now();
  const told = (what: string): void => context.diagnostic(`${((Date.now() - startMs) / 1_000).toFixed(1)} s: ${what}`);

  await signInAtHq(town);
  for (const [index, till] of tills.entries()) await enrol(till, { address: hq.address, code: hq.codes[index] ?? '' });
  await shoot(one.page, 'enrolled');
  for (const till of tills) await toSelling(till.page);
  told('both tills are enrolled');

  await scanAtPage(one, [OTHERS[0] ?? '']);
  const soldMs = await payAtPage(one);
  await page.locator('[data-figure="tickets"] dd', { hasText: /^1$/ }).first().waitFor();
  context.diagnostic(`the sale was on headquarters' open page after ${((Date.now() - soldMs) / 1_000).toFixed(2)} s`);
  await shoot(page, 'sale');

  if (story.meanwhile !== undefined) {
    const selling = tills.map((till) => sellAtStation(till, take(MEANWHILE_SALES)));
    await story.meanwhile();
    await Promise.all(selling);
    await sees(town);
    told('a node was killed while both tills sold, and the other has everything');
  }

  await changePrice(town);
  await shoot(page, 'price');
  for (const till of tills) {
    await patiently('the new price', async () => {
      const found = await till.station().query('search', { text: DEAR, limit: 1 });
      return 'products' in found && found.products[0]?.priceMinor === PRICE_MINOR;
    });
    await scanAtPage(till, [DEAR]);
    await till.page.locator('[data-line-id]').getByText('12,34').first().waitFor();
  }
  await shoot(one.page, 'price-one');
  await shoot(two.page, 'price-two');
  for (const till of tills) await payAtPage(till);
  told('both tills sell at the new price');

  await enrolCustomer(one, 'Aicha Benali');
  await shoot(one.page, 'customer-one');
  await patiently('the customer at the other till', async () => (await points(two)) !== null);
  await scanAtPage(two, [OTHERS[1] ?? ''], [MEMBER_CARD]);
  await two.page.locator('[data-member]').getByText('Aicha Benali').waitFor();
  await shoot(two.page, 'customer-two');
  await payAtPage(two);
  await scanAtPage(one, [OTHERS[2] ?? '']);
  await payAtPage(one);
  told('the customer of one is known at the other');

  const accountId = await sellGiftCard(town);
  told('the gift card is sold, and headquarters keeps it');
  await sees(town);

  hq.cut();
  for (const { page: at } of tills)
    await at.locator('[data-kind="network"]').filter({ hasText: 'hors ligne' }).waitFor();
  await Promise.all(tills.map(sellOffline));
  told(`${OFFLINE_SALES} sales each while the line is cut`);
  await offered(one);
  assert.match((await one.page.locator('[data-allowance="lease"]').textContent()) ?? '', /20,00/);
  await shoot(one.page, 'gift-card-one');
  await giftCard(one);
  await one.page.waitForSelector('[data-change-minor="0"]');
  one.sold.count += 1;
  one.sold.grossMinor += PRICE_MINOR;
  await offered(two);
  assert.match((await two.page.locator('[data-allowance="away"]').textContent()) ?? '', NOTHING_HERE);
  // The page proposes nothing of it; who types the amount all the same is refused by the till.
  await giftCard(two, '12,34');
  await two.page.getByText(REFUSED).waitFor();
  await shoot(two.page, 'gift-card-two');
  // The customer pays otherwise.
  await two.page.keyboard.press('Escape');
  await payAtPage(two);
  await two.page.locator('[data-kind="network"]').click();
  await panel(two.page, 'headquarters');
  await shoot(two.page, 'unsent');
  await toSelling(two.page);
  told('the gift card was spent at one, and refused at the other');

  hq.mend();
  for (const till of tills)
    await patiently('everything sent', () => {
      const { network, unsentCount } = till.station().view('status');
      return network === 'online' && unsentCount === 0;
    });
  await sees(town);
  await equalBalances(town, { accountId, soldMinor: GIFT_MINOR, spentMinor: PRICE_MINOR });
  await nothingTwice(town);
  await go(town, 'today');
  await readsOnPage(town);
  await shoot(page, 'totals');
  told(`${total(town).count} tickets and ${total(town).grossMinor} cents are the same everywhere`);
  for (const { watched } of [one, two, town]) assert.deepEqual(watched.elsewhere, []);
  for (const { watched } of tills) assert.deepEqual(watched.violations, []);
}

function take(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => OTHERS[index % OTHERS.length] ?? '');
}

/** At both stations of a till at once. */
async function sellOffline(till: TownTill): Promise<void> {
  const byHand = async (): Promise<void> => {
    for (const ean of take(OFFLINE_SALES_BY_HAND)) {
      await scanAtPage(till, [ean]);
      await payAtPage(till);
    }
  };
  await Promise.all([byHand(), sellAtStation(till, take(OFFLINE_SALES - OFFLINE_SALES_BY_HAND))]);
}

async function go({ page }: Town, place: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${place}`);
  await page.waitForSelector(`[data-place="${place.split('/')[0]}"]`);
}

/** A price from now on, as somebody at headquarters types it. */
async function changePrice(town: Town): Promise<void> {
  const { page } = town;
  await go(town, 'catalogue');
  await page.fill('[data-field="search"]', DEAR);
  await page.waitForFunction(() => document.querySelectorAll('[data-table="products"] tbody tr').length === 1);
  await page.click('[data-table="products"] tbody a');
  await page.fill('[data-field="price"]', '12,34');
  await page.keyboard.press('Enter');
  await page.getByText('12,34 € dès maintenant').waitFor();
}

async function enrolCustomer({ page }: TownTill, name: string): Promise<void> {
  await wedgeScan(page, [{ code: MEMBER_CARD }]);
  await page.waitForSelector('[data-card-offer]');
  await page.getByText('Carte inconnue (…5678)').waitFor();
  await picture(page, 'town-card-unknown');
  await page.keyboard.press('Control+i');
  await panel(page, 'enrol');
  await typeSlowly(page, name);
  await page.keyboard.press('Enter');
  await page.locator('[data-member]').getByText(name).waitFor();
}

/** Sells it at the first till, and waits until headquarters has the last word on it and a lease is in the till's journal. */
async function sellGiftCard(town: Town): Promise<string> {
  const { hq, one, two } = town;
  const { page } = one;
  await wedgeScan(page, [{ code: GIFT_CARD }]);
  await page.waitForSelector('[data-card-offer]');
  await page.keyboard.press('Control+g');
  await panel(page, 'gift-card');
  await typeSlowly(page, String(GIFT_MINOR / 100));
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-line-id][data-kind="stored-value"]');
  await payAtPage(one, GIFT_MINOR);
  let accountId = '';
  await patiently('the gift card at headquarters', async () => {
    const { rows } = (await hq.ask('gift-cards', { after: null, limit: 10 })) as GiftCards;
    accountId = rows[0]?.accountId ?? '';
    return rows[0]?.isHandedOver === true && rows[0].balance === GIFT_MINOR;
  });
  // The till has it once it stands in its journal; the customer's points may have one too.
  await patiently('the lease', () =>
    Promise.resolve(
      signedHere(one).rows.some(({ kind, payload }) => kind === 'grant-received' && payload.includes(accountId)),
    ),
  );
  await patiently('the gift card at the other till', async () => (await balance(two, accountId)) === GIFT_MINOR);
  return accountId;
}

/** The dear article and the gift card, on the payment panel. */
async function offered(till: TownTill): Promise<void> {
  await scanAtPage(till, [DEAR], [GIFT_CARD]);
  await patiently('the card on the ticket', async () => (await till.page.locator('[data-line-id]').count()) === 1);
  await till.page.keyboard.press('F12');
  await till.page.locator('[data-tender="gift-card"]').waitFor();
}

/** By the gift card: what is typed, or what the page proposes. */
async function giftCard({ page }: TownTill, typed = ''): Promise<void> {
  await page.keyboard.press('Control+5');
  await page.waitForSelector('[data-tender="gift-card"][aria-checked="true"]');
  await typeSlowly(page, typed);
  await page.keyboard.press('Enter');
}
