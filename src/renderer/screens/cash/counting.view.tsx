/**
 * The drawer is counted: the one that is being counted now, or before that the key that begins it. Tickets in progress are put
 * on hold first.
 */
import { ActionButton } from '../../parts/action-button.tsx';
import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { CountSession } from './count-session.view.tsx';
import type { CashPanelProps } from './opening.view.tsx';
import styles from './cash.module.css';

export function CountingPanel(props: CashPanelProps) {
  const counting = props.cash.toCount.find(({ state }) => state === 'counting');
  if (counting === undefined) return <BeginCount {...props} />;
  return <CountSession key={counting.sessionId} {...props} session={counting} />;
}

function BeginCount({ selling, run, onAction, cash }: CashPanelProps) {
  const { words, formats } = useDesk();
  const { openTickets } = cash;
  const { articleCount, totalMinor } = selling.basket;

  async function begin(): Promise<void> {
    await selling.send('beginCount', { holdTickets: openTickets > 0 });
  }

  onAction((action) => {
    if (action === 'pay') void begin();
    else return action === 'void-line' || action === 'quantity' || action === 'line-up' || action === 'line-down';
    return true;
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('counting.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['begin']}>
        <div className={styles['hero']} tabIndex={0} data-field="main">
          <strong className={styles['hero-words']}>{words.t('counting.title')}</strong>
          <span className={styles['hero-hint']}>{words.t('counting.begin-hint')}</span>
          <span className={styles['hero-hint']}>{words.t('counting.blind')}</span>
        </div>
        {openTickets > 0 && (
          <section className={styles['card']} data-open-tickets={openTickets}>
            <p className={styles['advice']}>{words.t('cash.hold-first', { count: openTickets })}</p>
            {articleCount > 0 && (
              <p className={styles['pair']}>
                <span>
                  {words.t('ticket.title')} · {words.t('ticket.articles', { count: articleCount })}
                </span>
                <Amount text={formats.money(totalMinor)} />
              </p>
            )}
          </section>
        )}
        <ActionButton
          action="pay"
          name="begin-count"
          tone="pay"
          size="tall"
          disabled={selling.busy.has('beginCount')}
          onPress={() => void begin()}
        >
          {words.t(openTickets > 0 ? 'cash.hold-and-go' : 'counting.begin')}
        </ActionButton>
      </div>
    </div>
  );
}
