import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './button.module.css';

export interface ButtonProps {
  readonly tone?: 'plain' | 'main' | 'danger' | 'quiet';
  readonly name: string;
  readonly submits?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onPress?: () => void;
  readonly children: ReactNode;
}

/** A control. While what it asked for is under way it is not asked for again. */
export function Button(props: ButtonProps) {
  const { tone = 'plain', busy = false, disabled = false } = props;
  return (
    <UnstyledButton
      type={props.submits === true ? 'submit' : 'button'}
      className={styles['button']}
      data-tone={tone}
      data-action={props.name}
      aria-disabled={busy || disabled}
      aria-busy={busy}
      onClick={(event) => {
        if (busy || disabled) event.preventDefault();
        else props.onPress?.();
      }}
    >
      {props.children}
    </UnstyledButton>
  );
}
