/**
 * Waits for what proves a job, on the line that it went out on.
 *
 * A printer without paper keeps the job and goes on after a new roll, so it is waited for; one that fell silent is not. What
 * it says by itself counts like an answer: with its buffer full it hears no question.
 */
import type { Clock } from '#base/clock.ts';
import type { FaultCode } from '#base/fault.ts';
import type { PrinterLine } from './printer-line.ts';
import type { PrinterStatus } from './status.codec.ts';

const ASK_AGAIN_MS = 400;
/** A receipt is on paper within a few seconds; a long one on an old impact printer takes twenty. */
const PRINT_MS_MAX = 30_000;
/** A printer that talked before the job and says nothing for this long after it is gone. */
const SILENCE_MS_MAX = 8_000;
/** After this silence an answer was lost on the way, and the next question is counted afresh. */
const ANSWER_LOST_MS = 3_000;
/** Somebody is putting in a new roll: the printer goes on from its buffer by itself. */
const BLOCKED_MS_MAX = 15 * 60_000;

export type Proof =
  | 'proved'
  /** The printer is well, talks, and does not answer this: it has no such answer. */
  | 'unproved'
  | 'lost';

/** What the end of a job is known by: a process id that came back, or a question behind it that was answered. */
export function waitForProof(options: {
  readonly line: PrinterLine;
  readonly clock: Clock;
  readonly proved: (line: PrinterLine) => boolean;
  /** Told what keeps the printer from going on, and null when nothing does any more. */
  readonly onBlocked: (blockedBy: FaultCode | null, status: PrinterStatus) => void;
}): Promise<Proof> {
  const { line, clock } = options;
  const proved = (): boolean => options.proved(line);
  /** Until then the job itself is on the line, and nothing can be answered. */
  const { carriedMs } = line;
  let goodSinceMs = Math.max(clock.monotonicMs(), carriedMs);
  let blockedBy: FaultCode | null = null;
  let blockedSinceMs = 0;
  let answeredWhileBlocked = false;

  /** The end, or null to go on waiting. */
  function judged(): Proof | null {
    const nowMs = clock.monotonicMs();
    const { status } = line;
    if (status !== null && status.blockedBy !== blockedBy) {
      blockedBy = status.blockedBy;
      blockedSinceMs = nowMs;
      goodSinceMs = Math.max(nowMs, carriedMs);
      answeredWhileBlocked = false;
      options.onBlocked(blockedBy, status);
    }
    const silentMs = nowMs - Math.max(line.heardMs, carriedMs);
    if (blockedBy !== null) {
      if (nowMs - blockedSinceMs > BLOCKED_MS_MAX) return 'lost';
      return answeredWhileBlocked && silentMs > SILENCE_MS_MAX ? 'lost' : null;
    }
    if (silentMs > SILENCE_MS_MAX) return 'lost';
    if (silentMs > ANSWER_LOST_MS) line.forgetQuestions();
    return nowMs - goodSinceMs > PRINT_MS_MAX ? 'unproved' : null;
  }

  async function wait(): Promise<Proof> {
    for (;;) {
      await line.until(ASK_AGAIN_MS, proved);
      if (proved()) return 'proved';
      if (line.lost) return 'lost';
      if (!line.behind && (await line.ask(ASK_AGAIN_MS)) !== null) answeredWhileBlocked = blockedBy !== null;
      if (proved()) return 'proved';
      if (line.lost) return 'lost';
      const end = judged();
      if (end !== null) return end;
    }
  }
  return wait();
}
