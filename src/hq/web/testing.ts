/** Headquarters in memory with its pages, for tests: a browser that keeps its cookie, and a clock that is turned by hand. */
import type { Clock } from '#base/clock.ts';
import type { LogFields } from '#base/log.ts';
import type { CallAnswer, CallInput, CallName } from '#contract/pages/pages.ts';
import { systemRandom } from '#node/system.ts';
import type { HqCore } from '../core.ts';
import { openOrganisation } from '../identity/identity.ts';
import { verifyRowsInline } from '../ingest/verify-rows.ts';
import { memoryStore } from '../store/memory-store.ts';
import { answerPage, type PageAnswer, type PageRequest } from './answer-page.ts';
import { passwordHash } from './password.ts';
import { PAGE_USER, USERS } from './tables.ts';

const HOST = 'hq.example:8443';
export const PASSWORD = 'a password of a test';
/** One hash for all: they take their time. */
let hash: Promise<string> | undefined;

export interface TestBrowser {
  cookie: string | undefined;
  /** By which headquarters knows this browser again. */
  device: string | undefined;
  /** Whatever the server says, with its status. */
  send(name: string, body: unknown, changed?: Partial<PageRequest>): Promise<PageAnswer>;
  /** What it says where it says it well. */
  ask<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallAnswer<Name>>;
}

export interface TestHq {
  readonly core: HqCore;
  readonly logged: { readonly event: string; readonly fields: LogFields }[];
  pass(ms: number): void;
  addUser(user: {
    readonly login: string;
    readonly role: string;
    readonly storeIds?: readonly string[];
  }): Promise<void>;
  browser(): TestBrowser;
  signedIn(login: string): Promise<TestBrowser>;
}

export async function testHq(): Promise<TestHq> {
  let wallMs = Date.UTC(2026, 10, 22, 10);
  const clock: Clock = { wallMs: () => wallMs, monotonicMs: () => wallMs, after: () => () => undefined };
  const logged: { event: string; fields: LogFields }[] = [];
  const write = (event: string, fields: LogFields = {}): void => void logged.push({ event, fields });
  const core: HqCore = {
    store: memoryStore({}),
    clock,
    random: systemRandom,
    log: { info: write, warn: write, error: write },
    verifyRows: verifyRowsInline,
    streamChanged: () => undefined,
  };
  await openOrganisation(core, { name: 'Essai', currencyCode: 'EUR', timeZone: 'Europe/Paris' });

  function browser(): TestBrowser {
    const self: TestBrowser = {
      cookie: undefined,
      device: undefined,
      async send(name, body, changed = {}) {
        const origin = `https://${HOST}`;
        const text = body === undefined ? '' : JSON.stringify(body);
        const cookie = [self.cookie, self.device].filter((each) => each !== undefined).join('; ');
        const request = { name, body: text, cookie, origin, host: HOST, address: '10.0.0.7', ...changed };
        const answer = await answerPage(core, request);
        for (const set of answer.setCookies ?? []) {
          const pair = set.split(';')[0];
          if (set.startsWith('comptoir-hq-device')) self.device = pair;
          else self.cookie = pair;
        }
        return answer;
      },
      async ask(name, input) {
        const { status, body } = await self.send(name, input);
        if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
        return body as CallAnswer<typeof name>;
      },
    };
    return self;
  }

  return {
    core,
    logged,
    pass: (ms) => void (wallMs += ms),
    async addUser({ login, role, storeIds }) {
      hash ??= passwordHash(systemRandom, PASSWORD);
      const user = {
        realm: USERS,
        login,
        name: login,
        role,
        stores: storeIds === undefined ? null : JSON.stringify(storeIds),
        password_hash: await hash,
        must_change_password: false,
        active: true,
        revision: 1,
        seen_ms: 0,
      };
      await core.store.transact((transaction) => transaction.put(PAGE_USER, [user]));
    },
    browser,
    async signedIn(login) {
      const own = browser();
      await own.ask('sign-in', { login, password: PASSWORD });
      return own;
    },
  };
}
