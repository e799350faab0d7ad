/** The other methods, each by what stands for it: the terminal's total, the cheques and the vouchers with their number. */
import { Input } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import type { TenderMethod } from '#domain/journal/journal.ts';
import { useDesk } from '../../parts/desk.tsx';
import { Keypad } from '../../parts/keypad.tsx';
import { HAS_PIECES, type TypedMethod } from './count-drafts.ts';
import styles from './count-others.module.css';

type Field = keyof TypedMethod;
const NOTHING: TypedMethod = { amount: '', pieces: '' };

export function CountOthers(given: {
  readonly methods: readonly TenderMethod[];
  readonly typed: Readonly<Partial<Record<TenderMethod, TypedMethod>>>;
  readonly onType: (method: TenderMethod, typed: TypedMethod) => void;
  readonly onEnd: () => void;
  readonly children: ReactNode;
}) {
  const { words, formats } = useDesk();
  const { methods, typed, onType } = given;
  const fields = methods.flatMap((method) =>
    (HAS_PIECES.has(method) ? (['pieces', 'amount'] as const) : (['amount'] as const)).map((field) => ({
      method,
      field,
    })),
  );
  const [active, setActive] = useState(0);
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  const at = fields[active];

  const textOf = (method: TenderMethod, field: Field) => (typed[method] ?? NOTHING)[field];
  const set = (method: TenderMethod, field: Field, text: string) =>
    onType(method, { ...(typed[method] ?? NOTHING), [field]: text });

  function go(step: 1 | -1): void {
    if (step === 1 && active === fields.length - 1) return given.onEnd();
    inputs.current[Math.max(active + step, 0)]?.focus();
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    if (step === null || !(event.target instanceof HTMLInputElement) || event.repeat) return;
    event.preventDefault();
    if (event.key === 'ArrowDown' && active === fields.length - 1) return;
    go(step);
  }

  const input = (method: TenderMethod, field: Field) => {
    const index = fields.findIndex((one) => one.method === method && one.field === field);
    return (
      <Input.Wrapper
        label={words.t(field === 'pieces' ? 'counting.pieces' : 'counting.amount')}
        classNames={{ label: styles['label'] ?? '' }}
      >
        <Input
          ref={(element) => {
            inputs.current[index] = element;
          }}
          {...(index === active && { 'data-field': 'main' })}
          data-count-field={`${method}-${field}`}
          aria-label={`${words.t(`method.${method}`)}: ${words.t(field === 'pieces' ? 'counting.pieces' : 'counting.amount')}`}
          value={textOf(method, field)}
          placeholder={field === 'pieces' ? '0' : formats.amount(0)}
          inputMode={field === 'pieces' ? 'numeric' : 'decimal'}
          autoComplete="off"
          dir="ltr"
          classNames={{ input: styles['input'] ?? '' }}
          onFocus={(event) => {
            setActive(index);
            // What somebody typed before is replaced by what is typed now, and never continued.
            event.currentTarget.select();
          }}
          onChange={(event) => set(method, field, event.currentTarget.value)}
        />
      </Input.Wrapper>
    );
  };

  return (
    <div className={styles['others']} data-own-arrows onKeyDown={onKeyDown}>
      <div className={styles['methods']}>
        {methods.map((method) => (
          <section key={method} className={styles['method']} data-active={at?.method === method}>
            <div>
              <h3>{words.t(`method.${method}`)}</h3>
              <p>{words.t(`counting.${method === 'cash' ? 'card' : method}-hint`)}</p>
            </div>
            {HAS_PIECES.has(method) ? input(method, 'pieces') : <span />}
            {input(method, 'amount')}
          </section>
        ))}
      </div>
      <div className={styles['side']}>
        <Keypad
          onType={(character) => at !== undefined && set(at.method, at.field, textOf(at.method, at.field) + character)}
          onErase={() => at !== undefined && set(at.method, at.field, textOf(at.method, at.field).slice(0, -1))}
          onEnter={() => go(1)}
          enterLabel={words.t('count.next')}
        />
        <span className={styles['space']} />
        {given.children}
      </div>
    </div>
  );
}
