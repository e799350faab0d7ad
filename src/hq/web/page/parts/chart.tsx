/** A chart with its figures as a table for those who listen. The drawing is fetched with the first one that is looked at. */
import { VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useDesk } from '../desk.tsx';
import type { BarOf } from './charts.tsx';
import styles from './charts.module.css';
import { Nothing } from './section.tsx';

const UprightBars = lazy(async () => ({ default: (await import('./charts.tsx')).UprightBars }));

export function Chart(given: {
  readonly label: string;
  readonly bars: readonly BarOf[];
  /** The same for several charts, so that they compare: amounts go from minus to plus of it. */
  readonly reachMinor?: number;
  readonly heightPx?: number;
  readonly empty: string;
}) {
  const { words, formats } = useDesk();
  const { bars, reachMinor, heightPx } = given;
  if (bars.length === 0) return <Nothing>{given.empty}</Nothing>;
  return (
    <>
      <Suspense fallback={<p className={styles['waiting']}>{words.t('list.waiting')}</p>}>
        <UprightBars
          bars={bars}
          {...(reachMinor === undefined ? {} : { reachMinor })}
          {...(heightPx === undefined ? {} : { heightPx })}
        />
      </Suspense>
      <VisuallyHidden>
        <table>
          <caption>{given.label}</caption>
          <tbody>
            {bars.map(({ key, label, amountMinor }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>{formats.money(amountMinor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}
