/** What headquarters does not have yet, row by row, the oldest first. */
import type { HeadquartersView } from '#contract/screen/headquarters.ts';
import { useDesk } from '../../parts/desk.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import styles from './headquarters.module.css';

const ROWS_MAX = 100;

export function UnsentList({ view }: { readonly view: HeadquartersView }) {
  const { words, formats } = useDesk();
  const { answer } = useAnswer('unsent', { limit: ROWS_MAX }, view.unsent);
  const age = view.oldestUnsentMs === null ? '' : formats.age(view.oldestUnsentMs);
  const rest = view.unsent - (answer?.entries.length ?? 0);
  return (
    <section className={styles['unsent']} aria-label={words.t('hq.unsent')}>
      <h3>{words.t('hq.unsent')}</h3>
      <p className={styles['about']} data-unsent={view.unsent}>
        {view.unsent === 0 ? words.t('hq.unsent-none') : words.t('hq.unsent-some', { count: view.unsent, age })}
      </p>
      {answer !== null && answer.entries.length > 0 && (
        <ul
          className={styles['list']}
          tabIndex={0}
          data-field={view.link === 'standalone' ? undefined : 'main'}
          data-own-arrows
        >
          {answer.entries.map(({ seq, kind, atMs, ticketNumber }) => (
            <li key={seq} className={styles['row']}>
              <span className={styles['what']}>
                {words.lookUp(`hq.kind.${kind}`, 'hq.kind.other')}
                {ticketNumber !== null && <bdi> {ticketNumber}</bdi>}
              </span>
              <span className={styles['when']}>
                {formats.date(atMs)} {formats.time(atMs)}
              </span>
            </li>
          ))}
          {rest > 0 && <li className={styles['row']}>{words.t('hq.unsent-more', { count: rest })}</li>}
        </ul>
      )}
    </section>
  );
}
