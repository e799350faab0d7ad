/**
 * Chance as a port, so that a seeded run can be repeated.
 */
export interface Random {
  /** `count` unpredictable bytes. */
  bytes(count: number): Uint8Array;
  /** A fresh id, RFC 9562 version 4, lower case. */
  uuid(): string;
}
