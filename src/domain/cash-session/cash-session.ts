/** The cash session: its states, its drawer, its count (docs/spec/cash-session.md). Door of the folder. */
export { dayAgeOf, dayForSession, daysBefore } from './business-day.ts';
export type { DayChoice } from './business-day.ts';
export { COUNT_MAX, checkCounts } from './counts.ts';
export type { Counted, CountedCash, CountsRefusal } from './counts.ts';
export { closingNeeds, compareMethods, openingNeeds } from './difference.ts';
export type { CountedMethod, DifferenceNeeds } from './difference.ts';
export { drawerAfter, drawerPayload, EMPTY_DRAWER, expectedInDrawer } from './drawer.ts';
export type { Drawer } from './drawer.ts';
export { splitCash } from './split.ts';
export type { CashSplit, SplitRefusal } from './split.ts';
export { SESSION_EVENTS, SESSION_STATES, sessionStep } from './states.ts';
export type { SessionEvent, SessionRefusal, SessionState, SessionStep } from './states.ts';
