/** What can go wrong with a printer, by name. */
export const SCENARIOS = [
  'healthy',
  'paper-near-end',
  'paper-out',
  /** The roll ends after a few lines of the next receipt; put in paper and it goes on. */
  'paper-out-mid-receipt',
  'cover-open',
  /** The knife is stuck: nothing is printed until the error is cleared. */
  'cutter-jammed',
  /** The power goes after the first bytes of the next job, and what was not printed is forgotten. */
  'powered-off-mid-job',
  /** Takes the first byte of a job and resets the connection. */
  'reset-after-first-byte',
  /** Prints, but never says anything. */
  'never-answers',
  /** Prints, and says what no manual has. */
  'answers-rubbish',
  /** Ends its own side of the connection after its first word, and goes on listening. */
  'half-closes',
  /** Takes what it is sent at one byte a second. */
  'one-byte-a-second',
  /** Prints a hundred bytes a second. */
  'slow',
  /** Knows no `GS ( H`: nothing tells when the paper is out. */
  'no-process-id',
  /** Answers real-time questions and nothing else. */
  'real-time-only',
  /** The pulse is heard and the drawer does not move. */
  'drawer-jammed',
] as const;
export type Scenario = (typeof SCENARIOS)[number];
