/**
 * Listens to the keyboard before anything on the page does and puts the wedge decoder between keys and fields.
 */
import {
  press,
  silence,
  WEDGE_IDLE,
  type Stroke,
  type WedgeEffect,
  type WedgeOptions,
  type WedgeState,
} from './wedge.ts';

export interface Capture {
  /** Read at every key, so that a changed setting counts at once. */
  readonly options: () => WedgeOptions;
  readonly onScan: (scan: WedgeScan) => void;
  /** A character somebody typed while no field had the focus. */
  readonly onLooseKey: (key: string) => void;
  /** Takes every key as it comes, for somebody who learns what a scanner presses; null while nobody does. */
  readonly learner: () => ((stroke: Stroke) => void) | null;
}

export type WedgeScan = Extract<WedgeEffect, { readonly kind: 'scan' }>;

/** A page that runs this far behind its keys waits no longer for more of them. */
const LATE_MS_MAX = 400;

/** Begins; the returned function ends it. */
export function captureKeyboard(window: Window, capture: Capture): () => void {
  let state: WedgeState = WEDGE_IDLE;
  let timer: number | undefined;

  function carryOut(effects: readonly WedgeEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'scan') capture.onScan(effect);
      else for (const key of effect.keys) deliver(window.document, key, capture.onLooseKey);
    }
  }

  function settleLater(pressedAtMs: number): void {
    window.clearTimeout(timer);
    if (state.dueMs === null) return;
    // Counted from now, not from when the key was pressed: on a busy machine keys come late, and the next even later.
    const lateMs = Math.min(Math.max(0, window.performance.now() - pressedAtMs), LATE_MS_MAX);
    const silenceMs = state.dueMs - pressedAtMs + 2 * lateMs;
    timer = window.setTimeout(() => {
      const step = silence(state, capture.options());
      state = step.state;
      carryOut(step.effects);
    }, silenceMs);
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Composition (dead keys, input methods) is the machine's business until it is over.
    if (event.isComposing || event.key === 'Process') return;
    const stroke = strokeOf(event);
    const learn = capture.learner();
    // Escape leaves the learner as it leaves everything.
    if (learn !== null && event.key !== 'Escape') {
      event.preventDefault();
      event.stopImmediatePropagation();
      return learn(stroke);
    }
    // Space on a button presses it; a scanner sends none as its first character.
    if (state.held.length === 0 && event.code === 'Space' && !isField(window.document.activeElement)) return;
    const step = press(state, stroke, capture.options());
    state = step.state;
    if (step.taken) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    carryOut(step.effects);
    settleLater(event.timeStamp);
  }

  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    window.clearTimeout(timer);
    window.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

function strokeOf(event: KeyboardEvent): Stroke {
  const altGraph = event.getModifierState('AltGraph');
  return {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    altGraph,
    capsLock: event.getModifierState('CapsLock'),
    // Windows says Control and Alt for AltGr as well.
    chord: event.metaKey || ((event.ctrlKey || event.altKey) && !altGraph),
    repeat: event.repeat,
    // The time the key was pressed, not the time the page got round to it: a busy page still sees true pauses.
    atMs: event.timeStamp,
  };
}

function isField(element: Element | null): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

/** Types `key` where the focus is, as the browser would have. */
function deliver(document: Document, key: string, onLooseKey: (key: string) => void): void {
  const target = document.activeElement;
  if (!isField(target) || target.readOnly || target.disabled) return onLooseKey(key);
  target.setRangeText(
    key,
    target.selectionStart ?? target.value.length,
    target.selectionEnd ?? target.value.length,
    'end',
  );
  target.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: key }));
}
