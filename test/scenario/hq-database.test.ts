/** The database of headquarters goes and comes back while a till sells: the status strip of the till is all that changes. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { saveProduct } from '#hq/catalogue/catalogue.ts';
import { createEnrolmentCode } from '#hq/fleet/codes.ts';
import { saveStore } from '#hq/fleet/stores.ts';
import { JOURNAL_ROW } from '#hq/ingest/tables.ts';
import { placesBeside, runHq } from '#hq/run-hq.ts';
import { openEngine, silentLog, testFolder, type Engine } from '#hq/store/testing-postgres.ts';
import { httpTransport } from '#main/sync/http-transport.ts';
import { makeTill, MANAGER, PRODUCTS } from '#main/till/testing.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';

/** Long before a till gives up by itself. */
const ANSWER_MS_MAX = 15_000;
const PATIENCE_MS = 60_000;
const CODE = PRODUCTS[0]?.gtins[0] ?? '';

for (const engine of ['embedded', 'debian'] as const) {
  test(`the PostgreSQL (${engine}) is stopped, started again and killed: the till sells on, and all is sent`, async () => {
    await goneAndBack(engine);
  });
}

async function goneAndBack(engine: Engine): Promise<void> {
  const dataDir = testFolder();
  let cluster = await openEngine(engine, { dataDir, log: silentLog });
  const line = await openLine();
  line.lead(portOf(cluster.url));
  const databaseUrl = new URL(cluster.url);
  databaseUrl.port = String(line.port);
  const { demo: _, ...places } = placesBeside(new URL('../../src/hq/main.ts', import.meta.url).href);
  const running = await runHq({
    ...places,
    ...{ dataDir, databaseUrl: databaseUrl.href, host: '127.0.0.1', port: 0, connections: 5, log: silentLog },
    ...{ isRestored: false, isBehindProxy: false },
  });
  const { url, hq, store } = running;
  const till = makeTill({
    ...{ tillId: 'till-1', clock: systemClock, random: systemRandom },
    hq: { transport: () => httpTransport(url, systemClock) },
  });
  try {
    await saveStore(hq.core, { storeId: 'store', name: 'Magasin', timeZone: 'Europe/Paris' });
    for (const { id: _id, ...product } of PRODUCTS)
      assert.equal((await saveProduct(hq.core, { productId: null, product })).kind, 'done');
    const page = till.page();
    await page.signIn(MANAGER);
    const made = await createEnrolmentCode(hq.core, { storeId: 'store', tillName: 'Caisse' });
    assert.ok(made.kind === 'done');
    assert.equal((await till.enrol({ code: made.code })).kind, 'enrolled');

    const sell = async (count: number): Promise<void> => {
      for (let sale = 0; sale < count; sale++) {
        assert.equal((await page.scan(CODE)).kind, 'done');
        assert.equal((await page.pay({ tenderedMinor: 5_000, print: 'none' })).kind, 'done');
      }
    };
    const status = (): { readonly network: string; readonly unsentCount: number | null } => page.view('status');
    // The strip tells of the last sale two seconds late: what the till keeps of the acknowledgements is asked first.
    const isAcknowledged = (): boolean => {
      const kept = till.store();
      return kept.hq.ack(kept.identity.chainId)?.seq === kept.head().seq;
    };
    const allSent = (): Promise<void> =>
      until('everything is sent', () => isAcknowledged() && status().network === 'online' && status().unsentCount === 0);
    const away = async (what: string): Promise<void> => {
      for (const [where, body] of [
        ['/sync/v1/challenge', '{}'],
        ['/pages/v1/me', '{}'],
        ['/readyz', undefined],
      ] as const) {
        const cookie = 'comptoir-hq-device=x';
        const answer = await fetch(url + where, {
          ...(body === undefined ? {} : { method: 'POST', body }),
          headers: { origin: url, cookie: `comptoir-hq-${portOf(url)}=${'A'.repeat(43)}; ${cookie}` },
          signal: AbortSignal.timeout(ANSWER_MS_MAX),
        });
        assert.deepEqual([answer.status, await answer.json()], [503, { code: 'hq.database-away' }], `${what} ${where}`);
      }
      assert.equal((await fetch(`${url}/healthz`)).status, 200, what);
    };

    await sell(2);
    await allSent();

    await cluster.stop();
    await sell(3);
    await away('stopped');
    await until('the strip says so', () => status().network !== 'online' && (status().unsentCount ?? 0) >= 3);
    await sell(3);
    cluster = await openEngine(engine, { dataDir, log: silentLog });
    line.lead(portOf(cluster.url));
    await allSent();

    process.kill(cluster.processId() ?? 0, 'SIGKILL');
    await sell(3);
    // It is started again by whoever keeps it.
    await until('it runs again', () =>
      store.ping().then(
        () => true,
        () => false,
      ),
    );
    await sell(1);
    await allSent();

    const rows = await store.read.scan(JOURNAL_ROW, { prefix: [], limit: 1_000 });
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      rows.map((_row, index) => index + 1),
    );
    assert.equal(rows.filter(({ kind }) => kind === 'ticket-validated').length, 12);
  } finally {
    await till.close();
    await running.close();
    await line.close();
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A line to a database whose port changes. */
async function openLine(): Promise<{ readonly port: number; lead(port: number): void; close(): Promise<void> }> {
  let target = 0;
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined);
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  assert.ok(typeof at === 'object' && at !== null);
  return {
    port: at.port,
    lead: (port) => void (target = port),
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      return closed;
    },
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + PATIENCE_MS; !(await isSo());) {
    assert.ok(Date.now() < endMs, `it never came about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
