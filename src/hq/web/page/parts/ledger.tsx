import { useDesk } from '../desk.tsx';
import styles from './ledger.module.css';

export interface LedgerLine {
  readonly key: string;
  readonly label: string;
  readonly minor: number;
  /** What the lines above come to. */
  readonly isSum?: boolean;
}

/** Amounts that add up, one below the other; with bars, each beside its part of the largest. */
export function Ledger(props: {
  readonly name: string;
  readonly lines: readonly LedgerLine[];
  readonly withBars?: boolean;
}) {
  const { formats } = useDesk();
  const { lines, withBars = false } = props;
  const most = Math.max(1, ...lines.map(({ minor, isSum = false }) => (isSum ? 0 : Math.abs(minor))));
  return (
    <dl className={styles['ledger']} data-ledger={props.name}>
      {lines.map(({ key, label, minor, isSum = false }) => (
        <div key={key} className={styles['line']} data-sum={isSum} data-line={key}>
          <dt>{label}</dt>
          {withBars && !isSum && (
            <dd className={styles['bar']} aria-hidden>
              <svg viewBox="0 0 100 1" preserveAspectRatio="none" data-below={minor < 0}>
                <rect width={(Math.abs(minor) / most) * 100} height="1" />
              </svg>
            </dd>
          )}
          <dd>
            <bdi>{formats.money(minor)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
