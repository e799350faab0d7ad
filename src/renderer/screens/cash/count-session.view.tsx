/**
 * One session from its count to its end. Until the count is confirmed nothing here knows what is expected; then the
 * differences are shown, and the session is closed, or counted again as a record of its own.
 */
import { useState } from 'react';
import type { SessionToCount } from '#contract/screen/cash.ts';
import { CountEntry } from './count-entry.view.tsx';
import { CountResult } from './count-result.view.tsx';
import type { CashPanelProps } from './opening.view.tsx';

export interface CountSessionProps extends CashPanelProps {
  readonly session: SessionToCount;
  /** Where leaving leads to; the panel behind where absent. */
  readonly onLeave?: () => void;
}

export function CountSession(props: CountSessionProps) {
  const { session } = props;
  const [recounted, setRecounted] = useState<number | null>(null);
  const { count } = session;
  if (count === null || count.countNumber === recounted) return <CountEntry {...props} />;
  return <CountResult {...props} count={count} onRecount={() => setRecounted(count.countNumber)} />;
}
