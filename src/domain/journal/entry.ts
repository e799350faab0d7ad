/**
 * One entry of the journal: the shape that is hashed, chained and signed (docs/spec/journal.md). Field names are
 * those of the wire and never change within a format version.
 */
import type { CanonicalValue } from '#base/canonical-json.ts';

/** Version of the row format. */
export const JOURNAL_VERSION = 1;

/**
 * T ticket, I invoice, P payment and cash in or out, B provisional bill, G closings, L technical event log,
 * C copies, A archive, X training; M movement, chained and signed as all rows but not fiscal.
 */
export type Family = 'T' | 'I' | 'P' | 'B' | 'G' | 'L' | 'C' | 'A' | 'X' | 'M';

/** Families whose payload carries the previous signature of the same family. */
export const FISCAL_FAMILIES: readonly Family[] = ['T', 'I', 'P', 'B', 'G', 'L', 'C', 'A', 'X'];

export type Payload = { readonly [key: string]: CanonicalValue | undefined };

/** Exactly the fields that are hashed, in the order of the design; absent ones are left out. */
export interface EntryBody {
  readonly v: number;
  readonly chain_id: string;
  readonly seq: number;
  readonly entry_id: string;
  readonly till_id: string;
  readonly taxpayer_id: string;
  readonly key_id: string;
  readonly business_day?: string;
  readonly session_id?: string;
  readonly family: Family;
  readonly family_seq: number;
  /** What happened, past tense, kebab-case: `ticket-validated`, `line-voided`. */
  readonly kind: string;
  /** Wall clock as read, RFC 3339 in UTC with milliseconds. Order is `seq`, never this. */
  readonly at: string;
  readonly payload: Payload;
  /** Operator id; absent for what the till does by itself. */
  readonly operator?: string;
  /** SHA-256 of the previous row's hash and signature, lower-case hex; 64 zeros in a genesis. */
  readonly prev_hash: string;
}

/** A row as stored: the body, its hash (lower-case hex) and its signature (base64url of 64 bytes r‖s, low S). */
export interface Entry extends EntryBody {
  readonly hash: string;
  readonly signature: string;
}

/** What a use case asks to be recorded; the store adds everything else in the same transaction. */
export interface NewEntry {
  readonly entryId: string;
  readonly family: Family;
  readonly kind: string;
  readonly payload: Payload;
  readonly operator?: string;
  readonly businessDay?: string;
  readonly sessionId?: string;
}
