/**
 * The customer's page in a browser, beside the operator's: what it shows in each state, language and light, at the sizes of
 * second screens, with names that were made to break it. The pictures are for people to look at.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import {
  type ScreenDesk,
  openScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';

const SCREENS = fileURLToPath(new URL('../../.screens/', import.meta.url));
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 600 },
] as const;

let desk: ScreenDesk;
let customer: Page;
before(async () => {
  mkdirSync(SCREENS, { recursive: true });
  desk = await openScreenDesk({ language: 'fr' });
  customer = await desk.context.newPage();
  customer.setDefaultTimeout(10_000);
  await customer.setViewportSize(SIZES[0]);
  await customer.goto(new URL('/?screen=customer', desk.page.url()).href);
});
after(() => desk.close());

/** Pictures at both sizes; nothing may stick out of the screen, and the total is the largest text on it. */
async function look(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.screenshot({ path: path.join(SCREENS, `customer-${name}-${size.width}.png`) });
    const { wide, high, outside } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - window.innerWidth,
      high: document.documentElement.scrollHeight - window.innerHeight,
      outside: [...document.querySelectorAll('.amount')]
        .map((amount) => amount.getBoundingClientRect())
        .filter(
          (box) =>
            box.height > 0 &&
            (box.left < -1 || box.right > window.innerWidth + 1 || box.bottom > window.innerHeight + 1),
        ).length,
    }));
    assert.deepEqual(
      { wide: Math.max(0, wide), high: Math.max(0, high), outside },
      { wide: 0, high: 0, outside: 0 },
      `${name} ${size.width}`,
    );
  }
}

const state = (page: Page, wanted: string) => page.waitForSelector(`[data-customer="${wanted}"]`);
const sizes = (page: Page) =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll('main *')].filter(
      (element) => element.childElementCount === 0 && element.textContent !== '',
    );
    const sized = all.map((element) => ({
      px: Number.parseInt(getComputedStyle(element).fontSize, 10),
      text: element.textContent,
    }));
    return sized.sort((a, b) => b.px - a.px);
  });

test('it greets in the shop’s language, then shows the article, every line and the total as the largest thing', async () => {
  await state(customer, 'idle');
  await look(customer, 'fr-idle');
  await desk.page.bringToFront();
  await signIn(desk.page);
  const products = someEans(9);
  await wedgeScan(
    desk.page,
    products.map(({ gtin }) => ({ code: gtin })),
  );
  await waitForLines(desk.page, products.length);
  await state(customer, 'selling');
  const last = products.at(-1)?.name ?? '';
  await customer.waitForFunction((name) => document.querySelector('[data-last-label] bdi')?.textContent === name, last);
  const total = await desk.page.locator('[data-total-minor]').first().getAttribute('data-total-minor');
  const figures = await sizes(customer);
  assert.match(figures[0]?.text ?? '', /€/);
  assert.equal((figures[0]?.text ?? '').replace(/\D/g, ''), String(total));
  await look(customer, 'fr-selling');
});

test('in the dark it is dark', async () => {
  await customer.emulateMedia({ colorScheme: 'dark' });
  await customer.waitForSelector(':root[data-mantine-color-scheme="dark"]');
  await look(customer, 'fr-selling-dark');
  await customer.emulateMedia({ colorScheme: 'light' });
});

test('a reload and a killed till bring the same ticket back, by themselves', async () => {
  await customer.reload();
  await state(customer, 'selling');
  const before = await customer.locator('ol li').count();
  desk.killTill();
  await customer.waitForSelector('[data-connection="down"]');
  await customer.waitForSelector('[data-connection="up"]');
  assert.equal(await customer.locator('ol li').count(), before);
});

test('the change is the largest thing once it was paid', async () => {
  await desk.page.bringToFront();
  await desk.page.waitForSelector('[data-connection="up"]');
  await desk.page.keyboard.press('F12');
  await desk.page.waitForSelector('[data-tendered]');
  await desk.page.waitForTimeout(400);
  await typeSlowly(desk.page, '200');
  await desk.page.keyboard.press('Enter');
  await state(customer, 'paid');
  const change = await desk.page.locator('[data-change-minor]').first().getAttribute('data-change-minor');
  assert.equal(((await sizes(customer))[0]?.text ?? '').replace(/\D/g, ''), String(change));
  await look(customer, 'fr-paid');
});

test('nothing of whoever sells is on it, and no control is: it orders nothing', async () => {
  const text = await customer.evaluate(() => document.body.textContent);
  assert.doesNotMatch(text, /Camille|Bernard/);
  assert.equal(await customer.locator('button, input, a').count(), 0);
  const answers = await customer.evaluate(
    (address) =>
      new Promise<string[]>((resolve) => {
        const heard: string[] = [];
        const socket = new WebSocket(address);
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(String(data)) as { kind: string; state?: string };
          if (message.kind === 'till' && message.state === 'up') {
            socket.send(JSON.stringify({ kind: 'subscribe', topic: 'status' }));
            socket.send(JSON.stringify({ kind: 'command', id: 'x', name: 'signOut', input: {} }));
          } else heard.push(message.kind);
          if (heard.length === 2) resolve(heard);
        };
      }),
    new URL('/wire/customer', desk.page.url()).href.replace('http', 'ws'),
  );
  assert.deepEqual(answers, ['failed', 'failed']);
});

const HOSTILE = '<img src=x onerror=alert(1)>\u202e evil \u0000 ' + 'Ünbrechbarerlangername'.repeat(20);

for (const language of ['fr', 'en', 'ar'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`${language}, ${theme}: names made to break the page stay words in their place`, async () => {
      const page = await desk.context.newPage();
      await page.emulateMedia({ colorScheme: theme });
      await page.routeWebSocket(/wire/, (socket) => {
        const view = {
          shopName: language === 'ar' ? 'بقالة الجسر' : 'Épicerie du Pont',
          language,
          currency:
            language === 'ar'
              ? { code: 'MAD', exponent: 2, cashUnitMinor: 10 }
              : { code: 'EUR', exponent: 2, cashUnitMinor: 1 },
          state: 'selling',
          lines: [
            line('a', HOSTILE, 1_000),
            line('b', 'حليب كامل الدسم', 3_000),
            line('c', language === 'ar' ? 'زيت الزيتون البكر' : 'Huile d’olive vierge', 1_000),
          ],
          lastLineId: 'c',
          totalMinor: 123_456_789,
          tenderedMinor: null,
          changeMinor: null,
          member: null,
          demonstration: true,
        };
        socket.send(JSON.stringify({ kind: 'till', state: 'up' }));
        socket.send(JSON.stringify({ kind: 'view', topic: 'customer', view }));
      });
      let alerts = 0;
      page.on('dialog', (dialog) => {
        alerts += 1;
        void dialog.dismiss();
      });
      await page.goto(new URL('/?screen=customer', desk.page.url()).href);
      await state(page, 'selling');
      const { dir, images } = await page.evaluate(() => ({
        dir: getComputedStyle(document.documentElement).direction,
        images: document.images.length,
      }));
      assert.deepEqual({ dir, images, alerts }, { dir: language === 'ar' ? 'rtl' : 'ltr', images: 0, alerts: 0 });
      await look(page, `${language}-hostile-${theme}`);
      await page.close();
    });
  }
}

function line(lineId: string, label: string, quantityMilli: number) {
  return {
    lineId,
    label,
    unit: 'piece',
    quantityMilli,
    unitPriceMinor: 1_299,
    grossMinor: (1_299 * quantityMilli) / 1_000,
  };
}

test('the operator opens it from the settings', async () => {
  const session = await desk.context.newCDPSession(desk.page);
  const { origin } = new URL(desk.page.url());
  await session.send('Browser.setPermission', {
    permission: { name: 'window-management' },
    setting: 'granted',
    origin,
  });
  const [opened] = await Promise.all([
    desk.context.waitForEvent('page'),
    (async () => {
      await desk.page.bringToFront();
      await desk.page.keyboard.press('F10');
      // A control that has just appeared under a hand does not act yet.
      await desk.page.waitForTimeout(600);
      await desk.page.click('[data-action="customer-screen"]');
    })(),
  ]);
  await opened.waitForSelector('[data-customer]');
  assert.equal(new URL(opened.url()).search, '?screen=customer');
});
