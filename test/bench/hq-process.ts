/**
 * Headquarters as a process of its own, for the benches: the real thing on an address of the loopback, and what is asked of it
 * besides the wire as lines of JSON on standard input. `hq-process.ts DATABASE_URL VERIFIER`.
 */
import { createInterface } from 'node:readline';
import { standardErrorLog } from '#node/system.ts';
import { changePrices, importProducts, listProducts } from '#hq/catalogue/catalogue.ts';
import { createEnrolmentCode } from '#hq/fleet/codes.ts';
import { saveStore } from '#hq/fleet/stores.ts';
import { pendingChains } from '#hq/project/pending.ts';
import { placesBeside, runHq } from '#hq/run-hq.ts';
import { passwordHash } from '#hq/web/password.ts';
import { PAGE_USER, USERS } from '#hq/web/tables.ts';
import { eanOf } from '../rig/products.ts';
import { writeFleet } from './hq-fleet.ts';

/** What can be asked. */
export type HqOrder =
  | { readonly do: 'codes'; readonly count: number }
  | { readonly do: 'products'; readonly count: number }
  | { readonly do: 'prices'; readonly count: number; readonly storeId: string; readonly priceMinor: number }
  | { readonly do: 'settle' }
  | { readonly do: 'memory' }
  | { readonly do: 'waiting' }
  | { readonly do: 'collect' }
  | { readonly do: 'user' }
  | { readonly do: 'fleet'; readonly from: number; readonly until: number; readonly rowsOfChain: number }
  | { readonly do: 'analyse' }
  | { readonly do: 'scans' }
  | { readonly do: 'reads' }
  | { readonly do: 'counts' };

/** Below this PostgreSQL rightly reads a table from end to end rather than go by an index for a page of rows. */
const LARGE_ROWS = 20_000;

const [databaseUrl = '', verifier = ''] = process.argv.slice(2);
const quiet = standardErrorLog({ name: 'hq' });
const hq = await runHq({
  ...placesBeside(new URL('../../src/hq/main.ts', import.meta.url).href),
  ...(verifier === '' ? {} : { verifier: new URL(verifier) }),
  dataDir: '',
  databaseUrl,
  host: '127.0.0.1',
  port: 0,
  isRestored: false,
  isBehindProxy: false,
  guessesPerMinute: 1_000_000,
  connections: 20,
  log: { info: () => undefined, warn: quiet.warn, error: quiet.error },
});
const { core } = hq.hq;
await saveStore(core, { storeId: 'bench', name: 'Bench', timeZone: 'Europe/Paris' });

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
say({ url: hq.url });

async function carryOut(order: HqOrder): Promise<unknown> {
  switch (order.do) {
    case 'codes': {
      const codes: string[] = [];
      for (let at = 0; at < order.count; at++) {
        const made = await createEnrolmentCode(core, { storeId: 'bench', tillName: `Caisse ${at + 1}` });
        if (made.kind === 'done') codes.push(made.code);
      }
      return codes;
    }
    case 'products': {
      const lines = Array.from(
        { length: order.count },
        (_, at) => `${eanOf(at)}\tProduit ${at} maison\t${(at % 90) + 1},99\t5,5`,
      );
      const bytes = new TextEncoder().encode(`gtin\tnom\tprix\ttva\n${lines.join('\n')}\n`);
      const report = await importProducts(core, {
        importId: `bench-${order.count}`,
        fileName: 'bench.tsv',
        by: 'bench',
        bytes,
      });
      if (report.state !== 'done' || report.refused > 0) throw new Error(JSON.stringify(report));
      return report;
    }
    case 'prices': {
      const { count, storeId, priceMinor } = order;
      const prices: { productId: string; priceMinor: number }[] = [];
      for (let after: string | undefined; prices.length < count;) {
        const page = await listProducts(core.store.read, { limit: 1_000, ...(after === undefined ? {} : { after }) });
        prices.push(...page.products.map(({ id }) => ({ productId: id, priceMinor })));
        if (page.next === null) break;
        after = page.next;
      }
      const outcome = await changePrices(core, { storeId, fromMs: null, prices: prices.slice(0, count) });
      if (outcome.kind !== 'done' || outcome.changed !== count) throw new Error(JSON.stringify(outcome));
      return outcome;
    }
    case 'settle': {
      // The second step is what the background does; it is only waited for here.
      while ((await pendingChains(core.store.read)).length > 0) await new Promise((tick) => setTimeout(tick, 20));
      return true;
    }
    case 'memory':
      return process.memoryUsage.rss();
    case 'user': {
      const password = 'bench-of-headquarters';
      await core.store.transact(async (transaction) =>
        transaction.put(PAGE_USER, [
          {
            ...{ realm: USERS, login: 'bench', name: 'Bench', role: 'administrator', stores: null },
            password_hash: await passwordHash(core.random, password),
            ...{ must_change_password: false, active: true, revision: 1, seen_ms: 0 },
          },
        ]),
      );
      return { login: 'bench', password };
    }
    case 'fleet':
      return writeFleet(core, order);
    case 'analyse':
      return hq.store.script('ANALYZE');
    case 'scans': {
      // What the server counts is told to others when a transaction of its connection ends, and at most once a second.
      await new Promise((later) => setTimeout(later, 1_500));
      const rows = await hq.store.query(
        `SELECT relname, seq_tup_read FROM pg_stat_user_tables
         WHERE schemaname = current_schema() AND n_live_tup > ${LARGE_ROWS}`,
      );
      return rows.map((row) => [row['relname'], Number(row['seq_tup_read'])]);
    }
    case 'reads': {
      await new Promise((later) => setTimeout(later, 1_500));
      const rows = await hq.store.query(
        `SELECT t.relname, t.seq_tup_read + coalesce(t.idx_tup_fetch, 0) AS rows,
           coalesce(io.heap_blks_hit, 0) + coalesce(io.heap_blks_read, 0) + coalesce(io.idx_blks_hit, 0)
             + coalesce(io.idx_blks_read, 0) + coalesce(io.toast_blks_hit, 0) + coalesce(io.tidx_blks_hit, 0) AS pages
         FROM pg_stat_user_tables t JOIN pg_statio_user_tables io USING (relid) WHERE t.schemaname = current_schema()`,
      );
      return rows.map((row) => ({ table: row['relname'], rows: Number(row['rows']), pages: Number(row['pages']) }));
    }
    case 'waiting':
      return hq.hq.waiting();
    case 'collect':
      globalThis.gc?.();
      return true;
    case 'counts': {
      const [rows] = await hq.store.query('SELECT count(*) AS rows FROM journal_row');
      const [bytes] = await hq.store.query(
        `SELECT sum(pg_total_relation_size(c.oid))::bigint AS bytes FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE c.relkind = 'r'`,
      );
      return {
        rows: Number(rows?.['rows']),
        bytes: Number(bytes?.['bytes']),
      };
    }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  carryOut(JSON.parse(line) as HqOrder).then(
    (answer) => say({ answer }),
    (error: unknown) => say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('SIGTERM', () => void hq.close().then(() => process.exit(0)));
