/**
 * Taking cash: what is due, what was received, print or not. The change comes from the till once it is paid.
 */
import { Input } from '@mantine/core';
import type { StationView } from '#contract/screen/views.ts';
import { keyCap } from '../keys/keys.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { Keypad } from '../parts/keypad.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { Segments } from '../parts/segments.tsx';
import type { PanelProps } from './selling.view.tsx';
import styles from './pay.module.css';

export function PayPanel({ selling, run, onAction, station }: PanelProps & { readonly station: StationView }) {
  const { words, formats } = useDesk();
  const { basket, tendered, print } = selling;
  const paying = selling.busy.has('pay');

  onAction((action) => {
    if (action === 'receipt') {
      selling.setPrint(print === 'paper' ? 'none' : 'paper');
      return true;
    }
    // The field's own: nothing on the ticket changes while it is being paid.
    return action === 'line-up' || action === 'line-down' || action === 'void-line';
  });

  return (
    <div className={styles['panel']} data-paying={paying}>
      <PanelHead
        title={words.t('pay.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['due']} data-due-minor={basket.cashTotalMinor}>
        <span>{words.t('pay.due')}</span>
        <Amount className={styles['due-amount']} text={formats.money(basket.cashTotalMinor)} />
        {basket.cashTotalMinor !== basket.totalMinor && (
          <small>{words.t('pay.rounded', { amount: formats.money(basket.totalMinor) })}</small>
        )}
      </div>
      <div className={styles['columns']}>
        <div className={styles['typed']}>
          <Input.Wrapper label={words.t('pay.tendered')} classNames={{ label: styles['label'] ?? '' }}>
            <Input
              data-field="main"
              data-tendered
              value={tendered}
              placeholder={formats.amount(basket.cashTotalMinor)}
              inputMode="decimal"
              autoComplete="off"
              dir="ltr"
              classNames={{ input: styles['input'] ?? '' }}
              onChange={(event) => selling.setTendered(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.repeat) return;
                event.preventDefault();
                void selling.pay(null);
              }}
            />
          </Input.Wrapper>
          <Keypad
            onType={(character) => selling.setTendered(tendered + character)}
            onErase={() => selling.setTendered(tendered.slice(0, -1))}
            onEnter={() => void selling.pay(null)}
            enterLabel={words.t('pay.validate')}
          />
        </div>
        <div className={styles['choices']}>
          <div className={styles['quick']} role="group" aria-label={words.t('pay.quick')}>
            {basket.quickAmountsMinor.slice(0, 6).map((amountMinor, index) => (
              <ActionButton
                key={amountMinor}
                cap={`Alt ${index + 1}`}
                name={`quick-${amountMinor}`}
                onPress={() => void selling.pay(amountMinor)}
              >
                {amountMinor === basket.cashTotalMinor && (
                  <small className={styles['exact']}>{words.t('pay.exact')}</small>
                )}
                <Amount className={styles['quick-amount']} text={formats.money(amountMinor)} />
              </ActionButton>
            ))}
          </div>
          <Segments
            label={words.t('pay.receipt')}
            cap={keyCap('receipt', words)}
            value={print}
            options={[
              { value: 'none', label: words.t('pay.receipt-no') },
              { value: 'paper', label: words.t('pay.receipt-yes') },
            ]}
            onChoose={selling.setPrint}
          />
          {!station.shop.printByDefault && <p className={styles['law']}>{words.t('pay.receipt-law')}</p>}
        </div>
      </div>
      <ActionButton
        action="pay"
        name="validate"
        tone="pay"
        size="tall"
        disabled={paying}
        onPress={() => void selling.pay(null)}
      >
        {words.t('pay.validate')}
      </ActionButton>
    </div>
  );
}
