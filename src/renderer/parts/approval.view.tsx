/** The sheet on which somebody with the right lets one action of somebody else pass: what it is about, who, their PIN. */
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Refusal } from '#contract/screen/refusal.ts';
import type { StationView } from '#contract/screen/views.ts';
import { latinDigits } from '../format/format.ts';
import { ActionButton } from './action-button.tsx';
import { type ApprovalAsked, useApprovals } from './approval.tsx';
import { useDesk, useView } from './desk.tsx';
import { readable, refusalText } from './feedback.ts';
import { Keypad } from './keypad.tsx';
import { PanelHead } from './panel-head.tsx';
import { PIN_DIGITS_MAX, PinField } from './pin-field.tsx';
import { playRefusal } from './tone.ts';
import { useCountdown } from './use-countdown.ts';
import { useLooseKeys } from './use-wedge.ts';
import styles from './approval.module.css';

/** Paints the sheet over what it stands in, while something is asked. */
export function ApprovalSheet({ station }: { readonly station: StationView }) {
  const { asked, giveUp } = useApprovals();
  if (asked === null) return null;
  return <Sheet key={String(asked.refusal.params?.['action'])} asked={asked} station={station} onBack={giveUp} />;
}

interface SheetProps {
  readonly asked: ApprovalAsked;
  readonly station: StationView;
  readonly onBack: () => void;
}

function Sheet({ asked, station, onBack }: SheetProps) {
  const { words, formats, preferences } = useDesk();
  const approvers = approversOf(station);
  const [approverId, setApproverId] = useState(approvers[0]?.id ?? null);
  const [pin, setPin] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const locked = useCountdown();
  useScanPutsAway(onBack);

  async function give(): Promise<void> {
    if (approverId === null || pin === '' || waiting) return;
    setWaiting(true);
    const given = pin;
    setPin('');
    const stillThere = await asked.give({ operatorId: approverId, pin: given });
    if (stillThere === null) return;
    setWaiting(false);
    if (preferences.sound) playRefusal();
    const seconds = 'reason' in stillThere ? Number(stillThere.params?.['seconds'] ?? 0) : 0;
    if (seconds > 0) locked.start(seconds);
    setTrouble(refusalText(stillThere, words, formats));
  }

  function type(character: string): void {
    const digits = latinDigits(character).replace(/\D/g, '');
    if (digits === '') return;
    setTrouble(null);
    setPin((typed) => (typed + digits).slice(0, PIN_DIGITS_MAX));
  }

  function choose(id: string | undefined): void {
    if (id === undefined) return;
    setApproverId(id);
    setPin('');
    setTrouble(null);
  }

  useLooseKeys(type);

  function onKeyDown(event: React.KeyboardEvent): void {
    const at = approvers.findIndex(({ id }) => id === approverId);
    const took = {
      Enter: () => void give(),
      Backspace: () => setPin((typed) => typed.slice(0, -1)),
      Escape: onBack,
      ArrowDown: () => choose(approvers[at + 1]?.id),
      ArrowUp: () => choose(approvers[at - 1]?.id),
    }[event.key];
    // A control that has the focus answers Enter itself.
    if (took === undefined || (event.key === 'Enter' && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    event.stopPropagation();
    took();
  }

  const name = approvers.find(({ id }) => id === approverId)?.name ?? '';
  const message = locked.left > 0 ? words.t('sign-in.locked', { seconds: locked.left }) : trouble;
  return (
    <section className={styles['sheet']} aria-label={words.t('approval.title')} data-approval onKeyDown={onKeyDown}>
      <PanelHead
        title={words.t('approval.title')}
        feedback={message === null ? null : { tone: 'bad', text: message, serial: 0 }}
        serial={0}
        onBack={onBack}
      />
      <About refusal={asked.refusal} />
      <div className={styles['columns']}>
        <div className={styles['approvers']} role="radiogroup" aria-label={words.t('approval.who')}>
          {approvers.map((operator) => (
            <UnstyledButton
              key={operator.id}
              className={styles['approver']}
              role="radio"
              aria-checked={operator.id === approverId}
              data-approver={operator.id}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(operator.id)}
            >
              <bdi className={styles['name']}>{operator.name}</bdi>
              <span className={styles['role']}>{words.t(`role.${operator.role}`)}</span>
            </UnstyledButton>
          ))}
        </div>
        <div className={styles['pin']}>
          <PinField length={pin.length} label={words.t('sign-in.pin', { name })} />
          <Keypad
            onType={type}
            onErase={() => setPin((typed) => typed.slice(0, -1))}
            onEnter={() => void give()}
            enterLabel={words.t('approval.give')}
            digitsOnly
          />
        </div>
      </div>
      <ActionButton name="approve" cap="⏎" tone="pay" size="tall" disabled={waiting} onPress={() => void give()}>
        {words.t('approval.give')}
      </ActionButton>
    </section>
  );
}

/** What is asked for, in the words of the action, with the till's own figures. */
function About({ refusal }: { readonly refusal: Refusal }) {
  const { words, formats } = useDesk();
  const params = readable(refusal.params ?? {}, formats);
  // One approval may let several things of one command pass: each is named.
  const actions = String(params['actions'] ?? params['action'] ?? '').split(',');
  const limit = params['limitMinor'] ?? params['limitBasisPoints'];
  return (
    <div className={styles['about']}>
      {actions.map((action) => (
        <strong key={action}>{words.lookUp(`approval.${action}`, 'approval.other', params)}</strong>
      ))}
      <span>
        {limit !== undefined && <>{words.t('approval.limit', { limit })} </>}
        {words.t('approval.once')}
      </span>
    </div>
  );
}

/** Who has the right, managers first. The till asks again after their PIN. */
function approversOf(station: StationView): StationView['operators'] {
  const able = station.operators.filter(({ mayApprove }) => mayApprove);
  const others = able.filter(({ role }) => role !== 'manager');
  return [...able.filter(({ role }) => role === 'manager'), ...others];
}

/** A scan, or anything else that happens to the ticket, goes on: the command that was asked about is no longer the same. */
function useScanPutsAway(putAway: () => void): void {
  const { port } = useDesk();
  const serial = useView(port, 'basket')?.notice?.serial ?? 0;
  const first = useRef(serial);
  useEffect(() => {
    if (serial !== first.current) putAway();
  }, [serial, putAway]);
}
