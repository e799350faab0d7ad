/** Choosing what of a ticket comes back, and how the money goes back. */
import { useEffect, useState } from 'react';
import type { CommandInput } from '#contract/screen/screen.ts';
import type { Refundable, StationView } from '#contract/screen/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { useFieldFocus } from '../parts/focus.ts';
import { Reasons, useReason } from '../parts/reasons.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { useAsked } from '../parts/use-asked.ts';
import { useChoices } from '../parts/use-choices.ts';
import { useLooseKeys } from '../parts/use-wedge.ts';
import type { TextKey } from '../text/text.ts';
import { shareBack } from './refund-ways.ts';
import type { PanelProps } from './selling.view.tsx';
import styles from './refund.module.css';

type Line = Refundable['lines'][number];
type RefundInput = CommandInput<'refund'>;

const PIECE_MILLI = 1_000;
const REASONS: readonly TextKey[] = [
  'refund.reason-unwanted',
  'refund.reason-damaged',
  'refund.reason-mistake',
  'refund.reason-recall',
];

export function RefundForm({
  selling,
  onAction,
  station,
  ticket,
  isElsewhere,
  onElsewhere,
}: PanelProps & {
  readonly station: StationView;
  readonly ticket: Refundable;
  /** Another till sold it. */
  readonly isElsewhere: boolean;
  /** The customer’s receipt has this number, and is another till’s; null without headquarters to ask. */
  readonly onElsewhere: (() => void) | null;
}) {
  const { words, formats, port } = useDesk();
  const [milliOf, setMilliOf] = useState<Readonly<Record<string, number>>>({});
  const [at, setAt] = useState(0);
  const [preferred, setPreferred] = useState(0);
  const [print, setPrint] = useState<'paper' | 'none'>(station.shop.printByDefault ? 'paper' : 'none');
  const reason = useReason(REASONS);
  useFieldFocus(ticket.ticketId);
  const open = ticket.lines.filter(({ why }) => why === 'ok');
  const chosen = open[Math.min(at, open.length - 1)];
  // A ticket that sold a gift card beside goods was paid more than may come back of it.
  const openMinor = open.reduce((sum, { refundableMinor }) => sum + refundableMinor, 0);
  const wanted = open.flatMap(({ lineId }) => {
    const quantityMilli = milliOf[lineId] ?? 0;
    return quantityMilli > 0 ? [{ lineId, quantityMilli }] : [];
  });
  const since = String(selling.basket.lookUps);
  const { answer } = useAnswer('refundable', { ticketId: ticket.ticketId, lines: wanted }, since);
  const totalMinor = wanted.length === 0 ? 0 : (answer?.wantedMinor ?? null);
  // The way it was paid comes first: cash for a card payment is somebody's own choice.
  const ways = ticket.methods
    .filter(({ refundableMinor }) => refundableMinor > 0)
    .toSorted((a, b) => b.paidMinor - a.paidMinor);
  const payments = totalMinor === null ? [] : shareBack(ways, { preferred, totalMinor });
  const input: RefundInput = {
    ticketId: ticket.ticketId,
    lines: wanted,
    payments: payments.map(({ method, amountMinor, accountId }) => ({
      method,
      amountMinor,
      ...(accountId === undefined ? {} : { accountId }),
    })),
    reason: reason.text,
    print,
  };
  const asked = useAsked<RefundInput>(
    {
      isSame: ({ approval: _, ...one }) => JSON.stringify(one) === JSON.stringify(input),
      isAsking: ({ ticketId }) => selling.basket.refundsAsked.includes(ticketId),
    },
    (one) => void send(one),
    () => selling.goOn(),
  );

  function take(line: Line, milli: number): void {
    selling.goOn();
    const leftMilli = line.quantityMilli - line.refundedMilli;
    setMilliOf({ ...milliOf, [line.lineId]: Math.min(Math.max(0, milli), leftMilli) });
  }

  /** All of it where none was chosen, else none. */
  function turn(line: Line): void {
    take(line, (milliOf[line.lineId] ?? 0) > 0 ? 0 : line.quantityMilli);
  }

  function takeAll(isAll: boolean): void {
    setMilliOf(
      isAll ? Object.fromEntries(open.map((line) => [line.lineId, line.quantityMilli - line.refundedMilli])) : {},
    );
  }

  async function refund(): Promise<void> {
    if (wanted.length === 0) return selling.sayKey('bad', 'refusal.refund_empty');
    if (totalMinor === null || selling.busy.has('refund')) return;
    let approved = input;
    const outcome = await send(input, (approval) => (approved = { ...input, approval }));
    // Once: two who want other lines of one ticket would take turns for ever.
    if (outcome?.kind === 'refused' && outcome.reason === 'refund_asked') asked.waitFor(approved);
  }

  async function send(
    wantedBack: RefundInput,
    given?: Parameters<typeof selling.sendApproved<'refund'>>[2],
  ): Promise<Awaited<ReturnType<typeof selling.sendApproved<'refund'>>>> {
    asked.forget();
    const outcome = await selling.sendApproved('refund', wantedBack, given);
    if (outcome?.kind !== 'done') return outcome;
    selling.show('find');
    selling.sayKey('good', 'refund.done', {
      number: outcome.ticketNumber,
      amount: formats.money(Math.abs(outcome.totalMinor)),
    });
    return outcome;
  }

  onAction((action) => {
    switch (action) {
      case 'line-up':
      case 'line-down':
        setAt(Math.min(Math.max(at + (action === 'line-down' ? 1 : -1), 0), Math.max(0, open.length - 1)));
        return true;
      case 'receipt':
        setPrint(print === 'paper' ? 'none' : 'paper');
        return true;
      case 'pay':
        void refund();
        return true;
      case 'quantity':
        takeAll(wanted.length === 0);
        return true;
      default:
        return action === 'void-line';
    }
  });
  useChoices((index) => {
    if (ways[index] === undefined) return false;
    setPreferred(index);
    return true;
  });

  /** Space and Enter take all of the line in hand or none; + and − one more or less. */
  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.target !== event.currentTarget || chosen === undefined || event.ctrlKey || event.altKey) return;
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      turn(chosen);
    }
  }
  // Characters come late, once they are no scanner's.
  useLooseKeys((key) => {
    if (chosen === undefined || (key !== '+' && key !== '-')) return;
    const step = chosen.unit === 'piece' ? PIECE_MILLI : chosen.quantityMilli;
    take(chosen, (milliOf[chosen.lineId] ?? 0) + (key === '+' ? step : -step));
  });
  // What headquarters keeps for this refund is nobody's once the panel is left.
  useEffect(() => () => void port.request('leaveRefund', {}), [port]);
  useEffect(() => {
    document.getElementById(`refund-${chosen?.lineId ?? ''}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.lineId]);

  return (
    <>
      <div className={styles['columns']}>
        <div className={styles['ticket']}>
          <div
            className={styles['lines']}
            tabIndex={0}
            data-field="main"
            role="group"
            aria-label={words.t('refund.back')}
            onKeyDown={onKeyDown}
          >
            {ticket.lines.map((line) => (
              <RefundLine
                key={line.lineId}
                line={line}
                milli={milliOf[line.lineId] ?? 0}
                isChosen={line === chosen}
                onTake={(milli) => {
                  setAt(open.indexOf(line));
                  take(line, milli);
                }}
              />
            ))}
          </div>
          {isElsewhere && <p className={styles['hint']}>{words.t('refund.elsewhere')}</p>}
          {!isElsewhere && onElsewhere !== null && (
            <ActionButton name="refund-elsewhere" onPress={onElsewhere}>
              {words.t('refund.other-till')}
            </ActionButton>
          )}
          {ticket.memberName !== null && (
            <p className={styles['hint']}>{words.t('refund.member', { name: ticket.memberName })}</p>
          )}
        </div>
        <div className={styles['choices']}>
          <div className={styles['all']}>
            <ActionButton action="quantity" name="refund-all" onPress={() => takeAll(wanted.length === 0)}>
              {words.t(wanted.length === 0 ? 'refund.all' : 'refund.none')}
            </ActionButton>
            <ActionButton
              action="receipt"
              name="refund-print"
              tone={print === 'paper' ? 'chosen' : 'plain'}
              onPress={() => setPrint(print === 'paper' ? 'none' : 'paper')}
            >
              {words.t('pay.receipt')}
              <small> {words.t(print === 'paper' ? 'pay.receipt-yes' : 'pay.receipt-no')}</small>
            </ActionButton>
          </div>
          <div className={styles['name']}>{words.t('refund.method')}</div>
          <div className={styles['ways']}>
            {ways.map((way, index) => {
              const payment = payments.find(
                ({ method, accountId }) => method === way.method && accountId === way.accountId,
              );
              return (
                <ActionButton
                  key={`${way.method} ${way.accountId ?? ''}`}
                  name={`refund-by-${way.method}`}
                  cap={`Alt ${index + 1}`}
                  tone={payment !== undefined || index === preferred ? 'chosen' : 'plain'}
                  onPress={() => setPreferred(index)}
                >
                  {words.t(`tender.${way.method}`)}{' '}
                  <small>
                    {payment === undefined ? (
                      words.t('refund.at-most', { amount: formats.money(Math.min(way.refundableMinor, openMinor)) })
                    ) : (
                      <Amount text={formats.money(payment.amountMinor)} />
                    )}
                  </small>
                </ActionButton>
              );
            })}
          </div>
          <Reasons label={words.t('refund.reason')} keys={REASONS} reason={reason} onEnter={() => void refund()} />
        </div>
      </div>
      <ActionButton
        action="pay"
        name="refund"
        tone={wanted.length === 0 ? 'plain' : 'pay'}
        size="tall"
        disabled={wanted.length === 0 || totalMinor === null}
        onPress={() => void refund()}
      >
        <span data-refund-minor={totalMinor ?? ''}>
          {wanted.length === 0
            ? words.t('refund.choose')
            : words.t('refund.validate', { amount: formats.money(totalMinor ?? 0) })}
        </span>
      </ActionButton>
    </>
  );
}

function RefundLine(props: {
  readonly line: Line;
  readonly milli: number;
  readonly isChosen: boolean;
  readonly onTake: (milli: number) => void;
}) {
  const { words, formats } = useDesk();
  const { line, milli } = props;
  const leftMilli = line.quantityMilli - line.refundedMilli;
  const isOpen = line.why === 'ok';
  const isCounted = line.unit === 'piece' && leftMilli > PIECE_MILLI;
  return (
    <div
      id={`refund-${line.lineId}`}
      className={styles['line']}
      data-refund-line={line.lineId}
      data-chosen={props.isChosen}
      data-back={milli > 0}
      data-why={line.why}
    >
      <div className={styles['what']}>
        <span className={styles['label']}>
          <bdi>{line.label}</bdi>
        </span>
        <small>
          {formats.quantity(line.quantityMilli, line.unit)} ·{' '}
          {words.t('refund.paid', { amount: formats.money(line.grossMinor) })}
          {line.refundedMilli > 0 && isOpen && (
            <> · {words.t('refund.refunded', { quantity: formats.quantity(line.refundedMilli, line.unit) })}</>
          )}
          {line.why !== 'ok' && <> · {words.t(`refund.${line.why}`)}</>}
        </small>
      </div>
      {isOpen && (
        <div className={styles['take']}>
          {isCounted && (
            <ActionButton name="one-less-back" disabled={milli === 0} onPress={() => props.onTake(milli - PIECE_MILLI)}>
              −
            </ActionButton>
          )}
          <ActionButton
            name="line-back"
            tone={milli > 0 ? 'chosen' : 'plain'}
            onPress={() => props.onTake(milli > 0 ? 0 : leftMilli)}
          >
            {milli > 0 ? `✓ ${formats.quantity(milli, line.unit)}` : formats.quantity(leftMilli, line.unit)}
          </ActionButton>
          {isCounted && (
            <ActionButton
              name="one-more-back"
              disabled={milli >= leftMilli}
              onPress={() => props.onTake(milli + PIECE_MILLI)}
            >
              +
            </ActionButton>
          )}
        </div>
      )}
    </div>
  );
}
