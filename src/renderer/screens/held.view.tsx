/** Tickets that wait: the one in progress is put aside with or without a word, and any other is taken up by one key. */
import { useState } from 'react';
import type { HeldTicket } from '#contract/screen/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { LabelledField } from '../parts/labelled-field.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { useChoices } from '../parts/use-choices.ts';
import type { PanelProps } from './selling.view.tsx';
import styles from './held.module.css';

const LABEL_CHARACTERS_MAX = 40;

export function HeldPanel({ selling, run, onAction }: PanelProps) {
  const { words } = useDesk();
  const [label, setLabel] = useState('');
  const { held } = selling.basket;
  const hasTicket = !selling.isEmpty || selling.basket.member !== null;

  onAction((action) => {
    // The key that opened this, once more, holds the ticket without a word.
    if (action === 'hold' && hasTicket) void hold();
    else return action === 'line-up' || action === 'line-down' || action === 'void-line';
    return true;
  });
  useChoices((index) => {
    const wanted = held[index];
    if (wanted !== undefined) void recall(wanted);
    return wanted !== undefined;
  });

  async function hold(): Promise<void> {
    const reset = selling.resetOnceDone();
    const outcome = await selling.send('holdTicket', { ...selling.onTicket(), label: label.trim() });
    if (outcome?.kind !== 'done') return;
    reset();
    selling.sayKey('good', 'held.done');
  }

  async function recall({ ticketId }: HeldTicket): Promise<void> {
    if (!selling.isEmpty) return selling.sayKey('bad', 'held.recall-first');
    const reset = selling.resetOnceDone();
    const outcome = await selling.send('recallTicket', { heldTicketId: ticketId });
    if (outcome?.kind !== 'done') return;
    reset();
    selling.sayKey('good', 'held.recalled');
  }

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('held.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {hasTicket && (
        <div className={styles['hold']}>
          <LabelledField
            main
            name="held-label"
            label={words.t('held.label')}
            value={label}
            characters={LABEL_CHARACTERS_MAX}
            onType={setLabel}
            onEnter={() => void hold()}
          />
          <ActionButton name="hold-ticket" cap="⏎" tone="pay" onPress={() => void hold()}>
            {words.t('held.hold')}
          </ActionButton>
        </div>
      )}
      <div
        className={styles['list']}
        tabIndex={0}
        role="group"
        aria-label={words.t('held.title')}
        {...(hasTicket ? {} : { 'data-field': 'main' })}
        onKeyDown={(event) => {
          const [first] = held;
          if (event.key !== 'Enter' || event.target !== event.currentTarget || first === undefined) return;
          event.preventDefault();
          void recall(first);
        }}
      >
        {held.length === 0 && <p className={styles['none']}>{words.t('held.none')}</p>}
        {held.map((ticket, index) => (
          <Held key={ticket.ticketId} ticket={ticket} index={index} onRecall={() => void recall(ticket)} />
        ))}
      </div>
    </div>
  );
}

function Held(props: { readonly ticket: HeldTicket; readonly index: number; readonly onRecall: () => void }) {
  const { words, formats } = useDesk();
  const { ticket, index } = props;
  return (
    <ActionButton
      name={`recall-${ticket.ticketId}`}
      {...(index < 6 && { cap: `Alt ${index + 1}` })}
      onPress={props.onRecall}
    >
      <span className={styles['held']}>
        <span>
          <bdi className={styles['label']}>{ticket.label === '' ? formats.time(ticket.heldAtMs) : ticket.label}</bdi>
          <small>
            {words.t('held.facts', {
              count: ticket.articleCount,
              operator: ticket.operatorName,
              time: formats.time(ticket.heldAtMs),
            })}
          </small>
        </span>
        <Amount className={styles['total']} text={formats.money(ticket.totalMinor)} />
      </span>
    </ActionButton>
  );
}
