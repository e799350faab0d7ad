/**
 * A till in a temporary folder for tests: the real store, drafts and catalogue, devices that only remember what they
 * were given, and PINs without the slow hash. `restart` is what a crash leaves: the same folder, nothing of the memory.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProductId, branded } from '#base/brand.ts';
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
import { buildCatalogue, openCatalogue } from '#main/store/catalogue/catalogue.ts';
import type { Drafts, Job, Shop, Store } from '#main/store/port.ts';
import { createShop, openDrafts, openStore } from '#main/store/store.ts';
import { MIGRATIONS_DIR, SetClock, TEST_SHOP, silentLog, testRandom } from '#main/store/testing.ts';
import type { TillPorts } from './ports.ts';
import { type Till, startTill } from './till.ts';

export const PIN = '1234';
export const CASHIER = 'camille';
export const MANAGER = 'bernard';

export const PRODUCTS: readonly Product[] = [
  product('milk', { gtins: ['03017620422003'], priceMinor: 435, vatRateBasisPoints: 550 }),
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
  signIn(operatorId?: string, pin?: string): Promise<Outcome<'signIn'>>;
  pay(options?: { readonly print?: 'paper' | 'none'; readonly tenderedMinor?: number }): Promise<Outcome<'pay'>>;
  close(): void;
}

export interface TestTill {
  readonly dataDir: string;
  readonly clock: SetClock;
  readonly hardware: FakeHardware;
  store(): Store;
  page(stationId?: string): TestPage;
  /** Any connection, as the shell makes them. */
  readonly connect: Till['connect'];
  /** Ends the process as a kill does and opens the folder again. */
  restart(changed?: Partial<TillPorts>): void;
  /** Lets what was put off until the page was told happen. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A clock whose timers keep no process alive, so that a failed test ends. */
class IdleClock extends SetClock {
  override after(delayMs: number, then: () => void): () => void {
    const timer = setTimeout(then, delayMs).unref();
    return () => clearTimeout(timer);
  }
}

/** A till with a small shop. `ports` replaces any part. */
export function makeTill(
  options: { readonly shop?: Partial<Shop>; readonly ports?: Partial<TillPorts>; readonly drafts?: () => Drafts } = {},
): TestTill {
  const root = mkdtempSync(join(tmpdir(), 'till-test-'));
  const dataDir = join(root, 'data');
  const keysDir = join(root, 'keys');
  const clock = new IdleClock();
  const operators = [
    { id: CASHIER, name: 'Camille', role: 'cashier' as const },
    { id: MANAGER, name: 'Bernard', role: 'manager' as const },
  ];
  createShop({
    dataDir,
    keysDir,
    migrationsDir: MIGRATIONS_DIR,
    tillId: 'till-1',
    shop: { ...TEST_SHOP, ...options.shop },
    operators,
    software: { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) },
    clock,
    random: testRandom,
  });
  buildCatalogue({ folder: join(dataDir, 'catalogue'), products: PRODUCTS });
  const hardware = fakeHardware();
  let running = open(0);

  function open(
    restarts: number,
    changed: Partial<TillPorts> = {},
  ): { readonly till: Till; readonly store: Store; close(): void } {
    const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, clock, log: silentLog });
    const drafts = options.drafts?.() ?? openDrafts(dataDir);
    const catalogue = openCatalogue({ folder: join(dataDir, 'catalogue') });
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
      clock,
      random: testRandom,
      log: silentLog,
      software: { name: 'Comptoir', version: '0.1.0', hash: '0'.repeat(64) },
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
    return { till, store, close };
  }

  let restarts = 0;
  return {
    dataDir,
    clock,
    hardware,
    store: () => running.store,
    page: (stationId = 'till') => testPage(running.till, stationId),
    connect: (...connection) => running.till.connect(...connection),
    restart(changed) {
      restarts += 1;
      const dead = running;
      hardware.sent.length = 0;
      dead.till.abandon();
      dead.close();
      running = open(restarts, changed);
    },
    settle: () => new Promise((resolve) => setTimeout(resolve, 20)),
    async close() {
      await running.till.stop();
      running.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function fakeHardware(): FakeHardware {
  const page = new Map<string, Pick<DeviceHealth, 'state' | 'fault'>>();
  const hardware: FakeHardware = {
    sent: [],
    asked: { shown: [], searches: [], trials: [], watched: new Set(), frames: [], enabled: [] },
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
  for (const topic of ['station', 'basket', 'status', 'devices']) connection.receive({ kind: 'subscribe', topic });

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
    signIn: (operatorId = MANAGER, pin = PIN) => page.command('signIn', { operatorId, pin }),
    pay: ({ print = 'none', tenderedMinor = 100_000 } = {}) =>
      page.command('pay', { ...page.ticket(), payments: [{ method: 'cash', tenderedMinor }], print }),
    close: () => connection.close(),
  };
  return page;
}
