/** The state table, driven through the real till: every event in every state, and what is then in the store. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SESSION_EVENTS, SESSION_STATES, sessionStep } from '#domain/cash-session/cash-session.ts';
import type { SessionEvent, SessionState } from '#domain/cash-session/cash-session.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { makeTill, MANAGER, type TestPage, type TestTill } from '../testing.ts';
import { APPROVAL, close, closeDay, confirm, MILK, move, open, sessionOf } from './testing.ts';

/** A till at whose cash desk somebody brings sessions into any state. */
class Desk {
  readonly till: TestTill = makeTill();
  page: TestPage = this.till.page();

  async reach(state: SessionState): Promise<string> {
    await this.#closeAll();
    const businessDay = this.till.store().openDay();
    if (businessDay !== null && state === 'open') await closeDay(this.page, businessDay);
    const sessionId: string = await open(this.page, 0);
    if (state === 'suspended') await this.page.command('suspendSession', {});
    if (state === 'counting') await this.page.command('beginCount', { holdTickets: false });
    if (state === 'blind-closed') await this.page.command('blindClose', { holdTickets: false });
    if (state === 'none' || state === 'closed') await this.#closeAll();
    return state === 'none' ? 'no-such-session' : sessionId;
  }

  async #closeAll(): Promise<void> {
    const store = this.till.store();
    if (store.drawerSession()?.state === 'suspended') await this.page.command('resumeSession', {});
    if (store.drawerSession()?.state === 'open') await this.page.command('beginCount', { holdTickets: true });
    const waiting = [store.drawerSession(), ...store.uncountedSessions()].flatMap((each) => each ?? []);
    for (const { sessionId } of waiting) {
      const counted = await confirm(this.page, sessionId, 0);
      assert.ok(counted.kind === 'done', JSON.stringify(counted));
      const closed = await close(this.page, sessionId, { countNumber: counted.countNumber });
      assert.equal(closed.kind, 'done', JSON.stringify(closed));
    }
  }

  /** Lets `event` happen to a session in `state`, and says how it was answered. */
  async happen(event: SessionEvent, sessionId: string, state: SessionState): Promise<string> {
    const { page } = this;
    const answer = (outcome: { readonly kind: string; readonly reason?: string }): string =>
      outcome.kind === 'refused' ? (outcome.reason ?? '') : outcome.kind;
    switch (event) {
      case 'open':
        return answer(await page.command('openSession', { float: [], asLeft: true, reason: '' }));
      case 'suspend':
        return answer(await page.command('suspendSession', {}));
      case 'resume':
        return answer(await page.command('resumeSession', {}));
      case 'sale': {
        const scanned = await page.scan(MILK);
        return answer(scanned.kind === 'done' ? await page.pay() : scanned);
      }
      case 'move-cash':
        return answer(await move(page, 'pay-in', 100));
      case 'begin-count':
        return answer(await page.command('beginCount', { holdTickets: false }));
      case 'abandon-count':
        return answer(await page.command('abandonCount', {}));
      case 'blind-close':
        return answer(await page.command('blindClose', { holdTickets: false }));
      case 'confirm-count':
        return answer(await confirm(page, sessionId, 0));
      case 'close':
        // What is not counted is not closed: the count is confirmed where the state lets it be.
        if (state === 'counting' || state === 'blind-closed') await confirm(page, sessionId, 0);
        return answer(await close(page, sessionId));
      case 'close-day':
        return answer(await closeDay(page, this.till.store().openDay() ?? ''));
      case 'sign-in':
      case 'sign-out':
        return answer(await this.signOutAndIn());
      case 'crash':
        this.till.restart();
        this.page = this.till.page();
        return this.page.view('station').operator === null ? 'nobody signed in' : 'done';
    }
  }

  async signOutAndIn(): Promise<{ readonly kind: string }> {
    const out = await this.page.command('signOut', {});
    assert.equal(out.kind, 'done', JSON.stringify(out));
    return this.page.enter(MANAGER);
  }
}

for (const event of SESSION_EVENTS) {
  test(`${event} does in every state what the table says`, async () => {
    const desk = new Desk();
    await desk.page.enter(MANAGER);
    for (const state of SESSION_STATES) {
      const sessionId = await desk.reach(state);
      const step = sessionStep(state, event);
      const answer = await desk.happen(event, sessionId, state);
      assert.equal(answer, step.kind === 'refused' ? step.reason : 'done', `${event} in ${state}`);
      const after = step.kind === 'goes' ? step.to : state;
      if (state === 'none') assert.equal(desk.till.store().drawerSession()?.state ?? 'none', after, event);
      else assert.equal(sessionOf(desk.till, sessionId).state, after, `${event} in ${state}`);
    }
    await desk.till.close();
  });
}

test('a session of somebody else is resumed with the right or an approval, and with neither not at all', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  await open(page);
  await page.command('suspendSession', {});
  await page.command('signOut', {});
  await page.enter('camille');
  const refused = await page.command('resumeSession', {});
  assert.ok(refused.kind === 'refused' && refused.reason === 'approval_needed');
  assert.equal(refused.params?.['action'], 'session-of-another');
  assert.equal((await page.command('resumeSession', { approval: APPROVAL })).kind, 'done');
  assert.equal(page.view('cash').state, 'open');
  const given = till
    .store()
    .entriesAfter(0, 200)
    .findLast(({ kind }) => kind === 'approval-given');
  assert.equal(given && payloadOf(given, 'approval-given').reason, 'taken-up');
  await till.close();
});

test('a suspended session is counted where its holder does not come back, and giving that count up does not give it away', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const sessionId = await open(page);
  await page.command('suspendSession', {});
  await page.command('signOut', {});
  await page.enter('camille');
  assert.equal((await page.command('beginCount', { holdTickets: false })).kind, 'done');
  const refused = await page.command('abandonCount', {});
  assert.ok(refused.kind === 'refused' && refused.reason === 'approval_needed');
  assert.equal(refused.params?.['action'], 'session-of-another');
  assert.equal((await page.command('abandonCount', { approval: APPROVAL })).kind, 'done');
  const kinds = till.store().entriesAfter(0, 200);
  assert.deepEqual(
    kinds.slice(-2).map(({ kind }) => kind),
    ['approval-given', 'count-abandoned'],
  );
  assert.equal((await page.command('beginCount', { holdTickets: false })).kind, 'done');
  assert.equal((await confirm(page, sessionId, 10_000)).kind, 'done');
  await till.close();
});
