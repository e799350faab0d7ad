/**
 * A refund: opened by the receipt's own barcode, from the recent tickets, or by a number. What can come back, at the price
 * paid, by which ways and what it makes are the till's figures.
 */
import { useState } from 'react';
import type { Refundable, StationView } from '#contract/screen/views.ts';
import type { Formats } from '../format/format.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { useDesk, useView } from '../parts/desk.tsx';
import { FaultWords } from '../parts/fault-words.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { LabelledField } from '../parts/labelled-field.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { RefundForm } from './refund-form.view.tsx';
import type { TextKey } from '../text/text.ts';
import type { PanelProps } from './selling.view.tsx';
import styles from './refund.module.css';

/** What is said of a ticket that nobody here knows. */
function unknownWord(elsewhere: 'asking' | 'found' | 'unknown' | 'away' | undefined): TextKey {
  if (elsewhere === 'asking') return 'refund.asking';
  if (elsewhere === 'away') return 'refund.away';
  return elsewhere === undefined ? 'refund.unknown' : 'refund.unknown-everywhere';
}

/** Where and when it was sold: two tills of a shop have tickets of the same number. */
function soldWhere({ soldAt, atMs }: Refundable, formats: Formats): string {
  const when = `${formats.date(atMs)} ${formats.time(atMs)}`;
  const where = [soldAt?.tillName, soldAt?.storeName].filter((name) => typeof name === 'string');
  return [...where.map((name) => `\u2068${name}\u2069`), when].join(' · ');
}

export function RefundPanel(props: PanelProps & { readonly station: StationView }) {
  const { selling, run, onAction } = props;
  const { words, port, formats } = useDesk();
  const status = useView(port, 'status');
  const [number, setNumber] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const [elsewhereNumber, setElsewhereNumber] = useState<string | null>(null);
  const { notice } = selling.basket;
  // A receipt that this till does not know: headquarters is asked about its number.
  const scanned = selling.about === '' && notice?.kind === 'receipt' ? String(notice.params?.['number'] ?? '') : null;
  const isElsewhere = elsewhereNumber !== null;
  const wanted = elsewhereNumber ?? asked ?? scanned;
  const input =
    wanted === null
      ? { ticketId: selling.about ?? '-' }
      : { number: wanted, ...(isElsewhere ? { elsewhere: true as const } : {}) };
  const since = `${selling.basket.lastTicket?.ticketId ?? ''} ${selling.basket.lookUps}`;
  const { answer, faultCode } = useAnswer('refundable', input, since);
  const ticket: Refundable | null = answer?.ticket ?? null;
  const isUnknown = wanted !== null && answer !== null && ticket === null;
  const word = unknownWord(answer?.elsewhere);

  onAction((action) => action === 'line-up' || action === 'line-down' || action === 'void-line');

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={ticket === null ? words.t('refund.title') : words.t('refund.of', { number: ticket.number })}
        {...(ticket !== null && { detail: soldWhere(ticket, formats) })}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {faultCode !== null && <FaultWords code={faultCode} />}
      {ticket === null ? (
        <div className={styles['ask']}>
          <p className={styles['hint']}>{words.t('refund.which')}</p>
          <LabelledField
            main
            name="refund-number"
            label={words.t('refund.number')}
            value={number}
            characters={40}
            onType={(value) => {
              setNumber(value);
              setAsked(null);
              setElsewhereNumber(null);
            }}
            onEnter={() => setAsked(number.trim())}
          />
          {isUnknown && (
            <p className={styles['unknown']} role="alert" data-elsewhere={answer.elsewhere}>
              {words.t(word)}
            </p>
          )}
          <ActionButton action="tickets" onPress={() => run('tickets')}>
            {words.t('tickets.title')}
          </ActionButton>
        </div>
      ) : (
        <RefundForm
          key={ticket.ticketId}
          {...props}
          ticket={ticket}
          isElsewhere={answer?.elsewhere === 'found'}
          onElsewhere={status?.network === 'standalone' ? null : () => setElsewhereNumber(ticket.number)}
        />
      )}
    </div>
  );
}
