/**
 * Headquarters' pages in a browser, over the server as it ships, a PostgreSQL of its own and two tills that sell: every page in
 * every look, by keyboard, and what is done there done at the tills.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { present } from '#base/assert.ts';
import { httpTransport } from '#main/sync/http-transport.ts';
import { makeTill } from '#main/till/testing.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { DIRECTOR, HOSTILE, openHqDesk, until, type HqDesk } from './hq-desk.ts';
import { EVERY_LOOK, lookLike, photograph, watch, type Watched } from './judged.ts';

/** A desk with a mouse: what WCAG 2.2 asks (2.5.8). */
const DESK = { targetPxMin: 24 };

const ALL_DAYS = { storeId: null, fromDay: '2000-01-01', untilDay: '2999-12-31', after: null, limit: 50 } as const;

const PLACES = [
  'today',
  'today/store:demo-lyon',
  'sessions',
  'stores',
  'tills',
  'tills/till-1',
  'catalogue',
  'stock/store:demo-lyon',
  'customers',
  'exposure',
  'journal',
  'settings',
  'users',
  'account',
] as const;

let desk: HqDesk;
let watched: Watched;
before(async () => {
  desk = await openHqDesk();
  await desk.page.goto(desk.url);
  watched = watch(desk.page);
});
after(async () => {
  await desk?.close();
});

async function go(place: string): Promise<void> {
  await desk.page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${place}`);
  await desk.page.waitForSelector(`[data-place="${place.split('/')[0]}"]`);
  // Whatever the page asks for is there once nothing says that it is waited for.
  await desk.page.waitForFunction(
    () => document.querySelector('h1') !== null && !/(Un instant|One moment|لحظة)…/.test(document.body.innerText),
  );
}

/** As the words of these tests are. */
async function inFrench(): Promise<void> {
  if ((await desk.page.locator('html[lang="fr"]').count()) === 0)
    await lookLike(desk.page, { language: 'fr', theme: 'light' });
}

/** An amount as the page writes it. */
function minorOf(text: string): number {
  return Number(text.replace(/[^\d−]/g, '').replace('−', '-'));
}

async function signIn(login: string, password: string): Promise<void> {
  const { page } = desk;
  await page.waitForSelector('[data-screen="sign-in"]');
  await page.fill('[data-field="login"]', login);
  await page.fill('[data-field="password"]', password);
  await page.keyboard.press('Enter');
}

test('somebody signs in by keyboard alone; a wrong password is said and costs nothing but itself', async () => {
  const { page } = desk;
  await page.waitForSelector('[data-screen="sign-in"]');
  await photograph(page, 'hq-sign-in', { language: 'fr', theme: 'light' }, DESK);
  await page.keyboard.type(DIRECTOR.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type('nonsense');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role="alert"][data-told="bad"]');
  await page.keyboard.type(DIRECTOR.password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen="pages"][data-place="today"]');
  // A wrong password is an answer of 200; what the browser itself complains of is our bug.
  assert.deepEqual(watched.violations, []);
});

for (const look of EVERY_LOOK) {
  test(`every page reads well in ${look.language}, ${look.theme}`, async () => {
    await lookLike(desk.page, look);
    for (const place of PLACES) {
      await go(place);
      await photograph(desk.page, `hq-${place.replace(/[/:]/g, '-')}`, look, DESK);
    }
  });
}

test('a sale at a till is in the takings of the open page by itself', async () => {
  const { page } = desk;
  await inFrench();
  await go('today');
  const tickets = page.locator('[data-figure="tickets"] dd').first();
  await tickets.waitFor();
  const before = Number(await tickets.innerText());
  await desk.sell(0, 2);
  await until('the sale on the page', async () => Number(await tickets.innerText()) === before + 2);
  // What was sold and what was taken come to the same, the gift card that is no turnover among it.
  const figure = async (ledger: string, line: string): Promise<number> =>
    minorOf(await page.locator(`[data-ledger="${ledger}"] [data-line="${line}"] dd`).last().innerText());
  assert.equal(await figure('sold', 'stored'), 3_000);
  assert.equal((await figure('sold', 'gross')) + 3_000, await figure('sold', 'due'));
  const taken = await page.locator('[data-ledger="taken"] [data-sum="false"] dd:last-child').allInnerTexts();
  assert.equal(
    taken.reduce((sum, text) => sum + minorOf(text), 0),
    await figure('sold', 'due'),
  );
  assert.equal(await figure('taken', 'taken'), await figure('sold', 'due'));
  const label = await page.locator('[data-chart] .recharts-label-list').first().textContent();
  assert.match(label ?? '', /^\d+(,\d\d)?\s€$/);
});

test('drawers are shown by person and method and follow what is counted, and a Z opens whole', async () => {
  const { page } = desk;
  await inFrench();
  await go('sessions');
  const counted = page.locator('[data-table="sessions"] tbody tr', { hasText: 'Espèces' });
  await counted.first().waitFor();
  const names = await page.locator('[data-table="sessions"] [data-operator]').allInnerTexts();
  assert.deepEqual([...new Set(names)], ['Bernard'], 'the people of the demonstration have names');
  const before = await counted.count();
  await desk.closeDay(1);
  await until('the count of the second till on the page', async () => (await counted.count()) === before + 1);
  await page.selectOption('[data-field="what"]', 'closings');
  await page.click('[data-table="closings"] [data-action="open-z"]');
  await page.waitForSelector('[data-table="z-vat"] tbody tr');
  await photograph(page, 'hq-z', { language: 'fr', theme: 'light' }, DESK);
  const { rows } = await desk.ask('closings', { ...ALL_DAYS, limit: 1 });
  const [closing] = rows as { grossMinor: number; chainId: string }[];
  const gross = await page.locator('[data-figure="z-gross"] dd').first().innerText();
  assert.equal(minorOf(gross), closing?.grossMinor);
  for (const table of ['z-vat', 'z-methods', 'z-categories']) {
    const cells = await page.locator(`[data-table="${table}"] tbody tr`).allInnerTexts();
    assert.ok(cells.length > 0, table);
  }
  assert.deepEqual(await page.locator('[data-table="z-operators"] tbody th').allInnerTexts(), ['Bernard']);
  // From there to its row, which opens with its proof.
  await page.click('[data-dialog="z"] a');
  await page.waitForSelector('[data-dialog="row"] pre');
  await page.keyboard.press('Escape');
});

test('a store and a code are made at headquarters, and the code shown there brings a till in', async () => {
  const { page } = desk;
  await inFrench();
  await go('stores');
  await page.click('[data-action="new-store"]');
  await photograph(page, 'hq-new-store', { language: 'fr', theme: 'light' }, DESK);
  await page.keyboard.type(HOSTILE);
  await page.keyboard.press('Enter');
  await page.getByText('Magasin créé').waitFor();
  await page.fill('[data-field="search"]', 'onerror');
  await page.waitForFunction(() => document.querySelectorAll('[data-table="stores"] tbody tr').length === 1);
  await page.click('[data-table="stores"] [data-action="new-code"]');
  await page.fill('[data-field="till-name"]', 'Caisse 7');
  await page.keyboard.press('Enter');
  const shown = page.locator('[data-code]');
  await shown.waitFor();
  await photograph(page, 'hq-code', { language: 'fr', theme: 'light' }, DESK);
  const code = (await shown.getAttribute('data-code')) ?? '';
  const till = makeTill({
    tillId: 'till-7',
    clock: systemClock,
    random: systemRandom,
    hq: { transport: () => httpTransport(desk.url, systemClock) },
  });
  try {
    const enrolled = await till.enrol({ code: code.toLowerCase() });
    assert.ok(enrolled.kind === 'enrolled' && enrolled.tillName === 'Caisse 7', JSON.stringify(enrolled));
    await page.keyboard.press('Escape');
    await go('tills/till-7');
    await page.getByRole('heading', { name: 'Caisse 7' }).waitFor();
    // Suspended and put back by keyboard.
    await page.focus('[data-action="suspend-till"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-action="resume-till"]');
    await page.focus('[data-action="resume-till"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-action="suspend-till"]');
  } finally {
    await till.close();
  }
});

test('a price changed on the page is what the tills ask', async () => {
  const { page } = desk;
  await inFrench();
  await go('catalogue');
  await page.click('[data-table="products"] tbody tr:first-child a');
  await page.waitForSelector('[data-field="price"]');
  await photograph(page, 'hq-product', { language: 'fr', theme: 'light' }, DESK);
  await page.fill('[data-field="price"]', 'douze');
  await page.keyboard.press('Enter');
  await page.getByText('Tapez un montant').waitFor();
  await page.fill('[data-field="price"]', '12,34');
  await page.keyboard.press('Enter');
  await page.getByText('12,34 € dès maintenant').waitFor();
  const { rows } = (await desk.ask('products', { search: '', storeId: null, after: null, limit: 1 })) as {
    rows: { gtins: string[]; priceMinor: number }[];
  };
  const till = desk.tills[1]?.page();
  const gtin = (rows[0]?.gtins[0] ?? '').replace(/^0/, '');
  await until('the new price at the till', () => {
    const answer = till?.query('search', { text: gtin, limit: 1 }) as
      { products?: { priceMinor: number }[] } | undefined;
    return answer?.products?.[0]?.priceMinor === 1_234;
  });
});

test('a file is imported, and each line that was not taken is named', async () => {
  const { page } = desk;
  await inFrench();
  await go('catalogue');
  await page.click('[data-action="import"]');
  const csv = 'gtin;nom;prix;tva\n4006381333931;Stylo « Ô »;1,95;20\n4006381333932;Faux code;1;20\n';
  await page.setInputFiles('[data-field="import-file"]', {
    name: 'articles.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  });
  await page.waitForSelector('[data-import="added"]');
  assert.equal(await page.locator('[data-import="added"]').innerText(), '1');
  assert.equal(await page.locator('[data-import="refused"]').innerText(), '1');
  await page.waitForSelector('[data-table="refused-lines"] tbody tr');
  await photograph(page, 'hq-import', { language: 'fr', theme: 'light' }, DESK);
  await page.keyboard.press('Escape');
});

test('every row of a journal is shown with its proof, and one of them whole', async () => {
  const { page } = desk;
  await inFrench();
  await go('journal');
  await page.click('[data-table="chains"] [data-row="till-1"] a');
  await page.waitForSelector('[data-table="journal"] tbody tr');
  await photograph(page, 'hq-journal-chain', { language: 'fr', theme: 'light' }, DESK);
  const proofs = await page.locator('[data-table="journal"] tbody tr td:last-child').allInnerTexts();
  assert.ok(proofs.length > 10);
  assert.deepEqual([...new Set(proofs)], ['Prouvée']);
  // Said in words, with the code of the row beside them.
  const said = await page.locator('[data-table="journal"] tbody tr td:nth-child(2)').allInnerTexts();
  for (const text of said) assert.match(text, /^(?![a-z-]+\n).+\n[A-Z] · [a-z-]+$/);
  await page.click('[data-table="journal"] tbody tr:first-child [data-action="open-row"]');
  await page.waitForSelector('[data-dialog="row"] pre');
  await photograph(page, 'hq-journal-row', { language: 'fr', theme: 'light' }, DESK);
  const hash = await page.locator('[data-copyable="hash"] pre').innerText();
  assert.match(hash, /^[0-9a-f]{64}$/);
  await page.click('[data-action="copy-hash"]');
  await page.getByText(/^(Copié|Sélectionné : Ctrl\+C pour copier)$/).waitFor();
  await page.keyboard.press('Escape');
});

test('a gift card is found by the number on its slip, and its movements never say that it was below zero', async () => {
  const { page } = desk;
  await inFrench();
  await go('customers');
  await page.selectOption('[data-field="what"]', 'gift-cards');
  const accounts = page.locator('[data-table="accounts"] tbody tr');
  await page.fill('[data-field="search"]', 'GC-123');
  await page.getByText('Aucune carte n’a ce numéro').waitFor();
  // As somebody types it who reads it off the card.
  await page.fill('[data-field="search"]', desk.giftCode.toLowerCase().replace(/(\d{4})/g, '$1 '));
  await accounts.first().waitFor();
  assert.equal(await accounts.count(), 1);
  await page.click('[data-table="accounts"] tbody a');
  await page.waitForSelector('[data-table="movements"] tbody tr');
  await photograph(page, 'hq-gift-card', { language: 'fr', theme: 'light' }, DESK);
  assert.deepEqual((await page.locator('[data-balance]').allInnerTexts()).map(minorOf), [3_000]);
});

test('a customer and a store are corrected at headquarters, and the tills have it', async () => {
  const { page } = desk;
  await inFrench();
  await go('customers');
  await page.fill('[data-field="search"]', 'zoe');
  await page.waitForFunction(() => document.querySelectorAll('[data-table="customers"] tbody tr').length === 1);
  await page.click('[data-table="customers"] tbody a');
  await page.click('[data-action="edit-customer"]');
  await page.fill('[data-field="customer-phone"]', '12');
  await page.keyboard.press('Enter');
  await page.getByText('Ce numéro de téléphone n’existe pas').waitFor();
  await photograph(page, 'hq-edit-customer', { language: 'fr', theme: 'light' }, DESK);
  await page.fill('[data-field="customer-phone"]', '06 98 76 54 00');
  await page.keyboard.press('Enter');
  await page.getByText('C’est fait').waitFor();
  await page.getByText('Fiche corrigée').waitFor();
  const till = present(desk.tills[1], 'a till').page();
  await until('the new number at the other till', () => {
    const found = till.query('customers', { text: '0698765400', limit: 5 } as never) as { customers?: unknown[] };
    return found.customers?.length === 1;
  });
  await go('stores');
  await page.click('[data-row="demo-marseille"] [data-action="rename-store"]');
  await page.fill('[data-field="store-name"]', 'Marseille Joliette');
  await page.keyboard.press('Enter');
  await page.getByText('Magasin renommé').waitFor();
  await page.locator('[data-row="demo-marseille"]', { hasText: 'Marseille Joliette' }).waitFor();
});

test('a customer is found, opened, and erased with a reason that stays', async () => {
  const { page } = desk;
  await inFrench();
  await go('customers');
  await page.fill('[data-field="search"]', 'zoe');
  await page.waitForFunction(() => document.querySelectorAll('[data-table="customers"] tbody tr').length === 1);
  await page.click('[data-table="customers"] tbody a');
  await page.getByRole('heading', { name: 'Zoé Martin' }).waitFor();
  await photograph(page, 'hq-customer', { language: 'fr', theme: 'light' }, DESK);
  await page.click('[data-action="erase"]');
  await page.click('[data-action="decide"]');
  await page.getByText('Écrivez pourquoi').waitFor();
  await page.fill('[data-field="reason"]', 'Demande du client');
  await page.keyboard.press('Enter');
  await page.getByText('C’est fait').waitFor();
  await page.getByText('Demande du client').waitFor();
  assert.equal(await page.getByText('Zoé Martin').count(), 0);
});

test('the settings of the tills are set with the till’s own forms', async () => {
  const { page } = desk;
  await inFrench();
  await go('settings');
  for (const group of ['roles', 'cash', 'offline-spending'] as const) {
    await page.selectOption('[data-field="group"]', group);
    await page.waitForSelector(`[data-settings-group="${group}"]`);
    await photograph(page, `hq-settings-${group}`, { language: 'fr', theme: 'light' }, DESK);
  }
  await page.fill('[data-field="leaseMinorMax"]', '35,5');
  await page.click('[data-action="save-settings"]');
  await page.getByText('Enregistré.').waitFor();
  assert.equal(await page.locator('[data-field="leaseMinorMax"]').inputValue(), '35,50');
});

test('who has no right to a page is not shown it, also by its address', async () => {
  const { page } = desk;
  const user = { login: 'lecture', isNew: true, name: 'Lecture', role: 'viewer', storeIds: null, active: true };
  await desk.ask('save-user', { ...user, password: 'dix lettres' });
  await page.click('[data-action="sign-out"]');
  await signIn('lecture', 'dix lettres');
  await page.waitForSelector('[data-screen="new-password"]');
  await photograph(page, 'hq-new-password', { language: 'fr', theme: 'light' }, DESK);
  await page.fill('[data-field="old"]', 'dix lettres');
  await page.fill('[data-field="new"]', 'autre chose 12');
  await page.fill('[data-field="again"]', 'autre chose 12');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen="pages"]');
  assert.equal(await page.locator('[data-go="users"], [data-go="settings"], [data-go="customers"]').count(), 0);
  await page.evaluate(() => {
    window.location.hash = '#/users';
  });
  await page.waitForSelector('[data-place="today"]');
});

test('no page asked anybody else, ran what it was given, or broke its own policy', async () => {
  assert.deepEqual(watched.elsewhere, []);
  assert.deepEqual(watched.violations, []);
  assert.notEqual(await desk.page.title(), '1');
});
