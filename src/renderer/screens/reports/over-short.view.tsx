/**
 * Over and short of the last days, a chart a person on the same scale, so that people compare and nobody is summed up. A session
 * stands under who counted it, and had its drawer last; a screen reader is told who opened it.
 */
import { VisuallyHidden } from '@mantine/core';
import { Suspense } from 'react';
import type { QueryAnswer } from '#contract/screen/screen.ts';
import { useDesk } from '../../parts/desk.tsx';
import { OverShortChart } from './lazy-charts.tsx';
import styles from './reports.module.css';

type Sessions = QueryAnswer<'overShort'>['sessions'];

/** The scale of a shop where everything was right all the time. */
const REACH_MINOR_MIN = 100;

export function OverShortView({ sessions }: { readonly sessions: Sessions }) {
  const { words, formats } = useDesk();
  const operators = [...new Set(sessions.map(({ operatorName }) => operatorName))].sort();
  const reachMinor = roundUp(Math.max(REACH_MINOR_MIN, ...sessions.map((one) => Math.abs(one.differenceMinor))));
  return (
    <section className={styles['section']} aria-label={words.t('report.over-short')} data-over-short>
      <h3>{words.t('report.over-short')}</h3>
      <p className={styles['note']}>{words.t('report.over-short-whose')}</p>
      <p className={styles['legend']}>
        <span data-over>▲ {words.t('report.over')}</span>
        <span data-short>▼ {words.t('report.short')}</span>
      </p>
      {sessions.length === 0 && <p className={styles['none']}>{words.t('report.over-short-none')}</p>}
      <div className={styles['people']}>
        {operators.map((operatorName) => {
          const own = sessions.filter((one) => one.operatorName === operatorName && isWorthABar(one));
          return (
            <div key={operatorName} className={styles['person']}>
              <h4>
                <bdi>{operatorName}</bdi>
              </h4>
              <Suspense
                fallback={
                  <p className={styles['loading']} data-loading>
                    {words.t('closings.waiting')}
                  </p>
                }
              >
                <OverShortChart
                  reachMinor={reachMinor}
                  bars={own.map(({ businessDay, method, differenceMinor }, index) => ({
                    key: `${businessDay} ${method} ${index}`,
                    label: formats.shortDay(businessDay),
                    differenceMinor,
                  }))}
                />
              </Suspense>
              <VisuallyHidden>
                <table>
                  <caption>{operatorName}</caption>
                  <tbody>
                    {own.map(({ businessDay, method, differenceMinor, openedByName }, index) => (
                      <tr key={index}>
                        <th scope="row">{formats.day(businessDay)}</th>
                        <td>{words.t(`method.${method}`)}</td>
                        <td>{words.t('report.session-opened-by', { name: openedByName })}</td>
                        <td>
                          {words.t(differenceMinor < 0 ? 'report.short' : 'report.over')}{' '}
                          {formats.money(Math.abs(differenceMinor))}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </VisuallyHidden>
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** Cash is there for every session, also where it was right; another method only where it was not. */
function isWorthABar({ method, differenceMinor }: Sessions[number]): boolean {
  return method === 'cash' || differenceMinor !== 0;
}

/** The next of 1, 2 and 5 times a power of ten, for an axis that is read at a glance. */
function roundUp(minor: number): number {
  const power = 10 ** Math.floor(Math.log10(minor));
  return ([1, 2, 5].find((step) => step * power >= minor) ?? 10) * power;
}
