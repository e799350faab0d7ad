/** The fields of the shop's settings: amounts typed as amounts, rates as per cent, and what is wrong said at the field. */
import { Input, UnstyledButton } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { TextKey } from '../../text/text.ts';
import { read, withItem, withoutItem, written } from './draft.ts';
import { useShopDesk } from './shop-desk.ts';
import styles from './shop.module.css';

export interface NumberFieldProps {
  readonly label: TextKey;
  readonly hint?: TextKey;
  /** Only the field: its label is read out, and stands elsewhere for the eye. */
  readonly bare?: boolean;
  readonly about?: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

interface Measure {
  readonly exponent: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly problem: string;
}

const AMOUNT_MINOR_MAX = 100_000_000_000;
const BASIS_POINTS_MAX = 10_000;
const FACTOR_MAX = 100_000;

export function AmountField({ min = 0, ...props }: NumberFieldProps & { readonly min?: number }) {
  const { words } = useDesk();
  const { currency, symbol } = useShopDesk();
  const problem = words.t('shop.problem.amount');
  return (
    <Measured {...props} measure={{ exponent: currency.exponent, min, max: AMOUNT_MINOR_MAX, unit: symbol, problem }} />
  );
}

export function PercentField(props: NumberFieldProps) {
  const { words } = useDesk();
  const problem = words.t('shop.problem.percent', { max: 100 });
  return <Measured {...props} measure={{ exponent: 2, min: 0, max: BASIS_POINTS_MAX, unit: '%', problem }} />;
}

/** Basis points of once: `1,5` is 15000. */
export function FactorField(props: NumberFieldProps) {
  const { words } = useDesk();
  const problem = words.t('shop.problem.number', { min: 0, max: 10 });
  return <Measured {...props} measure={{ exponent: 4, min: 0, max: FACTOR_MAX, unit: '×', problem }} />;
}

export function CountField({ min, max, ...props }: NumberFieldProps & { readonly min: number; readonly max: number }) {
  const { words, formats } = useDesk();
  const problem = words.t('shop.problem.number', { min: formats.count(min), max: formats.count(max) });
  return <Measured {...props} measure={{ exponent: 0, min, max, unit: '', problem }} />;
}

function Measured({ measure, ...props }: NumberFieldProps & { readonly measure: Measure }) {
  const { words } = useDesk();
  const [text, setText] = useState(() => written(props.value, measure.exponent, words.language));
  const wrong = Number.isNaN(props.value);
  return (
    <Labelled {...props} problem={wrong ? measure.problem : null}>
      {(ids) => (
        <span className={styles['measured']}>
          <Input
            {...ids}
            value={text}
            inputMode={measure.exponent === 0 ? 'numeric' : 'decimal'}
            autoComplete="off"
            dir="ltr"
            data-setting={props.label}
            classNames={{ input: styles['input'] ?? '' }}
            onChange={(event) => {
              setText(event.currentTarget.value);
              props.onChange(read(event.currentTarget.value, measure));
            }}
          />
          {measure.unit !== '' && (
            <span className={styles['unit']} aria-hidden>
              {measure.unit}
            </span>
          )}
        </span>
      )}
    </Labelled>
  );
}

export function TextField(given: {
  readonly label: TextKey;
  readonly bare?: boolean;
  readonly about?: string;
  readonly value: string;
  readonly charactersMax: number;
  readonly onChange: (value: string) => void;
}) {
  const { words } = useDesk();
  return (
    <Labelled {...given} problem={given.value.trim() === '' ? words.t('shop.problem.text') : null}>
      {(ids) => (
        <Input
          {...ids}
          value={given.value}
          maxLength={given.charactersMax}
          autoComplete="off"
          data-setting={given.label}
          {...(given.value === '' ? {} : { dir: 'auto' })}
          classNames={{ input: styles['input'] ?? '' }}
          onChange={(event) => given.onChange(event.currentTarget.value)}
        />
      )}
    </Labelled>
  );
}

export function DateField(given: {
  readonly label: TextKey;
  readonly bare?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { words } = useDesk();
  return (
    <Labelled {...given} problem={given.value === '' ? words.t('shop.problem.date') : null}>
      {(ids) => (
        <Input
          {...ids}
          type="date"
          value={given.value}
          classNames={{ input: styles['input'] ?? '' }}
          onChange={(event) => given.onChange(event.currentTarget.value)}
        />
      )}
    </Labelled>
  );
}

/** Yes or no; the whole of it is the target. */
export function Switch(given: {
  readonly label: string;
  readonly hint?: string;
  readonly value: boolean;
  readonly disabled?: boolean;
  readonly name?: string;
  readonly onChange: (value: boolean) => void;
}) {
  const { words } = useDesk();
  const { value, disabled = false } = given;
  return (
    <UnstyledButton
      className={styles['switch']}
      role="switch"
      aria-checked={value}
      aria-disabled={disabled}
      data-switch={given.name}
      onClick={() => {
        if (!disabled) given.onChange(!value);
      }}
    >
      <span className={styles['knob']} aria-hidden />
      <span className={styles['switch-words']}>
        {given.label}
        {given.hint !== undefined && <small>{given.hint}</small>}
      </span>
      <span className={styles['switch-state']} aria-hidden>
        {words.t(value ? 'shop.yes' : 'shop.no')}
      </span>
    </UnstyledButton>
  );
}

/** Rows that are added and removed, each with its own fields. */
export function Rows<Row>(given: {
  readonly name: TextKey;
  readonly rows: readonly Row[];
  readonly rowsMax: number;
  readonly fresh: () => Row;
  readonly onChange: (rows: readonly Row[]) => void;
  readonly children: (row: Row, set: (row: Row) => void, at: number) => ReactNode;
}) {
  const { words } = useDesk();
  const { rows, onChange } = given;
  // A row keeps its fields, and what stands in them, while others come and go.
  const [keys, setKeys] = useState(() => rows.map((_, index) => index));
  return (
    <Group title={given.name}>
      {rows.length === 0 && <p className={styles['hint']}>{words.t('shop.loyalty.none')}</p>}
      {rows.map((row, at) => (
        <div key={keys[at] ?? at} className={styles['row']}>
          {given.children(row, (changed) => onChange(withItem(rows, at, changed)), at)}
          <ActionButton
            name="remove-row"
            tone="quiet"
            onPress={() => {
              setKeys(keys.filter((_, index) => index !== at));
              onChange(withoutItem(rows, at));
            }}
          >
            {words.t('shop.remove')}
          </ActionButton>
        </div>
      ))}
      {rows.length < given.rowsMax && (
        <div>
          <ActionButton
            name={`add-${given.name}`}
            onPress={() => {
              setKeys([...keys, Math.max(-1, ...keys) + 1]);
              onChange([...rows, given.fresh()]);
            }}
          >
            + {words.t('shop.add')}
          </ActionButton>
        </div>
      )}
    </Group>
  );
}

export function Group({
  title,
  hint,
  children,
}: {
  readonly title: TextKey;
  readonly hint?: TextKey;
  readonly children: ReactNode;
}) {
  const { words } = useDesk();
  return (
    <section className={styles['group']} aria-label={words.t(title)}>
      <h3>{words.t(title)}</h3>
      {hint !== undefined && <p className={styles['hint']}>{words.t(hint)}</p>}
      {children}
    </section>
  );
}

interface Ids {
  readonly id: string;
  readonly error: boolean;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby': string;
}

function Labelled(given: {
  readonly label: TextKey;
  readonly hint?: TextKey;
  readonly bare?: boolean;
  readonly about?: string;
  readonly problem: string | null;
  readonly children: (ids: Ids) => ReactNode;
}) {
  const { words } = useDesk();
  const id = useId();
  const { hint, bare = false, about, problem } = given;
  const label = words.t(given.label);
  const spoken = about === undefined ? label : `${label}: ${about}`;
  return (
    <div className={styles['field']}>
      {!bare && (
        <label className={styles['label']} htmlFor={id}>
          {label}
        </label>
      )}
      {given.children({
        id,
        error: problem !== null,
        'aria-describedby': `${id}-note`,
        ...((bare || about !== undefined) && { 'aria-label': spoken }),
      })}
      <div id={`${id}-note`} className={styles['note']}>
        {problem !== null && (
          <p className={styles['problem']} role="alert" data-problem>
            {problem}
          </p>
        )}
        {problem === null && hint !== undefined && <p className={styles['hint']}>{words.t(hint)}</p>}
      </div>
    </div>
  );
}
