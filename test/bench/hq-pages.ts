/** The pages of headquarters with many stores: what each asks, with a few hundred of them and with ten thousand. */
import { type Figure, growth, judge, median, sizeText, text } from './figure.ts';
import { FLEET_DAY } from './hq-fleet.ts';
import type { HqNode } from './hq-node.ts';

/** What nobody who looks at a page feels as waiting. */
const PAGE_MS_MAX = 200;
const TIMES = 5;

export interface PageSizes {
  /** Stores with a till each, few and many. */
  readonly stores: readonly number[];
  readonly rowsOfChain: number;
}

const PAGE = { after: null, limit: 50 };
const TILLS = { storeId: null, search: '', only: 'all', ...PAGE };
const PERIOD = { storeId: null, fromDay: FLEET_DAY, untilDay: FLEET_DAY, ...PAGE };
const ONE = 'fleet-000042';

/** What pages ask, as their readers do. */
const QUESTIONS: readonly (readonly [what: string, call: string, input: object])[] = [
  ['takings of today, all stores', 'today', { storeId: null, businessDay: FLEET_DAY, known: null }],
  ['takings of today, one store', 'today', { storeId: ONE, businessDay: FLEET_DAY, known: null }],
  ['stores', 'stores', { search: '', ...PAGE }],
  ['stores that are called so', 'stores', { search: 'quartier 42', ...PAGE }],
  ['tills', 'tills', TILLS],
  ['tills of stores that are called so', 'tills', { ...TILLS, search: 'magasin' }],
  ['tills with an alarm', 'tills', { ...TILLS, only: 'alarmed' }],
  ['tills that are retired', 'tills', { ...TILLS, only: 'retired' }],
  ['a till', 'till', { tillId: 'fleet-till-000042' }],
  ['cash sessions', 'sessions', PERIOD],
  ['closings', 'closings', PERIOD],
  ['a journal', 'journal', { chainId: 'fleet-chain-000042', before: null, family: '', limit: 100 }],
  ['rows that were not understood', 'unprojected-chains', {}],
  ['chains that are waited for', 'recovery', {}],
  ['products that are called so', 'products', { search: 'produit', storeId: null, ...PAGE }],
  ['stock of a store', 'stock', { storeId: ONE, search: '', only: 'all', ...PAGE }],
  ['operators', 'operators', { search: '' }],
];

/** How long each takes, and whether any reads a large table from end to end. */
export async function pageFigures(sizes: PageSizes, node: HqNode): Promise<readonly Figure[]> {
  const { login, password } = (await node.ask({ do: 'user' })) as { readonly login: string; readonly password: string };
  const ask = await signedIn(node.url, login, password);
  const runs: { readonly stores: number; readonly ms: ReadonlyMap<string, readonly number[]> }[] = [];
  let from = 0;
  let scanned: readonly string[] = [];
  for (const stores of sizes.stores) {
    await node.ask({ do: 'fleet', from, until: stores, rowsOfChain: sizes.rowsOfChain });
    from = stores;
    await node.ask({ do: 'analyse' });
    const before = await node.scans();
    const ms = new Map<string, number[]>();
    for (let time = 0; time < TIMES; time++) {
      for (const [what, call, input] of QUESTIONS) {
        const asked = performance.now();
        await ask(call, input);
        ms.set(what, [...(ms.get(what) ?? []), performance.now() - asked]);
      }
    }
    runs.push({ stores, ms });
    const after = await node.scans();
    scanned = [...after]
      .filter(([table, rows]) => rows > (before.get(table) ?? rows))
      .map(([table, rows]) => `${table} ${rows - (before.get(table) ?? 0)}`);
  }
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const of = (run: typeof first, what: string): readonly number[] => run.ms.get(what) ?? [];
  const name = `${sizeText(last.stores)} stores`;
  return [
    ...QUESTIONS.map(([what]) =>
      judge({
        name: `${name}: ${what}`,
        budget: `p50 ≤ ${PAGE_MS_MAX} ms`,
        unit: 'ms',
        rounds: of(last, what),
        limit: PAGE_MS_MAX,
        growth: growth(
          [sizeText(first.stores), median(of(first, what))],
          [sizeText(last.stores), median(of(last, what))],
        ),
      }),
    ),
    judge({
      name: `${name}: large tables that a page reads from end to end`,
      budget: '0',
      unit: 'tables',
      rounds: [scanned.length],
      limit: 0,
      beside:
        `${sizeText(last.stores * sizes.rowsOfChain)} rows of journal` +
        (scanned.length === 0 ? '' : `; rows read so: ${text(scanned.length)}: ${scanned.join(', ')}`),
    }),
  ];
}

async function signedIn(
  url: string,
  login: string,
  password: string,
): Promise<(call: string, input: object) => Promise<unknown>> {
  let cookie = '';
  const ask = async (call: string, input: object): Promise<unknown> => {
    const response = await fetch(`${url}/pages/v1/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(input),
    });
    const body: unknown = await response.json();
    if (response.status !== 200) throw new Error(`${call}: ${response.status} ${JSON.stringify(body)}`);
    const set = response.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
    if (set.length > 0) cookie = set.join('; ');
    return body;
  };
  await ask('sign-in', { login, password });
  return ask;
}
