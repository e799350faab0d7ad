/** Beside the opening: which day it is, and what of earlier ones still waits to be counted or closed. */
import type { CashView } from '#contract/screen/cash.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { Action } from '../../keys/keys.ts';
import type { Selling } from '../use-selling.ts';
import { NextDay } from './next-day.view.tsx';
import { dayAgeText } from './use-cash.ts';
import styles from './cash.module.css';

export function Waiting(given: {
  readonly selling: Selling;
  readonly cash: CashView;
  readonly run: (action: Action) => void;
}) {
  const { words, formats } = useDesk();
  const { selling, cash, run } = given;
  const age = dayAgeText(cash, words, formats);
  const waits = cash.toCount.length + cash.unclosedDays.filter(({ isReady }) => isReady).length;
  const begun = selling.basket.lines.length > 0;
  return (
    <aside className={styles['side']} aria-label={words.t('opening.waits')}>
      <section className={styles['card']}>
        <h3>{words.t('opening.now')}</h3>
        <p className={styles['strong']}>{formats.longDate(Date.now())}</p>
        <p className={styles['hint']}>
          {cash.businessDay === null
            ? words.t('opening.day-new')
            : words.t('opening.day-goes-on', { day: formats.day(cash.businessDay) })}
        </p>
        <NextDay cash={cash} />
        {age !== null && <p className={styles['advice']}>{age}</p>}
        {begun && <p className={styles['hint']}>{words.t('opening.begun')}</p>}
        {cash.heldTickets > 0 && (
          <p className={styles['hint']}>{words.t('cash.held-tickets', { count: cash.heldTickets })}</p>
        )}
      </section>
      <section className={styles['card']} data-waits={waits}>
        <h3>{words.t('opening.waits')}</h3>
        {waits === 0 && cash.state !== 'suspended' && (
          <p className={styles['hint']}>{words.t('opening.waits-nothing')}</p>
        )}
        {waits > 0 && (
          <ul className={styles['list']}>
            {cash.toCount.map(({ sessionId, openedByName, count }) => (
              <li key={sessionId}>
                {words.t(count === null ? 'closings.to-count' : 'closings.to-finish', { name: openedByName })}
              </li>
            ))}
            {cash.unclosedDays
              .filter(({ isReady }) => isReady)
              .map(({ businessDay }) => (
                <li key={businessDay}>{words.t('closings.close-day', { day: formats.day(businessDay) })}</li>
              ))}
          </ul>
        )}
        <ActionButton action="closings" tone={waits > 0 ? 'chosen' : 'plain'} onPress={() => run('closings')}>
          {words.t('action.closings')}
        </ActionButton>
      </section>
      <ActionButton action="sign-out" tone="quiet" onPress={() => run('sign-out')}>
        {words.t('action.sign-out')}
      </ActionButton>
    </aside>
  );
}
