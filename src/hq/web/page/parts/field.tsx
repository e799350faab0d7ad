import { Input } from '@mantine/core';
import { type ReactNode, type Ref, useId } from 'react';
import styles from './field.module.css';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly name: string;
  readonly kind?: 'text' | 'password' | 'search' | 'date' | 'datetime-local';
  /** Digits, read from left to right in every language. */
  readonly figures?: boolean;
  readonly hint?: string;
  readonly problem?: string | null;
  readonly placeholder?: string;
  readonly characters?: number;
  readonly autoComplete?: string;
  readonly input?: Ref<HTMLInputElement>;
}

/** One line of text with its label above it, and what is wrong below. */
export function Field(props: FieldProps) {
  const id = useId();
  const { value, kind = 'text', hint, problem = null, figures = false } = props;
  const latin = figures || kind === 'date' || kind === 'datetime-local';
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {props.label}
      </label>
      <Input
        id={id}
        ref={props.input}
        type={kind}
        value={value}
        placeholder={props.placeholder ?? ''}
        maxLength={props.characters ?? 200}
        autoComplete={props.autoComplete ?? 'off'}
        spellCheck={false}
        {...(latin ? { dir: 'ltr' } : value === '' ? {} : { dir: 'auto' })}
        {...(figures ? { inputMode: 'decimal' as const } : {})}
        aria-describedby={`${id}-note`}
        aria-invalid={problem !== null}
        data-field={props.name}
        classNames={{ input: styles['input'] ?? '' }}
        onChange={(event) => props.onType(event.currentTarget.value)}
      />
      <div id={`${id}-note`} className={styles['note']}>
        {problem !== null ? <p className={styles['problem']}>{problem}</p> : hint !== undefined && <p>{hint}</p>}
      </div>
    </div>
  );
}

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One of a list, in the browser's own way. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {props.label}
      </label>
      <select
        id={id}
        className={styles['select']}
        data-field={props.name}
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value as Value)}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Yes or no. */
export function Tick(props: {
  readonly label: ReactNode;
  readonly name: string;
  readonly value: boolean;
  readonly onChoose: (value: boolean) => void;
}) {
  return (
    <label className={styles['tick']}>
      <input
        type="checkbox"
        checked={props.value}
        data-field={props.name}
        onChange={(event) => props.onChoose(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}
