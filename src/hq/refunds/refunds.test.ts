/** Refunds across tills: found by any of them, reserved by one, never twice; what nobody reserved is listed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { chainMark } from '#domain/barcode/barcode.ts';
import { EXPOSURE } from '../accounts/tables.ts';
import { START_MS, testHq, write, type TestChain, type TestHq } from '../accounts/testing.ts';
import { UNPROJECTED } from '../project/tables.ts';
import { memoryStore } from '../store/memory-store.ts';
import { readReservationsOfChain, ticketNumbers, writeOffReservation } from './refunds.ts';

const BY = { userId: 'user-1', reason: 'till lost' };

/** Sells three pieces of one thing at ten euros, and a deposit with them; paid in two ways. */
function sell(chain: TestChain, ticketId: string, number = `N-${ticketId}`): void {
  const line = { line_id: `${ticketId}-1`, kind: 'product', quantity_milli: 3_000, gross_minor: 3_000 };
  const deposit = {
    line_id: `${ticketId}-2`,
    kind: 'deposit',
    deposit_of_line_id: `${ticketId}-1`,
    quantity_milli: 3_000,
    gross_minor: 300,
  };
  const ticket = { ticket_id: ticketId, ticket_number: number, transaction: 'sale', currency: 'EUR' };
  write(chain, 'ticket-validated', { ...ticket, gross_minor: 3_300, lines: [line, deposit], movements: [] });
  for (const method of ['cash', 'card'])
    write(chain, 'payment-received', { ticket_id: ticketId, n: 1, method, amount_minor: 1_650 }, { family: 'P' });
}

function refund(
  chain: TestChain,
  ticketId: string,
  options: {
    readonly milli: number;
    readonly reservationId?: string;
    readonly soldBy?: string;
    /** Lines that follow the goods. */
    readonly beside?: readonly Readonly<Record<string, unknown>>[];
  },
): void {
  const { milli, reservationId, soldBy, beside = [] } = options;
  const id = `${chain.chainId}-refund-${chain.rows.length + 1}`;
  const line = { line_id: `${id}-1`, kind: 'product', refund_of_line_id: `${ticketId}-1`, quantity_milli: -milli };
  const of = {
    ticket_id: ticketId,
    ...(soldBy && { chain_id: soldBy }),
    ...(reservationId && { reservation_id: reservationId }),
  };
  const ticket = { ticket_id: id, ticket_number: id, transaction: 'refund', currency: 'EUR', gross_minor: -milli };
  write(chain, 'ticket-validated', {
    ...ticket,
    refund: of,
    lines: [{ ...line, gross_minor: -milli }, ...beside.map((one) => ({ ...one, deposit_of_line_id: line.line_id }))],
    movements: [],
  });
  write(chain, 'payment-received', { ticket_id: id, n: 1, method: 'cash', amount_minor: -milli }, { family: 'P' });
}

function reserve(hq: TestHq, chain: TestChain, reservationId: string, milli: number, ticketId = 't') {
  const lines = [{ lineId: `${ticketId}-1`, quantityMilli: milli }];
  return hq.ask(chain, 'reserve', { reservationId, chainId: chain.chainId, ticketId, lines });
}

async function shop() {
  const hq = await testHq(memoryStore());
  const [seller, other, third] = [await hq.chain('a'), await hq.chain('b'), await hq.chain('c')];
  sell(seller, 't');
  await hq.deliver(seller);
  return { hq, seller, other, third };
}

async function listed(hq: TestHq): Promise<readonly string[]> {
  const rows = await hq.core.store.read.scan(EXPOSURE, { prefix: ['2026-11'], limit: 100 });
  return rows.map(({ kind, amount, till_id }) => `${kind} ${amount} ${till_id}`);
}

test('any till finds a ticket by its id or its number, as it was signed, with what came back', async () => {
  const { hq, seller, other, third } = await shop();
  await reserve(hq, other, 'r1', 1_000);
  refund(seller, 't', { milli: 500 });
  await hq.deliver(seller);
  for (const input of [{ ticketId: 't' }, { number: 'N-t' }]) {
    const found = await hq.ask(third, 'ticket', input);
    assert.equal(found.kind, 'found');
    if (found.kind !== 'found') continue;
    assert.deepEqual([found.tillName, found.storeName], ['till-of-a', 'lyon']);
    const kinds = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
    assert.deepEqual(kinds(found.rows), ['ticket-validated', 'payment-received', 'payment-received']);
    assert.deepEqual(kinds(found.refunds), ['ticket-validated', 'payment-received']);
    assert.deepEqual(found.taken, [{ lineId: 't-1', quantityMilli: 1_500 }]);
    assert.equal(found.tillId, 'till-of-a');
    // What is kept for a till is not taken from it.
    const own = await hq.ask(other, 'ticket', input);
    assert.deepEqual(own.kind === 'found' && own.taken, [{ lineId: 't-1', quantityMilli: 500 }]);
  }
  for (const input of [{ ticketId: 'x' }, { number: "N-t' OR 1=1 --" }, {}])
    assert.deepEqual(await hq.ask(other, 'ticket', input), { kind: 'unknown' });
});

test('a ticket has the number of its receipt for pages, none before its sale has come', async () => {
  const { hq, seller, other } = await shop();
  refund(other, 'later', { milli: 500 });
  await hq.deliver(other);
  const { read } = hq.core.store;
  assert.deepEqual([...(await ticketNumbers(read, ['t', 'later', 't', 'nobody']))], [['t', 'N-t']]);
  sell(seller, 'later');
  await hq.deliver(seller);
  assert.equal((await ticketNumbers(read, ['later'])).get('later'), 'N-later');
});

test('of tickets with the same number the latest of another till of the same store is found, then of another store', async () => {
  const hq = await testHq(memoryStore());
  const places = [
    ['own', 'lyon'],
    ['far', 'tunis'],
    ['near', 'lyon'],
    ['nearer', 'lyon'],
  ] as const;
  const asked = async (): Promise<string> => {
    const found = await hq.ask(own, 'ticket', { number: '000001' });
    return found.kind === 'found' ? found.tillId : found.kind;
  };
  const own = await hq.chain('own');
  const answers: string[] = [];
  for (const [chainId, storeId] of places) {
    const chain = chainId === 'own' ? own : await hq.chain(chainId, { storeId });
    const ticket = { ticket_id: `of-${chainId}`, ticket_number: '000001', transaction: 'sale', currency: 'EUR' };
    const line = { line_id: 'l', kind: 'product', quantity_milli: 1_000, gross_minor: 1 };
    const atMs = START_MS + (chainId === 'nearer' ? 9_000 : 1_000);
    write(chain, 'ticket-validated', { ...ticket, gross_minor: 1, lines: [line], movements: [] }, { atMs });
    await hq.deliver(chain);
    answers.push(await asked());
  }
  assert.deepEqual(answers, ['till-of-own', 'till-of-far', 'till-of-near', 'till-of-nearer']);
});

test('a receipt that names its till finds the ticket of that till alone, whoever asks and however many have its number', async () => {
  const hq = await testHq(memoryStore());
  const own = await hq.chain('own');
  const line = { line_id: 'l', kind: 'product', quantity_milli: 1_000, gross_minor: 1 };
  for (const chain of [own, await hq.chain('near'), await hq.chain('far', { storeId: 'tunis' })]) {
    const ticket = { ticket_id: `of-${chain.chainId}`, ticket_number: '000001', transaction: 'sale', currency: 'EUR' };
    write(chain, 'ticket-validated', { ...ticket, gross_minor: 1, lines: [line], movements: [] });
    await hq.deliver(chain);
  }
  const seller = async (input: { readonly number: string; readonly mark: string }): Promise<string> => {
    const found = await hq.ask(own, 'ticket', input);
    return found.kind === 'found' ? found.tillId : found.kind;
  };
  for (const chainId of ['own', 'near', 'far'])
    assert.equal(await seller({ number: '000001', mark: chainMark(chainId) }), `till-of-${chainId}`);
  assert.equal(await seller({ number: '000001', mark: chainMark('nobody') }), 'unknown');
  assert.equal(await seller({ number: '000002', mark: chainMark('near') }), 'unknown');
});

test('lines are reserved once: the same id is the same, another gets what is left', async () => {
  const { hq, other, third } = await shop();
  const first = await reserve(hq, other, 'r1', 2_000);
  assert.equal(first.kind, 'granted');
  assert.deepEqual(await reserve(hq, other, 'r1', 3_000), first, 'asked again');
  assert.deepEqual(await reserve(hq, third, 'r1', 1_000), { kind: 'refused', reason: 'not-allowed' });
  assert.deepEqual(await reserve(hq, third, 'r2', 1_001), { kind: 'refused', reason: 'already-refunded' });
  assert.equal((await reserve(hq, third, 'r3', 1_000)).kind, 'granted');
  assert.deepEqual(await reserve(hq, other, 'r4', 1), { kind: 'refused', reason: 'already-refunded' });
});

test('a line named twice in one question is asked for twice as much', async () => {
  const { hq, other } = await shop();
  const line = { lineId: 't-1', quantityMilli: 2_000 };
  const input = { reservationId: 'r', chainId: 'b', ticketId: 't', lines: [line, line] };
  assert.deepEqual(await hq.ask(other, 'reserve', input), { kind: 'refused', reason: 'already-refunded' });
});

test('what is refunded under a reservation uses it up, what was not is free; time frees nothing', async () => {
  const { hq, other, third } = await shop();
  await reserve(hq, other, 'r1', 3_000);
  hq.nowMs += 86_400_000 * 365;
  assert.equal((await reserve(hq, third, 'r2', 1)).kind, 'refused');
  refund(other, 't', { milli: 2_000, reservationId: 'r1', soldBy: 'a' });
  await hq.deliver(other);
  assert.equal((await reserve(hq, third, 'r3', 1_001)).kind, 'refused');
  assert.equal((await reserve(hq, third, 'r4', 1_000)).kind, 'granted');
  assert.deepEqual(await listed(hq), []);
});

test('a reservation that headquarters forgot with a backup is nobody else\u2019s once its row is there', async () => {
  const store = memoryStore();
  const before = await testHq(store);
  const [seller, other, third] = [await before.chain('a'), await before.chain('b'), await before.chain('c')];
  sell(seller, 't');
  await before.deliver(seller);
  const backup = store.copy();
  assert.equal((await reserve(before, other, 'r1', 3_000)).kind, 'granted');
  const line = { line_id: 't-1', quantity_milli: 3_000 };
  write(other, 'refund-reserved', { reservation_id: 'r1', ticket_id: 't', lines: [line] });
  write(other, 'refund-reserved', { reservation_id: 'early', ticket_id: 'later', lines: [line] });
  write(other, 'refund-reserved', { reservation_id: 'odd', ticket_id: 't', lines: [{ ...line, quantity_milli: 0 }] });
  const hq = await testHq(backup);
  await hq.deliver(other);
  await hq.repeat(other, [1, 2]);
  assert.deepEqual(await reserve(hq, third, 'r2', 1), { kind: 'refused', reason: 'already-refunded' });
  assert.equal((await reserve(hq, other, 'r1', 3_000)).kind, 'granted', 'asked again');
  const open = await readReservationsOfChain(hq.core.store.read, 'b', 10);
  assert.deepEqual(
    open.map(({ reservation_id }) => reservation_id),
    ['early', 'r1'],
  );
  refund(other, 't', { milli: 2_000, reservationId: 'r1', soldBy: 'a' });
  await hq.deliver(other);
  assert.equal((await reserve(hq, third, 'r3', 1_001)).kind, 'refused');
  assert.equal((await reserve(hq, third, 'r4', 1_000)).kind, 'granted');
  await hq.repeat(other, [1]);
  assert.deepEqual(await listed(hq), []);
  const odd = await hq.core.store.read.scan(UNPROJECTED, { prefix: ['b', 'refunds'], limit: 10 });
  assert.deepEqual(
    odd.map(({ seq }) => seq),
    [3],
  );
});

test('a reservation that is given back is free, also where that comes before the question', async () => {
  const { hq, other, third } = await shop();
  await reserve(hq, other, 'r1', 3_000);
  for (const reservation_id of ['r1', 'late']) write(other, 'refund-released', { reservation_id, ticket_id: 't' });
  await hq.deliver(other);
  assert.deepEqual(await reserve(hq, other, 'late', 1_000), { kind: 'refused', reason: 'not-allowed' });
  assert.equal((await reserve(hq, third, 'r2', 3_000)).kind, 'granted');
});

test('nothing is reserved of what nobody sold, of deposits, or for a chain of somebody else', async () => {
  const { hq, other } = await shop();
  const ask = (ticketId: string, lineId: string, chainId = 'b') => {
    const lines = [{ lineId, quantityMilli: 1 }];
    return hq.ask(other, 'reserve', { reservationId: `${ticketId}${lineId}${chainId}`, chainId, ticketId, lines });
  };
  assert.deepEqual(await ask('nowhere', 't-1'), { kind: 'refused', reason: 'unknown-ticket' });
  assert.deepEqual(await ask('t', 't-2'), { kind: 'refused', reason: 'already-refunded' });
  assert.deepEqual(await ask('t', 't-1', 'a'), { kind: 'refused', reason: 'not-allowed' });
  refund(other, 'unsold', { milli: 1_000, soldBy: 'z' });
  await hq.deliver(other);
  assert.deepEqual(await ask('unsold', 'unsold-1'), { kind: 'refused', reason: 'unknown-ticket' });
});

test('what a cut line cost is listed: refunds on the limit, and lines that came back twice, whoever arrives first', async () => {
  for (const order of ['seller first', 'other first', 'sale last']) {
    const hq = await testHq(memoryStore());
    const [seller, other] = [await hq.chain('a'), await hq.chain('b')];
    sell(seller, 't');
    if (order !== 'sale last') await hq.deliver(seller);
    refund(seller, 't', { milli: 2_000 });
    refund(other, 't', { milli: 2_000, soldBy: 'a' });
    for (const chain of order === 'seller first' ? [seller, other] : [other, seller]) await hq.deliver(chain);
    for (const chain of [seller, other])
      await hq.repeat(
        chain,
        chain.rows.map(({ seq }) => seq),
      );
    const kinds = (await listed(hq)).map((text) => text.replace(/ till.*/, '')).sort();
    assert.deepEqual(kinds, ['double-refund 1000', 'refund-limit 2000'], order);
  }
});

test('what came back twice is listed with its deposit; the voucher that had paid a part of it has that part back', async () => {
  const { hq, seller, other } = await shop();
  const deposit = {
    line_id: 'd',
    kind: 'deposit',
    refund_of_line_id: 't-2',
    quantity_milli: -2_000,
    gross_minor: -200,
  };
  const voucher = { line_id: 'v', kind: 'voucher', refund_of_line_id: 't-3', quantity_milli: -1_000, gross_minor: 500 };
  const beside = [deposit, voucher];
  await reserve(hq, other, 'r1', 2_000);
  refund(other, 't', { milli: 2_000, reservationId: 'r1', soldBy: 'a', beside });
  refund(seller, 't', { milli: 2_000, beside });
  for (const chain of [other, seller]) await hq.deliver(chain);
  assert.deepEqual(await listed(hq), ['double-refund 1100 till-of-a']);
});

test('the till that sold a ticket reserves lines of it as any other does, and needs no leave where it has none', async () => {
  const { hq, seller, other } = await shop();
  assert.equal((await reserve(hq, seller, 'r1', 2_000)).kind, 'granted');
  assert.deepEqual(await reserve(hq, other, 'r2', 2_000), { kind: 'refused', reason: 'already-refunded' });
  refund(seller, 't', { milli: 2_000, reservationId: 'r1' });
  await hq.deliver(seller);
  assert.deepEqual(await reserve(hq, other, 'r3', 2_000), { kind: 'refused', reason: 'already-refunded' });
  assert.equal((await reserve(hq, seller, 'r4', 1_000)).kind, 'granted');
  await writeOffReservation(hq.core, { ticketId: 't', reservationId: 'r4' }, BY);
  refund(seller, 't', { milli: 1_000, reservationId: 'r4' });
  await hq.deliver(seller);
  assert.deepEqual(await listed(hq), []);
});

test('somebody who answers for it frees what a lost till has reserved', async () => {
  const { hq, other, third } = await shop();
  await reserve(hq, other, 'r1', 3_000);
  const [open] = await readReservationsOfChain(hq.core.store.read, 'b', 10);
  assert.equal(open?.reservation_id, 'r1');
  const input = { ticketId: 't', reservationId: 'r1' };
  assert.deepEqual(await writeOffReservation(hq.core, input, BY), { kind: 'done' });
  assert.equal((await writeOffReservation(hq.core, input, BY)).kind, 'refused');
  assert.deepEqual(await readReservationsOfChain(hq.core.store.read, 'b', 10), []);
  assert.equal((await reserve(hq, third, 'r2', 3_000)).kind, 'granted');
  refund(other, 't', { milli: 1_000, reservationId: 'r1', soldBy: 'a' });
  await hq.deliver(other);
  assert.deepEqual(await listed(hq), ['refund-limit 1000 till-of-b']);
});

test('a refund that sells, or of nothing, is listed as not understood', async () => {
  const { hq, seller } = await shop();
  refund(seller, 't', { milli: -1_000 });
  write(seller, 'ticket-validated', { ticket_id: 'x', ticket_number: '1', transaction: 'refund', currency: 'EUR' });
  await hq.deliver(seller);
  const rows = await hq.core.store.read.scan(UNPROJECTED, { prefix: ['a', 'refunds'], limit: 10 });
  assert.equal(rows.length, 2);
});

test('a ticket that two branches of a till sold, each its way, comes back as often as both sold it', async () => {
  for (const order of [
    ['a', 'c'],
    ['c', 'a'],
  ]) {
    const hq = await testHq(memoryStore());
    const branches = new Map([
      ['a', await hq.chain('a')],
      ['c', await hq.chain('c')],
    ]);
    for (const [id, chain] of branches) {
      sell(chain, 't', `N-${id}`);
      refund(chain, 't', { milli: 3_000 });
    }
    for (const id of order) await hq.deliver(present(branches.get(id), id));
    const other = await hq.chain('b');
    assert.deepEqual(await listed(hq), [], order.join());
    assert.equal((await reserve(hq, other, 'r1', 1)).kind, 'refused');
    for (const id of order) {
      const found = await hq.ask(other, 'ticket', { number: `N-${id}` });
      assert.ok(found.kind === 'found' && found.rows[0]?.includes(`"ticket_number":"N-${id}"`), id);
    }
    const again = present(branches.get('c'), 'c');
    const rows = again.rows.map(({ seq }) => seq);
    await hq.repeat(again, rows);
    refund(again, 't', { milli: 1_000 });
    await hq.deliver(again);
    assert.deepEqual(await listed(hq), ['double-refund 1000 till-of-c'], order.join());
  }
});

test('two hundred random shops: no line comes back twice by reservations, and what comes back twice is listed to the cent', async () => {
  for (let seed = 1; seed <= 200; seed++) await randomShop(seed);
});

async function randomShop(seed: number): Promise<void> {
  let state = seed;
  const roll = (sides: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % sides;
  };
  const hq = await testHq(memoryStore({ pause: async () => (roll(2) === 0 ? Promise.resolve() : undefined) }));
  const chains = [await hq.chain('a'), await hq.chain('b'), await hq.chain('c')];
  const [seller, ...others] = chains;
  assert.ok(seller);
  sell(seller, 't');
  await hq.deliver(seller);
  const isSellerBusy = roll(2) === 0;
  const refunded = new Map<string, number>();
  const use = async (chain: TestChain, id: string): Promise<void> => {
    const milli = (1 + roll(3)) * 1_000;
    const answer = await reserve(hq, chain, id, milli);
    // The answer may be lost; a till that hears nothing gives it back, at once or never.
    const fate = roll(4);
    if (answer.kind === 'granted' && fate > 0) {
      refund(chain, 't', { milli, reservationId: id, soldBy: 'a' });
      refunded.set('others', (refunded.get('others') ?? 0) + milli);
    } else if (fate === 0 && roll(2) === 0) write(chain, 'refund-released', { reservation_id: id, ticket_id: 't' });
  };
  for (let step = 0; step < 8; step++) {
    const [one, two] = others;
    assert.ok(one && two);
    await Promise.all([use(one, `${seed}-${step}-b`), use(two, `${seed}-${step}-c`)]);
    if (isSellerBusy && roll(4) === 0) {
      refund(seller, 't', { milli: 1_000 });
      refunded.set('seller', (refunded.get('seller') ?? 0) + 1_000);
    }
    const chain = chains[roll(3)];
    if (chain !== undefined) await hq.deliver(chain);
  }
  for (const chain of [...chains].reverse()) await hq.deliver(chain);
  for (const chain of chains)
    await hq.repeat(
      chain,
      chain.rows.map(({ seq }) => seq),
    );
  const [back = 0, own = 0] = [refunded.get('others'), refunded.get('seller')];
  assert.ok(back <= 3_000, `seed ${seed}: ${back} of 3000 by reservations`);
  const rows = await hq.core.store.read.scan(EXPOSURE, { prefix: ['2026-11'], limit: 100 });
  assert.ok(
    rows.every(({ kind }) => kind === 'double-refund'),
    `seed ${seed}`,
  );
  const cost = rows.reduce((sum, { amount }) => sum + amount, 0);
  assert.equal(cost, Math.max(0, back + own - 3_000), `seed ${seed}: ${back} and ${own}`);
}
