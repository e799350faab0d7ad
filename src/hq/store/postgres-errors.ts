/** What an error of PostgreSQL, or of the way to it, means to us. Codes: PostgreSQL 18, appendix A. */

/** Serialization failure, deadlock: the engine asks to have the transaction again from its beginning. */
const REPEATED = new Set(['40001', '40P01']);

/** Of ours or of the server's side, besides the classes below: it will go again by itself, or once somebody has looked. */
const AWAY = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ENOENT',
  ],
  // Read only (a standby that is not the leader yet), statement or idle time-out, no room for locks.
  ...['25006', '25P03', '57014', '55P03'],
]);
/** Connection, resources (disk, memory, connections), operator, system error. */
const AWAY_CLASSES = ['08', '53', '57', '58'];
/** Of the driver, which has no codes. */
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|client has encountered/i;

/** The SQLSTATE, or the code of the system's error; undefined where it has none. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

export function isToRepeat(error: unknown): boolean {
  return REPEATED.has(sqlState(error) ?? '');
}

/** Whether the database cannot be used now: nothing about the statement itself was wrong. */
export function isAway(error: unknown): boolean {
  const state = sqlState(error) ?? '';
  if (AWAY.has(state)) return true;
  if (state.length === 5 && AWAY_CLASSES.includes(state.slice(0, 2))) return true;
  return error instanceof Error && AWAY_WORDS.test(error.message);
}
