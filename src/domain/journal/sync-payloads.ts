/**
 * What the rows say that exist because there is a headquarters, or because a shop keeps a stock (docs/spec/rows.md), as
 * signed.
 */

/** Family L, kind `hq-enrolled`: from here on this till works with a headquarters. */
export type HqEnrolledPayload = {
  readonly organisation_id: string;
  readonly store_id: string;
  /** SubjectPublicKeyInfo of headquarters and of this till's request key, base64url of DER. */
  readonly hq_public_key: string;
  readonly request_key: string;
};

/**
 * Family M, kind `authority-handed-over`: from this row on headquarters, and no longer this till, says what may be spent of
 * these accounts.
 */
export type AuthorityHandedOverPayload = {
  readonly organisation_id: string;
  readonly account_ids: readonly string[];
};

/** What allows a till to spend of an account that it is not the authority of. */
export type SpendingAuthority =
  | { readonly kind: 'hold' | 'lease'; readonly grant_id: string }
  /** Within the floor limit that the merchant set; headquarters lists it as exposure. */
  | { readonly kind: 'floor' };

/** Family M, kind `grant-received`: a hold or a lease, with the word of headquarters, before anything is spent of it. */
export type GrantReceivedPayload = {
  readonly grant: 'hold' | 'lease';
  readonly grant_id: string;
  readonly account_id: string;
  readonly unit: string;
  readonly amount: number;
  readonly expires_at: string;
  readonly hq_signature: string;
};

/** Family M, kind `grant-returned`: what was not spent of it is headquarters' again, and is never spent under it. */
export type GrantReturnedPayload = {
  readonly grant_id: string;
  readonly account_id: string;
  /** What was left. */
  readonly amount: number;
};

/** Family M, kind `refund-reserved`, `refund-released`: lines of a ticket of another chain. */
export type RefundReservedPayload = {
  readonly reservation_id: string;
  readonly ticket_id: string;
  readonly lines: readonly { readonly line_id: string; readonly quantity_milli: number }[];
};
export type RefundReleasedPayload = { readonly reservation_id: string; readonly ticket_id: string };

/** Family M, kind `stock-received`: goods came in. Each line is a movement `entry_id/n`. */
export type StockReceivedPayload = {
  readonly station_id: string;
  readonly reference?: string;
  readonly movements: readonly {
    readonly n: number;
    readonly product_id: string;
    readonly unit: 'piece' | 'kg' | 'l';
    readonly quantity_milli: number;
  }[];
};

/**
 * Family M, kind `stock-counted`. The movement is counted − what the till knew: headquarters' figure, which includes each
 * chain up to `includes`, and this chain's own rows.
 */
export type StockCountedPayload = {
  readonly station_id: string;
  readonly counts: readonly {
    readonly n: number;
    readonly product_id: string;
    readonly unit: 'piece' | 'kg' | 'l';
    readonly counted_milli: number;
    readonly known_milli: number;
    /** Up to which row of each chain `known_milli` goes; left out where there is no headquarters. */
    readonly includes?: Readonly<Record<string, number>>;
    /** counted − known. */
    readonly quantity_milli: number;
  }[];
};
