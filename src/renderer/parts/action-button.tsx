import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { keyCap, type Action } from '../keys/keys.ts';
import { useDesk } from './desk.tsx';
import { KeyCap } from './key-cap.tsx';
import styles from './action-button.module.css';

export interface ActionButtonProps {
  readonly action?: Action;
  /** What stands on the key cap where it is not the action's own. */
  readonly cap?: string;
  readonly tone?: 'plain' | 'pay' | 'danger' | 'quiet' | 'chosen';
  readonly size?: 'normal' | 'tall';
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly name?: string;
}

/** A control with its key on it. It never takes the focus from the field by a touch. */
export function ActionButton(props: ActionButtonProps) {
  const { words } = useDesk();
  const { action, tone = 'plain', size = 'normal' } = props;
  const cap = props.cap ?? (action === undefined ? undefined : keyCap(action, words));
  return (
    <UnstyledButton
      className={styles['button']}
      data-tone={tone}
      data-size={size}
      data-capped={cap !== undefined}
      data-action={props.name ?? action}
      aria-disabled={props.disabled ?? false}
      aria-keyshortcuts={cap
        ?.replace('Ctrl ', 'Control+')
        .replace('Alt ', 'Alt+')
        .replace(`${words.t('key.shift')} `, 'Shift+')}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (props.disabled !== true) props.onPress();
      }}
    >
      <span className={styles['label']}>{props.children}</span>
      {cap !== undefined && <KeyCap name={cap} />}
    </UnstyledButton>
  );
}
