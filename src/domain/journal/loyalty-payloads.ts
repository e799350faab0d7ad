/**
 * What the rows of persons, cards and accounts say (docs/spec/accounts.md), as signed. A person is a random id, a card a
 * keyed hash (`k1:…`): nothing here says who or which.
 */

import type { SpendingAuthority } from './sync-payloads.ts';

/** `points`, or the code of a currency: what an account counts in. */
export type AccountUnit = string;

export type AccountKind = 'points' | 'purse' | 'gift-card';

/**
 * A change of a balance by a ticket, inside its T row. Its own id is `entry_id/n`; n goes on after the stock movements.
 */
export type BalanceMovementPayload = {
  readonly n: number;
  readonly account_id: string;
  readonly unit: AccountUnit;
  /** Points, or minor units; negative for what is spent or taken back. */
  readonly amount: number;
  readonly reason:
    /** Points for what was bought. */
    | 'earned'
    /** Points given for a discount. */
    | 'redeemed'
    /** Points of what was brought back; the balance may go below zero, and is then a debt. */
    | 'taken-back'
    /** Points that had paid for what was brought back. */
    | 'given-back'
    /** A gift card sold, a purse loaded. */
    | 'loaded'
    /** Paid with it. */
    | 'spent'
    /** A refund onto it. */
    | 'returned';
  /** Of what is spent: what allowed it, where this till is not the authority of the account. */
  readonly authority?: SpendingAuthority;
};

/** Family M, kind `person-enrolled`. */
export type PersonEnrolledPayload = { readonly person_id: string; readonly station_id: string };

/** Family M, kind `person-changed`: which fields, never what they say. */
export type PersonChangedPayload = {
  readonly person_id: string;
  readonly station_id: string;
  readonly fields: readonly string[];
};

/** Family M, kind `consent-recorded`. Date and text shown lie with the person; the row names the text by its hash. */
export type ConsentRecordedPayload = {
  readonly person_id: string;
  readonly station_id: string;
  readonly channel: 'email' | 'sms';
  readonly purpose: 'receipt' | 'marketing';
  readonly given: boolean;
  /** SHA-256 of the text that was shown, lower-case hex. */
  readonly text_sha256: string;
};

/** Family L, kind `person-erased`: the person is gone from this till; what was bought stays. */
export type PersonErasedPayload = {
  readonly person_id: string;
  readonly station_id: string;
  readonly reason: string;
  readonly approval_id?: string;
};

/** Family M, kind `account-opened`. This till is the authority of it until headquarters takes it over. */
export type AccountOpenedPayload = {
  readonly account_id: string;
  readonly account: AccountKind;
  readonly unit: AccountUnit;
  readonly person_id?: string;
  /**
   * Of a gift card: `multi-purpose` is taxed when it is spent, `single-purpose` when it is sold, at the rate below
   * (Directive 2006/112/EC, art. 30a and 30b).
   */
  readonly voucher?: 'multi-purpose' | 'single-purpose';
  readonly vat_rate_basis_points?: number;
  /** Local date after which it cannot be spent. */
  readonly expires_on?: string;
};

/** Family M, kind `account-changed`. */
export type AccountChangedPayload = {
  readonly account_id: string;
  readonly station_id: string;
  readonly state: 'active' | 'blocked' | 'closed';
  readonly reason: string;
};

/** Family M, kind `card-assigned`. A card is a person's (all accounts) or one account's. */
export type CardAssignedPayload = {
  readonly card_id: string;
  readonly card_hash: string;
  readonly person_id?: string;
  readonly account_id?: string;
  /** `uid`: nothing but a number that a reader gives, and that can be copied. `code`: a barcode or a QR code. */
  readonly medium: 'uid' | 'code';
  readonly station_id: string;
};

/** Family M, kind `card-changed`. */
export type CardChangedPayload = {
  readonly card_id: string;
  readonly station_id: string;
  readonly state: 'active' | 'lost' | 'blocked' | 'replaced';
  readonly replaced_by_card_id?: string;
};

/** Family M, kind `points-expired`. */
export type PointsExpiredPayload = {
  readonly account_id: string;
  /** Negative. */
  readonly amount: number;
  /** Points earned before this instant and not spent since. */
  readonly earned_before: string;
};
