/**
 * Counting itself: cash by denomination, then each other method by its own counterpart. Nothing expected is here, nor known
 * to this page.
 */
import { useState } from 'react';
import type { TenderMethod } from '#domain/journal/journal.ts';
import { parseDecimal } from '../../format/format.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { useFieldFocus } from '../../parts/focus.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import { type CountDraft, HAS_PIECES, useCountDraft } from './count-drafts.ts';
import { CountOthers } from './count-others.view.tsx';
import { CountPad } from './count-pad.view.tsx';
import type { CountSessionProps } from './count-session.view.tsx';
import { countsOf, piecesOf, sumOf } from './counted.ts';
import styles from './cash.module.css';

type Step = 'cash' | 'others';

/** What stands in no drawer and on no terminal cannot be counted: its balances are in the till itself. */
const NOT_COUNTED: ReadonlySet<TenderMethod> = new Set<TenderMethod>(['cash', 'gift-card', 'purse']);

export function CountEntry(props: CountSessionProps) {
  const { words, formats } = useDesk();
  const { selling, onAction, cash, station, session, onLeave } = props;
  const [draft, setDraft] = useCountDraft(session.sessionId);
  const [step, setStep] = useState<Step>('cash');
  const empty = useConfirmation();
  const abandoning = useConfirmation();
  const others = cash.methods.filter((method) => !NOT_COUNTED.has(method));
  const isLive = session.state === 'counting' && session.count === null;
  const busy = selling.busy.has('confirmCount');
  // The field that had the focus went with its step: what is typed next belongs to the new one.
  useFieldFocus(step);

  async function next(): Promise<void> {
    if (step === 'cash' && others.length > 0) return setStep('others');
    await confirm();
  }

  async function confirm(): Promise<void> {
    const counted = countsOf(draft.cash);
    if (counted === null) {
      setStep('cash');
      return selling.say('bad', words.t('count.unreadable'));
    }
    const methods = others.map((method) => readMethod(method, draft, station.shop.currency.exponent));
    const wrong = others.find((_, index) => methods[index] === null);
    if (wrong !== undefined) {
      setStep('others');
      return selling.say('bad', words.t('counting.unreadable', { method: words.t(`method.${wrong}`) }));
    }
    if (counted.length === 0 && !empty.press()) return selling.say('plain', words.t('counting.zero-confirm'));
    const outcome = await selling.send('confirmCount', {
      sessionId: session.sessionId,
      cash: counted,
      methods: methods.filter((method) => method !== null),
    });
    if (outcome?.kind === 'done') setDraft(null);
  }

  async function abandon(): Promise<void> {
    if (!abandoning.press()) return;
    const outcome = await selling.sendApproved('abandonCount', {});
    if (outcome?.kind !== 'done') return;
    setDraft(null);
    selling.say('good', words.t('counting.abandoned'));
  }

  onAction((action) => {
    if (action === 'pay') void next();
    else if (action === 'quantity' && others.length > 0) setStep(step === 'cash' ? 'others' : 'cash');
    else if (action === 'cancel-ticket' && isLive) void abandon();
    else if (action === 'back' && step === 'others') setStep('cash');
    else if (action === 'back' && onLeave !== undefined) onLeave();
    else return action === 'void-line' || action === 'line-up' || action === 'line-down';
    return true;
  });

  const last = step === 'others' || others.length === 0;
  const goOn = (
    <ActionButton
      action="pay"
      name={last ? 'confirm-count' : 'count-others'}
      tone="pay"
      size="tall"
      disabled={busy}
      onPress={() => void next()}
    >
      {words.t(last ? 'counting.confirm' : 'counting.to-others')}
    </ActionButton>
  );

  return (
    <div className={styles['panel']} data-count-step={step}>
      <PanelHead
        title={words.t('counting.title')}
        feedback={besideTicket(selling.feedback) ?? { tone: 'plain', text: words.t('counting.blind'), serial: 0 }}
        serial={selling.serial}
        {...(step === 'others' ? { onBack: () => setStep('cash') } : onLeave !== undefined && { onBack: onLeave })}
      />
      <div className={styles['steps']}>
        <p className={styles['hint']}>
          {words.t('counting.whose', { name: session.openedByName, day: formats.day(session.businessDay) })}
        </p>
        {isLive && (
          <ActionButton action="cancel-ticket" name="abandon-count" tone="quiet" onPress={() => void abandon()}>
            {words.t(abandoning.armed ? 'counting.abandon-confirm' : 'counting.abandon')}
          </ActionButton>
        )}
        {others.length > 0 && (
          <div className={styles['tabs']}>
            {STEPS.map((one) => (
              <ActionButton
                key={one}
                name={`step-${one}`}
                tone={one === step ? 'chosen' : 'plain'}
                {...(one !== step && { action: 'quantity' as const })}
                onPress={() => setStep(one)}
              >
                {one === 'cash'
                  ? `${words.t('counting.cash')} · ${formats.money(sumOf(draft.cash))}`
                  : words.t('counting.others')}
              </ActionButton>
            ))}
          </div>
        )}
      </div>
      {step === 'cash' ? (
        <CountPad
          cash={cash}
          currency={station.shop.currency.code}
          typed={draft.cash}
          onType={(typed) => setDraft({ ...draft, cash: typed })}
        >
          {goOn}
        </CountPad>
      ) : (
        <CountOthers
          methods={others}
          typed={draft.methods}
          onType={(method, typed) => setDraft({ ...draft, methods: { ...draft.methods, [method]: typed } })}
          onEnd={() => void next()}
        >
          {goOn}
        </CountOthers>
      )}
    </div>
  );
}

const STEPS: readonly Step[] = ['cash', 'others'];

function readMethod(method: TenderMethod, draft: CountDraft, exponent: number) {
  const { amount = '', pieces = '' } = draft.methods[method] ?? {};
  const amountMinor = amount.trim() === '' ? 0 : parseDecimal(amount, exponent);
  const count = piecesOf(pieces);
  if (amountMinor === null || count === null) return null;
  return { method, amountMinor, ...(HAS_PIECES.has(method) && { pieces: count }) };
}
