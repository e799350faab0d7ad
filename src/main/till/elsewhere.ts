/**
 * Tickets of other tills, as headquarters knows them: asked for when a receipt is unknown here, kept in memory for as long as
 * somebody may bring something of them back. The answer is a turn of its own.
 */
import { type TicketId, branded } from '#base/brand.ts';
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import type { ReceiptCode } from '#domain/barcode/barcode.ts';
import { entryOf, parseRow, payloadOf } from '#domain/journal/journal.ts';
import type { HqLine, HqReply } from '#main/sync/sync.ts';
import type { TillCore } from './core.ts';
import type { FoundTicket } from './returnable.ts';

const ANSWER_MS = 4_000;
/** What headquarters said a while ago another till may have changed. */
const KEPT_MS = 60_000;
const KEPT_TICKETS = 20;
/** A headquarters that fails at one question is not asked it again sooner: a page looks again with every answer. */
const FAILED_MS = 3_000;
/** A ticket of this very till is looked up again so soon, whatever became of the last time. */
const OWN_KEPT_MS = 10_000;
const HEARD_TICKETS = 500;

/** A ticket by its id, or as its receipt names it. */
export type AskedTicket = { readonly ticketId?: string } & Partial<ReceiptCode>;

/** How a look-up stands. */
export type LookUp = 'asking' | 'found' | 'unknown' | 'away';

interface Kept {
  state: LookUp;
  ticket: FoundTicket | null;
  atMs: number;
}

export class ElsewhereDesk {
  readonly #till: () => TillCore;
  readonly #turn: (work: () => void) => void;
  /** By the number or the id that was asked for. */
  readonly #kept = new Map<string, Kept>();
  /** What came back of tickets, as far as headquarters ever said so: it comes back no second time, also while it is away. */
  readonly #heard = new Map<TicketId, FoundTicket>();
  #answers = 0;
  #isStopped = false;

  constructor(till: () => TillCore, options: { readonly turn: (work: () => void) => void }) {
    this.#till = till;
    this.#turn = options.turn;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Grows with each answer: a page that waits for one looks again. */
  get answers(): number {
    return this.#answers;
  }

  /** How it stands with a ticket that is unknown here; asks where nobody did lately. Null for a till that works alone. */
  lookUp(asked: AskedTicket): Readonly<Kept> | null {
    const core = this.#till();
    const { line } = core.hq;
    const name = asked.ticketId ?? [asked.ticketNumber, asked.mark].filter((part) => part !== undefined).join(' ');
    if (core.ports.store.hq.link() === null || line === null || name === '') return null;
    const nowMs = core.ports.clock.monotonicMs();
    const kept = this.#kept.get(name);
    if (kept !== undefined && (kept.state === 'asking' || nowMs - kept.atMs < keptMs(kept))) return kept;
    if (core.hq.status().link !== 'online') return { state: 'away', ticket: null, atMs: nowMs };
    return this.#ask(line, name, asked);
  }

  /** Asks what came back elsewhere of a ticket that this till sold. Nothing waits for the answer. */
  lookUpOwn(ticketId: TicketId): void {
    const core = this.#till();
    const { line } = core.hq;
    if (line === null || core.hq.status().link !== 'online') return;
    const kept = this.#kept.get(ticketId);
    const isRecent = kept !== undefined && core.ports.clock.monotonicMs() - kept.atMs < OWN_KEPT_MS;
    if (!isRecent && kept?.state !== 'asking') this.#ask(line, ticketId, { ticketId });
  }

  #ask(line: HqLine, name: string, asked: AskedTicket): Kept {
    const asking: Kept = { state: 'asking', ticket: null, atMs: this.#till().ports.clock.monotonicMs() };
    this.#keep(name, asking);
    void line.call('ticket', questionOf(asked), { timeoutMs: ANSWER_MS }).then((reply) => {
      if (!this.#isStopped) this.#turn(() => this.#answered(asking, reply));
    });
    return asking;
  }

  /** What headquarters ever said came back of a ticket, with what it lately said is kept for others. */
  heard(ticketId: TicketId): FoundTicket | undefined {
    const heard = this.#heard.get(ticketId);
    const found = this.found(ticketId);
    return heard === undefined ? found : { ...heard, taken: found?.taken ?? [] };
  }

  /** A ticket that headquarters found. */
  found(ticketId: TicketId): FoundTicket | undefined {
    return (
      [...this.#kept.values()].find(({ ticket }) => ticket !== null && idOf(ticket) === ticketId)?.ticket ?? undefined
    );
  }

  /** Something of it came back: what headquarters said is no longer so. */
  forget(ticketId: TicketId): void {
    for (const [name, { ticket }] of this.#kept)
      if (ticket !== null && idOf(ticket) === ticketId) this.#kept.delete(name);
  }

  #answered(asking: Kept, reply: HqReply<CallAnswer<'ticket'>>): void {
    const core = this.#till();
    this.#answers += 1;
    asking.atMs = core.ports.clock.monotonicMs();
    if (reply.kind !== 'answered') asking.state = 'away';
    else if (reply.answer.kind === 'unknown') asking.state = 'unknown';
    else {
      Object.assign(asking, { state: 'found', ticket: reply.answer });
      this.#hear(reply.answer);
    }
    core.changed('basket');
  }

  #hear(found: FoundTicket): void {
    const ticketId = idOf(found);
    if (ticketId === undefined || found.refunds.length === 0) return;
    const before = this.#heard.get(ticketId)?.refunds ?? [];
    this.#heard.delete(ticketId);
    this.#heard.set(ticketId, { ...found, refunds: [...new Set([...before, ...found.refunds])], taken: [] });
    const [oldest] = this.#heard.keys();
    if (this.#heard.size > HEARD_TICKETS && oldest !== undefined) this.#heard.delete(oldest);
  }

  #keep(name: string, kept: Kept): void {
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_TICKETS && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function keptMs({ state }: Kept): number {
  return state === 'away' ? FAILED_MS : KEPT_MS;
}

function questionOf({ ticketId, ticketNumber, mark }: AskedTicket): CallInput<'ticket'> {
  if (ticketId !== undefined) return { ticketId };
  return {
    ...(ticketNumber === undefined ? {} : { number: ticketNumber }),
    ...(mark === undefined ? {} : { mark }),
  };
}

function idOf({ rows }: FoundTicket): TicketId | undefined {
  for (const line of rows) {
    const row = parseRow(line);
    if (!('reason' in row) && row.kind === 'ticket-validated')
      return branded<TicketId>(payloadOf(entryOf(row), 'ticket-validated').ticket_id);
  }
  return undefined;
}
