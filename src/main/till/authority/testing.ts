/** A headquarters in memory for tests of one till: it keeps balances, grants and refuses, and can be away or silent. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { type AccountId, branded } from '#base/brand.ts';
import { grantText } from '#contract/sync/request.ts';
import type { CallAnswer, CallInput, CallName, Grant } from '#contract/sync/sync.ts';
import { toBase64Url } from '#domain/journal/journal.ts';
import type { HqLine, HqReply, OpenHeadquarters } from '#main/sync/sync.ts';
import { publicKeyOf, signText } from '#node/request-signature.ts';
import type { TestTill } from '../testing.ts';

export interface FakeHeadquarters {
  /** For `ports.openHq` of `makeTill`. */
  readonly open: () => OpenHeadquarters;
  /** What is on each account and promised to nobody. */
  readonly available: Map<string, number>;
  readonly asked: { readonly name: CallName; readonly input: unknown }[];
  link: 'online' | 'offline';
  /**
   * `silent`: takes the question, grants, and the answer is lost. `held-back`: answers once `answer` is called. `faulty`: says at
   * once that it cannot.
   */
  mode: 'answers' | 'silent' | 'held-back' | 'faulty';
  /** How long a grant lasts. */
  validMs: number;
  nowMs: number;
  /** Another key signs from now on. */
  forge(): void;
  /** Lets answers that were held back go. */
  answer(): Promise<void>;
  /** Answers `ticket` and `reserve`. */
  ticket: CallAnswer<'ticket'>;
  reserve: CallAnswer<'reserve'>;
  /** Makes this till one of this headquarters. */
  joinTo(till: TestTill): void;
}

export function fakeHeadquarters(): FakeHeadquarters {
  let key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const pinned = toBase64Url(publicKeyOf(key));
  const granted = new Map<string, Grant>();
  const waiting: (() => void)[] = [];

  function grant(kind: 'hold' | 'lease', of: Omit<Grant, 'kind' | 'signature' | 'unit' | 'expiresAtMs'>) {
    const known = granted.get(of.grantId);
    const available = hq.available.get(of.accountId) ?? 0;
    if (known === undefined && of.amount > available)
      return { kind: 'refused' as const, reason: 'insufficient' as const, available };
    const unsigned = { kind, ...of, unit: 'EUR', expiresAtMs: hq.nowMs + hq.validMs };
    const made = known ?? { ...unsigned, signature: signText(key, grantText(unsigned)) };
    if (known === undefined) hq.available.set(of.accountId, available - of.amount);
    granted.set(of.grantId, made);
    return { kind: 'granted' as const, grant: made, balance: available };
  }

  function answerOf(name: CallName, input: unknown): unknown {
    if (name === 'hold') {
      const { holdId: grantId, chainId, accountId, amount } = input as CallInput<'hold'>;
      return grant('hold', { grantId, chainId, accountId, amount });
    }
    if (name === 'lease') {
      const { leaseId: grantId, chainId, accountId, wanted } = input as CallInput<'lease'>;
      return grant('lease', { grantId, chainId, accountId, amount: wanted });
    }
    return name === 'ticket' ? hq.ticket : hq.reserve;
  }

  const line: HqLine = {
    async call(name, input) {
      hq.asked.push({ name, input });
      if (hq.link === 'offline') return { kind: 'away' };
      if (hq.mode === 'faulty') return { kind: 'fault', code: 'hq.bug' };
      const answer = answerOf(name, input);
      if (hq.mode === 'held-back') await new Promise<void>((resolve) => waiting.push(resolve));
      if (hq.mode === 'silent') return { kind: 'away' };
      return { kind: 'answered', answer } as HqReply<never>;
    },
  };

  const hq: FakeHeadquarters = {
    available: new Map(),
    asked: [],
    link: 'online',
    mode: 'answers',
    validMs: 120_000,
    nowMs: 1_790_000_000_000,
    ticket: { kind: 'unknown' },
    reserve: { kind: 'refused', reason: 'unknown-ticket' },
    forge() {
      key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    },
    async answer() {
      hq.mode = 'answers';
      for (const go of waiting.splice(0)) go();
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
    joinTo(till) {
      till.store().transact(({ hq: stored }) =>
        stored.putLink({
          url: 'http://hq.test',
          organisationId: 'organisation',
          incarnation: randomUUID(),
          storeId: 'store',
          storeName: 'Store',
          tillName: 'Till 1',
          publicKey: pinned,
        }),
      );
    },
    open: () => ({
      headquarters: {
        line,
        status: () => ({
          link: hq.link,
          refusal: null,
          unsent: 0,
          oldestUnsentMs: null,
          lastContactMs: 0,
          url: 'http://hq.test',
          storeName: 'Store',
          tillName: 'Till 1',
        }),
        trustedMs: () => hq.nowMs,
        wake: () => undefined,
        firstUnsent: () => null,
      },
      enrol: () => Promise.resolve({ kind: 'refused', reason: 'already-enrolled' }),
      start: () => undefined,
      stop: () => undefined,
    }),
  };
  return hq;
}

/** The rows of a till of one kind, as they say. */
export function rowsOf(till: TestTill, kind: string): readonly Readonly<Record<string, unknown>>[] {
  return till
    .store()
    .entriesAfter(0, 100_000)
    .filter((entry) => entry.kind === kind)
    .map(({ payload }) => payload);
}

/** The balance of an account as the till's own rows say it. */
export function balanceOf(till: TestTill, accountId: string): number {
  return till.store().account(branded<AccountId>(accountId))?.balance ?? 0;
}
