import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRow, rowText, type NewEntry, type Row } from '#domain/journal/journal.ts';
import { isSignedText } from '#node/request-signature.ts';
import { ackText } from '#contract/sync/request.ts';
import { listAlarms, settleAlarm } from '../fleet/alarms.ts';
import { organisation } from '../identity/identity.ts';
import { SALES_PROJECTOR } from '../sales/sales.ts';
import { TAKINGS_DAY, TAKINGS_STORE_DAY } from '../sales/tables.ts';
import { projectChain, replayUnprojected, runProjectors } from '../project/run-projectors.ts';
import { unprojectedOf } from '../project/unprojected.ts';
import { DAY, openTestHq, TestTill, ticketEntry, type TestHq } from '../testing.ts';
import { chainsOfTill } from './announce.ts';
import { journalRows } from './read-rows.ts';
import { resumeChain } from './stop.ts';
import { listSuspects } from './suspect.ts';
import { CHAIN } from './tables.ts';

async function enrolled(name = 'a', hq?: TestHq): Promise<{ readonly hq: TestHq; readonly till: TestTill }> {
  const at = hq ?? (await openTestHq());
  const till = TestTill.fresh(at, name);
  assert.equal((await till.enrol()).kind, 'enrolled');
  return { hq: at, till };
}

async function linesAt(hq: TestHq, chainId: string): Promise<readonly string[]> {
  return (await journalRows(hq.store.read, { chainId, after: 0, limit: 1_000 })).map(({ line }) => line);
}

/** Those that nobody settled. */
async function alarmsOf(hq: TestHq): Promise<readonly string[]> {
  const { organisationId } = await organisation(hq.store.read);
  const alarms = await listAlarms(hq.store.read, { organisationId, limit: 100 });
  return alarms.filter(({ is_settled }) => !is_settled).map(({ kind }) => kind);
}

async function settleAll(hq: TestHq): Promise<void> {
  const { organisationId } = await organisation(hq.store.read);
  const nowMs = hq.core.clock.wallMs();
  for (const { alarm_id: alarmId } of await listAlarms(hq.store.read, { organisationId, limit: 100 })) {
    await hq.core.store.transact((transaction) =>
      settleAlarm(transaction, { organisationId, alarmId, by: 'boss', nowMs }),
    );
  }
  assert.deepEqual(await alarmsOf(hq), []);
}

/** Pushes lines as they are, whatever they say. */
async function pushLines(till: TestTill, lines: readonly string[]) {
  return till.call('push', { chainId: till.data.chainId, rows: [...lines] });
}

function spoilt(row: Row | undefined, change: Partial<Row>): string {
  assert.ok(row !== undefined);
  return rowText({ ...row, ...change });
}

describe('a till that is enrolled', () => {
  test('pushes its rows, hears how far by a signed word, and its takings stand', async () => {
    const { hq, till } = await enrolled();
    for (const amount of [1_000, 250, -100]) till.sell(amount);
    const told = await till.tellHead();
    assert.deepEqual({ kind: told.kind, seq: told.seq }, { kind: 'go-on', seq: 0 });
    const first = await till.push(0, 4);
    assert.equal(first.kind === 'acked' && first.ack.seq, 4);
    const rest = await till.push(4);
    assert.ok(rest.kind === 'acked');
    const { publicKey } = await organisation(hq.store.read);
    assert.deepEqual({ seq: rest.ack.seq, hash: rest.ack.hash }, till.head);
    assert.equal(isSignedText(publicKey, ackText(rest.ack), rest.ack.signature), true);
    assert.deepEqual(await linesAt(hq, 'chain-a'), till.data.lines);
    const day = await hq.store.read.get(TAKINGS_DAY, ['chain-a', DAY]);
    assert.equal(day?.gross_minor, 1_150);
    assert.equal(day?.refund_minor, -100);
    assert.equal(day?.sale_count, 2);
    assert.equal(day?.methods, JSON.stringify([{ method: 'cash', count: 3, amountMinor: 1_150 }]));
  });

  test('pushes the same rows again, in other pieces too, and nothing doubles', async () => {
    const { hq, till } = await enrolled();
    for (const amount of [100, 200, 300]) till.sell(amount);
    for (const [after, count] of [
      [0, 3],
      [0, 5],
      [1, 2],
      [2, 5],
      [0, 7],
      [6, 1],
    ] as const) {
      const answer = await till.push(after, count);
      assert.equal(answer.kind, 'acked');
    }
    assert.deepEqual(await linesAt(hq, 'chain-a'), till.data.lines);
    assert.equal((await hq.store.read.get(TAKINGS_DAY, ['chain-a', DAY]))?.gross_minor, 600);
  });

  test('that leaves rows out, or sends one from the future, is told from where', async () => {
    const { hq, till } = await enrolled();
    for (const amount of [100, 200, 300]) till.sell(amount);
    assert.deepEqual(await till.push(3), { kind: 'gap', seq: 0 });
    await till.push(0, 2);
    assert.deepEqual(await till.push(4), { kind: 'gap', seq: 2 });
    const future = spoilt(till.data.rows[4], { seq: 999_999_999 });
    assert.deepEqual(await pushLines(till, [future]), { kind: 'gap', seq: 2 });
    assert.equal((await linesAt(hq, 'chain-a')).length, 2);
    assert.equal((await till.push(2)).kind, 'acked');
  });

  test('on two nodes at once with the same rows is taken once', async () => {
    const { hq, till } = await enrolled();
    for (let amount = 1; amount <= 20; amount++) till.sell(amount);
    const other = await openTestHq({ store: hq.store, seed: 'other node' });
    const twin = new TestTill(other, till.data, till.random);
    twin.counter = 1_000;
    const pushes = [till.push(0, 20), twin.push(0, 41), till.push(0, 30), twin.push(10, 31), till.push(0, 41)];
    const kinds = (await Promise.all(pushes)).map(({ kind }) => kind);
    assert.ok(
      kinds.every((kind) => kind === 'acked' || kind === 'gap'),
      kinds.join(),
    );
    assert.deepEqual(await linesAt(hq, 'chain-a'), till.data.lines);
    assert.equal((await hq.store.read.get(TAKINGS_DAY, ['chain-a', DAY]))?.gross_minor, 210);
  });

  test('sends a row of a kind that nobody knows: it is kept and acknowledged', async () => {
    const { hq, till } = await enrolled();
    till.append({ entryId: 'e-new', family: 'M', kind: 'drone-landed', payload: { where: 'roof' } });
    const answer = await till.push(0);
    assert.equal(answer.kind === 'acked' && answer.ack.seq, 2);
    assert.equal((await linesAt(hq, 'chain-a'))[1], till.data.lines[1]);
    assert.equal((await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 })).length, 0);
  });

  test('sends an authentic row that says nonsense: acknowledged, listed, the others count, and it stays until understood', async () => {
    const { hq, till } = await enrolled();
    till.sell(500);
    const entry = ticketEntry({ entryId: 'e-odd', ticketId: 't-odd', number: '000009', grossMinor: 700 });
    till.append({ ...entry, payload: { ...entry.payload, gross_minor: 'seven' } });
    till.sell(50);
    const answer = await till.push(0);
    assert.equal(answer.kind === 'acked' && answer.ack.seq, till.head.seq);
    assert.equal((await hq.store.read.get(TAKINGS_DAY, ['chain-a', DAY]))?.gross_minor, 550);
    const listed = await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 });
    assert.deepEqual(
      listed.map(({ projector, seq }) => ({ projector, seq })),
      [{ projector: 'sales', seq: 4 }],
    );
    await projectChain(hq.core, [SALES_PROJECTOR], 'chain-a');
    assert.equal((await hq.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']))?.gross_minor, 550);
    assert.equal(await replayUnprojected(hq.core, [SALES_PROJECTOR], 'chain-a'), 0);
    assert.equal((await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 })).length, 2);
  });
});

describe('a row that is not what it says', () => {
  const rows = {
    'a changed amount': (row: Row) => ({ payload: row.payload.replace('"gross_minor":200', '"gross_minor":100') }),
    'another time': () => ({ at: '2026-11-22T09:00:59.000Z' }),
    'a false hash': () => ({ hash: 'ab'.repeat(32) }),
    'a false signature': (row: Row) => ({ signature: row.signature.replace(/^../, 'AA') }),
    'another till': () => ({ till_id: 'till-b' }),
    'another chain': () => ({ chain_id: 'chain-b' }),
  };
  for (const [what, change] of Object.entries(rows)) {
    test(`(${what}) stops its chain, is kept raw and not acknowledged, and no other till notices`, async () => {
      const { hq, till } = await enrolled();
      const { till: other } = await enrolled('b', hq);
      for (const amount of [100, 200, 300]) till.sell(amount);
      await till.push(0, 3);
      const row = till.data.rows[3];
      const line = spoilt(row, change(row as Row));
      const stopped = { kind: 'stopped', seq: 4 };
      assert.deepEqual(await pushLines(till, [line, ...till.data.lines.slice(4)]), stopped);
      assert.deepEqual(await till.push(3), stopped);
      const standing = await till.tellHead();
      assert.equal(standing.kind === 'stopped' && standing.seq, 4);
      assert.equal((await linesAt(hq, 'chain-a')).length, 3);
      const suspects = await listSuspects(hq.store.read, { chainId: 'chain-a', limit: 99 });
      assert.deepEqual(
        suspects.map((suspect) => Buffer.from(suspect.line).toString()),
        [line],
      );
      assert.deepEqual(await alarmsOf(hq), ['chain-flawed']);
      await settleAll(hq);
      other.sell(900);
      assert.equal((await other.push(0)).kind, 'acked');
      assert.deepEqual(await resumeChain(hq.core, 'chain-a'), { kind: 'done' });
      assert.deepEqual(await pushLines(till, [line]), stopped);
      assert.deepEqual(await alarmsOf(hq), ['chain-flawed']);
      await resumeChain(hq.core, 'chain-a');
      assert.equal((await till.push(3)).kind, 'acked');
    });
  }

  test('stops its chain also where the line is no row at all', async () => {
    for (const line of ['', '{}', 'null', '{"seq":2}', '\u0000', '[]', '"prev_hash":"', 'x'.repeat(10_000)]) {
      const { hq, till } = await enrolled();
      await till.push(0);
      const raw = await till.raw('push', { chainId: 'chain-a', rows: [line] });
      if (line.includes('\u0000')) assert.equal(raw.status, 400);
      else assert.deepEqual(raw.body, { kind: 'stopped', seq: 2 }, line.slice(0, 20));
      assert.equal((await linesAt(hq, 'chain-a')).length, 1);
    }
  });

  test('is no way to put a changed row in the place of one that is held', async () => {
    const { hq, till } = await enrolled();
    till.sell(200);
    await till.push(0);
    const row = till.data.rows[1];
    const line = spoilt(row, { payload: (row as Row).payload.replace('"gross_minor":200', '"gross_minor":100') });
    assert.deepEqual(await pushLines(till, [line]), { kind: 'stopped', seq: 2 });
    assert.deepEqual(await linesAt(hq, 'chain-a'), till.data.lines);
  });

  test('stops its chain also where it is authentic and no store can keep it; what is read of it alone is listed', async () => {
    const odd = '\u0000';
    const rows: Readonly<Record<string, Partial<NewEntry>>> = {
      entry_id: { entryId: odd },
      kind: { kind: odd },
      business_day: { businessDay: odd },
    };
    for (const [field, change] of Object.entries(rows)) {
      const { hq, till } = await enrolled();
      till.sell(100);
      till.append({ entryId: 'e', family: 'L', kind: 'later', payload: {}, ...change });
      const stopped = { kind: 'stopped', seq: 4 };
      assert.deepEqual(await till.push(0), stopped, field);
      assert.deepEqual(await till.push(3), stopped, field);
      assert.equal((await linesAt(hq, 'chain-a')).length, 3);
      const [suspect] = await listSuspects(hq.store.read, { chainId: 'chain-a', limit: 9 });
      assert.equal(Buffer.from(suspect?.line ?? []).toString(), till.data.lines[3]);
      assert.deepEqual(await alarmsOf(hq), ['chain-flawed']);
    }
    const { hq, till } = await enrolled();
    const session = { session_id: 's', business_day: DAY };
    const place = { family: 'L', operator: odd } as const;
    till.append({ ...place, entryId: 'e1', kind: 'session-opened', payload: session });
    till.append({ ...place, entryId: 'e2', kind: 'session-closed', payload: { ...session, counted: false } });
    const ticket = ticketEntry({ entryId: 'e3', ticketId: 't', number: '1', grossMinor: 100 });
    till.append({ ...ticket, operator: odd });
    till.sell(100);
    assert.equal((await till.push(0)).kind, 'acked');
    const listed = await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 });
    assert.deepEqual(
      listed.map(({ seq }) => seq),
      [2, 3, 4],
    );
    till.sell(100);
    const line = JSON.stringify({ [odd]: '', ...(JSON.parse(till.data.lines[6] ?? '') as object) });
    assert.deepEqual(await pushLines(till, [line]), { kind: 'stopped', seq: 7 });
  });

  test('good rows before it in the same push are kept', async () => {
    const { hq, till } = await enrolled();
    for (const amount of [100, 200]) till.sell(amount);
    const lines = [...till.data.lines.slice(0, 4), spoilt(till.data.rows[4], { hash: '00'.repeat(32) })];
    assert.deepEqual(await pushLines(till, lines), { kind: 'stopped', seq: 5 });
    assert.deepEqual(await linesAt(hq, 'chain-a'), till.data.lines.slice(0, 4));
  });

  test('a genesis that is not the one that was announced stops its chain', async () => {
    const { hq, till } = await enrolled();
    const impostor = TestTill.fresh(hq, 'x');
    impostor.data = { ...impostor.data, tillId: 'till-a', chainId: 'chain-a', lines: [], rows: [] };
    impostor.openChain();
    assert.deepEqual(await pushLines(till, impostor.data.lines), { kind: 'stopped', seq: 1 });
    assert.equal((await hq.store.read.get(CHAIN, ['chain-a']))?.seq, 0);
  });
});

describe('a copy that was put back', () => {
  /** Headquarters holds 5 rows; the till is back at 3 and sold something else. */
  async function forked() {
    const { hq, till } = await enrolled();
    till.sell(100);
    const backup = till.data;
    till.sell(200);
    await till.push(0);
    const old = till.restoredFrom(backup, 'later');
    old.counter = 1_000;
    return { hq, till, old };
  }

  test('and has sold nothing since is told that it is behind, and goes on as a new chain with all that it lost known', async () => {
    const { hq, till, old } = await forked();
    const told = await old.tellHead();
    assert.deepEqual(told.kind === 'behind' && { seq: told.seq, hash: told.hash }, till.head);
    const lost = await old.call('rows', { chainId: 'chain-a', after: 3, limit: 100 });
    assert.deepEqual(lost, { rows: till.data.lines.slice(3), seq: 5 });
    old.goOn('a2');
    const head = await old.tellHead();
    assert.deepEqual({ kind: head.kind, seq: head.seq }, { kind: 'go-on', seq: 0 });
    old.sell(50);
    assert.equal((await old.push(0)).kind, 'acked');
    const first = await hq.store.read.get(CHAIN, ['chain-a']);
    assert.deepEqual([first?.superseded_by, first?.state], ['chain-a2', 'open']);
    assert.deepEqual(await alarmsOf(hq), ['chain-continued']);
  });

  for (const [how, amounts, tell] of [
    ['with its head', [7], (old: TestTill) => old.tellHead()],
    ['with rows in the place of those that are held', [7, 8, 9], (old: TestTill) => old.push(3)],
    ['with rows after them', [7, 8, 9], (old: TestTill) => old.push(5)],
  ] as const) {
    test(`and sold on is found out ${how}: both branches count, somebody is told, and a new chain is due`, async () => {
      const { hq, till, old } = await forked();
      for (const amount of amounts) old.sell(amount);
      const { seq } = old.head;
      const first = await tell(old);
      const from = 'seq' in first ? first.seq : 3;
      const answer = await old.push(from);
      assert.ok(answer.kind === 'acked');
      assert.deepEqual({ seq: answer.ack.seq, hash: answer.ack.hash }, old.head);
      const [branch] = answer.branches;
      assert.deepEqual([answer.isEnded, answer.branches.length, branch?.after], [true, 1, 3]);
      assert.deepEqual(await resumeChain(hq.core, 'chain-a'), { kind: 'refused', reason: 'forked' });
      assert.deepEqual(await linesAt(hq, 'chain-a'), till.data.lines);
      assert.deepEqual(await linesAt(hq, branch?.branchId ?? ''), old.data.lines.slice(3));
      assert.deepEqual(await alarmsOf(hq), ['chain-forked']);
      const held = { isEnded: true, branches: answer.branches };
      const { incarnation, ...whole } = await old.tellHead();
      assert.deepEqual(whole, { kind: 'go-on', seq, ...held });
      // In pieces, again, and from its beginning: the same rows once.
      for (const [after, count] of [
        [0, 4],
        [2, 3],
        [0, 500],
      ] as const) {
        const again = await old.push(after, count);
        assert.equal(again.kind === 'acked' && again.ack.seq, Math.min(after + count, seq));
      }
      const written = old.data;
      old.goOn('a2');
      const next = old.data;
      assert.equal((await old.tellHead()).incarnation, incarnation);
      old.sell(1_000);
      assert.equal((await old.push(0)).kind, 'acked');
      while (await runProjectors(hq.core, [SALES_PROJECTOR]));
      const day = await hq.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']);
      assert.equal(day?.gross_minor, 100 + 200 + amounts.reduce<number>((sum, amount) => sum + amount, 0) + 1_000);
      const given = await old.call('rows', { chainId: 'chain-a', after: 0, limit: 500 });
      assert.deepEqual(given, { rows: written.lines, seq });
      assert.equal(next.continues?.seq, seq);
    });
  }

  test('two, three, four times, and inside what it wrote after the last time: each branch is held once and all of them count', async () => {
    const { hq, till, old } = await forked();
    old.sell(7);
    const image = old.data;
    old.sell(8);
    await old.push(3);
    // Led out, and put back all the same: to before the fork, and to the middle of the branch.
    old.goOn('a2');
    await old.tellHead();
    await old.push(0);
    const third = till.restoredFrom(
      { ...image, rows: image.rows.slice(0, 3), lines: image.lines.slice(0, 3) },
      'third',
    );
    third.counter = 2_000;
    for (const amount of [11, 12]) third.sell(amount);
    const fourth = till.restoredFrom(image, 'fourth');
    fourth.counter = 3_000;
    for (const amount of [21, 22]) fourth.sell(amount);
    const fifth = till.restoredFrom(image, 'fifth');
    fifth.counter = 4_000;
    for (const amount of [31]) fifth.sell(amount);
    for (const each of [third, fourth, fifth]) {
      const { kind, seq } = await each.tellHead();
      assert.equal(kind, 'go-on');
      const answer = await each.push(seq);
      assert.ok(answer.kind === 'acked' && answer.isEnded);
      assert.deepEqual({ seq: answer.ack.seq, hash: answer.ack.hash }, each.head);
      const { rows } = each.data;
      const held = await Promise.all(
        [{ branchId: 'chain-a', after: 0 }, ...answer.branches].map(async ({ branchId, after }, index) => {
          const until = answer.branches[index]?.after ?? rows.length;
          return (await linesAt(hq, branchId ?? '')).slice(0, until - after);
        }),
      );
      assert.deepEqual(held.flat(), each.data.lines);
    }
    assert.equal((await fourth.push(0)).kind, 'acked');
    while (await runProjectors(hq.core, [SALES_PROJECTOR]));
    const day = await hq.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']);
    assert.equal(day?.gross_minor, 100 + 200 + 7 + 8 + 11 + 12 + 21 + 22 + 31);
    const chains = await chainsOfTill(hq.store.read, 'till-a');
    assert.equal(chains.filter(({ branch_of }) => branch_of === 'chain-a').length, 4);
    // The one that goes on now is the one that a new machine becomes.
    const written = fourth.data;
    fourth.goOn('a2-again');
    await fourth.tellHead();
    await fourth.push(0);
    const machine = TestTill.fresh(hq, 'new');
    const found = await machine.recover(await hq.code('s1', 'till-a'));
    assert.ok(found.kind === 'found');
    machine.data = { ...machine.data, tillId: 'till-a' };
    assert.deepEqual(
      found.chains.map(({ chain }) => chain.chainId),
      ['chain-a', 'chain-a2-again'],
    );
    const given: string[] = [];
    for (;;) {
      const { rows } = await machine.call('rows', { chainId: 'chain-a', after: given.length, limit: 2 });
      if (rows.length === 0) break;
      given.push(...rows);
    }
    assert.deepEqual(given, written.lines);
    assert.deepEqual([found.chains[0]?.seq, found.chains[0]?.hash], [written.rows.length, written.rows.at(-1)?.hash]);
  });

  test('while two nodes hear of it at once parts once', async () => {
    const { hq, old } = await forked();
    for (const amount of [7, 8, 9]) old.sell(amount);
    const other = await openTestHq({ store: hq.store, seed: 'other node' });
    const twin = new TestTill(other, old.data, old.random);
    twin.counter = 9_000;
    const answers = await Promise.all([old.push(0), twin.push(3), old.push(3, 2), twin.push(0, 5)]);
    assert.ok(answers.every(({ kind }) => kind === 'acked' || kind === 'gap'));
    assert.equal((await old.push(0)).kind, 'acked');
    const branches = (await chainsOfTill(hq.store.read, 'till-a')).filter(({ branch_of }) => branch_of !== null);
    assert.equal(branches.length, 1);
    assert.deepEqual(await linesAt(hq, branches[0]?.chain_id ?? ''), old.data.lines.slice(3));
  });

  test('and sends a false row in a branch: that is refused, and the branch and the chain go on', async () => {
    const { hq, till, old } = await forked();
    for (const amount of [7, 8]) old.sell(amount);
    assert.equal((await old.push(3, 2)).kind, 'acked');
    const spoiled = spoilt(old.data.rows[5], { hash: 'ab'.repeat(32) });
    assert.deepEqual(await pushLines(old, [spoiled]), { kind: 'stopped', seq: 6 });
    assert.deepEqual(await old.push(5), { kind: 'stopped', seq: 6 });
    till.sell(1);
    assert.equal((await till.push(5)).kind, 'acked');
    const branch = (await chainsOfTill(hq.store.read, 'till-a')).find(({ branch_of }) => branch_of !== null);
    assert.deepEqual(await resumeChain(hq.core, branch?.chain_id ?? ''), { kind: 'done' });
    assert.equal((await old.push(5)).kind, 'acked');
    till.sell(1);
    assert.deepEqual(await pushLines(till, [spoilt(till.data.rows[7], { hash: 'ab'.repeat(32) })]), {
      kind: 'stopped',
      seq: 8,
    });
    assert.equal((await till.push(5)).kind, 'acked');
  });

  test('and was led out is rebuilt on a new machine from what the till itself wrote', async () => {
    const { hq, till, old } = await forked();
    for (let sale = 0; sale < 3; sale++) till.sell(10);
    await till.push(5);
    old.sell(7);
    const branch = old.data;
    old.goOn('a2');
    await old.tellHead();
    await old.push(0);
    old.data = branch;
    await old.tellHead('chain-a2');
    assert.equal((await old.push(0)).kind, 'acked');
    const machine = TestTill.fresh(hq, 'new');
    const found = await machine.recover(await hq.code('s1', 'till-a'));
    assert.ok(found.kind === 'found');
    machine.data = { ...machine.data, tillId: 'till-a' };
    for (const { chain, seq, hash } of found.chains) {
      const given = await machine.call('rows', { chainId: chain.chainId, after: 0, limit: 500 });
      const last = parseRow(given.rows.at(-1) ?? '');
      assert.ok('hash' in last);
      assert.deepEqual({ seq, hash }, { seq: given.rows.length, hash: last.hash }, chain.chainId);
    }
    assert.deepEqual([found.chains[0]?.seq, found.chains[0]?.hash], [branch.rows.length, branch.rows.at(-1)?.hash]);
  });

  test('while the machine that was given up lives: what it still sends is taken, and somebody is told', async () => {
    const { hq, till } = await enrolled();
    till.sell(100);
    await till.push(0);
    const lost = till.data;
    till.goOn('a2');
    await till.tellHead();
    await till.push(0);
    const alive = till.restoredFrom(lost, 'alive');
    alive.counter = 5_000;
    alive.sell(33);
    assert.equal((await alive.push(3)).kind, 'acked');
    assert.deepEqual(await alarmsOf(hq), ['chain-continued', 'chain-woke-up']);
    assert.equal((await hq.store.read.get(TAKINGS_DAY, ['chain-a', DAY]))?.gross_minor, 133);
  });
});
