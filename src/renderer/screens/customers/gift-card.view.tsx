/**
 * Stored value: any amount on the card in hand, on a new printed code or in the customer's purse, and what stands on a card
 * that was presented. It goes on the ticket as a line of its own and is worth something once that is paid.
 */
import { useState } from 'react';
import type { CommandInput } from '#contract/screen/screen.ts';
import type { StationView } from '#contract/screen/views.ts';
import { parseDecimal } from '../../format/format.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { allowanceWords } from '../../parts/allowance-words.ts';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { Keypad } from '../../parts/keypad.tsx';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useChoices } from '../../parts/use-choices.ts';
import type { PanelProps } from '../selling.view.tsx';
import type { Selling } from '../use-selling.ts';
import { AccountsPart } from './accounts.view.tsx';
import styles from './gift-card.module.css';

type Target = Pick<CommandInput<'addVoucher'>, 'account' | 'cardRef' | 'accountId'> & {
  readonly id: string;
  readonly label: string;
};

export function GiftCardPanel({ selling, run, onAction, station }: PanelProps & { readonly station: StationView }) {
  const { words, formats } = useDesk();
  const [text, setText] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const targets = useTargets(selling);
  const target = targets.find(({ id }) => id === chosenId) ?? targets[0];

  onAction((action) => action === 'line-up' || action === 'line-down' || action === 'void-line');
  useChoices((index) => {
    const wanted = targets[index];
    if (wanted !== undefined) setChosenId(wanted.id);
    return wanted !== undefined;
  });

  function type(value: string): void {
    selling.goOn();
    setText(value);
  }

  async function add(): Promise<void> {
    const amountMinor = parseDecimal(text, station.shop.currency.exponent);
    if (target === undefined) return;
    if (amountMinor === null || amountMinor === 0) return selling.sayKey('bad', 'pay.amount-unreadable');
    const { account, cardRef, accountId } = target;
    const outcome = await selling.send('addVoucher', {
      ...selling.onTicket(),
      account,
      amountMinor,
      ...(cardRef === undefined ? {} : { cardRef }),
      ...(accountId === undefined ? {} : { accountId }),
    });
    if (outcome?.kind !== 'done') return;
    setText('');
    selling.show('find');
    selling.sayKey('good', 'gift.added', { amount: formats.money(amountMinor) });
  }

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('gift.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['targets']} role="group" aria-label={words.t('gift.where')}>
        {targets.map((one, index) => (
          <ActionButton
            key={one.id}
            name={`load-${one.id}`}
            cap={`Alt ${index + 1}`}
            tone={one === target ? 'chosen' : 'plain'}
            onPress={() => setChosenId(one.id)}
          >
            <bdi>{one.label}</bdi>
          </ActionButton>
        ))}
      </div>
      <div className={styles['columns']}>
        <div className={styles['typed']}>
          <LabelledField
            main
            figures
            name="load-amount"
            label={words.t('gift.amount')}
            value={text}
            placeholder={formats.amount(0)}
            onType={type}
            onEnter={() => void add()}
          />
          <Keypad
            onType={(character) => type(text + character)}
            onErase={() => type(text.slice(0, -1))}
            onEnter={() => void add()}
            enterLabel={words.t('gift.add')}
          />
        </div>
        <Balance selling={selling} />
      </div>
      <ActionButton
        name="add-voucher"
        cap="⏎"
        tone="pay"
        size="tall"
        disabled={selling.busy.has('addVoucher')}
        onPress={() => void add()}
      >
        {words.t('gift.add')}
      </ActionButton>
    </div>
  );
}

/** Where value can be loaded now: what was presented comes first. */
function useTargets({ basket }: Selling): readonly Target[] {
  const { words, formats } = useDesk();
  const { presentedCard, storedValue, member } = basket;
  const purse = storedValue.find(({ account }) => account === 'purse');
  return [
    ...(presentedCard === null
      ? []
      : [
          {
            id: 'card',
            account: 'gift-card' as const,
            cardRef: presentedCard.cardRef,
            label: words.t('gift.on-card', { card: presentedCard.masked }),
          },
        ]),
    ...storedValue
      .filter(({ account, state }) => account === 'gift-card' && state === 'active')
      .map(({ accountId, balanceMinor }) => ({
        id: accountId,
        account: 'gift-card' as const,
        accountId,
        label: words.t('gift.on-account', { amount: formats.money(balanceMinor) }),
      })),
    ...(member === null
      ? []
      : [
          {
            id: 'purse',
            account: 'purse' as const,
            ...(purse === undefined ? {} : { accountId: purse.accountId }),
            label: words.t('gift.on-purse', { name: member.name }),
          },
        ]),
    { id: 'code', account: 'gift-card' as const, label: words.t('gift.on-code') },
  ];
}

/** What stands on the card that was presented. */
function Balance({ selling }: { readonly selling: Selling }) {
  const { words, formats } = useDesk();
  const [changes, setChanges] = useState(0);
  const shown = selling.basket.storedValue.at(-1);
  const accountId = shown?.accountId ?? null;
  const allowance = allowanceWords(shown?.allowance ?? null, words, {
    amountText: (amount) => formats.money(amount),
    formats,
  });
  const { answer } = useAnswer('account', { accountId: accountId ?? '-' }, `${changes} ${selling.serial}`);
  return (
    <div className={styles['balance']}>
      <div className={styles['name']}>{words.t('gift.check')}</div>
      {allowance !== null && (
        <p className={styles['hint']} data-allowance={allowance.state}>
          {allowance.text}
        </p>
      )}
      {accountId === null || answer === null || answer.account === null ? (
        <p className={styles['hint']}>{words.t('gift.none')}</p>
      ) : (
        <AccountsPart
          accounts={[answer.account]}
          selling={selling}
          onChanged={() => setChanges((count) => count + 1)}
        />
      )}
    </div>
  );
}
