/**
 * The topic `cash`. While a session is counted, or waits for its count, nothing here says what is expected, nor what it
 * could be worked out from; the confirmed count brings its differences with it.
 */
import type { CashView, SessionToCount } from '#contract/screen/cash.ts';
import { closingNeeds, dayForSession, expectedInDrawer } from '#domain/cash-session/cash-session.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { SessionRecord } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { heldBaskets } from '../held-tickets.ts';
import { localDate } from '../local-time.ts';
import { operatorName } from '../receipt.ts';
import { bookOf } from './book.ts';
import { dayAge } from './day-age.ts';
import { leftForNext } from './left.ts';
import { openTicketCount } from './open-tickets.ts';
import { countedView } from './reports.ts';
import { refusalOfState } from './wants.ts';

/** What is found on accounts is no matter of a count. */
const ON_ACCOUNTS: readonly CashView['methods'][number][] = ['gift-card', 'purse'];

export function cashView(core: TillCore): CashView {
  const { store } = core.ports;
  const { cash, tenders } = core.settings();
  const session = store.drawerSession();
  const waiting = [...(session?.state === 'counting' ? [session] : []), ...store.uncountedSessions()];
  return {
    state: drawerState(session),
    sessionId: session?.sessionId ?? null,
    businessDay: store.openDay(),
    nextBusinessDay: nextBusinessDay(core),
    openedAtMs: session?.openedAtMs ?? null,
    openedByName: session === null ? null : operatorName(store, session.openedBy),
    leftMinor: leftForNext(store),
    dayAge: dayAge(core),
    openTickets: openTicketCount(core),
    heldTickets: heldBaskets(core).length,
    toCount: waiting.map((each) => toCountView(core, each)),
    unclosedDays: store.unclosedDays().map((businessDay) => ({
      businessDay,
      isReady: store.sessionsOfDay(businessDay).every((each) => refusalOfState(each, 'close-day') === null),
    })),
    denominationsMinor: [...core.currency.denominationsMinor],
    smallestNoteMinor: core.currency.smallestNoteMinor,
    methods: tenders.methods.filter((method) => !ON_ACCOUNTS.includes(method)),
    payInReasons: [...cash.payInReasons],
    payOutReasons: [...cash.payOutReasons],
    nextFloatMinor: cash.nextFloatMinor,
    isDropAdvised: isDropAdvised(core, session),
  };
}

/** What changes in the view without a command of the cash desk: said again when it does, and not at every scan. */
export function cashSignature(core: TillCore): string {
  const drop = isDropAdvised(core, core.ports.store.drawerSession());
  return [openTicketCount(core), heldBaskets(core).length, dayAge(core), nextBusinessDay(core)?.businessDay, drop].join(
    ' ',
  );
}

/** The clock is behind the last closed day, or the same date is opened again after its Z: null where today is opened. */
function nextBusinessDay(core: TillCore): CashView['nextBusinessDay'] {
  const { store, clock } = core.ports;
  const today = localDate(clock.wallMs(), core.shop.timeZone);
  const lastClosedDay = store.lastClosedDay();
  const { businessDay, isNew } = dayForSession({ today, openDay: store.openDay(), lastClosedDay });
  return isNew && businessDay !== today && lastClosedDay !== null ? { businessDay, lastClosedDay } : null;
}

function drawerState(session: SessionRecord | null): CashView['state'] {
  const state = session?.state ?? 'none';
  return state === 'open' || state === 'suspended' || state === 'counting' ? state : 'none';
}

function toCountView(core: TillCore, session: SessionRecord): SessionToCount {
  return {
    sessionId: session.sessionId,
    businessDay: session.businessDay,
    state: session.state === 'counting' ? 'counting' : 'blind-closed',
    openedByName: operatorName(core.ports.store, session.openedBy),
    openedAtMs: session.openedAtMs,
    count: session.count === null ? null : countView(core, session.count),
  };
}

function countView(core: TillCore, row: NonNullable<SessionRecord['count']>): NonNullable<SessionToCount['count']> {
  const count = payloadOf(row, 'cash-counted');
  return {
    countNumber: count.count_number,
    methods: count.methods.map(countedView),
    needs: closingNeeds(count.methods, core.settings().cash),
    countedCashMinor: count.cash.reduce((sum, each) => sum + each.denomination_minor * each.count, 0),
  };
}

/** Never while it is counted: the answer would say which side of the limit the drawer is on. */
function isDropAdvised(core: TillCore, session: SessionRecord | null): boolean {
  const aboveMinor = core.settings().cash.safeDropAboveMinor;
  if (session?.state !== 'open' || aboveMinor === null) return false;
  return expectedInDrawer(bookOf(core).session(session).drawer) > aboveMinor;
}
