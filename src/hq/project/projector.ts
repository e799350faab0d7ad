/**
 * The second step of ingest: what rows of a chain mean beyond that chain (balances, stock, customers, takings by store). Each
 * projector has a cursor per chain, works in transactions of its own, and is such that a row applied twice changes nothing:
 * its effects are keyed by `entry_id`.
 */
import type { Entry } from '#domain/journal/journal.ts';
import type { HqCore } from '../core.ts';
import type { HqTransaction } from '../store/port.ts';

export interface ChainOf {
  readonly chainId: string;
  readonly tillId: string;
  readonly storeId: string;
}

export interface Projector {
  /** Names its cursors; a new meaning needs a new name, and starts from the first row. */
  readonly name: string;
  /** The kinds of rows it looks at; others pass its cursor unseen. */
  readonly kinds: readonly string[];
  /**
   * Applies rows of one chain, in order, in the transaction that also moves the cursor. Throws where a row cannot be
   * understood: that row is listed as unprojected with the reason, the others go on, and it is tried again when asked.
   * Returns the streams it published to.
   */
  readonly apply: (
    core: HqCore,
    transaction: HqTransaction,
    rows: readonly Entry[],
    chain: ChainOf,
  ) => Promise<readonly string[]>;
}
