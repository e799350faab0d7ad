/** The drawer was handed over: whose session it is, and the one key that goes on with it. */
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import type { CashPanelProps } from './opening.view.tsx';
import { useActs } from './use-cash.ts';
import { Waiting } from './waiting.view.tsx';
import styles from './cash.module.css';

export function SuspendedPanel({ selling, run, onAction, cash, station }: CashPanelProps) {
  const { words, formats } = useDesk();
  const acts = useActs(selling);
  const whose = cash.openedByName ?? '';
  const isOwn = station.operator?.name === whose;

  async function resume(): Promise<void> {
    if ((await acts.act('resumeSession', {})) !== null) selling.say('good', words.t('suspended.resumed'));
  }

  onAction((action) => {
    if (action === 'pay') void resume();
    else return action === 'void-line' || action === 'line-up' || action === 'line-down' || action === 'quantity';
    return true;
  });

  return (
    <div className={styles['panel']}>
      <PanelHead title={words.t('suspended.title')} feedback={besideTicket(selling.feedback)} serial={selling.serial} />
      <div className={styles['columns']}>
        <section className={styles['main']} aria-label={words.t('suspended.title')}>
          <div className={styles['hero']} tabIndex={0} data-field="main">
            <span className={styles['hero-name']}>{words.t('cash.state.suspended')}</span>
            <strong className={styles['hero-words']}>
              {words.t('suspended.whose', {
                name: whose,
                time: cash.openedAtMs === null ? '' : formats.time(cash.openedAtMs),
              })}
            </strong>
            <span className={styles['hero-hint']}>
              {isOwn ? words.t('suspended.hint') : words.t('suspended.another', { name: whose })}
            </span>
          </div>
          <ActionButton action="count" onPress={() => run('count')}>
            {words.t('suspended.count')}
          </ActionButton>
          <ActionButton
            action="pay"
            name="resume-session"
            tone="pay"
            size="tall"
            disabled={acts.busy}
            onPress={() => void resume()}
          >
            {words.t('suspended.resume')}
          </ActionButton>
        </section>
        <Waiting selling={selling} cash={cash} run={run} />
      </div>
    </div>
  );
}
