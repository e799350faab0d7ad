/**
 * One run: two or three tills of two shops and two nodes of headquarters live through an hour of trade and trouble, then the
 * trouble ends, everybody is given time, and the checkers read what is left.
 */
import type { Log } from '#base/log.ts';
import { saveProduct } from '#hq/catalogue/catalogue.ts';
import { createEnrolmentCode } from '#hq/fleet/codes.ts';
import { saveStore } from '#hq/fleet/stores.ts';
import { saveSettings } from '#hq/settings/settings.ts';
import type { MemoryStore } from '#hq/store/memory-store.ts';
import { PRODUCTS } from '#main/till/testing.ts';
import { firstOfflineSpending } from '#domain/settings/settings.ts';
import { present } from '#base/assert.ts';
import { currencyOf } from '#domain/money/money.ts';
import { checkAll, type RunFacts } from './checkers.ts';
import { Findings } from './findings.ts';
import { actAtHeadquarters } from './sim-office.ts';
import type { EnrolOutcome } from '#main/sync/port.ts';
import { CALM, type Faults } from './network.ts';
import { keepOldGrants } from './planted.ts';
import type { Errand } from './sim-staff.ts';
import type { SimTill } from './sim-till.ts';
import { World, type WorldOptions } from './world.ts';

/** What a run tried and found. */
export interface SeedReport {
  readonly seed: number;
  readonly flaws: readonly string[];
  /** Faults injected, deeds done, answers refused, by name. */
  readonly counts: ReadonlyMap<string, number>;
}

export interface SeedOptions extends Pick<WorldOptions, 'store' | 'planted'> {
  readonly seed: number;
  readonly steps?: number;
  readonly log?: Log;
}

const STORES = ['store-a', 'store-b'] as const;
const CODES = PRODUCTS.flatMap(({ gtins }) => gtins.slice(0, 1).map((gtin) => gtin.replace(/^0/, '')));
/** The longest that headquarters and tills are given to agree once nothing disturbs them any more. */
const CALM_MS_MAX = 30 * 60_000;
/** Nothing to send for so long, more than the longest pause after a failure (30 s): everybody has heard everything. */
const QUIET_STEP_MS = 10_000;
const QUIET_STEPS = 5;
/** New chains that one till may need once trouble has ended; one that needs more is never led out. */
const NEW_CHAINS_MAX = 6;
const TEN_YEARS_MS = 3_652 * 86_400_000;

/** Chances of a step that stand for one deed. */
const SELL = 0;
const TAKE_IMAGE = 0.89;
const PUT_BACK = 0.9;

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Runs one seed to its end. The folders of its tills are gone afterwards. */
export async function runSeed({ seed, steps = 30, log = silent, ...rest }: SeedOptions): Promise<SeedReport> {
  const world = new World({ seed, nodes: 2, log, ...rest });
  const run = new Run(world);
  try {
    await run.open();
    for (let step = 0; step < steps; step++) await run.step();
    await run.calm();
    const findings = new Findings();
    await checkAll(world, run.facts, findings);
    const network = Object.entries(world.network.counts).map(([what, count]) => [`network: ${what}`, count] as const);
    const counts = new Map([...run.counts, ...world.deeds, ...network, ...findings.counts()]);
    return { seed, flaws: [...run.flaws, ...findings.flaws], counts };
  } finally {
    world.close();
  }
}

class Run {
  readonly flaws: string[] = [];
  readonly counts = new Map<string, number>();
  readonly facts: RunFacts = {
    rolledBack: new Set(),
    hqRestored: false,
    writtenOff: new Map(),
    erased: new Set(),
    merged: new Map(),
  };
  readonly #world: World;
  readonly #images = new Map<SimTill, string>();
  readonly #newChains = new Map<SimTill, number>();
  #hqBackup: MemoryStore | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  async open(): Promise<void> {
    const world = this.#world;
    for (let node = 0; node < world.nodeCount(); node++) await this.#whileTimePasses(world.startNode(node));
    const { core } = world.hq();
    const currency = present(currencyOf('EUR'), 'the euro');
    await this.#whileTimePasses(
      (async () => {
        for (const { id, gtins, plu, ...product } of PRODUCTS) {
          const saved = await saveProduct(core, { productId: null, product: { ...product, gtins, plu: plu ?? '' } });
          if (saved.kind !== 'done') throw new Error(`${id} is not taken: ${JSON.stringify(saved)}`);
          if (product.unit === 'piece') world.productIds.push(saved.productId);
        }
        for (const storeId of STORES) await saveStore(core, { storeId, name: storeId, timeZone: 'Europe/Paris' });
        const spending = { ...firstOfflineSpending(currency), floorMinor: 0, floorPoints: 0, refundFloorMinor: 0 };
        await saveSettings(core, { storeId: null, group: 'offline-spending', value: spending });
      })(),
    );
    // The oldest backup that may be put back knows no till.
    this.#hqBackup = world.backUpHq();
    const tills = world.dice.whole(2, 3);
    for (let index = 1; index <= tills; index++) {
      const storeId = STORES[index % 2 === 1 ? 0 : 1];
      const skewMs = world.dice.chance(0.1) ? (world.dice.chance(0.5) ? 1 : -1) * TEN_YEARS_MS : 0;
      if (skewMs !== 0) this.#count('clock ten years off');
      world.addTill({ tillId: `till-${index}`, storeId, codes: CODES, productIds: world.productIds, skewMs });
    }
    // One of them works alone at first, and hands over what it opened.
    for (const till of world.tills.slice(world.dice.chance(0.3) ? 1 : 0)) await this.#enrol(till);
  }

  async step(): Promise<void> {
    const { dice, tills, network } = this.#world;
    const till = dice.pick(tills);
    const chance = this.#chanceOfPlanted(till) ?? dice.share();
    if (till.staff.isForked && dice.chance(0.5)) await this.#leadOut(till);
    else if (chance < 0.55) till.act(this.#errandAt(till));
    else if (chance < 0.6) await this.#actAtHeadquarters();
    else if (chance < 0.66) this.#crash(till);
    else if (chance < 0.7) await this.#killNode();
    else if (chance < 0.78) this.#cut(till);
    else if (chance < 0.84) this.#disturb();
    else if (chance < 0.86) this.#turnClock(till);
    else if (chance <= TAKE_IMAGE) this.#image(till);
    else if (chance <= PUT_BACK) this.#putBack(till);
    else if (chance < 0.92) this.#backUpHq();
    else if (chance < 0.93) await this.#restoreHq();
    else if (chance < 0.95 && this.#isOutside(till)) await this.#enrol(till);
    else network.setCut(till.tillId, false);
    // Mostly a busy counter, now and then a pause in which holds and challenges end.
    await this.#world.time.pass(dice.chance(0.01) ? dice.whole(60_000, 200_000) : dice.whole(0, 3_000));
  }

  /** The bug that needs a disk put back, with a lease on it, gets one: by chance alone that is rare. */
  #chanceOfPlanted(till: SimTill): number | null {
    const { planted, dice } = this.#world;
    if (planted !== 'restored-lease' || !dice.chance(0.4)) return null;
    if (this.facts.rolledBack.has(till.tillId)) return SELL;
    if (this.#images.has(till)) return PUT_BACK;
    return till.till.store().authority.allGrants().length > 0 ? TAKE_IMAGE : null;
  }

  /** What customers come for, so that a planted bug has its chance; anything where none is planted. */
  #errandAt(till: SimTill): Errand {
    const { planted, dice } = this.#world;
    // Once it is in a new chain: to spend what its old one was granted.
    if (planted === 'restored-lease' && this.#newChains.has(till)) return 'spend';
    // The same goods, at one till after the other.
    if (planted === 'forgotten-refund' && dice.chance(0.4)) return 'bring-back';
    return 'any';
  }

  /** Everything works again, and everybody has time. */
  async calm(): Promise<void> {
    const world = this.#world;
    const { network, tills, time } = world;
    network.faults = CALM;
    for (const till of tills) {
      network.setCut(till.tillId, false);
    }
    for (let node = 0; node < world.nodeCount(); node++)
      if (!world.isNodeAlive(node)) await this.#whileTimePasses(world.startNode(node));
    for (const till of tills) if (this.#isOutside(till)) await this.#enrol(till);
    const endMs = time.nowMs + CALM_MS_MAX;
    let quiet = 0;
    this.#newChains.clear();
    while (time.nowMs < endMs && quiet < QUIET_STEPS) {
      const endless = tills.filter((till) => (this.#newChains.get(till) ?? 0) > NEW_CHAINS_MAX);
      for (const { tillId } of endless) this.flaws.push(`${tillId} is asked for a new chain again and again`);
      if (endless.length > 0) return;
      await time.pass(QUIET_STEP_MS);
      for (const till of tills) {
        await this.#leadOut(till);
        if (till.staff.isUnknown) await this.#enrol(till);
      }
      const isStill = tills.every(({ doing }) => doing === null) && this.#isSent();
      quiet = isStill ? quiet + 1 : 0;
    }
    for (const { doing, tillId } of tills)
      if (doing !== null) this.flaws.push(`somebody at ${tillId} is still waiting`);
    if (!this.#isSent()) this.flaws.push('not everything was sent after half an hour without trouble');
  }

  /** Somebody reads what the till says, and does it. */
  async #leadOut(till: SimTill): Promise<void> {
    if (!till.staff.isForked || till.doing !== null) return;
    if (!(await this.#whileTimePasses(till.staff.beginNewChain()))) return;
    this.#count('new chain begun');
    this.#newChains.set(till, (this.#newChains.get(till) ?? 0) + 1);
    till.crash();
    if (this.#world.planted === 'restored-lease') till.crash(() => keepOldGrants(till.till.dataDir));
  }

  #isSent(): boolean {
    return this.#world.tills.every(
      ({ staff }) => staff.page.views.status?.unsentCount === 0 && staff.page.views.status.network === 'online',
    );
  }

  /** Whether a till works with no headquarters: it never did, or it is not known there any more. */
  #isOutside(till: SimTill): boolean {
    return till.till.store().hq.link() === null || till.staff.isUnknown;
  }

  async #enrol(till: SimTill): Promise<void> {
    const outcome = await this.#enrolWith(till, {});
    // Put back to what it was before its enrolment: headquarters wants a code made for this very till.
    if (outcome.kind === 'refused' && outcome.reason === 'till-known')
      await this.#enrolWith(till, { tillId: till.tillId });
  }

  async #enrolWith(till: SimTill, known: { readonly tillId?: string }): Promise<EnrolOutcome> {
    const { storeId, tillId } = till;
    const isAgain = till.till.store().hq.link() !== null;
    const outcome = await this.#whileTimePasses(
      (async () => {
        const { core } = this.#world.hq();
        const code = await createEnrolmentCode(core, { storeId, tillName: tillId, ...known });
        if (code.kind !== 'done') throw new Error(`no code: ${JSON.stringify(code)}`);
        return till.till.enrol({ code: code.code });
      })(),
    );
    this.#count(`enrolment${isAgain ? ' again' : ''}: ${outcome.kind === 'refused' ? outcome.reason : outcome.kind}`);
    return outcome;
  }

  async #actAtHeadquarters(): Promise<void> {
    this.#count(await this.#whileTimePasses(actAtHeadquarters(this.#world, STORES, this.facts)));
  }

  #crash(till: SimTill): void {
    this.#count('till killed');
    till.crash();
  }

  async #killNode(): Promise<void> {
    const world = this.#world;
    const node = world.dice.whole(0, world.nodeCount() - 1);
    if (!world.isNodeAlive(node)) return this.#whileTimePasses(world.startNode(node));
    this.#count('node killed');
    world.killNode(node);
    // Two are not down together for long.
    if (!world.isNodeAlive(1 - node)) await this.#whileTimePasses(world.startNode(1 - node));
  }

  #cut(till: SimTill): void {
    this.#count('till cut off');
    this.#world.network.setCut(till.tillId, true);
  }

  #disturb(): void {
    const { dice, network } = this.#world;
    this.#count('network disturbed');
    const faults: Faults = {
      dropShare: dice.share() * 0.3,
      doubleShare: dice.share() * 0.3,
      delayMsMax: dice.whole(20, 2_000),
      lateShare: dice.share() * 0.1,
      lateMsMax: 60_000,
    };
    network.faults = dice.chance(0.4) ? CALM : faults;
  }

  #turnClock(till: SimTill): void {
    const { dice } = this.#world;
    this.#count('clock turned');
    till.clock.skewMs += dice.whole(-600_000, 600_000);
  }

  #image(till: SimTill): void {
    this.#count('image taken');
    this.#images.set(till, till.backUp());
  }

  #putBack(till: SimTill): void {
    const image = this.#images.get(till);
    if (image === undefined) return;
    this.#count('image put back');
    this.facts.rolledBack.add(till.tillId);
    till.restore(image);
  }

  #backUpHq(): void {
    this.#count('headquarters backed up');
    this.#hqBackup = this.#world.backUpHq();
  }

  async #restoreHq(): Promise<void> {
    if (this.#hqBackup === null) return;
    this.#count('headquarters restored');
    this.facts.hqRestored = true;
    await this.#whileTimePasses(this.#world.restoreHq(this.#hqBackup));
  }

  /** What needs time to end, while time passes. */
  async #whileTimePasses<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const ended = work.finally(() => {
      isOver = true;
    });
    ended.catch(() => undefined);
    for (let tries = 0; !isOver && tries < 10_000; tries++) await this.#world.time.pass(10);
    if (!isOver) throw new Error('something took longer than a hundred seconds');
    return ended;
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}
