/** What is to be done, and the days that are closed. */
import { UnstyledButton } from '@mantine/core';
import type { CashView, ClosingSummary } from '#contract/screen/cash.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { DifferenceText } from './difference.tsx';
import { NextDay } from './next-day.view.tsx';
import styles from './closings.module.css';

export interface ClosingListProps {
  readonly cash: CashView;
  readonly closings: readonly ClosingSummary[];
  readonly chosen: string | null;
  /** The oldest day, where all its sessions are closed. */
  readonly readyDay: string | null;
  readonly confirming: boolean;
  readonly busy: boolean;
  readonly onChoose: (businessDay: string | null) => void;
  readonly onCount: (sessionId: string) => void;
  readonly onCloseDay: (businessDay: string) => void;
}

export function ClosingList(props: ClosingListProps) {
  const { words, formats } = useDesk();
  const { cash, closings, chosen, readyDay } = props;
  const waits = cash.toCount.length > 0 || cash.unclosedDays.length > 0;
  return (
    <div className={styles['list']} tabIndex={0} data-field="main" role="region" aria-label={words.t('closings.title')}>
      {waits && (
        <section className={styles['group']} aria-label={words.t('closings.waits')}>
          <h3>{words.t('closings.waits')}</h3>
          {cash.toCount.map(({ sessionId, openedByName, businessDay, openedAtMs, count }, index) => (
            <ActionButton
              key={sessionId}
              name="count-session"
              tone="chosen"
              {...(index === 0 && { action: 'quantity' as const })}
              onPress={() => props.onCount(sessionId)}
            >
              {words.t(count === null ? 'closings.to-count' : 'closings.to-finish', { name: openedByName })}
              <small>
                {words.t('closings.to-count-hint', {
                  day: formats.day(businessDay),
                  time: formats.time(openedAtMs),
                })}
              </small>
            </ActionButton>
          ))}
          {cash.unclosedDays.map(({ businessDay, isReady }) =>
            businessDay === readyDay ? (
              <ActionButton
                key={businessDay}
                action="pay"
                name="close-day"
                tone="pay"
                disabled={props.busy}
                onPress={() => props.onCloseDay(businessDay)}
              >
                {props.confirming
                  ? words.t('closings.close-confirm')
                  : words.t('closings.close-day', { day: formats.day(businessDay) })}
                <small>{words.t('closings.close-day-hint')}</small>
              </ActionButton>
            ) : (
              <p key={businessDay} className={styles['waits']} data-day={businessDay}>
                <strong>{words.t('closings.day-waits', { day: formats.day(businessDay) })}</strong>
                <small>
                  {isReady
                    ? words.t('closings.older-first', {
                        day: formats.day(cash.unclosedDays[0]?.businessDay ?? businessDay),
                      })
                    : words.t('closings.day-waits-hint')}
                </small>
              </p>
            ),
          )}
        </section>
      )}
      <section className={styles['group']} aria-label={words.t('closings.done')}>
        <h3>{words.t('closings.done')}</h3>
        <NextDay cash={cash} />
        <UnstyledButton
          className={styles['item']}
          aria-pressed={chosen === null}
          data-closing="overview"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(null)}
        >
          <strong>{words.t('closings.overview')}</strong>
        </UnstyledButton>
        {closings.length === 0 && <p className={styles['hint']}>{words.t('closings.none')}</p>}
        {closings.map((one) => (
          <UnstyledButton
            key={one.businessDay}
            ref={one.businessDay === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
            className={styles['item']}
            aria-pressed={one.businessDay === chosen}
            data-closing={one.businessDay}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(one.businessDay)}
          >
            <span className={styles['row']}>
              <strong>{formats.day(one.businessDay)}</strong>
              <Amount text={formats.money(one.grossMinor)} />
            </span>
            <span className={styles['row']}>
              <small>
                Z {formats.count(one.zNumber)} · {words.t('closings.tickets', { count: one.ticketCount })}
                {one.refundCount > 0 && <> · {words.t('closings.refunds', { count: one.refundCount })}</>}
              </small>
              {one.differences.map(({ method, differenceMinor }) => (
                <small key={method} data-difference={method}>
                  {words.t(`method.${method}`)} <DifferenceText minor={differenceMinor} />
                </small>
              ))}
            </span>
          </UnstyledButton>
        ))}
      </section>
    </div>
  );
}
