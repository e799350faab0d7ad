import { useEffect } from 'react';
import { useListed, type Listed } from '../../link/use-asked.ts';

export interface Period {
  readonly storeId: string | null;
  readonly fromDay: string;
  readonly untilDay: string;
  /** Told when the list was last known to be so. */
  readonly onFresh: (asOfMs: number) => void;
}

const EVERY_MS = 3_000;

/** Sessions or Zs of a period, as they are now. */
export function usePeriod<Name extends 'sessions' | 'closings'>(
  name: Name,
  { storeId, fromDay, untilDay, onFresh }: Period,
): ReturnType<typeof useListed<Name>> {
  const listed = useListed(name, { storeId, fromDay, untilDay } as never, { everyMs: EVERY_MS });
  const { asOfMs } = listed as Listed<unknown>;
  useEffect(() => onFresh(asOfMs), [onFresh, asOfMs]);
  return listed;
}
