/**
 * The network between tills and nodes of headquarters: it drops, delays, doubles and reorders calls and answers, and can be
 * cut for one till or for all. What it did is counted, so that a run can say what it tried.
 */
import type { Dice } from '../rig/dice.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One call as it travels. */
export interface Call {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** What a node does with a call; never answers where it was killed meanwhile. */
export type Answering = (call: Call) => Promise<Reply>;

export interface Faults {
  readonly dropShare: number;
  readonly doubleShare: number;
  /** The longest delay of most calls, and of the few that are overtaken by many. */
  readonly delayMsMax: number;
  readonly lateShare: number;
  readonly lateMsMax: number;
}

export const CALM: Faults = { dropShare: 0, doubleShare: 0, delayMsMax: 20, lateShare: 0, lateMsMax: 0 };

export interface NetworkCounts {
  calls: number;
  droppedCalls: number;
  droppedAnswers: number;
  doubled: number;
  late: number;
  cut: number;
}

export class Network {
  readonly counts: NetworkCounts = { calls: 0, droppedCalls: 0, droppedAnswers: 0, doubled: 0, late: 0, cut: 0 };
  faults: Faults = CALM;
  readonly #cut = new Set<string>();
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly #nodes: () => readonly Answering[];

  constructor(given: { readonly time: VirtualTime; readonly dice: Dice; readonly nodes: () => readonly Answering[] }) {
    this.#time = given.time;
    this.#dice = given.dice;
    this.#nodes = given.nodes;
  }

  /** Cuts a till off, or lets it back. */
  setCut(tillId: string, isCut: boolean): void {
    if (isCut) this.#cut.add(tillId);
    else this.#cut.delete(tillId);
  }

  /** The line of one till: null where no answer came within the time it waits. */
  transportOf(tillId: string): {
    send(call: Call, options: { readonly timeoutMs: number }): Promise<Reply | null>;
  } {
    return {
      send: (call, { timeoutMs }) =>
        new Promise((resolve) => {
          let isOver = false;
          const end = (reply: Reply | null): void => {
            if (isOver) return;
            isOver = true;
            cancel();
            resolve(reply);
          };
          const cancel = this.#time.after(timeoutMs, () => end(null));
          this.#send(tillId, call, end);
        }),
    };
  }

  #send(tillId: string, call: Call, answered: (reply: Reply | null) => void): void {
    this.counts.calls += 1;
    const copies = this.#dice.chance(this.faults.doubleShare) ? 2 : 1;
    if (copies === 2) this.counts.doubled += 1;
    for (let copy = 0; copy < copies; copy++) {
      if (this.#isLost(tillId, 'droppedCalls')) continue;
      this.#time.after(this.#delayMs(), () => void this.#deliver(tillId, call, answered));
    }
  }

  async #deliver(tillId: string, call: Call, answered: (reply: Reply | null) => void): Promise<void> {
    const nodes = this.#nodes();
    if (this.#cut.has(tillId) || nodes.length === 0) return;
    const reply = await this.#dice.pick(nodes)(call);
    if (this.#isLost(tillId, 'droppedAnswers')) return;
    this.#time.after(this.#delayMs(), () => {
      if (!this.#cut.has(tillId)) answered(reply);
    });
  }

  #isLost(tillId: string, counted: 'droppedCalls' | 'droppedAnswers'): boolean {
    if (this.#cut.has(tillId)) {
      this.counts.cut += 1;
      return true;
    }
    if (!this.#dice.chance(this.faults.dropShare)) return false;
    this.counts[counted] += 1;
    return true;
  }

  #delayMs(): number {
    const isLate = this.#dice.chance(this.faults.lateShare);
    if (isLate) this.counts.late += 1;
    return this.#dice.whole(1, isLate ? this.faults.lateMsMax : this.faults.delayMsMax);
  }
}
