/**
 * What every shell promises its pages, whichever wire carries them: one suite, and each shell registers.
 *
 * The till is killed for real. `armKill` has it die at its next commit, before the rows are on disk or after; the page
 * sends again what was not answered, with the same id, as every page does.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import type { CommandInput } from '#contract/screen/screen.ts';
import type { ScreenClient } from './screen-client.ts';

export interface ShellUnderTest {
  /** The page that is open. */
  page(): ScreenClient;
  /** Loads the page again: a new connection of the same station. */
  reload(): Promise<ScreenClient>;
  /** Has the till die at its next commit. */
  armKill(moment: 'before' | 'after'): void;
  /** Kills the till now. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const CODE = '3033491243455';
const CODE_TWO = '3340390006402';

/** Registers the suite for one shell. */
export function conformanceSuite(name: string, open: () => Promise<ShellUnderTest>): void {
  suite(`${name}: the screen contract`, () => {
    let shell: ShellUnderTest;
    before(async () => {
      shell = await open();
      const page = shell.page();
      await page.ready();
      const manager = page.view('station').operators.find((operator) => operator.role === 'manager');
      assert.ok(manager !== undefined);
      assert.deepEqual(await page.command('signIn', { operatorId: manager.id, pin: '9876' }), { kind: 'done' });
      await page.until('station', (view) => view.operator !== null);
    });
    after(() => shell.close());

    const scan = (page: ScreenClient, text = CODE) => page.command('scan', { text, source: 'conformance' });
    const ticketOf = (page: ScreenClient) => ({
      ticketId: page.view('basket').ticketId,
      basketVersion: page.view('basket').version,
    });
    const payment = (page: ScreenClient): CommandInput<'pay'> => ({
      ...ticketOf(page),
      payments: [{ method: 'cash', tenderedMinor: 50_000 }],
      print: 'none',
    });
    async function countOf(page: ScreenClient, ticketId: string): Promise<number> {
      const answer = await page.query('tickets', { limit: 200 });
      assert.ok('tickets' in answer);
      return answer.tickets.filter((ticket) => ticket.ticketId === ticketId).length;
    }
    async function backUp(page: ScreenClient, told: number): Promise<void> {
      await page.until('status', () => page.tillStates.slice(told).some((state) => state.state === 'up'));
    }

    for (const moment of ['before', 'after'] as const) {
      test(`a till killed ${moment} the commit of a sale has it exactly once when the page asks again`, async () => {
        const page = shell.page();
        await scan(page);
        const pay = payment(page);
        const told = page.tillStates.length;
        shell.armKill(moment);
        const outcome = await page.command('pay', pay);
        assert.equal(outcome.kind, 'done');
        assert.deepEqual(
          page.tillStates.slice(told).map((state) => state.state),
          ['down', 'up'],
        );
        assert.equal(await countOf(page, pay.ticketId), 1);
        assert.deepEqual(
          await page.command('pay', pay, randomUUID()),
          outcome,
          'a new id for a paid ticket gives its outcome',
        );
      });
    }

    test('a till killed in the middle of a ticket comes back with every line, and says that it was away', async () => {
      const page = shell.page();
      await scan(page);
      await scan(page, CODE_TWO);
      const lines = page.view('basket').lines;
      const told = page.tillStates.length;
      await shell.kill();
      await backUp(page, told);
      const view = await page.until('basket', (basket) => basket.lines.length === lines.length);
      assert.deepEqual(view.lines, lines);
      await page.until('status', (status) => status.notices.some((notice) => notice.code === 'till-restarted'));
      assert.notEqual(page.view('station').operator, null);
      assert.equal((await page.command('cancelTicket', ticketOf(page))).kind, 'done');
    });

    test('a scan sent while the till is away is on the ticket once when it is back', async () => {
      const page = shell.page();
      const told = page.tillStates.length;
      await shell.kill();
      const id = randomUUID();
      const first = await page.command('scan', { text: CODE, source: 'conformance' }, id);
      await backUp(page, told);
      assert.equal(first.kind, 'done');
      assert.deepEqual(await page.command('scan', { text: CODE, source: 'conformance' }, id), first);
      assert.equal(page.view('basket').articleCount, 1);
      assert.equal((await page.command('cancelTicket', ticketOf(page))).kind, 'done');
    });

    test('a page that is loaded again finds its operator, its ticket and the outcome of its last command', async () => {
      await scan(shell.page());
      const id = randomUUID();
      const pay = payment(shell.page());
      const outcome = await shell.page().command('pay', pay, id);
      await scan(shell.page(), CODE_TWO);
      const { ticketId } = shell.page().view('basket');
      const page = await shell.reload();
      await page.ready();
      assert.notEqual(page.view('station').operator, null);
      assert.equal(page.view('basket').ticketId, ticketId);
      assert.deepEqual(await page.command('pay', pay, id), outcome);
      assert.equal((await page.command('cancelTicket', ticketOf(page))).kind, 'done');
    });

    test('an id that comes again with another body is refused', async () => {
      const page = shell.page();
      const id = randomUUID();
      assert.equal((await page.command('scan', { text: CODE, source: 'conformance' }, id)).kind, 'done');
      assert.deepEqual(await page.command('scan', { text: CODE_TWO, source: 'conformance' }, id), {
        kind: 'refused',
        reason: 'id_reused',
      });
      assert.equal((await page.command('cancelTicket', ticketOf(page))).kind, 'done');
    });

    test('a stale version changes nothing, and two payments at once are one sale', async () => {
      const page = shell.page();
      await scan(page);
      const stale = payment(page);
      await scan(page, CODE_TWO);
      assert.deepEqual(await page.command('pay', stale), { kind: 'refused', reason: 'basket_stale' });
      const pay = payment(page);
      const [first, second] = await Promise.all([page.command('pay', pay), page.command('pay', pay)]);
      assert.equal(first.kind, 'done');
      assert.deepEqual(second, first);
      assert.equal(await countOf(page, pay.ticketId), 1);
    });

    test('what is no message, no command or does not fit is answered, and the till goes on', async () => {
      const page = shell.page();
      const malformed: readonly unknown[] = [
        { kind: 'command', id: 'm-1', name: 'launchRocket', input: {} },
        { kind: 'command', id: 'm-2', name: 'scan', input: { text: 5 } },
        { kind: 'command', id: 'm-3', name: 'constructor', input: {} },
        { kind: 'command', id: 'm-4', name: 'scan', input: { text: '1', source: 'x', extra: true } },
        { kind: 'query', id: 'm-5', name: 'toString', input: {} },
        { kind: 'nonsense', id: 'm-6' },
        { kind: 'subscribe', topic: '__proto__' },
        'text',
      ];
      for (const message of malformed) {
        const answer = await page.raw(message);
        assert.equal(answer.kind, 'failed', JSON.stringify(message));
        assert.equal(answer.code, 'wire.malformed');
      }
      assert.deepEqual(await page.query('ping', {}), {});
    });

    test('thirty scans in one breath are thirty articles, in their order', async () => {
      const page = shell.page();
      const codes = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? CODE : CODE_TWO));
      const outcomes = await Promise.all(codes.map((code) => scan(page, code)));
      assert.ok(outcomes.every((outcome) => outcome.kind === 'done'));
      const { lines } = page.view('basket');
      assert.deepEqual(
        lines.filter((line) => line.kind === 'product').map((line) => line.gtin),
        codes.map((code) => code.padStart(14, '0')),
      );
      assert.equal((await page.command('cancelTicket', ticketOf(page))).kind, 'done');
    });

    test('without an operator every command is refused, and the last one out closes the session', async () => {
      const page = shell.page();
      assert.equal((await page.command('signOut', {})).kind, 'done');
      await page.until('status', (status) => status.sessionId === null);
      assert.deepEqual(await scan(page), { kind: 'refused', reason: 'not_signed_in' });
      assert.deepEqual(await page.command('pay', payment(page)), { kind: 'refused', reason: 'not_signed_in' });
    });
  });
}
