/** One simulated till: the real core over a real store, which can be killed, started again, copied and put back. */
import { randomOf } from '#base/testing.ts';
import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HqTransport } from '#main/sync/port.ts';
import { makeTill, SHOP_FOLDERS, type TestTill } from '#main/till/testing.ts';
import { rowText } from '#domain/journal/journal.ts';
import type { Dice } from '../rig/dice.ts';
import { type Deeds, type Errand, SimStaff, type Town } from './sim-staff.ts';
import { laidOut } from './laid-out.ts';
import type { NodeClock, VirtualTime } from './virtual-time.ts';

export interface SimTillOptions {
  readonly tillId: string;
  readonly storeId: string;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly transport: HqTransport;
  readonly town: Town;
  readonly deeds: Deeds;
  readonly codes: readonly string[];
  readonly productIds: readonly string[];
  /** How wrong its clock is. */
  readonly skewMs: number;
}

export class SimTill {
  readonly tillId: string;
  readonly storeId: string;
  readonly staff: SimStaff;
  readonly till: TestTill;
  /** What somebody at this till is doing; null while nobody does anything. */
  doing: Promise<void> | null = null;
  readonly #clock: RebornClock;
  #backups = 0;

  constructor(options: SimTillOptions) {
    const { tillId, storeId, time, dice, town, deeds, codes, productIds } = options;
    this.tillId = tillId;
    this.storeId = storeId;
    this.#clock = new RebornClock(time, options.skewMs);
    this.till = makeTill({
      tillId,
      clock: this.#clock,
      random: randomOf(dice),
      laidOut: laidOut(tillId, this.#clock),
      // A disk answers when it likes; nobody cuts the power here, and the same seed is to go the same way.
      sink: { sync: () => Promise.resolve() },
      hq: { transport: () => options.transport },
    });
    const waitMs = (durationMs: number): Promise<void> =>
      new Promise((resolve) => void time.after(durationMs, resolve));
    this.staff = new SimStaff({ dice, tillId, town, codes, productIds, deeds, waitMs });
    this.#connect();
  }

  get clock(): NodeClock {
    return this.#clock.present;
  }

  /** Ends the process as a kill does, and starts it again. `between`: what happens to its folder meanwhile. */
  crash(between?: () => void): void {
    this.staff.page.disconnect();
    this.#clock.reborn();
    this.till.restart({}, between);
    this.#connect();
  }

  /** Copies the whole disk as it lies there, keys and witnesses too; the name of the copy. */
  backUp(): string {
    const copy = join(this.#root(), `backup-${(this.#backups += 1)}`);
    // A disk image is taken of a machine that stands still.
    this.crash(() => {
      for (const part of SHOP_FOLDERS) cpSync(join(this.#root(), part), join(copy, part), { recursive: true });
    });
    return copy;
  }

  /** Puts an old image back in place of the folder. */
  restore(copy: string): void {
    this.crash(() => {
      for (const part of SHOP_FOLDERS) {
        rmSync(join(this.#root(), part), { recursive: true });
        cpSync(join(copy, part), join(this.#root(), part), { recursive: true });
      }
    });
  }

  /** All rows of all its chains, as lines. */
  lines(): readonly string[] {
    const store = this.till.store();
    return store.chainIds().flatMap((chainId) => store.rowsAfter(chainId, 0, 1_000_000).map(rowText));
  }

  /** Begins something, unless somebody is still at it. */
  act(errand: Errand = 'any'): void {
    if (this.doing !== null) return;
    this.doing = this.staff.act(errand).finally(() => {
      this.doing = null;
    });
  }

  close(): void {
    this.staff.page.disconnect();
    this.#clock.reborn();
    this.till.drop();
  }

  #root(): string {
    return dirname(this.till.dataDir);
  }

  #connect(): void {
    const { page } = this.staff;
    const connection = this.till.connect('till', (message) => page.receive(message));
    page.connect((message) => connection.receive(message));
  }
}

/** The clock of one till through all its lives: timers of a life that ended do not ring. */
class RebornClock {
  readonly #time: VirtualTime;
  present: NodeClock;

  constructor(time: VirtualTime, skewMs: number) {
    this.#time = time;
    this.present = time.clock(skewMs);
  }

  reborn(): void {
    const { skewMs } = this.present;
    this.present.kill();
    this.present = this.#time.clock(skewMs);
  }

  wallMs(): number {
    return this.present.wallMs();
  }

  monotonicMs(): number {
    return this.present.monotonicMs();
  }

  after(delayMs: number, then: () => void): () => void {
    return this.present.after(delayMs, then);
  }
}
