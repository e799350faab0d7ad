/** Headquarters over the store in memory, and a till that speaks to it over the wire, for tests. */
import { createHash, type KeyObject } from 'node:crypto';
import { assert, present } from '#base/assert.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { seededRandom } from '#base/testing.ts';
import { HEADERS, RECOVERING_TILL, requestText } from '#contract/sync/request.ts';
import { SYNC_VERSION, type Ack, type CallAnswer, type CallInput, type CallName } from '#contract/sync/sync.ts';
import {
  atText,
  genesisEntry,
  headAfter,
  rowText,
  sealRow,
  toBase64Url,
  type ChainHead,
  type Continued,
  type NewEntry,
  type Row,
} from '#domain/journal/journal.ts';
import { freshKey } from '#node/fresh-key.ts';
import { journalCrypto, journalSigner } from '#node/journal-crypto.ts';
import { publicKeyOf, signText } from '#node/request-signature.ts';
import { sealSecrets } from '#node/sealed-secrets.ts';
import { answerCall, type Handlers, type WireAnswer } from './calls/answer-call.ts';
import type { HqCore } from './core.ts';
import { createEnrolmentCode } from './fleet/codes.ts';
import { fleetHandlers } from './fleet/fleet.ts';
import { saveStore } from './fleet/stores.ts';
import { openOrganisation } from './identity/identity.ts';
import { ingestHandlers } from './ingest/ingest.ts';
import { verifyRowsInline } from './ingest/verify-rows.ts';
import { memoryStore, type MemoryStore } from './store/memory-store.ts';
import type { HqStore } from './store/port.ts';

export const DAY = '2026-11-22';
const START_MS = Date.UTC(2026, 10, 22, 9);

export interface TestHq<Store extends HqStore = MemoryStore> {
  readonly core: HqCore;
  readonly store: Store;
  /** Events of the log, by name. */
  readonly logged: { readonly event: string; readonly code?: unknown; readonly detail?: unknown }[];
  setTime(wallMs: number): void;
  passTime(ms: number): void;
  answer(call: Parameters<typeof answerCall>[2]): Promise<WireAnswer>;
  /** A code for a new till, or for this one. */
  code(storeId?: string, tillId?: string): Promise<string>;
}

/** Headquarters over a store in memory. */
export async function openTestHq(
  options: { readonly store?: MemoryStore; readonly seed?: string } = {},
): Promise<TestHq> {
  return openTestHqOver(options.store ?? memoryStore(), options.seed ?? 'hq');
}

/** Headquarters with two stores, `s1` and `s2`; over rows that are there already, if there are any. */
export async function openTestHqOver<Store extends HqStore>(store: Store, seed: string): Promise<TestHq<Store>> {
  const logged: { event: string; code?: unknown; detail?: unknown }[] = [];
  let nowMs = START_MS;
  const note = (event: string, fields?: Readonly<Record<string, unknown>>): void => {
    logged.push({ event, ...fields });
  };
  const log: Log = { info: note, warn: note, error: note };
  const core: HqCore = {
    store,
    clock: { wallMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined },
    random: seededRandom(seed),
    log,
    verifyRows: verifyRowsInline,
    streamChanged: () => undefined,
  };
  await openOrganisation(core, { name: 'Maison Comptoir', currencyCode: 'EUR', timeZone: 'Europe/Paris' });
  for (const storeId of ['s1', 's2']) {
    await saveStore(core, { storeId, name: `Magasin ${storeId}`, timeZone: 'Europe/Paris' });
  }
  const handlers = { ...fleetHandlers, ...ingestHandlers } as unknown as Handlers;
  return {
    core,
    store,
    logged,
    setTime: (wallMs) => {
      nowMs = wallMs;
    },
    passTime: (ms) => {
      nowMs += ms;
    },
    answer: (call) => answerCall(core, handlers, call),
    code: async (storeId = 's1', tillId) => {
      const made = await createEnrolmentCode(core, {
        storeId,
        tillName: 'Caisse',
        ...(tillId === undefined ? {} : { tillId }),
      });
      assert(made.kind === 'done', 'a code is made');
      return made.code;
    },
  };
}

/** What a till keeps: copied, it is a backup. */
export interface TillData {
  readonly tillId: string;
  readonly requestKey: KeyObject;
  readonly journalKey: KeyObject;
  readonly chainId: string;
  readonly ordinal: number;
  readonly continues: Continued | undefined;
  readonly lines: readonly string[];
  readonly rows: readonly Row[];
  readonly acked: Ack | null;
}

/** Where a chain of so many rows stands. */
const heads = new WeakMap<readonly Row[], ChainHead>();

/** A till as headquarters sees it: keys, a chain, and signed calls. */
export class TestTill {
  hq: TestHq<HqStore>;
  data: TillData;
  counter = 0;
  readonly random: Random;

  constructor(hq: TestHq<HqStore>, data: TillData, random: Random) {
    this.hq = hq;
    this.data = data;
    this.random = random;
  }

  /** A new till with its genesis. */
  static fresh(hq: TestHq<HqStore>, name: string): TestTill {
    const random = seededRandom(name);
    const data: TillData = {
      tillId: `till-${name}`,
      requestKey: freshKey(random),
      journalKey: freshKey(random),
      chainId: `chain-${name}`,
      ordinal: 1,
      continues: undefined,
      lines: [],
      rows: [],
      acked: null,
    };
    const till = new TestTill(hq, data, random);
    till.openChain();
    return till;
  }

  /** The same till with another life of its store: what was copied. */
  restoredFrom(data: TillData, name: string): TestTill {
    return new TestTill(this.hq, data, seededRandom(name));
  }

  get chain(): CallInput<'head'>['chain'] {
    const { chainId, ordinal, continues, journalKey } = this.data;
    const { keyId, publicKey } = journalSigner(journalKey);
    const from = continues && { chainId: continues.chainId, seq: continues.seq, hash: continues.hash };
    return { chainId, ordinal, keyId, publicKey: toBase64Url(publicKey), continues: from ?? null };
  }

  get head(): { readonly seq: number; readonly hash: string } {
    const last = this.data.rows.at(-1);
    return { seq: last?.seq ?? 0, hash: last?.hash ?? '0'.repeat(64) };
  }

  openChain(): void {
    const entry = genesisEntry(this.random.uuid(), {
      publicKey: publicKeyOf(this.data.journalKey),
      chainOrdinal: this.data.ordinal,
      shop: {
        name: 'Épicerie',
        addressLines: [],
        countryCode: 'FR',
        registrationId: 'r',
        vatId: 'v',
        currencyCode: 'EUR',
      },
      software: { version: '0.1.0', hash: 'ab', fiscalModuleHash: 'cd' },
      ...(this.data.continues === undefined ? {} : { continues: this.data.continues }),
    });
    this.append(entry);
  }

  /** Goes on in a new chain with a new key, as after a restore. */
  goOn(name: string): void {
    const { chainId, ordinal } = this.data;
    const { seq, hash } = this.head;
    const perpetual = { netMinor: 0, absoluteMinor: 0, ticketCount: 0 };
    const continues: Continued = { chainId, chainOrdinal: ordinal, seq, hash, perpetual };
    const journalKey = freshKey(this.random);
    const chain = { chainId: `chain-${name}`, ordinal: ordinal + 1, continues, journalKey };
    this.data = { ...this.data, ...chain, lines: [], rows: [], acked: null };
    this.openChain();
  }

  append(entry: NewEntry): Row {
    const { rows, chainId, tillId, journalKey } = this.data;
    const head = heads.get(rows) ?? rows.reduce<ChainHead | undefined>(headAfter, undefined);
    const row = sealRow({
      identity: { chainId, tillId, taxpayerId: 'taxpayer-1' },
      head,
      entry,
      at: atText(START_MS + rows.length * 1_000),
      signer: journalSigner(journalKey),
      crypto: journalCrypto,
    });
    const all = [...rows, row];
    heads.set(all, headAfter(head, row));
    this.data = { ...this.data, rows: all, lines: [...this.data.lines, rowText(row)] };
    return row;
  }

  /** A sale of so much, paid in cash. */
  sell(grossMinor: number): void {
    const ticketId = this.random.uuid();
    const number = String(this.data.rows.length).padStart(6, '0');
    this.append(ticketEntry({ entryId: this.random.uuid(), ticketId, number, grossMinor }));
    this.append(paymentEntry({ entryId: this.random.uuid(), ticketId, number, amountMinor: grossMinor }));
  }

  /** One signed call; `change` spoils it. */
  async raw<Name extends CallName>(name: Name, input: unknown, change: CallChange = {}): Promise<WireAnswer> {
    const challenge = change.challenge ?? (await this.challenge());
    const counter = change.counter ?? ++this.counter;
    const body = change.body ?? JSON.stringify(input);
    const tillId = change.tillId ?? this.data.tillId;
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    const key = change.key ?? this.data.requestKey;
    const signature = signText(key, requestText({ name, tillId, challenge, counter, bodySha256 }));
    const headers = {
      [HEADERS.till]: tillId,
      [HEADERS.challenge]: challenge,
      [HEADERS.counter]: String(counter),
      [HEADERS.signature]: signature,
      [HEADERS.version]: String(SYNC_VERSION),
      ...change.headers,
    };
    return this.hq.answer({ name, headers, body: change.sentBody ?? body });
  }

  async call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    change: CallChange = {},
  ): Promise<CallAnswer<Name>> {
    const { status, body } = await this.raw(name, input, change);
    const said = JSON.stringify(this.hq.logged.at(-1) ?? null);
    assert(status === 200, `${name} is answered, not ${status}: ${said}`);
    return body as CallAnswer<Name>;
  }

  async challenge(): Promise<string> {
    const { body } = await this.hq.answer({ name: 'challenge', headers: {}, body: '{}' });
    return (body as CallAnswer<'challenge'>).challenge;
  }

  async enrolInput(code: string): Promise<CallInput<'enrol'>> {
    const { body } = await this.hq.answer({ name: 'challenge', headers: {}, body: '{}' });
    const reader = Buffer.from((body as CallAnswer<'challenge'>).exchangeKey, 'base64url');
    const secret = { id: 'k1', bytes: seededRandom(`secret of ${this.data.tillId}`).bytes(32), older: [] };
    return {
      code,
      tillId: this.data.tillId,
      requestKey: toBase64Url(publicKeyOf(this.data.requestKey)),
      chain: this.chain,
      exchangeKey: toBase64Url(publicKeyOf(this.data.requestKey)),
      sealedSecrets: present(sealSecrets({ secret, reader, random: this.random }), 'sealed secrets'),
      software: { version: '0.1.0', hash: 'ab' },
    };
  }

  async enrol(code?: string): Promise<CallAnswer<'enrol'>> {
    return this.call('enrol', await this.enrolInput(code ?? (await this.hq.code())));
  }

  async recover(code: string): Promise<CallAnswer<'recover'>> {
    const key = toBase64Url(publicKeyOf(this.data.requestKey));
    return this.call('recover', { code, requestKey: key, exchangeKey: key }, { tillId: RECOVERING_TILL });
  }

  async tellHead(presentChain?: string): Promise<CallAnswer<'head'>> {
    const { acked } = this.data;
    return this.call('head', { chain: this.chain, ...this.head, acked, present: presentChain ?? this.data.chainId });
  }

  /** Pushes rows after a seq, up to a number of them. */
  async push(after: number, count = 500): Promise<CallAnswer<'push'>> {
    const rows = this.data.lines.slice(after, after + count);
    const answer = await this.call('push', { chainId: this.data.chainId, rows });
    if (answer.kind === 'acked') this.data = { ...this.data, acked: answer.ack };
    return answer;
  }
}

export interface CallChange {
  readonly challenge?: string;
  readonly counter?: number;
  /** Signed. */
  readonly body?: string;
  /** Sent in its place. */
  readonly sentBody?: string;
  readonly tillId?: string;
  readonly key?: KeyObject;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A ticket of one line. */
export function ticketEntry(options: {
  readonly entryId: string;
  readonly ticketId: string;
  readonly number: string;
  readonly grossMinor: number;
}): NewEntry {
  const { entryId, ticketId, number, grossMinor } = options;
  const isRefund = grossMinor < 0;
  return {
    entryId,
    family: 'T',
    kind: 'ticket-validated',
    businessDay: DAY,
    payload: {
      ticket_id: ticketId,
      ticket_number: number,
      transaction: isRefund ? 'refund' : 'sale',
      station_id: 'station-1',
      till_number: '1',
      software: { name: 'Comptoir', version: '0.1.0' },
      utc_offset_minutes: 60,
      currency: 'EUR',
      lines: [],
      line_count: 0,
      article_count: 1,
      vat: [],
      gross_minor: grossMinor,
      net_minor: grossMinor,
      vat_minor: 0,
      movements: [],
      print: 'none',
      demonstration: true,
    },
  };
}

function paymentEntry(options: {
  readonly entryId: string;
  readonly ticketId: string;
  readonly number: string;
  readonly amountMinor: number;
}): NewEntry {
  const { entryId, ticketId, number, amountMinor } = options;
  return {
    entryId,
    family: 'P',
    kind: 'payment-received',
    businessDay: DAY,
    payload: {
      ticket_id: ticketId,
      ticket_number: number,
      n: 1,
      method: 'cash',
      currency: 'EUR',
      amount_minor: amountMinor,
      tendered_minor: amountMinor,
      change_minor: 0,
    },
  };
}
