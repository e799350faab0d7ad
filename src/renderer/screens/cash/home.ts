/** Which panel is seen when the drawer does not let anybody sell. */
import type { CashView } from '#contract/screen/cash.ts';
import type { Action } from '../../keys/keys.ts';
import type { Panel } from '../panel.ts';

export type Home = 'opening' | 'suspended' | 'counting';

/** What can be looked at and done without an open session. */
const WITHOUT_SESSION: ReadonlySet<Panel> = new Set<Panel>([
  'tickets',
  'problems',
  'settings',
  'devices',
  'headquarters',
  'stock',
  'customers',
  'customer',
  'enrol',
  'closings',
  'count',
]);

const HOMES: Readonly<Record<Exclude<CashView['state'], 'open'>, Home>> = {
  none: 'opening',
  suspended: 'suspended',
  counting: 'counting',
};

/** The panel that stands where `panel` was asked for. */
export function shownPanel(panel: Panel, cash: CashView): Panel | Home {
  // With nothing open, what can be counted are sessions that were closed without it.
  if (panel === 'count' && cash.state === 'none') return 'closings';
  if (cash.state === 'open' || WITHOUT_SESSION.has(panel)) return panel;
  return HOMES[cash.state];
}

const ACTIONS_WITHOUT_SESSION: ReadonlySet<Action> = new Set<Action>([
  'tickets',
  'problems',
  'receipt',
  'settings',
  'devices',
  'headquarters',
  'stock',
  'customers',
  'enrol',
  'closings',
  'count',
  'palette',
  'sign-out',
  'back',
]);

/** Whether an action makes sense while nothing can be sold. */
export function isForNow(action: Action, cash: CashView): boolean {
  return cash.state === 'open' || ACTIONS_WITHOUT_SESSION.has(action);
}

/** Panels that take the whole width: the ticket comes back with them gone, or with the next scan. */
export const WIDE: ReadonlySet<Panel | Home> = new Set<Panel | Home>([
  'devices',
  'headquarters',
  'stock',
  'settings',
  'opening',
  'suspended',
  'counting',
  'count',
  'x-report',
  'closings',
]);
