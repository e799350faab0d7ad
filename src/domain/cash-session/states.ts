/**
 * The states of a cash session and what every event does to each (docs/spec/cash-session.md has the same table, and a test
 * holds the two to each other). Total: there is no event for which a state has no answer.
 *
 * A session is opened once and closed once. `none` is a drawer that belongs to no session; `blind-closed` sessions wait for
 * their count and no longer hold the drawer, so that several may wait while another one is open.
 */
export const SESSION_STATES = ['none', 'open', 'suspended', 'counting', 'blind-closed', 'closed'] as const;

export type SessionState = (typeof SESSION_STATES)[number];

export const SESSION_EVENTS = [
  'open',
  'suspend',
  'resume',
  'sale',
  'move-cash',
  'begin-count',
  'abandon-count',
  'blind-close',
  'confirm-count',
  'close',
  'close-day',
  'sign-in',
  'sign-out',
  'crash',
] as const;

export type SessionEvent = (typeof SESSION_EVENTS)[number];

/** Why a state does not take an event; the page has words for each. */
export type SessionRefusal =
  'session_needed' | 'session_suspended' | 'session_counting' | 'session_state' | 'session_unknown' | 'day_not_ready';

/** What an event does: another state, the same one, or nothing with a reason. */
export type SessionStep =
  | { readonly kind: 'goes'; readonly to: SessionState }
  | { readonly kind: 'stays' }
  | { readonly kind: 'refused'; readonly reason: SessionRefusal };

const goes = (to: SessionState): SessionStep => ({ kind: 'goes', to });
const stays: SessionStep = { kind: 'stays' };
const no = (reason: SessionRefusal): SessionStep => ({ kind: 'refused', reason });

/** A sale and a movement of cash want the drawer: each other state says why it has none for them. */
const wantsDrawer: Readonly<Record<SessionState, SessionStep>> = {
  none: no('session_needed'),
  open: stays,
  suspended: no('session_suspended'),
  counting: no('session_counting'),
  'blind-closed': no('session_needed'),
  closed: no('session_needed'),
};

/** Who comes and goes, and whether the power does, is no matter of the drawer. */
const nothing: Readonly<Record<SessionState, SessionStep>> = {
  none: stays,
  open: stays,
  suspended: stays,
  counting: stays,
  'blind-closed': stays,
  closed: stays,
};

const SESSION_TABLE: Readonly<Record<SessionEvent, Readonly<Record<SessionState, SessionStep>>>> = {
  open: {
    none: goes('open'),
    open: no('session_state'),
    suspended: no('session_state'),
    counting: no('session_state'),
    // Another session begins; this one is as it was.
    'blind-closed': stays,
    closed: stays,
  },
  suspend: {
    none: no('session_needed'),
    open: goes('suspended'),
    suspended: no('session_suspended'),
    counting: no('session_counting'),
    'blind-closed': no('session_needed'),
    closed: no('session_needed'),
  },
  resume: {
    none: no('session_needed'),
    open: no('session_state'),
    suspended: goes('open'),
    counting: no('session_counting'),
    'blind-closed': no('session_needed'),
    closed: no('session_needed'),
  },
  sale: wantsDrawer,
  'move-cash': wantsDrawer,
  'begin-count': {
    none: no('session_needed'),
    open: goes('counting'),
    // Whoever had it may never come back: counting it sells nothing in their name.
    suspended: goes('counting'),
    counting: no('session_counting'),
    'blind-closed': no('session_needed'),
    closed: no('session_needed'),
  },
  'abandon-count': {
    none: no('session_needed'),
    open: no('session_state'),
    suspended: no('session_suspended'),
    // Also one that had been suspended: it takes who may take it up.
    counting: goes('open'),
    'blind-closed': no('session_needed'),
    closed: no('session_needed'),
  },
  'blind-close': {
    none: no('session_needed'),
    open: goes('blind-closed'),
    suspended: goes('blind-closed'),
    counting: goes('blind-closed'),
    'blind-closed': no('session_needed'),
    closed: no('session_needed'),
  },
  'confirm-count': {
    none: no('session_unknown'),
    open: no('session_state'),
    suspended: no('session_suspended'),
    // A record; again it is a recount, and the next number.
    counting: stays,
    'blind-closed': stays,
    closed: no('session_state'),
  },
  close: {
    none: no('session_unknown'),
    open: no('session_state'),
    suspended: no('session_suspended'),
    counting: goes('closed'),
    'blind-closed': goes('closed'),
    closed: no('session_state'),
  },
  'close-day': {
    none: stays,
    open: no('day_not_ready'),
    suspended: no('day_not_ready'),
    counting: no('day_not_ready'),
    'blind-closed': no('day_not_ready'),
    closed: stays,
  },
  'sign-in': nothing,
  'sign-out': nothing,
  crash: nothing,
};

/** What `event` does to a session in `state`. */
export function sessionStep(state: SessionState, event: SessionEvent): SessionStep {
  return SESSION_TABLE[event][state];
}
