/** Customers: found as somebody types, put on the ticket by Enter, their file one touch away. */
import { useEffect, useState } from 'react';
import type { CustomerSummary } from '#contract/screen/members.ts';
import { latinDigits, phoneText } from '../../format/format.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { FaultWords } from '../../parts/fault-words.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useChoices } from '../../parts/use-choices.ts';
import type { PanelProps } from '../selling.view.tsx';
import { attach } from './attach.ts';
import { CardInHand } from './card-in-hand.view.tsx';
import styles from './customers.module.css';

const CUSTOMERS_MAX = 40;

export function CustomersPanel({ selling, run, onAction }: PanelProps) {
  const { words } = useDesk();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { answer, faultCode } = useAnswer(
    'customers',
    { text: latinDigits(text.trim()), limit: CUSTOMERS_MAX },
    selling.serial,
  );
  const customers = answer?.customers ?? [];
  const chosen = customers[Math.min(at, customers.length - 1)] ?? null;
  useEffect(() => setAt(0), [text]);

  onAction((action) => {
    if (action !== 'line-up' && action !== 'line-down') return action === 'void-line';
    setAt(Math.min(Math.max(at + (action === 'line-down' ? 1 : -1), 0), Math.max(0, customers.length - 1)));
    return true;
  });

  async function putOnTicket(): Promise<void> {
    const isAnswered = answer !== null && text.trim() !== '';
    // Nobody is found: what was typed is who they are.
    if (chosen === null) return isAnswered ? selling.show('enrol', text.trim()) : undefined;
    if (await attach(selling, chosen.personId)) selling.show('member');
  }

  function openFile(): void {
    if (chosen !== null) selling.show('customer', chosen.personId);
  }

  useChoices((index) => {
    if (index === 0) void putOnTicket();
    else if (index === 1) openFile();
    return index <= 1;
  });

  const card = selling.basket.presentedCard;
  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('customers.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <LabelledField
        main
        name="customer-search"
        label={words.t('customers.search')}
        value={text}
        placeholder={words.t('customers.hint')}
        characters={100}
        onType={setText}
        onEnter={() => void putOnTicket()}
      />
      {card !== null && <CardInHand card={card} hint={words.t('card.unknown', { card: card.masked })} />}
      {faultCode !== null ? (
        <FaultWords code={faultCode} />
      ) : answer !== null && customers.length === 0 ? (
        <p className={styles['none']}>
          {text.trim() === '' ? words.t('customers.hint') : words.t('customers.none', { text: text.trim() })}
        </p>
      ) : (
        <div
          className={styles['list']}
          role="listbox"
          tabIndex={0}
          aria-label={words.t('customers.count', { count: customers.length })}
        >
          {customers.map((customer) => (
            <Row
              key={customer.personId}
              customer={customer}
              chosen={customer === chosen}
              onChoose={() => setAt(customers.indexOf(customer))}
            />
          ))}
        </div>
      )}
      <div className={styles['feet']}>
        <ActionButton
          name="attach-customer"
          cap="⏎"
          tone={chosen === null ? 'plain' : 'pay'}
          disabled={chosen === null}
          onPress={() => void putOnTicket()}
        >
          {words.t('customers.on-ticket')}
        </ActionButton>
        <ActionButton name="open-customer" cap="Alt 2" disabled={chosen === null} onPress={openFile}>
          {words.t('member.file')}
        </ActionButton>
        <ActionButton action="enrol" onPress={() => run('enrol')}>
          {words.t('customers.new')}
        </ActionButton>
      </div>
    </div>
  );
}

function Row(props: { readonly customer: CustomerSummary; readonly chosen: boolean; readonly onChoose: () => void }) {
  const { words, formats } = useDesk();
  const { customer } = props;
  const facts = [
    customer.phone === null || customer.phone === customer.name ? null : phoneText(customer.phone),
    customer.email,
    customer.lastVisitMs === null ? null : words.t('member.last-visit', { day: formats.date(customer.lastVisitMs) }),
  ].filter((fact) => fact !== null && fact !== customer.name);
  return (
    <div
      ref={props.chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
      className={styles['row']}
      role="option"
      aria-selected={props.chosen}
      data-person-id={customer.personId}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onChoose}
    >
      <bdi className={styles['name']}>{customer.name}</bdi>
      <span className={styles['points']}>{words.t('member.points', { count: customer.points })}</span>
      <span className={styles['facts']}>
        {facts.map((fact) => (
          <bdi key={fact}>{fact}</bdi>
        ))}
      </span>
    </div>
  );
}
