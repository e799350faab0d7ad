/**
 * No session is open: the drawer is opened with what the last close left in it by one key, or with what somebody counts. The
 * difference from what was left is shown as it is typed; whether it needs a reason or an approval is the till's to say.
 */
import { Input } from '@mantine/core';
import { useState } from 'react';
import type { CashView } from '#contract/screen/cash.ts';
import type { StationView } from '#contract/screen/views.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useLooseKeys } from '../../parts/use-wedge.ts';
import type { PanelProps } from '../selling.view.tsx';
import { countsOf, sumOf, type Typed } from './counted.ts';
import { CountPad } from './count-pad.view.tsx';
import { DifferenceText } from './difference.tsx';
import { useActs } from './use-cash.ts';
import { Waiting } from './waiting.view.tsx';
import styles from './cash.module.css';

const REASON_CHARACTERS_MAX = 200;

export interface CashPanelProps extends PanelProps {
  readonly cash: CashView;
  readonly station: StationView;
}

export function OpeningPanel({ selling, run, onAction, cash, station }: CashPanelProps) {
  const { words, formats } = useDesk();
  const acts = useActs(selling);
  const [typed, setTyped] = useState<Typed | null>(null);
  const [reason, setReason] = useState('');
  const counting = typed !== null;
  const leftMinor = cash.leftMinor ?? 0;
  const mayOpen = station.operator?.rights.includes('open-session') === true;
  const differs = counting && cash.leftMinor !== null && sumOf(typed) !== leftMinor;

  async function open(): Promise<void> {
    if (!mayOpen) return selling.say('bad', words.t('opening.no-right'));
    const float = counting ? countsOf(typed) : [];
    if (float === null) return selling.say('bad', words.t('count.unreadable'));
    const asLeft = !counting && cash.leftMinor !== null;
    const done = await acts.act('openSession', { float, asLeft, reason: differs ? reason.trim() : '' });
    if (done === null) return;
    const openedMinor = counting ? sumOf(typed) : leftMinor;
    selling.say('good', words.t('opening.opened', { amount: formats.money(openedMinor) }));
  }

  onAction((action) => {
    if (action === 'pay') void open();
    else if (action === 'quantity') setTyped(counting ? null : {});
    else if (action === 'back' && counting) setTyped(null);
    else return action === 'void-line' || action === 'line-up' || action === 'line-down';
    return true;
  });
  // A digit means that somebody has begun to count.
  useLooseKeys((key) => {
    if (!counting && /\d/.test(key)) setTyped({ [cash.denominationsMinor[0] ?? 0]: key });
  });

  const openWith = (
    <ActionButton
      action="pay"
      name="open-session"
      tone={mayOpen ? 'pay' : 'plain'}
      size="tall"
      disabled={acts.busy}
      onPress={() => void open()}
    >
      {words.t('opening.open-with', { amount: formats.money(counting ? sumOf(typed) : leftMinor) })}
    </ActionButton>
  );

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('opening.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        {...(counting && { onBack: () => setTyped(null) })}
      />
      {counting ? (
        <CountPad
          cash={cash}
          currency={station.shop.currency.code}
          typed={typed}
          onType={setTyped}
          beside={
            cash.leftMinor !== null && (
              <div className={styles['compared']} data-difference-minor={sumOf(typed) - leftMinor}>
                <span>{words.t('opening.difference', { amount: formats.money(leftMinor) })}</span>
                <DifferenceText minor={sumOf(typed) - leftMinor} />
              </div>
            )
          }
        >
          {differs && (
            <Input
              value={reason}
              maxLength={REASON_CHARACTERS_MAX}
              aria-label={words.t('opening.reason')}
              placeholder={words.t('opening.reason')}
              autoComplete="off"
              data-reason
              error={acts.refusedFor === 'reason_missing'}
              {...(reason === '' ? {} : { dir: 'auto' })}
              classNames={{ input: styles['input'] ?? '' }}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          {openWith}
        </CountPad>
      ) : (
        <div className={styles['columns']}>
          <section className={styles['main']} aria-label={words.t('opening.title')}>
            <div className={styles['hero']} data-left-minor={leftMinor} tabIndex={0} data-field="main">
              <span className={styles['hero-name']}>
                {words.t(cash.leftMinor === null ? 'opening.left-none' : 'opening.left')}
              </span>
              <Amount className={styles['hero-amount']} text={formats.money(leftMinor)} />
              <span className={styles['hero-hint']}>
                {words.t(cash.leftMinor === null ? 'opening.left-none-hint' : 'opening.left-hint')}
              </span>
            </div>
            <ActionButton action="quantity" name="count-float" onPress={() => setTyped({})}>
              {words.t('opening.count')}
            </ActionButton>
            {openWith}
          </section>
          <Waiting selling={selling} cash={cash} run={run} />
        </div>
      )}
    </div>
  );
}
