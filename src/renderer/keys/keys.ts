/**
 * Every action and its key. The page shows these keys on its controls and docs/keys.md lists them; a test holds the two
 * to each other.
 */
import type { TextKey, Words } from '../text/text.ts';

export const ACTIONS = [
  'pay',
  'quantity',
  'void-line',
  'cancel-ticket',
  'search',
  'tickets',
  'drawer',
  'problems',
  'receipt',
  'settings',
  'devices',
  'headquarters',
  'stock',
  'customers',
  'enrol',
  'gift-card',
  'discount',
  'price',
  'hold',
  'refund',
  'cash',
  'pay-in',
  'pay-out',
  'safe-drop',
  'suspend',
  'x-report',
  'count',
  'closings',
  'palette',
  'sign-out',
  'line-up',
  'line-down',
  'back',
] as const;

export type Action = (typeof ACTIONS)[number];

interface Chord {
  /** `event.key` of a key that no layout moves, or `event.code` of a letter. */
  readonly key?: string;
  readonly code?: string;
  readonly control?: true;
  /** Beside a function key: what a manager does stands one step away from what a cashier does. */
  readonly shift?: true;
}

export const CHORDS: Readonly<Record<Action, readonly Chord[]>> = {
  pay: [{ key: 'F12' }],
  quantity: [{ key: 'F4' }],
  'void-line': [{ key: 'Delete' }],
  'cancel-ticket': [{ key: 'F9' }],
  search: [{ key: 'F2' }],
  tickets: [{ key: 'F3' }],
  drawer: [{ key: 'F7' }],
  problems: [{ key: 'F6' }],
  receipt: [{ key: 'F8' }],
  settings: [{ key: 'F10' }],
  devices: [{ code: 'KeyE', control: true }],
  headquarters: [{ code: 'KeyB', control: true }],
  stock: [{ code: 'KeyS', control: true }],
  customers: [{ code: 'KeyM', control: true }],
  enrol: [{ code: 'KeyI', control: true }],
  'gift-card': [{ code: 'KeyG', control: true }],
  discount: [{ code: 'KeyD', control: true }],
  price: [{ code: 'KeyP', control: true }],
  hold: [{ code: 'KeyH', control: true }],
  refund: [{ code: 'KeyR', control: true }],
  cash: [{ key: 'F7', shift: true }],
  'pay-in': [{ key: 'F2', shift: true }],
  'pay-out': [{ key: 'F4', shift: true }],
  'safe-drop': [{ key: 'F6', shift: true }],
  suspend: [{ key: 'F9', shift: true }],
  'x-report': [{ key: 'F8', shift: true }],
  count: [{ key: 'F12', shift: true }],
  closings: [{ key: 'F3', shift: true }],
  palette: [{ code: 'KeyK', control: true }, { key: 'F1' }],
  'sign-out': [{ code: 'KeyL', control: true }],
  'line-up': [{ key: 'ArrowUp' }],
  'line-down': [{ key: 'ArrowDown' }],
  back: [{ key: 'Escape' }],
};

/** The words of each action, for controls and for the palette. */
export const ACTION_WORDS: Readonly<Record<Action, TextKey>> = {
  pay: 'action.pay',
  quantity: 'action.quantity',
  'void-line': 'action.void-line',
  'cancel-ticket': 'action.cancel-ticket',
  search: 'action.search',
  tickets: 'action.tickets',
  drawer: 'action.drawer',
  problems: 'action.problems',
  receipt: 'action.receipt',
  settings: 'action.settings',
  devices: 'action.devices',
  headquarters: 'action.headquarters',
  stock: 'action.stock',
  customers: 'action.customers',
  enrol: 'action.enrol',
  'gift-card': 'action.gift-card',
  discount: 'action.discount',
  price: 'action.price',
  hold: 'action.hold',
  refund: 'action.refund',
  cash: 'action.cash',
  'pay-in': 'action.pay-in',
  'pay-out': 'action.pay-out',
  'safe-drop': 'action.safe-drop',
  suspend: 'action.suspend',
  'x-report': 'action.x-report',
  count: 'action.count',
  closings: 'action.closings',
  palette: 'action.palette',
  'sign-out': 'action.sign-out',
  'line-up': 'action.line-up',
  'line-down': 'action.line-down',
  back: 'action.back',
};

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** The action of a key press, or null where it has none. */
export function actionOf(press: KeyPress): Action | null {
  if (press.altKey || press.metaKey) return null;
  return ACTIONS.find((action) => CHORDS[action].some((chord) => matches(chord, press))) ?? null;
}

/** What stands on the key cap of an action, as keyboards of the language print it. */
export function keyCap(action: Action, words: Words): string {
  const chord = CHORDS[action][0];
  const name = chord?.key ?? chord?.code?.replace('Key', '') ?? '';
  const held = `${chord?.control ? 'Ctrl ' : ''}${chord?.shift ? `${words.t('key.shift')} ` : ''}`;
  return `${held}${name === 'Delete' ? words.t('key.delete') : (CAPS[name] ?? name)}`;
}

/**
 * The choice whose key this is, counted from 0: Alt and a digit, by the place of the key, whatever the layout types there.
 * Alt and 0 is -1: putting away what is in sight.
 */
export function altDigitOf(press: KeyPress): number | null {
  const digit = /^(?:Digit|Numpad)([0-6])$/.exec(press.code)?.[1];
  return press.altKey && !press.ctrlKey && digit !== undefined ? Number(digit) - 1 : null;
}

/** The way to pay whose key this is, counted from 0: Control and a digit, by the place of the key. */
export function controlDigitOf(press: KeyPress): number | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  return press.ctrlKey && !press.altKey && !press.metaKey && digit !== undefined ? Number(digit) - 1 : null;
}

const CAPS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

const FUNCTION_KEY = /^F\d+$/;

function matches(chord: Chord, press: KeyPress): boolean {
  if (press.ctrlKey !== (chord.control ?? false)) return false;
  // Shift changes what a function key means; letters and arrows stay what they are.
  if (FUNCTION_KEY.test(press.key) && press.shiftKey !== (chord.shift ?? false)) return false;
  return chord.key === undefined ? chord.code === press.code : chord.key === press.key;
}
