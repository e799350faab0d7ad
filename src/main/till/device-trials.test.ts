/**
 * Finding, trying and watching devices, and what the Devices screen shows of it.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { present } from '#base/assert.ts';
import type { DeviceSetUp } from '#contract/screen/devices.ts';
import { deviceOf } from '#main/hardware/devices-file.ts';
import type { HardwareEvents } from '#main/hardware/port.ts';
import { CASHIER, type TestPage, type TestTill, makeTill } from './testing.ts';

const PRINTER: DeviceSetUp = {
  id: 'printer',
  kind: 'printer',
  name: 'Printer',
  address: 'tcp://127.0.0.1:9100',
  drawer: true,
};
const MILK = '3017620422003';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function managed(): Promise<{ till: TestTill; page: TestPage; events: HardwareEvents }> {
  const till = makeTill();
  cleanUp.push(() => till.close());
  const page = till.page();
  await page.signIn();
  return { till, page, events: present(till.hardware.events, 'events') };
}

test('a test page is built in the language of the shop, and how it went comes under its own id', async () => {
  const { till, page, events } = await managed();
  assert.deepEqual(await page.command('tryDevice', { trialId: 't1', device: PRINTER, test: 'page' }), { kind: 'done' });
  const trial = present(till.hardware.asked.trials[0], 'a trial');
  assert.equal(trial.document?.language, 'fr');
  assert.ok(trial.document.blocks.some((block) => block.kind === 'text' && block.text === 'PAGE D’ESSAI'));
  assert.deepEqual(page.view('devices').trials, [
    { trialId: 't1', deviceId: 'printer', test: 'page', state: 'running' },
  ]);
  events.onTried({ trialId: 't1', state: 'failed', fault: 'printer.paper-out' });
  assert.deepEqual(page.view('devices').trials, [
    { trialId: 't1', deviceId: 'printer', test: 'page', state: 'failed', fault: 'printer.paper-out' },
  ]);
});

test('a trial that opens the drawer is written down first, with who did it, and asked of the device once', async () => {
  const { till, page } = await managed();
  const trial = { trialId: 't', device: { ...PRINTER, id: 'new' }, test: 'drawer' } as const;
  await page.command('tryDevice', trial, 'command-1');
  await page.command('tryDevice', trial, 'command-1');
  assert.equal(till.hardware.asked.trials.length, 1);
  const opened = till
    .store()
    .entriesAfter(0, 1_000)
    .filter(({ kind }) => kind === 'drawer-opened');
  assert.equal(opened.length, 1);
  const payload = opened[0]?.payload as { readonly device_id: string; readonly reason: string };
  assert.deepEqual([payload.device_id, payload.reason, opened[0]?.operator], ['new', 'device-test', 'bernard']);
});

test('no more than the last ten trials are kept', async () => {
  const { page } = await managed();
  for (let n = 1; n <= 15; n++) {
    await page.command('tryDevice', { trialId: `t${n}`, device: PRINTER, test: 'identify' });
  }
  const { trials } = page.view('devices');
  assert.deepEqual([trials.length, trials[0]?.trialId, trials.at(-1)?.trialId], [10, 't6', 't15']);
});

test('what is found is shown with what it answered, and which device of the set-up it is', async () => {
  const { till, page, events } = await managed();
  await page.command('findDevices', { hosts: ['10.0.0.8', ' 10.0.0.8 ', ''] });
  const search = present(till.hardware.asked.searches[0], 'a search');
  assert.deepEqual(search.hosts, ['10.0.0.8']);
  assert.equal(page.view('devices').search.state, 'searching');
  const found = [
    { address: PRINTER.address, kind: 'printer', systemName: 'lp0', answered: 'EPSON TM-T88V', profile: 'TM-T88V' },
    { address: 'serial:///dev/ttyUSB0', kind: 'unknown', systemName: 'USB Serial', answered: null },
  ] as const;
  events.onFound({ searchId: search.searchId, found, done: false });
  events.onFound({ searchId: 'another', found: [], done: true });
  events.onFound({ searchId: search.searchId, found, done: true });
  assert.deepEqual(page.view('devices').search, {
    state: 'done',
    found: [
      { ...found[0], deviceId: 'printer' },
      { ...found[1], deviceId: null },
    ],
  });
});

test('hosts are taken as people write them: with a port, as an address, in brackets', async () => {
  const { till, page } = await managed();
  const hosts = ['caisse.local', 'localhost:9101', 'tcp://10.0.0.8:9100', '[::1]', '[::1]:9101', 'fe80::1'];
  assert.equal((await page.command('findDevices', { hosts })).kind, 'done');
  assert.deepEqual(till.hardware.asked.searches[0]?.hosts, hosts);
});

test('hosts that are no names of hosts are refused', async () => {
  const { page } = await managed();
  for (const host of ['-o', 'a b', 'http://x', '10.0.0.8;rm', '\u202e']) {
    const outcome = await page.command('findDevices', { hosts: [host] });
    assert.equal(outcome.kind === 'refused' && outcome.reason, 'device_invalid', host);
  }
});

test('a watched line shows its last two hundred frames, at the station that watches and at no other', async () => {
  const { till, page, events } = await managed();
  const other = till.page('second');
  await other.signIn();
  await page.command('watchDevice', { deviceId: 'printer' });
  assert.deepEqual([...till.hardware.asked.watched], ['printer']);
  for (let n = 0; n < 30; n++) {
    const frames = Array.from({ length: 10 }, (_, at) => ({ atMs: n * 10 + at, direction: 'in' as const, hex: '0d' }));
    events.onFrames({ deviceId: 'printer', frames, live: true });
  }
  const watched = present(page.view('devices').watched, 'a watch');
  assert.deepEqual([watched.frames.length, watched.frames[0]?.serial, watched.frames.at(-1)?.serial], [200, 101, 300]);
  assert.equal(other.view('devices').watched, null);
  await page.command('signOut', {});
  assert.deepEqual([...till.hardware.asked.watched], []);
});

test('a watch ends with the page that asked for it, unless another page of the station is left', async () => {
  const { till, page } = await managed();
  const twin = till.page();
  await page.command('watchDevice', { deviceId: 'printer' });
  page.close();
  assert.deepEqual([...till.hardware.asked.watched], ['printer']);
  twin.close();
  assert.deepEqual([...till.hardware.asked.watched], []);
});

test('the recent traffic of a line comes as a text that can be replayed', async () => {
  const { till, page, events } = await managed();
  await page.command('exportFrames', { deviceId: 'printer' });
  assert.deepEqual(till.hardware.asked.frames, ['printer']);
  events.onFrames({ deviceId: 'printer', frames: [{ atMs: 5, direction: 'out', hex: '1b40' }], live: false });
  const exported = present(page.view('devices').exported, 'an export');
  assert.equal(exported.deviceId, 'printer');
  assert.match(exported.text, /"comptoirRecording":1.*\n.*"hex":"1b40"/);
});

test('what a scanner reads while its line is watched on the Devices screen is shown there and is not sold', async () => {
  const { page, events } = await managed();
  await page.command('watchDevice', { deviceId: 'printer' });
  events.onRead({ deviceId: 'printer', readId: 'r1', text: MILK, symbology: ']E0' });
  assert.equal(page.view('basket').lines.length, 0);
  const read = page.view('devices').devices[0]?.lastRead;
  assert.deepEqual([read?.text, read?.symbology], [MILK, ']E0']);
  await page.command('watchDevice', { deviceId: null });
  events.onRead({ deviceId: 'printer', readId: 'r2', text: MILK });
  assert.equal(page.view('basket').lines.length, 1);
});

test('what is sold and whose card it was is kept for nobody: only who watched before sees it, until the watch ends', async () => {
  const { till, page, events } = await managed();
  till.hardware.configured = [deviceOf(PRINTER), deviceOf({ id: 'w', kind: 'card', name: 'W', address: 'wedge:' })];
  const uid = '04a1b2c3d4e5f6';
  let serial = 0;
  async function readAll(): Promise<void> {
    const card = { uid, medium: 'text' } as const;
    events.onRead({ deviceId: 'printer', readId: `r${++serial}`, text: MILK });
    events.onCard({ deviceId: 'printer', readId: `k${++serial}`, event: { kind: 'card', card } });
    await page.command('presentCard', { ...card, source: 'w' });
  }
  const shown = (at: TestPage): unknown =>
    at.view('devices').devices.map(({ lastRead, lastCard }) => [lastRead?.text, lastCard?.uid]);
  const nothing = [
    [undefined, undefined],
    [undefined, undefined],
  ];
  const other = till.page('office');
  await other.signIn();
  await readAll();
  await page.command('watchDevice', { deviceId: 'printer' });
  assert.deepEqual(shown(page), nothing, 'a watch that begins shows nothing of before');
  await readAll();
  assert.deepEqual(shown(page), [[MILK, uid], nothing[1]]);
  assert.deepEqual(shown(other), nothing, 'another station did not watch');
  await page.command('watchDevice', { deviceId: 'w' });
  assert.deepEqual(shown(page), nothing, 'the watch before it has ended');
  await readAll();
  assert.deepEqual(shown(page), [nothing[0], [undefined, uid]]);
  await page.command('watchDevice', { deviceId: null });
  assert.deepEqual(shown(page), nothing);
  await page.command('watchDevice', { deviceId: 'w' });
  assert.deepEqual(shown(page), nothing, 'and is forgotten');
});

test('a drawer left open is said after the time of its set-up, and taken back when it is closed', async () => {
  const till = makeTill();
  cleanUp.push(() => till.close());
  const alarms: (() => void)[] = [];
  const page = till.page();
  await page.signIn();
  till.hardware.configured = [deviceOf({ ...PRINTER, drawerAlarmSeconds: 20 })];
  const after = till.clock.after.bind(till.clock);
  till.clock.after = (delayMs, then) => {
    if (delayMs !== 20_000) return after(delayMs, then);
    alarms.push(then);
    return () => void alarms.splice(alarms.indexOf(then), 1);
  };
  const events = present(till.hardware.events, 'events');
  const said = (): readonly string[] =>
    page
      .view('status')
      .notices.filter(({ code }) => code === 'drawer.left-open')
      .map(({ params }) => `${params?.['device']} ${params?.['seconds']}`);
  events.onDrawer({ deviceId: 'printer', state: 'open' });
  events.onDrawer({ deviceId: 'printer', state: 'open' });
  assert.equal(alarms.length, 1);
  assert.equal(page.view('devices').devices[0]?.drawer, 'open');
  events.onDrawer({ deviceId: 'printer', state: 'closed' });
  assert.equal(alarms.length, 0, 'a drawer that is closed in time says nothing');
  events.onDrawer({ deviceId: 'printer', state: 'open' });
  alarms[0]?.();
  assert.deepEqual(said(), ['Printer 20']);
  events.onDrawer({ deviceId: 'printer', state: 'closed' });
  assert.deepEqual(said(), []);
  events.onDrawer({ deviceId: 'printer', state: 'open' });
  events.onHealth({ deviceId: 'printer', kind: 'printer', name: 'Printer', state: 'absent' });
  assert.equal(page.view('devices').devices[0]?.drawer, null, 'nobody knows');
});

test('cards: who is signed in sees that it is unknown and the end of its number, and no row or log has the number', async () => {
  const logged: string[] = [];
  const note = (...words: unknown[]): void => void logged.push(JSON.stringify(words));
  const till = makeTill({ ports: { log: { info: note, warn: note, error: note } } });
  cleanUp.push(() => till.close());
  const page = till.page();
  await page.signIn(CASHIER);
  const events = present(till.hardware.events, 'events');
  const uid = '04a1b2c3d4e5f6';
  const card = { uid, medium: 'text', mayBe: [uid, 'f6e5d4c3b2a104'] } as const;
  events.onCard({ deviceId: 'printer', readId: 'k1', event: { kind: 'card', card } });
  const { serial, ...notice } = present(page.view('basket').notice, 'a notice');
  assert.deepEqual(notice, { kind: 'card', reason: 'card_unknown', params: { card: '…e5f6', numbers: 2 } });
  events.onCard({ deviceId: 'printer', readId: 'k2', event: { kind: 'gone' } });
  assert.equal(page.view('basket').notice?.serial, serial, 'a card that is taken away clears nothing');
  events.onCard({ deviceId: 'printer', readId: 'k3', event: { kind: 'refused', why: 'torn' } });
  assert.equal(page.view('basket').notice?.reason, 'card_unreadable');
  events.onCard({ deviceId: 'printer', readId: 'k4', event: { kind: 'refused', why: 'random-uid' } });
  assert.equal(page.view('basket').notice?.reason, 'card_random');
  const rows = JSON.stringify(till.store().entriesAfter(0, 1_000));
  for (const text of [rows, logged.join('\n'), JSON.stringify(page.view('devices'))]) {
    assert.doesNotMatch(text, /a1b2c3d4|b2c3d4e5/);
  }
});
