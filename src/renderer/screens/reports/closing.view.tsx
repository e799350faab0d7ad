/** One Z as it was signed. */
import type { ClosingView } from '#contract/screen/cash.ts';
import { Columns } from '../../parts/columns.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { DifferenceText } from '../cash/difference.tsx';
import { DrawerLines } from './drawer-lines.view.tsx';
import { Facts, FiguresView, Money, Section } from './figures.view.tsx';
import styles from './reports.module.css';

export function ClosingFigures({ closing }: { readonly closing: ClosingView }) {
  const { words, formats } = useDesk();
  return (
    <>
      <FiguresView figures={closing}>
        {closing.sessions.map((session) => (
          <div key={session.sessionId} className={styles['pair-of-charts']} data-session={session.sessionId}>
            <Section title="report.session">
              <p className={styles['whose']}>
                <strong>{words.t('report.session-opened-by', { name: session.openedByName })}</strong>{' '}
                {formats.time(session.openedAtMs)} – {formats.time(session.closedAtMs)}
                {session.countedByName !== null && (
                  <>
                    {' · '}
                    <strong data-counted-by>
                      {words.t('report.session-counted-by', { name: session.countedByName })}
                    </strong>
                  </>
                )}
                {session.closedByName !== (session.countedByName ?? session.openedByName) && (
                  <> · {words.t('report.session-closed-by', { name: session.closedByName })}</>
                )}
              </p>
              {session.isCounted ? (
                <table className={styles['table']}>
                  <Columns
                    names={[
                      'differences.method',
                      'differences.expected',
                      'differences.counted',
                      'differences.difference',
                    ]}
                  />
                  <tbody>
                    {session.methods.map((one) => (
                      <tr key={one.method}>
                        <th scope="row">{words.t(`method.${one.method}`)}</th>
                        <Money minor={one.expectedMinor} />
                        <Money minor={one.countedMinor} />
                        <td>
                          <DifferenceText minor={one.differenceMinor} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              ) : (
                <p className={styles['none']}>{words.t('report.uncounted')}</p>
              )}
              {session.reason !== null && session.reason !== '' && (
                <p className={styles['note']}>{words.t('report.reason', { reason: session.reason })}</p>
              )}
              <Facts
                rows={[
                  [words.t('report.deposit'), formats.money(session.depositMinor)],
                  [words.t('report.next-float'), formats.money(session.nextFloatMinor)],
                ]}
              />
            </Section>
            {session.drawer !== null && (
              <Section title="report.drawer">
                <DrawerLines drawer={session.drawer} />
              </Section>
            )}
          </div>
        ))}
      </FiguresView>
      <Section title="report.perpetual">
        <Facts
          rows={[
            [words.t('report.perpetual-net'), formats.money(closing.perpetualNetMinor)],
            [words.t('report.perpetual-absolute'), formats.money(closing.perpetualAbsoluteMinor)],
          ]}
        />
      </Section>
    </>
  );
}
