/** How the open session stands, for whoever may see what is expected; nobody sees it from the count on. */
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { FaultWords } from '../../parts/fault-words.tsx';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { DrawerLines } from '../reports/drawer-lines.view.tsx';
import { FiguresView, Section } from '../reports/figures.view.tsx';
import type { CashPanelProps } from './opening.view.tsx';
import styles from './cash.module.css';

export function XReportPanel({ selling, run, onAction }: CashPanelProps) {
  const { words, formats } = useDesk();
  const { answer, faultCode } = useAnswer('xReport', {}, selling.basket.lastTicket?.ticketId ?? null);
  const report = answer?.report ?? null;

  async function print(): Promise<void> {
    const outcome = await selling.send('printReport', { businessDay: null });
    if (outcome?.kind === 'done') selling.say('good', words.t('closings.printing'));
  }

  onAction((action) => {
    if (action !== 'receipt') return action === 'void-line' || action === 'quantity';
    if (report !== null) void print();
    return true;
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('action.x-report')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div
        className={styles['scroll']}
        tabIndex={0}
        data-field="main"
        data-own-arrows
        role="region"
        aria-label={words.t('action.x-report')}
      >
        {faultCode !== null && <FaultWords code={faultCode} />}
        {answer !== null && report === null && <p className={styles['advice']}>{words.t('report.x-none')}</p>}
        {report !== null && (
          <>
            <div className={styles['report-head']}>
              <p className={styles['hint']}>
                {words.t('report.x-at', { time: formats.time(report.atMs) })} ·{' '}
                {words.t('closings.day-waits', { day: formats.day(report.businessDay) })}
              </p>
              <ActionButton action="receipt" name="print-report" onPress={() => void print()}>
                {words.t('closings.print')}
              </ActionButton>
            </div>
            <FiguresView figures={report}>
              <Section title="report.drawer">
                <DrawerLines drawer={report.drawer} />
              </Section>
            </FiguresView>
          </>
        )}
      </div>
    </div>
  );
}
