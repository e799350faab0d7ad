/**
 * A run with everything as it ships: two tills and headquarters with its PostgreSQL, each a process of its own, real sockets and a
 * wire that fails between them. The same deeds come again with the same seed; what they meet on the wire does not.
 */
import { CODES, type Counter, openCounter } from '../scenario/counter.ts';
import { openHeadquarters, type RealHq } from '../scenario/headquarters.ts';
import { type Dice, diceOf } from '../rig/dice.ts';
import { CALM_WIRE, type FaultProxy, openFaultProxy } from './fault-proxy.ts';
import type { SeedReport } from './run-seed.ts';

const TILLS = 2;
const CALM_MS_MAX = 180_000;
const STEP_MS_MAX = 500;
const LOOK_EVERY_MS = 200;

interface Takings {
  readonly total: { readonly saleCount: number; readonly grossMinor: number };
}

/** Runs one seed. Wants `dist/` built. */
export async function runReal({ seed, steps }: { readonly seed: number; readonly steps: number }): Promise<SeedReport> {
  const dice = diceOf(seed);
  const hq = await openHeadquarters();
  const wire = await openFaultProxy({ port: Number(new URL(hq.address).port), dice: diceOf(seed + 1) });
  const counters: Counter[] = [];
  try {
    for (const code of hq.codes.slice(0, TILLS)) {
      const counter = await openCounter();
      counters.push(counter);
      await counter.signIn();
      await counter.page().command('joinHq', { url: wire.address, code });
      await counter.page().until('status', ({ network, unsentCount }) => network === 'online' && unsentCount === 0);
    }
    return await new RealRun({ dice, hq, wire, counters }).toItsEnd(seed, steps);
  } finally {
    for (const counter of counters) await counter.close();
    await wire.close();
    await hq.close();
  }
}

interface Parts {
  readonly dice: Dice;
  readonly hq: RealHq;
  readonly wire: FaultProxy;
  readonly counters: readonly Counter[];
}

class RealRun {
  readonly #parts: Parts;
  readonly #counts = new Map<string, number>();
  #sold = 0;
  #soldMinor = 0;
  #isAway = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async toItsEnd(seed: number, steps: number): Promise<SeedReport> {
    for (let step = 0; step < steps; step++) await this.#step();
    const { wire, hq } = this.#parts;
    wire.faults = CALM_WIRE;
    hq.mend();
    if (this.#isAway) await hq.startAgain();
    const flaws = await this.#flaws();
    const network = [...wire.counts].map(([what, count]) => [`wire: ${what}`, count] as const);
    return { seed, flaws, counts: new Map([...this.#counts, ...network]) };
  }

  async #step(): Promise<void> {
    const { dice, hq, counters } = this.#parts;
    const chance = dice.share();
    if (chance < 0.7) await this.#sell(dice.pick(counters));
    else if (chance < 0.85) this.#disturb();
    else if (chance < 0.88) {
      this.#count('line cut');
      hq.cut();
    } else if (chance < 0.95) hq.mend();
    else if (this.#isAway) {
      this.#isAway = false;
      await hq.startAgain();
    } else {
      this.#count('headquarters killed');
      this.#isAway = true;
      await hq.kill();
    }
    // Tills ask once a second and oftener: there has to be something on the wire to fail.
    await new Promise((resolve) => setTimeout(resolve, dice.whole(0, STEP_MS_MAX)));
  }

  async #sell(counter: Counter): Promise<void> {
    await counter.scan([this.#parts.dice.pick(CODES.slice(0, 20))]);
    const { totalMinor } = counter.page().view('basket');
    await counter.pay('none');
    this.#sold += 1;
    this.#soldMinor += totalMinor;
    this.#count('sale');
  }

  #disturb(): void {
    const { dice, wire } = this.#parts;
    this.#count('network disturbed');
    wire.faults = {
      refuseShare: dice.share() * 0.3,
      breakShare: dice.share() * 0.3,
      swallowShare: dice.share() * 0.1,
      delayMsMax: dice.whole(0, 300),
    };
  }

  /** Everybody has sent everything, and headquarters' takings are what was sold, to the cent. */
  async #flaws(): Promise<readonly string[]> {
    const { counters, hq } = this.#parts;
    const isSent = ({ page }: Counter): boolean => {
      const { network, unsentCount } = page().view('status');
      return network === 'online' && unsentCount === 0;
    };
    if (!(await this.#comesTrue(() => Promise.resolve(counters.every(isSent)))))
      return ['not everything was sent three minutes after the trouble ended'];
    const businessDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date());
    let said = '';
    const isEqual = await this.#comesTrue(async () => {
      const { total } = (await hq.ask('today', { storeId: null, businessDay, known: null })) as Takings;
      said = `${total.saleCount} sales of ${total.grossMinor}`;
      return total.saleCount === this.#sold && total.grossMinor === this.#soldMinor;
    });
    this.#count('checked: takings of headquarters are what was sold');
    return isEqual ? [] : [`headquarters has ${said}, sold were ${this.#sold} of ${this.#soldMinor}`];
  }

  async #comesTrue(holds: () => Promise<boolean>): Promise<boolean> {
    const endMs = performance.now() + CALM_MS_MAX;
    while (!(await holds())) {
      if (performance.now() > endMs) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return true;
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }
}
