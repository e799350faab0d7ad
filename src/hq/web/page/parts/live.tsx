import { useDesk } from '../desk.tsx';
import styles from './live.module.css';
import { useNow } from './use-now.ts';

const LATE_MS = 10_000;

/** That a page shows what is so now, or how old it is. `asOfMs` is when the server last said so; 0 before the first time. */
export function Live({ asOfMs }: { readonly asOfMs: number }) {
  const { words, formats } = useDesk();
  const ageMs = useNow() - asOfMs;
  if (asOfMs === 0) return null;
  const isLate = ageMs > LATE_MS;
  return (
    <span className={styles['live']} data-late={isLate} data-as-of={asOfMs}>
      {isLate ? words.t('today.late', { age: formats.age(ageMs) }) : words.t('today.live')}
    </span>
  );
}
