import { useEffect, useEffectEvent } from 'react';
import { altDigitOf } from '../keys/keys.ts';

/** Alt and a digit, for as long as what calls this is in sight; it answers whether there is such a choice. */
export function useChoices(take: (index: number) => boolean): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const index = altDigitOf(event);
    if (index === null || index < 0 || event.repeat || !take(index)) return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    // Before anything else on the page: what is open has the first word.
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
