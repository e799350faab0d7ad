/**
 * A keypad made for counting: every denomination in sight, notes and coins apart, the largest first. Digits are the number of
 * the one in hand, Enter and arrows go to the next, and the sum of what was counted follows.
 */
import { Input } from '@mantine/core';
import { type ReactNode, useEffectEvent, useEffect, useId, useRef, useState } from 'react';
import type { CashView } from '#contract/screen/cash.ts';
import { altDigitOf } from '../../keys/keys.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Amount } from '../../parts/amount.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { Keypad } from '../../parts/keypad.tsx';
import { BUNDLES, piecesOf, rollOf, sumOf, type Typed, withMore } from './counted.ts';
import styles from './count-pad.module.css';

export interface CountPadProps {
  readonly cash: CashView;
  readonly currency: string;
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
  /** Stands under the sum: what the sum is compared with, where that is to be seen. */
  readonly beside?: ReactNode;
  /** Stands under the keypad: the button that ends the counting. */
  readonly children: ReactNode;
}

export function CountPad({ cash, currency, typed, onType, beside, children }: CountPadProps) {
  const { words, formats } = useDesk();
  const { denominationsMinor, smallestNoteMinor } = cash;
  const [active, setActive] = useState(denominationsMinor[0] ?? 0);
  const rows = useRef(new Map<number, HTMLInputElement>());
  const roll = rollOf(active, currency);
  const bundles = roll === null ? BUNDLES : [...BUNDLES, roll];

  function set(denominationMinor: number, text: string): void {
    onType({ ...typed, [denominationMinor]: text });
  }

  function go(step: 1 | -1): void {
    const at = denominationsMinor.indexOf(active) + step;
    const next = denominationsMinor[Math.min(Math.max(at, 0), denominationsMinor.length - 1)];
    if (next === undefined) return;
    rows.current.get(next)?.focus();
    rows.current.get(next)?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    if (step === null || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    go(step);
  }

  // A digit may have begun the counting: what is typed next goes behind it.
  useEffect(() => {
    const first = rows.current.get(denominationsMinor[0] ?? 0);
    first?.focus({ preventScroll: true });
    first?.setSelectionRange(first.value.length, first.value.length);
  }, []);

  const onBundleKey = useEffectEvent((event: KeyboardEvent) => {
    const pieces = bundles[altDigitOf(event) ?? -1];
    if (pieces === undefined || event.repeat) return;
    event.preventDefault();
    set(active, withMore(typed[active] ?? '', pieces));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onBundleKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  const row = (denominationMinor: number) => (
    <Denomination
      key={denominationMinor}
      denominationMinor={denominationMinor}
      isNote={denominationMinor >= smallestNoteMinor}
      text={typed[denominationMinor] ?? ''}
      active={denominationMinor === active}
      onActive={() => setActive(denominationMinor)}
      onType={(text) => set(denominationMinor, text)}
      keep={(element) => {
        if (element === null) rows.current.delete(denominationMinor);
        else rows.current.set(denominationMinor, element);
      }}
    />
  );

  return (
    <div className={styles['pad']} data-count-pad data-own-arrows onKeyDown={onKeyDown}>
      <div className={styles['kind']} role="group" aria-label={words.t('count.notes')}>
        <h3>{words.t('count.notes')}</h3>
        {denominationsMinor.filter((minor) => minor >= smallestNoteMinor).map(row)}
      </div>
      <div className={styles['kind']} role="group" aria-label={words.t('count.coins')}>
        <h3>{words.t('count.coins')}</h3>
        {denominationsMinor.filter((minor) => minor < smallestNoteMinor).map(row)}
      </div>
      <div className={styles['side']}>
        <div className={styles['sum']} data-counted-minor={sumOf(typed)}>
          <span>{words.t('count.counted')}</span>
          <output aria-live="off">
            <Amount text={formats.money(sumOf(typed))} />
          </output>
          {beside}
        </div>
        <Keypad
          digitsOnly
          onType={(digit) => set(active, (typed[active] ?? '') + digit)}
          onErase={() => set(active, (typed[active] ?? '').slice(0, -1))}
          onEnter={() => go(1)}
          extra={{
            cap: '+',
            label: words.t('count.pile'),
            onPress: () => set(active, `${typed[active] ?? ''}+`),
          }}
          enterLabel={words.t('count.next')}
        />
        <div className={styles['bundles']}>
          {bundles.map((pieces, index) => (
            <ActionButton
              key={index}
              name={`bundle-${pieces}`}
              cap={`Alt ${index + 1}`}
              onPress={() => set(active, withMore(typed[active] ?? '', pieces))}
            >
              {words.t(pieces === roll ? 'count.roll' : 'count.bundle', { count: `+${formats.count(pieces)}` })}
            </ActionButton>
          ))}
        </div>
        {children}
      </div>
    </div>
  );
}

function Denomination(props: {
  readonly denominationMinor: number;
  readonly isNote: boolean;
  readonly text: string;
  readonly active: boolean;
  readonly onActive: () => void;
  readonly onType: (text: string) => void;
  readonly keep: (element: HTMLInputElement | null) => void;
}) {
  const { words, formats } = useDesk();
  const { denominationMinor, isNote, text, active } = props;
  const id = useId();
  const pieces = piecesOf(text);
  const name = formats.coin(denominationMinor);
  return (
    <div className={styles['row']} data-denomination={denominationMinor} data-active={active} data-empty={pieces === 0}>
      <label className={styles['piece']} data-note={isNote} htmlFor={id}>
        <Amount text={name} />
      </label>
      <span className={styles['times']} aria-hidden>
        ×
      </span>
      <Input
        id={id}
        ref={props.keep}
        {...(active && { 'data-field': 'main' })}
        aria-label={words.t('count.pieces-of', { denomination: name })}
        value={text}
        placeholder="0"
        inputMode="numeric"
        autoComplete="off"
        dir="ltr"
        error={pieces === null}
        title={pieces === null ? words.t('count.unreadable') : undefined}
        classNames={{ input: styles['input'] ?? '' }}
        onFocus={(event) => {
          props.onActive();
          event.currentTarget.select();
        }}
        onChange={(event) => props.onType(event.currentTarget.value)}
      />
      <span className={styles['amount']}>
        {pieces !== null && pieces > 0 && <Amount text={formats.amount(pieces * denominationMinor)} />}
        {pieces === null && <strong aria-hidden>?</strong>}
      </span>
    </div>
  );
}
