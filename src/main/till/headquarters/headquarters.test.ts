import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Clock } from '#base/clock.ts';
import { invitationText } from '#contract/sync/invitation.ts';
import { systemClock } from '#node/system-clock.ts';
import { FakeHq } from '#main/sync/testing.ts';
import { CASHIER, makeTill, MANAGER, type TestTill } from '../testing.ts';
import { invitationOf } from './joining.ts';

const MINUTE_MS = 60_000;
const WAIT_MS = 10_000;

const tills: TestTill[] = [];
after(async () => {
  for (const till of tills) await till.close();
});

/** A headquarters whose clock is `aheadMs` off the till's, and the till. */
function joinable(aheadMs = 0): { readonly hq: FakeHq; readonly till: TestTill } {
  const clock: Clock = { ...systemClock, wallMs: () => systemClock.wallMs() + aheadMs };
  const hq = new FakeHq({ clock, seed: 7 });
  const till = makeTill({ hq: { transport: () => hq.transport }, clock: systemClock });
  tills.push(till);
  return { hq, till };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  while (!holds()) {
    assert.ok(Date.now() < endMs, `in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a till whose clock is ten minutes off headquarters writes it down once, and goes by the later of the two', async () => {
  const { till } = joinable(10 * MINUTE_MS);
  await till.enrol({ code: 'ABCDE12345' });
  const stepped = () =>
    till
      .store()
      .entriesAfter(0, 100)
      .filter(({ kind }) => kind === 'clock-stepped');
  await until('the row', () => stepped().length === 1);
  assert.ok(Math.abs(Number(stepped()[0]?.payload['step_ms']) + 10 * MINUTE_MS) < MINUTE_MS);
  const page = till.page();
  await page.signIn(MANAGER);
  await page.scan('3017620422003');
  await page.pay();
  await until('the sale to be sent', () => page.view('status').unsentCount === 0);
  assert.equal(stepped().length, 1);
});

test('only who may manage the settings enrols a till, and the text of the QR says everything', async () => {
  const { hq, till } = joinable();
  const page = till.page();
  await page.signIn(CASHIER);
  const input = { url: 'hq.test', code: 'ABCDE12345' };
  assert.deepEqual(await page.command('joinHq', input), {
    kind: 'refused',
    reason: 'no_right',
    params: { right: 'manage-settings' },
  });
  await page.command('signOut', {});
  await page.signIn(MANAGER);
  const wrong = await page.command('joinHq', {
    url: '',
    code: invitationText({ url: 'http://hq.test', code: 'X', fingerprint: '0'.repeat(32) }),
  });
  assert.equal(wrong.kind, 'done');
  page.receive({ kind: 'subscribe', topic: 'headquarters' });
  await until('the refusal', () => page.view('headquarters').joining?.state === 'refused');
  assert.deepEqual(page.view('headquarters').joining, { state: 'refused', reason: 'other-key' });
  assert.equal((await page.command('joinHq', input)).kind, 'done');
  await until('the link', () => page.view('status').network === 'online');
  assert.equal((await page.command('joinHq', input)).kind, 'refused');
  const enrolled = till
    .store()
    .entriesAfter(0, 100)
    .find(({ kind }) => kind === 'hq-enrolled');
  assert.equal(enrolled?.operator, MANAGER);
  await until('its rows', () => hq.rows(till.store().identity.chainId).length >= (enrolled?.seq ?? Infinity));
});

test('a new chain is for a chain that headquarters stopped, and for no other', async () => {
  const { till } = joinable();
  await till.enrol({ code: 'ABCDE12345' });
  const page = till.page();
  await page.signIn(MANAGER);
  assert.deepEqual(await page.command('beginNewChain', {}), { kind: 'refused', reason: 'chain_not_stopped' });
});

test('what is typed beside the text of a QR gives way to it', () => {
  const code = 'comptoir:enrol?url=https%3A%2F%2Fhq.example.com&code=ABCDE12345&key=0123456789ABCDEF0123456789abcdef';
  assert.deepEqual(invitationOf({ url: 'elsewhere', code }), {
    url: 'https://hq.example.com',
    code: 'ABCDE12345',
    fingerprint: '0123456789abcdef0123456789abcdef',
  });
  assert.deepEqual(invitationOf({ url: ' hq.test ', code: ' abc ' }), {
    url: 'hq.test',
    code: 'abc',
    fingerprint: null,
  });
});
