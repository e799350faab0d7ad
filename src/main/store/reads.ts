/** What can be asked of the store, over whichever connection is open now. */
import { present } from '#base/assert.ts';
import type {
  AccountId,
  CardId,
  CommandId,
  JobId,
  LineId,
  OperatorId,
  PersonId,
  SessionId,
  TicketId,
} from '#base/brand.ts';
import { entryOf, payloadOf, type Entry } from '#domain/journal/journal.ts';

import type { AuthorityReads } from './authority-port.ts';
import type { StockReads } from './stock-port.ts';
import type { HqReads } from './hq-port.ts';
import { jobOf, type Live, type SqlTicket, type Standing } from './live.ts';
import type {
  AccountMovement,
  AccountRecord,
  CardRecord,
  CashMovement,
  Job,
  Lockout,
  OperatorRecord,
  PersonRecord,
  SessionRecord,
  Shop,
  StoredOutcome,
  StoreIdentity,
  StoreReads,
  TicketFate,
  TicketRecord,
} from './port.ts';

const TICKET_NUMBER_DIGITS = 6;
const TICKET_NUMBER = /^(?:([2-9]|[1-9]\d+)-)?(\d{6,15})$/;

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

  get hq(): HqReads {
    return this.live.hq;
  }

  get authority(): AuthorityReads {
    return this.live.authority;
  }

  lockout(operatorId: OperatorId): Lockout {
    return this.live.sql.lockout.get(operatorId) ?? { failures: 0, lockedUntilMs: 0 };
  }

  outcome(commandId: CommandId): StoredOutcome | undefined {
    const found = this.live.sql.outcome.get(commandId);
    return found && { bodyHash: found.bodyHash, outcome: JSON.parse(found.outcome) as unknown };
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
    return this.live.sql.payments.all(ticket.position).map(({ position }) => this.live.entryAt(position));
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

  get stock(): StockReads {
    return this.live.stock;
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

  person(personId: PersonId): PersonRecord | undefined {
    return this.live.persons.get(this.live.members.survivor(personId));
  }

  survivor(personId: PersonId): PersonId {
    return this.live.members.survivor(personId);
  }

  persons(after: PersonId | null, limit: number): readonly PersonRecord[] {
    return this.live.persons.after(after, limit);
  }

  /** The rows say it, and so does the store of persons: it forgets somebody a moment before the row is there. */
  personFate(personId: PersonId): 'known' | 'erased' | undefined {
    const everybody = [...new Set([personId, this.live.members.survivor(personId)])];
    const fates = everybody.flatMap((one) => [this.live.members.personFate(one), this.live.persons.fate(one)]);
    return fates.includes('erased') ? 'erased' : fates.find((fate) => fate !== undefined);
  }

  isErasurePending(personId: PersonId): boolean {
    return this.live.persons.isErasurePending(personId);
  }

  setting(name: string): string | undefined {
    return this.live.sql.setting.get(name)?.value;
  }

  ticketByNumber(number: string): TicketRecord | undefined {
    const position = this.#placeOfTicket(number);
    const found = position === undefined ? undefined : this.live.sql.ticketAt.get(position);
    return found?.number === number ? this.#record(found) : undefined;
  }

  refundedMilli(ticketId: TicketId): ReadonlyMap<LineId, number> {
    const refunded = new Map<LineId, number>();
    for (const { position } of this.live.sql.refunds.all(ticketId)) {
      for (const line of payloadOf(this.live.entryAt(position), 'ticket-validated').lines) {
        if (line.refund_of_line_id === undefined) continue;
        const lineId = line.refund_of_line_id as LineId;
        refunded.set(lineId, (refunded.get(lineId) ?? 0) - line.quantity_milli);
      }
    }
    return refunded;
  }

  refundsOf(ticketId: TicketId): readonly Entry[] {
    return this.live.sql.refunds.all(ticketId).map(({ position }) => this.live.entryAt(position));
  }

  refundedPayments(ticketId: TicketId): readonly RefundedPayment[] {
    const refunded = new Map<string, RefundedPayment>();
    for (const refund of this.live.sql.refunds.all(ticketId)) {
      for (const { position } of this.live.sql.payments.all(refund.position)) {
        const entry = this.live.entryAt(position);
        if (entry.kind !== 'payment-received') continue;
        const { method, account_id: account, amount_minor: amountMinor } = payloadOf(entry, 'payment-received');
        const key = `${method} ${account ?? ''}`;
        refunded.set(key, {
          method,
          ...(account === undefined ? {} : { accountId: account as AccountId }),
          amountMinor: (refunded.get(key)?.amountMinor ?? 0) - amountMinor,
        });
      }
    }
    return [...refunded.values()];
  }

  openDay(): string | null {
    return this.live.days.openDay();
  }

  openSession(): SessionId | null {
    return this.live.days.openSession();
  }

  drawerSession(): SessionRecord | null {
    return this.live.days.drawerSession();
  }

  session(sessionId: SessionId): SessionRecord | undefined {
    return this.live.days.session(sessionId);
  }

  sessionsOfDay(businessDay: string): readonly SessionRecord[] {
    return this.live.days.sessionsOfDay(businessDay);
  }

  uncountedSessions(): readonly SessionRecord[] {
    return this.live.days.uncountedSessions();
  }

  unclosedDays(): readonly string[] {
    return this.live.days.unclosedDays();
  }

  lastClosedDay(): string | null {
    return this.live.days.lastClosedDay();
  }

  leftMinor(): number | null {
    return this.live.days.leftMinor();
  }

  closing(businessDay: string): Entry | undefined {
    return this.live.days.closing(businessDay);
  }

  closingCopies(closing: Pick<Entry, 'entry_id'>): number {
    return this.live.sql.copies.get(closing.entry_id)?.count ?? 0;
  }

  closings(limit: number): readonly Entry[] {
    return this.live.days.closings(limit);
  }

  sessionClosings(sinceBusinessDay: string): readonly Entry[] {
    return this.live.days.sessionClosings(sinceBusinessDay);
  }

  slipCount(movement: CashMovement): number {
    return this.live.days.slipCount(movement);
  }

  rowsOfDay(
    businessDay: string,
    after: number,
    limit: number,
  ): { readonly entries: readonly Entry[]; readonly through: number } {
    const span = this.live.days.spanOfDay(businessDay, this.standing.position);
    if (span === null) return { entries: [], through: after };
    const from = Math.max(after, span.after);
    const found = this.live.journal.ofDay({ businessDay, openedPosition: span.openedPosition }, from, span.to, limit);
    const through = found.length < limit ? Math.max(from, span.to) : (found.at(-1)?.position ?? from);
    return { entries: found.map(({ row }) => entryOf(row)), through };
  }

  card(cardId: CardId): CardRecord | undefined {
    return this.live.members.card(cardId);
  }

  cardByHash(cardHash: string): CardRecord | undefined {
    return this.live.members.cardByHash(cardHash);
  }

  cardsOfPerson(personId: PersonId): readonly CardRecord[] {
    return this.live.members.cardsOfPerson(personId);
  }

  account(accountId: AccountId): AccountRecord | undefined {
    return this.live.members.account(accountId);
  }

  accountsOfPerson(personId: PersonId): readonly AccountRecord[] {
    return this.live.members.accountsOfPerson(personId);
  }

  accountMovements(accountId: AccountId, limit: number): readonly AccountMovement[] {
    return this.live.members.accountMovements(accountId, limit);
  }

  accountFlow(accountId: AccountId, untilMs: number): { readonly creditedUntil: number; readonly debited: number } {
    return this.live.members.accountFlow(accountId, untilMs);
  }

  earnedSince(accountId: AccountId, sinceMs: number): number {
    return this.live.members.earnedSince(accountId, sinceMs);
  }

  spentInDay(accountId: AccountId, businessDay: string): number {
    return this.live.members.spentInDay(accountId, businessDay);
  }

  lastVisitMs(personId: PersonId): number | null {
    return this.live.members.lastVisitMs(personId);
  }

  outstanding(unit: string): number {
    return this.live.members.outstanding(unit);
  }

  #record(found: SqlTicket): TicketRecord {
    const receipt = this.live.sql.receiptJob.get(found.ticket_id);
    const entry = (): Entry => this.live.entryAt(found.position);
    return {
      ticketId: found.ticket_id as TicketId,
      number: found.number,
      // Read when asked for: every view of a basket names the last ticket, and none looks into its row.
      get entry() {
        return entry();
      },
      atMs: found.at_ms,
      transaction: found.kind,
      totalMinor: found.total_minor,
      dueMinor: found.due_minor,
      operatorId: found.operator as OperatorId,
      copies: found.copies,
      receiptJob: receipt === undefined ? null : jobOf(receipt),
    };
  }

  /** A ticket's number is its row's in its family and chain: the journal's own index finds it. */
  #placeOfTicket(number: string): number | undefined {
    const parts = TICKET_NUMBER.exec(number);
    if (parts === null) return undefined;
    const chainId = this.live.journal.chainIds()[Number(parts[1] ?? 1) - 1];
    return chainId === undefined ? undefined : this.live.journal.ofFamily(chainId, 'T', Number(parts[2]))?.position;
  }
}

type RefundedPayment = ReturnType<StoreReads['refundedPayments']>[number];
