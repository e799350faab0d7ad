/**
 * What the till asks of its store. Use cases know this page and nothing of SQLite; everything here is synchronous,
 * because a command never waits for anything.
 */
import type {
  ChainId,
  CommandId,
  JobId,
  KeyId,
  LineId,
  OperatorId,
  SessionId,
  StationId,
  TicketId,
  TillId,
} from '#base/brand.ts';
import type { Fault, FaultCode } from '#base/fault.ts';
import type { Entry, NewEntry } from '#domain/journal/journal.ts';
import type { Role } from '#domain/operator/operator.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';

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

export type JobKind = 'receipt' | 'duplicate' | 'pulse' | 'test';
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
  readonly totalMinor: number;
  readonly operatorId: OperatorId;
  readonly copies: number;
  /** The job that printed or prints its first receipt, if one was asked for. */
  readonly receiptJob: Job | null;
}

/** What became of a ticket id that the journal knows. */
export type TicketFate = 'validated' | 'cancelled';

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
  stockMilli(productId: string): number | undefined;
  /** The number that the next validated ticket gets, with the chain's ordinal after a restore. */
  nextTicketNumber(): string;
  head(): { readonly seq: number; readonly hash: string; readonly at: string };
  setting(name: string): string | undefined;
}

/** Setting: the patterns of the shop's own codes, as `parsePatterns` reads them. */
export const IN_STORE_PATTERNS_SETTING = 'in-store-patterns';

/** Inside one transaction: everything or nothing, durable when `transact` returns. */
export interface Transaction extends StoreReads {
  /** Chains, signs, stores and projects one entry. */
  append(entry: NewEntry): Entry;
  putOutcome(commandId: CommandId, outcome: StoredOutcome): void;
  addJob(job: NewJob): Job;
  setJobState(jobId: JobId, state: JobState, fault?: string): void;
  setLockout(operatorId: OperatorId, lockout: Lockout): void;
  setSetting(name: string, value: string): void;
  putShop(shop: Shop): void;
  putOperator(operator: OperatorRecord): void;
}

export interface Store extends StoreReads {
  readonly identity: StoreIdentity;
  /** Why nothing may be written (`store.read-only`, `store.key-missing`, `store.behind-witness`); null where it may. */
  readonly readOnly: FaultCode | null;
  /** What a witness outside the database said against the journal at opening; null where none did. */
  readonly alarm: FaultCode | null;
  /** Throws a Fault when the disk refuses; the store has then been reopened, and nothing of `work` happened unless its outcome is found. */
  transact<T>(work: (transaction: Transaction) => T): T;
  /** For what a device reports after its first byte: atomic, but not synced. */
  note<T>(work: (transaction: Pick<Transaction, 'setJobState' | 'job' | 'openJobs'>) => T): T;
  /** Rows after `seq` of the present chain, in order, as stored. */
  entriesAfter(seq: number, limit: number): readonly Entry[];
  /** Fault `store.disk-full` where a new sale should not begin; what was begun can still be finished. */
  spaceFault(): Fault | null;
  /** Called after each durable commit that appended rows. */
  onAppended(listen: () => void): () => void;
  /** Moves WAL pages to the database file; called outside sales. */
  checkpoint(): void;
  close(): void;
}

/** A ticket in progress, as the draft file keeps it. */
export interface Draft {
  readonly stationId: StationId;
  readonly ticketId: TicketId;
  /** The basket of domain/basket, as JSON. */
  readonly basket: unknown;
}

/** Baskets in progress: a file of its own, WAL and NORMAL; a killed process loses no line. */
export interface Drafts {
  load(): readonly Draft[];
  /** Draft and outcome of the command that changed it, together. */
  save(draft: Draft, command?: { readonly id: CommandId; readonly stored: StoredOutcome }): void;
  discard(stationId: StationId): void;
  outcome(commandId: CommandId): StoredOutcome | undefined;
  /** Forgets the outcomes of commands of earlier business days. */
  forgetOutcomes(): void;
  close(): void;
}
