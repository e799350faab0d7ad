import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

import { branded, type CommandId, type OperatorId, type StationId, type TicketId } from '#base/brand.ts';
import { memoryDrafts } from '#main/till/memory-drafts.ts';

import { openDrafts } from './drafts.ts';
import type { Draft, Drafts, HeldDraft } from './port.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

function draft(ticket: string, station = 'till'): Draft {
  return {
    stationId: branded<StationId>(station),
    ticketId: branded<TicketId>(ticket),
    basket: { ticketId: ticket, lines: [`milk on ${ticket}`] },
  };
}

function aside(ticket: string, more: Partial<HeldDraft> = {}): HeldDraft {
  return { ...draft(ticket), label: `Nº ${ticket}`, heldAtMs: 1000, heldBy: branded<OperatorId>('camille'), ...more };
}

function command(id: string): { id: CommandId; stored: { bodyHash: string; outcome: unknown } } {
  return { id: branded<CommandId>(id), stored: { bodyHash: 'hash', outcome: { kind: 'done' } } };
}

function folder(context: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'drafts-test-'));
  context.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Where each ticket is: with a station, put aside. */
function whereabouts(drafts: Drafts): readonly string[] {
  return [
    ...drafts.load().map(({ stationId, ticketId }) => `${ticketId} with ${stationId}`),
    ...drafts.held().map(({ ticketId }) => `${ticketId} aside`),
  ];
}

for (const [name, open] of [
  ['kept in a file', (context: TestContext) => openDrafts(folder(context))],
  ['kept in memory', () => memoryDrafts()],
] as const) {
  describe(`tickets put aside, ${name}`, () => {
    test('a ticket goes aside and comes back as it was, and the one begun meanwhile takes no line of it', (context) => {
      const drafts = open(context);
      context.after(() => drafts.close());
      drafts.save(draft('a'));
      drafts.hold(aside('a'), draft('b'), command('hold-1'));
      assert.deepEqual(drafts.load(), [draft('b')]);
      assert.deepEqual(drafts.held(), [aside('a')]);
      assert.deepEqual(drafts.outcome(branded<CommandId>('hold-1')), command('hold-1').stored);
      drafts.recall(aside('a'), command('recall-1'));
      assert.deepEqual(drafts.load(), [draft('a')]);
      assert.deepEqual(drafts.held(), []);
      assert.deepEqual(drafts.outcome(branded<CommandId>('recall-1')), command('recall-1').stored);
    });

    test('another station may take it back', (context) => {
      const drafts = open(context);
      context.after(() => drafts.close());
      drafts.hold(aside('a'), draft('b'));
      drafts.recall({ ...aside('a'), stationId: branded<StationId>('tablet') });
      assert.deepEqual([...whereabouts(drafts)].sort(), ['a with tablet', 'b with till']);
    });

    test('the oldest comes first, whatever the clock said', (context) => {
      const drafts = open(context);
      context.after(() => drafts.close());
      drafts.hold(aside('a', { heldAtMs: 3000 }), draft('b'));
      drafts.hold(aside('b', { heldAtMs: 1000 }), draft('c'));
      drafts.hold(aside('c', { heldAtMs: 2000 }), draft('d'));
      assert.deepEqual(
        drafts.held().map(({ ticketId }) => ticketId),
        ['a', 'b', 'c'],
      );
    });

    test('a ticket cannot be taken back twice, nor put aside twice, and the failure changes nothing', (context) => {
      const drafts = open(context);
      context.after(() => drafts.close());
      drafts.hold(aside('a'), draft('b'));
      assert.throws(() => drafts.hold(aside('a'), draft('c'), command('hold-2')));
      drafts.recall(aside('a'));
      assert.throws(() => drafts.recall(aside('a'), command('recall-2')));
      assert.deepEqual(whereabouts(drafts), ['a with till']);
      assert.equal(drafts.outcome(branded<CommandId>('hold-2')), undefined);
      assert.equal(drafts.outcome(branded<CommandId>('recall-2')), undefined);
    });

    test('one that the journal says is over goes, the others stay', (context) => {
      const drafts = open(context);
      context.after(() => drafts.close());
      drafts.hold(aside('a'), draft('b'));
      drafts.hold(aside('b'), draft('c'));
      drafts.discardHeld(branded<TicketId>('a'));
      assert.deepEqual(drafts.held(), [aside('b')]);
    });
  });
}

test('an update loses no ticket: drafts of the version without tickets put aside are there and can be put aside', (context) => {
  const dataDir = folder(context);
  const before = new Database(join(dataDir, 'draft.db'));
  before.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE drafts (station_id TEXT PRIMARY KEY, ticket_id TEXT NOT NULL, basket TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE outcomes (command_id TEXT PRIMARY KEY, body_hash TEXT NOT NULL, outcome TEXT NOT NULL)
      STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;`);
  before.prepare('INSERT INTO drafts VALUES (?, ?, ?)').run('till', 'a', JSON.stringify(draft('a').basket));
  before.prepare('INSERT INTO outcomes VALUES (?, ?, ?)').run('scan-1', 'hash', '{"kind":"done"}');
  before.close();

  const drafts = openDrafts(dataDir);
  assert.deepEqual(drafts.load(), [draft('a')]);
  assert.deepEqual(drafts.outcome(branded<CommandId>('scan-1')), command('scan-1').stored);
  drafts.hold(aside('a'), draft('b'));
  drafts.close();
  const again = openDrafts(dataDir);
  assert.deepEqual(whereabouts(again), ['b with till', 'a aside']);
  again.close();
  assert.equal(
    readdirSync(dataDir).some((name) => name.includes('damaged')),
    false,
  );
});

test('a process killed at any instant leaves each ticket with its station or aside, never both and never neither', async (context) => {
  // Each ticket is put aside; every second one is then taken back by a station of its own.
  const program = `
    import { openDrafts } from '#main/store/drafts.ts';
    const drafts = openDrafts(process.argv[1]);
    const draft = (n, stationId = 'till') => ({ stationId, ticketId: 't' + n, basket: { lines: ['x'.repeat(5000)] } });
    const aside = (n, stationId) => ({ ...draft(n, stationId), label: 't' + n, heldAtMs: n, heldBy: 'camille' });
    const command = (id) => ({ id, stored: { bodyHash: 'hash', outcome: { kind: 'done' } } });
    drafts.save(draft(0));
    process.stdout.write('begun');
    for (let n = 0; ; n++) {
      drafts.hold(aside(n), draft(n + 1), command('hold-' + n));
      if (n % 2 === 1) drafts.recall(aside(n, 'tablet-' + n), command('recall-' + n));
    }`;
  for (let round = 0; round < 8; round++) {
    const dataDir = folder(context);
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], { cwd: ROOT });
    await once(child.stdout, 'data');
    setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');

    const drafts = openDrafts(dataDir);
    const places = [...drafts.load(), ...drafts.held()].map(({ ticketId }) => ticketId);
    assert.deepEqual([...places].sort(), Array.from({ length: places.length }, (_, n) => `t${n}`).sort());
    const put = drafts.held().at(-1);
    if (put !== undefined) assert.notEqual(drafts.outcome(branded<CommandId>(`hold-${put.heldAtMs}`)), undefined);
    drafts.close();
  }
});
