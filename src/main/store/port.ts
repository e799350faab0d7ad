/**
 * What the till asks of its store. Use cases know this page and nothing of SQLite; everything here is synchronous,
 * because a command never waits for anything.
 */
import type {
  AccountId,
  CardId,
  ChainId,
  CommandId,
  JobId,
  KeyId,
  LineId,
  OperatorId,
  PersonId,
  SessionId,
  StationId,
  TicketId,
  TillId,
} from '#base/brand.ts';
import type { Fault, FaultCode } from '#base/fault.ts';
import type {
  AccountKind,
  BalanceMovementPayload,
  Entry,
  NewEntry,
  Row,
  TenderMethod,
} from '#domain/journal/journal.ts';
import type { Role } from '#domain/operator/operator.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { AuthorityReads, AuthorityWrites } from './authority-port.ts';
import type { HqReads, HqWrites } from './hq-port.ts';
import type { StockReads, StockWrites } from './stock-port.ts';
import type { PeopleWrites } from './receive-people.ts';

/** Who this store is. Fixed from its genesis on. */
export interface StoreIdentity {
  readonly chainId: ChainId;
  /** 1 for the first life of this till, one more after each restore. */
  readonly chainOrdinal: number;
  readonly tillId: TillId;
  readonly taxpayerId: string;
  readonly keyId: KeyId;
}

/** The shop as it is printed and as the genesis names it. */
export interface Shop {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly countryCode: string;
  /** SIRET in France, ICE in Morocco, matricule fiscal in Tunisia. */
  readonly registrationId: string;
  readonly vatId: string;
  readonly activityCode?: string;
  readonly phone?: string;
  readonly currencyCode: string;
  readonly receiptLanguage: 'fr' | 'en' | 'ar';
  readonly receiptFooterLines: readonly string[];
  /** False: a receipt is printed on request only (AGEC, France). */
  readonly printByDefault: boolean;
  readonly timeZone: string;
  /** The longest time that the shop stays closed; a larger gap at start asks a manager. */
  readonly closureDaysMax: number;
  readonly cashLimitMinor?: number;
}

export interface OperatorRecord {
  readonly id: OperatorId;
  readonly name: string;
  readonly role: Role;
  /** `scrypt` of the keyed PIN; the key lies beside the till key and is named in the text (`k1:…`). */
  readonly pinHash: string;
}

export interface Lockout {
  readonly failures: number;
  readonly lockedUntilMs: number;
}

export type JobKind = 'receipt' | 'duplicate' | 'pulse' | 'test' | 'slip' | 'report';
export type JobState = 'queued' | 'sending' | 'printed' | 'handed-over' | 'failed' | 'unknown' | 'discarded';

/** One piece of work for a device. A pulse has no document and is committed in `sending`. */
export interface Job {
  readonly jobId: JobId;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly deviceId: string;
  readonly document?: ReceiptDocument;
  readonly ticketId?: TicketId;
  readonly ticketNumber?: string;
  readonly fault?: string;
  /** Position in the queue. */
  readonly position: number;
}

export type NewJob = Omit<Job, 'position'>;

export interface StoredOutcome {
  /** SHA-256 of the canonical command (name and input), hex: another body under the same id is refused. */
  readonly bodyHash: string;
  readonly outcome: unknown;
}

/** A validated ticket as its projection holds it. */
export interface TicketRecord {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly entry: Entry;
  readonly atMs: number;
  readonly transaction: 'sale' | 'refund';
  /** Goods and deposits: turnover. */
  readonly totalMinor: number;
  /** What was paid: the total, and stored value that was sold with it. */
  readonly dueMinor: number;
  readonly operatorId: OperatorId;
  readonly copies: number;
  /** The job that printed or prints its first receipt, if one was asked for. */
  readonly receiptJob: Job | null;
}

/** What became of a ticket id that the journal knows. */
export type TicketFate = 'validated' | 'cancelled';

export type CashMovement = 'pay-in' | 'pay-out' | 'safe-drop';

/** A session as its projection holds it. `closed` sessions have their G row. */
export interface SessionRecord {
  readonly sessionId: SessionId;
  readonly businessDay: string;
  readonly state: 'open' | 'suspended' | 'counting' | 'blind-closed' | 'closed';
  readonly openedBy: OperatorId;
  readonly openedAtMs: number;
  readonly floatMinor: number;
  /** The confirmed count that stands, its L row. */
  readonly count: Entry | null;
  /** The G row of a closed one. */
  readonly closing: Entry | null;
}

/** Who somebody is. Lies enciphered in the store, and in no row. */
export interface PersonRecord {
  readonly personId: PersonId;
  readonly fields: PersonFields;
  readonly consents: readonly PersonConsent[];
  readonly enrolledAtMs: number;
}

export interface PersonFields {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
  readonly birthday?: string;
  readonly language?: 'fr' | 'en' | 'ar';
  readonly notes?: string;
  /** How each card is called on the screen, by card id: the end of its number. */
  readonly cardLabels?: Readonly<Record<string, string>>;
}

export interface PersonConsent {
  readonly channel: 'email' | 'sms';
  readonly purpose: 'receipt' | 'marketing';
  readonly given: boolean;
  readonly atMs: number;
  /** What was shown. */
  readonly text: string;
}

export interface CardRecord {
  readonly cardId: CardId;
  readonly cardHash: string;
  readonly personId: PersonId | null;
  readonly accountId: AccountId | null;
  readonly medium: 'uid' | 'code';
  readonly state: 'active' | 'lost' | 'blocked' | 'replaced';
  readonly replacedBy: CardId | null;
  readonly assignedAtMs: number;
}

export interface AccountRecord {
  readonly accountId: AccountId;
  readonly account: AccountKind;
  readonly unit: string;
  readonly personId: PersonId | null;
  readonly balance: number;
  readonly state: 'active' | 'blocked' | 'closed';
  readonly voucher: 'multi-purpose' | 'single-purpose' | null;
  readonly vatRateBasisPoints: number | null;
  /** Local date, the last one on which it can be spent. */
  readonly expiresOn: string | null;
}

export interface AccountMovement {
  /** `entry_id/n`. */
  readonly movementId: string;
  readonly atMs: number;
  readonly amount: number;
  /** Null where other tills moved the account too: in which order nobody here knows. */
  readonly balanceAfter: number | null;
  /** `elsewhere`: what all other tills moved, as headquarters sums it up. */
  readonly reason: BalanceMovementPayload['reason'] | 'expired' | 'elsewhere';
  readonly ticketNumber: string | null;
}

export interface StoreReads {
  shop(): Shop;
  operators(): readonly OperatorRecord[];
  lockout(operatorId: OperatorId): Lockout;
  outcome(commandId: CommandId): StoredOutcome | undefined;
  openDay(): string | null;
  openSession(): SessionId | null;
  ticket(ticketId: TicketId): TicketRecord | undefined;
  ticketFate(ticketId: TicketId): TicketFate | undefined;
  /** The latest first. */
  tickets(limit: number): readonly TicketRecord[];
  /** Payments of a ticket, as their P rows say. */
  payments(ticketId: TicketId): readonly Entry[];
  /** Lines that the journal says were voided from a ticket still in progress. */
  voidedLines(ticketId: TicketId): readonly LineId[];
  job(jobId: JobId): Job | undefined;
  /** Jobs that are not settled (queued, sending, failed, unknown), in queue order. */
  openJobs(): readonly Job[];
  readonly stock: StockReads;
  ticketByNumber(number: string): TicketRecord | undefined;
  /** What was brought back of each line of a ticket so far, in thousandths of its unit. */
  refundedMilli(ticketId: TicketId): ReadonlyMap<LineId, number>;
  /** The refunds of a ticket, their T rows, in order. */
  refundsOf(ticketId: TicketId): readonly Entry[];
  /** What was given back for a ticket so far, by method and account. Positive. */
  refundedPayments(
    ticketId: TicketId,
  ): readonly { readonly method: TenderMethod; readonly accountId?: AccountId; readonly amountMinor: number }[];

  /** The session that the drawer belongs to now: open, suspended or counting; null for none. */
  drawerSession(): SessionRecord | null;
  session(sessionId: SessionId): SessionRecord | undefined;
  sessionsOfDay(businessDay: string): readonly SessionRecord[];
  /** Blind-closed sessions that wait for their count, the oldest first. */
  uncountedSessions(): readonly SessionRecord[];
  /** Business days that were opened and have no Z, the oldest first. */
  unclosedDays(): readonly string[];
  /** The latest business day that has its Z. */
  lastClosedDay(): string | null;
  /** What the last counted close left in the drawer; null where no session was counted yet. */
  leftMinor(): number | null;
  /** The Z of a day. */
  closing(businessDay: string): Entry | undefined;
  /** Numbered duplicates of a Z so far. */
  closingCopies(closing: Pick<Entry, 'entry_id'>): number;
  /** The latest first. */
  closings(limit: number): readonly Entry[];
  /** The closing rows of sessions of business days since `businessDay`, the oldest first. */
  sessionClosings(sinceBusinessDay: string): readonly Entry[];
  /** Slips of this kind so far: the number of the next one follows. */
  slipCount(movement: CashMovement): number;
  /**
   * Rows of this business day, in order, from `after` on (0 for the first): the fold of a report goes on where it was.
   * `through` is the position to give next time.
   */
  rowsOfDay(
    businessDay: string,
    after: number,
    limit: number,
  ): { readonly entries: readonly Entry[]; readonly through: number };

  /** The fields of a person as whom they count, deciphered; undefined for nobody and for somebody erased. */
  person(personId: PersonId): PersonRecord | undefined;
  /** Persons in the order of their ids, for an index in memory: those after `after`, null for the first. */
  persons(after: PersonId | null, limit: number): readonly PersonRecord[];
  /** The customer as whom somebody counts: themselves, or whom headquarters says they were merged into. */
  survivor(personId: PersonId): PersonId;
  personFate(personId: PersonId): 'known' | 'erased' | undefined;
  card(cardId: CardId): CardRecord | undefined;
  cardByHash(cardHash: string): CardRecord | undefined;
  cardsOfPerson(personId: PersonId): readonly CardRecord[];
  account(accountId: AccountId): AccountRecord | undefined;
  accountsOfPerson(personId: PersonId): readonly AccountRecord[];
  /** The latest first. */
  accountMovements(accountId: AccountId, limit: number): readonly AccountMovement[];
  /** Sum of the credits (amount > 0, `given-back` and `returned` too) up to an instant, and of all debits, as a positive number. */
  accountFlow(accountId: AccountId, untilMs: number): { readonly creditedUntil: number; readonly debited: number };
  /** Points earned since an instant: what the tier of a member follows from. */
  earnedSince(accountId: AccountId, sinceMs: number): number;
  /** What was paid with an account in a business day. Positive. */
  spentInDay(accountId: AccountId, businessDay: string): number;
  /** The last ticket of a member. */
  lastVisitMs(personId: PersonId): number | null;
  /** What is owed to the holders of all accounts of this unit: the sum of their balances above zero. */
  outstanding(unit: string): number;
  /** Whether the second copy still holds the key of a person who was erased. */
  isErasurePending(personId: PersonId): boolean;

  /** The number that the next validated ticket gets, with the chain's ordinal after a restore. */
  nextTicketNumber(): string;
  head(): { readonly seq: number; readonly hash: string; readonly at: string };
  setting(name: string): string | undefined;

  /** What is known of headquarters. */
  readonly hq: HqReads;
  /** Who allows this till to spend of an account. */
  readonly authority: AuthorityReads;
}

/** Setting: who wants this till to go on in a new chain at its next start; empty for nobody. */
export const NEW_CHAIN_SETTING = 'new-chain';

/** Setting: the patterns of the shop's own codes, as `parsePatterns` reads them. */
export const IN_STORE_PATTERNS_SETTING = 'in-store-patterns';

/** Inside one transaction: everything or nothing, durable when `transact` returns. */
export interface Transaction extends StoreReads {
  readonly hq: HqWrites;
  readonly authority: AuthorityWrites;
  readonly stock: StockWrites;
  /** What headquarters says of customers, cards and accounts. */
  readonly people: PeopleWrites;
  /** Chains, signs, stores and projects one entry. */
  append(entry: NewEntry): Entry;
  putOutcome(commandId: CommandId, outcome: StoredOutcome): void;
  addJob(job: NewJob): Job;
  setJobState(jobId: JobId, state: JobState, fault?: string): void;
  setLockout(operatorId: OperatorId, lockout: Lockout): void;
  setSetting(name: string, value: string): void;
  putShop(shop: Shop): void;
  putOperator(operator: OperatorRecord): void;
  /** Keeps the fields of a person under a key of their own. */
  putPerson(person: PersonRecord): void;
  /** Destroys the key of a person and what it enciphered. The L row is the caller's. */
  erasePerson(personId: PersonId): void;
  /** Forgets the outcomes of commands up to now: with the Z their business day is over. */
  forgetOutcomes(): void;
}

export interface Store extends StoreReads {
  readonly identity: StoreIdentity;
  /** Why nothing may be written (`store.read-only`, `store.key-missing`, `store.behind-witness`); null where it may. */
  readonly readOnly: FaultCode | null;
  /** What a witness outside the database said against the journal at opening; null where none did. */
  readonly alarm: FaultCode | null;
  /** Throws a Fault when the disk refuses; the store has then been reopened, and nothing of `work` happened unless its outcome is found. */
  transact<T>(work: (transaction: Transaction) => T): T;
  /**
   * For what a device reports after its first byte, and what headquarters has said and would say again: atomic, but not
   * synced.
   */
  note<T>(
    work: (transaction: Pick<Transaction, 'setJobState' | 'job' | 'openJobs' | 'hq' | 'people' | 'stock'>) => T,
  ): T;
  /** Rows after `seq` of the present chain, in order, as stored. */
  entriesAfter(seq: number, limit: number): readonly Entry[];
  /** All chains of this folder, the oldest first; the last is the present one. */
  chainIds(): readonly ChainId[];
  /** Rows of any chain after `seq`, in order, as they were sealed. */
  rowsAfter(chainId: ChainId, seq: number, limit: number): readonly Row[];
  /** Where a chain ends; undefined for one that is not here. */
  headOf(chainId: ChainId): { readonly seq: number; readonly hash: string } | undefined;
  /** The last revision that a person was given. */
  lastPerson(): { readonly revision: number };
  /** Persons changed or erased after a revision, in order. */
  personsChangedAfter(
    revision: number,
    limit: number,
  ): readonly { readonly personId: PersonId; readonly revision: number }[];
  /** Fault `store.disk-full` where a new sale should not begin; what was begun can still be finished. */
  spaceFault(): Fault | null;
  /** Called after each durable commit that appended rows. */
  onAppended(listen: () => void): () => void;
  /** Moves WAL pages to the database file; called outside sales. */
  checkpoint(): void;
  /**
   * Does a few milliseconds of what can wait (a projection in a new version, outcomes of past days), whether somebody
   * sells or not. True while there is more. Trouble is logged and left for the next start.
   */
  workAside(): boolean;
  close(): void;
}

/** A ticket in progress, as the draft file keeps it. */
export interface Draft {
  readonly stationId: StationId;
  readonly ticketId: TicketId;
  /** The basket of domain/basket, as JSON. */
  readonly basket: unknown;
}

/** A ticket that was put aside. */
export interface HeldDraft extends Draft {
  readonly label: string;
  readonly heldAtMs: number;
  readonly heldBy: OperatorId;
}

/** Baskets in progress: a file of its own, WAL and NORMAL; a killed process loses no line. */
export interface Drafts {
  load(): readonly Draft[];
  /** Draft and outcome of the command that changed it, together. */
  save(draft: Draft, command?: { readonly id: CommandId; readonly stored: StoredOutcome }): void;
  discard(stationId: StationId): void;
  /** The oldest first. */
  held(): readonly HeldDraft[];
  /** Moves the station's ticket aside and gives it `next`, with the outcome of the command, together. */
  hold(held: HeldDraft, next: Draft, command?: { readonly id: CommandId; readonly stored: StoredOutcome }): void;
  /** Gives the station a held ticket, with the outcome of the command, together. */
  recall(held: HeldDraft, command?: { readonly id: CommandId; readonly stored: StoredOutcome }): void;
  /** A held ticket that the journal says is over. */
  discardHeld(ticketId: TicketId): void;
  outcome(commandId: CommandId): StoredOutcome | undefined;
  /** Forgets the outcomes of commands of earlier business days. */
  forgetOutcomes(): void;
  close(): void;
}
