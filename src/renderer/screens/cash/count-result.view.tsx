/**
 * The confirmed count beside what was expected, method by method; then what stays in the drawer, what goes to the safe, and
 * the end of the session.
 */
import { Input } from '@mantine/core';
import { useState } from 'react';
import type { SessionToCount } from '#contract/screen/cash.ts';
import { decimal, parseDecimal } from '../../format/format.ts';
import { keyCap } from '../../keys/keys.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Amount } from '../../parts/amount.tsx';
import { Columns } from '../../parts/columns.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { CountSessionProps } from './count-session.view.tsx';
import { DifferenceText } from './difference.tsx';
import { useActs } from './use-cash.ts';
import styles from './count-result.module.css';

type Count = NonNullable<SessionToCount['count']>;

const REASON_CHARACTERS_MAX = 200;

export function CountResult(props: CountSessionProps & { readonly count: Count; readonly onRecount: () => void }) {
  const { words, formats } = useDesk();
  const { selling, run, onAction, cash, station, session, count, onRecount, onLeave } = props;
  const acts = useActs(selling);
  const { exponent } = station.shop.currency;
  const proposedMinor = Math.min(cash.nextFloatMinor, count.countedCashMinor);
  const [reason, setReason] = useState('');
  const [next, setNext] = useState(() => decimal(proposedMinor, exponent).replace('.', COMMA[words.language]));
  const [print, setPrint] = useState<'paper' | 'none'>('paper');
  const nextMinor = parseDecimal(next, exponent);
  const tooLarge = nextMinor !== null && nextMinor > count.countedCashMinor;
  const needsReason = count.needs !== 'nothing';

  async function close(): Promise<void> {
    if (nextMinor === null) return selling.say('bad', words.t('pay.amount-unreadable'));
    if (tooLarge) return selling.say('bad', words.t('differences.float-too-large'));
    const done = await acts.act('closeSession', {
      sessionId: session.sessionId,
      countNumber: count.countNumber,
      reason: reason.trim(),
      nextFloatMinor: nextMinor,
      nextFloat: [],
      print: print === 'paper',
    });
    if (done === null) return;
    if (onLeave === undefined) selling.show('closings');
    else onLeave();
    selling.say('good', words.t('differences.closed', { amount: formats.money(done.depositMinor) }));
  }

  onAction((action) => {
    if (action === 'pay') void close();
    else if (action === 'quantity') onRecount();
    else if (action === 'receipt') setPrint(print === 'paper' ? 'none' : 'paper');
    else if (action === 'back' && onLeave !== undefined) onLeave();
    else return action === 'void-line' || action === 'line-up' || action === 'line-down';
    return true;
  });

  return (
    <div className={styles['panel']} data-count-number={count.countNumber}>
      <PanelHead
        title={words.t('differences.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        {...(onLeave !== undefined && { onBack: () => run('back') })}
      />
      <div className={styles['columns']}>
        <section className={styles['main']} aria-label={words.t('differences.title')}>
          <p className={styles['hint']}>
            {words.t('counting.whose', { name: session.openedByName, day: formats.day(session.businessDay) })} ·{' '}
            {words.t('differences.count-number', { number: formats.count(count.countNumber) })}
          </p>
          <table className={styles['table']}>
            <Columns
              names={['differences.method', 'differences.expected', 'differences.counted', 'differences.difference']}
            />
            <tbody>
              {count.methods.map((one) => (
                <tr key={one.method} data-method={one.method} data-difference-minor={one.differenceMinor}>
                  <th scope="row">
                    {words.t(`method.${one.method}`)}
                    {one.pieces !== undefined && one.pieces > 0 && (
                      <small>{words.t('differences.pieces', { count: one.pieces })}</small>
                    )}
                  </th>
                  <td>
                    <Amount text={formats.money(one.expectedMinor)} />
                  </td>
                  <td>
                    <Amount text={formats.money(one.countedMinor)} />
                  </td>
                  <td>
                    <DifferenceText minor={one.differenceMinor} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles['verdict']} data-needs={count.needs}>
            {words.t(
              count.needs === 'nothing'
                ? count.methods.every(({ differenceMinor }) => differenceMinor === 0)
                  ? 'differences.all-right'
                  : 'differences.within'
                : `differences.needs-${count.needs}`,
            )}
          </p>
          {needsReason && (
            <Input.Wrapper label={words.t('differences.reason')} classNames={{ label: styles['label'] ?? '' }}>
              <Input
                data-field="main"
                data-reason
                value={reason}
                maxLength={REASON_CHARACTERS_MAX}
                placeholder={words.t('differences.reason-hint')}
                autoComplete="off"
                error={acts.refusedFor === 'reason_missing'}
                {...(reason === '' ? {} : { dir: 'auto' })}
                classNames={{ input: styles['input'] ?? '' }}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            </Input.Wrapper>
          )}
          <span className={styles['space']} />
          <ActionButton action="quantity" name="recount" onPress={onRecount}>
            {words.t('differences.recount')}
          </ActionButton>
        </section>
        <section className={styles['split']} aria-label={words.t('differences.next-float')}>
          <div className={styles['pair']}>
            <span>{words.t('differences.counted')}</span>
            <Amount text={formats.money(count.countedCashMinor)} />
          </div>
          <Input.Wrapper label={words.t('differences.next-float')} classNames={{ label: styles['label'] ?? '' }}>
            <Input
              {...(!needsReason && { 'data-field': 'main' })}
              data-next-float
              value={next}
              inputMode="decimal"
              autoComplete="off"
              dir="ltr"
              error={nextMinor === null || tooLarge}
              classNames={{ input: styles['amount-input'] ?? '' }}
              onChange={(event) => setNext(event.currentTarget.value)}
            />
          </Input.Wrapper>
          <div className={styles['deposit']} data-too-large={tooLarge}>
            <span>{words.t(tooLarge ? 'differences.float-too-large' : 'differences.deposit')}</span>
            {nextMinor !== null && !tooLarge && (
              <Amount className={styles['big']} text={formats.money(count.countedCashMinor - nextMinor)} />
            )}
          </div>
          <Segments
            label={words.t('print.report')}
            cap={keyCap('receipt', words)}
            value={print}
            options={[
              { value: 'paper', label: words.t('settings.on') },
              { value: 'none', label: words.t('settings.off') },
            ]}
            onChoose={setPrint}
          />
          <span className={styles['space']} />
          <ActionButton
            action="pay"
            name="close-session"
            tone="pay"
            size="tall"
            disabled={acts.busy}
            onPress={() => void close()}
          >
            {words.t('differences.close')}
          </ActionButton>
        </section>
      </div>
    </div>
  );
}

/** What parts the decimals where somebody writes by hand. */
const COMMA = { fr: ',', en: '.', ar: ',' } as const;
