/**
 * What waits for the word of headquarters: the till said that it asks, and whoever wanted it has not touched anything since. It is
 * wanted again as soon as the word is there, whatever it says; a refusal is then in words. The till decides anew.
 */
import { useEffect, useEffectEvent, useState } from 'react';

/** The view that says what is being asked comes right after the answer to who asked. */
const VIEW_MS = 120;

/**
 * `again` is called once, with what was wanted, when nothing is being asked for it any more; `givenUp` where somebody wants something
 * else by now.
 */
export function useAsked<Wanted>(
  now: {
    /** Whether it is still what whoever stands there wants. */
    readonly isSame: (wanted: Wanted) => boolean;
    readonly isAsking: (wanted: Wanted) => boolean;
  },
  again: (wanted: Wanted) => void,
  givenUp?: () => void,
) {
  const [asked, setAsked] = useState<{ readonly wanted: Wanted } | null>(null);
  const go = useEffectEvent(() => {
    if (asked === null) return;
    setAsked(null);
    if (now.isSame(asked.wanted)) again(asked.wanted);
    else givenUp?.();
  });
  const isOver = asked !== null && (!now.isSame(asked.wanted) || !now.isAsking(asked.wanted));
  useEffect(() => {
    if (!isOver) return undefined;
    const timer = setTimeout(go, VIEW_MS);
    return () => clearTimeout(timer);
  }, [isOver]);
  return {
    waitFor: (wanted: Wanted) => setAsked({ wanted }),
    forget: () => setAsked(null),
  };
}
