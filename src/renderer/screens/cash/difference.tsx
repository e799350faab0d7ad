import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import styles from './difference.module.css';

/** Over, short or right: in words, with a sign that is seen without its colour. */
export function DifferenceText({ minor }: { readonly minor: number }) {
  const { words, formats } = useDesk();
  const state = minor === 0 ? 'right' : minor < 0 ? 'short' : 'over';
  return (
    <span className={styles['difference']} data-difference={state}>
      <span aria-hidden className={styles['mark']}>
        {MARKS[state]}
      </span>
      <Amount text={words.t(`differences.${state}`, { amount: formats.money(Math.abs(minor)) })} />
    </span>
  );
}

const MARKS = { right: '✓', short: '▼', over: '▲' } as const;
