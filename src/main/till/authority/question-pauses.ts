/** How long a question to headquarters rests before it is asked again: a fault that comes at once would be asked for at once. */
import type { Clock } from '#base/clock.ts';

interface Pause {
  readonly failures: number;
  /** Whether it still lasts. */
  isResting: boolean;
  readonly end: () => void;
}

export class QuestionPauses {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #backOffMs: (failures: number) => number;
  readonly #pauses = new Map<string, Pause>();

  /** `backOffMs` says how long to rest after so many failures in a row. */
  constructor(clock: Pick<Clock, 'after'>, backOffMs: (failures: number) => number) {
    this.#clock = clock;
    this.#backOffMs = backOffMs;
  }

  isResting(questionId: string): boolean {
    return this.#pauses.get(questionId)?.isResting ?? false;
  }

  /** A question got no answer: it rests longer each time, and `then` is told when it may be asked again. */
  failed(questionId: string, then: () => void): void {
    const failures = (this.#pauses.get(questionId)?.failures ?? 0) + 1;
    this.#rest(questionId, { failures, delayMs: this.#backOffMs(failures), then });
  }

  /** A question that is to be asked again in so long, without having failed. */
  rest(questionId: string, delayMs: number, then: () => void): void {
    this.#rest(questionId, { failures: 0, delayMs, then });
  }

  #rest(questionId: string, given: { failures: number; delayMs: number; then: () => void }): void {
    this.#pauses.get(questionId)?.end();
    const pause: Pause = {
      failures: given.failures,
      isResting: true,
      end: this.#clock.after(given.delayMs, () => {
        pause.isResting = false;
        given.then();
      }),
    };
    this.#pauses.set(questionId, pause);
  }

  /** It was answered, or nobody asks it any more. */
  forget(questionId: string): void {
    this.#pauses.get(questionId)?.end();
    this.#pauses.delete(questionId);
  }

  /** The line is back, or the till ends: nothing rests. How often each failed is kept. */
  endAll(): void {
    for (const pause of this.#pauses.values()) {
      pause.end();
      pause.isResting = false;
    }
  }
}
