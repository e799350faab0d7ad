/**
 * How the till stands with headquarters, worked out of how its calls ended. Of several calls on their way the latest word
 * counts.
 */
import type { Clock } from '#base/clock.ts';
import type { CallFault } from '#contract/sync/request.ts';
import type { HqReply } from './port.ts';

/** Said by headquarters while it cannot serve anybody: the same as away. */
const BUSY: ReadonlySet<CallFault> = new Set(['hq.busy', 'hq.database-away', 'hq.bug', 'request.too-many']);

/** A new chain that headquarters has not been told of yet: that is on its way, and nobody has anything to do. */
const NOT_TOLD: CallFault = 'request.foreign-chain';

/**
 * Headquarters does not know this till, or knows it by another key: it was put back to a backup that is older than the
 * enrolment, or another machine took the till's place. A code leads back in, and nothing else does.
 */
const UNKNOWN_THERE: ReadonlySet<string | null> = new Set<CallFault>(['request.unknown-till', 'request.signature']);

/** Whether a till that is refused so is taken in again by a code. */
export function needsCode(refusal: string | null): boolean {
  return UNKNOWN_THERE.has(refusal);
}

export class Contact {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #isReached = false;
  #lastMs: number | null = null;
  readonly #refusals = new Map<string, string>();

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** A call of this part of sync ended. Gives the reply on. */
  heard<Answer>(part: string, reply: HqReply<Answer>): HqReply<Answer> {
    const isReached = reply.kind === 'answered' || (reply.kind === 'fault' && !BUSY.has(reply.code));
    if (isReached) this.#lastMs = this.#clock.monotonicMs();
    if (reply.kind === 'answered') this.refuse(part, null);
    if (reply.kind === 'fault' && !BUSY.has(reply.code) && reply.code !== NOT_TOLD) this.refuse(part, reply.code);
    if (isReached !== this.#isReached) {
      this.#isReached = isReached;
      this.#changed();
    }
    return reply;
  }

  /** Why headquarters does not take or give what this part is for; null where it does. */
  refuse(part: string, reason: string | null): void {
    if ((this.#refusals.get(part) ?? null) === reason) return;
    if (reason === null) this.#refusals.delete(part);
    else this.#refusals.set(part, reason);
    this.#changed();
  }

  get isReached(): boolean {
    return this.#isReached;
  }

  /** Of a till that is not known nothing else matters until it is. */
  get refusal(): string | null {
    const all = [...this.#refusals.values()];
    return all.find(needsCode) ?? all[0] ?? null;
  }

  /** Milliseconds since the last answer. */
  get lastContactMs(): number | null {
    return this.#lastMs === null ? null : Math.floor(this.#clock.monotonicMs() - this.#lastMs);
  }
}
