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
import { enter } from '../rig/enter.ts';

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
      await enter(page, { operatorId: manager.id, pin: '9876' });
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

    test('a device is set up, seen, taken out and brought back by an exported text', async () => {
      const page = shell.page();
      const before = await page.query('deviceSetUp', {});
      assert.ok('text' in before && before.text !== null);
      const device = { id: 'wedge', kind: 'scanner', name: 'Clavier', address: 'wedge:', layout: 'fr' } as const;
      const logo = {
        id: 'logo',
        kind: 'printer',
        name: 'Logo',
        address: 'cups://LOGO',
        logoPng: 'A'.repeat(90_000),
      } as const;
      assert.deepEqual(await page.command('saveDevice', { device: logo }), { kind: 'done' }, 'the largest logo');
      const save = randomUUID();
      assert.deepEqual(await page.command('saveDevice', { device }, save), { kind: 'done' });
      const view = await page.until('devices', ({ devices }) => devices.some(({ config }) => config.id === 'wedge'));
      assert.deepEqual(view.devices.find(({ config }) => config.id === 'wedge')?.config, device);
      await page.until('station', ({ pageDevices }) => pageDevices.some(({ id }) => id === 'wedge'));
      assert.deepEqual(await page.command('reportPageDevice', { deviceId: 'wedge', state: 'ready' }), { kind: 'done' });
      const told = page.tillStates.length;
      await shell.kill();
      await backUp(page, told);
      await page.until('devices', ({ devices }) => devices.some(({ config }) => config.id === 'wedge'));
      assert.deepEqual(await page.command('saveDevice', { device }, save), { kind: 'done' }, 'the first outcome');
      const count = view.devices.length - 2;
      const imported = await page.command('importDevices', { text: before.text });
      assert.deepEqual(imported, { kind: 'done', devices: count });
      await page.until('devices', ({ devices }) => devices.length === count);
    });

    test('a set-up that is wrong anywhere changes nothing, whatever stands in it', async () => {
      const page = shell.page();
      const before = page.view('devices').devices;
      const device = { id: 'x', kind: 'printer', name: 'X', address: 'tcp://127.0.0.1:9' } as const;
      for (const wrong of [
        { ...device, address: 'usb:///dev/../etc/passwd' },
        { ...device, address: 'cups://-oraw' },
        { ...device, address: 'tcp://127.0.0.1:0' },
        { ...device, address: 'wedge:' },
        { ...device, id: '\u202ex' },
        { ...device, name: '\u0000' },
      ]) {
        const outcome = await page.command('saveDevice', { device: wrong });
        assert.equal(outcome.kind === 'refused' && outcome.reason, 'device_invalid', wrong.address);
      }
      for (const text of [
        '',
        '{',
        '[]',
        '{"devices":[{}]}',
        '\ud800',
        '{"__proto__":{"devices":[]}}',
        '9'.repeat(10_000),
      ]) {
        const outcome = await page.command('importDevices', { text });
        assert.equal(outcome.kind === 'refused' && outcome.reason, 'device_invalid', text.slice(0, 40));
      }
      const tooLong = await page.raw({
        kind: 'command',
        id: randomUUID(),
        name: 'importDevices',
        input: { text: ' '.repeat(1_000_001) },
      });
      assert.equal(tooLong.kind, 'failed');
      assert.deepEqual(await page.command('watchDevice', { deviceId: 'nobody' }), {
        kind: 'refused',
        reason: 'device_unknown',
      });
      assert.deepEqual(page.view('devices').devices, before);
    });

    test('a card that nobody knows is shown by its end, and a cashier cannot touch the set-up', async () => {
      const page = shell.page();
      const card = { uid: '04a1b2c3d4e5f6', medium: 'contactless', source: 'reader' } as const;
      assert.deepEqual(await page.command('presentCard', card), {
        kind: 'refused',
        reason: 'card_unknown',
        params: { card: '…e5f6', numbers: 1 },
      });
      await page.until('basket', ({ notice }) => notice?.kind === 'card');
      const { operators } = page.view('station');
      const manager = operators.find(({ role }) => role === 'manager');
      const cashier = operators.find(({ role }) => role === 'cashier');
      assert.ok(manager !== undefined && cashier !== undefined);
      assert.equal((await page.command('signOut', {})).kind, 'done');
      assert.deepEqual(await page.command('signIn', { operatorId: cashier.id, pin: '1234' }), { kind: 'done' });
      await page.until('devices', ({ mayManage, devices }) => !mayManage && devices.length === 0);
      const noRight = { kind: 'refused', reason: 'no_right', params: { right: 'manage-devices' } };
      assert.deepEqual(await page.command('removeDevice', { deviceId: 'printer' }), noRight);
      assert.deepEqual(await page.command('importDevices', { text: '{"devices":[]}' }), noRight);
      assert.deepEqual(await page.query('deviceSetUp', {}), { text: null });
      assert.equal((await page.command('signOut', {})).kind, 'done');
      assert.deepEqual(await page.command('signIn', { operatorId: manager.id, pin: '9876' }), { kind: 'done' });
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

    test('without an operator every command is refused, and the session waits for its count', async () => {
      const page = shell.page();
      assert.equal((await page.command('signOut', {})).kind, 'done');
      const status = await page.until('status', () => page.view('station').operator === null);
      assert.notEqual(status.sessionId, null);
      assert.deepEqual(await scan(page), { kind: 'refused', reason: 'not_signed_in' });
      assert.deepEqual(await page.command('pay', payment(page)), { kind: 'refused', reason: 'not_signed_in' });
    });
  });
}
