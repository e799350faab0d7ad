/** A discount on the chosen line or on the whole ticket, or another price for the line; each with its reason. */
import { useState } from 'react';
import type { CommandInput } from '#contract/screen/screen.ts';
import type { StationView } from '#contract/screen/views.ts';
import { latinDigits, parseDecimal } from '../format/format.ts';
import { keyCap } from '../keys/keys.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { Keypad } from '../parts/keypad.tsx';
import { LabelledField } from '../parts/labelled-field.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { Reasons, useReason } from '../parts/reasons.tsx';
import { useChoices } from '../parts/use-choices.ts';
import type { TextKey } from '../text/text.ts';
import type { PanelProps } from './selling.view.tsx';
import type { Selling } from './use-selling.ts';
import styles from './discount.module.css';

const MODES = ['line', 'ticket', 'price'] as const;
type Mode = (typeof MODES)[number];
type Discount = NonNullable<CommandInput<'discountTicket'>['discount']>;

const REASONS: readonly TextKey[] = [
  'discount.reason-goodwill',
  'discount.reason-damaged',
  'discount.reason-date',
  'discount.reason-label',
];
/** A percentage is typed with at most two decimals: basis points. */
const PERCENT_EXPONENT = 2;
const QUICK_PERCENT = [5, 10, 20, 30, 40, 50];

export function DiscountPanel({ selling, run, onAction, station }: PanelProps & { readonly station: StationView }) {
  const { words, formats } = useDesk();
  const mode: Mode = MODES.find((one) => one === selling.about) ?? 'line';
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Discount['kind']>('percent');
  const reason = useReason(REASONS);
  const line = selling.basket.lines.find(({ lineId }) => lineId === selling.selectedId);
  const present = mode === 'ticket' ? selling.basket.discount : mode === 'line' ? (line?.discount ?? null) : null;
  const isPercent = mode !== 'price' && kind === 'percent';

  onAction((action) => {
    if (action === 'discount') choose(mode === 'line' ? 'ticket' : 'line');
    else if (action === 'price') choose('price');
    else if (action === 'void-line' && present !== null) void send(null);
    else return reason.take(action) || action === 'void-line';
    return true;
  });
  useChoices((index) => {
    const percent = QUICK_PERCENT[index];
    if (percent === undefined || !isPercent) return false;
    void send({ kind: 'percent', value: percent * 100 });
    return true;
  });

  function choose(next: Mode): void {
    if (next !== mode) selling.show('discount', next);
  }

  /** `%` and a currency sign behind the figure say what it is. */
  function type(value: string): void {
    selling.goOn();
    const last = value.at(-1) ?? '';
    if (mode !== 'price' && last === '%') setKind('percent');
    else if (mode !== 'price' && /\p{Sc}/u.test(last)) setKind('amount');
    setText(latinDigits(value).replace(/[^\d.,٫]/g, ''));
  }

  async function send(discount: Discount | null): Promise<void> {
    const about = selling.onTicket();
    const why = reason.text;
    if (mode !== 'ticket' && line === undefined) return selling.sayKey('bad', 'discount.no-line');
    const outcome =
      mode === 'ticket'
        ? await selling.sendApproved('discountTicket', { ...about, discount, reason: why })
        : await selling.sendApproved('discountLine', { ...about, lineId: line?.lineId ?? '', discount, reason: why });
    if (outcome?.kind !== 'done') return;
    selling.show('find');
    selling.sayKey('good', discount === null ? 'discount.removed' : 'discount.done');
  }

  async function apply(): Promise<void> {
    const value = parseDecimal(text, isPercent ? PERCENT_EXPONENT : station.shop.currency.exponent);
    if (value === null) return selling.sayKey('bad', 'discount.unreadable');
    if (mode !== 'price') return send({ kind, value });
    if (line === undefined) return selling.sayKey('bad', 'discount.no-line');
    const outcome = await selling.sendApproved('overridePrice', {
      ...selling.onTicket(),
      lineId: line.lineId,
      unitPriceMinor: value,
      reason: reason.text,
    });
    if (outcome?.kind !== 'done') return;
    selling.show('find');
    selling.sayKey('good', 'discount.price-done');
  }

  return (
    <div className={styles['panel']} data-discount-on={mode}>
      <PanelHead
        title={words.t('discount.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['modes']} role="group" aria-label={words.t('discount.on')}>
        {MODES.map((one) => (
          <ActionButton
            key={one}
            name={`on-${one}`}
            cap={keyCap(one === 'price' ? 'price' : 'discount', words)}
            tone={one === mode ? 'chosen' : 'plain'}
            onPress={() => choose(one)}
          >
            {words.t(`discount.${one}`)}
          </ActionButton>
        ))}
      </div>
      <About mode={mode} selling={selling} />
      <div className={styles['columns']}>
        <div className={styles['typed']}>
          <LabelledField
            main
            figures
            name="discount-value"
            label={
              mode === 'price'
                ? words.t('discount.value-price')
                : isPercent
                  ? words.t('discount.value-percent')
                  : words.t('discount.value-amount', { currency: station.shop.currency.code })
            }
            value={text}
            onType={type}
            onEnter={() => void apply()}
          />
          <Keypad
            onType={(character) => type(text + character)}
            onErase={() => setText(text.slice(0, -1))}
            onEnter={() => void apply()}
            enterLabel={words.t('discount.apply')}
            {...(mode === 'price'
              ? {}
              : {
                  extra: {
                    cap: isPercent ? '%' : formats.symbol,
                    label: words.t('discount.kind'),
                    onPress: () => setKind(isPercent ? 'amount' : 'percent'),
                  },
                })}
          />
        </div>
        <div className={styles['choices']}>
          {isPercent && (
            <div className={styles['quick']} role="group" aria-label={words.t('discount.percent')}>
              {QUICK_PERCENT.map((percent, index) => (
                <ActionButton
                  key={percent}
                  cap={`Alt ${index + 1}`}
                  name={`percent-${percent}`}
                  onPress={() => void send({ kind: 'percent', value: percent * 100 })}
                >
                  <bdi>{words.t('ticket.discount-percent', { rate: formats.rate(percent * 100) })}</bdi>
                </ActionButton>
              ))}
            </div>
          )}
          <Reasons label={words.t('discount.reason')} keys={REASONS} reason={reason} onEnter={() => void apply()} />
        </div>
      </div>
      <div className={styles['feet']}>
        {present !== null && (
          <ActionButton action="void-line" name="remove-discount" tone="danger" onPress={() => void send(null)}>
            {words.t('discount.remove')}
          </ActionButton>
        )}
        <ActionButton name="apply-discount" cap="⏎" tone="pay" size="tall" onPress={() => void apply()}>
          {words.t('discount.apply')}
        </ActionButton>
      </div>
    </div>
  );
}

/** What it is taken off, with the till's figures before and after. */
function About({ mode, selling }: { readonly mode: Mode; readonly selling: Selling }) {
  const { words, formats } = useDesk();
  const { basket } = selling;
  const line = basket.lines.find(({ lineId }) => lineId === selling.selectedId);
  if (mode !== 'ticket' && line === undefined) {
    return <p className={styles['about']}>{words.t('discount.no-line')}</p>;
  }
  return (
    <p className={styles['about']}>
      <bdi className={styles['what']}>{mode === 'ticket' ? words.t('discount.ticket') : line?.label}</bdi>
      {mode !== 'ticket' && line?.listGrossMinor !== undefined && line.listGrossMinor !== line.grossMinor && (
        <s>
          <Amount text={formats.money(line.listGrossMinor)} />
        </s>
      )}
      <Amount
        className={styles['figure']}
        text={formats.money(
          mode === 'ticket'
            ? basket.totalMinor
            : mode === 'price'
              ? (line?.unitPriceMinor ?? 0)
              : (line?.grossMinor ?? 0),
        )}
      />
    </p>
  );
}
