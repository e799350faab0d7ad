/**
 * Who is at the till: a tile for each operator, then a PIN by finger or by keyboard.
 */
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { StationView } from '#contract/screen/views.ts';
import { latinDigits } from '../format/format.ts';
import { useDesk, useView } from '../parts/desk.tsx';
import { refusalText } from '../parts/feedback.ts';
import { KeyCap } from '../parts/key-cap.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { PIN_DIGITS_MAX, PinField } from '../parts/pin-field.tsx';
import { useCountdown } from '../parts/use-countdown.ts';
import { playRefusal } from '../parts/tone.ts';
import { useWedge } from '../parts/use-wedge.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../text/text.ts';
import styles from './sign-in.module.css';

export function SignInView({ station }: { readonly station: StationView }) {
  const { port, words, formats, preferences } = useDesk();
  const [operatorId, setOperatorId] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const lockedForSeconds = useCountdown();
  const [waiting, setWaiting] = useState(false);
  const operator = station.operators.find(({ id }) => id === operatorId);

  function choose(id: string | null): void {
    setOperatorId(id);
    setPin('');
    setTrouble(null);
  }

  async function enter(): Promise<void> {
    if (operator === undefined || pin === '' || waiting) return;
    setWaiting(true);
    const outcome = await port.request('signIn', { operatorId: operator.id, pin });
    setWaiting(false);
    setPin('');
    if (outcome.kind === 'done') return;
    if (preferences.sound) playRefusal();
    const seconds = outcome.kind === 'refused' ? Number(outcome.params?.['seconds'] ?? 0) : 0;
    if (seconds > 0) lockedForSeconds.start(seconds);
    setTrouble(refusalText(outcome, words, formats));
  }

  function type(character: string): void {
    const digits = latinDigits(character).replace(/\D/g, '');
    if (operator === undefined) {
      const chosen = station.operators[Number(digits) - 1];
      if (digits !== '' && chosen !== undefined) choose(chosen.id);
      return;
    }
    if (digits === '') return;
    setTrouble(null);
    setPin((typed) => (typed + digits).slice(0, PIN_DIGITS_MAX));
  }

  useWedge({
    onScan: () => setTrouble(words.t('sign-in.scan-first')),
    onLooseKey: type,
  });

  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.key === 'Enter' && operator !== undefined) {
      event.preventDefault();
      void enter();
    } else if (event.key === 'Backspace') setPin((typed) => typed.slice(0, -1));
    else if (event.key === 'Escape') choose(null);
  }

  const locked = lockedForSeconds.left > 0;
  const message = locked ? words.t('sign-in.locked', { seconds: lockedForSeconds.left }) : trouble;
  return (
    <div className={styles['halves']}>
      <ShopFront station={station} />
      <section className={styles['page']} onKeyDown={onKeyDown} aria-label={words.t('sign-in.title')}>
        <header className={styles['head']}>
          <h1 className={styles['title']}>
            {operator === undefined ? words.t('sign-in.title') : words.t('sign-in.pin', { name: operator.name })}
          </h1>
          <p className={styles['hint']}>{words.t(operator === undefined ? 'sign-in.hint' : 'sign-in.pin-hint')}</p>
        </header>
        {operator === undefined ? (
          <Operators station={station} onChoose={choose} />
        ) : (
          <div className={styles['pin']}>
            <PinField length={pin.length} label={words.t('sign-in.pin', { name: operator.name })} />
            <Keypad
              onType={type}
              onErase={() => setPin((typed) => typed.slice(0, -1))}
              onEnter={() => void enter()}
              enterLabel={words.t('sign-in.enter')}
              digitsOnly
            />
            <UnstyledButton className={styles['other']} data-action="other-operator" onClick={() => choose(null)}>
              {words.t('sign-in.other')} <KeyCap name="Esc" />
            </UnstyledButton>
          </div>
        )}
        <p className={styles['trouble']} role="status" data-locked={locked}>
          {message}
        </p>
      </section>
    </div>
  );
}

/** The shop and the hour, and the words in another language for whoever needs them. */
function ShopFront({ station }: { readonly station: StationView }) {
  const { port, words, formats, prefer } = useDesk();
  const now = useMinute();
  const hq = useView(port, 'headquarters');
  useEffect(() => port.follow('headquarters'), [port]);
  return (
    <aside className={styles['front']}>
      <div>
        <div className={styles['shop']}>
          <bdi>{station.shop.name}</bdi>
        </div>
        {hq !== null && hq.storeName !== null && (
          <div className={styles['store']} data-store>
            <bdi>{hq.storeName}</bdi> · <bdi>{hq.tillName}</bdi>
          </div>
        )}
        <div className={styles['product']}>
          <bdi>{`${words.t('app.name')} ${station.shop.version}`}</bdi>
        </div>
      </div>
      <div>
        <div className={styles['clock']}>
          <bdi>{formats.time(now)}</bdi>
        </div>
        <div className={styles['date']}>{formats.longDate(now)}</div>
      </div>
      <div className={styles['languages']} role="group" aria-label={words.t('settings.language')}>
        {LANGUAGES.map((language) => (
          <UnstyledButton
            key={language}
            className={styles['language']}
            lang={language}
            aria-pressed={language === words.language}
            data-language={language}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => prefer({ language })}
          >
            {LANGUAGE_NAMES[language]}
          </UnstyledButton>
        ))}
      </div>
    </aside>
  );
}

function Operators({ station, onChoose }: { readonly station: StationView; readonly onChoose: (id: string) => void }) {
  const { words } = useDesk();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  if (station.operators.length === 0) return <p>{words.t('sign-in.no-operators')}</p>;
  return (
    <div className={styles['operators']}>
      {station.operators.map((operator, index) => (
        <UnstyledButton
          key={operator.id}
          ref={index === 0 ? first : null}
          className={styles['operator']}
          data-operator={operator.id}
          onClick={() => onChoose(operator.id)}
          onKeyDown={(event) => moveAlong(event)}
        >
          <span className={styles['initial']} aria-hidden>
            {operator.name.slice(0, 1)}
          </span>
          <span className={styles['who']}>
            <bdi className={styles['name']}>{operator.name}</bdi>
            <span className={styles['role']}>{words.t(`role.${operator.role}`)}</span>
          </span>
          {index < 9 && <KeyCap name={String(index + 1)} />}
        </UnstyledButton>
      ))}
    </div>
  );
}

function moveAlong(event: React.KeyboardEvent<HTMLElement>): void {
  const next =
    event.key === 'ArrowDown' || event.key === 'ArrowRight'
      ? 'nextElementSibling'
      : event.key === 'ArrowUp' || event.key === 'ArrowLeft'
        ? 'previousElementSibling'
        : null;
  const sibling = next === null ? null : event.currentTarget[next];
  if (sibling instanceof HTMLElement) sibling.focus();
}

function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), 60_000 - (now % 60_000));
    return () => clearTimeout(timer);
  }, [now]);
  return now;
}
