/** What can be asked of the store, over whichever connection is open now. */
import { assert, present } from '#base/assert.ts';
import type { CommandId, JobId, LineId, OperatorId, SessionId, TicketId } from '#base/brand.ts';
import { entryOf, type Entry } from '#domain/journal/journal.ts';

import { jobOf, type Live, type SqlTicket, type Standing } from './live.ts';
import type {
  Job,
  Lockout,
  OperatorRecord,
  Shop,
  StoredOutcome,
  StoreIdentity,
  StoreReads,
  TicketFate,
  TicketRecord,
} from './port.ts';

const TICKET_NUMBER_DIGITS = 6;

export abstract class Reads implements StoreReads {
  abstract readonly identity: StoreIdentity;
  protected abstract get live(): Live;
  protected abstract get standing(): Standing;

  shop(): Shop {
    return JSON.parse(present(this.live.sql.shop.get(), 'the shop').json) as Shop;
  }

  operators(): readonly OperatorRecord[] {
    return this.live.sql.operators.all();
  }

  lockout(operatorId: OperatorId): Lockout {
    return this.live.sql.lockout.get(operatorId) ?? { failures: 0, lockedUntilMs: 0 };
  }

  outcome(commandId: CommandId): StoredOutcome | undefined {
    const found = this.live.sql.outcome.get(commandId);
    return found && { bodyHash: found.bodyHash, outcome: JSON.parse(found.outcome) as unknown };
  }

  openDay(): string | null {
    return this.live.sql.openDay.get()?.business_day ?? null;
  }

  openSession(): SessionId | null {
    return (this.live.sql.openSession.get()?.session_id as SessionId | undefined) ?? null;
  }

  ticket(ticketId: TicketId): TicketRecord | undefined {
    const found = this.live.sql.ticket.get(ticketId);
    return found && this.#record(found);
  }

  ticketFate(ticketId: TicketId): TicketFate | undefined {
    if (this.live.sql.ticket.get(ticketId) !== undefined) return 'validated';
    return this.live.sql.cancelled.get(ticketId) === undefined ? undefined : 'cancelled';
  }

  tickets(limit: number): readonly TicketRecord[] {
    return this.live.sql.tickets.all(limit).map((found) => this.#record(found));
  }

  payments(ticketId: TicketId): readonly Entry[] {
    const ticket = this.live.sql.ticket.get(ticketId);
    if (ticket === undefined) return [];
    return this.live.sql.payments.all(ticket.position).map(({ position }) => this.#entry(position));
  }

  voidedLines(ticketId: TicketId): readonly LineId[] {
    return this.live.sql.voidedLines.all(ticketId).map((found) => found.line_id as LineId);
  }

  job(jobId: JobId): Job | undefined {
    const found = this.live.sql.job.get(jobId);
    return found && jobOf(found);
  }

  openJobs(): readonly Job[] {
    return this.live.sql.openJobs.all().map(jobOf);
  }

  stockMilli(productId: string): number | undefined {
    return this.live.sql.stock.get(productId, productId)?.quantityMilli ?? undefined;
  }

  nextTicketNumber(): string {
    const next = String((this.standing.head.families.T?.seq ?? 0) + 1).padStart(TICKET_NUMBER_DIGITS, '0');
    const { chainOrdinal } = this.identity;
    return chainOrdinal === 1 ? next : `${chainOrdinal}-${next}`;
  }

  head(): { readonly seq: number; readonly hash: string; readonly at: string } {
    const { seq, hash, at } = this.standing.head;
    return { seq, hash, at };
  }

  setting(name: string): string | undefined {
    return this.live.sql.setting.get(name)?.value;
  }

  #record(found: SqlTicket): TicketRecord {
    const receipt = this.live.sql.receiptJob.get(found.ticket_id);
    const entry = (): Entry => this.#entry(found.position);
    return {
      ticketId: found.ticket_id as TicketId,
      number: found.number,
      // Read when asked for: every view of a basket names the last ticket, and none looks into its row.
      get entry() {
        return entry();
      },
      atMs: found.at_ms,
      totalMinor: found.total_minor,
      operatorId: found.operator as OperatorId,
      copies: found.copies,
      receiptJob: receipt === undefined ? null : jobOf(receipt),
    };
  }

  #entry(position: number): Entry {
    const row = this.live.journal.at(position);
    assert(row !== undefined, `the journal has a row at ${position}`);
    return entryOf(row);
  }
}
