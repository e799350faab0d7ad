/**
 * The end of the day: what waits to be counted or closed, oldest first, and the days that are closed, each with its Z. On
 * opening, the over and short of the last thirty days are in sight.
 */
import { useEffect, useRef, useState } from 'react';
import { FaultWords } from '../../parts/fault-words.tsx';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import { ClosingFigures } from '../reports/closing.view.tsx';
import { OverShortView } from '../reports/over-short.view.tsx';
import { useClosingFile } from '../reports/use-closing-file.ts';
import { ClosingList } from './closing-list.view.tsx';
import { CountSession } from './count-session.view.tsx';
import type { CashPanelProps } from './opening.view.tsx';
import styles from './closings.module.css';

const CLOSINGS_MAX = 60;
const OVER_SHORT_DAYS = 30;

export function ClosingsPanel(props: CashPanelProps) {
  const [sessionId, setSessionId] = useState<string | null>(null);
  const session = props.cash.toCount.find((one) => one.sessionId === sessionId);
  if (session !== undefined)
    return <CountSession key={session.sessionId} {...props} session={session} onLeave={() => setSessionId(null)} />;
  return <Closings {...props} onCount={setSessionId} />;
}

function Closings(props: CashPanelProps & { readonly onCount: (sessionId: string) => void }) {
  const { words, formats } = useDesk();
  const { selling, run, onAction, cash, station, onCount } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const confirming = useConfirmation();
  const files = useClosingFile(selling);
  const detail = useRef<HTMLDivElement>(null);
  const maySee = station.operator?.rights.includes('see-closings') === true;
  const since = cash.unclosedDays.map(({ businessDay }) => businessDay).join();
  const { answer, faultCode } = useAnswer('closings', { limit: CLOSINGS_MAX }, since);
  const closings = answer?.closings ?? [];
  const ready = cash.unclosedDays[0]?.isReady === true ? cash.unclosedDays[0].businessDay : null;

  useEffect(() => {
    void detail.current?.scrollTo({ top: 0 });
  }, [chosen]);

  async function closeDay(businessDay: string): Promise<void> {
    if (!confirming.press()) return;
    const outcome = await selling.send('closeDay', { businessDay, print: true });
    if (outcome?.kind !== 'done') return;
    setChosen(businessDay);
    selling.say(
      'good',
      words.t('closings.day-closed', { number: formats.count(outcome.zNumber), day: formats.day(businessDay) }),
    );
  }

  async function print(): Promise<void> {
    if (chosen === null) return;
    const outcome = await selling.send('printReport', { businessDay: chosen });
    if (outcome?.kind === 'done') selling.say('good', words.t('closings.printing'));
  }

  function step(by: 1 | -1): void {
    const days = [null, ...closings.map(({ businessDay }) => businessDay)];
    const at = Math.min(Math.max(days.indexOf(chosen) + by, 0), days.length - 1);
    setChosen(days[at] ?? null);
  }

  onAction((action) => {
    if (action === 'line-up') step(-1);
    else if (action === 'line-down') step(1);
    else if (action === 'pay' && ready !== null) void closeDay(ready);
    else if (action === 'quantity' && cash.toCount[0] !== undefined) onCount(cash.toCount[0].sessionId);
    else if (action === 'receipt' && chosen !== null) void print();
    else if (action === 'back' && chosen !== null) setChosen(null);
    else return action === 'void-line' || action === 'pay' || action === 'receipt' || action === 'quantity';
    return true;
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('closings.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {!maySee && cash.toCount.length === 0 ? (
        <p className={styles['refused']} tabIndex={0} data-field="main">
          {words.t('closings.no-right')}
        </p>
      ) : (
        <div className={styles['columns']}>
          <div className={styles['left']}>
            <ClosingList
              cash={cash}
              closings={closings}
              chosen={chosen}
              readyDay={ready}
              confirming={confirming.armed}
              busy={selling.busy.has('closeDay')}
              onChoose={setChosen}
              onCount={onCount}
              onCloseDay={(businessDay) => void closeDay(businessDay)}
            />
            {chosen !== null && (
              <div className={styles['take-away']}>
                <ActionButton action="receipt" name="print-closing" onPress={() => void print()}>
                  {words.t('closings.print')}
                </ActionButton>
                <ActionButton name="closing-pdf" onPress={() => void files.pdf(chosen)}>
                  {words.t('closings.pdf')}
                </ActionButton>
                <ActionButton name="closing-csv" onPress={() => void files.csv(chosen)}>
                  {words.t('closings.csv')}
                </ActionButton>
              </div>
            )}
          </div>
          <div
            ref={detail}
            className={styles['detail']}
            tabIndex={0}
            role="region"
            aria-label={words.t('closings.done')}
          >
            {faultCode !== null && <FaultWords code={faultCode} />}
            {chosen === null ? <Overview since={since} /> : <OneClosing businessDay={chosen} since={since} />}
          </div>
        </div>
      )}
    </div>
  );
}

function Overview({ since }: { readonly since: string }) {
  const { answer, faultCode } = useAnswer('overShort', { days: OVER_SHORT_DAYS }, since);
  if (faultCode !== null) return <FaultWords code={faultCode} />;
  return answer === null ? null : <OverShortView sessions={answer.sessions} />;
}

function OneClosing({ businessDay, since }: { readonly businessDay: string; readonly since: string }) {
  const { words, formats } = useDesk();
  const { answer, faultCode } = useAnswer('closing', { businessDay }, since);
  if (faultCode !== null) return <FaultWords code={faultCode} />;
  const closing = answer?.closing ?? null;
  if (closing === null) return null;
  return (
    <>
      <header className={styles['title']} data-z-number={closing.zNumber}>
        <h3>
          {words.t('report.z-title', {
            number: formats.count(closing.zNumber),
            day: formats.day(closing.businessDay),
          })}
        </h3>
        <p className={styles['hint']}>
          {words.t('report.closed-by', { name: closing.closedByName, time: formats.time(closing.closedAtMs) })}
          {closing.demonstration && <> · {words.t('report.demonstration')}</>}
        </p>
      </header>
      <ClosingFigures closing={closing} />
    </>
  );
}
