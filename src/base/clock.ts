/**
 * Time as a port. Pure code never reads a clock; whoever needs the time is handed one.
 */
export interface Clock {
  /** The wall clock in milliseconds since 1970-01-01 UTC, as read: it may step in either direction. */
  wallMs(): number;
  /** Milliseconds since some fixed moment of this process; never steps back. */
  monotonicMs(): number;
  /** Calls `then` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, then: () => void): () => void;
}
