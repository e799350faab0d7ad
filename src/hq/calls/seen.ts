/** Each call once: what was answered is remembered for as long as its challenge could be used again. */
import type { HqCore } from '../core.ts';
import { CHALLENGE_VALID_MS } from './challenge.ts';
import { CALL_SEEN } from './tables.ts';

/** One in so many calls of a till clears away what is too old to be repeated. */
const CLEAR_EVERY = 16;
const CLEAR_MAX = 500;

export interface SignedCall {
  readonly tillId: string;
  readonly challenge: string;
  readonly counter: number;
  readonly issuedMs: number;
}

/** Remembers a call, durably; false where it was made before. */
export async function isFirstTime(core: HqCore, call: SignedCall): Promise<boolean> {
  const { tillId, challenge, counter, issuedMs } = call;
  const row = { till_id: tillId, issued_ms: issuedMs, call: `${challenge} ${counter}` };
  return core.store.transact(async (transaction) => {
    if (counter % CLEAR_EVERY === 1) {
      const until = core.clock.wallMs() - 2 * CHALLENGE_VALID_MS;
      const old = await transaction.scan(CALL_SEEN, { prefix: [tillId], until, limit: CLEAR_MAX });
      const keys = old.map((seen) => [seen.till_id, seen.issued_ms, seen.call]);
      if (keys.length > 0) await transaction.remove(CALL_SEEN, keys);
    }
    return (await transaction.insert(CALL_SEEN, [row])).length > 0;
  });
}
