import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CashView } from '#contract/screen/cash.ts';
import { isForNow, shownPanel } from './home.ts';

const cash = (state: CashView['state']): CashView => ({
  state,
  sessionId: null,
  businessDay: null,
  openedAtMs: null,
  openedByName: null,
  nextBusinessDay: null,
  leftMinor: null,
  dayAge: 'today',
  openTickets: 0,
  heldTickets: 0,
  toCount: [],
  unclosedDays: [],
  denominationsMinor: [],
  smallestNoteMinor: 500,
  methods: ['cash'],
  payInReasons: [],
  payOutReasons: [],
  nextFloatMinor: 0,
  isDropAdvised: false,
});

test('where nothing can be sold, what opens the drawer again stands in place of selling and paying', () => {
  assert.equal(shownPanel('find', cash('none')), 'opening');
  assert.equal(shownPanel('pay', cash('suspended')), 'suspended');
  assert.equal(shownPanel('find', cash('counting')), 'counting');
  assert.equal(shownPanel('pay', cash('open')), 'pay');
});

test('tickets, print jobs, settings, customers and closings are looked at without a session', () => {
  for (const panel of ['tickets', 'problems', 'settings', 'customers', 'closings'] as const)
    assert.equal(shownPanel(panel, cash('none')), panel);
  assert.equal(shownPanel('count', cash('none')), 'closings');
});

test('what needs a session says so without one, and signing out and looking things up never do', () => {
  for (const action of ['void-line', 'cancel-ticket', 'pay-out', 'search'] as const) {
    assert.equal(isForNow(action, cash('none')), false, action);
    assert.equal(isForNow(action, cash('open')), true, action);
  }
  for (const action of ['sign-out', 'closings', 'settings', 'palette'] as const)
    assert.equal(isForNow(action, cash('suspended')), true, action);
});
