/** An action asked for outside the selling screen: by the status strip, which stands below every screen. */
import { useEffect, useEffectEvent } from 'react';
import type { Action } from '../keys/keys.ts';

const wanted = new EventTarget();
const EVENT = 'comptoir-action';

/** Asks whoever sells on this page to do `action`; on the sign-in screen nobody does. */
export function wantAction(action: Action): void {
  wanted.dispatchEvent(new CustomEvent<Action>(EVENT, { detail: action }));
}

/** Does what was asked for. */
export function useWantedAction(run: (action: Action) => void): void {
  const onWanted = useEffectEvent((event: Event) => run((event as CustomEvent<Action>).detail));
  useEffect(() => {
    const listen = (event: Event): void => onWanted(event);
    wanted.addEventListener(EVENT, listen);
    return () => wanted.removeEventListener(EVENT, listen);
  }, []);
}
