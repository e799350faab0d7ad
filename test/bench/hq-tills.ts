/** Tills for the benches of headquarters: real keys, real rows, real signatures, over HTTP; nothing of a till's own disk. */
import { Agent, request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { present } from '#base/assert.ts';
import type { CallAnswer } from '#contract/sync/sync.ts';
import { TestTill, ticketEntry, type TestHq } from '#hq/testing.ts';
import type { HqStore } from '#hq/store/port.ts';

const LINES = 12;
const COME_BACK_MS = 2_000;

/** Answers of headquarters at an address, as the test tills want them. */
export function hqAt(url: string, codes: string[]): TestHq<HqStore> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20_000 });
  const answer = (call: {
    readonly name: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
  }) =>
    new Promise<{ status: number; body: unknown }>((resolve, reject) => {
      const packed = gzipSync(call.body, { level: 1 });
      const headers = {
        ...(call.headers as Record<string, string>),
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': packed.length,
      };
      const asked = httpRequest(
        new URL(`/sync/v1/${call.name}`, url),
        { method: 'POST', agent, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
            });
          });
        },
      );
      asked.on('error', reject);
      asked.end(packed);
    });
  const code = (): Promise<string> => Promise.resolve(present(codes.shift(), 'a code for a till'));
  return { answer, code, logged: [] } as unknown as TestHq<HqStore>;
}

/** A till that is enrolled, has told its head, and has had its first row taken. */
export async function enrolledTill(hq: TestHq<HqStore>, name: string): Promise<BenchTill> {
  const till = new BenchTill(TestTill.fresh(hq, name));
  await till.begin();
  return till;
}

export class BenchTill {
  readonly till: TestTill;
  private challenge: string | undefined;
  /** How often headquarters said that it was busy. */
  comeBack = 0;

  constructor(till: TestTill) {
    this.till = till;
  }

  async begin(): Promise<void> {
    const answer = await this.till.enrol();
    if (answer.kind !== 'enrolled') throw new Error(`not enrolled: ${JSON.stringify(answer)}`);
    this.challenge = await this.till.challenge();
    await this.till.tellHead();
    await this.push(0, 1);
  }

  /** A sale of twelve lines with their stock movements, and two payments: three rows, all signed. */
  sell(count: number): void {
    for (let at = 0; at < count; at++) {
      const ticketId = this.till.random.uuid();
      const number = String(this.till.data.rows.length).padStart(6, '0');
      const entry = ticketEntry({ entryId: this.till.random.uuid(), ticketId, number, grossMinor: LINES * 249 });
      this.till.append({ ...entry, payload: { ...entry.payload, ...goods(at) } });
      for (const n of [1, 2]) this.till.append(payment({ entryId: this.till.random.uuid(), ticketId, number, n }));
    }
  }

  async push(after: number, count: number): Promise<CallAnswer<'push'>> {
    const { chainId, lines } = this.till.data;
    return this.call('push', { chainId, rows: lines.slice(after, after + count) });
  }

  /** Sends everything from `after` on, a batch after the other. How many rows were taken. */
  async drain(after: number, batch: number): Promise<number> {
    let sent = after;
    while (sent < this.till.data.lines.length) {
      const answer = await this.push(sent, batch);
      if (answer.kind !== 'acked') throw new Error(`not acknowledged: ${JSON.stringify(answer)}`);
      sent = answer.ack.seq;
    }
    return sent - after;
  }

  feed(
    cursor: string | null,
    options: { readonly waitMs: number; readonly limit: number },
  ): Promise<CallAnswer<'feed'>> {
    return this.call('feed', { cursor, ...options });
  }

  snapshot(next: string | null, limit: number): Promise<CallAnswer<'snapshot'>> {
    return this.call('snapshot', { next, limit });
  }

  /** A snapshot to its end; its cursor and how many items it had. */
  async whole(
    limit: number,
    onPage: () => Promise<void> = () => Promise.resolve(),
  ): Promise<{ readonly cursor: string; readonly items: number }> {
    let items = 0;
    for (let next: string | null = null; ;) {
      const page: CallAnswer<'snapshot'> = await this.snapshot(next, limit);
      if (page.kind !== 'page') throw new Error('the snapshot begins anew');
      items += page.items.length;
      if (page.next === null) return { cursor: page.cursor, items };
      await onPage();
      next = page.next;
    }
  }

  private async call<Name extends 'push' | 'feed' | 'snapshot'>(name: Name, input: object): Promise<CallAnswer<Name>> {
    this.challenge ??= await this.till.challenge();
    const answer = await this.till.raw(name, input, { challenge: this.challenge }).catch((error: unknown) => {
      if (!isCut(error)) throw error;
      return { status: 503, body: null };
    });
    if (answer.status === 401) {
      this.challenge = await this.till.challenge();
      return this.call(name, input);
    }
    if (answer.status === 503) {
      // As a till does: later, and not together with all the others.
      this.comeBack += 1;
      await new Promise((resolve) => setTimeout(resolve, COME_BACK_MS * (0.25 + Math.random())));
      return this.call(name, input);
    }
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as CallAnswer<Name>;
  }
}

/** A line that lay idle and was closed just when it was used again, or a thousand of them opened at once. */
function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code));
}

function goods(sale: number): object {
  const lines = Array.from({ length: LINES }, (_, at) => ({
    line_id: `l-${at + 1}`,
    position: at + 1,
    product_id: `p-${(sale * 7 + at * 131) % 5_000}`,
    label: `Confiture de châtaignes ${at}`,
    unit: 'piece',
    quantity_milli: 1_000,
    unit_price_minor: 249,
    gross_minor: 249,
    net_minor: 236,
    vat_minor: 13,
    vat_rate_basis_points: 550,
  }));
  const movements = lines.map(({ product_id }, at) => ({
    n: at + 1,
    product_id,
    unit: 'piece',
    quantity_milli: -1_000,
  }));
  return { lines, line_count: LINES, article_count: LINES, movements };
}

function payment(of: {
  readonly entryId: string;
  readonly ticketId: string;
  readonly number: string;
  readonly n: number;
}) {
  const amount = (LINES * 249) / 2;
  return {
    entryId: of.entryId,
    family: 'P' as const,
    kind: 'payment-received',
    businessDay: '2026-11-22',
    payload: {
      ticket_id: of.ticketId,
      ticket_number: of.number,
      n: of.n,
      method: of.n === 1 ? 'cash' : 'card',
      currency: 'EUR',
      amount_minor: amount,
      tendered_minor: amount,
      change_minor: 0,
    },
  };
}
