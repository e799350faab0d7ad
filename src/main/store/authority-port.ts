/** What the store knows of who allows this till to spend: rows that say it, and questions to headquarters that are open. */
import type { AccountId, LineId, TicketId } from '#base/brand.ts';
import type { GrantHolder } from '#contract/sync/sync.ts';
import type { AccountAuthority, HeldGrant } from '#domain/authority/authority.ts';

/** Something asked of headquarters. Its id is made before it is sent, and asking again with it is harmless. */
export type HqQuestion = HoldQuestion | LeaseQuestion | ReservationQuestion;

interface Asked {
  readonly questionId: string;
  /** `unknown`: no answer came, and whether it was granted nobody here knows. */
  readonly state: 'asked' | 'unknown' | 'granted' | 'refused';
  /** Of a refusal: the word of headquarters. */
  readonly reason: string | null;
  /** Of a refusal: what could be had instead. */
  readonly available: number | null;
  readonly askedAtMs: number;
}

export interface HoldQuestion extends Asked {
  readonly kind: 'hold';
  readonly ticketId: TicketId;
  readonly accountId: AccountId;
  readonly amount: number;
  /** Which tills have what is missing, as headquarters last said; empty where it did not. */
  readonly holders: readonly GrantHolder[];
}

export interface LeaseQuestion extends Asked {
  readonly kind: 'lease';
  readonly accountId: AccountId;
  readonly amount: number;
}

export interface ReservationQuestion extends Asked {
  readonly kind: 'reservation';
  /** The ticket whose lines are to come back. */
  readonly ticketId: TicketId;
  readonly lines: readonly { readonly lineId: LineId; readonly quantityMilli: number }[];
  /** Until when it may be used; null while it is not granted. */
  readonly untilMs: number | null;
}

/** A grant of the present chain that was neither given back nor spent whole. */
export interface OpenGrant extends HeldGrant {
  readonly accountId: AccountId;
  /** Headquarters asks for it back: another till waits for it. */
  readonly isAskedBack: boolean;
}

export interface AuthorityReads {
  authorityOf(accountId: AccountId): AccountAuthority;
  /** Accounts that this till opened and has not handed over; in no order. */
  accountsToHandOver(limit: number): readonly AccountId[];
  grants(accountId: AccountId): readonly OpenGrant[];
  allGrants(): readonly OpenGrant[];
  /** What was spent of an account within the floor limit in rows that headquarters’ figure does not include. Positive. */
  floorUsed(accountId: AccountId): number;
  questions(): readonly HqQuestion[];
  questionsOfTicket(ticketId: TicketId): readonly HqQuestion[];
  /** What headquarters said of an account; null where it said nothing. */
  hqFigure(accountId: AccountId): HqFigure | null;
  /** Reservations of the present chain that are neither used nor released. */
  openReservations(): readonly { readonly reservationId: string; readonly ticketId: TicketId }[];
}

/** An account as headquarters says it. */
export interface HqFigure {
  readonly balance: number;
  /** Held and leased: nobody's to ask for any more. */
  readonly reserved: number;
  /** Up to which row of each chain, as JSON. */
  readonly includes: string;
  readonly asOfMs: number;
}

export interface AuthorityWrites extends AuthorityReads {
  /** Inserts or replaces by its id. */
  putQuestion(question: HqQuestion): void;
  dropQuestion(questionId: string): void;
}
