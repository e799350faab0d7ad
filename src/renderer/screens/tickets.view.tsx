/**
 * Recent tickets, each with its receipt as paper, and a duplicate of it.
 */
import { useState } from 'react';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { TicketSummary } from '#contract/screen/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { FaultWords } from '../parts/fault-words.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { Paper } from '../parts/paper.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import type { PanelProps } from './selling.view.tsx';
import styles from './tickets.module.css';

const TICKETS_MAX = 60;

export function TicketsPanel({ selling, run, onAction }: PanelProps) {
  const { words, formats } = useDesk();
  const reprinted = selling.feedback?.serial ?? 0;
  const { answer, faultCode } = useAnswer(
    'tickets',
    { limit: TICKETS_MAX },
    `${selling.basket.lastTicket?.ticketId ?? ''} ${reprinted}`,
  );
  const tickets = answer?.tickets ?? null;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = tickets?.find(({ ticketId }) => ticketId === chosenId) ?? tickets?.[0] ?? null;

  onAction((action) => {
    if (action === 'receipt') {
      if (chosen !== null) void selling.reprint(chosen.ticketId);
      return true;
    }
    if (action === 'refund' && chosen !== null && !chosen.isRefund) {
      selling.show('refund', chosen.ticketId);
      return true;
    }
    if (tickets === null || chosen === null || (action !== 'line-up' && action !== 'line-down'))
      return action === 'void-line';
    const at = tickets.indexOf(chosen) + (action === 'line-down' ? 1 : -1);
    setChosenId(tickets[Math.min(Math.max(at, 0), tickets.length - 1)]?.ticketId ?? null);
    return true;
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('tickets.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {faultCode !== null && <FaultWords code={faultCode} />}
      {tickets?.length === 0 && <p className={styles['none']}>{words.t('tickets.none')}</p>}
      {tickets !== null && chosen !== null && (
        <div className={styles['columns']}>
          <div
            className={styles['list']}
            role="listbox"
            tabIndex={0}
            data-field="main"
            aria-label={words.t('tickets.title')}
          >
            {tickets.map((ticket) => (
              <div
                key={ticket.ticketId}
                ref={ticket === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
                className={styles['ticket']}
                role="option"
                aria-selected={ticket === chosen}
                data-ticket-id={ticket.ticketId}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => setChosenId(ticket.ticketId)}
              >
                <span className={styles['number']}>
                  <bdi>{ticket.number}</bdi>
                  {ticket.isRefund && <small className={styles['kind']}> {words.t('refund.title')}</small>}
                </span>
                <Amount className={styles['amount']} text={formats.money(ticket.totalMinor)} />
                <span className={styles['facts']}>
                  <bdi>{formats.time(ticket.atMs)}</bdi> · <bdi>{ticket.operatorName}</bdi>
                  {ticket.copies > 0 && <> · {words.t('tickets.copies', { count: ticket.copies })}</>}
                </span>
              </div>
            ))}
          </div>
          <Preview
            key={chosen.ticketId}
            ticket={chosen}
            onDuplicate={() => run('receipt')}
            onRefund={() => run('refund')}
          />
        </div>
      )}
    </div>
  );
}

function Preview(props: {
  readonly ticket: TicketSummary;
  readonly onDuplicate: () => void;
  readonly onRefund: () => void;
}) {
  const { ticket } = props;
  const { words } = useDesk();
  const { answer, faultCode } = useAnswer('receipt', { ticketId: ticket.ticketId });
  // The contract carries the document as plain JSON; the till made it from this very type.
  const receipt = answer === null ? undefined : (answer.document as ReceiptDocument | null);
  return (
    <div className={styles['preview']}>
      <div className={styles['paper']} tabIndex={0} role="region" aria-label={words.t('tickets.preview')}>
        {faultCode !== null ? (
          <FaultWords code={faultCode} />
        ) : receipt === undefined ? (
          <p>{words.t('tickets.loading')}</p>
        ) : receipt === null ? (
          <p>{words.t('tickets.no-preview')}</p>
        ) : (
          <Paper document={receipt} />
        )}
      </div>
      <div className={styles['feet']}>
        <ActionButton action="receipt" onPress={props.onDuplicate}>
          {words.t('tickets.duplicate')}
        </ActionButton>
        <ActionButton action="refund" disabled={ticket.isRefund} onPress={props.onRefund}>
          {words.t('action.refund')}
        </ActionButton>
      </div>
    </div>
  );
}
