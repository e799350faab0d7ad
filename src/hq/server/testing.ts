/** Headquarters as it runs, over a PostgreSQL of its own, with tills and browsers that send it real bytes; for tests. */
import { request as httpRequest } from 'node:http';
import { assert } from '#base/assert.ts';
import { createEnrolmentCode } from '../fleet/codes.ts';
import { saveStore } from '../fleet/stores.ts';
import { placesBeside, runHq, type RunningHq } from '../run-hq.ts';
import { HQ_TABLES } from '../store/tables.ts';
import type { HqStore } from '../store/port.ts';
import { openTestPostgres, type Engine } from '../store/testing-postgres.ts';
import { TestTill, type TestHq } from '../testing.ts';
import { passwordHash } from '../web/password.ts';
import { PAGE_USER, USERS } from '../web/tables.ts';

export const PASSWORD = 'a password of a test';
const ROWS_MAX = 10_000;

export interface Logged {
  readonly event: string;
  readonly code?: unknown;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface TestBrowser {
  cookies: ReadonlyMap<string, string>;
  send(name: string, input: unknown, change?: SendChange): Promise<Answer>;
}

export interface SendChange {
  readonly origin?: string;
  /** Of the machine that asks: any of 127.0.0.0/8. */
  readonly from?: string;
}

export interface LiveHq {
  readonly url: string;
  readonly running: RunningHq;
  readonly logged: Logged[];
  /** To make tills with, whose calls go over the wire. */
  readonly forTills: TestHq<HqStore>;
  enrolled(name: string): Promise<TestTill>;
  /** One that sold something, which headquarters has. */
  selling(name: string): Promise<TestTill>;
  addUser(login: string, role: string, storeIds?: readonly string[]): Promise<void>;
  browser(): TestBrowser;
  signedIn(login: string): Promise<TestBrowser>;
  /** Every row of every table. When somebody was last seen is left out: that is no trace of a call. */
  rows(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Resolves once nothing is left to be worked out. */
  settled(): Promise<void>;
  end(): Promise<void>;
}

/** Starts it with two stores, `s1` and `s2`. */
export async function openLiveHq(
  options: { readonly engine?: Engine; readonly guessesPerMinute?: number } = {},
): Promise<LiveHq> {
  const postgres = await openTestPostgres(options.engine ?? 'embedded');
  const logged: Logged[] = [];
  const note = (event: string, fields?: Readonly<Record<string, unknown>>): void =>
    void logged.push({ event, ...fields });
  const { demo: _, ...places } = placesBeside(new URL('../main.ts', import.meta.url).href);
  const running = await runHq({
    ...places,
    databaseUrl: await postgres.emptyDatabase(),
    dataDir: '',
    host: '127.0.0.1',
    port: 0,
    isRestored: false,
    isBehindProxy: false,
    connections: 10,
    guessesPerMinute: options.guessesPerMinute ?? 1_000_000,
    log: { info: note, warn: note, error: note },
  });
  const { url, store, hq } = running;
  for (const storeId of ['s1', 's2'])
    await saveStore(hq.core, { storeId, name: `Magasin ${storeId}`, timeZone: 'Europe/Paris' });

  const forTills: TestHq<HqStore> = {
    core: hq.core,
    store,
    logged,
    setTime: () => assert(false, 'a real clock is not set'),
    passTime: () => assert(false, 'a real clock is not set'),
    answer: async ({ name, headers, body }) => {
      const given = Object.entries(headers).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value] as const] : [],
      );
      const response = await fetch(`${url}/sync/v1/${name}`, {
        method: 'POST',
        headers: Object.fromEntries(given),
        body,
      });
      return { status: response.status, body: await response.json() };
    },
    code: async (storeId = 's1', tillId) => {
      const made = await createEnrolmentCode(hq.core, { storeId, tillName: 'Caisse', ...(tillId && { tillId }) });
      assert(made.kind === 'done', 'a code is made');
      return made.code;
    },
  };

  function browser(): TestBrowser {
    const self: TestBrowser = {
      cookies: new Map(),
      async send(name, input, change = {}) {
        const cookie = [...self.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
        const answer = await post(`${url}/pages/v1/${name}`, {
          body: JSON.stringify(input),
          headers: { origin: change.origin ?? url, ...(cookie === '' ? {} : { cookie }) },
          ...(change.from === undefined ? {} : { from: change.from }),
        });
        self.cookies = new Map([...self.cookies, ...answer.cookies]);
        return answer;
      },
    };
    return self;
  }

  async function enrolled(name: string): Promise<TestTill> {
    const till = TestTill.fresh(forTills, name);
    const answer = await till.enrol();
    assert(answer.kind === 'enrolled', 'a till is enrolled');
    return till;
  }

  return {
    url,
    running,
    logged,
    forTills,
    enrolled,
    async selling(name) {
      const till = await enrolled(name);
      till.sell(100);
      assert((await till.push(0)).kind === 'acked', 'what it sold is taken');
      return till;
    },
    async addUser(login, role, storeIds) {
      const user = {
        ...{
          realm: USERS,
          login,
          name: login,
          role,
          must_change_password: false,
          active: true,
          revision: 1,
          seen_ms: 0,
        },
        stores: storeIds === undefined ? null : JSON.stringify(storeIds),
        password_hash: await passwordHash(hq.core.random, PASSWORD),
      };
      await store.transact((transaction) => transaction.put(PAGE_USER, [user]));
    },
    browser,
    async signedIn(login) {
      const own = browser();
      const { body } = await own.send('sign-in', { login, password: PASSWORD });
      assert(
        (body as { kind?: unknown }).kind === 'signed-in',
        `${login} is signed in: ${JSON.stringify([body, logged.at(-1)])}`,
      );
      return own;
    },
    async rows() {
      const all = new Map<string, readonly string[]>();
      for (const table of HQ_TABLES) {
        const rows = await store.read.scan(table, { prefix: [], limit: ROWS_MAX });
        assert(rows.length < ROWS_MAX, `${table.name} is read whole`);
        all.set(
          table.name,
          rows.map((row) => JSON.stringify({ ...row, ...(table.name === 'page_session' && { seen_ms: 0 }) }, asText)),
        );
      }
      return all;
    },
    async settled() {
      while (await hq.work());
    },
    async end() {
      await running.close();
      await postgres.end();
    },
  };
}

/** One POST with the cookies that came back, from any address of this machine. */
export function post(
  url: string,
  call: {
    readonly body: string | Uint8Array;
    readonly headers?: Readonly<Record<string, string>>;
    readonly from?: string;
  },
): Promise<Answer & { readonly cookies: ReadonlyMap<string, string>; readonly retryAfter: string | undefined }> {
  return new Promise((resolve, reject) => {
    const from = call.from === undefined ? {} : { localAddress: call.from };
    const headers = { 'content-type': 'application/json', ...call.headers };
    const asked = httpRequest(url, { method: 'POST', headers, ...from }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        const set = response.headers['set-cookie'] ?? [];
        const cookies = new Map(set.map((each) => cookieOf(each)));
        const body = JSON.parse(text) as unknown;
        resolve({ status: response.statusCode ?? 0, body, cookies, retryAfter: response.headers['retry-after'] });
      });
    });
    asked.once('error', reject);
    asked.end(call.body);
  });
}

function cookieOf(said: string): readonly [string, string] {
  const [pair = ''] = said.split(';');
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function asText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
