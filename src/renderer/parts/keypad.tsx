import { UnstyledButton } from '@mantine/core';
import { useDesk } from './desk.tsx';
import styles from './keypad.module.css';

export interface KeypadProps {
  /** A digit or a decimal comma. */
  readonly onType: (character: string) => void;
  readonly onErase: () => void;
  readonly onEnter: () => void;
  /** The key between erase and enter, where the screen has a use for it. */
  readonly extra?: { readonly cap: string; readonly label: string; readonly onPress: () => void };
  readonly enterLabel: string;
  /** Whether amounts are typed here: a PIN has no comma. */
  readonly digitsOnly?: boolean;
}

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'];

/** Digits for a finger. Like the buttons, it leaves the focus where it is. */
export function Keypad(props: KeypadProps) {
  const { words } = useDesk();
  return (
    <div className={styles['keypad']} dir="ltr">
      <div className={styles['digits']} data-digits-only={props.digitsOnly}>
        {[...DIGITS, ...(props.digitsOnly === true ? ['0'] : [',', '0', '00'])].map((cap) => (
          <Key key={cap} cap={cap} label={cap} onPress={() => props.onType(cap)} />
        ))}
      </div>
      <div className={styles['side']} data-extra={props.extra !== undefined}>
        <Key cap="⌫" label={words.t('entry.backspace')} onPress={props.onErase} />
        {props.extra !== undefined && (
          <Key cap={props.extra.cap} label={props.extra.label} onPress={props.extra.onPress} />
        )}
        <Key cap="⏎" label={props.enterLabel} onPress={props.onEnter} strong />
      </div>
    </div>
  );
}

function Key(props: {
  readonly cap: string;
  readonly label: string;
  readonly onPress: () => void;
  readonly strong?: boolean;
}) {
  return (
    <UnstyledButton
      className={styles['key']}
      data-strong={props.strong}
      aria-label={props.label}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onPress}
    >
      {props.cap}
    </UnstyledButton>
  );
}
