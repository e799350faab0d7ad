/**
 * How large a run is. `full` is what the budgets are about, `quick` is for a change under way, `tiny` shows in a test
 * that the bench itself works.
 */
export interface Scale {
  readonly name: 'full' | 'quick' | 'tiny';
  /** Catalogue sizes; the budget is on the largest. */
  readonly products: readonly number[];
  /** Rows of journal before the start that is measured. */
  readonly journalRows: number;
  /** Interleaved rounds. */
  readonly rounds: number;
  /** Repetitions within a round. */
  readonly times: number;
  /** Sales in each round of the commit rows. */
  readonly sales: number;
  /** How long three scans a second go on. */
  readonly burstSeconds: number;
  /** Codes in the film before the camera; each takes more than a second, in every round. */
  readonly cameraSymbols: number;
  /** Lines of the receipts that are printed over a line; the budget is on forty. */
  readonly receiptLines: number;
}

export const SCALES: Readonly<Record<Scale['name'], Scale>> = {
  full: {
    name: 'full',
    products: [10_000, 100_000, 1_000_000],
    journalRows: 1_000_000,
    rounds: 5,
    times: 400,
    sales: 60,
    burstSeconds: 30,
    cameraSymbols: 12,
    receiptLines: 40,
  },
  quick: {
    name: 'quick',
    products: [10_000, 100_000],
    journalRows: 20_000,
    rounds: 5,
    times: 200,
    sales: 30,
    burstSeconds: 5,
    cameraSymbols: 6,
    receiptLines: 40,
  },
  tiny: {
    name: 'tiny',
    products: [500, 1_000],
    journalRows: 300,
    rounds: 2,
    times: 10,
    sales: 3,
    burstSeconds: 1,
    cameraSymbols: 2,
    receiptLines: 4,
  },
};
