/**
 * Taking the payment, in one way or in several: what is due, what was received, print or not. Cash is one key as ever; other
 * ways are chosen before or after their amount. The change comes from the till once it is paid.
 */
import { UnstyledButton } from '@mantine/core';
import type { StationView } from '#contract/screen/views.ts';
import { keyCap } from '../keys/keys.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { allowanceWords } from '../parts/allowance-words.ts';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { KeyCap } from '../parts/key-cap.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { LabelledField } from '../parts/labelled-field.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { Segments } from '../parts/segments.tsx';
import type { TextKey } from '../text/text.ts';
import type { PanelProps } from './selling.view.tsx';
import type { Selling } from './use-selling.ts';
import styles from './pay.module.css';

const TENDERS_IN_TWO_ROWS = 6;
const QUICK_IN_A_ROW = 3;

export function PayPanel({ selling, run, onAction, station }: PanelProps & { readonly station: StationView }) {
  const { words, formats } = useDesk();
  const { basket, payment, print } = selling;
  const { tender, tendered, taken } = payment;
  const paying = selling.busy.has('pay');
  const isCash = tender === null || tender.method === 'cash';
  const isPlainCash = isCash && taken.length === 0;
  // Cards that were shown each have a key of their own: a third row of them takes the place of a row of amounts.
  const quickMost = payment.tenders.length > TENDERS_IN_TWO_ROWS ? QUICK_IN_A_ROW : 2 * QUICK_IN_A_ROW;

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
      <Due selling={selling} isPlainCash={isPlainCash} />
      <div className={styles['columns']}>
        <div className={styles['typed']}>
          <LabelledField
            main
            figures
            name="tendered"
            label={
              isCash
                ? words.t('pay.tendered')
                : words.t('pay.amount-of', { method: words.t(`tender.${tender.method}`) })
            }
            value={tendered}
            placeholder={formats.amount(payment.proposed)}
            onType={selling.setTendered}
            onEnter={() => void selling.pay(null)}
            onEmptyBackspace={() => void selling.takeBackTender(taken.length - 1)}
          />
          <Keypad
            onType={(character) => selling.setTendered(tendered + character)}
            onErase={() => selling.setTendered(tendered.slice(0, -1))}
            onEnter={() => void selling.pay(null)}
            enterLabel={words.t('pay.validate')}
            extra={{ cap: '+', label: words.t('pay.more'), onPress: () => selling.setTendered(`${tendered}+`) }}
          />
          <Allowances selling={selling} />
          {isPlainCash && !station.shop.printByDefault && <p className={styles['law']}>{words.t('pay.receipt-law')}</p>}
        </div>
        <div className={styles['choices']}>
          <Tenders selling={selling} />
          {isPlainCash ? (
            <div className={styles['quick']} role="group" aria-label={words.t('pay.quick')}>
              {basket.quickAmountsMinor.slice(0, quickMost).map((amountMinor, index) => (
                <ActionButton
                  key={amountMinor}
                  cap={`Alt ${index + 1}`}
                  name={`quick-${amountMinor}`}
                  onPress={() => void selling.pay(amountMinor)}
                >
                  <Amount className={styles['quick-amount']} text={formats.money(amountMinor)} />{' '}
                  {amountMinor === basket.cashTotalMinor && (
                    <small className={styles['exact']}>{words.t('pay.exact')}</small>
                  )}
                </ActionButton>
              ))}
            </div>
          ) : (
            <Taken selling={selling} />
          )}
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

/** What is due, and once something was taken, what is left after it. */
function Due({ selling, isPlainCash }: { readonly selling: Selling; readonly isPlainCash: boolean }) {
  const { words, formats } = useDesk();
  const { basket, payment } = selling;
  const dueMinor = isPlainCash ? basket.cashTotalMinor : basket.totalMinor;
  const isSplit = payment.taken.length > 0;
  return (
    <div className={styles['due']} data-due-minor={dueMinor} data-left-minor={payment.leftMinor}>
      <span>{words.t('pay.due')}</span>
      <Amount className={isSplit ? undefined : styles['due-amount']} text={formats.money(dueMinor)} />
      {dueMinor !== basket.totalMinor && (
        <small>{words.t('pay.rounded', { amount: formats.money(basket.totalMinor) })}</small>
      )}
      {isSplit && (
        <span className={styles['left']}>
          {words.t('pay.left')} <Amount className={styles['due-amount']} text={formats.money(payment.leftMinor)} />
        </span>
      )}
    </div>
  );
}

/** What headquarters says of gift cards and purses at hand, where there is something to say. */
function Allowances({ selling }: { readonly selling: Selling }) {
  const { words, formats } = useDesk();
  return selling.payment.tenders.map(({ method, accountId, allowance }) => {
    const said = allowanceWords(allowance ?? null, words, { amountText: (amount) => formats.money(amount), formats });
    return said === null ? null : (
      <p key={`${method} ${accountId ?? ''}`} className={styles['allowance']} data-allowance={said.state} role="status">
        <strong>{words.t(`tender.${method}`)}</strong> {said.text}
      </p>
    );
  });
}

function Tenders({ selling }: { readonly selling: Selling }) {
  const { words, formats } = useDesk();
  const { payment } = selling;
  return (
    <div className={styles['tenders']} role="radiogroup" aria-label={words.t('pay.methods')}>
      {payment.tenders.map((tender, index) => {
        const { balanceMinor, mostMinor } = tender;
        const note = noteOf(tender);
        return (
          <UnstyledButton
            key={`${tender.method} ${tender.accountId ?? ''}`}
            className={styles['tender']}
            role="radio"
            aria-checked={index === payment.chosen}
            data-tender={tender.method}
            data-away={tender.isAway || tender.isNothing}
            disabled={tender.isNothing}
            title={tender.isAway ? words.t('pay.present') : undefined}
            aria-keyshortcuts={`Control+${index + 1}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              selling.goOn();
              payment.choose(index);
              if (tender.isAway) selling.sayKey('plain', 'pay.present-card');
            }}
          >
            <span className={styles['tender-name']}>{words.t(`tender.${tender.method}`)}</span>
            <span className={styles['tender-foot']}>
              <KeyCap name={`Ctrl ${index + 1}`} />
              {mostMinor !== null && (
                <small data-usable-minor={mostMinor}>
                  {words.t(note, {
                    amount: formats.money(mostMinor),
                    balance: formats.money(balanceMinor ?? mostMinor),
                  })}
                </small>
              )}
            </span>
          </UnstyledButton>
        );
      })}
    </div>
  );
}

/** What is said of how much a method may pay. */
function noteOf({ balanceMinor, mostMinor }: Selling['payment']['tenders'][number]): TextKey {
  if (balanceMinor === undefined) return mostMinor === 0 ? 'pay.nothing-so' : 'pay.spendable';
  return balanceMinor === mostMinor ? 'pay.balance' : 'pay.usable-of';
}

/** What was received so far, each to be taken back, and the number that goes with a card payment or a cheque. */
function Taken({ selling }: { readonly selling: Selling }) {
  const { words, formats } = useDesk();
  const { payment } = selling;
  const method = payment.tender?.method;
  /** What a gift card or purse has left after the parts taken of it. */
  const leftOnCard = ({ accountId }: (typeof payment.taken)[number]): number | null => {
    const card = selling.basket.storedValue.find((one) => accountId !== undefined && one.accountId === accountId);
    if (card === undefined) return null;
    const ofCard = payment.taken.filter((one) => one.accountId === accountId);
    return Math.max(0, card.balanceMinor - ofCard.reduce((sum, { tenderedMinor }) => sum + tenderedMinor, 0));
  };
  return (
    <div className={styles['taken']}>
      {(method === 'card' || method === 'cheque') && (
        <LabelledField
          label={words.t(`pay.reference-${method}`)}
          name="reference"
          characters={40}
          value={payment.reference}
          onType={payment.setReference}
          onEnter={() => void selling.pay(null)}
        />
      )}
      {payment.taken.length > 0 && (
        <ul className={styles['parts']} aria-label={words.t('pay.taken')}>
          {payment.taken.map((part, index) => (
            <li key={index} className={styles['part']} data-part={part.method}>
              <span>
                {words.t(`tender.${part.method}`)}
                {part.reference !== undefined && (
                  <small>
                    {' '}
                    <bdi>{part.reference}</bdi>
                  </small>
                )}
                {leftOnCard(part) !== null && (
                  <small> {words.t('pay.left-on-card', { amount: formats.money(leftOnCard(part) ?? 0) })}</small>
                )}
              </span>
              <Amount text={formats.money(part.tenderedMinor)} />
              <UnstyledButton
                className={styles['remove']}
                aria-label={words.t('pay.remove', {
                  method: words.t(`tender.${part.method}`),
                  amount: formats.money(part.tenderedMinor),
                })}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => void selling.takeBackTender(index)}
              >
                ✕
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
