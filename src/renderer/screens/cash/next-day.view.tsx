/** Why the next opening is not today's: after its Z a day is written into no more. */
import type { CashView } from '#contract/screen/cash.ts';
import { useDesk } from '../../parts/desk.tsx';
import styles from './cash.module.css';

export function NextDay({ cash: { nextBusinessDay } }: { readonly cash: CashView }) {
  const { words, formats } = useDesk();
  if (nextBusinessDay === null) return null;
  const { businessDay, lastClosedDay } = nextBusinessDay;
  return (
    <p className={styles['advice']} data-next-day={businessDay}>
      {words.t('opening.next-day', { closed: formats.day(lastClosedDay), day: formats.day(businessDay) })}
    </p>
  );
}
