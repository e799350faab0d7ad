/**
 * The blind count. From `count-begun` until the count is confirmed the expected figure, and every figure from which it can
 * be worked out, is in nothing that a page is told: no view of any topic, no answer to any query, no outcome of any command,
 * no document that is printed. A day is built whose figures cannot be mistaken for anything else, then every topic, every
 * query and every command is tried by all three roles, and everything that was sent is searched for them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import {
  type CommandInput,
  type CommandName,
  commands,
  type QueryInput,
  type QueryName,
  queries,
  topics,
} from '#contract/screen/screen.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import { formatDecimal } from '#domain/money/money.ts';
import { CASHIER, CLERK, makeTill, MANAGER, type TestPage, type TestTill } from '../testing.ts';
import { APPROVAL, close, confirm, inCoins, open } from './testing.ts';

const FLOAT_MINOR = 13_731;
const PAY_IN_MINOR = 4157;
const PAY_OUT_MINOR = 2393;
const DROP_MINOR = 6107;
/** Tickets by their totals, tendered as said; the last is paid by card, and a purse is loaded with the one before. */
const CASH_TICKETS = [
  { totalMinor: 7319, tenderedMinor: 9041 },
  { totalMinor: 5381, tenderedMinor: 5381 },
];
const LOADED_MINOR = 4327;
const CARD_MINOR = 8923;
const REFUNDED_MINOR = 7319;

const RECEIVED_MINOR = 9041 + 5381 + LOADED_MINOR;
const CHANGE_MINOR = 9041 - 7319;
const EXPECTED_MINOR =
  FLOAT_MINOR + RECEIVED_MINOR - CHANGE_MINOR - REFUNDED_MINOR + PAY_IN_MINOR - PAY_OUT_MINOR - DROP_MINOR;

/** Each figure from which the expected cash follows, alone or with others. */
const FIGURES: Readonly<Record<string, number>> = {
  expected: EXPECTED_MINOR,
  float: FLOAT_MINOR,
  received: RECEIVED_MINOR,
  change: CHANGE_MINOR,
  'sums of cash sales': 7319 + 5381,
  'cash sales and load': 7319 + 5381 + LOADED_MINOR,
  'float and cash': FLOAT_MINOR + RECEIVED_MINOR - CHANGE_MINOR,
  gross: 7319 + 5381 + CARD_MINOR - REFUNDED_MINOR,
  sales: 7319 + 5381 + CARD_MINOR,
  'first total': 7319,
  'first tendered': 9041,
  'second total': 5381,
  load: LOADED_MINOR,
  card: CARD_MINOR,
  'pay-in': PAY_IN_MINOR,
  'pay-out': PAY_OUT_MINOR,
  drop: DROP_MINOR,
};

/** The figures that a text says, in minor units or as people of any language write them. */
function figuresIn(text: string): readonly string[] {
  return Object.entries(FIGURES).flatMap(([name, minor]) => {
    const written = (['fr', 'en'] as const).map((language) => formatDecimal({ value: minor, exponent: 2, language }));
    const isThere = [String(minor), ...written].some((form) =>
      new RegExp(`(?<![0-9a-f-])-?${form.replaceAll('.', '[.]')}(?![0-9a-f-])`).test(text),
    );
    return isThere ? [name] : [];
  });
}

/** Pages of all three roles, a customer's screen, and everything that any of them was told since somebody listened. */
class Listeners {
  readonly pages: ReadonlyMap<string, TestPage>;
  readonly #heard: DownMessage[] = [];
  #from = new Map<TestPage, number>();
  #jobsSeen = new Set<string>();
  readonly #till: TestTill;

  constructor(till: TestTill) {
    this.#till = till;
    this.pages = new Map([MANAGER, CASHIER, CLERK].map((who) => [who, till.page(who === MANAGER ? 'till' : who)]));
    for (const station of ['till', CASHIER, CLERK]) {
      const customer = till.connect(station, (message) => this.#heard.push(message), 'customer');
      customer.receive({ kind: 'subscribe', topic: 'customer' });
    }
  }

  page(who: string): TestPage {
    return present(this.pages.get(who), who);
  }

  listen(): void {
    this.#heard.length = 0;
    this.#from = new Map([...this.pages.values()].map((page) => [page, page.messages.length]));
    this.#jobsSeen = new Set(
      this.#till
        .store()
        .openJobs()
        .map(({ jobId }) => jobId),
    );
    this.#till.hardware.sent.length = 0;
    this.#till.hardware.asked.shown.length = 0;
  }

  /** Everything that was told, shown or given to a printer since then. */
  heard(): string {
    const told = [...this.pages.values()].flatMap((page) => page.messages.slice(this.#from.get(page)));
    const printed = this.#till
      .store()
      .openJobs()
      .filter(({ jobId }) => !this.#jobsSeen.has(jobId));
    const { sent, asked } = this.#till.hardware;
    return JSON.stringify([told, this.#heard, printed, sent.map(({ kind }) => kind), asked.shown]);
  }
}

interface Day {
  readonly till: TestTill;
  readonly listeners: Listeners;
  readonly sessionId: string;
  readonly ticketIds: readonly string[];
  readonly personId: string;
  readonly accountId: string;
}

/** A day with every kind of row in it. */
async function unmistakableDay(): Promise<Day> {
  const till = makeTill();
  const listeners = new Listeners(till);
  for (const [who, page] of listeners.pages) assert.equal((await page.enter(who)).kind, 'done');
  const page = listeners.page(MANAGER);
  const sessionId = await open(page, FLOAT_MINOR);
  const enrolled = await page.command('enrol', { fields: { name: 'Amina Benali' }, evenIfAlike: false });
  assert.ok(enrolled.kind === 'done', JSON.stringify(enrolled));
  const ticketIds: string[] = [];
  for (const ticket of CASH_TICKETS) {
    await penAt(page, ticket.totalMinor);
    await page.command('attachCustomer', { ...page.ticket(), personId: enrolled.personId });
    ticketIds.push(await paid(page, 'cash', ticket.tenderedMinor));
  }
  await penAt(page, CARD_MINOR);
  ticketIds.push(await paid(page, 'card', CARD_MINOR));
  await page.command('attachCustomer', { ...page.ticket(), personId: enrolled.personId });
  const loaded = await page.command('addVoucher', { ...page.ticket(), account: 'purse', amountMinor: LOADED_MINOR });
  assert.equal(loaded.kind, 'done', JSON.stringify(loaded));
  ticketIds.push(await paid(page, 'cash', LOADED_MINOR));
  const { customer } = page.query('customerFile', { personId: enrolled.personId });
  const purse = present(
    customer?.accounts.find(({ account }) => account === 'purse'),
    'the purse',
  );
  assert.equal(purse.balance, LOADED_MINOR);
  await refundAll(page, present(ticketIds[0], 'a ticket'));
  for (const [movement, amountMinor] of [
    ['pay-in', PAY_IN_MINOR],
    ['pay-out', PAY_OUT_MINOR],
    ['safe-drop', DROP_MINOR],
  ] as const) {
    const moved = await page.command('moveCash', {
      movement,
      amountMinor,
      counts: [],
      reason: 'Motif',
      approval: APPROVAL,
    });
    assert.equal(moved.kind, 'done');
  }
  return { till, listeners, sessionId, ticketIds, personId: enrolled.personId, accountId: purse.accountId };
}

async function penAt(page: TestPage, unitPriceMinor: number): Promise<void> {
  assert.equal((await page.scan('3086126729848')).kind, 'done');
  const lineId = page.view('basket').lines[0]?.lineId ?? '';
  const changed = { ...page.ticket(), lineId, unitPriceMinor, reason: 'Prix du jour', approval: APPROVAL };
  const outcome = await page.command('overridePrice', changed);
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
}

async function paid(page: TestPage, method: 'cash' | 'card', tenderedMinor: number): Promise<string> {
  const { ticketId } = page.ticket();
  const outcome = await page.command('pay', { ...page.ticket(), payments: [{ method, tenderedMinor }], print: 'none' });
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  return ticketId;
}

async function refundAll(page: TestPage, ticketId: string): Promise<void> {
  const ticket = present(page.query('refundable', { ticketId }).ticket, 'a ticket to bring back');
  const refund = await page.command('refund', {
    ticketId,
    lines: ticket.lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli })),
    payments: [{ method: 'cash', amountMinor: REFUNDED_MINOR }],
    reason: 'Retour',
    print: 'none',
    approval: APPROVAL,
  });
  assert.equal(refund.kind, 'done', JSON.stringify(refund));
}

/** Every query there is, with all that a page could know to ask for. A query that is added has to be added here. */
function everyQuery(day: Day): { readonly [Name in QueryName]: readonly QueryInput<Name>[] } {
  const businessDay = '2026-09-21';
  return {
    search: [{ text: 'pen', limit: 20 }],
    tickets: [{ limit: 200 }],
    receipt: day.ticketIds.map((ticketId) => ({ ticketId })),
    jobs: [{}],
    deviceSetUp: [{}],
    refundable: [
      ...day.ticketIds.map((ticketId) => ({ ticketId })),
      ...['000001', '000002', '000003', '000004', '000005'].map((number) => ({ number })),
    ],
    customers: [{ text: 'amina', limit: 20 }],
    customerFile: [{ personId: day.personId }],
    account: [{ accountId: day.accountId }],
    personExport: [{ personId: day.personId }],
    xReport: [{}],
    closings: [{ limit: 100 }],
    closing: [{ businessDay }],
    closingCsv: [{ businessDay }],
    overShort: [{ days: 30 }],
    settings: [{}],
    unsent: [{ limit: 100 }],
    ping: [{}],
  };
}

/** Commands that end the count, and are tried last and apart. */
type Ending = 'confirmCount' | 'abandonCount' | 'blindClose' | 'closeSession' | 'signIn' | 'signOut';

/** Every other command. One that is added has to be added here. */
function everyCommand(
  day: Day,
  page: TestPage,
): { readonly [Name in Exclude<CommandName, Ending>]: readonly CommandInput<Name>[] } {
  const ticket = page.ticket();
  const [ticketId = '', ...others] = day.ticketIds;
  const stale = { ticketId, basketVersion: 0 };
  const businessDay = '2026-09-21';
  const payment = { method: 'cash' as const, tenderedMinor: 100_000 };
  const line = { lineId: 'line', ...ticket };
  return {
    scan: [
      { text: '3086126729848', source: 'test' },
      ...['000001', '000002', '000003', '000004', '000005'].map((number) => ({ text: `TK-${number}`, source: 'test' })),
    ],
    addProduct: [{ ...ticket, productId: 'pen' }],
    multiply: [{ quantityMilli: 1000 }],
    setQuantity: [{ ...line, quantityMilli: 2000 }],
    voidLine: [line],
    cancelTicket: [ticket, stale],
    setTenders: [{ ...ticket, payments: [payment] }],
    pay: [ticket, ...[ticketId, ...others].map((each) => ({ ticketId: each, basketVersion: 0 }))].map((named) => ({
      ...named,
      payments: [payment],
      print: 'none' as const,
    })),
    discountLine: [{ ...line, discount: { kind: 'percent', value: 100 }, reason: 'Geste', approval: APPROVAL }],
    discountTicket: [{ ...ticket, discount: { kind: 'percent', value: 100 }, reason: 'Geste', approval: APPROVAL }],
    overridePrice: [{ ...line, unitPriceMinor: 1, reason: 'Geste', approval: APPROVAL }],
    holdTicket: [{ ...ticket, label: 'x' }],
    recallTicket: [{ heldTicketId: ticketId }],
    refund: [ticketId, ...others].map((each) => ({
      ticketId: each,
      lines: [{ lineId: 'line', quantityMilli: 1000 }],
      payments: [{ method: 'cash', amountMinor: 1 }],
      reason: 'Retour',
      print: 'none',
      approval: APPROVAL,
    })),
    enrol: [{ fields: { name: 'Sofia' }, evenIfAlike: true }],
    savePerson: [{ personId: day.personId, fields: { name: 'Amina Benali' } }],
    setConsent: [{ personId: day.personId, channel: 'email', purpose: 'receipt', given: true }],
    addCard: [{ personId: day.personId, cardRef: 'card' }],
    setCardState: [{ cardId: 'card', state: 'lost' }],
    replaceCard: [{ cardId: 'card', cardRef: 'card' }],
    setAccountState: [{ accountId: day.accountId, state: 'active', reason: 'x' }],
    erasePerson: [{ personId: 'nobody', reason: 'x', approval: APPROVAL }],
    attachCustomer: [{ ...ticket, personId: day.personId }],
    detachCustomer: [ticket],
    redeemPoints: [{ ...ticket, points: 20 }],
    addVoucher: [{ ...ticket, account: 'purse', amountMinor: 1000, accountId: day.accountId }],
    forgetCard: [{}],
    openSession: [{ float: [], asLeft: true, reason: '', approval: APPROVAL }],
    suspendSession: [{}],
    resumeSession: [{ approval: APPROVAL }],
    moveCash: [{ movement: 'pay-out', amountMinor: 100_000, counts: [], reason: 'x', approval: APPROVAL }],
    beginCount: [{ holdTickets: true }],
    closeDay: [{ businessDay, print: true }],
    printReport: [{ businessDay: null }, { businessDay }],
    exportClosing: [{ businessDay }],
    saveSettings: [{ group: 'tenders', value: { methods: ['cash', 'card'], mealVoucherMinorMax: 2500 } }],
    joinHq: [{ url: '', code: '' }],
    beginNewChain: [{}],
    openStock: [{ mode: null }],
    lookStock: [{ productId: 'pen' }],
    setStockLine: [{ productId: 'pen', quantityMilli: 1000 }],
    receiveStock: [{ reference: 'BL', lines: [{ productId: 'pen', quantityMilli: 1000 }] }],
    countStock: [{ lines: [{ productId: 'pen', countedMilli: 1000 }] }],
    reprint: [ticketId, ...others].map((each) => ({ ticketId: each })),
    openDrawer: [{ reason: 'Monnaie' }],
    resolveJob: day.till
      .store()
      .openJobs()
      .map(({ jobId }) => ({ jobId, choice: 'print-again' as const })),
    presentCard: [{ uid: '04a1b2c3d4e5f6', medium: 'contactless', source: 'test' }],
    saveDevice: [{ device: { id: 'd2', kind: 'display', name: 'D', address: 'tcp://127.0.0.1:9' } as never }],
    removeDevice: [{ deviceId: 'nothing' }],
    importDevices: [{ text: '{}' }],
    findDevices: [{ hosts: [] }],
    tryDevice: [],
    watchDevice: [{ deviceId: 'printer' }],
    exportFrames: [{ deviceId: 'printer' }],
    reportPageDevice: [{ deviceId: 'wedge', state: 'ready' }],
    leaveRefund: [{}],
    dismissNotice: [{ noticeId: 'x' }],
  };
}

/** All topics anew, all queries and all commands, by everybody. */
async function askEverything(day: Day): Promise<void> {
  for (const page of day.listeners.pages.values()) {
    for (const topic of Object.keys(topics)) page.receive({ kind: 'subscribe', topic });
    for (const [name, inputs] of Object.entries(everyQuery(day)))
      for (const input of inputs) page.query(name as QueryName, input as never);
    for (const [name, inputs] of Object.entries(everyCommand(day, page)))
      for (const input of inputs)
        await page.command(name as CommandName, input as never).catch((failed: unknown) => String(failed));
  }
  await day.till.settle();
}

test('the lists of this test name every query and every command there is', async () => {
  const day = await unmistakableDay();
  const ending = ['confirmCount', 'abandonCount', 'blindClose', 'closeSession', 'signIn', 'signOut'];
  assert.deepEqual(Object.keys(everyQuery(day)).toSorted(), Object.keys(queries).toSorted());
  assert.deepEqual(
    [...Object.keys(everyCommand(day, day.listeners.page(MANAGER))), ...ending].toSorted(),
    Object.keys(commands).toSorted(),
  );
  await day.till.close();
});

test('the figures of the day are all found where nobody counts, so that the search is not blind itself', async () => {
  const day = await unmistakableDay();
  day.listeners.listen();
  const page = day.listeners.page(MANAGER);
  for (const [name, inputs] of Object.entries(everyQuery(day)))
    for (const input of inputs) page.query(name as QueryName, input as never);
  const found = figuresIn(day.listeners.heard());
  for (const name of ['expected', 'float', 'received', 'first total', 'second total', 'load', 'card', 'gross', 'drop'])
    assert.ok(found.includes(name), `${name} is seen before the count`);
  await day.till.close();
});

test('while cash is counted no view, answer, outcome or print says what is expected or what it follows from', async () => {
  const day = await unmistakableDay();
  const { listeners, till, sessionId } = day;
  listeners.listen();
  assert.equal((await listeners.page(CASHIER).command('beginCount', { holdTickets: true })).kind, 'done');
  await askEverything(day);
  const invalid = { sessionId, cash: [{ denominationMinor: 100, count: -1 }], methods: [] };
  for (const page of listeners.pages.values()) {
    await page.command('confirmCount', invalid);
    await close(page, sessionId);
  }
  assert.equal(till.store().drawerSession()?.state, 'counting');
  assert.deepEqual(figuresIn(listeners.heard()), []);

  const confirmed = await confirm(listeners.page(CASHIER), sessionId, EXPECTED_MINOR - 320);
  assert.equal(confirmed.kind, 'done');
  const { count } = present(listeners.page(CASHIER).view('cash').toCount[0], 'the session');
  assert.deepEqual(
    count?.methods.find(({ method }) => method === 'cash'),
    { method: 'cash', expectedMinor: EXPECTED_MINOR, countedMinor: EXPECTED_MINOR - 320, differenceMinor: -320 },
  );
  assert.equal(listeners.page(MANAGER).query('xReport', {}).report?.drawer.expectedMinor, EXPECTED_MINOR);
  assert.equal(listeners.page(CASHIER).query('tickets', { limit: 10 }).tickets.length, 5);
  await till.close();
});

test('a till that starts anew in the middle of a count says no more than before', async () => {
  const day = await unmistakableDay();
  await day.listeners.page(CASHIER).command('beginCount', { holdTickets: true });
  day.till.restart();
  const listeners = new Listeners(day.till);
  const restarted = { ...day, listeners };
  await askEverything(restarted);
  const told = JSON.stringify([...listeners.pages.values()].map((page) => page.messages));
  assert.deepEqual(figuresIn(told), []);
  await day.till.close();
});

test('a session that was closed blind hides its own tickets until it is counted, and no others', async () => {
  const day = await unmistakableDay();
  const { listeners, till, sessionId } = day;
  const page = listeners.page(MANAGER);
  listeners.listen();
  assert.equal((await page.command('blindClose', { holdTickets: true })).kind, 'done');
  assert.equal((await page.command('openSession', { float: inCoins(1111), asLeft: false, reason: '' })).kind, 'done');
  assert.equal((await page.scan('3086126729848')).kind, 'done');
  const paidNow = await page.pay({ tenderedMinor: 120 });
  assert.ok(paidNow.kind === 'done');
  for (const each of listeners.pages.values())
    for (const [name, inputs] of Object.entries(everyQuery(day)))
      if (name !== 'account' && name !== 'customerFile' && name !== 'personExport')
        for (const input of inputs) each.query(name as QueryName, input as never);
  for (const ticketId of day.ticketIds) {
    assert.equal((await page.command('reprint', { ticketId })).kind, 'refused');
    await page.scan(`TK-00000${day.ticketIds.indexOf(ticketId) + 1}`);
  }
  assert.deepEqual(figuresIn(listeners.heard()), []);
  assert.deepEqual(
    page.query('tickets', { limit: 10 }).tickets.map(({ number }) => number),
    [paidNow.ticketNumber],
  );
  assert.equal(page.query('xReport', {}).report?.drawer.expectedMinor, 1111 + 120);

  await confirm(page, sessionId, EXPECTED_MINOR);
  assert.equal(page.query('tickets', { limit: 10 }).tickets.length, 6);
  assert.equal(page.view('cash').toCount[0]?.count?.methods[0]?.expectedMinor, EXPECTED_MINOR);
  await till.close();
});

test('an X that waits for paper when counting begins or the session is closed blind never comes out', async () => {
  for (const way of ['beginCount', 'blindClose'] as const) {
    const till = makeTill();
    const page = till.page();
    await page.enter(MANAGER);
    await open(page, FLOAT_MINOR);
    till.hardware.ready = false;
    const x = await page.command('printReport', { businessDay: null });
    assert.ok(x.kind === 'done' && x.jobId !== null);
    const { jobId } = x;
    assert.equal((await page.command(way, { holdTickets: true })).kind, 'done');
    till.hardware.ready = true;
    till.hardware.sent.length = 0;
    const again = await page.command('resolveJob', { jobId, choice: 'print-again' });
    assert.equal(again.kind === 'refused' && again.reason, 'job_settled');
    till.hardware.events?.onHealth({ deviceId: 'printer', kind: 'printer', name: 'Printer', state: 'ready' });
    await till.settle();
    assert.deepEqual(
      till.hardware.sent.filter(({ kind }) => kind === 'report'),
      [],
    );
    await till.close();
  }
});
