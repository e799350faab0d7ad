/**
 * The till: one command queue over one store. Door of the folder.
 *
 * It knows pages as connections and nothing of the wire that carries them; everything it does in a turn (a message of a
 * page, a word of a device, a tick) ends with the views that changed being sent whole to those who asked for them.
 */
import { type StationId, type TicketId, branded } from '#base/brand.ts';
import { type QueryName, type TopicName, queries, topics } from '#contract/screen/screen.ts';
import { type ConnectionRole, type DownMessage, type UpMessage, upMessageSchema } from '#contract/screen/wire.ts';
import type { HardwareEvents } from '#main/hardware/port.ts';
import { type EnrolInput, type EnrolOutcome, standalone } from '#main/sync/sync.ts';
import { answers } from './answer-query.ts';
import { AuthorityDesk } from './authority/authority.ts';
import { cashSignature, cashView, readBookInSlices } from './cash/cash.ts';
import { type ClockWatch, watchClock } from './clock-watch.ts';
import { createCommandQueue } from './command-queue.ts';
import { CustomerDesk } from './customer.ts';
import { type TillCore, asFault, currencyOfShop } from './core.ts';
import { DeviceDesk } from './device-desk.ts';
import { COUNTER_STATION, counterStation, deviceEvents } from './device-events.ts';
import { watchDrawers } from './drawer-watch.ts';
import { ElsewhereDesk } from './elsewhere.ts';
import { MemberDesk } from './members/members.ts';
import { createNotices } from './notices.ts';
import { headquartersView, hqEvents } from './headquarters/headquarters.ts';
import { invitationOf, type Joining, mayJoin } from './headquarters/joining.ts';
import type { TillPorts } from './ports.ts';
import { type Printing, createPrinting } from './printing.ts';
import { recallSignedIn } from './signed-in.ts';
import { readSettings } from './shop-settings.ts';
import { recordStart, recordStop } from './start.ts';
import { type Station, openStation } from './station.ts';
import { basketView } from './basket-view.ts';
import { stationView, statusView } from './views.ts';
import { StockDesk } from './stock/stock.ts';
import { asideWork } from './work-aside.ts';

export type { TillPorts } from './ports.ts';

const TICK_MS = 2_000;
/** The log is folded into the database once nothing was sold for this long, and after this long in any case. */
const QUIET_MS = 5_000;
const CHECKPOINT_MS_MAX = 120_000;

export interface TillConnection {
  /** One message of the page, in whatever shape it came. */
  receive(message: unknown): void;
  close(): void;
}

export interface Till {
  /** A `customer` sees the topic `customer` of the station, and can ask and order nothing. */
  connect(stationId: string, send: (message: DownMessage) => void, role?: ConnectionRole): TillConnection;
  /** Joins a headquarters, for whoever has no page. */
  enrol(input: EnrolInput): Promise<EnrolOutcome>;
  /** Notes a clean end and closes the devices; store and drafts are the caller's to close. */
  stop(): Promise<void>;
  /** Ends as a killed process does: nothing more is done or noted. */
  abandon(): void;
}

interface Connection {
  readonly role: ConnectionRole;
  readonly station: Station;
  readonly send: (message: DownMessage) => void;
  readonly topics: Set<TopicName>;
}

/** Starts the till on what its caller opened. */
export function startTill(ports: TillPorts): Till {
  const { store, drafts, catalogue, clock, log } = ports;
  const connections = new Set<Connection>();
  const dirty = new Set<string>();
  const shop = store.shop();
  const currency = currencyOfShop(shop);
  let settings = readSettings(store, currency);
  let printingWanted = true;
  let started = false;
  let stopped = false;
  let dirtySinceMs: number | null = null;
  let lastAppendMs = 0;

  const openHq = ports.openHq ?? (() => standalone(clock));
  const hq = openHq(hqEvents(() => core, { turn: (work) => turn(work), hqTime: (ms) => clockWatch.heard(ms) }));
  const core: TillCore = {
    ports,
    hardware: ports.openHardware(hardwareEvents()),
    hq: hq.headquarters,
    join,
    joining: () => ({ joining, offered: ports.hqOffered ?? null }),
    stations: new Map(),
    desk: new DeviceDesk({
      changed: (station) => core.changed('devices', station),
      nowMs: () => clock.wallMs(),
    }),
    drawers: watchDrawers(() => core, { turnEnds: () => turnEnds() }),
    members: new MemberDesk(ports),
    authority: new AuthorityDesk(() => core, { turn: (work) => turn(work) }),
    elsewhere: new ElsewhereDesk(() => core, { turn: (work) => turn(work) }),
    stock: new StockDesk(() => core, { turn: (work) => turn(work) }),
    notices: createNotices({ clock, changed: () => dirty.add('status') }),
    shop,
    currency,
    settings: () => settings,
    settingsChanged() {
      settings = readSettings(store, currency);
      for (const topic of ['station', 'basket', 'cash', 'status'] as const) core.changed(topic);
    },
    clockNeedsManager: false,
    changed(topic, station) {
      const suffix = station === undefined ? '' : ` ${station}`;
      dirty.add(topic + suffix);
      if (topic !== 'basket' && topic !== 'customer') return;
      dirty.add(`customer${suffix}`);
      soon();
    },
    wakePrinting() {
      printingWanted = true;
      soon();
    },
  };
  const clockWatch: ClockWatch = watchClock(core);
  const printing: Printing = createPrinting(core);
  const customers = new CustomerDesk(core);
  const aside = asideWork(ports);
  const queue = createCommandQueue(core, { recover, turnEnds });
  const devices = deviceEvents(core, { queue, printing });
  let soonAsked = false;
  let cancelTick = (): void => {};
  let lastCopy = '';
  let lastCash = '';
  let lastHq = '';
  let joining: Joining = null;
  let wasOfferTried = false;
  let stopReadingBook = (): void => {};

  begin();

  function begin(): void {
    store.onAppended(() => {
      lastAppendMs = clock.monotonicMs();
      dirtySinceMs ??= lastAppendMs;
    });
    if (store.alarm !== null) core.notices.raise({ level: 'alarm', code: store.alarm });
    if (store.readOnly !== null) core.notices.raise({ level: 'alarm', code: store.readOnly });
    else {
      clockWatch.check();
      recordStart(core);
    }
    for (const code of ports.openingFaults) core.notices.raise({ level: 'alarm', code });
    if (ports.restarts > 0)
      core.notices.raise({ level: 'warning', code: 'till-restarted', params: { count: ports.restarts } });
    stopReadingBook = readBookInSlices(core);
    for (const { stationId } of drafts.load()) stationOf(stationId);
    stationOf(COUNTER_STATION);
    cancelTick = clock.after(TICK_MS, tick);
    core.members.start();
    started = true;
    hq.start();
    joinAsOffered();
    soon();
  }

  /**
   * Who starts the till with address and code need not type them again: at once where it works alone, later where its
   * headquarters says that it does not know it. Once in a process, so that nobody is asked again and again.
   */
  function joinAsOffered(): void {
    const { hqOffered } = ports;
    if (wasOfferTried || hqOffered === undefined || hqOffered.code === '' || store.readOnly !== null) return;
    if (!mayJoin(core.hq.status())) return;
    wasOfferTried = true;
    join(invitationOf(hqOffered));
  }

  /** The answer of headquarters is a turn of its own, however long it takes. */
  function join(input: EnrolInput): void {
    joining = { state: 'asking' };
    core.changed('headquarters');
    const ended = (next: Joining): void =>
      turn(() => {
        joining = next;
        for (const topic of ['headquarters', 'status'] as const) core.changed(topic);
      });
    void hq.enrol(input).then(
      (outcome) => ended(outcome.kind === 'enrolled' ? null : { state: 'refused', reason: outcome.reason }),
      (error: unknown) => {
        log.error('hq.not-enrolled', { detail: String(error) });
        ended({ state: 'refused', reason: 'not-kept' });
      },
    );
  }

  /** Work of the till itself, with the views that it changed told at its end. */
  function turn(work: () => void): void {
    if (!started || stopped) return;
    work();
    turnEnds();
  }

  function stationOf(id: StationId): Station {
    const known = core.stations.get(id);
    if (known !== undefined) return known;
    const draft = drafts.load().find((kept) => kept.stationId === id)?.basket;
    const station = openStation({ id, draft, store, newTicketId: () => branded<TicketId>(ports.random.uuid()) });
    station.operator = recallSignedIn(core, id);
    core.stations.set(id, station);
    return station;
  }

  /** After a bug: what journal and draft say is true, whatever memory held. */
  function recover(station: Station): void {
    const draft = drafts.load().find((kept) => kept.stationId === station.id)?.basket;
    const { basket, lastTicketId } = openStation({
      id: station.id,
      draft,
      store,
      newTicketId: () => branded<TicketId>(ports.random.uuid()),
    });
    Object.assign(station, { basket, lastTicketId });
    core.changed('basket', station.id);
  }

  /** Each word of a device is a turn of its own; none is heard before the till stands, or after its end. */
  function hardwareEvents(): HardwareEvents {
    const inTurn =
      <Name extends keyof HardwareEvents>(name: Name): HardwareEvents[Name] =>
      (event: Parameters<HardwareEvents[Name]>[0]): void => {
        if (!started || stopped) return;
        (devices[name] as (event: Parameters<HardwareEvents[Name]>[0]) => void)(event);
        turnEnds();
      };
    return {
      onRead: inTurn('onRead'),
      onCard: inTurn('onCard'),
      onDrawer: inTurn('onDrawer'),
      onHealth: inTurn('onHealth'),
      onFacts: inTurn('onFacts'),
      onJob: inTurn('onJob'),
      onFound: inTurn('onFound'),
      onTried: inTurn('onTried'),
      onFrames: inTurn('onFrames'),
      onDrawn: inTurn('onDrawn'),
      onRestart: inTurn('onRestart'),
    };
  }

  function receive(connection: Connection, raw: unknown): void {
    const parsed = upMessageSchema.safeParse(raw);
    if (!parsed.success) {
      connection.send({
        kind: 'failed',
        id: null,
        code: 'wire.malformed',
        detail: 'this is no message of the screen contract',
      });
      return;
    }
    const message = parsed.data;
    if (connection.role === 'customer' && !(message.kind === 'subscribe' && message.topic === 'customer')) {
      const id = message.kind === 'subscribe' ? null : message.id;
      connection.send({ kind: 'failed', id, code: 'wire.malformed', detail: 'this is no matter of the customer' });
      return;
    }
    if (message.kind === 'subscribe') subscribe(connection, message.topic);
    else if (message.kind === 'query') query(connection, message);
    else {
      const { id, name, input } = message;
      queue.run({ id, name, input, station: connection.station, reply: (reply) => connection.send({ ...reply, id }) });
    }
  }

  function subscribe(connection: Connection, topic: string): void {
    if (!isTopic(topic)) {
      connection.send({ kind: 'failed', id: null, code: 'wire.malformed', detail: 'there is no such topic' });
      return;
    }
    connection.topics.add(topic);
    connection.send({ kind: 'view', topic, view: viewOf(topic, connection.station) });
  }

  function query(connection: Connection, message: Extract<UpMessage, { readonly kind: 'query' }>): void {
    const { id, name } = message;
    const parsed = isQuery(name) ? queries[name].input.safeParse(message.input) : undefined;
    if (parsed?.success !== true) {
      connection.send({
        kind: 'failed',
        id,
        code: 'wire.malformed',
        detail: 'there is no such query, or its input does not fit',
      });
      return;
    }
    try {
      const answer = answers[name as QueryName] as (core: TillCore, station: Station, input: unknown) => unknown;
      connection.send({ kind: 'answer', id, answer: answer(core, connection.station, parsed.data) });
    } catch (error) {
      log.error('query-failed', { query: name, detail: String(error) });
      connection.send({ kind: 'failed', id, code: 'till.bug', detail: 'the query could not be answered' });
    }
  }

  function viewOf(topic: TopicName, station: Station): unknown {
    if (topic === 'station') return stationView(core, station);
    if (topic === 'devices') return core.desk.view(core, station);
    if (topic === 'customer') return customers.view(station);
    if (topic === 'headquarters') return headquartersView(core);
    if (topic === 'cash') return cashView(core);
    if (topic === 'stock') return core.stock.view(station.id);
    if (topic === 'file') return { file: station.file };
    return topic === 'basket' ? basketView(core, station) : statusView(core);
  }

  function turnEnds(): void {
    if (dirty.size === 0) return;
    const changed = new Set(dirty);
    dirty.clear();
    for (const connection of connections) {
      for (const topic of connection.topics) {
        if (!changed.has(topic) && !changed.has(`${topic} ${connection.station.id}`)) continue;
        connection.send({ kind: 'view', topic, view: viewOf(topic, connection.station) });
      }
    }
  }

  /** Work that waits until the page has been told. */
  function soon(): void {
    if (soonAsked || stopped) return;
    soonAsked = true;
    clock.after(0, () => {
      soonAsked = false;
      if (stopped) return;
      showOnDisplays();
      core.authority.work();
      noticeCash();
      if (printingWanted) {
        printingWanted = false;
        printing.pump();
        core.changed('status');
      }
      turnEnds();
    });
  }

  /** How many tickets are open, whether a drop is advised, how old the day is: told when it changes, after the sale was. */
  function noticeCash(): void {
    try {
      const cash = cashSignature(core);
      if (cash === lastCash) return;
      lastCash = cash;
      core.changed('cash');
    } catch (error) {
      core.notices.raise({ level: 'alarm', code: asFault(error).code });
    }
  }

  /** The displays of the counter show its ticket; the sale that it is about was told before. */
  function showOnDisplays(): void {
    const station = counterStation(core);
    const content = station === undefined ? null : customers.contentToShow(station);
    if (content !== null) core.hardware.show(content);
  }

  function tick(): void {
    cancelTick = clock.after(TICK_MS, tick);
    for (const station of customers.expired()) core.changed('customer', station);
    if (store.readOnly === null) clockWatch.check();
    refreshCatalogue();
    noticeCopy();
    noticeHq();
    noticeCash();
    checkpointWhenQuiet();
    aside.wake();
    core.authority.work();
    turnEnds();
  }

  /** The strip shows the age of the second copy to the minute. */
  function noticeCopy(): void {
    const { state, ageMs } = ports.copy.status();
    const copy = `${state} ${Math.floor((ageMs ?? 0) / 60_000)}`;
    if (copy === lastCopy) return;
    lastCopy = copy;
    if (state === 'unreachable') core.notices.raise({ level: 'warning', code: 'copy.unreachable' });
    else core.notices.clear('copy.unreachable');
    core.changed('status');
  }

  /** The strip shows what is unsent, and its age to the minute. */
  function noticeHq(): void {
    const { link, refusal, unsent, oldestUnsentMs, lastContactMs } = core.hq.status();
    const minutes = [oldestUnsentMs, lastContactMs].map((ms) => Math.floor((ms ?? 0) / 60_000));
    const status = `${link} ${refusal ?? ''} ${unsent} ${minutes.join(' ')}`;
    if (status === lastHq) return;
    lastHq = status;
    joinAsOffered();
    core.changed('status');
    core.changed('headquarters');
  }

  /** A new import is taken over between two turns; one that cannot be read leaves the old one in use. */
  function refreshCatalogue(): void {
    try {
      if (!catalogue.refresh()) return;
      core.notices.clear('catalogue.unreadable');
      core.changed('status');
    } catch (error) {
      core.notices.raise({ level: 'alarm', code: asFault(error).code });
    }
  }

  function checkpointWhenQuiet(): void {
    if (dirtySinceMs === null) return;
    const nowMs = clock.monotonicMs();
    if (nowMs - lastAppendMs < QUIET_MS && nowMs - dirtySinceMs < CHECKPOINT_MS_MAX) return;
    dirtySinceMs = null;
    try {
      store.checkpoint();
    } catch (error) {
      core.notices.raise({ level: 'alarm', code: asFault(error).code });
    }
  }

  function halt(): void {
    stopped = true;
    hq.stop();
    cancelTick();
    stopReadingBook();
    aside.stop();
    core.drawers.stop();
    core.members.stop();
    core.authority.stop();
    core.elsewhere.stop();
  }

  return {
    connect(stationId, send, role = 'operator') {
      const station = stationOf(branded<StationId>(stationId));
      const connection: Connection = { role, station, send, topics: new Set() };
      // A page that was loaded anew knows nothing of the refund that it was at.
      if (role === 'operator') turn(() => core.authority.leaveRefund(station.id));
      connections.add(connection);
      return {
        receive(message) {
          if (stopped) return;
          receive(connection, message);
          turnEnds();
        },
        close() {
          connections.delete(connection);
          // A page that went away tries no device: what is read is sold again.
          const left = [...connections].some(({ station }) => station === connection.station);
          if (left) return;
          core.desk.leave(core.hardware, connection.station.id);
          core.stock.leave(connection.station.id);
          turn(() => core.authority.leaveRefund(connection.station.id));
        },
      };
    },
    enrol: (input) => hq.enrol(input),
    abandon: halt,
    async stop() {
      if (stopped) return;
      await core.authority.leave();
      if (stopped) return;
      halt();
      await core.hardware.close();
      if (store.readOnly === null) recordStop(core);
    },
  };
}

function isTopic(topic: string): topic is TopicName {
  return Object.hasOwn(topics, topic);
}

function isQuery(name: string): name is QueryName {
  return Object.hasOwn(queries, name);
}
