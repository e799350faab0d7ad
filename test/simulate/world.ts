/** Everything of one run: tills, nodes of headquarters over one store, the network between them, and their time. */
import { present } from '#base/assert.ts';
import type { Log } from '#base/log.ts';
import { randomOf } from '#base/testing.ts';
import { type Hq, openHq } from '#hq/hq.ts';
import { declareRestored } from '#hq/ingest/restored.ts';
import type { MemoryStore } from '#hq/store/memory-store.ts';
import { memoryStore } from '#hq/store/memory-store.ts';
import type { HqStore, RowOf, Table } from '#hq/store/port.ts';
import type { PostgresStore } from '#hq/store/postgres-store.ts';
import { type Dice, diceOf } from '../rig/dice.ts';
import { Pending, trackedStore } from './pending.ts';
import { rowsInPostgres } from './real-store.ts';
import { flawedStore, partOfFeed, type Planted } from './planted.ts';
import { mortal, type MortalStore } from './mortal-store.ts';
import { type Call, Network, type Reply } from './network.ts';
import { SimTill } from './sim-till.ts';
import type { Town } from './sim-staff.ts';
import { VirtualTime, type NodeClock } from './virtual-time.ts';

/** Monday 21 September 2026, 10:13 in Paris. */
const START_MS = 1_790_000_000_000 - 6 * 3_600_000;
/** How often a node looks for what it left undone. */
const WORK_EVERY_MS = 1_000;

interface Node {
  readonly hq: Hq;
  readonly store: MortalStore;
  readonly clock: NodeClock;
}

export interface WorldOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly log: Log;
  /** In place of the store in memory. */
  readonly store?: PostgresStore;
  readonly planted?: Planted;
}

export class World {
  readonly dice: Dice;
  readonly #pending = new Pending();
  readonly time = new VirtualTime(START_MS, this.#pending);
  readonly network: Network;
  readonly tills: SimTill[] = [];
  readonly town: Town = { members: [], giftCards: [], tickets: [], broughtBack: [] };
  readonly deeds = new Map<string, number>();
  /** What headquarters calls the goods. */
  readonly productIds: string[] = [];
  readonly #nodes: (Node | null)[] = [];
  readonly #log: Log;
  readonly planted: Planted | null;
  #store: MemoryStore | PostgresStore;

  constructor({ seed, nodes, log, store, planted }: WorldOptions) {
    this.planted = planted ?? null;
    this.dice = diceOf(seed);
    this.#log = log;
    this.#store = store ?? memoryStore({ pause: () => this.#pause() });
    const { time, dice } = this;
    this.network = new Network({
      time,
      dice,
      nodes: () => this.#nodes.flatMap((node) => (node === null ? [] : [(call) => this.#answered(node, call)])),
    });
    for (let node = 0; node < nodes; node++) this.#nodes.push(null);
  }

  /** The store of headquarters, as it is now. */
  get store(): HqStore {
    return this.#store;
  }

  /** All rows of a table of headquarters, as they lie. */
  rowsOf<T extends Table>(table: T): Promise<readonly RowOf<T>[]> {
    const store = this.#store;
    return 'allRows' in store
      ? Promise.resolve(store.allRows(table))
      : this.#pending.track(rowsInPostgres(store, table));
  }

  /** What a store is asked after a run; time does not have to pass for it but where the store makes its reader wait. */
  async settled<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    void work.finally(() => (isOver = true)).catch(() => undefined);
    while (!isOver) await this.time.pass(1);
    return work;
  }

  /** A copy of what headquarters holds; null where its store makes none. */
  backUpHq(): MemoryStore | null {
    return 'copy' in this.#store ? this.#store.copy() : null;
  }

  /** Headquarters is set up again from a backup, on the same addresses, by somebody who says so (`npm run hq -- --restored`). */
  async restoreHq(backup: MemoryStore): Promise<void> {
    for (let index = 0; index < this.#nodes.length; index++) this.killNode(index);
    this.#store = backup.copy();
    for (let index = 0; index < this.#nodes.length; index++) {
      await this.startNode(index);
      if (index === 0) await declareRestored(this.hq().core);
    }
  }

  /** Any node that lives. */
  hq(): Hq {
    return present(
      this.#nodes.find((node) => node !== null),
      'a node of headquarters',
    ).hq;
  }

  nodeCount(): number {
    return this.#nodes.length;
  }

  isNodeAlive(index: number): boolean {
    return this.#nodes[index] !== null;
  }

  async startNode(index: number): Promise<void> {
    const store = mortal(flawedStore(this.#shared(), this.planted, this.dice));
    const clock = this.time.clock(0);
    const random = randomOf(this.dice);
    const hq = await openHq({ store, clock, random, log: this.#log });
    const node: Node = { hq, store, clock };
    this.#nodes[index] = node;
    const work = async (): Promise<void> => {
      const isMore = await hq.work();
      if (this.#nodes[index] === node) clock.after(isMore ? 0 : WORK_EVERY_MS, () => void work());
    };
    clock.after(WORK_EVERY_MS, () => void work());
  }

  /** Ends a node as a kill does: what it was doing is not done, and nobody is told. */
  killNode(index: number): void {
    const node = this.#nodes[index];
    if (node === undefined || node === null) return;
    this.#nodes[index] = null;
    node.store.kill();
    node.clock.kill();
  }

  addTill(given: {
    readonly tillId: string;
    readonly storeId: string;
    readonly codes: readonly string[];
    readonly productIds: readonly string[];
    readonly skewMs: number;
  }): SimTill {
    const { time, dice, town, deeds, network } = this;
    const transport = network.transportOf(given.tillId);
    const till = new SimTill({ ...given, time, dice, town, deeds, transport });
    this.tills.push(till);
    return till;
  }

  close(): void {
    for (const till of this.tills) till.close();
    for (let index = 0; index < this.#nodes.length; index++) this.killNode(index);
  }

  async #answered({ hq }: Node, call: Call): Promise<Reply> {
    const reply = textOf(await hq.answerCall(call));
    const isPart = this.planted === 'part-of-feed' && call.name === 'feed' && this.dice.chance(0.3);
    return isPart ? { ...reply, body: partOfFeed(reply.body) } : reply;
  }

  /** The one store of all nodes. */
  #shared(): HqStore {
    return 'allRows' in this.#store ? this.#store : trackedStore(this.#store, this.#pending);
  }

  /** Between two statements of one node others have their turn, now and then for a while. */
  #pause(): Promise<void> {
    if (!this.dice.chance(0.05)) return Promise.resolve();
    return new Promise((resolve) => void this.time.after(this.dice.whole(0, 5), resolve));
  }
}

function textOf({ status, body }: { readonly status: number; readonly body: unknown }): Reply {
  return { status, body: JSON.stringify(body) };
}
