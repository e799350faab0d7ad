/**
 * A till in a temporary folder for tests: the real store, drafts and catalogue, devices that only remember what they
 * were given, and PINs without the slow hash. `restart` is what a crash leaves: the same folder, nothing of the memory.
 */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProductId, branded } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import type {
  CommandInput,
  CommandName,
  Outcome,
  QueryAnswer,
  QueryInput,
  QueryName,
  TopicName,
  TopicView,
} from '#contract/screen/screen.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import type { DeviceHealth, Hardware, HardwareEvents } from '#main/hardware/port.ts';
import { buildCatalogue, buildHere, catalogueSink, openCatalogue } from '#main/store/catalogue/catalogue.ts';
import type { Catalogue } from '#main/store/catalogue-port.ts';
import type { Drafts, Job, Shop } from '#main/store/port.ts';
import {
  continueInNewChain,
  createShop,
  LiveSecret,
  openDrafts,
  openStore,
  type TillStore,
} from '#main/store/store.ts';
import { type EnrolOutcome, type HqTransport, openHeadquarters, TrustedTime } from '#main/sync/sync.ts';
import { MIGRATIONS_DIR, SetClock, TEST_SHOP, silentLog, testRandom } from '#main/store/testing.ts';
import type { TillPorts } from './ports.ts';
import { createSecrets } from './secrets.ts';
import { type Till, startTill } from './till.ts';

export const PIN = '1234';
export const CASHIER = 'camille';
export const CLERK = 'nadia';
export const MANAGER = 'bernard';

export const PRODUCTS: readonly Product[] = [
  product('milk', { gtins: ['03017620422003'], priceMinor: 435, vatRateBasisPoints: 550, mealVoucher: true }),
  product('water', { gtins: ['03274080005003'], priceMinor: 60, vatRateBasisPoints: 550, depositMinor: 15 }),
  product('pen', { gtins: ['03086126729848'], priceMinor: 120, vatRateBasisPoints: 2000 }),
  product('apples', { gtins: [], plu: '103', unit: 'kg', priceMinor: 269, vatRateBasisPoints: 550 }),
];

function product(
  id: string,
  rest: Partial<Product> & Pick<Product, 'gtins' | 'priceMinor' | 'vatRateBasisPoints'>,
): Product {
  return { id: branded<ProductId>(id), name: id, unit: 'piece', mealVoucher: false, ...rest };
}

const SOFTWARE = { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) };

/** Devices that remember. */
export interface FakeHardware extends Hardware {
  readonly sent: Job[];
  /** What each port of the set-up was last asked for. */
  readonly asked: {
    readonly shown: Parameters<Hardware['show']>[0][];
    readonly searches: Parameters<Hardware['find']>[0][];
    readonly trials: Parameters<Hardware['try']>[0][];
    readonly watched: Set<string>;
    readonly frames: string[];
    readonly enabled: string[];
    readonly drawings: Parameters<Hardware['draw']>[0][];
  };
  configured: readonly DeviceConfig[];
  events: HardwareEvents | undefined;
  ready: boolean;
  printer: { readonly deviceId: string; readonly drawer: boolean } | null;
}

export interface TestPage {
  readonly messages: readonly DownMessage[];
  receive(message: unknown): void;
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>, id?: string): Promise<Outcome<Name>>;
  query<Name extends QueryName>(name: Name, input: QueryInput<Name>): QueryAnswer<Name>;
  view<Name extends TopicName>(topic: Name): TopicView<Name>;
  /** The ticket as commands name it. */
  ticket(): { readonly ticketId: string; readonly basketVersion: number };
  scan(text: string, id?: string): Promise<Outcome<'scan'>>;
  /** Signs in, and opens the session as it was left where none is open. */
  signIn(operatorId?: string, pin?: string): Promise<Outcome<'signIn'>>;
  /** Signs in and nothing more. */
  enter(operatorId?: string, pin?: string): Promise<Outcome<'signIn'>>;
  pay(options?: { readonly print?: 'paper' | 'none'; readonly tenderedMinor?: number }): Promise<Outcome<'pay'>>;
  close(): void;
}

export interface TestTill {
  readonly dataDir: string;
  readonly keysDir: string;
  /** The clock that stands still, where no other was handed in. */
  readonly clock: SetClock;
  readonly hardware: FakeHardware;
  store(): TillStore;
  catalogue(): Catalogue;
  /** Joins the headquarters that `hq` carries to. */
  enrol(input: { readonly code: string; readonly fingerprint?: string }): Promise<EnrolOutcome>;
  page(stationId?: string): TestPage;
  /** Any connection, as the shell makes them. */
  readonly connect: Till['connect'];
  /** Ends the process as a kill does and opens the folder again; `between` is what happens to it meanwhile. */
  restart(changed?: Partial<TillPorts>, between?: () => void): void;
  /** Lets what was put off until the page was told happen. */
  settle(): Promise<void>;
  close(): Promise<void>;
  /** Ends it as a kill does, for good. */
  drop(): void;
}

/** A clock whose timers keep no process alive, so that a failed test ends. */
class IdleClock extends SetClock {
  override after(delayMs: number, then: () => void): () => void {
    const timer = setTimeout(then, delayMs).unref();
    return () => clearTimeout(timer);
  }
}

/** What a till keeps, below its root. */
export const SHOP_FOLDERS = ['data', 'keys'] as const;

/** Makes the small shop with its catalogue below `root`: what a till finds when it starts for the first time. */
export function layOutShop(given: {
  readonly root: string;
  readonly tillId?: string;
  readonly shop?: Partial<Shop>;
  readonly clock: Clock;
  readonly random: Random;
}): void {
  const { root, tillId = 'till-1', shop, clock, random } = given;
  const dataDir = join(root, 'data');
  const operators = [
    { id: CASHIER, name: 'Camille', role: 'cashier' as const },
    { id: CLERK, name: 'Nadia', role: 'clerk' as const },
    { id: MANAGER, name: 'Bernard', role: 'manager' as const },
  ];
  createShop({
    dataDir,
    keysDir: join(root, 'keys'),
    migrationsDir: MIGRATIONS_DIR,
    tillId,
    shop: { ...TEST_SHOP, ...shop },
    operators,
    software: SOFTWARE,
    clock,
    random,
  });
  buildCatalogue({ folder: join(dataDir, 'catalogue'), products: PRODUCTS });
}

/** A till with a small shop. `ports` replaces any part; `hq` carries its calls to a headquarters. */
export function makeTill(
  options: {
    readonly tillId?: string;
    readonly shop?: Partial<Shop>;
    readonly ports?: Partial<TillPorts>;
    readonly drafts?: () => Drafts;
    readonly hq?: { readonly transport: (url: string) => HqTransport };
    /** In place of a clock that stands still and of chance. */
    readonly clock?: Clock;
    readonly random?: Random;
    /** How what came down of the catalogue comes to rest on the disk. */
    readonly sink?: Pick<Parameters<typeof catalogueSink>[0], 'sync'>;
    /** A folder that `layOutShop` filled, to begin with a copy of it. */
    readonly laidOut?: string;
  } = {},
): TestTill {
  const root = mkdtempSync(join(tmpdir(), 'till-test-'));
  const dataDir = join(root, 'data');
  const keysDir = join(root, 'keys');
  const stillClock = new IdleClock();
  const clock = options.clock ?? stillClock;
  const random = options.random ?? testRandom;
  if (options.laidOut === undefined) layOutShop({ ...options, root, clock, random });
  else for (const part of SHOP_FOLDERS) cpSync(join(options.laidOut, part), join(root, part), { recursive: true });
  const hardware = fakeHardware();
  let running = open(0);

  function open(
    restarts: number,
    changed: Partial<TillPorts> = {},
  ): { readonly till: Till; readonly store: TillStore; readonly catalogue: Catalogue; close(): void } {
    continueInNewChain({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, software: SOFTWARE, clock, random });
    const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, clock, log: silentLog });
    const drafts = options.drafts?.() ?? openDrafts(dataDir);
    const time = new TrustedTime(clock, store.hq.progress().hqTimeMs);
    const catalogue = openCatalogue({ folder: join(dataDir, 'catalogue'), nowMs: () => time.nowMs() });
    const secret = new LiveSecret(keysDir);
    const software = { name: 'Comptoir', version: '0.1.0', hash: '0'.repeat(64) };
    const { hq } = options;
    const till = startTill({
      store,
      drafts,
      catalogue,
      openHardware(events) {
        hardware.events = events;
        return hardware;
      },
      devicesFile: { write: () => undefined },
      pins: { matches: (pin) => Promise.resolve(pin === PIN) },
      copy: { status: () => ({ state: 'none', ageMs: null, place: null }) },
      secrets: createSecrets(secret),
      ...(hq && {
        openHq: (events) =>
          openHeadquarters({
            store,
            catalogue: [
              catalogueSink({ catalogue, build: buildHere(), clock, random, log: silentLog, ...options.sink }),
            ],
            keysDir,
            secret,
            transport: hq.transport,
            time,
            clock,
            random,
            log: silentLog,
            software,
            events,
          }),
      }),
      clock,
      random,
      log: silentLog,
      software,
      shellRunId: 'shell-1',
      restarts,
      openingFaults: [],
      ...options.ports,
      ...changed,
    });
    const close = (): void => {
      catalogue.close();
      drafts.close();
      store.close();
    };
    return { till, store, catalogue, close };
  }

  let restarts = 0;
  return {
    dataDir,
    keysDir,
    clock: stillClock,
    hardware,
    store: () => running.store,
    catalogue: () => running.catalogue,
    enrol: ({ code, fingerprint = null }) => running.till.enrol({ url: 'http://hq.test', code, fingerprint }),
    page: (stationId = 'till') => testPage(running.till, stationId),
    connect: (...connection) => running.till.connect(...connection),
    restart(changed, between) {
      restarts += 1;
      const dead = running;
      hardware.sent.length = 0;
      dead.till.abandon();
      dead.close();
      between?.();
      running = open(restarts, changed);
    },
    settle: () => new Promise((resolve) => setTimeout(resolve, 20)),
    async close() {
      await running.till.stop();
      running.close();
      rmSync(root, { recursive: true, force: true });
    },
    drop() {
      running.till.abandon();
      running.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function fakeHardware(): FakeHardware {
  const page = new Map<string, Pick<DeviceHealth, 'state' | 'fault'>>();
  const hardware: FakeHardware = {
    sent: [],
    asked: { shown: [], searches: [], trials: [], watched: new Set(), frames: [], enabled: [], drawings: [] },
    configured: [{ id: 'printer', kind: 'printer', name: 'Printer', address: 'tcp://127.0.0.1:9100', drawer: true }],
    events: undefined,
    ready: true,
    printer: { deviceId: 'printer', drawer: true },
    receiptPrinter: () => hardware.printer,
    health: () =>
      hardware.configured.map(({ id, kind, name }) => ({
        deviceId: id,
        kind,
        name,
        ...(page.get(id) ?? { state: hardware.ready ? ('ready' as const) : ('absent' as const) }),
      })),
    devices: () => hardware.configured,
    configure(devices, { enable } = {}) {
      hardware.configured = devices;
      if (enable !== undefined) hardware.asked.enabled.push(enable);
    },
    show: (content) => void hardware.asked.shown.push(content),
    find: (search) => void hardware.asked.searches.push(search),
    try: (trial) => void hardware.asked.trials.push(trial),
    watch: (deviceId, on) => void (on ? hardware.asked.watched.add(deviceId) : hardware.asked.watched.delete(deviceId)),
    askFrames: (deviceId) => void hardware.asked.frames.push(deviceId),
    draw: (drawing) => void hardware.asked.drawings.push(drawing),
    noteHealth({ deviceId, state, fault }) {
      page.set(deviceId, { state, ...(fault === undefined ? {} : { fault }) });
      hardware.events?.onHealth({ deviceId, kind: 'scanner', name: deviceId, state });
    },
    readyFor: () => hardware.ready,
    send: (job) => void hardware.sent.push(job),
    close: () => Promise.resolve(),
  };
  return hardware;
}

function testPage(till: Till, stationId: string): TestPage {
  const messages: DownMessage[] = [];
  const views = new Map<string, unknown>();
  const waiting = new Map<string, (message: DownMessage) => void>();
  const connection = till.connect(stationId, (message) => {
    messages.push(message);
    if (message.kind === 'view') views.set(message.topic, message.view);
    if ((message.kind === 'outcome' || message.kind === 'failed' || message.kind === 'answer') && message.id !== null)
      waiting.get(message.id)?.(message);
  });
  for (const topic of ['station', 'basket', 'status', 'devices', 'cash', 'file', 'stock'])
    connection.receive({ kind: 'subscribe', topic });

  const page: TestPage = {
    messages,
    receive: (message) => connection.receive(message),
    command(name, input, id = randomUUID()) {
      return new Promise((resolve, reject) => {
        waiting.set(id, (message) => {
          if (message.kind === 'outcome') resolve(message.outcome as Outcome<typeof name>);
          else reject(new Error(JSON.stringify(message)));
        });
        connection.receive({ kind: 'command', id, name, input });
      });
    },
    query(name, input) {
      const id = randomUUID();
      let answer: unknown;
      waiting.set(id, (message) => {
        answer = message.kind === 'answer' ? message.answer : message;
      });
      connection.receive({ kind: 'query', id, name, input });
      return answer as QueryAnswer<typeof name>;
    },
    view: <Name extends TopicName>(topic: Name) => views.get(topic) as TopicView<Name>,
    ticket: () => ({ ticketId: page.view('basket').ticketId, basketVersion: page.view('basket').version }),
    scan: (text, id) => page.command('scan', { text, source: 'test' }, id),
    enter: (operatorId = MANAGER, pin = PIN) => page.command('signIn', { operatorId, pin }),
    async signIn(operatorId, pin) {
      const outcome = await page.enter(operatorId, pin);
      if (outcome.kind === 'done' && page.view('status').sessionId === null)
        await page.command('openSession', { float: [], asLeft: true, reason: '' });
      return outcome;
    },
    pay: ({ print = 'none', tenderedMinor = 100_000 } = {}) =>
      page.command('pay', { ...page.ticket(), payments: [{ method: 'cash', tenderedMinor }], print }),
    close: () => connection.close(),
  };
  return page;
}
