/**
 * Cash put into the drawer or taken out of it, not by a sale: an amount typed, or a safe drop counted; why; and a numbered
 * slip. Scans go to the ticket all the same.
 */
import { Input } from '@mantine/core';
import { useState } from 'react';
import { parseDecimal } from '../../format/format.ts';
import { altDigitOf } from '../../keys/keys.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { Keypad } from '../../parts/keypad.tsx';
import { PanelHead } from '../../parts/panel-head.tsx';
import type { CashPanelProps } from './opening.view.tsx';
import { useActs } from './use-cash.ts';
import styles from './cash.module.css';

export type Movement = 'pay-in' | 'pay-out' | 'safe-drop';

const REASON_CHARACTERS_MAX = 200;

export function MovementPanel(props: CashPanelProps & { readonly movement: Movement }) {
  const { words, formats } = useDesk();
  const { selling, run, onAction, cash, station, movement } = props;
  const acts = useActs(selling);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const reasons = movement === 'pay-in' ? cash.payInReasons : movement === 'pay-out' ? cash.payOutReasons : [];

  async function record(): Promise<void> {
    const amountMinor = parseDecimal(amount, station.shop.currency.exponent);
    if (amountMinor === null || amountMinor === 0) {
      return selling.say('bad', words.t(amount === '' ? 'movement.amount-missing' : 'pay.amount-unreadable'));
    }
    const input = { movement, amountMinor, counts: [], reason: reason.trim() };
    const done = await acts.act('moveCash', input);
    if (done === null) return;
    run('back');
    selling.say('good', words.t('movement.done', { number: done.slipNumber, amount: formats.money(amountMinor) }));
  }

  onAction((action) => {
    if (action === 'pay') void record();
    else return action === 'line-up' || action === 'line-down' || action === 'void-line' || action === 'quantity';
    return true;
  });

  return (
    <div
      className={styles['panel']}
      onKeyDown={(event) => {
        const chosen = reasons[altDigitOf(event.nativeEvent) ?? -1];
        if (chosen === undefined) return;
        event.preventDefault();
        setReason(chosen);
      }}
    >
      <PanelHead
        title={words.t(`action.${movement}`)}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <p className={styles['why']}>
        {words.t(`movement.${movement}-why`)} {words.t('movement.slip')}
      </p>
      <div className={styles['movement']}>
        <div className={styles['typed']}>
          <Input.Wrapper label={words.t('movement.amount')} classNames={{ label: styles['label'] ?? '' }}>
            <Input
              data-field="main"
              data-amount
              value={amount}
              placeholder={formats.amount(0)}
              inputMode="decimal"
              autoComplete="off"
              dir="ltr"
              classNames={{ input: styles['amount-input'] ?? '' }}
              onChange={(event) => setAmount(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.repeat) return;
                event.preventDefault();
                void record();
              }}
            />
          </Input.Wrapper>
          <Keypad
            onType={(character) => setAmount(amount + character)}
            onErase={() => setAmount(amount.slice(0, -1))}
            onEnter={() => void record()}
            enterLabel={words.t(`movement.validate-${movement}`)}
          />
        </div>
        <div className={styles['reasons']}>
          {reasons.length > 0 && (
            <div className={styles['reason-list']} role="group" aria-label={words.t('movement.reason')}>
              {reasons.slice(0, 6).map((text, index) => (
                <ActionButton
                  key={text}
                  name={`reason-${index + 1}`}
                  cap={`Alt ${index + 1}`}
                  tone={text === reason ? 'chosen' : 'plain'}
                  onPress={() => setReason(text)}
                >
                  <bdi>{text}</bdi>
                </ActionButton>
              ))}
            </div>
          )}
          <Input.Wrapper
            label={words.t(movement === 'safe-drop' ? 'movement.note' : 'movement.reason')}
            classNames={{ label: styles['label'] ?? '' }}
          >
            <Input
              data-reason
              value={reason}
              maxLength={REASON_CHARACTERS_MAX}
              placeholder={movement === 'safe-drop' ? '' : words.t('movement.reason-other')}
              autoComplete="off"
              error={acts.refusedFor === 'reason_missing'}
              {...(reason === '' ? {} : { dir: 'auto' })}
              classNames={{ input: styles['input'] ?? '' }}
              onChange={(event) => setReason(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.repeat) return;
                event.preventDefault();
                void record();
              }}
            />
          </Input.Wrapper>
        </div>
      </div>
      <ActionButton
        action="pay"
        name="record-movement"
        tone="pay"
        size="tall"
        disabled={acts.busy}
        onPress={() => void record()}
      >
        {words.t(`movement.validate-${movement}`)}
      </ActionButton>
    </div>
  );
}
