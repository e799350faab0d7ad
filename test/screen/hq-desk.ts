/**
 * Headquarters as it ships over a PostgreSQL of its own, two real tills that were enrolled by code and have sold, and its pages
 * in a sandboxed Chromium of an unprivileged user.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { present } from '#base/assert.ts';
import { placesBeside, runHq, type RunningHq } from '#hq/run-hq.ts';
import { closeDay, countAndClose } from '#main/till/cash/testing.ts';
import { makeTill, MANAGER, type TestPage, type TestTill } from '#main/till/testing.ts';
import { httpTransport } from '#main/sync/http-transport.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { openTestDesk } from '../../tools/lib/test-desk.mjs';
import { silentLog } from '#main/store/testing.ts';

const PAGES = process.env['HQ_PAGES'] ?? fileURLToPath(new URL('../../dist/hq-page', import.meta.url));
const WAIT_MS = 60_000;
/** One at each till to see that it can, then the rest; one with a gift card is beside them. */
const SALES = 10;

export const HOSTILE = '<img src=x onerror="document.title=1"> ‮متجر';
export const DIRECTOR = { login: 'direction', password: 'siege-demo' } as const;

export interface HqDesk {
  readonly url: string;
  readonly running: RunningHq;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly tills: readonly TestTill[];
  /** The number on the slip of a gift card of 30 € that the first till sold, with an article beside it. */
  readonly giftCode: string;
  /** What a page asks, in the director's name. */
  ask(name: string, input: object): Promise<Record<string, unknown>>;
  /** Sells some articles on one of the tills. */
  sell(till: number, count?: number): Promise<void>;
  /** Counts nothing in the drawer of one of the tills, and makes its Z. */
  closeDay(till: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens it all, with what a morning of two shops leaves behind. */
export async function openHqDesk(
  options: { readonly browser?: boolean; readonly port?: number } = {},
): Promise<HqDesk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hq-pages-'));
  // PostgreSQL runs as somebody who must be able to get there.
  chmodSync(folder, 0o711);
  const { demo, ...places } = placesBeside(new URL('../../src/hq/main.ts', import.meta.url).href);
  const running = await runHq({
    ...places,
    pagesDir: PAGES,
    dataDir: path.join(folder, 'data'),
    host: '127.0.0.1',
    port: options.port ?? 0,
    demoDir: demo,
    isRestored: false,
    isBehindProxy: false,
    connections: 10,
    log: silentLog,
  });
  const { url } = running;
  const cookies = new Map<string, string>();
  async function ask(name: string, input: object): Promise<Record<string, unknown>> {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const response = await fetch(`${url}/pages/v1/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(input),
    });
    const body = (await response.json()) as Record<string, unknown>;
    assert.equal(response.status, 200, `${name}: ${JSON.stringify(body)}`);
    for (const text of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      cookies.set(key, value);
    }
    return body;
  }
  await ask('sign-in', DIRECTOR);
  const { rows } = (await ask('products', { search: '', storeId: null, after: null, limit: 100 })) as {
    rows: { gtins: string[]; unit: string; ageLimitYears: number | null; name: string }[];
  };
  const plain = rows.filter(
    ({ gtins, unit, ageLimitYears }) =>
      /^\d{13,14}$/.test(gtins[0] ?? '') && unit === 'piece' && ageLimitYears === null,
  );
  const eans = plain.map(({ gtins }) => (gtins[0] ?? '').replace(/^0/, ''));

  const tills: TestTill[] = [];
  const pages: TestPage[] = [];
  for (const [index, { code }] of running.codes.entries()) {
    const till = makeTill({
      tillId: `till-${index + 1}`,
      clock: systemClock,
      random: systemRandom,
      hq: { transport: () => httpTransport(url, systemClock) },
    });
    const outcome = await till.enrol({ code });
    assert.equal(outcome.kind, 'enrolled', JSON.stringify(outcome));
    tills.push(till);
    const page = till.page();
    await until('the people of headquarters at the till', async () => (await page.signIn(MANAGER)).kind === 'done');
    await until(
      'the products of headquarters at the till',
      async () => (await page.scan(eans[0] ?? '')).kind === 'done',
    );
    assert.equal((await page.pay({ tenderedMinor: 5_000 })).kind, 'done');
    pages.push(page);
  }

  async function scanned(page: TestPage, ean: string): Promise<string> {
    const outcome = await page.scan(ean);
    return outcome.kind === 'refused' ? outcome.reason : outcome.kind;
  }

  async function sell(index: number, count = 1): Promise<void> {
    const page = present(pages[index], 'the page of a till');
    for (let sold = 0; sold < count; sold += 1) {
      for (let item = 0; item <= sold % 3; item += 1)
        assert.deepEqual(await scanned(page, eans[(sold + item) % eans.length] ?? ''), 'done');
      const method = sold % 2 === 0 ? 'cash' : 'card';
      const due = page.view('basket').totalMinor;
      const tender = method === 'cash' ? 50_000 : due;
      const paid = await page.command('pay', {
        ...page.ticket(),
        payments: [{ method, tenderedMinor: tender }],
        print: 'none',
      } as never);
      assert.equal(paid.kind, 'done', JSON.stringify(paid));
    }
  }

  async function sellGiftCard(): Promise<string> {
    const [page, till] = [present(pages[0], 'the page of a till'), present(tills[0], 'a till')];
    assert.equal(await scanned(page, eans[0] ?? ''), 'done');
    const added = await page.command('addVoucher', { ...page.ticket(), account: 'gift-card', amountMinor: 3_000 });
    assert.equal(added.kind, 'done', JSON.stringify(added));
    assert.equal((await page.pay({ tenderedMinor: 50_000, print: 'paper' })).kind, 'done');
    const codes = (): readonly string[] =>
      till.hardware.sent.flatMap(({ document }) => /GC-\d{18}/.exec(JSON.stringify(document)) ?? []);
    await until('the slip of the gift card', () => {
      const sent = till.hardware.sent.at(-1);
      // The receipt goes first, and the slip once that one is out.
      if (sent !== undefined)
        till.hardware.events?.onJob({ jobId: sent.jobId, deviceId: sent.deviceId, state: 'printed' } as never);
      return codes().length > 0;
    });
    return codes()[0] ?? '';
  }

  async function closeDayAt(index: number): Promise<void> {
    const page = present(pages[index], 'the page of a till');
    await countAndClose(page, 0);
    const [businessDay = ''] = present(tills[index], 'a till').store().unclosedDays();
    assert.equal((await closeDay(page, businessDay)).kind, 'done');
  }

  await sell(0, SALES - 5);
  await sell(1, 3);
  const first = present(pages[0], 'the first till');
  const enrolled = await first.command('enrol', {
    fields: { name: HOSTILE, phone: '0612345678' },
    evenIfAlike: true,
  });
  assert.equal(enrolled.kind, 'done', JSON.stringify(enrolled));
  await first.command('enrol', { fields: { name: 'Zoé Martin', phone: '0698765432' }, evenIfAlike: true });
  const giftCode = await sellGiftCard();
  // Counted a little short, closed, and another one opened.
  await countAndClose(first, 100, 0);
  const reopened = await first.command('openSession', { float: [], asLeft: true, reason: '' });
  assert.equal(reopened.kind, 'done', JSON.stringify(reopened));
  await until('the customers of the tills at headquarters', async () => {
    const { rows: known } = await ask('customers', { search: '', after: null, limit: 10 });
    return (known as unknown[]).length === 2;
  });

  await until('the takings at headquarters', async () => {
    const today = (await ask('today', { storeId: null, businessDay: null, known: null })) as {
      total: { saleCount: number };
    };
    return today.total.saleCount === SALES + 1;
  });

  const desk = options.browser === false ? null : await openTestDesk();
  const context = (await desk?.launchChromium({
    viewport: { width: 1366, height: 768 },
    locale: 'fr-FR',
  })) as BrowserContext;
  const page = (context?.pages()[0] ?? (await context?.newPage())) as Page;
  page?.setDefaultTimeout(15_000);
  return {
    url,
    running,
    page,
    context,
    tills,
    giftCode,
    ask,
    sell,
    closeDay: closeDayAt,
    async close() {
      await desk?.close();
      for (const till of tills) await till.close();
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for something that comes by itself. */
export async function until(what: string, isDone: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  while (!(await isDone())) {
    assert.ok(Date.now() < endMs, `in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
