import { Input } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './labelled-field.module.css';

export interface LabelledFieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly onEnter?: () => void;
  /** Backspace with nothing to erase. */
  readonly onEmptyBackspace?: () => void;
  readonly placeholder?: string;
  /** Where the focus goes whenever nothing else has it. */
  readonly main?: boolean;
  /** Digits, which are read from left to right in every language. */
  readonly figures?: boolean;
  readonly characters?: number;
  /** Stands on the field as `data-…`. */
  readonly name?: string;
}

/** One line of text with its label above it, large enough for a finger. */
export function LabelledField(props: LabelledFieldProps) {
  const { value, figures = false } = props;
  return (
    <Input.Wrapper label={props.label} classNames={{ label: styles['label'] ?? '' }}>
      <Input
        {...(props.main === true ? { 'data-field': 'main' } : {})}
        {...(props.name === undefined ? {} : { [`data-${props.name}`]: true })}
        value={value}
        placeholder={props.placeholder ?? ''}
        maxLength={props.characters ?? 200}
        autoComplete="off"
        spellCheck={false}
        {...(figures ? { dir: 'ltr', inputMode: 'decimal' } : value === '' ? {} : { dir: 'auto' })}
        data-figures={figures}
        classNames={{ input: styles['input'] ?? '' }}
        onChange={(event) => props.onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Backspace' && value === '' && props.onEmptyBackspace !== undefined) {
            event.preventDefault();
            props.onEmptyBackspace();
          }
          if (event.key !== 'Enter' || event.repeat || props.onEnter === undefined) return;
          event.preventDefault();
          props.onEnter();
        }}
      />
    </Input.Wrapper>
  );
}
