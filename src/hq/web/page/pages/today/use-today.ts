import { useEffect, useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { ask, isFailed } from '../../link/ask.ts';

export type Figures = Extract<CallAnswer<'today'>, { readonly kind: 'figures' }>;

/** With what a sale takes to get here, within two seconds of it. */
const EVERY_MS = 1_000;

interface Today {
  readonly figures: Figures | null;
  readonly code: string | null;
  /** When the server last said that these are the figures. */
  readonly asOfMs: number;
}

/** The figures of a day, asked for every second while they are looked at; what has not changed is not sent again. */
export function useToday(storeId: string | null, businessDay: string | null): Today {
  const [today, setToday] = useState<Today & { readonly of: string }>({ figures: null, code: null, asOfMs: 0, of: '' });
  useEffect(() => {
    const of = `${storeId} ${businessDay}`;
    let over = false;
    let known: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const once = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        const answer = await ask('today', { storeId, businessDay, known });
        if (over) return;
        if (isFailed(answer)) setToday((before) => ({ ...before, code: answer.code }));
        else {
          known = answer.stamp;
          setToday((before) => ({
            figures: answer.kind === 'figures' ? answer : before.of === of ? before.figures : null,
            code: null,
            asOfMs: Date.now(),
            of,
          }));
        }
      }
      timer = setTimeout(() => void once(), EVERY_MS);
    };
    void once();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [storeId, businessDay]);
  return today;
}
